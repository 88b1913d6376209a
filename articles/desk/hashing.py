"""Canonical JSON and its hash."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson


def canonical(value: Any) -> str:
    """``value`` as JSON with sorted keys: equal values give equal text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z).decode()


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of UTF-8 ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()


def chained(previous: str, value: Any) -> str:
    """The hash of ``value`` as the next link after ``previous``."""
    return sha256(previous + canonical(value))
