"""The index in PostgreSQL: a set of folded words and signs of stems for each edition, and its words in their order.

The database parses nothing: the set is made of the words as they come, so that it holds what SQLite holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from articles.search.query import Query, Term

CREATE = """CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, published_at timestamptz NOT NULL,
    heading text NOT NULL, vector tsvector NOT NULL, words text NOT NULL);
CREATE INDEX articles_search_vector ON articles_search USING gin (vector);
CREATE INDEX articles_search_by_date ON articles_search (published_at DESC, edition_id DESC)"""
DROP = "DROP TABLE articles_search"
_BREAK = " | "  # no reader's word, so that no phrase runs across it


def ids(query: Query, newest: int | None = None) -> tuple[str, list[Any]]:
    """A SELECT of the ids of the editions that match, or of the ``newest`` of them. The words are letters and digits
    only, and are quoted.

    A phrase is looked for in the words in their order, among the rows that hold all its words: positions in a vector
    end at the 16,383rd word of a text and at the 256th place of a word.
    """
    conditions: list[str] = []
    values: list[Any] = []
    for term in query.wanted:
        _ask(term, conditions, values)
    for phrase in query.unwanted:
        conditions.append(f"NOT {_row(phrase, values)}")
    few = f" ORDER BY published_at DESC, edition_id DESC LIMIT {newest:d}" if newest else ""
    return f"SELECT edition_id FROM articles_search WHERE {' AND '.join(conditions)}{few}", values  # noqa: S608


def headings(rows: Iterable[tuple[int, dt.datetime]]) -> dict[int, str]:
    """What the index holds of the title and the names of editions ``(pk, published_at)``, by pk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edition_id, heading FROM articles_search WHERE edition_id = ANY(%s)", [[pk for pk, _at in rows]]
        )
        return dict(cursor.fetchall())


def _ask(term: Term, conditions: list[str], values: list[Any]) -> None:
    alone = term.signs[0] if len(term.signs) == 1 else ()
    row = _row(term.words, values, prefix=term.prefix, signs=alone)
    if len(term.signs) > 1:
        values.append(" & ".join(_any(word, signs) for word, signs in zip(term.words, term.signs, strict=True)))
        row = f"({row} OR vector @@ %s::tsquery)"
    conditions.append(row)


def _row(phrase: tuple[str, ...], values: list[Any], *, prefix: bool = False, signs: Iterable[str] = ()) -> str:
    """The condition that the words stand in a row, or, of one word, that one of its signs does."""
    if len(phrase) == 1:
        values.append(_any(phrase[0], signs, prefix=prefix))
        return "vector @@ %s::tsquery"
    *first, last = phrase
    values.append(" & ".join([_any(word) for word in first] + [_any(last, prefix=prefix)]))
    values.append(f"% {' '.join(phrase)}{'' if prefix else ' '}%")
    return "(vector @@ %s::tsquery AND words LIKE %s)"


def _any(word: str, signs: Iterable[str] = (), *, prefix: bool = False) -> str:
    every = [f"'{word}'" + (":*" if prefix else ""), *(f"'{sign}'" for sign in sorted(signs))]
    return f"({' | '.join(every)})"


def row(
    pk: int, published_at: dt.datetime, title: str, names: str, body: str, stems: list[str], heading: str
) -> dict[str, Any]:
    """The row of one edition. The three texts stand apart, so that no phrase runs from one into the next."""
    every = sorted({word for text in (title, names, body) for word in text.split()} | set(stems))
    printed = f" {_BREAK.join((title, names, body))} "
    return {"edition_id": pk, "published_at": published_at, "heading": heading, "vector": every, "words": printed}


def add(**entry: Any) -> None:
    """Put one edition in, as ``row`` takes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (edition_id, published_at, heading, vector, words)"
            " VALUES (%(edition_id)s, %(published_at)s, %(heading)s, array_to_tsvector(%(vector)s::text[]), %(words)s)",
            row(**entry),
        )


def remove(rows: Iterable[tuple[int, dt.datetime]]) -> None:
    """Take editions ``(pk, published_at)`` out."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search WHERE edition_id = ANY(%s)", [[pk for pk, _at in rows]])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
