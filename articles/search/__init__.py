"""Finding editions by words: folded, by prefix, by phrase; SQLite's FTS5 and PostgreSQL give the same hits.

Only what is public is in the index: ``desk.settle`` puts an edition in when its hour has come and takes the one
before it out. Words are folded before they reach the engine, so that spellings of a name are equal on both.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connection

from articles.models.edition import Edition, EditionQuerySet
from articles.models.vocabulary import EditionClass
from articles.search import postgresql, sqlite
from articles.search.query import Query
from people.names import words


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def matching(queryset: EditionQuerySet, text: str) -> EditionQuerySet:
    """The editions of ``queryset`` that hold every word of ``text``. Any text is a valid question."""
    query = Query.parse(text)
    if not query:
        return queryset.none()
    return queryset.filter(pk__in=_engine().ids(query))


def index(edition: Edition) -> None:
    """Put a public edition in the index, in the place of the article's earlier ones; a tombstone leaves none."""
    engine = _engine()
    engine.remove(Edition.objects.filter(article_uid=edition.article_uid).values_list("pk", flat=True))
    if edition.edition_class == EditionClass.RETRACTION or edition.document is None:
        return
    document = orjson.loads(edition.document)
    names = [entry["name"] for key in ("officials", "organisations", "topics", "events") for entry in document[key]]
    names += [entry["source"]["name"] for entry in document["attribution"]]
    rest = [document["summary"], (document["dateline"] or {}).get("text", ""), document["body"]["text"]]
    engine.add(
        edition.pk,
        " ".join(words(edition.title)),
        " ".join(words(" ".join(names))),
        " ".join(words("\n".join(rest))),
    )


def rebuild() -> int:
    """Make the index anew from what is settled; returns how many editions are in it."""
    engine = _engine()
    engine.clear()
    newest: dict[Any, Edition] = {}
    for edition in Edition.objects.exclude(settled_at=None).order_by("public_from", "pk").iterator():
        newest[edition.article_uid] = edition
    for edition in newest.values():
        index(edition)
    return len(newest)


__all__ = ["Query", "index", "matching", "rebuild"]
