"""The index in SQLite: one FTS5 table of folded words and of signs of stems.

Its rows are numbered by date: FTS5 gives the newest of them without reading the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from articles.search.query import Query, Term

# The words come folded and parted by blanks. This tokenizer leaves them at that: it takes every letter beyond ASCII as
# a letter, where unicode61 would ask tables of its own.
CREATE = (
    "CREATE VIRTUAL TABLE articles_search USING fts5"
    "(heading UNINDEXED, title, names, body, stems, tokenize = \"ascii tokenchars ':'\")"
)
DROP = "DROP TABLE articles_search"
_WORDS = "{title names body}"


_EPOCH, _SECOND = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(seconds=1)
PK_BITS = 29  # the rest are the seconds of the date


def place(pk: int, published_at: dt.datetime) -> int:
    """The number of an edition's row: later dates have greater ones."""
    return ((published_at - _EPOCH) // _SECOND) << PK_BITS | pk


def pk_of(number: int) -> int:
    """The edition whose row has the number."""
    return number & (1 << PK_BITS) - 1


def ids(query: Query, newest: int | None = None) -> tuple[str, list[Any]]:
    """A SELECT of the ids of the editions that match, or of the ``newest`` of them. Every word is quoted: no syntax
    reaches the engine.
    """
    match = " AND ".join(_asked(term) for term in query.wanted)
    for phrase in query.unwanted:
        match = f'({match}) NOT {_WORDS} : "{" ".join(phrase)}"'
    few = f" ORDER BY rowid DESC LIMIT {newest:d}" if newest else ""
    sql = f"SELECT rowid & {(1 << PK_BITS) - 1} AS id FROM articles_search WHERE articles_search MATCH %s{few}"  # noqa: S608
    return sql, [match]


def headings(rows: Iterable[tuple[int, dt.datetime]]) -> dict[int, str]:
    """What the index holds of the title and the names of editions ``(pk, published_at)``, by pk."""
    places = [place(pk, at) for pk, at in rows]
    marks = ", ".join("%s" for _place in places)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, heading FROM articles_search WHERE rowid IN ({marks})", places)  # noqa: S608
        return {pk_of(number): heading for number, heading in cursor.fetchall()}


def _asked(term: Term) -> str:
    row = f'{_WORDS} : "{" ".join(term.words)}"' + (" *" if term.prefix else "")
    if not term.signs:
        return row
    each = []
    for word, signs in zip(term.words, term.signs, strict=True):
        stems = "stems : (" + " OR ".join(f'"{sign}"' for sign in sorted(signs)) + ")"
        each.append(f'({_WORDS} : "{word}" OR {stems})' if len(term.words) > 1 else stems)
    return f"({row} OR ({' AND '.join(each)}))"


def row(
    pk: int, published_at: dt.datetime, title: str, names: str, body: str, stems: list[str], heading: str
) -> dict[str, Any]:
    """The row of one edition."""
    return {
        "rowid": place(pk, published_at),
        "heading": heading,
        "title": title,
        "names": names,
        "body": body,
        "stems": " ".join(stems),
    }


def add(**entry: Any) -> None:
    """Put one edition in, as ``row`` takes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (rowid, heading, title, names, body, stems)"
            " VALUES (%(rowid)s, %(heading)s, %(title)s, %(names)s, %(body)s, %(stems)s)",
            row(**entry),
        )


def remove(rows: Iterable[tuple[int, dt.datetime]]) -> None:
    """Take editions ``(pk, published_at)`` out."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM articles_search WHERE rowid = %s", [[place(pk, at)] for pk, at in rows])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
