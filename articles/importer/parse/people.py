"""People: names joined with the offices and titles around them, every mention of one person under one name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.importer.parse.document import MentionFound, PersonFound, Reason
from articles.importer.parse.names import Run, find_runs, looks_like_person, name_word
from articles.importer.parse.organisations import Body
from articles.importer.parse.places import Place
from articles.importer.parse.roles import Role, is_weak
from articles.importer.parse.segment import is_credit
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import PARTICLES, SPEECH_VERBS, SUFFIXES
from people.names import words as folded_words

_PERSON_VERBS = SPEECH_VERBS | frozenset(
    """met meets visited signed introduced talked took attended arrived received hosted visits serves served joined led
    leads presented spoke participated travelled traveled took accompanied chaired opened delivered gave held represented
    moderated was is has will became asserted retired died won testified""".split()
)
_SKIPPED = frozenset("also then later further has have had recently previously earlier in who , jr. jr".split())
MOST_PEOPLE = 2000
_MENTIONS_BACK = 100


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
class Person:
    """One person of this text with all the places that name them."""

    name: str
    key: tuple[str, ...]
    mentions: list[Mention] = field(default_factory=list)

    @property
    def surname(self) -> str:
        return self.key[-1]


@dataclass(slots=True)
class Roster:
    """The people of a text and who stands where."""

    people: list[Person]
    by_paragraph: dict[int, list[Mention]]
    ambiguous: list[Mention] = field(default_factory=list)
    in_order: list[Mention] = field(default_factory=list)
    orders: list[tuple[int, int]] = field(default_factory=list)
    names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.in_order = sorted((m for found in self.by_paragraph.values() for m in found), key=lambda m: m.order)
        self.orders = [mention.order for mention in self.in_order]
        self.names = frozenset(person.name for person in self.people)

    def named(self, mention: Mention) -> str:
        return self.people[mention.person].name

    def for_role(self, role: Role, before: tuple[int, int]) -> Person | None:
        """Whom "the minister" or "the Spanish minister" means: the last person before it who holds such an office."""
        wanted = [word for word in folded_words(role.title) if word not in ("the", "of")]
        end = bisect_left(self.orders, before)
        near = self.in_order[max(0, end - _MENTIONS_BACK) : end]
        latest = {mention.person: mention.order for mention in near if mention.paragraph > 0}
        for mention in near:
            latest.setdefault(mention.person, mention.order)
        best: tuple[tuple[int, int, int], Person] | None = None
        for index, order in latest.items():
            person = self.people[index]
            offices = [m for m in person.mentions[:_MENTIONS_BACK] if m.role or m.organisation]
            fit = max((_fit(wanted, role, mention) for mention in offices), default=0)
            if fit and (best is None or (fit, *order) > best[0]):
                best = ((fit, *order), person)
        return best[1] if best else None


def _fit(wanted: list[str], role: Role, mention: Mention) -> int:
    """How well an office named alone fits a person's: 0 not at all, more with the country or body agreeing."""
    held = mention.role
    held_words = folded_words(held.title) if held else []
    organisation = mention.organisation or (held.organisation if held else "")
    if role.organisation:
        same = folded_words(organisation)[-1:] == folded_words(role.organisation)[-1:]
        if organisation and not same:
            return 0
        if same and (
            not held_words or set(wanted) & set(held_words) or held is not None and held.head == "counterpart"
        ):
            return 3
    if not held_words:
        return 0
    if (
        len(wanted) == 1
        and wanted[0] in ("mep", "mp")
        and wanted[0] == "".join(w[0] for w in held_words if w not in ("of", "the"))
    ):
        return 2
    if wanted and wanted[0] in ("diplomat", "official"):
        return 1
    if wanted == held_words:
        return 2
    return 1 if wanted and wanted[-1] in held_words and set(wanted) <= set(held_words) | {"visiting", "new"} else 0


def read_people(
    paragraphs: list[Paragraph],
    roles: dict[int, list[Role]],
    bodies: dict[int, list[Body]],
    places: dict[int, list[Place]],
    known: Iterable[str] = (),
) -> Roster:
    """The people named in ``paragraphs``; the tokens of their names are claimed as ``person``.

    ``known`` are names from the register: they help to tell that a run of words is a name, and never stand in for one.
    """
    registered = {tuple(folded_words(name)) for name in known}
    mentions: list[Mention] = []
    in_body: set[tuple[str, ...]] = set()
    for paragraph in sorted(paragraphs, key=lambda p: (p.number == 0, p.number)):
        number = paragraph.number
        reader = _Names(paragraph, roles[number], bodies[number], places[number], registered, in_body)
        read = reader.read()
        mentions += read
        in_body |= {key for m in read if m.rule and m.confidence > 0 for key in (m.key, m.key[-1:])}
    mentions.sort(key=lambda mention: mention.order)
    return _group(mentions, paragraphs)


@dataclass(slots=True)
class _Names:
    paragraph: Paragraph
    roles: list[Role]
    bodies: list[Body]
    places: list[Place]
    registered: set[tuple[str, ...]]
    in_body: set[tuple[str, ...]]

    def read(self) -> list[Mention]:
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
                paragraph.number, run.first, run.last, run.words, _key(run.words), run.titled, run.title_first, run.last,
                order=(paragraph.number, run.first),
            )  # fmt: skip
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
        if comma and not (role.capital or role.organisation):
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
            if _key(words) in self.in_body:
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


def _key(name: str) -> tuple[str, ...]:
    words = [word for word in folded_words(name.replace("’", "").replace("'", "")) if word not in SUFFIXES]
    return tuple(words)


def _same_person(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether ``shorter`` is ``longer`` with words left out or cut to initials; family names agree."""
    if not shorter or shorter[-1] != longer[-1]:
        return False
    position = 0
    for word in shorter[:-1]:
        while position < len(longer) - 1 and not (
            longer[position] == word or len(word) == 1 and longer[position].startswith(word)
        ):
            position += 1
        if position >= len(longer) - 1:
            return False
        position += 1
    return True


def _group(mentions: list[Mention], paragraphs: list[Paragraph]) -> Roster:
    people: list[Person] = []
    by_surname: dict[str, list[int]] = {}
    sure = [m for m in mentions if m.rule and m.confidence > 0 and len(m.key) > 1]
    # Longest names first, so that shorter forms of them join; names printed in the body before those in the headline.
    for mention in sorted(sure, key=lambda m: (-len(m.key), m.paragraph == 0, m.order)):
        at = next((i for i in by_surname.get(mention.key[-1], ()) if _same_person(mention.key, people[i].key)), -1)
        if at < 0:
            at = next((i for i in by_surname.get(mention.key[-1], ()) if mention.key == people[i].key), -1)
        if at < 0:
            if len(people) >= MOST_PEOPLE:
                continue
            people.append(Person(mention.words, mention.key))
            at = len(people) - 1
            by_surname.setdefault(mention.key[-1], []).append(at)
        mention.person = at
        people[at].mentions.append(mention)
    compound: dict[tuple[str, ...], list[int]] = {}
    for index, person in enumerate(people):
        for size in range(2, len(person.key)):
            compound.setdefault(person.key[-size:], []).append(index)
    ambiguous: list[Mention] = []
    rest = [m for m in mentions if m.person < 0 and (m.rule or len(m.key) <= 3)]
    for mention in sorted(rest, key=lambda m: (m.confidence <= 0, m.order)):
        at = _surname_owner(mention, people, by_surname, compound, ambiguous)
        if (
            at < 0
            and len(mention.key) == 1
            and mention.confidence > 0
            and mention not in ambiguous
            and len(people) < MOST_PEOPLE
        ):
            if mention.paragraph == 0 and not mention.titled and mention.role is None:
                continue
            people.append(Person(mention.words, mention.key))
            at = len(people) - 1
            by_surname.setdefault(mention.key[-1], []).append(at)
        if at >= 0:
            mention.person = at
            people[at].mentions.append(mention)
    texts = {paragraph.number: paragraph for paragraph in paragraphs}
    for person in people:
        person.mentions.sort(key=lambda m: m.order)
        full = [m for m in person.mentions if len(m.key) == len(person.key)]
        first = min(full, key=lambda m: (m.words.isupper(), m.paragraph == 0, m.order), default=person.mentions[0])
        person.name = first.words
    order = sorted(range(len(people)), key=lambda i: min((m.paragraph == 0, m.order) for m in people[i].mentions))
    renumber = {old: new for new, old in enumerate(order)}
    people = [people[i] for i in order]
    by_paragraph: dict[int, list[Mention]] = {paragraph.number: [] for paragraph in paragraphs}
    for mention in mentions:
        if mention.person < 0:
            continue
        mention.person = renumber[mention.person]
        texts[mention.paragraph].claim(mention.first, mention.last, "person")
        by_paragraph[mention.paragraph].append(mention)
    return Roster(people, by_paragraph, ambiguous)


def _surname_owner(
    mention: Mention,
    people: list[Person],
    by_surname: dict[str, list[int]],
    compound: dict[tuple[str, ...], list[int]],
    ambiguous: list[Mention],
) -> int:
    """The person a family name printed alone means; -1 where there is none or more than one."""
    if len(mention.key) > 1:
        owners = compound.get(mention.key, [])
        return owners[0] if len(owners) == 1 else -1
    owners = by_surname.get(mention.key[0], []) if mention.key else []
    if len(owners) > 1 and mention.role is not None:
        head = mention.role.head
        fitting = [i for i in owners if any(m.role and m.role.head == head for m in people[i].mentions)]
        owners = fitting if len(fitting) == 1 else owners
    if len(owners) == 1:
        return owners[0]
    if owners:
        ambiguous.append(mention)
    return -1


def found_people(roster: Roster, paragraphs: dict[int, Paragraph]) -> tuple[PersonFound, ...]:
    """The roster as findings, in the order of the body."""
    found = []
    for person in roster.people:
        best = max(person.mentions, key=_office_rank)
        role, organisation = _office(best)
        reason = max(person.mentions, key=lambda m: m.confidence)
        spoken = tuple(_mention_found(mention, paragraphs[mention.paragraph]) for mention in person.mentions)
        held = best.role
        found.append(
            PersonFound(
                person.name, role, organisation, spoken, Reason(reason.rule, reason.confidence),
                former=bool(held and held.former), acting=bool(held and held.acting),
            )
        )  # fmt: skip
    return tuple(found)


def _office_rank(mention: Mention) -> tuple[bool, bool, int, bool, int]:
    role = mention.role
    if role is None or role.head in ("counterpart", "counterparts"):
        return (False, bool(mention.organisation), 0, False, 0)
    return (True, bool(mention.organisation), len(role.title.split()), mention.paragraph > 0, -mention.order[0])


_SINGULAR = {"secretaries": "secretary", "chairmen": "chairman", "attaches": "attache"}


def _office(mention: Mention) -> tuple[str, str]:
    role = mention.role
    if role is None:
        return "", mention.organisation
    if role.head in ("counterpart", "counterparts"):
        return "", mention.organisation
    title = role.title
    if role.plural:
        words = title.split()
        words = [word[:-1] if word.lower() == role.head and word.lower() not in _SINGULAR else word for word in words]
        title = " ".join(_SINGULAR.get(word.lower(), word) for word in words)
    return title, mention.organisation


def _mention_found(mention: Mention, paragraph: Paragraph) -> MentionFound:
    span = paragraph.span(mention.first, mention.last)
    role = mention.role.title if mention.role else ""
    return MentionFound(paragraph.text[span.start : span.end], span, role)


def surname_of(name: str) -> str:
    """The family name by which a text goes on to call ``name``."""
    parts = [word for word in name.replace(",", "").split() if word.lower() not in SUFFIXES]
    return parts[-1] if parts and parts[-1].lower() not in PARTICLES else name
