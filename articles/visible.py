"""What is visible right now, as one short word: the version of the visible set, and the request's instant.

A process asks the database at most once a second for (its clock, the version, the next due instant), and never passes
a due instant unread. ETags, counts and caches are keyed by the version; it moves with the clock even where no worker
runs, because it holds the latest ``public_from`` that has struck.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from articles.desk.settle import DUE, settle
from articles.models.change import ChangeCounter
from pressoffice.ground.clock import database_now

log = logging.getLogger(__name__)
_READ_EVERY = 1.0


@dataclass(frozen=True)
class Visible:
    """The visible set at one reading: ``version`` names it, ``offset`` is the database's clock over this process's."""

    version: str
    read_at: float
    offset: dt.timedelta
    next_due: dt.datetime | None
    overdue: bool


_current: Visible | None = None


def forget(**_kwargs: object) -> None:
    """Read anew at the next question: called after every change this process makes."""
    global _current
    _current = None


def read(now: dt.datetime) -> tuple[str, dt.datetime | None, bool]:
    """``(version, next due instant, something is due and not settled)`` at ``now``, from the database."""
    began: list[dt.datetime] = []
    ahead: list[dt.datetime] = []
    overdue = False
    for model in DUE:
        found = model.objects.aggregate(
            from_past=Max("public_from", filter=Q(public_from__lte=now)),
            until_past=Max("public_until", filter=Q(public_until__lte=now)),
            from_ahead=Min("public_from", filter=Q(public_from__gt=now)),
            until_ahead=Min("public_until", filter=Q(public_until__gt=now)),
            due=Count("pk", filter=Q(public_from__lte=now, settled_at=None)),
        )
        began += [instant for instant in (found["from_past"], found["until_past"]) if instant]
        ahead += [instant for instant in (found["from_ahead"], found["until_ahead"]) if instant]
        overdue = overdue or found["due"] > 0
    number = ChangeCounter.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    newest = max(began).isoformat() if began else ""
    version = hashlib.sha256(f"{newest}/{number}".encode()).hexdigest()[:12]
    return version, min(ahead, default=None), overdue


def current() -> tuple[dt.datetime, Visible]:
    """The instant now by the database's clock, and the visible set at it."""
    global _current
    seen = _current
    if seen is not None and time.monotonic() - seen.read_at < _READ_EVERY:
        now = dt.datetime.now(dt.UTC) + seen.offset
        if seen.next_due is None or now < seen.next_due:
            return now, seen
    before = dt.datetime.now(dt.UTC)
    now = database_now()
    version, next_due, overdue = read(now)
    if overdue:
        try:
            settle(now, limit=50)
            version, next_due, overdue = read(now)
        except Exception:
            log.exception("could not settle what a request found due")
    seen = _current = Visible(version, time.monotonic(), now - before, next_due, overdue)
    return now, seen


class VisibleSetMiddleware(MiddlewareMixin):
    """Give every request its one instant (``request.now``) and the version of what is visible at it.

    A request that finds something due settles it: pages, lists and search are right even where no worker runs.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Set ``request.now`` and ``request.visible``."""
        if request.path.startswith(("/static/", "/healthz")):
            return None
        request.now, request.visible = current()  # type: ignore[attr-defined]
        return None
