"""The index in PostgreSQL: a set of folded words and signs of stems for each edition, and its words in their order.

The database parses nothing: the set is made of the words as they come, so that it holds what SQLite holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from articles.search.query import Query, Term

CREATE = """CREATE TABLE articles_search
    (edition_id bigint PRIMARY KEY, vector tsvector NOT NULL, words text NOT NULL);
CREATE INDEX articles_search_vector ON articles_search USING gin (vector)"""
DROP = "DROP TABLE articles_search"
_BREAK = " | "  # no reader's word, so that no phrase runs across it


def ids(query: Query) -> tuple[str, list[Any]]:
    """A SELECT of the ids of the editions that match. The words are letters and digits only, and are quoted.

    A phrase is looked for in the words in their order, among the rows that hold all its words: positions in a vector
    end at the 16,383rd word of a text and at the 256th place of a word.
    """
    conditions: list[str] = []
    values: list[Any] = []
    for term in query.wanted:
        _ask(term, conditions, values)
    for phrase in query.unwanted:
        conditions.append(f"NOT {_row(phrase, values)}")
    return f"SELECT edition_id FROM articles_search WHERE {' AND '.join(conditions)}", values  # noqa: S608


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


def add(pk: int, title: str, names: str, body: str, stems: list[str]) -> None:
    """Put one edition in. The three texts stand apart, so that no phrase runs from one into the next."""
    every = sorted({word for text in (title, names, body) for word in text.split()} | set(stems))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (edition_id, vector, words) VALUES (%s, array_to_tsvector(%s::text[]), %s)",
            [pk, every, f" {_BREAK.join((title, names, body))} "],
        )


def remove(pks: Iterable[int]) -> None:
    """Take editions out."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search WHERE edition_id = ANY(%s)", [list(pks)])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
