"""What a check says of a place in a text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.desk.hashing import canonical, sha256

if TYPE_CHECKING:
    from articles.desk.linter.draft import Draft

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True)
class Hit:
    """A place a check has something to say about.

    ``block`` is the paragraph, empty where it is about a field or the text as a whole; ``field`` is the name of the
    form's field then. ``words`` are those of the text that are meant. ``about`` tells two hits on the same words
    apart (another language, another row); ``told`` fills in the sentences of the check.
    """

    words: str = ""
    block: str = ""
    field: str = ""
    about: str = ""
    told: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One thing that is looked for: ``title``, ``why`` and ``fix`` are sentences that ``told`` of a hit fills in."""

    code: str
    title: Any
    why: Any
    fix: Any
    find: Callable[[Draft], Iterator[Hit]]


@dataclass(frozen=True)
class Finding:
    """What was found, in words of the active language. ``key`` names code, place and words, and outlives edits
    elsewhere; ``number`` is the paragraph, 0 for the text as a whole."""

    code: str
    level: str
    block: str
    number: int
    field: str
    words: str
    title: str
    why: str
    fix: str
    key: str


def key_of(code: str, hit: Hit, nth: int) -> str:
    """The name of a finding: the same for the same words in the same paragraph, another once they change."""
    return sha256(canonical([code, hit.block or hit.field, hit.words, hit.about, nth]))[:40]
