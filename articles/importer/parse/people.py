"""People: names joined with the offices and titles around them, every mention of one person under one name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.importer.parse.document import MentionFound, PersonFound, Reason
from articles.importer.parse.mentions import Mention, MentionReader
from articles.importer.parse.organisations import Body
from articles.importer.parse.places import Place
from articles.importer.parse.roles import Role
from articles.importer.parse.tokens import Paragraph
from people.names import words as folded_words

MOST_PEOPLE = 2000
_MENTIONS_BACK = 40


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
        title = folded_words(role.title.replace("PM", "Prime Minister"))
        wanted = [word for word in title if word not in ("the", "of")]
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
        reader = MentionReader(paragraph, roles[number], bodies[number], places[number], registered, in_body)
        read = reader.read()
        mentions += read
        in_body |= {key for m in read if m.rule and m.confidence > 0 for key in (m.key, m.key[-1:])}
    mentions.sort(key=lambda mention: mention.order)
    return _group(mentions, paragraphs)


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
                person.name,
                role,
                organisation,
                spoken,
                Reason(reason.rule, reason.confidence),
                former=bool(held and held.former),
                acting=bool(held and held.acting),
            )
        )
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
