"""A list as one JSON object a line (NDJSON), each as the API's list has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson


def rows(listed: Any, _request: Any) -> Iterator[bytes]:
    """The lines of a list, read in pieces: what is held in memory does not grow with it."""
    for chunk in listed.chunks():
        yield b"".join(line(row) for row in chunk)


def line(row: Any) -> bytes:
    """One object and the end of its line; instants in UTC with ``Z``."""
    return orjson.dumps(row, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE, default=str)
