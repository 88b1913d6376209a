"""A reader's question, as words an engine can be asked without risk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from people.names import fold, words

MOST_WORDS, LONGEST_WORD, SHORTEST_PREFIX = 12, 64, 3
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Query:
    """Folded words: every phrase of ``wanted`` must stand in a text, none of ``unwanted`` may.

    A phrase is a tuple of words in a row. ``prefix``: the last wanted word may be the beginning of a longer one.
    """

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read ``text``: words, "phrases", -without. At most 12 words of at most 64 letters are looked at."""
        wanted: list[tuple[str, ...]] = []
        unwanted: list[tuple[str, ...]] = []
        budget, prefix = MOST_WORDS, False
        for match in _PART.finditer(text[:2000].replace("\x00", " ")):
            quoted = match["phrase"] is not None
            found = [w[:LONGEST_WORD] for w in words(match["phrase"] if quoted else match["word"])][:budget]
            if not found:
                continue
            budget -= len(found)
            if match["minus"]:
                unwanted.append(tuple(found))
            else:
                wanted.append(tuple(found))
                prefix = not quoted and len(found[-1]) >= SHORTEST_PREFIX
            if budget <= 0:
                break
        return cls(tuple(wanted), tuple(unwanted), prefix)


_WORD = re.compile(r"[^\W_]+")


def highlights(query: Query, text: str) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is a word that was asked for."""
    asked = {word for phrase in query.wanted for word in phrase}
    beginning = query.wanted[-1][-1] if query and query.prefix else None
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        parts = set(_WORD.findall(folded)) or {folded}
        if parts & asked or (beginning and any(part.startswith(beginning) for part in parts)):
            if match.start() > at:
                pieces.append((text[at : match.start()], False))
            pieces.append((match.group(), True))
            at = match.end()
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def snippet(query: Query, text: str, *, length: int = 240) -> list[tuple[str, bool]]:
    """About ``length`` characters of ``text`` around the first word asked for, in pieces as ``highlights``."""
    pieces = highlights(query, text)
    first = next((sum(len(p) for p, _hit in pieces[:i]) for i, (_p, hit) in enumerate(pieces) if hit), 0)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    cut = text[start:end]
    shown = highlights(query, cut)
    if start:
        shown.insert(0, ("… ", False))
    if end < len(text):
        shown.append((" …", False))
    return shown
