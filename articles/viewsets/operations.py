"""What one operation of the API takes and gives: read by the views to refuse, and by OpenAPI to describe."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.serializers import Serializer

from articles.addresses import Elsewhere, absolute
from articles.filters import PublicFilterSet
from articles.models.edition import Edition
from pressoffice.ground.filtering import InstantField, StrictFilterSet
from pressoffice.ground.problems import Problem

MOST_ROWS, USUAL_ROWS = 100, 20
PAGING = ("limit", "cursor", "order", "fields", "format")
_COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Operation:
    """One operation: its stable ``id``, what it ``takes`` beside filters, its ``orders`` (public name to column).

    ``left_out`` are the fields that a client must ask for; ``may_be_gone`` says that a 410 is one of its answers.
    """

    id: str
    summary: str
    serializer: type[Serializer]
    takes: tuple[str, ...] = ("format",)
    filterset: type[PublicFilterSet] | None = None
    orders: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    paged: bool = False
    may_be_gone: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of every field a row has, in their order."""
        return tuple(self.serializer().fields)

    @property
    def order_names(self) -> list[str]:
        """Every value ``order`` takes, the default first."""
        first, *rest = self.orders
        other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        return [first, other, *(name for one in rest for name in (one, one.removeprefix("-")))]

    def column(self, name: str) -> str:
        """The column, with its sign, that the order ``name`` sorts by."""
        columns = {key.removeprefix("-"): column for key, column in self.orders.items()}
        return ("-" if name.startswith("-") else "") + columns[name.removeprefix("-")]


@dataclass(frozen=True)
class Asked:
    """A query that was understood in every part."""

    fields: frozenset[str]
    rows: QuerySet | None = None
    limit: int = USUAL_ROWS
    order: str = ""
    cursor: str = ""
    at: dt.datetime | None = None
    since: str = ""
    words: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read(operation: Operation, request: Any, get_rows: Callable[..., QuerySet | None]) -> Asked:
    """What ``request`` asks of ``operation``; ``get_rows(at)`` gives what its filters choose from.

    Raises Problem ``invalid-parameter`` that names every parameter at fault, and Elsewhere where a register row
    is asked for that was merged into another one.
    """
    given = request.query_params
    at, late = _instant(operation, request)
    rows = get_rows() if at is None else get_rows(at)
    if operation.filterset is not None:
        filters: StrictFilterSet = operation.filterset(
            given, rows, now=request.now, at=at, globals_allowed=operation.takes, empty_is_error=True
        )
    else:
        filters = StrictFilterSet(given, Edition.objects.none(), globals_allowed=operation.takes, empty_is_error=True)
    faults = filters.problems()
    faulty = {fault["parameter"] for fault in faults}
    usable = {name: given[name] for name in given if name in operation.takes and name not in faulty}
    faults += [
        _fault(name, "required", _("This parameter is needed.")) for name in operation.needs if name not in given
    ]
    faults += [
        _fault("format", "unknown-value", _("This address speaks json alone."), "json")
        for value in [usable.get("format", "json")]
        if value != "json"
    ]
    limit = usable.get("limit", str(USUAL_ROWS))
    if not (_COUNT.fullmatch(limit) and 1 <= int(limit) <= MOST_ROWS):
        faults.append(_fault("limit", "invalid-value", _("A whole number from 1 to %(most)s.") % {"most": MOST_ROWS}))
    order = ""
    if operation.orders:
        order = usable.get("order", operation.order_names[0])
        if order not in operation.order_names:
            faults.append(_not_one_of("order", order, operation.order_names))
    fields, unknown = _fields(operation, usable.get("fields", ""))
    faults += unknown
    faults += [fault for fault in late if "at" in usable]
    if faults:
        raise Problem("invalid-parameter", errors=faults)
    if operation.filterset is not None and filters.moved():
        pairs = filters.canonical((name, value) for name, values in given.lists() for value in values)
        raise Elsewhere(absolute(f"{request.path}?{urlencode(pairs, safe=',')}"))
    return Asked(
        fields=fields,
        rows=filters.qs if operation.filterset is not None else rows,
        limit=int(limit),
        order=operation.column(order) if order else "",
        cursor=usable.get("cursor", ""),
        at=at,
        since=usable.get("since", ""),
        words=given.get("q", ""),
        filters=tuple(sorted((name, tuple(given.getlist(name))) for name in given if name in filters.filters)),
    )


def _instant(operation: Operation, request: Any) -> tuple[dt.datetime | None, list[dict[str, Any]]]:
    """The instant of ``at`` where the operation takes one, and what is wrong with it."""
    text = request.query_params.get("at", "").strip()
    if "at" not in operation.takes or not text or "\x00" in text:
        return None, []
    try:
        at = InstantField().clean(text)
    except ValidationError as error:
        return None, [_fault("at", "invalid-value", error.messages[0])]
    if at > request.now:
        return None, [_fault("at", "future", _("The future is not public."))]
    return at, []


def _fault(name: str, code: str, detail: str, near: str = "") -> dict[str, Any]:
    return {"parameter": name, "code": code, "detail": detail} | ({"did_you_mean": near} if near else {})


def _not_one_of(parameter: str, value: str, allowed: list[str], code: str = "unknown-value") -> dict[str, Any]:
    near = get_close_matches(value, allowed, n=1)
    detail = _("“%(value)s” is not one of: %(allowed)s.") % {"value": value, "allowed": ", ".join(allowed)}
    return _fault(parameter, code, detail, near[0] if near else "")


def _fields(operation: Operation, asked: str) -> tuple[frozenset[str], list[dict[str, Any]]]:
    """``headline,published``: those alone; ``*``: every one; ``-summary``: the usual ones without it."""
    usual = frozenset(operation.fields) - operation.left_out
    if not asked:
        return usual, []
    parts = [part.strip() for part in asked.split(",") if part.strip()]
    chosen = set() if any(not part.startswith("-") for part in parts) else set(usual)
    faults = []
    for part in parts:
        name = part.removeprefix("-")
        if part == "*":
            chosen |= set(operation.fields)
        elif name not in operation.fields:
            faults.append(_not_one_of("fields", name, list(operation.fields), "unknown-field"))
        elif not part.startswith("-"):
            chosen.add(name)
    chosen -= {part.removeprefix("-") for part in _minus(parts)}
    return frozenset(chosen), faults


def _minus(parts: list[str]) -> Iterator[str]:
    return (part for part in parts if part.startswith("-"))
