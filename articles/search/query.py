"""A reader's question, as words an engine can be asked without risk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.search.stems import asked_signs, signs
from people.names import fold, words

MOST_WORDS, LONGEST_WORD, SHORTEST_PREFIX = 12, 64, 3
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
_OWNER = re.compile("(?<=[^\\W\\d_])['’]s$", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """What a text must hold: ``words`` in a row, or, where ``signs`` are given, of each word one of its signs.

    ``prefix``: the last word may be the beginning of a longer one.
    """

    words: tuple[str, ...]
    signs: tuple[frozenset[str], ...] = ()
    prefix: bool = False


@dataclass(frozen=True)
class Query:
    """Every term of ``wanted`` must stand in a text, none of the phrases of ``unwanted`` may.

    Words are found inflected, "phrases" and -exclusions only as they are: who leaves a word out loses no text by a
    word that is merely akin. ``plain``: no phrase and no exclusion, so that the whole may be a name of the register.
    """

    wanted: tuple[Term, ...]
    unwanted: tuple[tuple[str, ...], ...] = ()
    plain: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read ``text``: words, "phrases", -without. At most 12 words of at most 64 letters are looked at."""
        wanted: list[Term] = []
        unwanted: list[tuple[str, ...]] = []
        budget, plain, prefix = MOST_WORDS, True, False
        whole = text.strip()
        for match in _PART.finditer(unicodedata.normalize("NFC", text[:2000].replace("\x00", " "))):
            quoted = match["phrase"] is not None
            printed = match["phrase"] if quoted else _OWNER.sub("", match["word"])
            found = tuple(word[:LONGEST_WORD] for word in words(printed))[:budget]
            if not found:
                continue
            budget -= len(found)
            plain = plain and not quoted and not match["minus"]
            if match["minus"]:
                unwanted.append(found)
            elif quoted:
                wanted.append(Term(found))
                prefix = False
            else:
                prefix = len(found[-1]) >= SHORTEST_PREFIX
                wanted.append(Term(found, _signs_of(printed, found, alone=printed == whole)))
            if budget <= 0:
                break
        if prefix:
            wanted[-1] = replace(wanted[-1], prefix=True)
        return cls(tuple(wanted), tuple(unwanted), plain)


def _signs_of(printed: str, found: tuple[str, ...], *, alone: bool) -> tuple[frozenset[str], ...]:
    """The signs of each word of a row (``премьер-министром``); none for one with short parts (``D.C.``)."""
    if len(found) > 1 and min(map(len, found)) < SHORTEST_PREFIX:
        return ()
    parts = _WORD.findall(printed)[: len(found)]
    if [fold(part)[:LONGEST_WORD] for part in parts] != list(found):
        parts = list(found)
    return tuple(asked_signs(part[:LONGEST_WORD], alone=alone) for part in parts)


def highlights(query: Query, text: str, *, language: str = "") -> list[tuple[str, bool]]:
    """``text``, of ``language``, in pieces, each with whether it is a word that was asked for, inflected or not."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in _hits(query, text, language):
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def _hits(query: Query, text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the words of ``text`` stand that were asked for."""
    asked = frozenset(word for term in query.wanted for word in term.words)
    akin = frozenset(sign for term in query.wanted for found in term.signs for sign in found)
    beginning = query.wanted[-1].words[-1] if query and query.wanted[-1].prefix else None
    for match in _WORD.finditer(text):
        printed = match.group()
        parts = _parts(printed)
        if (
            not parts.isdisjoint(asked)
            or (beginning and any(part.startswith(beginning) for part in parts))
            or not akin.isdisjoint(signs(printed, language))
        ):
            yield match.span()


@lru_cache(maxsize=50_000)
def _parts(printed: str) -> frozenset[str]:
    folded = fold(printed)
    return frozenset(_WORD.findall(folded)) or frozenset([folded])


def snippet(query: Query, text: str, *, language: str = "", length: int = 240) -> list[tuple[str, bool]]:
    """About ``length`` characters of ``text`` around the first word asked for, in pieces as ``highlights``."""
    first = next((start for start, _end in _hits(query, text, language)), 0)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    shown = highlights(query, text[start:end], language=language)
    if start:
        shown.insert(0, ("… ", False))
    if end < len(text):
        shown.append((" …", False))
    return shown
