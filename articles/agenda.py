"""Events as the public is told of them: what stands beside each as far as it is visible, and which days it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, When
from django.db.models.functions import ExtractMonth, ExtractYear

from articles import register
from articles.models.event import Event, Participant
from pressoffice.ground.intervals import public_q

ONE_DAY = dt.timedelta(days=1)
SOONEST_FIRST = ("starts_earliest", F("starts_time").asc(nulls_first=True), "sort_key", "pk")


def told(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Event]:
    """``register.events`` with root, place, organiser, contact and series in the same statement.

    ``own``: the event is public by its own interval, so that whom it names was released with it; otherwise only those
    are named who are visible anyway (``organiser_visible``, ``contact_visible``). Its place always is.
    """
    return with_company(register.events(now, at), now, at)


def with_company(events: QuerySet[Event], now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Event]:
    """``events`` with what ``told`` says."""
    return events.select_related("root", "place", "organiser", "contact", "series").annotate(
        own=Case(When(public_q(at or now), then=True), default=False, output_field=BooleanField()),
        organiser_visible=Exists(register.organisations(now, at).filter(pk=OuterRef("organiser"))),
        contact_visible=Exists(register.contacts(now, at).filter(pk=OuterRef("contact"))),
    )


def company(events: Iterable[Event], now: dt.datetime, at: dt.datetime | None = None) -> dict[int, list[Participant]]:
    """The participants to name of each of ``events`` (as ``told`` gives them), each with ``person_visible``.

    One statement. One whom nothing public leads to is named only by an event that is public by itself; where somebody
    is left out, the event's ``participants_complete`` is taken back.
    """
    told_of = {event.pk: event for event in events}
    found: dict[int, list[Participant]] = {pk: [] for pk in told_of}
    visible = register.people(now, at).filter(pk=OuterRef("person"))
    rows = Participant.objects.filter(event__in=told_of).select_related("person").order_by("pk")
    for row in rows.annotate(person_visible=Exists(visible)):
        event: Any = told_of[row.event_id]
        if row.person_visible or event.own:
            found[row.event_id].append(row)
        else:
            event.participants_complete = False
    return found


def sequence_of(event: Event, now: dt.datetime) -> int:
    """How often the public was told of it: a change whose hour has struck counts, whether or not it is settled."""
    struck = event.public_from is not None and event.public_from <= now and event.settled_at is None
    return event.sequence + struck


def coming_q(today: dt.date) -> Q:
    """Events that are not over. One whose dates are not known is neither coming nor past."""
    return Q(ends_latest__gte=today) | Q(ends_latest=None, starts_latest__gte=today)


# --- Days -------------------------------------------------------------------------------------------------------------


def days_of(event: Event) -> tuple[dt.date, dt.date] | None:
    """First and last day of ``event`` by its own zone; None where no full day is known. Nothing is completed:

    of one whose end is not fully known only the first day is told.
    """
    first = event.starts_earliest
    if first is None or first != event.starts_latest:
        return None
    last = event.ends_earliest
    if last is None or last != event.ends_latest or last < first:
        return first, first
    if event.ends_time == dt.time() and last > first:  # until midnight: the day before is the last
        last -= ONE_DAY
    return first, last


def in_order(events: Iterable[Event]) -> list[Event]:
    """By day, all-day ones first, then by time of day and name."""
    return sorted(events, key=lambda e: (e.starts_earliest or dt.date.max, e.starts_time or dt.time(), e.sort_key))


def by_day(events: Iterable[Event], first: dt.date, last: dt.date) -> dict[dt.date, list[Event]]:
    """``events`` under every day from ``first`` to ``last`` that they take; days without one are there too."""
    days: dict[dt.date, list[Event]] = {first + n * ONE_DAY: [] for n in range((last - first).days + 1)}
    for event in in_order(events):
        span = days_of(event)
        for day in days if span else ():
            if span[0] <= day <= span[1]:
                days[day].append(event)
    return days


def dated_q() -> Q:
    """Events of which a full day is known."""
    return Q(starts_earliest__isnull=False, starts_earliest=F("starts_latest"))


def between(events: QuerySet[Event], first: dt.date, last: dt.date) -> QuerySet[Event]:
    """Those of ``events`` that take a day from ``first`` to ``last``, or may, being known to begin among them."""
    takes = Q(starts_earliest__lte=last) & (Q(ends_latest__gte=first) | Q(ends_latest=None, starts_latest__gte=first))
    return events.filter(takes & dated_q() | Q(starts_earliest__gte=first, starts_latest__lte=last))


def neighbours(events: QuerySet[Event], first: dt.date, last: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The nearest day before ``first`` and after ``last`` that one of ``events`` takes; None where there is none.

    One of which only the month is known counts with the days of that month.
    """
    known = dated_q() | Q(year=F("to_year"), month=F("to_month"))
    until = Case(When(ends_earliest=F("ends_latest"), then=F("ends_latest")), default=F("starts_latest"))
    found = (
        events.order_by()
        .annotate(
            year=ExtractYear("starts_earliest"), to_year=ExtractYear("starts_latest"),
            month=ExtractMonth("starts_earliest"), to_month=ExtractMonth("starts_latest"),
        )
        .filter(known)
        .annotate(until=until)
        .aggregate(
            before=Max("until", filter=Q(starts_earliest__lt=first)),
            after=Min("starts_earliest", filter=Q(until__gt=last)),
        )
    )  # fmt: skip
    before, after = found["before"], found["after"]
    return (
        min(before, first - ONE_DAY) if before and first > dt.date.min else None,
        max(after, last + ONE_DAY) if after and last < dt.date.max else None,
    )
