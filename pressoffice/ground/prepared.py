"""Statements that are composed once: the ORM says what is asked, and only the values differ from then on.

Composing a statement takes the ORM longer than a database needs to answer it. A ``Prepared`` composes it at its first
use, with marks in the place of the values, so that every rule stays where it is written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from django.db import connection, models
from django.db.models import QuerySet

_KINDS: dict[str, tuple[Callable[[int], Any], models.Field]] = {
    "instant": (lambda n: dt.datetime(1, 1, 1, 0, 0, n + 1, 1, tzinfo=dt.UTC), models.DateTimeField()),
    "uid": (lambda n: uuid.UUID(int=n + 1), models.UUIDField()),
    "text": (lambda n: f"\ufdd0{n}", models.TextField()),
    "number": (lambda n: -9_007_199_254_740_000 - n, models.BigIntegerField()),
}


class Composed:
    """The statement of ``queryset`` (of ``values_list``) with the ``marks`` in it, ``{name: (kind, value)}``, exchanged
    at every use.

    Kinds are ``instant``, ``uid``, ``text`` and ``number``. A value may stand in the statement more than once; nothing
    may have been computed from it in Python.
    """

    def __init__(self, queryset: QuerySet, marks: dict[str, tuple[str, Any]]):
        sent = {name: _sent(kind, value) for name, (kind, value) in marks.items()}
        compiler = queryset.query.get_compiler(queryset.db)
        self._sql, values = compiler.as_sql()
        self._values = list(values)
        self._kinds = {name: kind for name, (kind, _value) in marks.items()}
        self._places = [
            (place, name)
            for place, value in enumerate(self._values)
            for name, mark in sent.items()
            if type(mark) is type(value) and mark == value
        ]
        self._readers = _readers(compiler)

    def rows(self, **given: Any) -> list[tuple]:
        """The rows for other values. One statement."""
        made = {name: _sent(self._kinds[name], value) for name, value in given.items()}
        values = self._values.copy()
        for place, name in self._places:
            values[place] = made[name]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            found = cursor.fetchall()
        if not self._readers:
            return found
        return [
            tuple(read(value) if read else value for read, value in zip(self._readers, row, strict=True))
            for row in found
        ]


_every: WeakSet[Prepared] = WeakSet()


def forget() -> None:
    """Compose every statement anew at its next use: what it is made of may be another, as in tests."""
    for one in _every:
        one._composed.clear()


class Prepared:
    """The statement of ``make(**marks)``, composed at its first use; ``slots`` are ``{argument: kind}``."""

    def __init__(self, make: Callable[..., QuerySet], **slots: str):
        _every.add(self)
        self._make, self._slots = make, slots
        self._composed: dict[str, Composed] = {}

    def rows(self, **given: Any) -> list[tuple]:
        """The rows for the values. One statement."""
        composed = self._composed.get(connection.vendor)
        if composed is None:
            marks = {name: mark(kind, number) for number, (name, kind) in enumerate(self._slots.items())}
            queryset = self._make(**marks)
            composed = Composed(queryset, {name: (kind, marks[name]) for name, kind in self._slots.items()})
            self._composed[connection.vendor] = composed
        return composed.rows(**given)


def mark(kind: str, number: int = 0) -> Any:
    """A value of ``kind`` that stands nowhere but where it is put."""
    return _KINDS[kind][0](number)


def _sent(kind: str, value: Any) -> Any:
    """A value as the database's adapter takes it."""
    return _KINDS[kind][1].get_db_prep_value(value, connection)


def _readers(compiler: Any) -> list[Any]:
    """For each column what makes Python's value of the database's, or None; an empty list where nothing does."""
    found = []
    for expression, _sql, _alias in compiler.select:
        converters = [
            *connection.ops.get_db_converters(expression),
            *expression.get_db_converters(connection),
        ]
        found.append(_reader(expression, converters) if converters else None)
    return found if any(found) else []


def _reader(expression: Any, converters: list[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return value

    return read
