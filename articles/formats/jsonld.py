"""JSON-LD in the words of schema.org: texts, people, organisations, events, statements, and lists of them."""

from __future__ import annotations

from typing import Any

import orjson

from articles import structured
from articles.formats import Listed
from articles.models.event import Event
from articles.models.parts import Statement
from articles.serializers.texts import Shown
from people.models import Organisation, Person

RESOURCES = ("articles", "officials", "organisations", "events", "statements")  # what has words there


def one(shown: Any, request: Any) -> bytes:
    """A text with all its words, or a row of a register."""
    return _sent(structured.of_schema_org(thing(shown, whole=True)))


def many(listed: Listed, request: Any) -> bytes:
    """A page of a list, as a page of a collection."""
    rows = [thing(row) for row in listed.rows]
    return _sent(
        structured.of_schema_org(
            {
                "@type": "CollectionPage",
                "@id": listed.self_url,
                "url": listed.page_url,
                "name": listed.title,
                "inLanguage": listed.language,
                "mainEntity": {"@type": "ItemList", "numberOfItems": len(rows), "itemListElement": rows},
            }
        )
    )


def thing(row: Any, *, whole: bool = False) -> dict[str, Any]:
    """What ``row`` is in the words of schema.org; ``whole`` with the words of a text."""
    if isinstance(row, Shown):
        around = {"history": row.history, "translations": row.translations}
        return structured.text(row.edition, row.document, whole=whole, **around)
    if isinstance(row, Person):
        return structured.person(row, getattr(row, "public_positions", ()))
    if isinstance(row, Organisation):
        parts = getattr(row, "public_children", ())
        return structured.organisation(row, parent=getattr(row, "public_parent", None), parts=parts)
    if isinstance(row, Event):
        named = getattr(row, "public_participants", ())
        return structured.event(row, participants=named, within=getattr(row, "public_within", None))
    if isinstance(row, Statement):
        document = orjson.loads(row.edition.document or "{}")
        entry = next(one for one in document["statements"] if one["id"] == str(row.uid))
        return structured.statement(row.edition, entry)
    raise TypeError(f"schema.org has no word for {row!r}")


def _sent(made: dict[str, Any]) -> bytes:
    return orjson.dumps(made, option=orjson.OPT_UTC_Z, default=str)
