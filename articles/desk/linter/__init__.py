"""The release check: what somebody should look at before a text goes out, each finding with its place and its cure.

The checks are deterministic. They read the words of the working copy and the registers, change nothing, and ask a
number of statements that does not grow with the text.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from articles.desk.linter import (
    boilerplates,
    dates,
    leftovers,
    links,
    missing,
    names,
    roles,
    sentences,
    statements,
    versions,
    wording,
)
from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import BLOCK, WARN, Check, Finding, key_of
from articles.models.article import Article

__all__ = ["BLOCK", "CHECKS", "WARN", "Check", "Draft", "Finding", "check", "findings", "level_of"]

CHECKS: dict[str, Check] = {
    check.code: check
    for room in (
        missing, names, roles, dates, statements, versions, sentences, links, boilerplates, wording, leftovers
    )
    for check in room.CHECKS
}  # fmt: skip


def level_of(code: str) -> str:
    """Whether a finding of ``code`` stops submitting and approving, or warns: ``LINT_BLOCKS`` says so."""
    return BLOCK if code in settings.LINT_BLOCKS else WARN


def findings(article: Article, now: dt.datetime, *, by: Any = None, only: Iterable[str] | None = None) -> list[Finding]:
    """What the checks find in the working copy as ``article`` stands in memory, in the order of the text.

    ``only``: the codes to look for. ``by`` is who reads them: only versions in other languages they may know of are
    compared. Sentences are in the active language; the keys are not.
    """
    return check(Draft(article, now, by=by), only=only)


def check(draft: Draft, *, only: Iterable[str] | None = None) -> list[Finding]:
    """``findings`` of a text that is in hand, saved or not."""
    wanted = CHECKS if only is None else {code: CHECKS[code] for code in only if code in CHECKS}
    found, seen = [], Counter[tuple[str, str, str, str]]()
    for code, one in wanted.items():
        for hit in one.find(draft):
            alike = (code, hit.block or hit.field, hit.words, hit.about)
            found.append(
                Finding(
                    code,
                    level_of(code),
                    hit.block,
                    draft.numbers.get(hit.block, 0),
                    hit.field,
                    hit.words,
                    str(one.title),
                    str(one.why) % hit.told if hit.told else str(one.why),
                    str(one.fix),
                    key_of(code, hit, seen[alike]),
                )
            )
            seen[alike] += 1
    return sorted(found, key=lambda one: (one.number, one.level != BLOCK, list(CHECKS).index(one.code)))
