"""Letting a warning of the release check pass by name, for as long as its words stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles.desk import audit, linter
from articles.desk.errors import RightError, TransitionError
from articles.desk.linter import BLOCK, Draft, Finding
from articles.models.article import Article
from articles.models.review import Waiver

RIGHTS = ("articles.change_article", "articles.review_article", "articles.approve_article")


@dataclass(frozen=True)
class Judged:
    """A finding, and who let it pass where somebody did."""

    finding: Finding
    waiver: Waiver | None


def may_let_pass(user: Any) -> bool:
    """Whether ``user`` may let a warning pass: whoever writes, reviews or approves."""
    return any(user.has_perm(right) for right in RIGHTS)


def judged(draft: Draft) -> list[Judged]:
    """The findings of a text, each with its waiver. A finding that blocks is never let pass."""
    waivers = {waiver.key: waiver for waiver in Waiver.objects.filter(article=draft.article).select_related("by")}
    found = linter.check(draft)
    return [Judged(one, waivers.get(one.key) if one.level != BLOCK else None) for one in found]


@transaction.atomic
def let_pass(article: Article, key: str, *, reason: str, by: Any, now: dt.datetime) -> Waiver:
    """Let the warning ``key`` of the text as saved pass, for a ``reason``, and record it; the waiver there is, if any.

    Raises RightError for who may not, and TransitionError where there is no such finding any more, where it blocks, or
    without a reason.
    """
    if not may_let_pass(by):
        raise RightError("no-waiving")
    finding = next((one for one in linter.findings(article, now, by=by) if one.key == key), None)
    if finding is None:
        raise TransitionError("finding-gone")
    if finding.level == BLOCK:
        raise TransitionError("finding-blocks", title=finding.title)
    if not reason.strip():
        raise TransitionError("reason-needed")
    said = {"code": finding.code, "words": finding.words[:300], "reason": reason.strip()[:300], "by": by, "at": now}
    waiver, made = Waiver.objects.get_or_create(article=article, key=key, defaults=said)
    if made:
        subject = f"article:{article.uid}"
        audit.record("waive", subject, by=by, now=now, code=finding.code, key=key, note=waiver.reason)
    return waiver


@transaction.atomic
def take_back(article: Article, key: str, *, by: Any, now: dt.datetime) -> None:
    """Let the warning stand again, and record it. Nothing happens where nobody had let it pass."""
    if not may_let_pass(by):
        raise RightError("no-waiving")
    waiver = Waiver.objects.filter(article=article, key=key).first()
    if waiver is None:
        return
    waiver.delete()
    audit.record("unwaive", f"article:{article.uid}", by=by, now=now, code=waiver.code, key=key)
