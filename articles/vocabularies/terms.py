"""The terms of the vocabularies, as data: IPTC Media Topics from the file beside this one, countries and languages from
Unicode's CLDR as Babel carries it. Nothing here touches the database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

from people.names import words

SHIPPED = ("en", "az", "ru")
MEDIA_TOPICS = Path(__file__).with_name("media_topics.json")

# Codes of CLDR that are no entries of ISO 3166-1: left to users, or reserved at somebody's request.
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")
_RESERVED = frozenset("AC CP CQ DG EA EU EZ FX IC SU TA UK UN".split())

# CLDR names places for lists in which room is short.
_SPELT_OUT = {"en": {"&": "and"}, "ru": {"о-в": "остров", "о-ва": "острова", "Св.": "Святой"}}

# Where CLDR's name is a label for telling two entries apart, and the press has a name.
_PRESS_NAMES = {
    "CD": {
        "en": "Democratic Republic of the Congo",
        "az": "Konqo Demokratik Respublikası",
        "ru": "Демократическая Республика Конго",
    },
    "CG": {"en": "Republic of the Congo", "az": "Konqo Respublikası", "ru": "Республика Конго"},
    "HK": {"en": "Hong Kong", "az": "Honq Konq", "ru": "Гонконг"},
    "MM": {"en": "Myanmar", "az": "Myanma", "ru": "Мьянма"},
    "MO": {"en": "Macao", "az": "Makao", "ru": "Макао"},
    "US": {"ru": "США"},
}

# What texts also call a country; not adjectives, not former states.
_ALSO = {
    "AE": ["UAE", "BƏƏ", "Объединённые Арабские Эмираты"],
    "AZ": ["Republic of Azerbaijan", "Azərbaycan Respublikası", "Азербайджанская Республика"],
    "BA": ["Bosnia"],
    "BY": ["Белоруссия"],
    "CD": ["DRC", "DR Congo"],
    "CI": ["Ivory Coast", "Берег Слоновой Кости"],
    "CN": ["People's Republic of China", "PRC", "КНР"],
    "CV": ["Cabo Verde"],
    "CZ": ["Czech Republic", "Чешская Республика"],
    "GB": ["UK", "Great Britain", "Britain", "Böyük Britaniya", "Соединённое Королевство"],
    "IR": ["Islamic Republic of Iran", "İran İslam Respublikası", "Исламская Республика Иран"],
    "KG": ["Kyrgyz Republic", "Кыргызстан"],
    "KP": ["DPRK", "KXDR", "Северная Корея"],
    "KR": ["Republic of Korea", "Koreya Respublikası", "Южная Корея"],
    "MD": ["Молдавия"],
    "MM": ["Burma", "Бирма"],
    "PS": ["Palestine", "Fələstin", "Палестина"],
    "RU": ["Russian Federation", "Rusiya Federasiyası", "Российская Федерация"],
    "SK": ["Slovak Republic"],
    "SZ": ["Swaziland", "Свазиленд"],
    "TL": ["East Timor"],
    "TM": ["Туркмения"],
    "TR": ["Turkey", "Republic of Türkiye", "Türkiyə Respublikası", "Турецкая Республика"],
    "US": ["USA", "U.S.", "United States of America", "ABŞ", "Соединённые Штаты", "Соединённые Штаты Америки"],
    "VA": ["Vatican", "Holy See", "Müqəddəs Taxt-Tac", "Святой Престол"],
    "VN": ["Viet Nam"],
    "ZA": ["Republic of South Africa", "Cənubi Afrika Respublikası", "ЮАР"],
}


@dataclass(frozen=True)
class Term:
    """One entry of a vocabulary: its code, its name by language, other names, and the code of what it is part of."""

    code: str
    names: dict[str, str]
    also: tuple[str, ...] = ()
    broader: str | None = None

    def name_in(self, language: str) -> str | None:
        """The name in ``language`` (``en`` serves ``en-gb``), or None where the vocabulary has none."""
        return self.names.get(language) or self.names.get(language.split("-")[0])

    def name_keys(self) -> set[str]:
        """Every name of the term as ``name_key`` writes it."""
        return {name_key(name) for name in (*self.names.values(), *self.also)}


def name_key(name: str) -> str:
    """``name`` without regard to case, marks and punctuation: two names with one key are the same name."""
    return " ".join(words(name))


def media_topics() -> list[Term]:
    """The two top levels of IPTC Media Topics, without retired ones, each topic after the one it is part of."""
    topics = json.loads(MEDIA_TOPICS.read_text(encoding="utf-8"))["topics"]
    return [Term(one["code"], {code: one[code] for code in SHIPPED}, broader=one["broader"]) for one in topics]


def countries(named_in: Iterable[str] = ()) -> list[Term]:
    """The countries and territories of ISO 3166-1, by code, named in English, Azerbaijani, Russian and ``named_in``.

    A language that CLDR does not know is left out of the names.
    """
    known = _locales(named_in)
    codes = sorted(code for code in known["en"].territories if _is_country(code))
    return [Term(code, _names(code, known), tuple(_ALSO.get(code, ()))) for code in codes]


def languages(named_in: Iterable[str] = ()) -> list[Term]:
    """The languages of ISO 639-1, by code, named in English, Azerbaijani, Russian and ``named_in``."""
    known = _locales(named_in)
    codes = sorted(code for code in known["en"].languages if len(code) == 2 and code != "sh")  # withdrawn in 2000
    return [
        Term(code, {language: locale.languages[code] for language, locale in known.items() if code in locale.languages})
        for code in codes
    ]


def _is_country(code: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", code)) and not _USER_ASSIGNED.fullmatch(code) and code not in _RESERVED


def _locales(named_in: Iterable[str]) -> dict[str, Locale]:
    """CLDR's data by language code, as the site writes it (``zh-hans``)."""
    found = {}
    for code in dict.fromkeys([*SHIPPED, *named_in]):
        try:
            found[code] = Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return found


def _names(code: str, known: dict[str, Locale]) -> dict[str, str]:
    names = {}
    for language, locale in known.items():
        name = locale.territories.get(code)
        if name:
            spelt_out = _SPELT_OUT.get(locale.language, {})
            names[language] = " ".join(spelt_out.get(word, word) for word in name.split())
    return names | _PRESS_NAMES.get(code, {})
