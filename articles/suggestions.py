"""What a reader may have meant: register rows whose names begin with the words, and the nearest known words.

Both know what is public and nothing else; neither looks into the index of the search.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles import register, search
from articles.filters.things import NameFilter
from articles.models.edition import Edition
from articles.models.parts import Statement
from people.names import words
from pressoffice.ground.kept import Kept
from pressoffice.ground.labels import in_language

REGISTERS: dict[str, Callable[..., QuerySet]] = {
    "officials": register.people,
    "organisations": register.organisations,
    "events": register.events,
    "topics": register.topics,
    "places": register.places,
    "sources": register.sources,
}
SHOWN, COUNTED = 5, 20  # rows of one kind
TITLES, NAMES = 2000, 5000  # the newest titles and so many names of each register lend their words
SHORTEST = 4  # letters of a word that may be a mistake

_rows, _known = Kept(2000), Kept(1)


@dataclass(frozen=True)
class Named:
    """A register row that answers, by the name it has in the page's language."""

    uid: str
    slug: str
    label: str


def named(text: str, kinds: Sequence[str], *, now: dt.datetime, version: str = "") -> dict[str, list[Named]]:
    """For each of the registers ``kinds`` the rows of which every word of ``text`` begins a name, by the alphabet.

    At most one more than are counted. One statement, or none.
    """
    language = get_language()
    text = " ".join(text.split())[:200].replace("\x00", " ")
    if not words(text):
        return {kind: [] for kind in kinds}
    make = partial(_named, text, tuple(kinds), now, language)
    return _rows.get(version, (text, tuple(kinds), language), make) if version else make()


def _named(text: str, kinds: Sequence[str], now: dt.datetime, language: str) -> dict[str, list[Named]]:
    asked = []
    for kind in kinds:
        rows = NameFilter().filter(REGISTERS[kind](now), text).order_by("sort_key", "uid")
        model = rows.model
        asked.append(
            rows.annotate(of=Value(kind, output_field=TextField()), told=Cast("labels", TextField())).values_list(
                "of", register.known_by(model, "uid"), register.known_by(model, "slug"), "name", "told"
            )[: COUNTED + 1]
        )
    found: dict[str, list[Named]] = {kind: [] for kind in kinds}
    for kind, uid, slug, name, labels in _union(asked):
        found[kind].append(Named(str(UUID(str(uid))), slug, in_language(name, orjson.loads(labels or "{}"), language)))
    return found


def _union(asked: Iterable[QuerySet]) -> list[tuple]:
    """The rows of all in one statement; each may have an order and a limit of its own."""
    parts = [one.query.sql_with_params() for one in asked]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part}) part{n}" for n, (part, _values) in enumerate(parts))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _part, values in parts for value in values])
        return cursor.fetchall()


def statements(text: str, *, now: dt.datetime, version: str = "") -> QuerySet:
    """Statements in which every word of ``text`` stands, of texts that the search finds, the newest first."""
    asked = words(text)[:12]
    texts = search.matching(Edition.objects.listed(now).filter(redacted_at=None), text, version=version)
    rows = Statement.objects.filter(edition__in=texts.order_by().values("pk")).exclude(words="")
    for word in asked:
        rows = rows.filter(folded__contains=word[:64])
    return rows.order_by("-published_at", "-uid") if asked else rows.none()


def did_you_mean(text: str, *, now: dt.datetime, version: str = "") -> str:
    """``text`` with each unknown word as the nearest word of a public name or title; empty where nothing is nearer."""
    given = [part for part in text.replace("\x00", " ")[:200].split() if part]
    if not given:
        return ""
    known = _known.get(version, "words", lambda: _vocabulary(now)) if version else _vocabulary(now)
    meant = [_nearest(part, known) for part in given]
    return " ".join(meant) if meant != given else ""


def _nearest(part: str, known: dict[str, str]) -> str:
    folded = "".join(words(part))
    if len(folded) < SHORTEST or folded in known or not part.isalpha():
        return part
    most = 1 if len(folded) < 7 else 2
    found = process.extractOne(folded, known.keys(), scorer=OSA.distance, score_cutoff=most)
    return known[found[0]] if found else part


def _vocabulary(now: dt.datetime) -> dict[str, str]:
    """Every word of public names and titles as it is printed, by its folded form."""
    titles = Edition.objects.listed(now).filter(redacted_at=None).values_list("title", flat=True)
    names = (rows(now).order_by().values_list("name", flat=True)[:NAMES] for rows in REGISTERS.values())
    known: dict[str, str] = {}
    for printed in chain(*names, titles[:TITLES]):
        for part in printed.split():
            bare = part.strip("“”\"'‘’().,:;!?…–—-")
            if bare.isalpha() and len(folded := "".join(words(bare))) >= SHORTEST:
                known.setdefault(folded, bare)
    return known
