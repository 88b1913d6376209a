"""Russian and Azerbaijani texts: what their own small grammar shows for sure, names in the form that acts or speaks.

Names are taken only where they stand in the nominative (as the subject of a verb of speech or behind an office), so
that no case form is listed as somebody's name. Country names are given in the nominative.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.importer.parse.document import (
    DateFound,
    Dateline,
    EventFound,
    MentionFound,
    NamedThing,
    PersonFound,
    Reason,
    SourceFound,
    Span,
    StatementFound,
)  # fmt: skip
from people.names import fold

_CYRILLIC_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_LATIN_NAME = r"[A-ZÇƏĞİÖŞÜ][a-zçəğıöşü]+(?:-[A-ZÇƏĞİÖŞÜ][a-zçəğıöşü]+)?"
_SURNAME = r"[A-ZÇƏĞİÖŞÜ][a-zçəğıöşü]+(?:ov|ova|yev|yeva|ev|eva|zadə|lı|li|lu|lü|oğlu|qızı|bəyli|skaya|ski|in|ina)"

# stem|nominative: the stem followed by up to three letters of a case ending.
_COUNTRIES = {
    "ru": """
    Азербайджан|Азербайджан Армени|Армения Росси|Россия Грузи|Грузия Турци|Турция Украин|Украина Казахстан|Казахстан
    Узбекистан|Узбекистан Кыргызстан|Кыргызстан Киргизи|Киргизия Таджикистан|Таджикистан Туркменистан|Туркменистан
    Туркмени|Туркмения Белорусси|Белоруссия Беларус|Беларусь Молдав|Молдавия Молдов|Молдова Латви|Латвия Литв|Литва
    Эстони|Эстония Польш|Польша Германи|Германия Франци|Франция Итали|Италия Испани|Испания Румыни|Румыния
    Болгари|Болгария
    Венгри|Венгрия Серби|Сербия Великобритани|Великобритания Китай|Китай Кита|Китай Инди|Индия Япони|Япония Иран|Иран
    Ирак|Ирак Израил|Израиль Египет|Египет Египт|Египет Пакистан|Пакистан Афганистан|Афганистан Бразили|Бразилия
    Канад|Канада
    Монголи|Монголия Финлянди|Финляндия Швеци|Швеция Норвеги|Норвегия США|США""",
    "az": """
    Azərbaycan|Azərbaycan Ermənistan|Ermənistan Rusiya|Rusiya Gürcüstan|Gürcüstan Türkiyə|Türkiyə Ukrayna|Ukrayna
    Qazaxıstan|Qazaxıstan Özbəkistan|Özbəkistan Qırğızıstan|Qırğızıstan Tacikistan|Tacikistan Türkmənistan|Türkmənistan
    Belarus|Belarus Moldova|Moldova Latviya|Latviya Litva|Litva Estoniya|Estoniya Polşa|Polşa Almaniya|Almaniya
    Fransa|Fransa
    İtaliya|İtaliya İspaniya|İspaniya Rumıniya|Rumıniya Bolqarıstan|Bolqarıstan Macarıstan|Macarıstan Serbiya|Serbiya
    Çin|Çin
    Hindistan|Hindistan Yaponiya|Yaponiya İran|İran İraq|İraq İsrail|İsrail Misir|Misir Pakistan|Pakistan ABŞ|ABŞ
    Əfqanıstan|Əfqanıstan İsveçrə|İsveçrə İsveç|İsveç Norveç|Norveç Finlandiya|Finlandiya""",
}
_CITIES = {
    "ru": """
    Баку|Баку Москв|Москва Ереван|Ереван Тбилиси|Тбилиси Анкар|Анкара Стамбул|Стамбул Киев|Киев Минск|Минск
    Астан|Астана Ташкент|Ташкент Бишкек|Бишкек Душанбе|Душанбе Ашхабад|Ашхабад Брюссел|Брюссель Женев|Женева Париж|Париж
    Лондон|Лондон Берлин|Берлин Вашингтон|Вашингтон Пекин|Пекин Тегеран|Тегеран Шуш|Шуша Гянджа|Гянджа Вен|Вена""",
    "az": """
    Bakı|Bakı Moskva|Moskva İrəvan|İrəvan Tbilisi|Tbilisi Ankara|Ankara İstanbul|İstanbul Kiyev|Kiyev Minsk|Minsk
    Astana|Astana Daşkənd|Daşkənd Brüssel|Brüssel Cenevrə|Cenevrə Paris|Paris London|London Berlin|Berlin
    Vaşinqton|Vaşinqton
    Pekin|Pekin Tehran|Tehran Şuşa|Şuşa Gəncə|Gəncə Laçın|Laçın Naxçıvan|Naxçıvan""",
}
_EVENTS = {
    "ru": (
           ("телефонн", "call"),
           ("встреч", "meeting"), ("переговор", "meeting"), ("подписа", "signing"), ("саммит", "summit"),
           ("визит", "visit"), ("форум", "conference"), ("конференц", "conference"), ("назначен", "appointment"),
           ("церемони", "ceremony"), ("заявлени", "statement")),
    "az": (
           ("telefon danış", "call"),
           ("telefonla", "call"), ("görüş", "meeting"), ("imzala", "signing"), ("sammit", "summit"),
           ("zirvə", "summit"), ("səfər", "visit"), ("forum", "conference"), ("konfrans", "conference"),
           ("təyin", "appointment"),
           ("mərasim", "ceremony"), ("bəyanat", "statement")),
}  # fmt: skip
_EVENT_NAMES = {
    "ru": {
           "call": "Телефонный разговор",
           "meeting": "Встреча", "signing": "Подписание", "summit": "Саммит", "visit": "Визит",
           "conference": "Конференция", "appointment": "Назначение", "ceremony": "Церемония", "statement": "Заявление"},
    "az": {"call": "Telefon danışığı", "meeting": "Görüş", "signing": "İmzalanma", "summit": "Sammit", "visit": "Səfər",
           "conference": "Konfrans", "appointment": "Təyinat", "ceremony": "Mərasim", "statement": "Bəyanat"},
}  # fmt: skip
_RU_ROLE = (
    r"(?:[Пп]ремьер-министр|[Пп]резидент|(?:[Вв]ице-)?[Пп]ремьер"
    r"|(?:[Пп]ервый )?(?:[Зз]аместитель )?(?:[Мм]инистр|[Пп]редседатель|[Дд]иректор|[Рр]уководитель|[Гг]лава)"
    r"|[Мм]инистр|[Пп]осол|[Сс]пикер|[Гг]енеральный (?:секретарь|директор)|[Гг]енсек|[Дд]епутат|[Гг]лава"
    r"|[Пп]ресс-секретарь|[Нн]ачальник)"
)
_RU_SPEECH = (
    r"(?:сообщил|подчеркнул|заявил|отметил|подтвердил|сказал|добавил|рассказал|указал|напомнил|поблагодарил|поздравил"
    r"|призвал|выразил|приветствовал|высоко оценил|оценил|объявил|пояснил|считает|информировал|проинформировал"
    r"|предложил|осудил)[аи]?"
)
_AZ_SPEECH = (
    r"(?:bildirib|deyib|vurğulayıb|qeyd edib|söyləyib|bildirdi|dedi|vurğuladı|qeyd etdi|əlavə edib"
    r"|diqqətə çatdırıb|xatırladıb"
    r"|açıqlayıb|təşəkkür edib|məlumat verib|ifadə edib|toxunub|yazıb|bəyan edib|təbrik edib|çağırıb)"
)
_AZ_ROLE = (
    r"(?:(?:[a-zçəğıöşü]+\s){0,3}(?:naziri?|nazirinin müavini|prezidenti?|sədri?|sədrinin müavini|direktoru?"
    r"|rəhbəri|səfiri?|katibi|rəisi|deputatı?|komissarı|müdiri|spikeri)"
    r"|[Nn]azir|[Pp]rezident|[Ss]ədr|[Ss]əfir|[Dd]eputat|Baş nazir)"
)
_RU_PERSON = re.compile(
    rf"(?:(?P<role>{_RU_ROLE})\s(?P<of>[^.,;«»\n]{{0,70}}?)\s?)?(?P<name>{_CYRILLIC_NAME}(?:\s[А-ЯЁ]\.)?(?:"
    rf"\s{_CYRILLIC_NAME}){{1,2}})\s(?:(?:также|далее|в свою очередь|,)\s?){{0,2}}(?P<verb>{_RU_SPEECH})\b"
)
_RU_OFFICE = re.compile(rf"(?:^|(?<=[.!?]\s))(?P<role>{_RU_ROLE})(?:\s[А-ЯЁ][а-яё]+){{0,2}}\s(?P<verb>{_RU_SPEECH})\b")
_RU_PRONOUN = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?:[^.!?,]{{0,60}},\s)?(?P<pronoun>Он|Она|он|она)\s(?:также\s)?(?P<verb>{_RU_SPEECH})\b"
)
_RU_OBLIQUE = re.compile(
    rf"(?P<role>{_RU_ROLE})[а-яё]{{1,3}}\s(?P<of>(?:Республик[иа]\s)?[А-ЯЁ][а-яё]+)\s(?P<name>{_CYRILLIC_NAME}"
    rf"\s{_CYRILLIC_NAME})"
)
_AZ_PERSON = re.compile(
    rf"(?:(?P<of>{_LATIN_NAME}(?:\s(?:Respublikası))?(?:n[ıiuü]n|[ıiuü]n)?(?:"
    rf"\s[A-ZÇƏĞİÖŞÜ][a-zçəğıöşü]+){{0,5}})\s)?(?:(?P<role>{_AZ_ROLE})\s)?(?P<name>{_LATIN_NAME}\s{_SURNAME})"
    rf"(?P<case>[a-zçəğıöşü]{{0,4}})\b"
)
_AZ_VERB = re.compile(rf"\b(?P<verb>{_AZ_SPEECH})\b")
_RU_SOURCE = re.compile(
    r"(?P<verb>сообщает|передает|передаёт|пишет)\s(?:агентство\s)?[«\"]?(?P<name>[A-ZА-ЯЁ][\w.]+(?:"
    r"\s[A-ZА-ЯЁ][\w.]+){0,2})[»\"]?"
)
_RU_CITES = re.compile(r"(?P<verb>со ссылкой на|сообщили \w+ в)\s(?P<name>[^,.\n]{3,100})")
_AZ_SOURCE = re.compile(
    r"(?P<name>(?:“|\")?[A-ZÇƏĞİÖŞÜ][\w.-]+(?:\s[A-ZÇƏĞİÖŞÜ][\w.-]+){0,2})(?:”|\")?\s(?P<verb>xəbər verir"
    r"|məlumat verir|bildirir)\b"
)
_AZ_CITES = re.compile(r"(?P<name>[A-ZÇƏĞİÖŞÜ][^,.\n]{2,100}?)(?:n[ae]|na|nə|yə|ya|ə|a)\s(?P<verb>istinadən)\b")
_SENTENCE = re.compile(r"(?<=[.!?…»”])\s+(?=[A-ZА-ЯЁÇƏĞİÖŞÜ“«\"])")
_QUOTED = re.compile(r"[«“\"][^«»“”\"]{12,}[»”\"]|^[–—-]\s")


@dataclass(slots=True)
class OtherLanguage:
    """The findings in a text that is not English."""

    people: tuple[PersonFound, ...] = ()
    places: tuple[NamedThing, ...] = ()
    events: tuple[EventFound, ...] = ()
    statements: tuple[StatementFound, ...] = ()
    sources: tuple[SourceFound, ...] = ()


def read_other(
    language: str,
    headline: str,
    paragraphs: tuple[str, ...],
    dateline: Dateline | None,
    dates: dict[int, list[DateFound]],
) -> OtherLanguage:
    """People, places, statements, sources and the kind of event of a Russian or Azerbaijani text; empty for others."""
    if language not in ("ru", "az"):
        return OtherLanguage()
    texts = list(enumerate(paragraphs, start=1))
    people, statements = _Speakers(language).read(texts)
    places = _places(language, [*texts, (0, headline)])
    sources = _sources(language, texts[:3])
    event = _event(language, headline, texts, people, dates)
    return OtherLanguage(people, places, (event,) if event else (), statements, sources)


class _Speakers:
    """People and what they say, read in order so that an office alone finds its holder."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.people: dict[str, PersonFound] = {}
        self.statements: list[StatementFound] = []
        self.latest = ""

    def read(self, texts: list[tuple[int, str]]) -> tuple[tuple[PersonFound, ...], tuple[StatementFound, ...]]:
        for number, text in texts:
            offset = 0
            for sentence in _SENTENCE.split(text):
                start = text.index(sentence, offset)
                offset = start + len(sentence)
                if self.language == "ru":
                    self._russian(number, start, sentence)
                else:
                    self._azerbaijani(number, start, sentence)
        if self.language == "ru":
            self._offices_in_other_cases(texts)
        return tuple(self.people.values()), tuple(self.statements)

    def _add(self, name: str, role: str, organisation: str, span: Span) -> str:
        key = fold(name)
        known = next(
            (k for k in self.people if k == key or k.split()[-1] == key.split()[-1] and len(key.split()) == 1), None
        )
        mention = MentionFound(name, span, role)
        if known is None:
            self.people[key] = PersonFound(
                name, role, organisation, (mention,), Reason("person-subject-of-speech", 0.85)
            )
            return name
        old = self.people[known]
        self.people[known] = PersonFound(
            old.name, old.role or role, old.organisation or organisation, (*old.mentions, mention), old.reason
        )
        return old.name

    def _say(self, number: int, start: int, sentence: str, name: str, verb: str, words: str, confidence: float) -> None:
        self.latest = name
        if any(s.speakers == (name,) and s.span.paragraph == number for s in self.statements):
            return
        kind = "direct" if _QUOTED.search(sentence) else "reported"
        span = Span(number, start, start + len(sentence))
        self.statements.append(
            StatementFound((name,), "single", kind, verb, span, Reason("statement-subject-verb", confidence), words)
        )

    def _russian(self, number: int, start: int, sentence: str) -> None:
        match = _RU_PERSON.search(sentence)
        if match:
            span = Span(number, start + match.start("name"), start + match.end("name"))
            role, of = match["role"] or "", match["of"] or ""
            country = _country("ru", of.split()[-1]) if of.split() else ""
            name = self._add(match["name"], role if len(of.split()) < 7 else "", country, span)
            self._say(number, start, sentence, name, match["verb"], match["name"], 0.85)
        elif match := _RU_OFFICE.search(sentence):
            stem = fold(match["role"])
            holder = next((p.name for p in self.people.values() if p.role and fold(p.role) == stem), "")
            self.pending = getattr(self, "pending", [])
            if holder:
                self._say(number, start, sentence, holder, match["verb"], match["role"], 0.75)
            else:
                self.pending.append((number, start, sentence, stem, match["verb"], match["role"]))
        elif (match := _RU_PRONOUN.search(sentence)) and self.latest:
            self._say(number, start, sentence, self.latest, match["verb"], match["pronoun"], 0.75)

    def _offices_in_other_cases(self, texts: list[tuple[int, str]]) -> None:
        """Gives people known in the nominative the office that stands with another case form of their name."""
        for number, text in texts:
            for match in _RU_OBLIQUE.finditer(text):
                given, surname = (fold(word)[:4] for word in match["name"].split())
                for key, person in self.people.items():
                    parts = key.split()
                    if parts[0][:4] == given and parts[-1][:4] == surname and not person.role:
                        span = Span(number, match.start("name"), match.end("name"))
                        mention = MentionFound(match["name"], span, match["role"])
                        country = _country("ru", match["of"].split()[-1])
                        mentions = (*person.mentions, mention)
                        self.people[key] = PersonFound(person.name, match["role"], country, mentions, person.reason)
        for number, start, sentence, stem, verb, words in getattr(self, "pending", []):
            holder = next((p.name for p in self.people.values() if p.role and fold(p.role) == stem), "")
            if holder:
                self._say(number, start, sentence, holder, verb, words, 0.7)

    def _azerbaijani(self, number: int, start: int, sentence: str) -> None:
        named = []
        for match in _AZ_PERSON.finditer(sentence):
            if match["case"] and match["role"] is None:
                continue
            span = Span(number, start + match.start("name"), start + match.end("name"))
            country = _country("az", match["of"].split()[0]) if match["of"] and match["role"] else ""
            name = self._add(match["name"], match["role"] or "", country, span)
            named.append((name, match["case"], match["name"]))
        verb = _AZ_VERB.search(sentence)
        if not verb:
            return
        subject = next((item for item in named if not item[1]), None)
        if subject:
            self._say(number, start, sentence, subject[0], verb["verb"], subject[2], 0.8)
        elif re.match(r"(?:O|Nazir|Prezident|Sədr|Səfir|Deputat|Qonaq)\s", sentence) and self.latest:
            self._say(number, start, sentence, self.latest, verb["verb"], sentence.split()[0], 0.65)


def _stems(table: str) -> list[tuple[str, str]]:
    return [tuple(pair.split("|", 1)) for pair in table.split()]  # type: ignore[misc]


def _place_pattern(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    names = dict(pair for table in (_COUNTRIES, _CITIES) for pair in _stems(table[language]))
    stems = "|".join(sorted(names, key=len, reverse=True))
    ending = "[а-яё]{0,3}" if language == "ru" else "[a-zçəğıöşü]{0,5}"
    return re.compile(rf"\b(?P<stem>{stems})(?:{ending})\b"), names


_PLACE_PATTERNS = {language: _place_pattern(language) for language in ("ru", "az")}


def _country(language: str, word: str) -> str:
    pattern, names = _PLACE_PATTERNS[language]
    match = pattern.fullmatch(word)
    return names[match["stem"]] if match else ""


def _places(language: str, texts: list[tuple[int, str]]) -> tuple[NamedThing, ...]:
    pattern, names = _PLACE_PATTERNS[language]
    found: dict[str, NamedThing] = {}
    for number, text in texts:
        for match in pattern.finditer(text):
            name = names[match["stem"]]
            old = found.get(name)
            aliases = old.aliases if old else ()
            if match.group() != name and match.group() not in aliases:
                aliases = (*aliases, match.group())
            span = old.span if old else Span(number, match.start(), match.end())
            found[name] = NamedThing(name, span, Reason("place-in-gazetteer", 0.9), aliases)
    return tuple(found.values())


def _sources(language: str, texts: list[tuple[int, str]]) -> tuple[SourceFound, ...]:
    patterns = (
        ((_RU_SOURCE, "publisher"), (_RU_CITES, "attributed"))
        if language == "ru"
        else ((_AZ_SOURCE, "publisher"), (_AZ_CITES, "attributed"))
    )
    found: dict[tuple[str, str], SourceFound] = {}
    for number, text in texts:
        for pattern, role in patterns:
            for match in pattern.finditer(text):
                name = match["name"].strip('“”"«» ')
                if _country(language, name) or match["verb"] == "bildirir" and number > 1:
                    continue
                start = text.index(name, match.start("name"))
                span = Span(number, start, start + len(name))
                found.setdefault(
                    (name, role), SourceFound(name, role, match["verb"], span, Reason("source-agency-reports", 0.9))
                )
    return tuple(found.values())


def _event(
    language: str,
    headline: str,
    texts: list[tuple[int, str]],
    people: tuple[PersonFound, ...],
    dates: dict[int, list[DateFound]],
) -> EventFound | None:
    body = [(number, text) for number, text in texts if len(text) > 60] or texts
    if not body:
        return None
    number, lead = body[0]
    for source in (headline, lead):
        low = source.lower()
        kind = next((kind for stem, kind in _EVENTS[language] if stem in low), "")
        if kind:
            break
    if not kind:
        return None
    taking_part = tuple(p.name for p in people if any(_near(p.name, text) for text in (headline, lead)))
    date = next((d for d in dates.get(number, []) if len(d.edtf) == 10), None)
    span = Span(number, 0, len(lead))
    return EventFound(
        kind, _EVENT_NAMES[language][kind], date, "", taking_part, True, True, span, Reason("event-keyword", 0.6)
    )


def _near(name: str, text: str) -> bool:
    """Whether ``text`` has the family name in any case."""
    surname = name.split()[-1]
    return (surname[:-1] if len(surname) > 5 else surname) in text
