"""The index in PostgreSQL: one narrow table of text-search vectors over folded words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.query import Query

CREATE = """CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, vector tsvector NOT NULL);
CREATE INDEX articles_search_vector ON articles_search USING gin (vector)"""
DROP = "DROP TABLE articles_search"
_BREAK = "0.0"  # a lexeme no reader's word can be (it holds a dot), so that no phrase runs across it


def ids(query: Query) -> RawSQL:
    """The ids of the editions that match, as a subquery. The words are letters and digits only, and are quoted."""
    phrases = ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in query.wanted]
    if query.prefix:
        phrases[-1] = phrases[-1][:-1] + ":*)"
    terms = phrases + ["!(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in query.unwanted]
    return RawSQL(
        "SELECT edition_id FROM articles_search WHERE vector @@ to_tsquery('simple', %s)", [" & ".join(terms)]
    )


def add(pk: int, title: str, names: str, body: str) -> None:
    """Put one edition in. The three texts stand apart, so that no phrase runs from one into the next."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (edition_id, vector) VALUES (%s,"
            " setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
            " || setweight(to_tsvector('simple', %s), 'C'))",
            [pk, f"{title} {_BREAK}", f"{names} {_BREAK}", body],
        )


def remove(pks: Iterable[int]) -> None:
    """Take editions out."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search WHERE edition_id = ANY(%s)", [list(pks)])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
