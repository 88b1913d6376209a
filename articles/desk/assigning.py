"""Who has a text in hand, by when, how urgent: no part of the text, so no revision, no version and no author."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from articles.desk import audit, telling
from articles.desk.access import may_see
from articles.desk.colleagues import holders
from articles.desk.errors import DeskError, RightError, StaleError
from articles.models.article import Article
from articles.models.told import Notice
from articles.models.vocabulary import Status

FIELDS = ("assignee", "due_at", "priority")
RIGHTS = ("articles.change_article", "articles.review_article", "articles.approve_article")


def may_assign(user: Any) -> bool:
    """Whether ``user`` may say who has a text in hand."""
    return any(user.has_perm(right) for right in RIGHTS)


def can_be_assigned(article: Article) -> list[Any]:
    """Staff who may work on ``article`` and know of it; giving a limited text to others would open it to them."""
    able = holders(*RIGHTS)
    return [user for user in able if may_see(user, article)] if article.limited else list(able)


def state_of(article: Article) -> tuple[Any, ...]:
    """The assignee's id, the hour and the priority as they stand in ``article``."""
    return (article.assignee_id, article.due_at, article.priority)


@transaction.atomic
def assign(
    article: Article,
    *,
    by: Any,
    now: dt.datetime,
    assignee: Any | None,
    due_at: dt.datetime | None,
    priority: int,
    over: tuple[Any, ...],
) -> bool:
    """Set assignee, hour and priority of ``article`` in any status; whoever gets it is told. False: nothing changed.

    ``over`` is the ``state_of`` the form was filled over. Raises StaleError where it stands otherwise meanwhile,
    RightError where ``by`` may not, DeskError where the assignee may not work on the text.
    """
    if not by.is_active or not may_assign(by) or not may_see(by, article):
        raise RightError("no-right-to-assign")
    if (assignee.pk if assignee else None, due_at, priority) == over:
        return False
    if assignee is not None and assignee.pk != over[0] and assignee not in can_be_assigned(article):
        raise DeskError("not-assignable")
    stands = Article.objects.filter(pk=article.pk, assignee=over[0], due_at=over[1], priority=over[2])
    if not stands.update(assignee=assignee, due_at=due_at, priority=priority):
        raise StaleError.of(article)
    article.refresh_from_db(fields=FIELDS)
    if article.assignee_id != over[0]:
        telling.over(article, [Notice.Kind.ASSIGNED], now=now)
        if assignee is not None:
            telling.tell_assigned(article, by=by, now=now)
    said = {"assignee": assignee.get_username() if assignee else None, "due": due_at, "priority": priority}
    audit.record("assign", f"article:{article.uid}", by=by, now=now, **said)
    return True


def is_overdue(article: Article, now: dt.datetime) -> bool:
    """Whether the hour it must be ready by has passed while it is still being written or reviewed."""
    waiting = article.status not in (Status.APPROVED, Status.DISCARDED)
    return waiting and article.due_at is not None and article.due_at <= now
