"""Sentences of the lead that are too long to be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles.desk.linter.draft import Draft, lines_of
from articles.desk.linter.finding import Check, Hit

_END = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+(?=[\"“«‘(]?[^\W\d_a-zа-яёəıöüğçş])")
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|St|No|vs|cən|xan|св|ул|им|гг|тов))\.$")
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences of a line. An initial or an abbreviation before a capital ends none."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def word_count(text: str) -> int:
    """How many words stand in ``text``."""
    return sum(1 for _match in _WORD.finditer(text))


def _long(draft: Draft) -> Iterator[Hit]:
    lead = next((block for block in draft.blocks if block.tag == "p"), None)
    for line in lines_of(lead) if lead else ():
        for sentence in sentences(line):
            count = word_count(sentence)
            if lead and count > settings.LINT_LEAD_WORDS:
                opening = " ".join(sentence.split()[:8])
                yield Hit(f"{opening}…", block=lead.id, told={"count": count, "most": settings.LINT_LEAD_WORDS})


CHECKS = [
    Check(
        "long-lead", _("A long sentence in the lead"),
        _("It has %(count)s words; more than %(most)s are hard to follow when read out."),
        _("Make two sentences of it."), _long,
    ),
]  # fmt: skip
