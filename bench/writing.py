"""How a generated text is written: paragraphs in which names stand, and what becomes of it later."""

from __future__ import annotations

import datetime as dt
import math
import random
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from bench import words
from bench.facts import Edition, Mention, Part, Said, Text, uid

if TYPE_CHECKING:
    from bench.corpus import Corpus

GROUP = ("en", "en", "en", "en", "en", "en", "az", "en", "az", "ru")  # languages of ten texts in a row;
TRANSLATED = {8: 7, 9: 7}  # and which of the ten are translations of which
KINDS = ("press_release", "news_report", "readout", "statement", "speech", "media_advisory", "transcript", "factsheet")
KIND_WEIGHTS = (40, 25, 15, 8, 5, 4, 2, 1)
VERBS = {
    "en": ("said", "noted", "emphasized", "stressed", "added", "underlined", "stated"),
    "az": ("bildirib", "qeyd edib", "vurğulayıb", "əlavə edib"),
    "ru": ("сообщил", "отметил", "подчеркнул", "добавил"),
}
PUBLISHER, PRESS_SERVICE = "publisher", "attributed"


def popular(chance: random.Random, count: int) -> int:
    """A number below ``count``, each as likely as its rank has it (Zipf)."""
    return int(math.exp(chance.random() * math.log(count + 1))) - 1


class _Paragraph:
    """A paragraph under way: words, with the characters at which names stand."""

    def __init__(self) -> None:
        self.words = ""

    def add(self, more: str) -> tuple[int, int]:
        start = len(self.words)
        self.words += more
        return start, len(self.words)


class Writer:
    """Writes one text."""

    def __init__(self, corpus: Corpus, number: int):
        self.corpus, self.number = corpus, number
        self.chance = random.Random(number * 7919 + 17)
        place = number % 10
        self.language = GROUP[place]
        self.original = number - place + TRANSLATED[place] if place in TRANSLATED else number
        if self.original >= corpus.size:
            self.original = number
        self.sentences = words.sentences(self.language)
        self.paragraphs: list[str] = []
        self.count = 0

    def own_uid(self) -> uuid.UUID:
        """A uid for the next part."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def text(self) -> Text:
        chance, corpus, number = self.chance, self.corpus, self.number
        step = (corpus.ends - corpus.begins) / corpus.size
        hour = (corpus.begins + step * (number + chance.random() * 0.9)).replace(microsecond=0)
        hour += dt.timedelta(microseconds=number % 1_000_000)  # no two are of one instant
        self.made = made = Text(
            number=number,
            uid=uid("text", number),
            work=uid("work", self.original),
            kind=chance.choices(KINDS, KIND_WEIGHTS)[0],
            language=self.language,
            headline="",
            title="",
            slug="",
            summary="",
            city=chance.choice(corpus.cities) if chance.random() < 0.6 else None,
            day=hour.date(),
        )
        self._write()
        sentence = chance.choice(self.sentences).split()
        made.headline = " ".join(sentence[: chance.randint(6, 11)]).capitalize()
        made.title = made.headline
        made.slug = f"{'-'.join(made.headline.lower().split()[:6])[:60]}-{number}" if self.language == "en" else (
            f"{self.language}-{number}"
        )  # fmt: skip
        if chance.random() < 0.3:
            made.summary = self.filler(1)
        made.topics = sorted({popular(chance, 120) + 10 for _one in range(chance.choice((1, 1, 2, 3)))})
        made.editions = [Edition(self.own_uid(), "first", hour, self.paragraphs)]
        self._later(hour)
        return made

    def filler(self, count: int) -> str:
        """``count`` sentences."""
        chosen = self.chance.choices(self.sentences, k=count)
        return " ".join(f"{one[0].upper()}{one[1:]}." for one in chosen)

    def _write(self) -> None:
        """Paragraphs: the lead, then quotes, mentions and plain ones; the last is plain."""
        chance = self.chance
        people = list(dict.fromkeys(popular(chance, len(self.corpus.people)) for _one in range(chance.randint(1, 6))))
        self._lead(people)
        for place in range(chance.randint(6, 12)):
            kind = chance.random()
            if kind < 0.45:
                self._quote(chance.choice(people))
            elif kind < 0.65:
                self._mention(people)
            elif kind < 0.72:
                self._event("referred")
            else:
                self._plain(place == 3)
        if self.language == "en" and chance.random() < 0.84:
            self.paragraphs.append(f"{self.filler(1)[:-1]} {words.COMMON} {chance.choice(self.sentences)}.")
        rare = [words.rare_word(chance.randrange(self.corpus.rare_words())) for _one in range(3)]
        self.paragraphs.append(f"{self.filler(1)[:-1]}: {', '.join(rare)}.")

    def name(
        self, paragraph: _Paragraph, what: str, number: int, relation: str = "mentioned", role: str = "", short=False
    ) -> None:
        """Name a row of a register in the paragraph under way."""
        row = getattr(self.corpus, what)[number]
        start, end = paragraph.add(row.family if short else row.name)
        at = len(self.paragraphs)
        self.made.mentions.append(Mention(self.own_uid(), what, number, relation, at, start, end, role))

    def _lead(self, people: list[int]) -> None:
        chance, corpus, made = self.chance, self.corpus, self.made
        paragraph = _Paragraph()
        if made.city is not None:
            city = corpus.places[made.city]
            paragraph.add(f"{city.name.upper()}, {corpus.places[city.parent or 0].name}, {made.day:%d.%m}. ")
        for place, number in enumerate(people[:3]):
            paragraph.add(", " if place else "")
            title = corpus.people[number].title
            paragraph.add(f"{title} ")
            self.name(paragraph, "people", number, "participant", title)
        paragraph.add(f" {chance.choice(self.sentences)} ")
        self.name(paragraph, "organisations", popular(chance, len(corpus.organisations)))
        main = chance.random() < 0.5
        whole = paragraph.words
        for relation in (PRESS_SERVICE, PUBLISHER) if chance.random() < 0.3 else (PUBLISHER,):
            number = 4 * popular(chance, 10) if relation == PRESS_SERVICE else popular(chance, 30) // 3 * 4 + 1
            paragraph.add(", ")
            start, end = paragraph.add(corpus.sources[number].name)
            verb = "told" if relation == PRESS_SERVICE else "reports"
            made.sources.append(Part(self.own_uid(), number, relation, 0, start, end, verb))
        paragraph.add(f" {made.sources[-1].verb}.")
        if main:
            number = min(self.number // 10 + chance.randrange(2), len(corpus.events) - 1)
            made.events.append(Part(self.own_uid(), number, "main", 0, 0, len(whole)))
        self.paragraphs.append(paragraph.words)

    def _quote(self, number: int) -> None:
        chance = self.chance
        paragraph = _Paragraph()
        self.name(paragraph, "people", number, short=True)
        verb = chance.choice(VERBS[self.language])
        direct = chance.random() < 0.2
        said = " ".join(chance.choices(self.sentences, k=chance.choice((1, 1, 2))))
        paragraph.add(f" {verb}: “{said}.”" if direct else f" {verb} {said}.")
        at = len(self.paragraphs)
        statement = self.own_uid()
        person = self.corpus.people[number]
        self.made.statements.append(Said(statement, at, len(paragraph.words), verb, direct, number, person.family))
        self.made.mentions.append(
            Mention(self.own_uid(), "people", number, "speaker", at, 0, 0, person.title, statement)
        )  # fmt: skip
        self.paragraphs.append(paragraph.words)

    def _mention(self, people: list[int]) -> None:
        chance, corpus = self.chance, self.corpus
        paragraph = _Paragraph()
        paragraph.add(f"{self.filler(1)} ")
        for _one in range(chance.randint(1, 3)):
            what = chance.choice(("people", "organisations", "places", "places"))
            if what == "people":
                self.name(paragraph, what, chance.choice(people), short=True)
            else:
                self.name(paragraph, what, popular(chance, len(getattr(corpus, what))))
            paragraph.add(f" {chance.choice(self.sentences)} ")
        paragraph.words = f"{paragraph.words[:-1]}."
        self.paragraphs.append(paragraph.words)

    def _event(self, relation: str) -> None:
        made, events = self.made, self.corpus.events
        number = min(popular(self.chance, len(events)), len(events) - 1)
        if any(one.number == number for one in made.events):
            return self._plain(False)
        paragraph = _Paragraph()
        start, end = paragraph.add(events[number].name)
        paragraph.add(f" {self.chance.choice(self.sentences)}.")
        made.events.append(Part(self.own_uid(), number, relation, len(self.paragraphs), start, end))
        self.paragraphs.append(paragraph.words)
        return None

    def _plain(self, long: bool) -> None:
        self.paragraphs.append(self.filler(3 if long else self.chance.choice((1, 2, 2))))

    def _later(self, hour: dt.datetime) -> None:
        """Corrections of three texts of a hundred, withdrawals and retractions of three and one of a thousand."""
        chance, editions = self.chance, self.made.editions
        fate = chance.random()
        if fate < 0.030:
            paragraphs = [*self.paragraphs[:-1], f"{self.paragraphs[-1]} {self.filler(1)}"]
            editions.append(
                Edition(self.own_uid(), "correction", hour + dt.timedelta(hours=26), paragraphs, self.filler(1))
            )
        elif fate < 0.033:
            editions.append(replace(editions[0], uid=self.own_uid(), kind="withdrawal", note=self.filler(1)))
            editions[-1].hour = hour + dt.timedelta(days=12)
        elif fate < 0.034:
            editions.append(Edition(self.own_uid(), "retraction", hour + dt.timedelta(days=3), [], self.filler(1)))
