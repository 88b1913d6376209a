"""Words without their endings, as signs that stand in the index beside the words themselves.

A sign is a language, a colon and a stem (``en:minister``), or ``n:`` and a spelling of a name (``n:aliyev``), so that
stems of different languages never meet. Made here in Python for both databases: see docs/decisions/0005.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

from articles.search import azerbaijani, russian
from people.names import fold, latin, word_spellings, words
from people.names.letters import in_azerbaijani, in_cyrillic, lower
from people.names.spelling import sure_word_spellings

_SHORTEST = 3
_SNOWBALL = {"en": "english", "ru": "russian", "tr": "turkish"}
_stemmers = threading.local()  # a stemmer keeps the word it works on: one for each thread


def _snowball(word: str, language: str) -> str:
    """The stem of a word in small letters by Snowball; the word where little would be left."""
    stemmer: Any = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(_SNOWBALL[language])
        setattr(_stemmers, language, stemmer)
    stem: str = stemmer.stemWord(word)
    return stem if len(stem) >= _SHORTEST else word


@lru_cache(maxsize=20_000)
def signs(word: str, language: str) -> frozenset[str]:
    """The signs of one printed word of a text in ``language``; a language we cannot stem gives names only."""
    capital = word[:1].isupper()
    small = lower(word, language)
    if in_cyrillic(word) and (language == "az" or in_azerbaijani(word)):
        small = latin(small, "az")
        found = {f"az:{stem}" for stem in azerbaijani.stems(fold(small))}
        return frozenset(found | (_names_azerbaijani(small) if capital else set()))
    if in_cyrillic(word):
        if language != "ru":
            return frozenset(_names_russian(small) if capital else ())
        if capital and not _shouted(word) and russian.FAMILY_NAME.match(small):
            return frozenset(_names_russian(small))
        return frozenset(_russian(small) | (_names_russian(small) if capital else set()))
    if language == "az":
        found = {f"az:{stem}" for stem in azerbaijani.stems(fold(small))}
        return frozenset(found | (_names_azerbaijani(small) if capital else set()))
    found = _english(small) if language == "en" else _turkish(small) if language == "tr" else set()
    return frozenset(found | ({f"n:{form}" for form in sure_word_spellings(word)} if capital else set()))


@lru_cache(maxsize=2_000)
def asked_signs(word: str, *, alone: bool = False) -> frozenset[str]:
    """The signs a word of a question is found by, in every language its script allows.

    ``alone``: it is the only word asked for, so that Алиева is a woman's name, not a man's in the genitive.
    """
    small = lower(word)
    if in_cyrillic(word):
        found = _names_russian(small, asked=True, alone=alone)
        family = russian.FAMILY_NAME.match(small)
        if family and not word[:1].isupper():
            found |= {f"ru:{small}", f"ru:p:{_snowball(small, 'ru')}"}  # a name, or a plural as министров
        elif not family or _shouted(word):
            found |= _russian(small)
        in_latin = latin(small, "az")
        found |= {f"az:{stem}" for stem in azerbaijani.stems(fold(in_latin), asked=True)}
        if in_azerbaijani(word):
            found |= {f"n:{form}" for form in word_spellings(in_latin, "az")}
        return frozenset(found)
    folded = fold(small)
    found = _english(small) | _turkish(lower(word, "tr"))
    for stem in azerbaijani.stems(folded, asked=True):
        found.add(f"az:{stem}")
        if folded.startswith(stem):
            found |= {f"n:{form}" for form in word_spellings(small[: len(stem)])}
    return frozenset(found)


def _shouted(word: str) -> bool:
    """Whether ``word`` is in capitals throughout, so that its first letter tells nothing."""
    return len(word) > 1 and word.isupper()


# --- Names ------------------------------------------------------------------------------------------------------------


def _names_russian(small: str, *, asked: bool = False, alone: bool = False) -> set[str]:
    forms = word_spellings if asked else sure_word_spellings
    return {f"n:{form}" for name in russian.names(small, alone=alone) for form in forms(name, "ru")}


def _names_azerbaijani(small: str) -> set[str]:
    folded = fold(small)
    if len(folded) != len(small):
        return {f"n:{folded}"}
    stems = [stem for stem in azerbaijani.stems(folded) if folded.startswith(stem)]
    return {f"n:{form}" for stem in stems for form in sure_word_spellings(small[: len(stem)], "az")}


# --- Languages --------------------------------------------------------------------------------------------------------

_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщ")
_PLURAL = re.compile("(?:ы|и|[ая]м|[ая]ми|[ая]х|[оеё]в|ей)$")
_FLEETING = [("ец", "ц"), ("ок", "к"), ("посол", "посл")]  # беженец, беженца; участок, участка
_DOUBLED = re.compile("нн(?:о|ый|ая|ое|ые|ого|ой|ому|ым|ом|ую|ых|ыми)$")


def _russian(small: str) -> set[str]:
    """By Snowball, with what it would lose: the consonant of a nominative, the second н of an adjective, a plural."""
    small = small.replace("ё", "е")
    found = {f"ru:{_snowball(small, 'ru')}{'н' if _DOUBLED.search(small) else ''}"}
    if small[-1:] in _CONSONANTS and len(small) >= _SHORTEST:
        found.add(f"ru:{small}")
    for fleeting, kept in _FLEETING:
        if small.endswith(fleeting) and len(small) > _SHORTEST + 1:
            found.add(f"ru:{small.removesuffix(fleeting)}{kept}")
    if _PLURAL.search(small):
        found.add(f"ru:p:{_snowball(small, 'ru')}")
    return found


def _turkish(small: str) -> set[str]:
    """By Snowball, of the word as it is and as it is typed without marks."""
    if len(small) < _SHORTEST:
        return set()
    return {f"tr:{fold(_snowball(small, 'tr'))}", f"tr:{_snowball(fold(small), 'tr')}"}


# Derived words that Snowball brings down to the root of other words: an import is not important, an office no officer.
_DERIVED = [
    (name, re.compile(f"(?:{endings})$"))
    for name, endings in (
        ("ional", "ional(?:s|ly|ism|ists?)?"),
        ("at", "(?<!iz)at(?:e|ed|es|ing|ions?|ors?|ives?)"),
        ("ity", "it(?:y|ies)"),
        ("ment", "ments?"),
        ("ence", "[ea]nc(?:es?|y|ies)"),
        ("ent", "[ea]nt(?:s|ly)?"),
        ("al", "al(?:s|ly|ity|ism|ists?)?"),
        ("ism", "isms?"),
        ("ist", "ists?"),
        ("ous", "ous(?:ly|ness)?"),
        ("ive", "ive(?:s|ly|ness)?"),
        ("able", "[ai]bl[ey]"),
        ("ful", "ful(?:ly|ness)?"),
        ("less", "less(?:ly|ness)?"),
        ("ness", "ness(?:es)?"),
        ("ic", "ic(?:s|al|ally)?"),
        ("er", "ers?"),
    )
]
_BRITISH = re.compile("(?<=....)is(?=(?:e|ed|es|ers?|ing|ations?)$)")


def _english(small: str) -> set[str]:
    """By Snowball, British spelling as American, derived words kept apart from the words they derive from."""
    folded = _BRITISH.sub("iz", fold(small))
    if len(folded) < _SHORTEST or not folded.isascii():
        return set()
    stem = _snowball(folded, "en")
    for name, ending in _DERIVED:
        found = ending.search(folded)
        if found and len(stem) <= found.start() + 1:
            return {f"en:{stem}:{name}"}
    return {f"en:{stem}"}


def text_signs(text: str, language: str) -> list[str]:
    """The distinct signs of a text, sorted."""
    printed = {word for word in _PRINTED.findall(unicodedata.normalize("NFC", text)) if words(word)}
    return sorted({sign for word in printed for sign in signs(word, language) if len(sign) <= _LONGEST})


_PRINTED = re.compile(r"[^\W_]+")
_LONGEST = 80
