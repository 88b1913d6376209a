"""A page of a list of events for calendar programs (iCalendar, RFC 5545)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from articles import ical


def many(listed: Any, request: Any) -> bytes:
    """The events of one page, as far as a full day of them is known. One statement."""
    return ical.calendar(
        ical.noted(listed.rows, request.now),
        name=f"{listed.title} – {settings.OFFICE_NAME}",
        source=listed.self_url.removeprefix(settings.SITE_URL),
        page=listed.page_url.removeprefix(settings.SITE_URL),
        now=request.now,
    )


def one(shown: Any, request: Any) -> bytes:
    """One event; without an entry while no full day of it is known. One statement."""
    return ical.calendar(
        ical.noted([shown], request.now),
        name=f"{shown.label} – {settings.OFFICE_NAME}",
        source=request.get_full_path(),
        page=shown.get_absolute_url(),
        now=request.now,
    )
