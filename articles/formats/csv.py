"""A list as a table for spreadsheets (CSV, RFC 4180): the fields of the API as columns, in their order.

UTF-8 with a byte order mark, without which Excel takes it for something else. No cell begins as a formula: what a
spreadsheet would run is shown instead, after an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from articles.formats.ndjson import line

BOM = "\ufeff".encode()
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAMED_BY = ("name", "title", "source", "text", "words", "note", "label", "id")  # what stands for a whole object
APART = "; "


def rows(listed: Any, _request: Any) -> Iterator[bytes]:
    """The lines of a list under one line of names, read in pieces: what is held in memory does not grow with it."""
    names = listed.fields
    yield BOM + _lines([names])
    for chunk in listed.chunks():
        values = (orjson.loads(line(row)) for row in chunk)
        yield _lines([cell(one.get(name)) for name in names] for one in values)


def cell(value: Any) -> str | int | float:
    """A JSON value as it stands in a cell.

    Of an object its name, of a list the cells of its entries; nothing for null, ``true`` and ``false`` as words.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return harmless(_words(value))


def harmless(words: str) -> str:
    """``words`` so that no spreadsheet takes them for a formula."""
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) or words.startswith("\n") else words


def _words(value: Any) -> str:
    if isinstance(value, list):
        return APART.join(str(_words(one)) for one in value)
    if isinstance(value, dict):
        named = next((value[name] for name in NAMED_BY if value.get(name)), None)
        return orjson.dumps(value).decode() if named is None else _words(named)
    return "" if value is None else str(value)


def _lines(table: Any) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows(table)
    return made.getvalue().encode()
