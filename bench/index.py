"""Rows of the search index, made by ``articles.search``; each printed word is folded and stemmed once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection

from articles import search
from articles.models.edition import Edition
from articles.search import postgresql, sqlite

TABLE = "articles_search"
_PRINTED = re.compile(r"[^\W_]+")
_cut, _text_signs = search._cut, search.text_signs


@lru_cache(maxsize=200_000)
def _folded(printed: str) -> tuple[str, ...]:
    return tuple(_cut(printed))


@lru_cache(maxsize=200_000)
def _signs(printed: str, language: str) -> tuple[str, ...]:
    return tuple(_text_signs(printed, language))


def folded(text: str) -> list[str]:
    """The folded words of ``text``."""
    return [word for printed in _PRINTED.findall(text) for word in _folded(printed)]


def signs(text: str, language: str) -> list[str]:
    """``stems.text_signs``."""
    return sorted({sign for printed in set(_PRINTED.findall(text)) for sign in _signs(printed, language)})


@contextmanager
def remembering() -> Iterator[None]:
    """Let the search remember what it made of a printed word. Generated texts have no mark that joins words."""
    search._cut, search.text_signs = folded, signs
    try:
        yield
    finally:
        search._cut, search.text_signs = _cut, _text_signs


def entry(edition: Edition, document: dict[str, Any]) -> dict[str, Any]:
    """The row of an edition, by column."""
    made = search.entry(edition, document)
    if connection.vendor == "sqlite":
        return sqlite.row(**made)
    row = postgresql.row(**made)
    return row | {"vector": " ".join(f"'{word}'" for word in row["vector"])}
