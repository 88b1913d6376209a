"""Who may speak or act in a sentence: people, bodies, "the minister", "he", "the parties"; and whom they mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TypeVar

from articles.importer.parse.mentions import Mention
from articles.importer.parse.organisation_names import body_key
from articles.importer.parse.organisations import Body
from articles.importer.parse.people import Roster
from articles.importer.parse.roles import Role
from articles.importer.parse.segment import is_credit, is_dated_line
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import BODY_ANAPHORS, ROLE_NOUNS, SIDES
from people.names import fold

_PREPOSITIONS = frozenset("at in during of on after before to for with by between from".split())
_SINGULAR_PRONOUNS = frozenset(("he", "she"))
# Nouns of sides that stand for the people named before: "the two ministers".
_PERSONS = frozenset(
    "ministers diplomats leaders presidents officials ambassadors counterparts principals secretaries two both".split()
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a sentence.

    ``voice`` is that of a statement, or ``other`` for who takes the subject's place but counts as no speaker
    (countries, unnamed people).
    """

    first: int
    last: int
    outer_first: int
    outer_last: int
    names: tuple[str, ...]
    voice: str
    words: str
    confidence: float
    possessive: bool
    can_follow: bool = True
    pronoun: bool = False


_Placed = TypeVar("_Placed", Mention, Body, Role)


def _within(found: list[_Placed], first: int, last: int) -> list[_Placed]:
    """Those of ``found``, which is in order, that start from token ``first`` up to ``last``."""
    start = bisect_left(found, first, key=lambda item: item.first)
    return found[start : bisect_left(found, last, lo=start, key=lambda item: item.first)]


@dataclass(slots=True)
class ActorReader:
    """Reads the actors of sentences in order and keeps who was last spoken of, so that pronouns find their people."""

    roster: Roster
    roles: dict[int, list[Role]]
    bodies: dict[int, list[Body]]
    body_names: dict[str, str]
    sources: frozenset[str] = frozenset()
    focus: str = ""
    group: tuple[str, ...] = ()
    speaker: str = ""
    latest_body: str = ""
    pair: tuple[str, ...] = ()

    def is_furniture(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph is a credit, a date or a byline and says nothing itself."""
        return is_dated_line(paragraph.text) or is_credit(paragraph.text)

    def candidates(self, paragraph: Paragraph) -> tuple[str, ...]:
        """Who is likely to be the speaker the text leaves out: the last single speaker."""
        return (self.speaker,) if self.speaker else ()

    def spoke(self, paragraph: Paragraph, actor: Actor) -> None:
        people = [name for name in actor.names if name in self.roster.names]
        if actor.voice == "single" and people:
            self.focus = self.speaker = people[0]
        elif actor.voice == "joint" and len(people) > 1:
            self.group = tuple(people)

    def end_sentence(
        self, paragraph: Paragraph, first: int, last: int, actors: list[Actor], speakers: list[Actor]
    ) -> None:
        """Remembers whom the next sentence's "he" or "they" means: this one's speaker, else the first person in it."""
        people = [
            actor
            for actor in actors
            if actor.voice in ("single", "joint") and self._is_person(actor) and not actor.pronoun
        ]
        subjects = [a for a in speakers if a.voice in ("single", "joint") and self._is_person(a)]
        if subjects:
            if len(subjects[-1].names) == 1:
                self.focus = subjects[-1].names[0]
        elif people:
            opening = next((actor for actor in people if not actor.possessive), None)
            if opening is not None:
                self.focus = opening.names[0]
        named = tuple(dict.fromkeys(name for actor in people for name in actor.names if not actor.possessive))
        joint = next((a.names for a in reversed(speakers) if a.voice == "joint"), None)
        if joint:
            self.group = joint
        elif len(named) > 1:
            self.group = named
            if len(named) == 2 and not self.pair:
                self.pair = named
        for body in _within(self.bodies[paragraph.number], first, last):
            self.latest_body = body.name

    def _is_person(self, actor: Actor) -> bool:
        return bool(actor.names) and actor.names[0] in self.roster.names

    def actors(self, paragraph: Paragraph, first: int, last: int) -> list[Actor]:
        """The actors of the sentence from token ``first`` up to ``last``, in order."""
        found = self._people(paragraph, first, last)
        taken = {i for actor in found for i in range(actor.outer_first, actor.outer_last)}
        found += self._bodies(paragraph, first, last, taken)
        taken |= {i for actor in found for i in range(actor.outer_first, actor.outer_last)}
        found += self._offices(paragraph, first, last, taken)
        taken |= {i for actor in found for i in range(actor.first, actor.last)}
        found += self._words(paragraph, first, last, taken, found)
        return sorted(found, key=lambda actor: actor.first)

    def _people(self, paragraph: Paragraph, first: int, last: int) -> list[Actor]:
        inside = _within(self.roster.by_paragraph[paragraph.number], first, last)
        mentions = [mention for mention in inside if not paragraph.quoted[mention.first]]
        groups: list[list[Mention]] = []
        for mention in mentions:
            if groups and self._joined(paragraph, groups[-1][-1], mention):
                groups[-1].append(mention)
            else:
                groups.append([mention])
        found = []
        for group in groups:
            for part in [group] if self._closed(paragraph, group) else [[m] for m in group]:
                names = tuple(dict.fromkeys(self.roster.named(m) for m in part))
                end = part[-1].outer_last
                found.append(
                    Actor(
                        part[0].first,
                        part[-1].last,
                        part[0].outer_first,
                        end,
                        names,
                        "single" if len(names) == 1 else "joint",
                        paragraph.words(part[0].first, part[-1].last),
                        1.0,
                        paragraph.low(part[-1].last) == "'s",
                    )
                )
        return found

    @staticmethod
    def _joined(paragraph: Paragraph, left: Mention, right: Mention) -> bool:
        between = [paragraph.low(i) for i in range(left.outer_last, right.outer_first)]
        return bool(between) and len(between) <= 3 and set(between) <= {",", "and", "the", ";", "&"}

    @staticmethod
    def _closed(paragraph: Paragraph, group: list[Mention]) -> bool:
        """Whether an "and" makes the mentions one group: "A, B and C"."""
        if len(group) < 2:
            return True
        between = [paragraph.low(i) for i in range(group[-2].outer_last, group[-1].outer_first)]
        return "and" in between or "&" in between

    def _bodies(self, paragraph: Paragraph, first: int, last: int, taken: set[int]) -> list[Actor]:
        found = []
        for body in _within(self.bodies[paragraph.number], first, last):
            if body.first in taken or paragraph.quoted[body.first]:
                continue
            name = self.body_names.get(body_key(body.name), body.name)
            start = body.first - 1 if paragraph.low(body.first - 1) == "the" else body.first
            end = body.last
            if paragraph.low(end) == "(" and paragraph.low(end + 2) == ")":
                end += 3
            possessive = paragraph.low(body.last) == "'s"
            voice = "other" if fold(name) in self.sources and possessive else "single"
            # "Foreign Ministry data showed", "the UN report said": the name only describes the next noun.
            found.append(Actor(body.first, body.last, start, end, (name,), voice, body.name, 0.92, possessive))
        return found

    def _offices(self, paragraph: Paragraph, first: int, last: int, taken: set[int]) -> list[Actor]:
        """ "The minister", "the Spanish minister", "the MEP": an office without a name."""
        found = []
        for role in _within(self.roles[paragraph.number], first, last):
            if role.first in taken or paragraph.quoted[role.first]:
                continue
            start = role.outer
            before = paragraph.low(start - 1)
            definite = before in ("the", "his", "her") or role.organisation and role.outer < role.first or role.capital
            possessive = paragraph.low(role.last) == "'s"
            begin = start - 1 if before in ("the", "his", "her") else start
            if role.plural:
                continue
            person = (
                self.roster.for_role(role, (paragraph.number, role.first))
                if definite and before not in ("a", "an")
                else None
            )
            words = paragraph.words(role.first, role.last)
            names = (person.name,) if person else ()
            voice = "single" if person else "other"
            found.append(Actor(role.first, role.last, begin, role.last, names, voice, words, 0.85, possessive))
        return found

    def _words(self, paragraph: Paragraph, first: int, last: int, taken: set[int], found: list[Actor]) -> list[Actor]:
        more: list[Actor] = []
        for index in range(first, last):
            if index in taken or paragraph.quoted[index]:
                continue
            token = paragraph.tokens[index]
            low, before = token.low, paragraph.low(index - 1) if index > first else ""
            if low in _SINGULAR_PRONOUNS:
                name = self._antecedent(found, index)
                more.append(
                    Actor(
                        index,
                        index + 1,
                        index,
                        index + 1,
                        (name,) if name else (),
                        "single" if name else "other",
                        token.text,
                        0.9,
                        False,
                        True,
                        True,
                    )
                )
            elif low == "they" or low == "both" and paragraph.low(index + 1) not in SIDES and token.capital:
                names = self.group
                voice = "joint" if len(names) > 1 else "collective"
                more.append(
                    Actor(
                        index,
                        index + 1,
                        index,
                        index + 1,
                        names if voice == "joint" else (),
                        voice,
                        token.text,
                        0.85,
                        False,
                        True,
                        True,
                    )
                )
            elif low in SIDES and (
                before in ("the", "both", "two", "all") or before in ROLE_NOUNS or token.capital and low != "two"
            ):
                sides = self._sides(paragraph, index)
                if paragraph.low(sides.outer_first - 1) not in _PREPOSITIONS or sides.outer_first == first:
                    more.append(sides)
            elif low in BODY_ANAPHORS and before == "the" and not token.capital:
                name = self.body_names.get(fold(self.latest_body), self.latest_body)
                fits = bool(name) and (
                    fold(low) in fold(name)
                    or low in ("agency", "organization", "organisation", "company", "bloc", "institution")
                )
                voice = "single" if fits else "other"
                more.append(
                    Actor(
                        index,
                        index + 1,
                        index - 1,
                        index + 1,
                        (name,) if fits else (),
                        voice,
                        f"the {token.text}",
                        0.7,
                        False,
                    )
                )
            elif (
                token.capital
                and paragraph.owner[index] == "place"
                and (index == first or paragraph.owner[index - 1] != "place")
            ):
                end = index + 1
                while end < last and paragraph.owner[end] == "place":
                    end += 1
                more.append(Actor(index, end, index, end, (), "other", token.text, 0.5, paragraph.low(end) == "'s"))
            elif (
                low in ROLE_NOUNS
                or low
                in (
                    "it",
                    "who",
                    "reports",
                    "government",
                    "office",
                    "report",
                    "document",
                    "statement",
                    "source",
                    "sources",
                )
            ) and low != "who":
                more.append(Actor(index, index + 1, index, index + 1, (), "other", token.text, 0.5, False))
        return more

    def _sides(self, paragraph: Paragraph, index: int) -> Actor:
        low = paragraph.low(index)
        start = index
        while start > 0 and paragraph.low(start - 1) in ("the", "both", "two", "all"):
            start -= 1
        words = paragraph.words(start, index + 1)
        meant = low in _PERSONS and len(self.pair) == 2 and (low != "officials" or "two" in words)
        if meant:
            return Actor(index, index + 1, start, index + 1, self.pair, "joint", words, 0.75, False)
        return Actor(index, index + 1, start, index + 1, (), "collective", words, 0.95, False)

    def _antecedent(self, found: list[Actor], index: int) -> str:
        earlier = [
            a
            for a in found
            if a.outer_last <= index and a.voice == "single" and not a.possessive and self._is_person(a)
        ]
        return earlier[0].names[0] if earlier else self.focus
