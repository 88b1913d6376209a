"""Numbers as a request writes them: whatever somebody sends, it is a number of a row or it is none."""

from __future__ import annotations

from typing import overload

_MOST_DIGITS = 18  # what every database holds as an integer


@overload
def read_number(said: str | None) -> int | None: ...
@overload
def read_number(said: str | None, otherwise: int) -> int: ...
def read_number(said: str | None, otherwise: int | None = None) -> int | None:
    """The whole number that ``said`` writes in plain digits; ``otherwise`` where none, or one no row can have."""
    if not said or not said.isascii() or not said.isdigit() or len(said) > _MOST_DIGITS:
        return otherwise
    return int(said)
