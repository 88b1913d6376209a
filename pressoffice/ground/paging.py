"""Pages by key, not by number: no row is lost or repeated while others are inserted, and page 2,000 costs as page 1.

A cursor holds the ``(sort value, uid)`` of the row it follows, a direction, and a hash over the query it belongs to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from pressoffice.ground.prepared import Composed, mark
from pressoffice.ground.problems import Problem

# No timestamp in it: the same page has the same cursor at every request, so that caches and strong ETags hold.
_SIGNER = signing.Signer(salt="pressoffice.keyset")


@dataclass
class Page:
    """Rows of one page and the cursors of its neighbours (None where there is no neighbour)."""

    results: list[Any]
    next: str | None
    previous: str | None


def query_hash(*parts: Any) -> str:
    """A short hash that two requests share only if they ask the same question."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _encode(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value


class KeysetStatement:
    """``keyset_page`` of one question, its statements composed once: for questions that are asked again and again.

    ``columns`` are what a row of the page has, after its sort value and its uid. ``queryset`` was made for the instant
    ``now``, which is exchanged at every use.
    """

    def __init__(
        self, queryset: QuerySet, *, columns: tuple[str, ...], order: str, limit: int, query: str, now: dt.datetime
    ):
        self._queryset, self._columns, self._limit = queryset, columns, limit
        self._column, self._descending = order.lstrip("-"), order.startswith("-")
        self._hash, self._now = query_hash(order, query), now
        made = queryset.query.annotations.get(self._column)
        self._field = made.output_field if made is not None else queryset.model._meta.get_field(self._column)
        self._composed: dict[tuple[bool, bool], Composed] = {}

    def page(self, *, now: dt.datetime, cursor: str = "") -> Page:
        """One page at ``now``: rows ``(sort value, uid, *columns)``. One statement; Problem ``cursor-mismatch``."""
        backwards, after = _read_cursor(cursor, self._hash, self._field) if cursor else (False, None)
        composed = self._composed.get((backwards, after is not None))
        if composed is None:
            composed = self._composed[backwards, after is not None] = self._compose(backwards, after is not None)
        given = {"now": now} if after is None else {"now": now, "value": after[0], "uid": after[1]}
        rows = composed.rows(**given)
        more, rows = len(rows) > self._limit, rows[: self._limit]
        if backwards:
            rows.reverse()

        def make(row: tuple, back: bool) -> str:
            return _SIGNER.sign_object([back, self._hash, _encode(row[0]), row[1].hex])

        has_next = more if not backwards else True
        has_previous = more if backwards else bool(cursor)
        return Page(
            results=rows,
            next=make(rows[-1], False) if rows and has_next else None,
            previous=make(rows[0], True) if rows and has_previous else None,
        )

    def _compose(self, backwards: bool, has_key: bool) -> Composed:
        kind = "instant" if isinstance(self._field, models.DateTimeField) else "text"
        marks: dict[str, tuple[str, Any]] = {"now": ("instant", self._now)}
        queryset, down = self._queryset, self._descending != backwards
        if has_key:
            marks |= {"value": (kind, mark(kind)), "uid": ("uid", mark("uid"))}
            queryset = queryset.filter(_beyond(self._column, marks["value"][1], marks["uid"][1], down))
        sign = "-" if down else ""
        rows = queryset.order_by(f"{sign}{self._column}", f"{sign}uid").values_list(self._column, "uid", *self._columns)
        return Composed(rows[: self._limit + 1], marks)


def _beyond(column: str, value: Any, uid: Any, down: bool) -> Q:
    """The condition on rows that come after ``(value, uid)``."""
    step = "lt" if down else "gt"
    return Q(**{f"{column}__{step}e": value}) & (Q(**{f"{column}__{step}": value}) | Q(**{f"uid__{step}": uid}))


def _read_cursor(cursor: str, wanted: str, field: Any) -> tuple[bool, tuple[Any, uuid.UUID]]:
    """``(backwards, (sort value, uid))``; Problem ``cursor-mismatch`` where it is not of this query."""
    try:
        backwards, of_query, value, uid = _SIGNER.unsign_object(cursor)
        if of_query != wanted:
            raise Problem("cursor-mismatch")
        return backwards, (field.to_python(value), uuid.UUID(uid))
    except (signing.BadSignature, ValueError, TypeError, ValidationError) as error:
        raise Problem("cursor-mismatch") from error


def keyset_page(queryset: QuerySet, *, order: str, limit: int, cursor: str = "", query: str = "") -> Page:
    """One page of ``queryset`` by ``order`` (a column or an annotation, ``-`` for descending), ties broken by ``uid``.

    The column must not be null. Raises Problem ``cursor-mismatch`` where ``cursor`` is not of this query.
    """
    column, descending = order.lstrip("-"), order.startswith("-")
    made = queryset.query.annotations.get(column)
    field = made.output_field if made is not None else queryset.model._meta.get_field(column)
    backwards, after = _read_cursor(cursor, query_hash(order, query), field) if cursor else (False, None)
    down = descending != backwards
    if after is not None:
        queryset = queryset.filter(_beyond(column, *after, down))
    sign = "-" if down else ""
    rows = list(queryset.order_by(f"{sign}{column}", f"{sign}uid")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()

    def make(row: Any, back: bool) -> str:
        key = [back, query_hash(order, query), _encode(getattr(row, column)), row.uid.hex]
        return _SIGNER.sign_object(key)

    has_next = more if not backwards else True
    has_previous = more if backwards else bool(cursor)
    return Page(
        results=rows,
        next=make(rows[-1], False) if rows and has_next else None,
        previous=make(rows[0], True) if rows and has_previous else None,
    )


def page_of_keys(queryset: QuerySet, keys: list[Any], *, limit: int, cursor: str = "", query: str = "") -> Page:
    """One page of the rows of ``queryset`` with the ``keys``, in their order.

    Raises Problem ``cursor-mismatch`` where ``cursor`` is not of this query. A key that is no longer there is left out.
    """
    start = 0
    if cursor:
        try:
            of_query, start = _SIGNER.unsign_object(cursor)
            if of_query != query_hash("keys", query) or type(start) is not int:
                raise Problem("cursor-mismatch")
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise Problem("cursor-mismatch") from error
    shown = keys[start : start + limit]
    rows = queryset.in_bulk(shown) if shown else {}

    def make(at: int) -> str:
        return _SIGNER.sign_object([query_hash("keys", query), at])

    return Page(
        results=[rows[key] for key in shown if key in rows],
        next=make(start + limit) if start + limit < len(keys) else None,
        previous=make(max(0, start - limit)) if start else None,
    )
