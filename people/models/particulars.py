"""Other names and identifiers of many register rows, read in one statement."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import BooleanField, CharField, F, Value
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
