"""Numbers and hours as a line of each language writes them, so that two languages can be compared."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_LARGE = {
    "thousand": 3, "min": 3, "тыс": 3, "тысяч": 3, "тысяча": 3, "тысячи": 3,
    "million": 6, "mln": 6, "m": 6, "milyon": 6, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
    "billion": 9, "bn": 9, "milyard": 9, "mlrd": 9, "млрд": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9,
    "trillion": 12, "trln": 12, "трлн": 12, "триллион": 12, "триллиона": 12, "триллионов": 12,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?P<number>\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<suffix>(?:st|nd|rd|th)\b|-?(?:ci|cı|cu|cü|nci|ncı|ncu|ncü|го|й|я|е|му|м|х)\b)?"
    r"(?![\d:])(?:[\s\u00a0]+(?P<large>[^\W\d_]+))?"
)
_HOUR = re.compile(
    r"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b|"
    r"(?<![\w.,:/-])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)
_SMALL = 13  # up to twelve, numbers are written out in one language and not in another


def figures(text: str, language: str) -> dict[str, str]:
    """The numbers of ``text`` that other languages must have too, each by its value: ``{"1200": "1,200"}``.

    Small whole numbers and ordinals but years are left out: a language may put them in words or in Roman numerals.
    """
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(_HOUR.sub(" ", text)):
        value = _value(match["number"], language)
        if value is None:
            continue
        year = match["number"].isdigit() and 1900 <= value <= 2100
        if match["suffix"] and not year:
            continue
        words, scale = match["number"], _LARGE.get((match["large"] or "").casefold())
        if scale:
            value, words = value * 10**scale, match[0]
        if value >= _SMALL or value != int(value):
            found.setdefault(f"{value.normalize():f}", words.strip())
    return found


def hours(text: str) -> dict[str, str]:
    """The times of day of ``text``, on the clock of 24 hours: ``{"15:30": "3.30 p.m"}``."""
    found: dict[str, str] = {}
    for match in _HOUR.finditer(text):
        if match["hour24"]:
            hour, minute = int(match["hour24"]), match["minute24"]
        else:
            hour, minute = int(match["hour"]) % 12 + 12 * (match["half"].lower() == "p"), match["minute"] or "00"
            if int(match["hour"]) > 12:
                continue
        found.setdefault(f"{hour:02}:{minute}", match[0])
    return found


def _value(words: str, language: str) -> Decimal | None:
    """The value of a number: English parts thousands by commas, the others decimals."""
    bare = re.sub(r"[ \u00a0\u202f]", "", words)
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", bare):
        bare = bare.replace(thousands, "")
    else:
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare.replace(decimal, "."))
    except InvalidOperation:
        return None
