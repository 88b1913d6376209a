"""The words of the generated texts: a vocabulary for each language, and sentences in which they follow Zipf's law.

Nothing here is taken from anywhere: words are made of syllables, but for the commonest ones of each language.
"""

from __future__ import annotations

import bisect
import itertools
import random
from functools import cache

SIZE = 5_000  # words of a language
SENTENCES = 4_000  # of a language

COMMON = "cooperation"  # stands in about six texts of ten

_FREQUENT = {
    "en": """the of and in to a for on with that by as at from is was his it were this will has be are its between which
        an also their not said who been more after new over about during other would while all into than under further
        agreement development region projects support countries questions work relations security economy ministry
        programme parties energy trade meeting government members international regional bilateral ties situation
        importance process implementation future citizens education transport health culture border peace report
        training experts digital sector investment statement forum visit joint issues measures progress steps area
        information media dialogue partners interest services rights law young people water climate data research""",
    "az": """və ilə bu da bir üçün olan o görə kimi edib olub sonra daha həm onun çox hər barədə üzrə ölkə əlaqələr
        inkişaf əməkdaşlıq layihə məsələ iqtisadi təhlükəsizlik nazirlik görüş bölgə hökumət beynəlxalq enerji ticarət
        təhsil nəqliyyat səhiyyə mədəniyyət sərhəd sülh hesabat mütəxəssis rəqəmsal sahə sərmayə bəyanat forum səfər
        birgə
        tədbir irəliləyiş addım məlumat media dialoq tərəfdaş maraq xidmət hüquq qanun gənc su iqlim tədqiqat""",
    "ru": """и в на с по о для что как из от к был были также его их это между который после при или не более во за до
        развитие сотрудничество проект вопрос отношения безопасность экономика министерство встреча регион правительство
        страна энергетика торговля образование транспорт здравоохранение культура граница мир доклад эксперт цифровой
        отрасль инвестиции заявление форум визит совместный мера прогресс шаг информация диалог партнёр интерес услуга
        право закон молодёжь вода климат исследование""",
}
_SYLLABLES = {
    "en": "ba ber bran cal cor den dor el fen gar hal ing jor kel lan lor mar men nor on par quen ral rin san sel tan "
    "ter ul van ver wen yor zan",
    "az": "ba bə çar da dəv el fə gö ha hə il ır ka qə kür la lər ma mə nur o öl pə ra rəv sa sə şər ta tər uğ ür va "
    "yə zər",
    "ru": "ба бор ва вер гор да дол ел жар за зор ир ка кол ла лен ма мир на нор об пар ра рос са сен та тор ул фа хо "
    "цен чер шил",
}  # fmt: skip
_ENDINGS = {
    "en": ["", "s", "ed", "ing", "ation", "ment", "al", "ity", "er"],
    "az": ["", "lar", "lər", "da", "də", "dan", "nın", "in", "lıq"],
    "ru": ["", "ы", "ов", "ами", "ного", "ство", "ения", "ность", "ом"],
}
_RARE_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("ax", "eq", "ix", "oq", "uw", "ex", "aq")]


@cache
def vocabulary(language: str) -> list[str]:
    """The words of a language, the commonest first."""
    chance = random.Random(f"words {language}")
    found = dict.fromkeys(_FREQUENT[language].split())
    syllables, endings = _SYLLABLES[language].split(), _ENDINGS[language]
    while len(found) < SIZE:
        found.setdefault("".join(chance.choices(syllables, k=chance.choice((2, 2, 3)))) + chance.choice(endings))
    return list(found)


@cache
def sentences(language: str) -> list[str]:
    """Sentences of 9 to 26 words without a capital or a full stop, each word as often as its rank has it."""
    chance = random.Random(f"sentences {language}")
    known = vocabulary(language)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(known))))

    def word() -> str:
        return known[bisect.bisect(weights, chance.random() * weights[-1])]

    return [" ".join(word() for _place in range(chance.randint(9, 26))) for _number in range(SENTENCES)]


def rare_word(number: int) -> str:
    """The ``number``-th of the words that few texts hold: twelve letters, with which no other word begins."""
    base = len(_RARE_SYLLABLES)
    parts = []
    for _place in range(4):
        number, rest = divmod(number, base)
        parts.append(_RARE_SYLLABLES[rest])
    return "".join(parts)


def name_of(chance: random.Random, syllables: int, ending: str = "") -> str:
    """A made-up name."""
    made = "".join(chance.choices(_SYLLABLES["en"].split(), k=syllables)) + ending
    return made.capitalize()
