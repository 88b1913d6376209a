"""The whole of a list in documents to be read one after the other (archived feeds, RFC 5005, section 4).

The feed a reader subscribes to holds the newest entries, and its archive everything before them, by months of the
office's calendar. A month of many entries has several documents, each continued by key: nothing is lost or repeated
while texts are published. A document of a month that is over keeps its address and its entries, so that a reader can
stop where it comes upon one it has read.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pressoffice.ground.problems import Problem

ENTRIES = 50
MOST_IN_A_MONTH = 1000  # entries, for a link to the month that follows
Key = tuple[dt.datetime, uuid.UUID]
_MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])")
_KEY = re.compile(r"(\d{8}T\d{6}\.\d{6})Z([0-9a-f]{32})")
_STAMP = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Part:
    """What one document of an archive holds: entries of ``month`` (``2025-11``), from the one after ``before`` on."""

    month: str
    before: Key | None = None

    @property
    def query(self) -> str:
        """The parameters of its address."""
        asked = {"archive": self.month}
        if self.before is not None:
            asked["before"] = f"{self.before[0].astimezone(dt.UTC).strftime(_STAMP)}Z{self.before[1].hex}"
        return urlencode(asked)

    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The first instant of the month and the first after it."""
        year, month = (int(part) for part in self.month.split("-"))
        following = (year, month + 1) if month < 12 else (year + 1, 1)
        return _midnight(year, month), _midnight(*following)


@dataclass(frozen=True)
class Found:
    """The rows of a document and the parts before and after it (None where there is nothing, or no such document)."""

    rows: Sequence[Any]
    older: Part | None = None
    newer: Part | None = None


def part_asked(data: Any) -> Part | None:
    """The part that a query asks for, or None for the newest entries; Problem where it names none."""
    month, before = data.get("archive", ""), data.get("before", "")
    if not month:
        if before:
            raise _bad("before", before)
        return None
    if not _MONTH.fullmatch(month) or month == "9999-12":
        raise _bad("archive", month)
    if not before:
        return Part(month)
    found = _KEY.fullmatch(before)
    try:
        if not found:
            raise ValueError
        instant = dt.datetime.strptime(found[1], _STAMP).replace(tzinfo=dt.UTC)
        return Part(month, (instant, uuid.UUID(found[2])))
    except ValueError as error:
        raise _bad("before", before) from error


def newest(rows: Sequence[Any], key: Callable[[Any], Key]) -> Found:
    """The subscription document of a list whose newest ``ENTRIES + 1`` rows are ``rows``."""
    page = rows[:ENTRIES]
    return Found(page, older=_part_after(rows, page, key))


def read(
    rows: QuerySet,
    order: str,
    part: Part,
    key: Callable[[Any], Key],
    now: dt.datetime,
    *,
    column: str = "",
    load: Callable[[Iterable[Any]], Sequence[Any]] = list,
) -> Found:
    """The rows of ``part`` of a list that is sorted by ``order`` (``-published_at``) and ``-uid``, and its neighbours.

    ``column`` holds the same values, where ``order`` is an alias; ``load`` makes of what ``rows`` gives what ``key``
    takes. Two statements.
    """
    sorted_by = order.removeprefix("-")
    start, end = part.bounds()
    older = rows.filter(**{f"{sorted_by}__lt": end})
    if part.before is not None:
        older = older.filter(_beyond(sorted_by, "lt", part.before))
    found = load(older.order_by(order, "-uid")[: ENTRIES + 1])
    page = [row for row in found[:ENTRIES] if key(row)[0] >= start]
    return Found(
        page, older=_part_after(found, page, key), newer=_newer(rows, sorted_by, part, now, column or sorted_by)
    )


def _part_after(found: Sequence[Any], page: Sequence[Any], key: Callable[[Any], Key]) -> Part | None:
    """The document of the row of ``found`` that follows ``page``."""
    if len(found) <= len(page):
        return None
    follows = month_of(key(found[len(page)])[0])
    if page and month_of(key(page[-1])[0]) == follows:
        return Part(follows, key(page[-1]))
    return Part(follows)


def _newer(rows: QuerySet, column: str, part: Part, now: dt.datetime, value: str) -> Part | None:
    """The document that ``part`` is the next one of; None where that is the feed itself."""
    _start, end = part.bounds()
    keys = rows.values_list(value, "uid")
    if part.before is not None:
        above = Q(**{column: part.before[0]}, uid=part.before[1]) | _beyond(column, "gt", part.before)
        upper = list(keys.filter(above, **{f"{column}__lt": end}).order_by(column, "uid")[ENTRIES : ENTRIES + 1])
        return Part(part.month, upper[0]) if upper else Part(part.month)
    after = list(keys.filter(**{f"{column}__gte": end}).order_by(column, "uid")[:MOST_IN_A_MONTH])
    if not after or (month := month_of(after[0][0])) == month_of(now):
        return None
    every = [key for key in after if month_of(key[0]) == month]
    if len(every) == MOST_IN_A_MONTH:
        return None  # nobody needs this link; to find where the month's documents part would cost too much
    whole = (len(every) - 1) // ENTRIES * ENTRIES
    return Part(month, every[-whole]) if whole else Part(month)


def _beyond(column: str, way: str, key: Key) -> Q:
    """Rows after (``lt``) or before (``gt``) ``key`` in the order of the list."""
    value, uid = key
    return Q(**{f"{column}__{way}e": value}) & (Q(**{f"{column}__{way}": value}) | Q(**{f"uid__{way}": uid}))


def month_of(instant: dt.datetime) -> str:
    """The month of an instant by the office's calendar, as ``2025-11``."""
    local = instant.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE))
    return f"{local.year:04d}-{local.month:02d}"


def _midnight(year: int, month: int) -> dt.datetime:
    try:
        return dt.datetime(year, month, 1, tzinfo=ZoneInfo(settings.OFFICE_TIME_ZONE)).astimezone(dt.UTC)
    except OverflowError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _bad(name: str, value: str) -> Problem:
    detail = _("“%(value)s” is not a part of this archive: follow the links from the feed.") % {"value": value}
    return Problem("invalid-parameter", errors=[{"parameter": name, "code": "invalid-value", "detail": detail}])
