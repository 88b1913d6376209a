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
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL

from articles.models.edition import Edition, EditionOrganisation, EditionPerson, EditionQuerySet
from articles.models.vocabulary import EditionClass
from articles.search import postgresql, sqlite
from articles.search.query import LONGEST_WORD, Query
from articles.search.ranking import heading, score
from articles.search.stems import text_signs
from people.models import Organisation, Person
from people.names import lookups, spellings, words
from pressoffice.ground.kept import Kept

SHORTEST_ORGANISATION = 3  # letters
RANKED, SPARE = 200, 100  # hits that are ranked; hits of the index that need not be listed, at most


def _engine() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def matching(queryset: EditionQuerySet, text: str, *, version: str = "") -> EditionQuerySet:
    """The editions of ``queryset`` that hold every word of ``text``, or are linked to whom or what it names.

    Any text is a valid question. Whom it names, as a whole: a person by a full name of two words or more, in any
    spelling and order, an organisation by any of its names. Only what is in ``queryset`` is found. With a ``version``
    of the visible set what a text names is looked up once.
    """
    return _found(queryset, text, version)


def best(queryset: EditionQuerySet, text: str, *, version: str = "", whole: bool = False) -> list[int]:
    """Keys of the editions of ``queryset`` that ``text`` finds, the best first: of the newest two hundred of them.

    Better is what holds the words in its title, or names whom they name; the newer where that is equal. ``whole``:
    ``queryset`` is everything that lists show, so that the newest of the index will do.
    """
    found = _found(queryset, text, version, newest=RANKED + SPARE if whole else None)
    rows = list(found.order_by("-published_at", "-uid").values_list("pk", "published_at")[:RANKED])
    query = Query.parse(text)
    headings = _engine().headings(rows) if rows else {}
    scores = {pk: score(query, headings.get(pk, "")) for pk, _at in rows}
    return sorted(scores, key=lambda pk: -scores[pk])  # stable: the newest first


def _found(queryset: EditionQuerySet, text: str, version: str, newest: int | None = None) -> EditionQuerySet:
    query = Query.parse(text)
    if not query:
        return queryset.none()
    sql, values = _engine().ids(query, newest)
    if newest:
        sql = f"SELECT * FROM ({sql}) words"  # noqa: S608
    for link, column, pks in _named(text, version) if query.plain else ():
        links = link.objects.filter(**{f"{column}__in": pks})
        links = links.order_by("-published_at").values("edition_id")[:newest] if newest else links.values("edition_id")
        linked, more = links.query.sql_with_params()
        sql, values = f"{sql} UNION SELECT * FROM ({linked}) linked{column}", [*values, *more]  # noqa: S608
    return queryset.filter(pk__in=RawSQL(sql, values))


def _named(text: str, version: str) -> list[tuple[Any, str, Any]]:
    """The people and organisations that ``text`` as a whole names: ``(model of links, column, keys)``.

    With a ``version`` the keys are looked up, once; without one they are a subquery.
    """
    text = " ".join(text.split())[:300]
    return _names.get(version, text, lambda: _look_up(text)) if version else _links_of(text)


_names = Kept(2000)


def _links_of(text: str) -> list[tuple[Any, str, Any]]:
    organisations = [key for key in spellings(text) if len(key.replace(" ", "")) >= SHORTEST_ORGANISATION]
    people = lookups(text)
    found = []
    if people:
        found.append((EditionPerson, "person", _known_as(Person, people).values("pk")))
    if organisations:
        found.append((EditionOrganisation, "organisation", _known_as(Organisation, organisations).values("pk")))
    return found


def _look_up(text: str) -> list[tuple[Any, str, Any]]:
    """The links of those that are known. One statement, or none."""
    links = _links_of(text)
    asked = [keys.annotate(of=Value(column)).values_list("of", "pk") for _link, column, keys in links]
    rows = list(asked[0].union(*asked[1:], all=True)) if asked else []
    named = [(link, column, [pk for of, pk in rows if of == column]) for link, column, _keys in links]
    return [one for one in named if one[2]]


def _known_as(model: Any, keys: Iterable[str]) -> Any:
    """The rows of ``model`` that have one of the keys; a row merged into another is known by the other's names."""
    condition = Q()
    for key in keys:
        condition |= Q(folded__contains=f"|{key}|")
    known = model.objects.filter(condition, merged_into=None)
    return model.objects.order_by().filter(Q(pk__in=known.order_by()) | Q(merged_into__in=known.order_by()))


def index(edition: Edition) -> None:
    """Put a public edition in the index, in the place of the article's earlier ones; a tombstone leaves none."""
    engine = _engine()
    editions = Edition.objects.filter(article_uid=edition.article_uid).exclude(published_at=None)
    engine.remove(list(editions.values_list("pk", "published_at")))
    if edition.edition_class == EditionClass.RETRACTION or edition.document is None:
        return
    engine.add(**entry(edition, orjson.loads(edition.document)))


def entry(edition: Edition, document: dict[str, Any]) -> dict[str, Any]:
    """What is indexed of an edition, as ``row`` and ``add`` of the engine take it."""
    named = ("officials", "organisations", "topics", "events", "places")
    names = [entry["name"] for key in named for entry in document.get(key, ())]
    names += [entry["source"]["name"] for entry in document["attribution"]]
    rest = [document["summary"], (document["dateline"] or {}).get("text", ""), document["body"]["text"]]
    parts = [edition.title, " ".join(names), "\n".join(rest)]
    title, names_of, body = (" ".join(_cut(part)) for part in parts)
    return {
        "pk": edition.pk,
        "published_at": edition.published_at,
        "title": title,
        "names": names_of,
        "body": body,
        "stems": text_signs("\n".join(parts), edition.language),
        "heading": heading(
            (title, text_signs(parts[0], edition.language)), (names_of, text_signs(parts[1], edition.language))
        ),
    }


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


__all__ = ["Query", "best", "entry", "index", "is_missing", "matching", "rebuild"]
