"""What went out without a second person: it stays open until somebody else has looked at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.desk import audit, telling
from articles.desk.access import may_see, visible_to
from articles.desk.authorship import authors_of
from articles.desk.errors import FourEyesError, RightError, TransitionError
from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.review import BreakGlass

REVIEW_WITHIN = dt.timedelta(hours=24)


def unreviewed(user: Any = None) -> QuerySet[BreakGlass]:
    """What nobody else has looked at yet, oldest first; of ``user``, only texts they may know of."""
    return _of(BreakGlass.objects.filter(reviewed_by=None), user)


def to_mend(user: Any = None) -> QuerySet[BreakGlass]:
    """What must be corrected or withdrawn by the word of a second person, and still stands as it went out."""
    found = BreakGlass.objects.filter(verdict=BreakGlass.Verdict.MEND, edition__public_until=None)
    return _of(found, user)


def _of(found: QuerySet[BreakGlass], user: Any) -> QuerySet[BreakGlass]:
    if user is not None:
        found = found.filter(edition__article__in=visible_to(user, Article.objects.all()))
    return found.select_related("edition__article", "by", "reviewed_by").order_by("at", "pk")


def open_at(article: Article) -> list[BreakGlass]:
    """What of ``article`` still needs a look, or mending: the banner on the text."""
    return [*unreviewed().filter(edition__article=article), *to_mend().filter(edition__article=article)]


def due(row: BreakGlass) -> dt.datetime:
    """When somebody else must have looked at it."""
    return row.at + REVIEW_WITHIN


def may_review(row: BreakGlass, user: Any) -> bool:
    """Whether ``user`` may be the second person: an approver who neither published it nor is an author of it."""
    article = row.edition.article
    if not user.is_active or not user.has_perm("articles.approve_article") or not may_see(user, article):
        return False
    return user.pk != row.by_id and user.pk not in authors_of(row.edition)


@transaction.atomic
def review(row: BreakGlass, *, by: Any, verdict: str, note: str, now: dt.datetime) -> None:
    """Record what the second person says of ``row``: that it may stand, or must be corrected or withdrawn, and why.

    Raises RightError without the right, FourEyesError for whoever published or wrote it, TransitionError without a
    note or where somebody else was first.
    """
    edition = Edition.objects.select_related("article", "revision").get(pk=row.edition_id)
    if not by.is_active or not by.has_perm("articles.approve_article") or not may_see(by, edition.article):
        raise RightError("no-right", action=str(BreakGlass._meta.verbose_name))
    if by.pk == row.by_id or by.pk in authors_of(edition):
        raise FourEyesError("broke-glass")
    if verdict not in BreakGlass.Verdict.values:
        raise TransitionError("verdict-needed")
    if not note.strip():
        raise TransitionError("verdict-needed")
    said = {"reviewed_by": by, "reviewed_at": now, "verdict": verdict, "review_note": note.strip()}
    if not BreakGlass.objects.filter(pk=row.pk, reviewed_by=None).update(**said):
        raise TransitionError("glass-reviewed")
    if not unreviewed().filter(edition__article=edition.article).exists():
        telling.break_glass_over(edition.article, now=now)
    audit.record(
        "break-glass-reviewed",
        f"article:{edition.article.uid}",
        by=by,
        now=now,
        edition=edition.number,
        verdict=verdict,
        note=note.strip(),
    )
