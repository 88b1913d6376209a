"""The index in SQLite: one FTS5 table of folded words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.query import Query

CREATE = (
    "CREATE VIRTUAL TABLE articles_search USING fts5(title, names, body, tokenize = 'unicode61 remove_diacritics 0')"
)
DROP = "DROP TABLE articles_search"


def ids(query: Query) -> RawSQL:
    """The ids of the editions that match, as a subquery. Every word is quoted: no syntax reaches the engine."""
    phrases = ['"' + " ".join(phrase) + '"' for phrase in query.wanted]
    if query.prefix:
        phrases[-1] += " *"
    match = " AND ".join(phrases)
    for phrase in query.unwanted:
        match = f'({match}) NOT "{" ".join(phrase)}"'
    return RawSQL("SELECT rowid FROM articles_search WHERE articles_search MATCH %s", [match])


def add(pk: int, title: str, names: str, body: str) -> None:
    """Put one edition in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (rowid, title, names, body) VALUES (%s, %s, %s, %s)", [pk, title, names, body]
        )


def remove(pks: Iterable[int]) -> None:
    """Take editions out."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM articles_search WHERE rowid = %s", [[pk] for pk in pks])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
