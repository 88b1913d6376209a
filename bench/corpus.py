"""The generated office: registers and texts in the shape of the two seeds, as plain facts that any system can hold.

The same size gives the same facts, everywhere and always. A text knows what its words name and at which characters; a
corrected, withdrawn or retracted one has several editions. Nothing here knows a database.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from bench import words
from bench.facts import Row, Text, uid
from bench.writing import Writer

BEGINS = dt.datetime(2006, 1, 2, 6, 0, tzinfo=dt.UTC)
ENDS = dt.datetime(2025, 12, 31, 18, 0, tzinfo=dt.UTC)
EVENT_TYPES = ("meeting", "visit", "call", "signing", "summit", "conference", "briefing", "ceremony")
TITLES = ("Minister", "Deputy Minister", "Ambassador", "Chairman of the Board", "Executive Director", "Spokesperson",
          "Secretary General", "Head of Department", "Member of Parliament", "State Secretary")  # fmt: skip


class Corpus:
    """An office of ``size`` texts. Registers have the same rows whatever the size, but for events."""

    begins, ends = BEGINS, ENDS

    def __init__(self, size: int, *, people: int = 3_000, organisations: int = 400):
        self.size = size
        self.people = self._people(people, organisations)
        self.organisations = [self._organisation(number) for number in range(organisations)]
        self.topics = [self._topic(number) for number in range(130)]
        self.places = [self._place(number) for number in range(360)]
        self.sources = [self._source(number) for number in range(40)]
        self.events = [self._event(number) for number in range(max(20, size // 10))]
        self.cities = [row.number for row in self.places if row.kind == "city"]

    # --- Registers ----------------------------------------------------------------------------------------------------

    def _people(self, count: int, organisations: int) -> list[Row]:
        chance, rows, taken = random.Random("people"), [], set()
        while len(rows) < count:
            family = words.name_of(chance, 2, chance.choice(("ov", "zade", "li", "man", "escu", "sen")))
            name = f"{words.name_of(chance, 2)} {family}"
            if name in taken:
                continue
            taken.add(name)
            number = len(rows)
            rows.append(
                Row(
                    number,
                    uid("person", number),
                    name,
                    name.lower().replace(" ", "-"),
                    family=family,
                    title=TITLES[chance.randrange(len(TITLES))],
                    at=min(number // 8, organisations - 1) if number < organisations * 8 else number % organisations,
                    position=uid("position", number),
                )
            )
        return rows

    @staticmethod
    def _organisation(number: int) -> Row:
        chance = random.Random(f"organisation {number}")
        what, kind = chance.choice(
            (("Ministry of", "government"), ("Agency for", "government"), ("Embassy of", "embassy"),
             ("Council of", "international"), ("Company", "company"), ("Institute of", "other"))
        )  # fmt: skip
        name = f"{what} {words.name_of(chance, 3)}"
        return Row(number, uid("organisation", number), name, f"{name.lower().replace(' ', '-')}-{number}", kind=kind)

    @staticmethod
    def _topic(number: int) -> Row:
        """Ten subjects of twelve narrower ones each."""
        chance = random.Random(f"topic {number}")
        name = f"{words.name_of(chance, 2)} policy" if number < 10 else f"{words.name_of(chance, 3)} affairs"
        parent = None if number < 10 else number % 10
        return Row(number, uid("topic", number), name, f"{name.lower().replace(' ', '-')}-{number}", parent=parent)

    @staticmethod
    def _place(number: int) -> Row:
        """Sixty countries of five cities each."""
        chance = random.Random(f"place {number}")
        name = words.name_of(chance, 3, "ia" if number < 60 else "")
        country = "XZQ"[number % 60 // 26] + chr(65 + number % 26)
        own = number < 60
        return Row(
            number,
            uid("place", number),
            name,
            f"{name.lower()}-{number}",
            kind="country" if own else "city",
            code=country if own else "",
            country=country,
            parent=None if own else number % 60,
        )

    @staticmethod
    def _source(number: int) -> Row:
        chance = random.Random(f"source {number}")
        kind = "press_service" if number % 4 == 0 else "outlet"
        name = f"{words.name_of(chance, 3)} {'press service' if number % 4 == 0 else 'News'}"
        return Row(number, uid("source", number), name, f"{name.lower().replace(' ', '-')}-{number}", kind=kind)

    def _event(self, number: int) -> Row:
        chance = random.Random(f"event {number}")
        kind = chance.choice(EVENT_TYPES)
        name = f"{kind.capitalize()} of {words.name_of(chance, 3)} {number}"
        count = max(20, self.size // 10)
        starts = BEGINS + (ENDS - BEGINS) * (number / count)
        place = 60 + chance.randrange(300)
        return Row(
            number, uid("event", number), name, name.lower().replace(" ", "-"), kind=kind, parent=place, starts=starts
        )

    # --- Texts --------------------------------------------------------------------------------------------------------

    def texts(self, start: int = 0, stop: int | None = None) -> Iterator[Text]:
        """The texts of these numbers, oldest first."""
        for number in range(start, self.size if stop is None else stop):
            yield self.text(number)

    def text(self, number: int) -> Text:
        """One text."""
        return Writer(self, number).text()

    def rare_words(self) -> int:
        """How many rare words there are: each text holds three, so that each stands in about twenty texts."""
        return max(4, self.size * 3 // 20)

    # --- What a text names --------------------------------------------------------------------------------------------

    def relations(self, text: Text) -> dict[int, str]:
        """The people of a text in its order, each with how they stand in it."""
        found: dict[int, str] = {}
        for one in text.mentions:
            if one.what == "people":
                known = found.setdefault(one.number, "mentioned")
                if one.relation == "participant" or (one.relation == "speaker" and known == "mentioned"):
                    found[one.number] = one.relation
        return found

    def linked(self, text: Text) -> dict[str, list[int]]:
        """The numbers of the rows a text is found by, each once, in the order of the words.

        Organisations are those named, and those at which somebody named holds a position.
        """
        organisations = (
            one.number if one.what == "organisations" else self.people[one.number].at
            for one in text.mentions
            if one.what != "places"
        )
        return {
            "people": text.named("people"),
            "organisations": list(dict.fromkeys(organisations)),
            "events": list(dict.fromkeys(one.number for one in text.events)),
            "topics": text.topics,
            "places": list(dict.fromkeys([*([] if text.city is None else [text.city]), *text.named("places")])),
            "sources": list(dict.fromkeys(one.number for one in text.sources)),
        }
