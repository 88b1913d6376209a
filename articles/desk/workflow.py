"""The one gate: every step of an article's life is taken by ``transition``, whichever door it comes through."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from articles.desk import audit, chain, takedown
from articles.desk.errors import DeskError, RightError
from articles.desk.revise import claim
from articles.desk.settle import settle_article
from articles.desk.steps import STEPS, Context, Step
from articles.models.article import Article

__all__ = ["STEPS", "allowed_actions", "transition"]


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
    claim(article, version=version)
    article = Article.objects.get(pk=article.pk)
    settle_article(article, now)
    context = Context(
        article, by, now, chain.life(article, now), note.strip(), at, hold, edition_class, replacement, action
    )
    _check(step, context)
    step.act(context)
    if step.target:
        Article.objects.filter(pk=article.pk).update(status=step.target)
    settle_article(article, now)
    audit.record(action, f"article:{article.uid}", by=by, now=now, note=note.strip(), at=at, hold=hold, version=version)
    article.refresh_from_db()
    return article


def _check(step: Step, context: Context) -> None:
    if not context.by.is_active or not context.by.has_perm(f"articles.{step.permission}"):
        raise RightError("no-right", action=step.label)
    if context.article.status not in step.sources:
        raise context.refuse("wrong-status", status=context.article.get_status_display())
    for guard in step.guards:
        guard(context)
    if step.note_needed and not context.note:
        raise context.refuse("note-needed")
    if context.subject == "confirm":
        takedown.require_unconfirmed(context.article, by=context.by)


def allowed_actions(article: Article, by: Any, now: dt.datetime) -> list[str]:
    """The steps ``by`` could take at ``now`` (given the note or hour they need), in the order of the table."""
    context = Context(article, by, now, chain.life(article, now), note="…")
    allowed = []
    for action, step in STEPS.items():
        try:
            _check(step, Context(**{**vars(context), "subject": action}))
        except DeskError:
            continue
        allowed.append(action)
    return allowed
