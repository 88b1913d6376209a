"""What is known of a generated office: rows of registers, and texts with what their words name. No database."""

from __future__ import annotations

import datetime as dt
import html
import random
import uuid
from dataclasses import dataclass, field


def uid(kind: str, number: int) -> uuid.UUID:
    """A uid whose last thirty bits no two of a kind share, so that references made from them are unique."""
    chance = random.Random(f"{kind} {number}").getrandbits(98)
    low = (number * 0x2545F491 + 0x1B873593) & ((1 << 30) - 1)
    return uuid.UUID(int=chance << 30 | low, version=4)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register. ``parent``, ``holder``, ``at`` and the like are numbers of other rows."""

    number: int
    uid: uuid.UUID
    name: str
    slug: str
    family: str = ""  # a person's
    title: str = ""  # of a person's position,
    at: int = 0  # and the organisation it is held at
    position: uuid.UUID | None = None
    code: str = ""
    kind: str = ""
    country: str = ""
    parent: int | None = None
    starts: dt.datetime | None = None


@dataclass(slots=True)
class Mention:
    """A place where somebody or something is named, ``[start, end)`` of a paragraph; ``what`` is the register."""

    uid: uuid.UUID
    what: str
    number: int
    relation: str
    paragraph: int
    start: int
    end: int
    role: str = ""
    statement: uuid.UUID | None = None


@dataclass(slots=True)
class Said:
    """A statement: a paragraph somebody is quoted in."""

    uid: uuid.UUID
    paragraph: int
    end: int
    verb: str
    direct: bool
    speaker: int
    speaker_words: str


@dataclass(slots=True)
class Part:
    """An event or a source of a text, where its words stand."""

    uid: uuid.UUID
    number: int
    relation: str
    paragraph: int
    start: int
    end: int
    verb: str = ""


@dataclass(slots=True)
class Edition:
    """A text as it stood from ``hour``: the first, a correction, a withdrawal or a retraction."""

    uid: uuid.UUID
    kind: str
    hour: dt.datetime
    paragraphs: list[str]
    note: str = ""


@dataclass(slots=True)
class Text:
    """One text and everything that can be known of it."""

    number: int
    uid: uuid.UUID
    work: uuid.UUID
    kind: str
    language: str
    headline: str
    title: str
    slug: str
    summary: str
    city: int | None
    day: dt.date
    editions: list[Edition] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    statements: list[Said] = field(default_factory=list)
    sources: list[Part] = field(default_factory=list)
    events: list[Part] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)

    @property
    def live(self) -> Edition:
        """The edition readers see."""
        return self.editions[-1]

    @property
    def listed(self) -> bool:
        """Whether lists show it."""
        return self.live.kind != "retraction"

    def blocks(self, edition: Edition) -> list[str]:
        """The ids of the paragraphs."""
        return [f"p{(self.number * 31 + place * 7919) % 36**4:05d}" for place in range(len(edition.paragraphs))]

    def html(self, edition: Edition) -> str:
        """The body."""
        return "".join(
            f'<p id="{block}">{html.escape(paragraph, quote=False)}</p>'
            for block, paragraph in zip(self.blocks(edition), edition.paragraphs, strict=True)
        )

    def named(self, what: str) -> list[int]:
        """The rows of a register the text names, each once, in its order."""
        return list(dict.fromkeys(m.number for m in self.mentions if m.what == what))
