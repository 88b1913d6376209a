"""Pages that are rendered once and filled often: a template rendered with gaps where a request has its own words.

A gap is marked by a noncharacter of Unicode, which no text that is shown may hold (``without_marks``).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

MARK = "\ufdd0"


def gap(name: str) -> SafeString:
    """What a template prints where ``Sheet.fill`` shall put the value of ``name``."""
    return mark_safe(f"{MARK}{name}{MARK}")


def without_marks(text: str) -> str:
    """``text`` as it can stand in a page with gaps."""
    return text.replace(MARK, "")


class Sheet:
    """A rendered page with gaps. ``names`` are those of its gaps, in their order."""

    def __init__(self, html: str):
        self._pieces = html.split(MARK)
        self.names = self._pieces[1::2]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with the values, which are HTML, in its gaps; KeyError where one is missing."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values[name] for name in self.names]
        return "".join(pieces)
