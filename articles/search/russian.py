"""Russian names in the cases: what a capitalised word may be in the nominative.

Snowball's Russian stemmer is made for common words: it takes the -ов of Байрамов for a plural and the -ан of
Азербайджан for a verb. Names have few endings, and those of a family name tell a man from a woman.
"""

from __future__ import annotations

import re
from functools import lru_cache

FAMILY_NAME = re.compile("^(?P<base>.{2,}[оеё]в)(?P<ending>а|у|ым|е|ом|ой|ою|ы|ых|ыми)?$")
_WOMAN, _MAN = ("ой", "ою"), ("ым", "е", "ом", "")
_ADJECTIVE = re.compile("^(?P<base>.{2,}(?:ск|цк))(?:ий|ого|ому|им|ом|ая|ой|ую|ою)$")
_OTHER = [
    # ending, what may stand there in the nominative
    ("ами", ("", "а")), ("ями", ("ь", "я")),
    ("ом", ("",)), ("ем", ("й", "ь")), ("ём", ("й", "ь")), ("ым", ("",)),
    ("ой", ("а",)), ("ою", ("а",)), ("ей", ("а", "я")), ("ею", ("я",)), ("ью", ("ь",)),
    ("ы", ("а",)), ("и", ("а", "я", "ь")), ("у", ("", "а")), ("ю", ("й", "ь", "я")), ("е", ("", "а", "я")),
    ("а", ("",)), ("я", ("й", "ь")),
]  # fmt: skip
_SHORTEST = 3


@lru_cache(maxsize=20_000)
def names(word: str, *, alone: bool = False) -> tuple[str, ...]:
    """What ``word``, in small letters, may be in the nominative if it is a name; ``word`` itself among them.

    ``Алиевым`` is ``Алиев``, ``Алиевой`` is ``Алиева``; ``Алиева`` is either, but the woman's name where somebody asks
    for it ``alone``: people ask in the nominative.
    """
    if family := FAMILY_NAME.match(word):
        base, ending = family["base"], family["ending"] or ""
        if ending in _MAN:
            return (base,)
        if ending in _WOMAN or (alone and ending == "а"):
            return (base + "а",)
        return (base, base + "а")
    if adjective := _ADJECTIVE.match(word):
        return (adjective["base"] + "ий", adjective["base"] + "ая")
    found = {word: None}
    for ending, nominatives in _OTHER:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST:
            found |= dict.fromkeys(base + nominative for nominative in nominatives)
    return tuple(found)
