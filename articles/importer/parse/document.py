"""What a parse finds: plain values, each with the characters it came from.

A ``Span`` counts characters within the text of one paragraph. Paragraphs are the blank-line blocks after the
headline block, numbered from 1; paragraph 0 is the headline block. A value that stands nowhere in the text is never
made: what a reader would have to add is a ``Question``.

Dates are EDTF (ISO 8601-2): ``2023-05-17``, ``2023-09``, and ``XXXX-11-03`` where the text prints no year. A date the
text gives only in words ("Friday") keeps ``edtf=""``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Span:
    """Half-open range of characters in one paragraph."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Reason:
    """Why a value was proposed: the rule that found it and how sure it is (0 to 1; from 0.8 it counts as sure)."""

    rule: str
    confidence: float


@dataclass(frozen=True)
class DateFound:
    words: str
    edtf: str
    span: Span


@dataclass(frozen=True)
class Dateline:
    """Place and date a text is sent from. ``country`` only where the line itself names it."""

    words: str
    place: str
    country: str
    date: DateFound | None
    span: Span
    reason: Reason


@dataclass(frozen=True)
class SourceFound:
    """``role``: ``publisher`` (whose report it is) or ``attributed`` (whom it cites for the whole)."""

    name: str
    role: str
    verb: str
    span: Span
    reason: Reason


@dataclass(frozen=True)
class MentionFound:
    """One place where a person is named or meant; ``words`` as printed, ``role`` as styled at that place."""

    words: str
    span: Span
    role: str = ""


@dataclass(frozen=True)
class PersonFound:
    """A person once, in the fullest form printed, without titles."""

    name: str
    role: str
    organisation: str
    mentions: tuple[MentionFound, ...]
    reason: Reason
    former: bool = False
    acting: bool = False


@dataclass(frozen=True)
class NamedThing:
    """An organisation or a place; ``name`` is its full form, ``aliases`` the other forms this text uses."""

    name: str
    span: Span
    reason: Reason
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventFound:
    """``type``: meeting, visit, call, signing, summit, conference, statement, appointment, ceremony or other."""

    type: str
    name: str
    date: DateFound | None
    place: str
    participants: tuple[str, ...]
    main: bool
    complete: bool
    span: Span
    reason: Reason
    within: str = ""


@dataclass(frozen=True)
class StatementFound:
    """Words that a paragraph attributes to somebody.

    ``voice``: ``single``, ``joint`` (several named speakers), ``collective`` ("the parties") or ``unstated`` (the text
    names no speaker; ``candidates`` may name who is likely, for the reviewer only). ``kind``: ``direct`` where words
    are quoted, else ``reported``. ``speakers`` are names from ``people`` or ``organisations``.
    """

    speakers: tuple[str, ...]
    voice: str
    kind: str
    verb: str
    span: Span
    reason: Reason
    speaker_words: str = ""
    addressees: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something a reviewer must decide because the text does not say it. ``code`` is stable, ``detail`` a sentence."""

    code: str
    detail: str
    span: Span | None = None


@dataclass(frozen=True)
class Warned:
    """Something about the raw text worth a look (control characters taken out, a mixed-script name...)."""

    code: str
    detail: str


@dataclass(frozen=True)
class ParsedDocument:
    """Everything one text says, in its own order. ``paragraphs[0]`` is paragraph 1."""

    language: str
    headline: str
    paragraphs: tuple[str, ...]
    dateline: Dateline | None = None
    sources: tuple[SourceFound, ...] = ()
    people: tuple[PersonFound, ...] = ()
    organisations: tuple[NamedThing, ...] = ()
    places: tuple[NamedThing, ...] = ()
    events: tuple[EventFound, ...] = ()
    statements: tuple[StatementFound, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[Warned, ...] = field(default=())
    headline_block: str = ""
    """The text of paragraph 0: the headline and any lines printed above it."""
    sign_offs: tuple[str, ...] = ()
    """Lines that only end the text ("###", "ENDS"), kept apart from its paragraphs."""

    def as_dict(self) -> dict:
        """The whole parse as JSON-ready values."""
        return asdict(self)
