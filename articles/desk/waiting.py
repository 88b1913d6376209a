"""What waits for whom: the texts a person can take a step further, or began and did not finish."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from articles.desk import reviewing
from articles.desk.access import visible_to
from articles.models.article import Approval, Article, Revision
from articles.models.edition import TAKEDOWNS, Edition
from articles.models.vocabulary import Capacity, Status


def waiting(user: Any) -> list[tuple[str, str, QuerySet[Article]]]:
    """``(key, label, texts)`` of everything ``user`` has a right to do something about; the most pressing first."""
    texts = visible_to(user).select_related("created_by", "assignee").order_by("priority", "due_at", "updated_at", "pk")
    mine = texts.filter(Q(created_by=user) | Q(assignee=user) | _wrote(user))
    has = user.has_perm
    asked = reviewing.waiting_for(user).values("pk")
    found = [("asked", _("Asked of me by name"), texts.filter(pk__in=asked))]
    if has("articles.approve_article") or has("articles.review_article"):
        review = texts.filter(~_wrote_lately(user), status=Status.IN_REVIEW).exclude(pk__in=asked)
        found.append(("review", _("To review and approve"), review))
    if has("articles.approve_article"):
        found.append(("confirm", _("Takedowns to confirm"), texts.filter(_to_confirm(user))))
    found.append(("changes", _("Changes requested in my texts"), mine.filter(status=Status.CHANGES_REQUESTED)))
    if has("articles.release_article"):
        found.append(("held", _("Held, to release"), texts.filter(held())))
    found.append(("drafts", _("My drafts"), mine.filter(status=Status.DRAFT)))
    return found


def held() -> Exists:
    """Whether an approved edition of the text has no hour yet."""
    editions = Edition.objects.filter(article=OuterRef("pk"), settled_at=None, public_from=None)
    return Exists(editions.exclude(edition_class__in=TAKEDOWNS))


def _wrote(user: Any) -> Exists:
    return Exists(Revision.objects.filter(article=OuterRef("pk"), by=user))


def _wrote_lately(user: Any) -> Exists:
    """Whether the person changed the text after its last settled edition."""
    last = Edition.objects.filter(article=OuterRef(OuterRef("pk"))).exclude(settled_at=None).order_by("-number")
    base = Coalesce(Subquery(last.values("revision__number")[:1]), Value(0))
    return Exists(Revision.objects.filter(article=OuterRef("pk"), by=user, number__gt=base))


def _to_confirm(user: Any) -> Exists:
    """Whether somebody else took the text down and no second person has confirmed it."""
    said = Approval.objects.filter(
        revision=OuterRef("approval__revision"),
        edition_class=OuterRef("edition_class"),
        capacity=Capacity.CONFIRMATION,
        at__gte=OuterRef("approval__at"),
    )
    ordered = Edition.objects.filter(~Exists(said), article=OuterRef("pk"), edition_class__in=TAKEDOWNS)
    return Exists(ordered.exclude(approval__by=user))
