"""The one gate: every step of an article's life is taken by ``transition``, whichever door it comes through."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from articles.desk import audit, chain, reviewing
from articles.desk.access import may_see
from articles.desk.errors import DeskError, RightError, StaleError
from articles.desk.guards import Context
from articles.desk.revise import claim
from articles.desk.settle import settle_article
from articles.desk.step_notices import tell_of_step
from articles.desk.steps import STEPS, Step
from articles.models.article import Article
from articles.models.vocabulary import Status

__all__ = ["STEPS", "allowed_actions", "refusal", "transition"]


@transaction.atomic
def transition(
    article: Article,
    action: str,
    *,
    by: Any,
    version: int,
    now: dt.datetime,
    note: str = "",
    at: dt.datetime | None = None,
    hold: bool = False,
    edition_class: str = "",
    replacement: UUID | None = None,
) -> Article:
    """Take ``article`` one step through the workflow and record who did it; returns it as it stands then.

    ``at`` is the hour of publication (None: now), ``hold`` means no hour yet. ``edition_class`` says with ``correct``
    what the change will be. Raises a DeskError, and changes nothing, where ``by`` may not take the step, the article
    is not where the step begins, something is missing, or somebody saved after ``version``.
    """
    step = STEPS[action]
    _require_right(step, by, article)
    if step.keeps_version:
        _lock(article, version)
    else:
        claim(article, version=version)
    article = Article.objects.get(pk=article.pk)
    settle_article(article, now)
    context = Context(
        article, by, now, chain.life(article, now), note.strip(), at, hold, edition_class, replacement, step.label
    )
    _require_right(step, by, article)  # once more: what the caller holds may be old
    _check(step, context)
    was = context.life.coming.public_from if context.life.coming else None
    step.act(context)
    if step.target:
        Article.objects.filter(pk=article.pk).update(status=step.target)
        if article.status == Status.IN_REVIEW:
            reviewing.let_go(article, now)
    settle_article(article, now)
    tell_of_step(article, action, by=by, now=now)
    told = {"note": note.strip(), "at": at, "was": was, "hold": hold, "version": version}
    audit.record(action, f"article:{article.uid}", by=by, now=now, **told)
    article.refresh_from_db()
    return article


def _lock(article: Article, version: int) -> None:
    """Lock the row; raises StaleError where somebody saved after ``version``. Nobody else's form becomes stale."""
    if not Article.objects.filter(pk=article.pk, version=version).update(version=version):
        raise StaleError.of(article)


def _require_right(step: Step, by: Any, article: Article) -> None:
    able = by.is_active and by.has_perm(f"articles.{step.permission}")
    if not able or not may_see(by, article):
        raise RightError("no-right", action=step.label)


def _check(step: Step, context: Context) -> None:
    if context.article.status not in step.sources:
        raise context.refuse("wrong-status", status=context.article.get_status_display())
    for guard in step.guards:
        guard(context)
    if step.note_needed and not context.note:
        raise context.refuse("note-needed")


def refusal(article: Article, action: str, *, by: Any, now: dt.datetime, **said: Any) -> DeskError | None:
    """Why ``by`` could not take the step at ``now`` with what is ``said``; None where nothing speaks against it."""
    context = Context(article, by, now, chain.life(article, now), label=STEPS[action].label, **said)
    try:
        _require_right(STEPS[action], by, article)
        _check(STEPS[action], context)
    except DeskError as refused:
        return refused
    return None


def allowed_actions(article: Article, by: Any, now: dt.datetime) -> list[str]:
    """The steps ``by`` could take at ``now`` (given the note or hour they need), in the order of the table."""
    context = Context(article, by, now, chain.life(article, now), note="…")
    allowed = []
    for action, step in STEPS.items():
        try:
            _require_right(step, by, article)
            _check(step, replace(context, label=step.label))
        except DeskError:
            continue
        allowed.append(action)
    return allowed
