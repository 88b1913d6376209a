"""Countries, cities, regions and venues named as nouns: from the gazetteer, and by their setting ("in Xtown")."""

from __future__ import annotations

from dataclasses import dataclass

from articles.importer.parse.document import NamedThing, Reason
from articles.importer.parse.gazetteer import (
    LONGEST_NAME,
    country_named,
    country_of_adjective,
    key,
    may_start_place,
    place_named,
)
from articles.importer.parse.names import THINGS
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import (
    BODY_NOUNS,
    MONTHS,
    ROLE_NOUNS,
    STOP,
    TITLES,
    VENUE_MODIFIERS,
    VENUE_NOUNS,
    WEEKDAYS,
)

# Names of places that are also common given names or words: a place only where no name follows or title precedes.
_BEFORE_UNKNOWN = frozenset("in at near from outside".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A place's name at one point of the text; ``known`` is what the gazetteer calls it ("" where it does not)."""

    paragraph: int
    first: int
    last: int
    name: str
    known: str
    country: bool
    rule: str
    confidence: float


def find_places(paragraph: Paragraph) -> list[Place]:
    """The places named in ``paragraph``, in order. Claims them as ``place``, except inside the names of bodies."""
    found: list[Place] = []
    index = 0
    while index < len(paragraph.tokens):
        place = _place_at(paragraph, index) if paragraph.capital(index) else None
        if place is None:
            index += 1
            continue
        if paragraph.free(index):
            paragraph.claim(place.first, place.last, "place")
        found.append(place)
        index = place.last
    return found


def _place_at(paragraph: Paragraph, index: int) -> Place | None:
    tokens = paragraph.tokens
    inside_body = paragraph.owner[index] == "body"
    if paragraph.owner[index] not in ("", "body"):
        return None
    venue = 0 if inside_body else _venue_end(paragraph, index)
    if venue:
        return Place(paragraph.number, index, venue, paragraph.words(index, venue), "", False, "place-venue", 0.85)
    if not may_start_place(tokens[index].low):
        return None
    for size in range(min(LONGEST_NAME, len(tokens) - index), 0, -1):
        last = index + size
        if not (
            tokens[last - 1].capital and all(paragraph.owner[i] == paragraph.owner[index] for i in range(index, last))
        ):
            continue
        words = paragraph.words(index, last)
        known = country_named(words) or place_named(words)
        if (
            not known
            or len(words) <= 3
            and not tokens[index].acronym
            and words.lower() in ("us", "uk", "uae", "prc", "drc")
        ):
            continue
        country = country_named(words) is not None
        if inside_body and not country and (paragraph.low(index - 1) != "in" or known in ("Europe", "Africa", "Asia")):
            return None
        if (
            inside_body
            and paragraph.low(index - 1) not in ("of", "in", "to")
            and paragraph.low(index - 2) not in ("of", "in")
        ):
            return None
        if size == 1 and not inside_body and _given_name(paragraph, index):
            return None
        return Place(paragraph.number, index, last, words, known, country, "place-in-gazetteer", 0.95)
    return None


def _given_name(paragraph: Paragraph, index: int) -> bool:
    """Whether a place's name is here a person's: "Minister Israel Katz", "Jordan Smith said"."""
    after = index + 1
    earlier = paragraph.tokens[index - 1] if index else None
    if (
        earlier is not None
        and not paragraph.starts_sentence(index)
        and paragraph.continues(after)
        and name_like(paragraph, index - 1)
        and name_like(paragraph, after)
        and not paragraph.tokens[index].acronym
    ):
        return True
    if not (paragraph.capital(after) and paragraph.free(after)) or paragraph.tokens[index].acronym:
        return False
    low = paragraph.low(after)
    if (
        low in ROLE_NOUNS
        or low in BODY_NOUNS
        or low in STOP
        or low in VENUE_NOUNS
        or country_of_adjective(low)
        or low in TITLES
    ):
        return False
    return paragraph.low(index - 1) in ROLE_NOUNS or paragraph.low(index - 1) in TITLES


def name_like(paragraph: Paragraph, index: int) -> bool:
    """Whether the token is a free capitalised word that is no office, body, adjective or common word."""
    low = paragraph.low(index)
    return (
        paragraph.capital(index)
        and paragraph.free(index)
        and not paragraph.tokens[index].acronym
        and low not in STOP
        and low not in ROLE_NOUNS
        and low not in BODY_NOUNS
        and low not in TITLES
        and low not in VENUE_NOUNS
        and low not in MONTHS
        and low not in WEEKDAYS
        and country_of_adjective(low) is None
    )


def _venue_end(paragraph: Paragraph, index: int) -> int:
    """End of a venue's name ("Istanbul Airport", "Baku Convention Center", "Grand Connaught Rooms"); 0 if none."""
    tokens = paragraph.tokens
    if tokens[index].low in STOP or tokens[index].low in ROLE_NOUNS or paragraph.shouted or tokens[index].low in MONTHS:
        return 0
    end = index
    while end < len(tokens) and end - index < 7 and tokens[end].capital and paragraph.free(end):
        low = tokens[end].low
        after_plain = not paragraph.capital(end + 1) or not paragraph.free(end + 1)
        if end > index and low in VENUE_NOUNS and after_plain:
            return end + 1 if paragraph.number or end - index < 3 else 0
        if end > index and low in ("center", "centre", "house") and tokens[end - 1].low in VENUE_MODIFIERS:
            return end + 1
        end += 1
    return 0


def find_unknown_places(paragraph: Paragraph) -> list[Place]:
    """Places known only by their setting: "in Xtown", "in Xtown and Ytown", "at Xtown". For after people are found."""
    tokens = paragraph.tokens
    found: list[Place] = []
    if not paragraph.number or paragraph.shouted:
        return found
    for index in range(1, len(tokens)):
        before = paragraph.low(index - 1)
        if not (paragraph.capital(index) and paragraph.free(index)):
            continue
        if before == "and" and (found and found[-1].last == index - 1 or _listed_place(paragraph, index - 2)):
            rule = "place-after-and"
        elif before in _BEFORE_UNKNOWN:
            rule = f"place-after-{before}"
        else:
            continue
        last = index
        while last < len(tokens) and last - index < 4 and tokens[last].capital and paragraph.free(last):
            last += 1
        words = [tokens[i].low for i in range(index, last)]
        if (
            last - index > 2
            or any(_no_place(word) for word in words)
            or any(tokens[i].acronym for i in range(index, last))
        ):
            continue
        if (
            paragraph.quoted[index]
            or paragraph.low(last) in ("'s", "-")
            or paragraph.capital(last)
            or "-" in tokens[index].text
        ):
            continue
        if (
            before == "at"
            and paragraph.low(last) in ("of",)
            or before == "from"
            and paragraph.low(last) not in (",", "to", "and", ".")
        ):
            continue
        paragraph.claim(index, last, "place")
        found.append(Place(paragraph.number, index, last, paragraph.words(index, last), "", False, rule, 0.6))
    return found


def _listed_place(paragraph: Paragraph, index: int) -> bool:
    """Whether a place stands at ``index`` right after "in" or "at"."""
    while paragraph.owner_at(index) == "place":
        index -= 1
        if paragraph.low(index) in ("in", "at", "near"):
            return True
    return False


def _no_place(word: str) -> bool:
    return (
        word in STOP
        or word in THINGS
        or word in MONTHS
        or word in WEEKDAYS
        or word in BODY_NOUNS
        or word in ROLE_NOUNS
        or word in TITLES
        or country_of_adjective(word) is not None
        or len(word) < 3
        or word.endswith(("tion", "ship", "ment", "ness", "ity", "ism", "ing", "english"))
    )


def merge_places(places: list[Place], paragraphs: dict[int, Paragraph]) -> list[NamedThing]:
    """Each place once, in the fullest form printed; "the U.S." and "United States" are one."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        name = place.known if place.country else key(place.known or place.name)
        groups.setdefault(name.removeprefix("the "), []).append(place)
    if "washington" in groups and "washington, dc" in groups:
        groups["washington, dc"] += groups.pop("washington")
    things = []
    for group in groups.values():
        best = max(
            group, key=lambda place: (not place.name.isupper() or len(group) == 1, len(place.name), -place.paragraph)
        )
        name = best.known if best.name.isupper() and key(best.known) == key(best.name) else best.name
        aliases = tuple(dict.fromkeys(place.name for place in group if place.name != name))
        span = paragraphs[best.paragraph].span(best.first, best.last)
        things.append(
            (
                group[0].paragraph == 0,
                group[0].paragraph,
                group[0].first,
                NamedThing(name, span, Reason(best.rule, best.confidence), aliases),
            )
        )
    return [thing for *_, thing in sorted(things, key=lambda item: item[:3])]
