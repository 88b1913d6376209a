"""Names and words reduced to a form in which spellings of the same name are equal.

Pure Python: standard library only. Serves search, slugs, the importer and look-ups.
"""

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
