"""Which texts a member of staff may know of. Every staff door that shows texts asks here, and nowhere else.

The register is open to the whole desk: that a person or an event stands in it says nothing of a text. What hangs on a
text (revisions, parts, proposals, comments, acts...) is known to whoever may know of the text. An edition that is or
was public is known to everybody; the working copy it came from stays limited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from articles.desk import audit
from articles.desk.authorship import authors
from articles.desk.errors import RightError, TransitionError
from articles.models.access import Access
from articles.models.article import Article, Revision
from articles.models.audit import AuditEntry
from articles.models.bundle import BundleItem
from articles.models.edition import Edition
from articles.models.event import Coverage
from articles.models.review import ReviewRequest
from articles.models.source import Proposal, SourceText
from articles.models.vocabulary import Status
from pressoffice.ground.clock import database_now

BACKEND = "django.contrib.auth.backends.ModelBackend"
NAMED_AT_ONCE = 200  # conditions in one bracket of a statement

# --- What a person may know of ----------------------------------------------------------------------------------------


def visible_to(user: Any, queryset: QuerySet[Article] | None = None) -> QuerySet[Article]:
    """The texts of ``queryset`` (all if not given) that ``user`` may know of; one statement.

    A limited text is seen by its authors, its assignee, whoever was asked to review it or sign it off, the people and
    groups it was opened to, and those who may read every text.
    """
    texts = Article.objects.all() if queryset is None else queryset
    if user.has_perm("articles.read_all_article"):
        return texts
    this = OuterRef("pk")
    opened = Access.objects.filter(article=this).filter(Q(user=user.pk) | Q(group__in=user.groups.all()))
    asked = _asked()
    return texts.filter(
        Q(limited=False)
        | Q(created_by=user.pk)
        | Q(assignee=user.pk)
        | Exists(opened)
        | Exists(Revision.objects.filter(article=this, by=user.pk))
        | Exists(asked.filter(article=this, person=user.pk))
    )


def _asked() -> QuerySet[ReviewRequest]:
    """Requests that open a text: somebody asked for the review. Who took it up unasked saw it already."""
    return ReviewRequest.objects.filter(withdrawn_at=None, asked_by__isnull=False)


def may_see(user: Any, article: Article) -> bool:
    """Whether ``user`` may know of ``article``."""
    return not article.limited or visible_to(user, Article.objects.filter(pk=article.pk)).exists()


def hidden_from(user: Any) -> QuerySet[Article]:
    """The texts that do not exist for ``user``."""
    limited = Article.objects.filter(limited=True)
    if user.has_perm("articles.read_all_article"):
        return limited.none()
    return limited.exclude(pk__in=visible_to(user, limited).values("pk"))


def visible_rows(user: Any, rows: QuerySet[Any], now: dt.datetime | None = None) -> QuerySet[Any]:
    """``rows`` of any model without those that would tell ``user`` of a hidden text.

    Rows know their text by ``article``, ``edition`` or ``revision``; rows of a model that has none are all returned.
    What belongs to an edition that is or was public at ``now`` is shown to everybody.
    """
    model = rows.model
    if model is Article:
        return visible_to(user, rows)
    if model is AuditEntry:
        return visible_acts(user, rows)
    if user.has_perm("articles.read_all_article") or model is Coverage:
        return rows
    hidden = hidden_from(user)
    if model is SourceText:
        return rows.exclude(pk__in=hidden.exclude(source_text=None).values("source_text"))
    told = Q(pk__in=[])
    if _points_at(model, "article", Article) and model is not Edition:
        told |= Q(article__in=hidden)
    if _points_at(model, "revision", Revision) and model is not Edition:
        told |= Q(revision__article__in=hidden)
    if model is Edition or _points_at(model, "edition", Edition):
        to = "" if model is Edition else "edition__"
        at = f"{to}public_from"
        not_yet = Q(**{at: None}) | Q(**{f"{at}__gt": now or database_now()})
        told |= Q(**{f"{to}article__in": hidden}) & not_yet
    return rows.filter(~told)


def _points_at(model: Any, name: str, target: Any) -> bool:
    try:
        return model._meta.get_field(name).related_model is target
    except FieldDoesNotExist:
        return False


def visible_acts(user: Any, acts: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """The entries of the record that do not tell ``user`` of a hidden text: by their subject, or in their detail."""
    if user.has_perm("articles.read_all_article"):
        return acts
    hidden = hidden_from(user)
    uids = list(hidden.values_list("uid", flat=True))
    if not uids:
        return acts
    proposals = Concat(Value("proposal:"), Cast("pk", CharField()))
    bundles = BundleItem.objects.filter(article__in=hidden).values_list("bundle__uid", flat=True)
    acts = acts.exclude(subject__in=[f"article:{uid}" for uid in uids] + [f"bundle:{uid}" for uid in bundles])
    acts = acts.exclude(subject__in=Proposal.objects.filter(article__in=hidden).values_list(proposals))
    for start in range(0, len(uids), NAMED_AT_ONCE):
        named = Q()
        for uid in uids[start : start + NAMED_AT_ONCE]:
            named |= Q(detail__contains=str(uid))
        acts = acts.exclude(named)
    return acts


# --- Who may know of a text -------------------------------------------------------------------------------------------


def who_may_see(article: Article) -> QuerySet[Any]:
    """The active staff who may know of ``article`` as it stands, by name."""
    users = get_user_model().objects.with_perm("articles.view_article", backend=BACKEND).filter(is_staff=True)
    if not article.limited:
        return users.distinct().order_by("username")
    opened = Access.objects.filter(article=article)
    every = get_user_model().objects.with_perm("articles.read_all_article", backend=BACKEND)
    keys = [key for key in (article.created_by_id, article.assignee_id) if key]
    return (
        users.filter(
            Q(pk__in=keys)
            | Q(pk__in=opened.exclude(user=None).values("user"))
            | Q(groups__in=opened.exclude(group=None).values("group"))
            | Q(pk__in=Revision.objects.filter(article=article).exclude(by=None).values("by"))
            | Q(pk__in=_asked().filter(article=article).values("person"))
            | Q(pk__in=every.values("pk"))
        )
        .distinct()
        .order_by("username")
    )


def who_may_approve(article: Article) -> QuerySet[Any]:
    """Those of ``who_may_see`` who may approve ``article``: with the right, and no author of it."""
    able = get_user_model().objects.with_perm("articles.approve_article", backend=BACKEND).values("pk")
    return who_may_see(article).filter(pk__in=able).exclude(pk__in=authors(article))


def locked() -> Iterator[Article]:
    """Limited texts in work that nobody who sees them may approve: somebody left, or lost a group, or wrote in them."""
    for article in Article.objects.filter(limited=True).exclude(status=Status.DISCARDED).order_by("pk"):
        if not who_may_approve(article).exists():
            yield article


# --- Limiting ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def limit(
    article: Article,
    limited: bool,
    *,
    users: Iterable[Any] = (),
    groups: Iterable[Any] = (),
    by: Any,
    now: dt.datetime,
) -> None:
    """Limit ``article`` and every other language version of its work to ``users`` and ``groups``, or open them.

    Whoever limits a text keeps seeing it. Raises RightError without the right or for a text ``by`` may not see, and
    TransitionError, changing nothing, where nobody who could approve one of the versions would see it.
    """
    if not by.has_perm("articles.limit_article") or not may_see(by, article):
        raise RightError("no-right-to-limit")
    of_work = Article.objects.select_for_update().filter(work=article.work).order_by("uid")
    list(of_work.values_list("pk", flat=True))
    versions = list(of_work)  # once more: while the locks were waited for, another version may have been begun
    users, groups = list(users), list(groups)
    for version in versions:
        before = _stand(version)
        Article.objects.filter(pk=version.pk).update(limited=limited)
        Access.objects.filter(article=version).delete()
        version.limited = limited
        if limited:
            known = dict.fromkeys([*users, *([] if _sees_anyhow(by, version) else [by])])
            rows = [Access(article=version, user=user, by=by) for user in known]
            rows += [Access(article=version, group=group, by=by) for group in groups]
            Access.objects.bulk_create(rows)
            if not who_may_approve(version).exists():
                raise TransitionError("nobody-could-approve", language=version.get_language_display())
        stands = _stand(version)
        if stands != before:
            audit.record("limit" if limited else "unlimit", f"article:{version.uid}", by=by, now=now, **stands)
    article.limited = limited


def share_limit(source: Article, version: Article, *, by: Any) -> None:
    """Give a new language version of a work the limit of ``source``. To be called in the transaction that makes it."""
    if source.limited:
        Article.objects.filter(pk=version.pk).update(limited=True)
        version.limited = True
        rows = Access.objects.filter(article=source)
        Access.objects.bulk_create(Access(article=version, user=r.user, group=r.group, by=by) for r in rows)


def _stand(article: Article) -> dict[str, Any]:
    rows = list(Access.objects.filter(article=article).select_related("user", "group"))
    return {
        "limited": article.limited,
        "people": sorted(row.user.get_username() for row in rows if row.user),
        "groups": sorted(row.group.name for row in rows if row.group),
    }


def _sees_anyhow(user: Any, article: Article) -> bool:
    return visible_to(user, Article.objects.filter(pk=article.pk)).exists()
