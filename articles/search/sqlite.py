"""The index in SQLite: one FTS5 table of folded words and of signs of stems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from articles.search.query import Query, Term

# The words come folded and parted by blanks. This tokenizer leaves them at that: it takes every letter beyond ASCII as
# a letter, where unicode61 would ask tables of its own.
CREATE = (
    "CREATE VIRTUAL TABLE articles_search USING fts5(title, names, body, stems, tokenize = \"ascii tokenchars ':'\")"
)
DROP = "DROP TABLE articles_search"
_WORDS = "{title names body}"


def ids(query: Query) -> tuple[str, list[Any]]:
    """A SELECT of the ids of the editions that match. Every word is quoted: no syntax reaches the engine."""
    match = " AND ".join(_asked(term) for term in query.wanted)
    for phrase in query.unwanted:
        match = f'({match}) NOT {_WORDS} : "{" ".join(phrase)}"'
    return "SELECT rowid FROM articles_search WHERE articles_search MATCH %s", [match]


def _asked(term: Term) -> str:
    row = f'{_WORDS} : "{" ".join(term.words)}"' + (" *" if term.prefix else "")
    if not term.signs:
        return row
    each = []
    for word, signs in zip(term.words, term.signs, strict=True):
        stems = "stems : (" + " OR ".join(f'"{sign}"' for sign in sorted(signs)) + ")"
        each.append(f'({_WORDS} : "{word}" OR {stems})' if len(term.words) > 1 else stems)
    return f"({row} OR ({' AND '.join(each)}))"


def add(pk: int, title: str, names: str, body: str, stems: list[str]) -> None:
    """Put one edition in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_search (rowid, title, names, body, stems) VALUES (%s, %s, %s, %s, %s)",
            [pk, title, names, body, " ".join(stems)],
        )


def remove(pks: Iterable[int]) -> None:
    """Take editions out."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM articles_search WHERE rowid = %s", [[pk] for pk in pks])


def clear() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
