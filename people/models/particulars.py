"""Other names and identifiers of register rows: of many read in one statement, of one along with it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import (
    Aggregate,
    BooleanField,
    CharField,
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast


def with_particulars(rows: list[Any]) -> list[Any]:
    """``rows`` (people, or organisations), each with the lists ``other_names`` and ``other_registers``.

    ``known_as`` holds the uids, in hexadecimal, of the row itself and of the rows that were merged into it: the
    documents of old texts name it by any of them.
    """
    if not rows:
        return rows
    model = type(rows[0])
    name, identifier = model._meta.get_field("names"), model._meta.get_field("identifiers")
    keys, nothing = [row.pk for row in rows], Value("", CharField())
    owner, owner_of_identifier = name.field.attname, identifier.field.attname
    told = _told("name", name.related_model, owner, "name", keys, F("language"), F("script"), F("former")).union(
        _told("identifier", identifier.related_model, owner_of_identifier, "value", keys, F("scheme"), nothing),
        _told("merged", model, "merged_into_id", Cast("uid", CharField(max_length=36)), keys, nothing, nothing),
        all=True,
    )
    found: dict[str, dict[int, list[Any]]] = {kind: defaultdict(list) for kind in ("name", "identifier", "merged")}
    for kind, owner_key, _key, words, first, second, former in sorted(told, key=lambda line: line[:3]):
        made: Any = words.replace("-", "")
        if kind == "name":
            made = name.related_model(name=words, language=first, script=second, former=former)
        elif kind == "identifier":
            made = identifier.related_model(value=words, scheme=first)
        found[kind][owner_key].append(made)
    for row in rows:
        row.other_names = found["name"][row.pk]
        row.other_registers = found["identifier"][row.pk]
        row.known_as = {row.uid.hex, *found["merged"][row.pk]}
    return rows


def _told(kind: str, model: Any, owner: str, words: Any, keys: list[int], first: Any, second: Any, former: Any = None):
    """Lines of seven columns, alike for everything that is told."""
    no = Value(False, BooleanField())
    return (
        model._base_manager.filter(**{f"{owner}__in": keys})
        .order_by()
        .values_list(Value(kind, CharField()), owner, "pk", words, first, second, former or no)
    )


class Line(Func):
    """Columns of a row as a JSON array."""

    function = "JSONB_BUILD_ARRAY"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As SQLite calls it."""
        return self.as_sql(compiler, connection, function="JSON_ARRAY", **context)


class Lines(Aggregate):
    """The lines of a group as a JSON array, in no order."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As SQLite calls it."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


_NAME, _IDENTIFIER = ("name", "language", "script", "former"), ("value", "scheme")


def beside(rows: QuerySet) -> QuerySet:
    """``rows`` (people, or organisations) with their particulars in the same statement, for ``read_beside``."""
    model = rows.model
    name, identifier = model._meta.get_field("names"), model._meta.get_field("identifiers")
    return rows.annotate(
        beside_names=_lines(name.related_model, name.field.name, _NAME),
        beside_identifiers=_lines(identifier.related_model, identifier.field.name, _IDENTIFIER),
        beside_merged=_lines(model, "merged_into", ("uid",)),
    )


def _lines(model: Any, owner: str, columns: tuple[str, ...]) -> Subquery:
    owned = model._base_manager.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(owned.annotate(lines=Lines(Line("pk", *columns))).values("lines"))


def read_beside(row: Any) -> Any:
    """``row`` of ``beside``, as ``with_particulars`` gives it."""
    named, identified = (type(row)._meta.get_field(name).related_model for name in ("names", "identifiers"))
    names, identifiers, merged = (
        [values for _key, *values in sorted(lines or ())]
        for lines in (row.beside_names, row.beside_identifiers, row.beside_merged)
    )
    row.other_names = [named(**dict(zip(_NAME, values, strict=True))) for values in names]
    row.other_registers = [identified(**dict(zip(_IDENTIFIER, values, strict=True))) for values in identifiers]
    row.known_as = {row.uid.hex, *(uid.replace("-", "") for [uid] in merged)}
    return row
