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
from typing import Any

from django.db import connection
from django.db.models import DateTimeField
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from articles.desk.settle import DUE, settle
from articles.models.change import ChangeCounter
from articles.models.edition import Edition
from pressoffice.ground import kept
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
    kept.forget()


def read(now: dt.datetime) -> tuple[str, dt.datetime | None, bool]:
    """``(version, next due instant, something is due and not settled)`` at ``now``. One statement, answered by indexes.

    The ends of editions are beginnings of others; of the rest, ends are asked for too.
    """
    asked: list[str] = []
    waiting: list[str] = []
    for model in DUE:
        table = f'FROM "{model._meta.db_table}" WHERE'
        columns = ("public_from",) if model is Edition else ("public_from", "public_until")
        asked += [f"(SELECT MAX({column}) {table} {column} <= %s)" for column in columns]
        asked += [f"(SELECT MIN({column}) {table} {column} > %s)" for column in columns]
        waiting.append(f"EXISTS(SELECT 1 {table} settled_at IS NULL AND public_from <= %s)")
    number = f'(SELECT number FROM "{ChangeCounter._meta.db_table}" WHERE id = 1)'  # noqa: S608 - names of tables
    sent = DateTimeField().get_db_prep_value(now, connection)
    with connection.cursor() as cursor:
        sql = f"SELECT {number}, {' OR '.join(waiting)}, {', '.join(asked)}"
        cursor.execute(sql, [sent] * (len(waiting) + len(asked)))
        counted, overdue, *instants = cursor.fetchone()
    found = [_instant(one) for one in instants if one is not None]
    newest = max((one for one in found if one <= now), default=None)
    newest_words = newest.isoformat() if newest else ""
    version = hashlib.sha256(f"{newest_words}/{counted or 0}".encode()).hexdigest()[:12]
    return version, min((one for one in found if one > now), default=None), bool(overdue)


def _instant(value: dt.datetime | str) -> dt.datetime:
    """An instant as the database gives it: SQLite keeps it as text, in UTC."""
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)


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
        _trust(connection)
        return None


def _trust(connection: Any) -> None:
    """Let a connection that answered within the last second go without Django's question whether it is alive."""
    now = time.monotonic()
    if now - getattr(connection, "answered_at", -_READ_EVERY) < _READ_EVERY:
        connection.health_check_done = True
    elif connection.connection is not None:
        connection.answered_at = now  # the next statement asks
        connection.health_check_done = False
