"""When somebody was last at the desk, and what others did to texts since."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.desk.access import visible_to
from articles.models.article import Article, Revision
from articles.models.told import DeskVisit

AWAY = dt.timedelta(minutes=30)  # a longer silence ends a visit


def note_visit(user: Any, *, now: dt.datetime, language: str) -> dt.datetime | None:
    """Note that ``user`` is at the desk; returns when the visit before this one ended, None on the first."""
    visit, made = DeskVisit.objects.get_or_create(user=user, defaults={"seen_at": now, "language": language})
    if made:
        return None
    if now - visit.seen_at > AWAY:
        visit.away_since = visit.seen_at
    visit.seen_at, visit.language = now, language
    visit.save()
    return visit.away_since


def changed_by_others(user: Any, since: dt.datetime) -> QuerySet[Article]:
    """Texts ``user`` wrote or has in hand that somebody else changed after ``since``, newest first."""
    revisions = Revision.objects.filter(article=OuterRef("pk"))
    mine = Q(created_by=user) | Q(assignee=user) | Exists(revisions.filter(by=user))
    theirs = Exists(revisions.filter(at__gt=since).exclude(by=user)) | Q(updated_at__gt=since)
    own = Exists(revisions.filter(at__gt=since, by=user))
    return visible_to(user).filter(mine).filter(theirs).exclude(own).order_by("-updated_at", "-pk")
