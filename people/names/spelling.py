"""The keys a name is found by: as written, and as the Azerbaijani, English and Russian press would write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from people.names.conventions import ENDINGS, ROOTS
from people.names.letters import (
    cyrillic,
    fold,
    in_azerbaijani,
    in_cyrillic,
    latin,
    lower,
    russian_of_azerbaijani,
    words,
)

_MOST_KEYS, _MOST_WORDS = 8, 6
_WORD = re.compile(r"[^\W_]+")

# What the English press writes for an Azerbaijani letter.
_ENGLISH = str.maketrans(
    {"ə": "a", "c": "j", "ç": "ch", "ş": "sh", "x": "kh", "q": "g", "ğ": "gh", "j": "zh", "ı": "i", "ö": "o", "ü": "u"}
)
_CH = re.compile("c(?=h)")
# Back from there to the folded Azerbaijani: a guess, since "a" may be ə and "g" may be q.
_FROM_ENGLISH = re.compile("sh|ch|kh|gh|zh|j")
_AZ_OF_ENGLISH = {"sh": "s", "ch": "c", "kh": "x", "gh": "g", "zh": "j", "j": "c"}
_REGIONAL = re.compile("(?:ov|ova|ev|eva|zade|zada|zadeh|oglu|gizi|qizi)$")
_UNMARKED_AZ = re.compile("c(?=[aeiou])|[xq]")


@dataclass(frozen=True, slots=True)
class _Forms:
    """A word as three practices write it, folded. ``sure`` of them say which sound stood there; others are guesses."""

    own: str
    english: tuple[str, ...]
    azerbaijani: tuple[str, ...]
    russian: tuple[str, ...]
    sure: frozenset[str]

    def every(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.own, *self.english, *self.azerbaijani, *self.russian)))


def spellings(name: str, language: str = "") -> tuple[str, ...]:
    """The distinct folded keys, words joined by a blank, by which ``name`` is found: at most eight, its own first.

    ``language`` is the language the name is written for, if known. ``Ceyhun Bayramov``, ``Jeyhun Bayramov`` and
    ``Джейхун Байрамов`` have keys in common.
    """
    return tuple(keyed for keyed, _sure in _keys(name, language))


def key(name: str, language: str = "") -> str:
    """The key of ``name`` in the practice of the English press: ``jeyhun bayramov``."""
    return " ".join(forms.english[-1] for forms in _forms_of(name, language))


def equal(a: str, b: str) -> bool:
    """Whether two full names are spellings of one, across scripts and practices, in any order of given and family name.

    ``Gulshan`` and ``Gülşən`` are; ``Chingiz`` and ``Jingiz``, whose folded Azerbaijani is alike, are not.
    """
    ours, theirs = _keys(a), _keys(b)
    turned = {turn: sure for keyed, sure in theirs for turn in _turns(keyed)}
    return any(keyed in turned and (sure or turned[keyed]) for keyed, sure in ours if keyed)


def lookups(query: str) -> tuple[str, ...]:
    """The keys to look ``query`` up by as the full name of a person: none for a single word, which names nobody."""
    if not 2 <= len(words(query)) <= _MOST_WORDS:
        return ()
    return tuple(dict.fromkeys(turn for keyed, sure in _keys(query) if sure for turn in _turns(keyed)))


def names_somebody(query: str, keys: tuple[str, ...] | list[str] | set[str]) -> bool:
    """Whether ``query`` is a whole key of ``keys``, family name first or last; never for a single word."""
    return not set(lookups(query)).isdisjoint(keys)


def word_spellings(word: str, language: str = "") -> tuple[str, ...]:
    """The folded spellings of one word of a name, its own first: ``Əliyev`` gives ``eliyev``, ``aliyev``, ``aliev``."""
    return tuple(dict.fromkeys(form for forms in _forms_of(word, language) for form in forms.every()))


def sure_word_spellings(word: str, language: str = "") -> tuple[str, ...]:
    """As ``word_spellings``, without those that are guesses."""
    return tuple(
        dict.fromkeys(form for forms in _forms_of(word, language) for form in forms.every() if form in forms.sure)
    )


def _keys(name: str, language: str = "") -> list[tuple[str, bool]]:
    """The keys of ``name``, each with whether all its words are sure."""
    forms = _forms_of(name, language)
    found: dict[str, bool] = {" ".join(words(name)): True}
    practices = [[form.own for form in forms]]
    for practice in ("english", "azerbaijani", "russian"):
        most = max((len(getattr(form, practice)) for form in forms), default=0)
        for place in range(most):
            variants = [getattr(form, practice) for form in forms]
            practices.append([variant[min(place, len(variant) - 1)] for variant in variants])
    for chosen in practices:
        sure = all(word in form.sure for word, form in zip(chosen, forms, strict=True))
        keyed = " ".join(chosen)
        found[keyed] = found.get(keyed, False) or sure
    found.pop("", None)
    return list(found.items())[:_MOST_KEYS]


def _turns(keyed: str) -> list[str]:
    """The words of a key with 0, 1, 2... of them moved from the end to the front."""
    parts = keyed.split()
    return [" ".join(parts[at:] + parts[:at]) for at in range(len(parts))]


# --- Words in the three practices -------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def _forms_of(name: str, language: str = "") -> tuple[_Forms, ...]:
    """The words of ``name``, each as the three practices write it."""
    parts = [part for part in _WORD.findall(name.replace("ʼ", "'")) if fold(part)]
    if not all(_WORD.fullmatch(fold(part)) for part in parts):  # a letter that folds to a mark: no practice is known
        parts = words(name)
    if in_cyrillic(name) and (language == "az" or in_azerbaijani(name)):
        parts, language = [latin(part, "az") for part in parts], "az"
        return tuple(_azerbaijani(part) for part in parts)
    if in_cyrillic(name):
        return tuple(_russian(lower(part)) for part in parts)
    if language == "az" or in_azerbaijani(name):
        return tuple(_azerbaijani(part) for part in parts)
    folded = [fold(part) for part in parts]
    if not any(_conventional(part) or (len(part) > 4 and _REGIONAL.search(part)) for part in folded):
        return tuple(_plain(part) for part in folded)
    if any(_UNMARKED_AZ.search(part) for part in folded):
        return tuple(_azerbaijani(part) for part in parts)
    return tuple(_english(part) for part in folded)


def _plain(word: str) -> _Forms:
    return _Forms(word, (word,), (word,), (word,), frozenset({word}))


def _azerbaijani(word: str) -> _Forms:
    own, custom, small = fold(word), _conventional(fold(word)), lower(word, "az")
    if custom:
        return _Forms(own, custom.english, (own,), custom.russian, custom.sure | {own})
    english = _CH.sub("~", small).translate(_ENGLISH).replace("~", "c")
    forms = (fold(english.replace("gh", "g")), fold(english)) if "ğ" in small else (fold(english),)
    return _Forms(own, forms, (own,), (fold(russian_of_azerbaijani(small)),), frozenset({own, *forms}))


def _russian(word: str) -> _Forms:
    own, plain = fold(word), fold(word.replace("ё", "е"))
    custom = _conventional(own) or _conventional(plain)
    if custom:
        return _Forms(own, custom.english, custom.azerbaijani, (own, plain), custom.sure | {own, plain})
    sounded = word.replace("дж", "j")
    forms = (fold(latin(sounded, "ru")), fold(latin(sounded.replace("х", "h"), "ru")))
    guess = _FROM_ENGLISH.sub(lambda found: _AZ_OF_ENGLISH[found[0]], forms[1])
    return _Forms(own, forms, (guess,), (own, plain), frozenset({own, plain, *forms}))


def _english(word: str) -> _Forms:
    custom = _conventional(word)
    if custom:
        return _Forms(word, (word, *custom.english), custom.azerbaijani, custom.russian, custom.sure | {word})
    guess = _FROM_ENGLISH.sub(lambda found: _AZ_OF_ENGLISH[found[0]], word)
    return _Forms(word, (word,), (guess,), (fold(cyrillic(word, "ru")),), frozenset({word}))


def _roots() -> dict[str, _Forms]:
    """Every form of a root that custom knows, folded, with the root's forms."""
    found: dict[str, _Forms] = {}
    for line in ROOTS.split("\n"):
        if not line:
            continue
        az, *custom = line.split()
        english, russian = fold(lower(az, "az").translate(_ENGLISH)), tuple(fold(form) for form in custom)
        every = (fold(az), english, *russian)
        # Not sure of the folded Azerbaijani: without its marks it may be another name.
        forms = _Forms(fold(az), (english,), (fold(az),), russian, frozenset((english, *russian)))
        for form in every:
            found.setdefault(form, forms)
    return found


_ROOTS = _roots()
_ENDINGS: dict[str, tuple[str, str, str]] = {}
for _line in ENDINGS.split("\n"):
    if _line:
        _az, _en, _ru = _line.split()
        for _form in (_az, _en, _ru):
            _ENDINGS.setdefault(_form, (_az, _en, _ru))


def _conventional(word: str) -> _Forms | None:
    """The forms of a folded word that is a root custom knows, alone or with the ending of a family name."""
    if root := _ROOTS.get(word):
        return root
    for size in (6, 5, 4, 3, 2):
        endings, root = _ENDINGS.get(word[-size:]), _ROOTS.get(word[:-size])
        if endings and root and len(word) > size:
            az, en, ru = endings
            return _Forms(
                word,
                tuple(form + en for form in root.english),
                tuple(form + az for form in root.azerbaijani),
                tuple(form + ru for form in root.russian),
                frozenset(form + ending for form in root.sure for ending in (en, ru)),
            )
    return None
