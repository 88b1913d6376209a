"""The order of an alphabet, as a key of plain letters that every database sorts alike."""

from __future__ import annotations

import re

from people.names.letters import fold, lower

# A sign of the key is two letters. The letters stand in this order in every collation (but the Hawaiian), and no two
# that meet here are one letter to a language (as ch, dd, gb, ll, ny are): no database reads a key by rules of its own.
_FIRST, _SECOND = "bdfghkmprtv", "aeimouv"
_SIGNS = [first + second for first in _FIRST for second in _SECOND]
_LENGTH = 400

_DIGITS, _LATIN = "0123456789", "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + _LATIN,
}
_WORD = re.compile(r"[^\W_]+")


def sort_key(text: str, language: str = "") -> str:
    """The key that files ``text`` by the alphabet of ``language``: at most 400 letters a-z, to be compared as they are.

    Azerbaijani (... D E Ə F ...) and Russian (... Е Ё Ж ...) have alphabets of their own; elsewhere letters are folded
    to Latin. Letters of other scripts come after. Words are compared one after the other: a shorter one comes first.
    """
    alphabet = _ALPHABETS.get(language, _LATIN)
    order = {sign: _SIGNS[place] for place, sign in enumerate(" " + _DIGITS + alphabet)}
    signs: list[str] = []
    for word in _WORD.findall(re.sub("['’ʼ`]", "", lower(text, language))):
        if signs:
            signs.append(order[" "])
        for letter in word:
            signs += [order[letter]] if letter in order else _foreign(letter, order)
        if len(signs) > _LENGTH // 2:
            break
    return "".join(signs)[:_LENGTH]


def index_letters(language: str = "") -> dict[str, str]:
    """The capital letters of the alphabet of ``language``, in its order, each with the key of names that begin so."""
    capitals = {"i": "İ", "ı": "I"} if language == "az" else {}
    alphabet = _ALPHABETS.get(language, _LATIN)
    return {capitals.get(letter) or letter.upper(): sort_key(letter, language) for letter in alphabet}


def _foreign(letter: str, order: dict[str, str]) -> list[str]:
    """The signs of a letter that is not of the alphabet: as its folded letters, or after all others by its number."""
    signs = []
    for part in fold(letter):
        if part in order:
            signs.append(order[part])
        elif part.isalnum():
            number, digits = ord(part), []
            for _place in range(4):
                number, digit = divmod(number, len(_SIGNS))
                digits.append(_SIGNS[digit])
            signs += [_SIGNS[-1], *reversed(digits)]
    return signs
