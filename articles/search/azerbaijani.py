"""Azerbaijani nouns without their endings: plural, possessive, case and copula, by rules over folded letters.

Folding leaves vowel harmony visible enough: after a, e and i an ending has i, after o and u it has u; after a never e,
after e never a. What may follow what is the order of the grammar: stem, plural, possessive, case, copula.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiou")
_CLOSE = {"a": "i", "e": "i", "i": "i", "o": "u", "u": "u"}
_OPEN = {"a": "a", "e": "e", "i": "ae", "o": "ae", "u": "ae"}
_CONSONANT, _VOWEL, _ANY, _OWNED = "consonant", "vowel", "any", "owned"  # what an ending stands behind

# Endings with A for a or e and I for i or u, what each stands behind, and whether a possessive may stand before it.
_COPULA = [("dIr", _ANY)]
_CASES = [
    ("In", _CONSONANT, False), ("nIn", _VOWEL, True),
    ("I", _CONSONANT, False), ("nI", _VOWEL, True),
    ("A", _CONSONANT, False), ("yA", _VOWEL, False), ("nA", _OWNED, True),
    ("dA", _ANY, False), ("dAkI", _ANY, False), ("ndA", _OWNED, True), ("ndAkI", _OWNED, True),
    ("dAn", _ANY, False), ("ndAn", _OWNED, True),
    ("lA", _ANY, True), ("ylA", _VOWEL, True),
]  # fmt: skip
_POSSESSIVES = [("I", _CONSONANT), ("sI", _VOWEL), ("ImIz", _CONSONANT), ("mIz", _VOWEL)]
_PLURAL = [("lAr", _ANY)]
_LONG_BASE = 6  # letters
_SHORTEST, _SHORTEST_OF_ALL = 4, 3  # a stem of three letters is believed behind an ending of three or more


@lru_cache(maxsize=20_000)
def stems(word: str, *, asked: bool = False) -> frozenset[str]:
    """``word``, folded, and what it may be without its endings: ``muqavilesinin`` gives ``muqavile`` too.

    ``asked``: the word of a question, where a last a or la is the word's own (``Bayramova``, ``Kamala``), not a case.
    """
    found = {word} | _without(word, _COPULA)
    return frozenset(found.union(*(_of_noun(base, asked=asked) for base in found)))


def _of_noun(word: str, *, asked: bool) -> set[str]:
    """What ``word`` may be without case, possessive and plural."""
    found: set[str] = set()
    inner = _owned(word) | {word}
    for ending, behind, may_be_owned in _CASES:
        for base in _without(word, [(ending, behind)]):
            if asked and not _believed(base, ending):
                continue
            if base[-1] == "z":
                inner |= _owned(base)  # ours: ölkəmizin
            found |= _softened(base, ending)
            inner |= _owned(base) if may_be_owned else set()
            found |= _without(base, _PLURAL)
    for base in inner - {word}:
        found.add(base)
        found |= _without(base, _PLURAL)
    return found | _without(word, _PLURAL)


def _believed(base: str, ending: str) -> bool:
    """Whether a reader who ends a word so means the case: a or la may as well be the end of a woman's name."""
    if ending == "A":
        return base.endswith(("lar", "ler"))
    return ending != "lA" or len(base) >= _LONG_BASE


def _owned(word: str) -> set[str]:
    """``word`` without a possessive."""
    found: set[str] = set()
    for ending, behind in _POSSESSIVES:
        for base in _without(word, [(ending, behind)]):
            found |= _softened(base, ending)
    return found


def _softened(base: str, ending: str) -> set[str]:
    """``base``, and with the k or q that became y or ğ before a vowel: ``nazirliy`` is ``nazirlik``."""
    if ending[0] in "IA" and len(base) > _SHORTEST and base[-2] in _VOWELS:
        if base[-1] == "y":
            return {base, base[:-1] + "k"}
        if base[-1] == "g":
            return {base, base[:-1] + "q"}
    return {base}


def _without(word: str, endings: list[tuple[str, str]]) -> set[str]:
    """``word`` without each ending that it has and that may stand there."""
    found: set[str] = set()
    for ending, behind in endings:
        base, tail = word[: -len(ending)], word[-len(ending) :]
        if len(base) < (_SHORTEST if len(ending) < 3 else _SHORTEST_OF_ALL):
            continue
        if (behind == _CONSONANT and base[-1] in _VOWELS) or (behind == _VOWEL and base[-1] not in _VOWELS):
            continue
        if behind == _OWNED and base[-1] not in "iu":
            continue
        if _harmonious(base, tail, ending):
            found.add(base)
    return found


def _harmonious(base: str, tail: str, ending: str) -> bool:
    vowel = next((letter for letter in reversed(base) if letter in _VOWELS), "")
    if not vowel:
        return False
    for letter, wanted in zip(tail, ending, strict=True):
        if wanted == "I":
            if letter != _CLOSE[vowel]:
                return False
            vowel = letter
        elif wanted == "A":
            if letter not in _OPEN[vowel]:
                return False
            vowel = letter
        elif letter != wanted:
            return False
    return True
