"""Offices as styled in the text: "Deputy Foreign Minister", "Chairman of the Board of X", "Y's customs chief"."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.importer.parse.gazetteer import country_named, country_of_adjective
from articles.importer.parse.organisations import Body
from articles.importer.parse.places import Place
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import (
    BODY_ANAPHORS,
    PORTFOLIO_NOUNS,
    PORTFOLIOS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    STOP,
    TENURE,
    TITLES,
    WEAK_ROLE_NOUNS,
)

_TITLE_PARTS = PORTFOLIOS | frozenset(
    "directors trustees governors management supervisory executive advisory cities".split()
)
_AFTER_HEAD = frozenset("general designate elect emeritus d'affaires plenipotentiary extraordinary".split())
_SPOKEN_FOR = frozenset("council parliament commission senate congress assembly bank court association union".split())
_SHORT_TITLES = frozenset("member members mp mep deputy representative".split())


@dataclass(frozen=True, slots=True)
class Role:
    """An office at one place of the text.

    ``outer`` is where the phrase starts with its possessor or adjective ("Norway's", "Turkish"), ``first`` where the
    title does. ``organisation`` is as printed, or the country an adjective stands for.
    """

    paragraph: int
    outer: int
    first: int
    last: int
    title: str
    head: str
    organisation: str
    body: bool
    former: bool
    acting: bool
    plural: bool
    capital: bool


def find_roles(paragraph: Paragraph, bodies: list[Body], places: list[Place], body_before: str = "") -> list[Role]:
    """The offices named in ``paragraph``, in order; their tokens are claimed as ``role``.

    Bodies that only an office shows to be such ("head of Acme") are added to ``bodies``. ``body_before`` is the body
    last named in earlier paragraphs: what "the agency's" means at the start.
    """
    body_at = {body.first: body for body in bodies}
    body_ends = {body.last: body for body in bodies}
    place_at = {place.first: place for place in places}
    place_ends = {place.last: place for place in places}
    reader = _Reader(paragraph, body_at, body_ends, place_at, place_ends, body_before)
    found: list[Role] = []
    index = 0
    while index < len(paragraph.tokens):
        if paragraph.free(index) and paragraph.low(index) in ROLE_NOUNS:
            role = reader.role_at(index, found[-1].last if found else 0)
            if role is not None:
                paragraph.claim(role.first, role.last, "role")
                found.append(role)
                index = max(role.last, index + 1)
                continue
        if index in body_at and paragraph.owner[index] == "body":
            reader.latest_body = body_at[index].name
        index += 1
    for first, last in reader.unknown:
        name = paragraph.words(first, last)
        bodies.append(Body(paragraph.number, first, last, name, "organisation-of-office", 0.7, "", first))
    bodies.sort(key=lambda body: body.first)
    return found


@dataclass(slots=True)
class _Reader:
    paragraph: Paragraph
    body_at: dict[int, Body]
    body_ends: dict[int, Body]
    place_at: dict[int, Place]
    place_ends: dict[int, Place]
    latest_body: str
    unknown: list[tuple[int, int]] = field(default_factory=list)

    def role_at(self, index: int, floor: int) -> Role | None:
        paragraph, tokens = self.paragraph, self.paragraph.tokens
        head = index
        while (
            self._joins(head + 1)
            and tokens[head + 1].low not in _AFTER_HEAD
            and (
                tokens[head + 1].low in ROLE_NOUNS
                or (
                    tokens[head + 1].low in ROLE_MODIFIERS
                    and paragraph.low(head + 2) in ROLE_NOUNS
                    and self._joins(head + 2)
                )
            )
        ):
            if tokens[head + 1].capital != tokens[head].capital and not tokens[head + 1].capital:
                break
            head += 1
        after = head + 1
        while paragraph.low(after) in _AFTER_HEAD and self._joins(after):
            after += 1
            if paragraph.low(after) == "and" and paragraph.low(after + 1) in _AFTER_HEAD:
                after += 1
        if paragraph.low(after) == "," and paragraph.low(after + 1) == "ad" and paragraph.low(after + 2) == "interim":
            after += 3
        elif paragraph.low(after) == "-" and paragraph.low(after + 1) in ("designate", "elect"):
            after += 2
        first = self._left_end(index, floor)
        former, acting = False, False
        while first < index and (tokens[first].low in TENURE or tokens[first].low in ("and", "&")):
            former = former or tokens[first].low in ("former", "ex", "late", "then")
            acting = acting or tokens[first].low in ("acting", "interim")
            first += 1
        if tokens[first].low in _SPOKEN_FOR and tokens[first].capital and not tokens[head].capital and first < head:
            # "Council spokesperson"
            first += 1
        outer = first
        if paragraph.low(first - 1) in TENURE and first - 1 >= floor:
            former = former or paragraph.low(first - 1) in ("former", "ex", "late", "then")
            acting = acting or paragraph.low(first - 1) in ("acting", "interim")
            outer = first - 1
        outer, organisation, body = self._possessor(outer, floor)
        if paragraph.low(outer - 1) in ("former", "ex", "acting", "interim") and outer - 1 >= floor:
            former = former or paragraph.low(outer - 1) in ("former", "ex")
            acting = acting or paragraph.low(outer - 1) in ("acting", "interim")
            outer -= 1
        title_end, last, named, named_body = self._complement(after, tokens[head].low)
        if named and (not organisation or title_end == after):
            if organisation and named_body and not body:
                # "Norwegian Director of the Bank": the adjective stays with the title.
                first = (
                    outer
                    if country_of_adjective(paragraph.low(outer)) or country_named(paragraph.words(outer, first))
                    else first
                )
            organisation, body = named, named_body
        title = self._title(first, title_end)
        low = tokens[head].low
        plural = low.endswith("s") and low[:-1] in ROLE_NOUNS
        return Role(
            paragraph.number,
            outer,
            first,
            last,
            title,
            low,
            organisation,
            body,
            former,
            acting,
            plural,
            tokens[head].capital,
        )

    def _title(self, first: int, last: int) -> str:
        return self.paragraph.words(first, last)

    def _joins(self, index: int) -> bool:
        """Whether ``index`` continues a phrase: an unclaimed token on the same line."""
        return (
            self.paragraph.free(index) and not self.paragraph.tokens[index].line and self.paragraph.tokens[index].word
        )

    def _left_end(self, index: int, floor: int) -> int:
        """Where the words before the noun begin that belong to the title."""
        paragraph, tokens = self.paragraph, self.paragraph.tokens
        capital = tokens[index].capital
        first = index
        while first > floor and not tokens[first].line:
            token = tokens[first - 1]
            fits = (
                token.word
                and paragraph.free(first - 1)
                and (
                    token.low in ROLE_MODIFIERS
                    or token.low in PORTFOLIOS
                    or token.low in ROLE_NOUNS
                    and token.low not in TITLES
                )
            )
            if fits and capital and not token.capital and token.low not in TENURE:
                fits = False
            if not fits and token.low in ("and", "&") and first - 2 >= floor and paragraph.free(first - 2):
                left = tokens[first - 2]
                fits = (
                    left.capital == capital
                    and (left.low in ROLE_MODIFIERS or left.low in PORTFOLIOS)
                    and left.low not in ROLE_NOUNS
                    and tokens[first].low not in ROLE_NOUNS
                )
            if not fits:
                break
            first -= 1
        return first

    def _possessor(self, first: int, floor: int) -> tuple[int, str, bool]:
        """Start of the phrase with its possessor, whom it names, and whether that is a body."""
        paragraph, tokens = self.paragraph, self.paragraph.tokens
        before = first - 1
        if before < floor or tokens[first].line:
            return first, "", False
        if tokens[before].low == "'s":
            if before in self.body_ends and self.body_ends[before].first >= floor:
                return self.body_ends[before].first, self.body_ends[before].name, True
            if before in self.place_ends and self.place_ends[before].first >= floor:
                return self.place_ends[before].first, self.place_ends[before].name, False
            if paragraph.low(before - 1) in BODY_ANAPHORS and self.latest_body and before - 1 >= floor:
                return before - 1, self.latest_body, True
            if paragraph.capital(before - 1) and paragraph.free(before - 1) and before - 1 >= floor:
                return before - 1, "", False
            return first, "", False
        if first in self.body_ends and self.body_ends[first].first >= floor:
            body = self.body_ends[first]
            start = body.first
            possessed = self.place_ends.get(start - 1) if paragraph.low(start - 1) == "'s" else None
            return (possessed.first if possessed else start), body.name, True
        if first in self.place_ends and self.place_ends[first].first >= floor:
            place = self.place_ends[first]
            return place.first, place.name, False
        if tokens[before].low in _SPOKEN_FOR and tokens[before].capital and paragraph.free(before):
            return before, tokens[before].text, True
        for size in (2, 1):
            if first - size >= floor and paragraph.free(first - size):
                country = country_of_adjective(paragraph.words(first - size, first))
                if country and tokens[first - size].capital:
                    return first - size, country, False
        return first, "", False

    def _complement(self, start: int, noun: str) -> tuple[int, int, str, bool]:
        """End of the title, end of the phrase, the body or country named, and whether it is a body."""
        paragraph, tokens = self.paragraph, self.paragraph.tokens
        title_end = last = start
        while True:
            link = paragraph.low(last)
            index = last + 1
            if link in ("and", "&") and last > start - 1 and self._second_title(index, noun):
                end = self._second_title(index, noun)
                title_end = last = end
                noun = paragraph.low(end - 1)
                continue
            if link not in ("of", "for", "to", "on", "at", "in", "with") or last >= len(tokens) or tokens[last].line:
                return title_end, last, "", False
            if paragraph.low(index) == "the":
                index += 1
            if index in self.body_at and paragraph.owner[index] == "body":
                body = self.body_at[index]
                if link in ("to", "with") and noun not in ("adviser", "advisor", "secretary", "assistant"):
                    return body.last, body.last, "", False
                if body.part:
                    return self._part_end(body), body.last, body.name, True
                if noun in _SHORT_TITLES:
                    return body.last, body.last, body.name, True
                return title_end, body.last, body.name, True
            if index in self.place_at and paragraph.owner[index] == "place":
                place = self.place_at[index]
                if link in ("to", "in", "for", "on", "at") or title_end > start and link != "of":
                    title_end = last = self._places_end(index)
                    continue
                return title_end, place.last, place.name, False
            portfolio = noun in PORTFOLIO_NOUNS and link in ("of", "for") and paragraph.low(index) in PORTFOLIOS
            if paragraph.free(index) and (portfolio or paragraph.capital(index) and tokens[index].low not in STOP):
                end = self._words_end(index, noun)
                if end > index:
                    title_end = last = end
                    continue
                if link in ("of", "at") and noun not in PORTFOLIO_NOUNS and noun not in _SHORT_TITLES:
                    end = self._unknown_end(index)
                    if end > index:
                        self.unknown.append((index, end))
                        return title_end, end, paragraph.words(index, end), True
                return title_end, last, "", False
            described = self._described(index) if link in ("of", "at", "for") else 0
            if described:
                if described in self.body_at:
                    body = self.body_at[described]
                    return title_end, body.last, body.name, True
                end = self._unknown_end(described)
                self.unknown.append((described, end))
                return title_end, end, paragraph.words(described, end), True
            if (
                paragraph.low(index)
                in (
                    "parliament",
                    "state",
                    "government",
                    "mission",
                    "delegation",
                    "party",
                    "staff",
                    "operations",
                )
                and link == "of"
                and self._joins(index)
            ):
                title_end = last = index + 1
                continue
            return title_end, last, "", False

    def _second_title(self, index: int, noun: str) -> int:
        """End of a further title after "and" ("and Minister of Economy"); 0 where something else follows."""
        paragraph = self.paragraph
        end = index
        while (
            self._joins(end)
            and paragraph.tokens[end].capital
            and (paragraph.low(end) in ROLE_NOUNS or paragraph.low(end) in ROLE_MODIFIERS)
        ):
            end += 1
        if end == index or paragraph.low(end - 1) not in ROLE_NOUNS:
            return 0
        # "President A and Prime Minister B" are two people: a second title is of the same one only with a complement.
        return end if paragraph.low(end) in ("of", "for", "to") else 0

    def _part_end(self, body: Body) -> int:
        end = body.main_first
        while end > body.first and self.paragraph.low(end - 1) in ("the", "of", "at", "under"):
            end -= 1
        return end

    def _places_end(self, index: int) -> int:
        end = self.place_at[index].last
        while self.paragraph.low(end) in ("and", ",") and end + 1 in self.place_at and self.paragraph.low(end) == "and":
            end = self.place_at[end + 1].last
        return end

    def _words_end(self, index: int, noun: str) -> int:
        """End of the portfolio words from ``index`` ("Foreign Affairs", "East Asian and Pacific Affairs")."""
        paragraph = self.paragraph
        small = noun in PORTFOLIO_NOUNS and not paragraph.capital(index)
        end = index
        while end < len(paragraph.tokens) and end - index < 14:
            low = paragraph.low(end)
            word = self._joins(end) and (paragraph.tokens[end].capital or small and low in PORTFOLIOS)
            titled = (
                low in _TITLE_PARTS
                or country_of_adjective(low) is not None
                or low in ("president", "minister", "central")
            )
            if (
                word
                and titled
                or low in ("and", "&", ",", "of")
                and end > index
                and self._joins_title(end + 1)
                and (low != "of" or paragraph.low(end - 1) == "board")
            ):
                end += 1
            else:
                break
        goes_on = paragraph.low(end) in ("and", "&") and paragraph.capital(end + 1) and paragraph.free(end + 1)
        if noun in ("minister", "ministers") and paragraph.capital(index) and (end == index or goes_on):
            return self._unknown_portfolio_end(index)
        return end

    def _unknown_portfolio_end(self, index: int) -> int:
        """End of a minister's portfolio in words not known as such; of three and more the last two are a name."""
        paragraph = self.paragraph
        end = after_and = index
        while paragraph.capital(end) and self._free_name(end) and not (paragraph.tokens[end].line and end > index):
            end += 1
            if paragraph.low(end) in ("and", "&") and paragraph.capital(end + 1) and self._free_name(end + 1):
                end = after_and = end + 1
        return end - 2 if end - after_and >= 3 else end

    def _joins_title(self, index: int) -> bool:
        paragraph = self.paragraph
        return self._joins(index) and paragraph.low(index) in _TITLE_PARTS

    def _unknown_end(self, index: int) -> int:
        """End of a body's name that nothing else shows to be one ("head of Acme Jane Roe": after "Acme")."""
        paragraph = self.paragraph
        end = index
        while paragraph.capital(end) and self._free_name(end) and (end == index or not paragraph.tokens[end].line):
            end += 1
        length = end - index
        return end - 2 if length >= 3 and paragraph.low(end) not in ("'s", "and") else end

    def _free_name(self, index: int) -> bool:
        low = self.paragraph.low(index)
        return self.paragraph.free(index) and low not in ROLE_NOUNS and low not in TITLES and low not in STOP

    def _described(self, index: int) -> int:
        """Index of the capitalised name after up to four small words ("of the airport operator Aena"); 0 if none."""
        paragraph = self.paragraph
        for end in range(index, min(index + 5, len(paragraph.tokens))):
            token = paragraph.tokens[end]
            if token.capital:
                fits = end in self.body_at or paragraph.free(end) and token.low not in STOP and end > index
                return end if fits and end > index else 0
            if not token.word or token.low in STOP or token.low in ("who", "that", "to", "for"):
                return 0
        return 0


def is_weak(role: Role) -> bool:
    """Whether the noun alone is too common to tell a person by ("member", "official") when printed small."""
    return role.head in WEAK_ROLE_NOUNS and not role.capital
