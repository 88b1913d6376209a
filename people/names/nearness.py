"""How near two names are: a warning before the same person is entered twice, never a decision."""

from __future__ import annotations

from itertools import permutations

from rapidfuzz.distance import OSA

from people.names.spelling import equal, spellings

NEAR = 0.8  # from here on a person should look: one letter, an initial, a patronymic or the order of words differs
_KINSHIP = frozenset("oglu ogly qizi gizi kizi kyzy".split())
_PATRONYMICS = ("ovich", "evich", "ovna", "evna", "ichna")
_MOST_WORDS = 5


def near(a: str, b: str) -> float:
    """How near two full names are, 0 to 1: 1 for spellings of one name in any order, ``NEAR`` and more for a warning.

    Patronymics (``Əlirza oğlu``, ``Владимирович``) are left out, an initial stands for a name that begins with it, and
    a letter or two may differ. A family name alone is near to nobody of two names.
    """
    if equal(a, b):
        return 1.0
    best = 0.0
    for one in spellings(a):
        for other in spellings(b):
            best = max(best, _near(_bare(one), _bare(other)))
    return round(best, 3)


def _bare(key: str) -> list[str]:
    """The words of a key without patronymics."""
    kept: list[str] = []
    for word in key.split()[: _MOST_WORDS + 2]:
        if word in _KINSHIP and len(kept) > 1:
            kept.pop()  # the father's name
        elif not (len(kept) > 1 and word.endswith(_PATRONYMICS)) and word not in _KINSHIP:
            kept.append(word)
    if len(kept) > 2:  # Байрамов Джейхун Азизович, and Джейхун Азизович Байрамов
        kept = [word for word in kept if not word.endswith(_PATRONYMICS)] or kept
    return kept[:_MOST_WORDS]


def _near(a: list[str], b: list[str]) -> float:
    """The best assignment of the words of the shorter name to words of the longer."""
    short, long = sorted((a, b), key=len)
    if not short or (len(short) == 1) != (len(long) == 1):
        return 0.0
    best = 0.0
    for order in permutations(long, len(short)):
        grades = [_alike(one, other) for one, other in zip(short, order, strict=True)]
        if len(short) > 1 and not any(
            grade == 1.0 or len(one) > 1 < len(two) for grade, one, two in zip(grades, short, order, strict=True)
        ):
            continue  # initials alone
        best = max(best, (sum(grades) / len(grades) + min(grades)) / 2)
    return best * (1 - 0.05 * (len(long) - len(short)))


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if 1 in (len(one), len(other)):
        return 0.85 if one[0] == other[0] else 0.0
    return OSA.normalized_similarity(one, other)
