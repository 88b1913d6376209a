"""Words that the text attributes to somebody: who speaks, jointly or not, to whom, quoted or reported.

Only the finite verb of a clause whose subject stands next to it makes a statement. A clause that leaves the speaker
out ("it was emphasized that") makes one without a speaker, never one of whoever is named nearby.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.importer.parse.actors import Actor, ActorReader
from articles.importer.parse.document import Reason, Span, StatementFound
from articles.importer.parse.tokens import OPENING_QUOTES, Paragraph
from articles.importer.parse.vocabulary import PASSIVE_SPEECH, SPEECH_COMPANY, SPEECH_VERBS

_NOT_FINITE_AFTER = frozenset(
    "to will would should can could may might must shall the a an his her their its this that's not been be".split()
)
_PASSIVE = frozenset("was were been being is are be".split())
_BETWEEN = frozenset(
    """
    also then further later earlier again recently previously repeatedly strongly highly once has have had both
    jointly particularly specifically publicly officially clearly warmly sincerely deeply today yesterday
    subsequently separately meanwhile meantime on monday tuesday wednesday thursday friday saturday sunday finally
    briefly additionally likewise still simply first in turn himself herself themselves all rightly firmly
    especially thus therefore just since always moreover explicitly consistently fully duly however who ) reportedly
    """.split()
)
_ADDRESSING = frozenset(
    "called urged thanked told congratulated assured informed briefed invited appealed asked reminded".split()
)
_PARTICIPLES = frozenset(
    "saying noting adding stressing emphasizing emphasising announcing warning calling underlining".split()
)
_LONG_INSERT = 60


@dataclass(slots=True)
class _Found:
    actor: Actor
    verb: str
    first: int
    last: int
    rule: str
    confidence: float
    direct: bool
    addressees: list[str] = field(default_factory=list)


def find_statements(paragraphs: list[Paragraph], reader: ActorReader) -> tuple[StatementFound, ...]:
    """The statements of a text by paragraph; one for every set of speakers in a paragraph."""
    statements: list[StatementFound] = []
    open_quotation: StatementFound | None = None
    for paragraph in paragraphs:
        found: list[_Found] = []
        if not reader.is_furniture(paragraph):
            for first, last in paragraph.sentences:
                found += _in_sentence(paragraph, first, last, reader)
            _mark_direct(paragraph, found)
        made = _merge(paragraph, found, reader)
        if not made and open_quotation is not None and _all_quotation(paragraph):
            span = Span(paragraph.number, 0, len(paragraph.text))
            reason = Reason("statement-quotation-continues", 0.6)
            made = [StatementFound(open_quotation.speakers, open_quotation.voice, "direct", "", span, reason)]
        statements += made
        speakers = [statement for statement in made if statement.voice in ("single", "joint")]
        open_quotation = speakers[-1] if speakers else None
    return tuple(statements)


def _in_sentence(paragraph: Paragraph, first: int, last: int, reader: ActorReader) -> list[_Found]:
    while first < last - 1 and paragraph.owner[first] == "dateline":
        first += 1
    actors = reader.actors(paragraph, first, last)
    found: list[_Found] = []
    for verb in range(first, last):
        token = paragraph.tokens[verb]
        if not token.word or paragraph.quoted[verb] or token.capital and token.low != "according":
            continue
        if token.low == "according" and paragraph.low(verb + 1) == "to":
            actor = next((a for a in actors if 0 <= a.outer_first - verb - 2 <= 1), None)
            if actor and actor.voice in ("single", "joint"):
                found.append(_Found(actor, "according to", first, last, "statement-according-to", 0.85, False))
            continue
        if token.low not in SPEECH_VERBS and token.low not in SPEECH_COMPANY or not _speaks(paragraph, verb, last):
            continue
        before = paragraph.low(verb - 1) if verb > first else ""
        step = verb - 1
        while step > first and paragraph.low(step) in _BETWEEN and paragraph.low(step) not in ("has", "have", "had"):
            step -= 1
        if before in _PASSIVE or paragraph.low(step) in _PASSIVE and step >= first:
            unstated = _passive(paragraph, verb, first, last, actors, reader, step)
            if unstated:
                found.append(unstated)
            continue
        if before in _NOT_FINITE_AFTER or paragraph.low(step) in ("to", "will", "would", "should", "to"):
            continue
        subject = _subject(paragraph, verb, first, actors, found)
        if subject is None:
            continue
        actor, rule, confidence = subject
        made = _Found(actor, token.text, first, last, rule, confidence * actor.confidence, False)
        made.addressees = _addressees(paragraph, verb, last, actors, actor)
        found.append(made)
        reader.spoke(paragraph, actor)
    if not any(f.actor.voice in ("single", "joint") for f in found):
        found += _by_participle(paragraph, first, last, actors)
    reader.end_sentence(paragraph, first, last, actors, [f.actor for f in found])
    return found


def _speaks(paragraph: Paragraph, verb: int, last: int) -> bool:
    company = SPEECH_COMPANY.get(paragraph.low(verb))
    if company is None:
        return True
    if not company:
        return any(paragraph.quoted[i] for i in (verb + 1, verb + 2, verb - 1, verb - 2) if 0 <= i < last)
    reach = (
        8
        if paragraph.low(verb) in ("posted", "expressed", "shared", "accused", "invited", "quoted", "drew", "requested")
        else 3
    )
    follows = any(paragraph.low(i) in company for i in range(verb + 1, min(verb + 1 + reach, last)))
    quotes = any(
        paragraph.quoted[i] or paragraph.tokens[i].text in OPENING_QUOTES + '"'
        for i in range(verb + 1, min(verb + 9, last))
    )
    said_after = verb > 1 and (paragraph.tokens[verb - 1].text in '”"»' or paragraph.low(verb + 2) == ".")
    return follows or quotes or said_after


def _subject(
    paragraph: Paragraph, verb: int, first: int, actors: list[Actor], found: list[_Found]
) -> tuple[Actor, str, float] | None:
    """Who speaks at ``verb``: the actor before it, across an insertion, after it ("said X"), or before "and"."""
    left = [actor for actor in actors if actor.outer_last <= verb and not actor.possessive]
    near = left[-1] if left else None
    if near is not None and _only_between(paragraph, near.outer_last, verb, near.outer_first < near.first):
        return near, "statement-subject-verb", 0.96
    if near is not None and paragraph.low(verb - 1) == "-" and near.outer_last == verb - 1:
        return None
    # "“...,” said Roe": only behind a quotation or a comma.
    right = next((actor for actor in actors if actor.outer_first == verb + 1 or actor.first == verb + 1), None)
    before = paragraph.tokens[verb - 1].text if verb > first else ""
    if (
        right is not None
        and (before in ("”", '"', "»", "’") or before == "," and paragraph.tokens[verb - 2].text in '”"»’')
        and right.voice in ("single", "joint", "collective")
        and right.can_follow
    ):
        return right, "statement-verb-subject", 0.94
    opener = next((actor for actor in left if actor.outer_first - first <= 12 and actor.voice != "other"), None)
    if opener is not None and _inserted(paragraph, opener.outer_last, verb):
        return opener, "statement-subject-insertion-verb", 0.85
    step = verb - 1
    while step > first and paragraph.low(step) in _BETWEEN:
        step -= 1
    if paragraph.low(step) in ("and", "but") or paragraph.tokens[step].text == "," and found:
        inherited = found[-1].actor if found and found[-1].actor.voice != "unstated" else None
        if inherited is None and opener is not None and paragraph.low(step) in ("and", "but"):
            inherited = opener if _is_clause_subject(paragraph, opener, first) and not opener.possessive else None
        # "X and Y said": the subject stands nearer than the conjunction.
        if inherited is not None:
            return inherited, "statement-coordinated-verb", 0.8
    return None


def _only_between(paragraph: Paragraph, start: int, verb: int, named_last: bool) -> bool:
    words = [paragraph.tokens[i] for i in range(start, verb)]
    if len(words) > 9:
        return False
    if len(words) == 1 and words[0].text == "," and named_last:
        return True
    if all(token.low in _BETWEEN or token.text == "," and i + 1 < len(words) for i, token in enumerate(words)):
        commas = sum(token.text == "," for token in words)
        return commas != 1 or words[0].text == ","
    # ", in his turn," / ", for her part,"
    return (
        len(words) >= 3
        and words[0].text == ","
        and words[-1].text == ","
        and words[1].low in ("in", "for", "on", "speaking", "however", "meanwhile", "too", "also")
    )


def _inserted(paragraph: Paragraph, start: int, verb: int) -> bool:
    """Whether between subject and verb stands one insertion between commas."""
    if paragraph.tokens[start].text != "," or verb - start > _LONG_INSERT:
        return False
    step = verb - 1
    while step > start and paragraph.low(step) in _BETWEEN and paragraph.low(step) != ",":
        step -= 1
    if step <= start or paragraph.tokens[step].text != ",":
        return False
    return paragraph.low(start + 1) not in ("and", "but") and paragraph.low(step + 1) != "and"


def _is_clause_subject(paragraph: Paragraph, actor: Actor, first: int) -> bool:
    before = paragraph.low(actor.outer_first - 1) if actor.outer_first > first else ""
    return actor.outer_first == first or before in (",", "the", "”", "that", "and", '"')


def _passive(
    paragraph: Paragraph, verb: int, first: int, last: int, actors: list[Actor], reader: ActorReader, step: int
) -> _Found | None:
    """The statement of "it was emphasized that": by the agent named after it, or of nobody named."""
    low = paragraph.low(verb)
    if low not in PASSIVE_SPEECH:
        return None
    agent = next((a for a in actors if 0 < a.outer_first - verb <= 4 and paragraph.low(verb + 1) == "by"), None)
    if agent is not None and agent.voice in ("single", "joint", "collective"):
        return _Found(agent, paragraph.tokens[verb].text, first, last, "statement-passive-agent", 0.85, False)
    impersonal = (
        paragraph.low(step - 1) == "it" or paragraph.low(step - 1) == "also" and paragraph.low(step - 2) == "it"
    )
    told = low in ("informed", "briefed", "told")
    if not (impersonal or told or paragraph.low(verb + 1) == "that"):
        return None
    if told and any(a.outer_last <= step and step - a.outer_last < 2 and a.voice == "other" for a in actors):
        return None
    unstated = Actor(verb, verb + 1, verb, verb + 1, (), "unstated", "", 0.9, False)
    return _Found(unstated, paragraph.tokens[verb].text, first, last, "statement-speaker-unstated", 0.9, False)


def _by_participle(paragraph: Paragraph, first: int, last: int, actors: list[Actor]) -> list[_Found]:
    """ "X opened the hall, saying that ...": where no finite verb of speech has a speaker."""
    for index in range(first + 1, last):
        if paragraph.low(index) in _PARTICIPLES and paragraph.low(index - 1) == "," and not paragraph.quoted[index]:
            actor = next(
                (a for a in actors if a.voice in ("single", "joint") and a.outer_last < index and not a.possessive),
                None,
            )
            if actor is not None and _is_clause_subject(paragraph, actor, first):
                return [_Found(actor, paragraph.tokens[index].text, first, last, "statement-participle", 0.65, False)]
    return []


def _addressees(paragraph: Paragraph, verb: int, last: int, actors: list[Actor], speaker: Actor) -> list[str]:
    if paragraph.low(verb) not in _ADDRESSING:
        return []
    for actor in actors:
        if (
            verb < actor.outer_first <= min(verb + 4, last)
            and not actor.possessive
            and actor.voice in ("single", "joint")
        ):
            between = {paragraph.low(i) for i in range(verb + 1, actor.outer_first)}
            if between <= {"on", "upon", "the", "to", "his", "her", "a"}:
                return [name for name in actor.names if name not in speaker.names]
    return []


def quotations(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Token ranges between quotation marks that read as words said: two words or more, not only capitals."""
    ranges, start = [], -1
    for index, inside in enumerate([*paragraph.quoted, False]):
        if inside and start < 0:
            start = index
        elif not inside and start >= 0:
            words = [token for token in paragraph.tokens[start:index] if token.word or token.text.isdigit()]
            if len(words) > 1 and not all(token.capital for token in words):
                ranges.append((start, index))
            start = -1
    return ranges


def _mark_direct(paragraph: Paragraph, found: list[_Found]) -> None:
    """Gives every quotation to the statement of its sentence, or to the nearest one before it, else after it."""
    named = [f for f in found if f.actor.voice != "unstated"]
    for start, end in quotations(paragraph):
        owners = [f for f in named if f.first < end and start < f.last]
        if not owners:
            owners = [f for f in named if f.last <= start][-1:] or named[:1]
        if len(owners) > 1:
            verbs = [f for f in owners if f.actor.outer_first <= start] or owners
            owners = verbs[-1:]
        for owner in owners:
            owner.direct = True


def _all_quotation(paragraph: Paragraph) -> bool:
    words = sum(token.word for token in paragraph.tokens)
    quoted = sum(token.word for token, inside in zip(paragraph.tokens, paragraph.quoted, strict=True) if inside)
    return words > 4 and quoted * 10 >= words * 9


def _merge(paragraph: Paragraph, found: list[_Found], reader: ActorReader) -> list[StatementFound]:
    made: list[StatementFound] = []
    groups: dict[tuple[tuple[str, ...], str], list[_Found]] = {}
    for f in found:
        if f.actor.voice != "other":
            groups.setdefault((f.actor.names, f.actor.voice), []).append(f)
    for (names, voice), group in groups.items():
        best = max(group, key=lambda f: f.confidence)
        span = paragraph.span(min(f.first for f in group), max(f.last for f in group))
        direct = any(f.direct for f in group)
        addressees = tuple(dict.fromkeys(name for f in group for name in f.addressees))
        candidates = reader.candidates(paragraph) if voice == "unstated" else ()
        made.append(
            StatementFound(
                names,
                voice,
                "direct" if direct else "reported",
                group[0].verb,
                span,
                Reason(best.rule, round(best.confidence, 2)),
                best.actor.words,
                addressees,
                candidates,
            )
        )
    return made
