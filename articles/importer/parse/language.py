"""The language of a text as a BCP 47 tag, from its script and its most frequent small words."""

from __future__ import annotations

import re
import unicodedata

_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]+")

_SMALL_WORDS = {
    "en": "the of and to in that is was for on with by at from has have said his it as an this which be will",
    "az": "və ilə bu ki üçün olan bir edib etdi da də olaraq görə hər çox həm onun daha qeyd isə tərəfindən deyib olub",
    "tr": "ve ile bu bir için olan da de olarak çok daha gibi kadar ise göre türkiye dedi etti oldu",
    "ru": "и в на с что по не из для о за это как к от при а его был также между",
    "uk": "і в на з що та не до для про за це як від при його був також й між",
    "bg": "и в на с че за не от да се са е по ще като при",
    "fr": "le la les des et de du un une dans pour que qui sur est avec par au aux ce",
    "de": "der die das und in den von zu mit dem für auf ist im ein eine des nicht auch",
    "es": "el la los las de y en que del un una por con para se es su al como",
    "it": "il la di e che in un una per con del della è dei alla sono gli le",
    "pt": "o a os as de e que do da em um uma para com não no na por dos",
    "ro": "și de la în a cu pe pentru din că este un o al ale care sunt",
    "pl": "i w na z do że się o jest nie dla od przez oraz po",
    "nl": "de het een en van in op te dat is voor met zijn aan door",
    "lt": "ir kad su į iš yra bei tai dėl apie ar per nuo kaip",
    "uz": "va bilan bu uchun ham bir deb boʻlib haqida",
}
_SCRIPTS = (
    ("GEORGIAN", "ka"), ("ARMENIAN", "hy"), ("GREEK", "el"), ("HEBREW", "he"), ("HANGUL", "ko"), ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"), ("CJK", "zh"), ("THAI", "th"), ("DEVANAGARI", "hi"), ("ARABIC", "ar"),
)  # fmt: skip


def language_of(text: str) -> str:
    """``en``, ``ru``, ``az`` and, less surely, some others; ``und`` where the text does not tell."""
    sample = text[:_SAMPLE].lower()
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return "und"
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    latin = sum(c < "\u0250" or c == "ə" or "\u1e00" <= c <= "\u1eff" for c in letters)
    if cyrillic * 2 > len(letters):
        return _cyrillic_language(sample)
    if latin * 2 > len(letters):
        return _latin_language(sample, letters)
    names = " ".join(unicodedata.name(c, "") for c in letters[:200])
    return next((tag for script, tag in _SCRIPTS if script in names), "und")


def _cyrillic_language(sample: str) -> str:
    if any(c in sample for c in "ҹҝғәһ") and not any(c in sample for c in "ңқұ"):
        return "az-Cyrl"
    if any(c in sample for c in "ңқұ"):
        return "kk"
    if any(c in sample for c in "іїєґ"):
        return "uk"
    return _most_frequent(sample, ("ru", "bg")) or "ru"


def _latin_language(sample: str, letters: list[str]) -> str:
    if letters.count("ə") * 100 > len(letters):
        return "az"
    tags = tuple(tag for tag in _SMALL_WORDS if tag not in ("ru", "uk", "bg"))
    return _most_frequent(sample, tags) or "und"


def _most_frequent(sample: str, tags: tuple[str, ...]) -> str:
    found = _WORD.findall(sample)
    counts = dict.fromkeys(tags, 0)
    for tag in tags:
        small = frozenset(_SMALL_WORDS[tag].split())
        counts[tag] = sum(word in small for word in found)
    best = max(tags, key=lambda tag: counts[tag])
    if best != tags[0] and counts[best] < max(3, 2 * counts[tags[0]]):
        # A few small words are spelt alike in many languages: they do not outweigh the first, most likely one.
        best = tags[0] if counts[tags[0]] else ""
    return best if best and counts[best] * 20 >= len(found) else ""
