"""How long an answer holds: entity tags that cost no rendering, and lifetimes that end on the full minute.

A tag is made from the version of the visible set, the address and the office's date, so that it is known before a page
is made and moves with the clock even where no worker runs. Every public answer expires on the minute, whatever is to
come: a lifetime never tells an hour.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language


@cache
def build() -> str:
    """A short hash of what pages are made with: another release of the site has other entity tags."""
    digest = hashlib.sha256()
    made_of = (("templates", "**/*.html"), ("static", "**/*.css"), ("static", "**/*.js"), ("locale", "**/*.mo"))
    for folder, pattern in made_of:
        for file in sorted(Path(settings.BASE_DIR, folder).glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def entity_tag(request: Any, *, state: str = "") -> str:
    """The strong entity tag of ``request``'s answer at ``request.now``.

    ``state``: what the answer shows beside the visible set, where that moves with the clock within a day.
    """
    basis = [
        request.visible.version,
        request.get_full_path(),
        get_language(),
        timezone.localdate(request.now).isoformat(),
        state,
        settings.OFFICE_NAME,
        settings.DEMO,
        "" if settings.DEBUG else build(),
    ]
    return f'"{hashlib.sha256(repr(basis).encode()).hexdigest()[:24]}"'


def seconds_to_the_minute(request: Any) -> int:
    """Whole seconds from ``request.now`` that do not pass the next full minute."""
    return max(0, 59 - request.now.second)


def not_modified(request: HttpRequest, *, state: str = "") -> HttpResponseBase | None:
    """The 304 that ``request`` can be answered with, or None where the page must be made."""
    if "If-None-Match" not in request.headers:
        return None
    answer = get_conditional_response(request, etag=entity_tag(request, state=state))
    if not isinstance(answer, HttpResponseNotModified):
        return None
    answer["ETag"] = entity_tag(request, state=state)
    return stamped(request, answer)


def stamped(request: HttpRequest, response: Any, *, state: str = "") -> HttpResponse:
    """``response`` with its lifetime, and its entity tag where it is a page; refusals are kept by nobody."""
    if response.status_code >= 400:
        response["Cache-Control"] = "no-store"
        return response
    patch_cache_control(response, public=True, max_age=seconds_to_the_minute(request))
    if response.status_code == 200:
        response["ETag"] = entity_tag(request, state=state)
    return response
