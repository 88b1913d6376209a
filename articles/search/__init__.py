"""Finding editions by words: folded, inflected, by prefix, by phrase, and by the register's names.

Only what is public is in the index: ``desk.settle`` puts an edition in when its hour has come and takes the one
before it out. Words are folded and stemmed before they reach the engine, so that SQLite's FTS5 and PostgreSQL give the
same hits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.models.edition import Edition, EditionOrganisation, EditionPerson, EditionQuerySet
from articles.models.vocabulary import EditionClass
from articles.search import postgresql, sqlite
from articles.search.query import LONGEST_WORD, Query
from articles.search.stems import text_signs
from people.models import Organisation, Person
from people.names import lookups, spellings, words

SHORTEST_ORGANISATION = 3  # letters


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def matching(queryset: EditionQuerySet, text: str) -> EditionQuerySet:
    """The editions of ``queryset`` that hold every word of ``text``, or are linked to whom or what it names.

    Any text is a valid question. Whom it names, as a whole: a person by a full name of two words or more, in any
    spelling and order, an organisation by any of its names. Only what is in ``queryset`` is found.
    """
    query = Query.parse(text)
    if not query:
        return queryset.none()
    sql, values = _engine().ids(query)
    for links in _named(text) if query.plain else ():
        linked, more = links.query.sql_with_params()
        sql, values = f"{sql} UNION {linked}", [*values, *more]
    return queryset.filter(pk__in=RawSQL(sql, values))


def _named(text: str) -> list[Any]:
    """The links of editions to the people and organisations that ``text`` as a whole names."""
    text = text[:300]
    organisations = [key for key in spellings(text) if len(key.replace(" ", "")) >= SHORTEST_ORGANISATION]
    links = []
    if people := lookups(text):
        links.append(EditionPerson.objects.filter(person__in=_known_as(Person, people)).values("edition_id"))
    if organisations:
        known = _known_as(Organisation, organisations)
        links.append(EditionOrganisation.objects.filter(organisation__in=known).values("edition_id"))
    return links


def _known_as(model: Any, keys: Iterable[str]) -> Any:
    """The rows of ``model`` that have one of the keys; a row merged into another is known by the other's names."""
    condition = Q()
    for key in keys:
        condition |= Q(folded__contains=f"|{key}|")
    known = model.objects.filter(condition, merged_into=None)
    return (
        model.objects.order_by().filter(Q(pk__in=known.order_by()) | Q(merged_into__in=known.order_by())).values("pk")
    )


def index(edition: Edition) -> None:
    """Put a public edition in the index, in the place of the article's earlier ones; a tombstone leaves none."""
    engine = _engine()
    engine.remove(Edition.objects.filter(article_uid=edition.article_uid).values_list("pk", flat=True))
    if edition.edition_class == EditionClass.RETRACTION or edition.document is None:
        return
    document = orjson.loads(edition.document)
    named = ("officials", "organisations", "topics", "events", "places")
    names = [entry["name"] for key in named for entry in document.get(key, ())]
    names += [entry["source"]["name"] for entry in document["attribution"]]
    rest = [document["summary"], (document["dateline"] or {}).get("text", ""), document["body"]["text"]]
    parts = [edition.title, " ".join(names), "\n".join(rest)]
    stems = text_signs("\n".join(parts), edition.language)
    engine.add(edition.pk, *(" ".join(_cut(part)) for part in parts), stems)


def _cut(text: str) -> list[str]:
    """The folded words of ``text``, each as long as a question may be."""
    return [word[:LONGEST_WORD] for word in words(text)]


def is_missing() -> bool:
    """Whether the index is empty although there are settled editions, as after a migration that made it anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM articles_search LIMIT 1")
        if cursor.fetchone():
            return False
    return Edition.objects.exclude(settled_at=None).exclude(document=None).exists()


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


__all__ = ["Query", "index", "is_missing", "matching", "rebuild"]
