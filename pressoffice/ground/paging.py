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
from django.db.models import Q, QuerySet

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


def keyset_page(queryset: QuerySet, *, order: str, limit: int, cursor: str = "", query: str = "") -> Page:
    """One page of ``queryset`` by ``order`` (a column or an annotation, ``-`` for descending), ties broken by ``uid``.

    The column must not be null. Raises Problem ``cursor-mismatch`` where ``cursor`` is not of this query.
    """
    column, descending = order.lstrip("-"), order.startswith("-")
    made = queryset.query.annotations.get(column)
    field = made.output_field if made is not None else queryset.model._meta.get_field(column)
    backwards, after = False, None
    if cursor:
        try:
            backwards, of_query, value, uid = _SIGNER.unsign_object(cursor)
            if of_query != query_hash(order, query):
                raise Problem("cursor-mismatch")
            after = field.to_python(value), uuid.UUID(uid)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise Problem("cursor-mismatch") from error
    down = descending != backwards
    if after is not None:
        step = "lt" if down else "gt"
        value, uid = after
        queryset = queryset.filter(
            Q(**{f"{column}__{'lte' if down else 'gte'}": value})
            & (Q(**{f"{column}__{step}": value}) | Q(**{f"uid__{step}": uid}))
        )
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
