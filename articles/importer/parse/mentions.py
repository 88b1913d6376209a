"""Where a person is named, and the titles, offices and appositions around the name that show it is one."""

from __future__ import annotations

from dataclasses import dataclass

from articles.importer.parse.names import Run, find_runs, looks_like_person, name_word
from articles.importer.parse.organisations import Body
from articles.importer.parse.places import Place
from articles.importer.parse.roles import Role, is_weak
from articles.importer.parse.segment import is_credit
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import SPEECH_VERBS, SUFFIXES
from people.names import words as folded_words

_PERSON_VERBS = SPEECH_VERBS | frozenset(
    """met meets visited signed introduced talked took attended arrived received hosted visits serves served joined led
    leads presented spoke participated travelled traveled took accompanied chaired opened delivered gave held
    represented
    moderated was is has will became asserted retired died won testified""".split()
)
_SKIPPED = frozenset("also then later further has have had recently previously earlier in who , jr. jr".split())


@dataclass(slots=True)
class Mention:
    """A name at one place. ``outer_first`` and ``outer_last`` take in the title, office and apposition around it."""

    paragraph: int
    first: int
    last: int
    words: str
    key: tuple[str, ...]
    titled: bool
    outer_first: int
    outer_last: int
    role: Role | None = None
    organisation: str = ""
    rule: str = ""
    confidence: float = 0.0
    person: int = -1
    order: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class MentionReader:
    """Reads the names of one paragraph. ``in_body`` holds the names of the paragraphs read before."""

    paragraph: Paragraph
    roles: list[Role]
    bodies: list[Body]
    places: list[Place]
    registered: set[tuple[str, ...]]
    in_body: set[tuple[str, ...]]

    def read(self) -> list[Mention]:
        """Every run that may name somebody, in order; ``rule`` stays empty where nothing shows that it does."""
        paragraph = self.paragraph
        ends = {role.last: role for role in self.roles}
        outers = {role.outer: role for role in self.roles} | {role.first: role for role in self.roles}
        credit = is_credit(paragraph.text)
        byline = paragraph.text[:3].lower() == "by " and len(paragraph.text) < 120
        heading = paragraph.shouted
        found: list[Mention] = []
        previous: Mention | None = None
        runs = [run for run in find_runs(paragraph) if run.last - run.first <= 10]
        if paragraph.number == 0 and self._title_case():
            runs = [cut for run in runs if (cut := self._cut(run)) is not None]
        for run in runs:
            mention = Mention(
                paragraph.number,
                run.first,
                run.last,
                run.words,
                name_key(run.words),
                run.titled,
                run.title_first,
                run.last,
                order=(paragraph.number, run.first),
            )
            if not mention.key:
                continue
            self._office_before(mention, ends, run)
            self._office_after(mention, outers)
            self._weigh(mention, run, credit, byline, heading, previous)
            if previous is not None and mention.role is None and previous.role is not None and previous.role.plural:
                self._from_list(mention, previous)
            self._of_country(mention)
            self._past_bracket(mention)
            found.append(mention)
            if mention.rule and mention.rule != "person-surname":
                previous = mention
        return found

    def _past_bracket(self, mention: Mention) -> None:
        """Takes "(S&D, Sweden)" or "(46)" behind the name into the mention."""
        paragraph = self.paragraph
        if paragraph.low(mention.outer_last) == "(":
            close = next((i for i in range(mention.outer_last, mention.outer_last + 9) if paragraph.low(i) == ")"), 0)
            mention.outer_last = close + 1 if close else mention.outer_last

    def _office_before(self, mention: Mention, ends: dict[int, Role], run: Run) -> None:
        paragraph = self.paragraph
        at = run.title_first
        role = ends.get(at)
        if role is None and paragraph.low(at - 1) == ")":
            # "Member of the European Parliament (MEP) Anna Roe"
            at = next((i for i in range(at - 2, max(at - 6, -1), -1) if paragraph.low(i) == "("), 0)
            role = ends.get(at)
        comma = role is None and paragraph.low(at - 1) == "," and paragraph.low(run.last) in (",", ".", ";")
        if comma:
            role = ends.get(at - 1)
            # "Head of Operations, Jane Roe, opened ..." but not "A, head of X, B and C".
            if role is not None and any(m in (",", "person") for m in (paragraph.low(role.outer - 1),)):
                role = None
        if role is None:
            return
        if comma and not (role.capital or role.organisation or paragraph.low(role.outer - 1) == "the"):
            return
        mention.role = role
        mention.organisation = role.organisation
        mention.outer_first = (
            role.outer - 1 if paragraph.low(role.outer - 1) in ("the", "his", "her", "their") else role.outer
        )
        mention.rule, mention.confidence = "person-role-before-name", 0.8 if comma else 0.95

    def _office_after(self, mention: Mention, outers: dict[int, Role]) -> None:
        paragraph = self.paragraph
        at = mention.last
        if paragraph.low(at) not in (",", "(", "–", "—", "-") or paragraph.low(at + 1) == "who":
            return
        bracket = paragraph.low(at) == "("
        close = next((i for i in range(at, at + 6) if paragraph.low(i) == ")"), 0) if bracket else 0
        if close and at + 1 not in outers and paragraph.low(close + 1) == ",":
            # "Adm. Jane Roe (Ret.), Chair of X"
            at, bracket = close + 1, False
        at += 1
        if paragraph.tokens[at : at + 1] and paragraph.tokens[at].text.isdigit():
            at += 1 + (paragraph.low(at + 1) == ",")
        if paragraph.low(at) in ("the", "a", "an", "who", "is"):
            at += 1
        if paragraph.low(at) in ("former", "acting", "newly", "current", "then") and at not in outers:
            at += 1
        role = outers.get(at)
        if role is None or is_weak(role) and not role.organisation:
            return
        # "A, Minister B and ..." names two people, the second with an office.
        follows = role.last
        if (
            name_word(paragraph, follows)
            and not paragraph.tokens[follows].line
            and not bracket
            or paragraph.owner_at(follows) == "title"
        ):
            return
        mention.outer_last = role.last
        if mention.role is not None and mention.organisation:
            return
        mention.role, mention.organisation = role, role.organisation
        if not mention.organisation and paragraph.low(role.last) in (",", "at", "of"):
            body = next((b for b in self.bodies if b.first in (role.last + 1, role.last + 2)), None)
            if body and (body.first == role.last + 1 or paragraph.low(role.last + 1) == "the"):
                mention.organisation, mention.outer_last = body.name, body.last
        if paragraph.low(mention.outer_last) in (",", ")"):
            mention.outer_last += 1
        mention.rule, mention.confidence = "person-role-after-name", 0.95

    def _weigh(
        self, mention: Mention, run: Run, credit: bool, byline: bool, heading: bool, previous: Mention | None
    ) -> None:
        """Decides whether words with no office beside them are a name; leaves ``rule`` empty where they are not."""
        paragraph = self.paragraph
        size = len(mention.key)
        before, after = paragraph.low(run.title_first - 1), paragraph.low(run.last)
        step = run.last
        while step < len(paragraph.tokens) and step < run.last + 3 and paragraph.low(step) in _SKIPPED:
            step += 1
        speaks = paragraph.low(step) in SPEECH_VERBS and not paragraph.capital(step)
        acts = paragraph.low(step) in _PERSON_VERBS and not paragraph.capital(step)
        if mention.rule:
            if heading and size > 3:
                mention.rule = ""
            elif (
                size == 1
                and mention.role
                and not mention.role.capital
                and not speaks
                and mention.rule == "person-role-before-name"
            ):
                mention.confidence = 0.7
            return
        if run.titled:
            mention.rule, mention.confidence = "person-title-before-name", 0.92
        elif mention.key in self.registered:
            mention.rule, mention.confidence = "person-in-register", 0.9
        elif size == 1:
            mention.rule, mention.confidence = "person-surname", 0.0
            if (
                speaks
                or before in ("said", "according")
                and after in (",", ".", "")
                and not paragraph.low(run.last - 1).endswith(".")
            ):
                mention.rule, mention.confidence = "person-surname-speaks", 0.5
        elif size > 4 or before in ("the", "a", "an") or heading:
            return
        elif byline and run.first < 12:
            mention.rule, mention.confidence = "person-byline", 0.92
            agency = next(
                (b for b in self.bodies if paragraph.low(b.first - 1) == "(" and paragraph.low(b.last) == ")"), None
            )
            mention.organisation = agency.name if agency else ""
        elif credit:
            mention.rule, mention.confidence = "person-credit-line", 0.8
        elif paragraph.number == 0 and not looks_like_person(run):
            return
        elif speaks:
            mention.rule, mention.confidence = "person-speaks", 0.9
        elif looks_like_person(run):
            mention.rule, mention.confidence = "person-given-name", 0.85
        elif (
            previous is not None
            and previous.last + 1 >= run.first - 1
            and before in ("and", ",")
            and previous.confidence > 0.5
        ):
            mention.rule, mention.confidence = "person-in-list", 0.7
        elif acts and not paragraph.starts_sentence(run.first) or acts and size in (2, 3):
            mention.rule, mention.confidence = "person-acts", 0.65

    def _title_case(self) -> bool:
        words = [token for token in self.paragraph.tokens if token.word and len(token.text) > 3]
        return sum(token.capital for token in words) * 10 > len(words) * 7

    def _cut(self, run: Run) -> Run | None:
        """A run of a headline in title case without the words behind the name; None where the name's end is unknown."""
        paragraph = self.paragraph
        for last in range(run.last, run.first, -1):
            words = paragraph.words(run.first, last)
            if name_key(words) in self.in_body:
                return Run(run.paragraph, run.first, last, words, run.titled, run.title_first)
        size = run.last - run.first
        return (
            run
            if size == 2 or size == 3 and looks_like_person(run) or size == 1 and run.titled or "." in run.words
            else None
        )

    def _from_list(self, mention: Mention, previous: Mention) -> None:
        """ "Presidents A of X and B of Y": the office of the first is that of the next."""
        paragraph = self.paragraph
        between = [paragraph.low(i) for i in range(previous.outer_last, mention.first)]
        if (
            len(between) <= 3
            and between
            and set(between) <= {"and", ",", ")"}
            and len(mention.key) > 0
            and mention.rule != ""
            or len(between) <= 3
            and between
            and set(between) <= {"and", ","}
            and len(mention.key) > 1
        ):
            mention.role = previous.role
            mention.rule, mention.confidence = "person-role-of-list", 0.85

    def _of_country(self, mention: Mention) -> None:
        """ "Prime Minister A of X", "President B of the Y Bank"."""
        paragraph = self.paragraph
        if mention.role is None or mention.rule == "person-role-after-name":
            return
        if paragraph.low(mention.last) != "of":
            return
        start = mention.last + (2 if paragraph.low(mention.last + 1) == "the" else 1)
        things: list[Place | Body] = [*self.places, *self.bodies]
        for thing in things:
            if thing.first == start:
                mention.organisation, mention.outer_last = mention.organisation or thing.name, thing.last


def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a name without "Jr." and the like."""
    words = [word for word in folded_words(name.replace("’", "").replace("'", "")) if word not in SUFFIXES]
    return tuple(words)
