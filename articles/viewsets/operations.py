"""What one operation of the API takes and gives: read by the views to refuse, and by OpenAPI to describe."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.serializers import Serializer

from articles.addresses import Elsewhere, absolute
from articles.filters import PublicFilterSet
from articles.formats import MOST_STREAMED
from articles.models.edition import Edition
from pressoffice.ground.filtering import InstantField, StrictFilterSet
from pressoffice.ground.problems import Problem

MOST_ROWS, USUAL_ROWS = 100, 20
PAGING = ("limit", "cursor", "order", "fields", "format")
STREAMED = ("csv", "ndjson")  # a page of these may have MOST_STREAMED rows
RELEVANCE = "relevance"
_COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Parameter:
    """A parameter that one operation alone takes: its JSON ``schema``, what it means, and how its value is read.

    ``read`` gives the value of a text; it raises ValueError with a sentence where the text is none.
    """

    schema: dict[str, Any]
    words: str
    read: Callable[[str], Any] = str


@dataclass(frozen=True)
class Operation:
    """One operation: its stable ``id``, what it ``takes`` beside filters, its ``orders`` (public name to column).

    ``left_out`` are the fields that a client must ask for; ``may_be_gone`` says that a 410 is one of its answers;
    ``formats`` are the names of those it speaks (``articles.formats``), the first where none is asked for;
    ``own`` are parameters that no other operation has, ``expands`` the fields whose rows ``expand`` sends whole;
    ``facets`` are what it counts by, and ``ranks`` says that the order may be relevance where words are asked for;
    ``page`` is the shape of its pages where that is not the usual one.
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
    formats: tuple[str, ...] = ("json",)
    own: Mapping[str, Parameter] = field(default_factory=dict)
    expands: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    ranks: bool = False
    page: type[Serializer] | None = None

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The name of every parameter that is no filter."""
        more = (("expand", self.expands), ("facets", self.facets), ("include", self.includes))
        return (*self.takes, *(name for name, values in more if values), *self.own)

    @property
    def includes(self) -> tuple[str, ...]:
        """What ``include`` adds to a page."""
        return ("count",) if self.paged and self.filterset is not None else ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of every field a row has, in their order."""
        return tuple(self.serializer().fields)

    @property
    def order_names(self) -> list[str]:
        """Every value ``order`` takes, the default first (where words are asked for it is relevance)."""
        first, *rest = self.orders
        other = _reversed(first)
        names = [first, other, *(name for one in rest for name in (one, _reversed(one)))]
        return [*names, RELEVANCE] if self.ranks else names

    def column(self, name: str) -> str:
        """The column, with its sign, that the order ``name`` sorts by."""
        columns = {key.removeprefix("-"): column for key, column in self.orders.items()}
        return ("-" if name.startswith("-") else "") + columns[name.removeprefix("-")]


@dataclass(frozen=True)
class Asked:
    """A query that was understood in every part.

    ``order`` is the column or annotation of ``rows`` to sort by; ``ranked`` are their keys, the best first, where the
    order is relevance.
    """

    fields: frozenset[str]
    rows: QuerySet | None = None
    limit: int = USUAL_ROWS
    order: str = ""
    cursor: str = ""
    at: dt.datetime | None = None
    since: str = ""
    words: str = ""
    format: str = "json"
    expand: frozenset[str] = frozenset()
    facets: tuple[str, ...] = ()
    include: frozenset[str] = frozenset()
    filterset: PublicFilterSet | None = None
    ranked: list[int] | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
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
            given,
            rows,
            now=request.now,
            at=at,
            version=request.visible.version,
            globals_allowed=operation.parameters,
            empty_is_error=True,
        )
    else:
        filters = StrictFilterSet(
            given, Edition.objects.none(), globals_allowed=operation.parameters, empty_is_error=True
        )
    faults = filters.problems()
    faulty = {fault["parameter"] for fault in faults}
    usable = {name: given[name] for name in given if name in operation.parameters and name not in faulty}
    faults += [
        _fault(name, "required", _("This parameter is needed.")) for name in operation.needs if name not in given
    ]
    speaks = usable.get("format") or request.accepted_media_type
    if speaks not in operation.formats:
        faults.append(_not_one_of("format", speaks, list(operation.formats)))
    streamed = speaks in STREAMED
    most = MOST_STREAMED if streamed else MOST_ROWS
    limit = usable.get("limit", str(most if streamed else USUAL_ROWS))
    if not (_COUNT.fullmatch(limit) and 1 <= int(limit) <= most):
        faults.append(_fault("limit", "invalid-value", _("A whole number from 1 to %(most)s.") % {"most": most}))
    order = ""
    if operation.orders:
        usual = RELEVANCE if operation.ranks and "q" in given else operation.order_names[0]
        order = usable.get("order", usual)
        if order not in operation.order_names:
            faults.append(_not_one_of("order", order, operation.order_names))
        elif order == RELEVANCE and "q" not in given:
            faults.append(_fault("order", "needs-words", _("Only an answer to words (q) has an order by relevance.")))
    fields, unknown = _fields(operation, usable.get("fields", ""))
    faults += unknown
    faults += [fault for fault in late if "at" in usable]
    expand, unknown = _names(usable, "expand", operation.expands)
    facets, more = _names(usable, "facets", operation.facets)
    include, others = _names(usable, "include", operation.includes)
    faults += [*unknown, *more, *others]
    own, misread = _own(operation, usable)
    faults += misread
    if faults:
        raise Problem("invalid-parameter", errors=faults)
    if operation.filterset is not None and filters.moved():
        pairs = filters.canonical((name, value) for name, values in given.lists() for value in values)
        raise Elsewhere(absolute(f"{request.path}?{urlencode(pairs, safe=',')}"))
    ranked = None
    if operation.filterset is not None:
        if order == RELEVANCE:
            ranked = filters.best()
        else:
            rows = filters.qs
        order = filters.sorting(operation.column(order)) if order and ranked is None else ""
    return Asked(
        fields=fields,
        rows=rows,
        limit=int(limit),
        order=order,
        cursor=usable.get("cursor", ""),
        at=at,
        since=usable.get("since", ""),
        words=given.get("q", ""),
        format=speaks,
        expand=frozenset(expand),
        facets=tuple(facets),
        include=frozenset(include),
        filterset=filters if operation.filterset is not None else None,
        ranked=ranked,
        own=own,
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


def _own(operation: Operation, usable: Mapping[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values of the parameters that ``operation`` alone takes, and what is wrong with them."""
    values, faults = {}, []
    for name, parameter in operation.own.items():
        if name in usable:
            try:
                values[name] = parameter.read(usable[name])
            except ValueError as error:
                faults.append(_fault(name, "invalid-value", str(error)))
    return values, faults


def _names(usable: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> tuple[list[str], list[dict[str, Any]]]:
    """The names, by commas, in a parameter, and what is wrong with them."""
    given = [part.strip() for part in usable.get(name, "").split(",") if part.strip()]
    faults = [_not_one_of(name, one, list(allowed)) for one in given if one not in allowed]
    return list(dict.fromkeys(given)), faults


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


def _reversed(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def _minus(parts: list[str]) -> Iterator[str]:
    return (part for part in parts if part.startswith("-"))
