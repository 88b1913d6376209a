"""Letters: folded to plain Latin, and carried from one script to the other in a form that people read."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, or whose decomposition is not what a reader would type instead.
_LETTERS = str.maketrans(
    {
        "ə": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŋ": "n", "ŧ": "t",
        "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'",
    }
)  # fmt: skip

# Cyrillic to Latin after BGN/PCGN for Russian and Ukrainian, and the Azerbaijani letters by their Latin successors.
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
        "ә": "e", "ғ": "gh", "ө": "o", "ү": "u", "һ": "h", "ҹ": "j", "ҝ": "g", "ј": "y",
    }
)  # fmt: skip

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def fold(text: str) -> str:
    """``text`` in lower-case Latin letters without marks: ``Terheş``, ``Terheș`` and ``Terhes`` are equal.

    Schwa, dotless i and Cyrillic become Latin letters; apostrophes become ``'``; other characters stay.
    """
    # The Turkic capital İ lower-cases to "i" with a combining dot, which goes with the other marks.
    lowered = text.lower().translate(_CYRILLIC).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order: ``Pejčinović Burić's`` gives ``pejcinovic``, ``buric``, ``s``."""
    return _WORD.findall(fold(text))


def slugify(text: str, *, limit: int = 80) -> str:
    """A slug of ASCII letters, digits and hyphens, cut at a word; empty where ``text`` has no letter or digit."""
    slug = ""
    for word in words(text.replace("'", "").replace("’", "")):
        ascii_word = re.sub(r"[^a-z0-9]", "", word)
        if not ascii_word:
            continue
        longer = f"{slug}-{ascii_word}" if slug else ascii_word
        if len(longer) > limit:
            return slug or ascii_word[:limit]
        slug = longer
    return slug


# --- Scripts ----------------------------------------------------------------------------------------------------------

_AZ = {
    "а": "a", "б": "b", "в": "v", "г": "q", "ғ": "ğ", "д": "d", "е": "e", "ә": "ə", "ж": "j", "з": "z", "и": "i",
    "ы": "ı", "ј": "y", "к": "k", "ҝ": "g", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "ö", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ү": "ü", "ф": "f", "х": "x", "һ": "h", "ч": "ç", "ҹ": "c", "ш": "ş",
}  # fmt: skip
_AZ_CYRILLIC = {latin: letter for letter, latin in _AZ.items()} | {"w": "в"}
# Letters of the spelling before 1958, and of words written as in Russian.
_AZ |= {"й": "y", "э": "e", "ю": "yu", "я": "ya", "ё": "yo", "ц": "s", "щ": "ş", "ъ": "", "ь": ""}

_RU = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_RU_CYRILLIC = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "gh": "г", "ck": "к", "ph": "ф",
    "yu": "ю", "ya": "я", "yo": "ё", "ye": "е", "gü": "гю", "kü": "кю", "lü": "лю",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к",
    "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в",
    "x": "кс", "z": "з", "ə": "а", "ç": "ч", "ş": "ш", "ğ": "г", "ı": "ы", "ö": "о", "ü": "у",
}  # fmt: skip
_RU_OF_AZ = _RU_CYRILLIC | {"c": "дж", "j": "ж", "q": "г", "x": "х", "ch": "ч", "gh": "г"}
_VOWELS = frozenset("аеёиоуыэюяaeiouıəöü")
_AZ_ONLY = frozenset("əƏğĞıәғөүһҹҝјӘҒӨҮҺҸҜЈ")


def lower(text: str, language: str = "") -> str:
    """``text`` in small letters; in Azerbaijani and Turkish, I is the capital of ı and İ of i."""
    if language in ("az", "tr"):
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()


def in_cyrillic(text: str) -> bool:
    """Whether a Cyrillic letter stands in ``text``."""
    return any("\u0400" <= letter <= "\u052f" for letter in text)


def in_azerbaijani(text: str) -> bool:
    """Whether ``text`` has letters that of the languages here Azerbaijani alone writes, in either script."""
    return not _AZ_ONLY.isdisjoint(text)


def latin(text: str, language: str) -> str:
    """Cyrillic ``text`` of ``language`` (``az``; any other is read as Russian) in Latin letters; the rest stays.

    Azerbaijani by its Latin alphabet: ``Ҹејһун`` is ``Ceyhun``. Russian as the press writes it (BGN/PCGN without
    marks, ``-ий`` as ``-y``): ``Сергей Лавров`` is ``Sergey Lavrov``, ``Дмитрий Песков`` is ``Dmitry Peskov``.
    """
    small, made = text.lower(), []
    if len(small) != len(text):
        small = "".join(c.lower()[:1] for c in text)
    for at, letter in enumerate(small):
        before, after = small[at - 1] if at else " ", small[at + 1] if at + 1 < len(small) else " "
        if language == "az":
            sounds = "İ" if text[at] == "И" else _AZ.get(letter)
        elif letter == "е" and (before in _VOWELS or before in "ъь" or not before.isalpha()):
            sounds = "ye"
        elif letter in "иы" and after == "й" and not small[at + 2 : at + 3].isalpha():
            sounds = ""  # the й that ends the word says it
        else:
            sounds = _RU.get(letter)
        made.append(text[at] if sounds is None else _cased(sounds, text, at, 1))
    return "".join(made)


def cyrillic(text: str, language: str) -> str:
    """Latin ``text`` in the Cyrillic of ``language``: ``az``, or Russian for any other; the rest stays.

    Azerbaijani letter by letter, so that ``latin`` gives it back. Russian from the spelling of the English press or,
    where Azerbaijani letters stand in ``text``, from the Azerbaijani: ``Jeyhun``, ``Aliyev`` and ``Əliyev`` are
    ``Джейхун``, ``Алиев`` and ``Алиев``. Letters only: what convention says else (``Гейдар``) ``spellings`` knows.
    """
    if language == "az":
        small = lower(text, "az")
        if len(small) != len(text):
            return text
        return "".join(_cased(_AZ_CYRILLIC.get(c, c), text, at, 1) for at, c in enumerate(small))
    return russian(text, _RU_OF_AZ if in_azerbaijani(text) else _RU_CYRILLIC)


def russian_of_azerbaijani(text: str) -> str:
    """Azerbaijani in Latin letters in Russian Cyrillic, also where none of its own letters stands in ``text``."""
    return russian(text, _RU_OF_AZ)


def russian(text: str, letters: dict[str, str]) -> str:
    """Latin ``text`` in Russian Cyrillic by a table of letters and groups of letters."""
    small, made, at = lower(text), [], 0
    if len(small) != len(text):
        return text
    while at < len(small):
        before, after = small[at - 1] if at else " ", small[at + 1 : at + 2] or " "
        size = next((n for n in (4, 2, 1) if small[at : at + n] in letters), 1)
        sounds = letters.get(small[at : at + size], text[at : at + size])
        if small[at] == "e" and not before.isalpha():
            sounds = "э"
        elif small[at] == "y" and size == 1:
            if before in _VOWELS or not before.isalpha():
                sounds = "й"
            else:
                sounds = "ы" if after.isalpha() else "ий"
        made.append(_cased(sounds, text, at, size))
        at += size
    return "".join(made)


def _cased(sounds: str, text: str, at: int, size: int) -> str:
    """``sounds`` in the case of the letters of ``text`` they stand for."""
    if not text[at].isupper():
        return sounds
    near = text[at + size : at + size + 1] or text[at - 1 : at]
    return sounds.upper() if near.isupper() else sounds[:1].upper() + sounds[1:]
