"""Which of several hits is the better one: that which has the words in its title, then that which names whom they name.

The index holds of each text a heading: the folded words and the signs of stems of its title, and of its names.
"""

from __future__ import annotations

from articles.search.query import Query, Term

IN_TITLE, IN_NAMES = 3, 1
_BREAK = " | "  # no reader's word

Words = tuple[str, list[str]]


def heading(title: Words, names: Words) -> str:
    """The heading of a text; ``title`` and ``names`` are each ``(folded words, signs)``."""
    return _BREAK.join(f"{words} {' '.join(signs)}".strip() for words, signs in (title, names))


def score(query: Query, heading: str) -> int:
    """How well a heading fits a question. The same in every database."""
    title, _break, names = heading.partition(_BREAK)
    parts = ((IN_TITLE, f" {title} "), (IN_NAMES, f" {names} "))
    return sum(next((points for points, part in parts if _holds(part, term)), 0) for term in query.wanted)


def _holds(part: str, term: Term) -> bool:
    row = " ".join(term.words)
    if f" {row}{'' if term.prefix else ' '}" in part:
        return True
    return bool(term.signs) and all(any(f" {sign} " in part for sign in found) for found in term.signs)
