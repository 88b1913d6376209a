"""Who wrote what is about to be approved: the four eyes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Min, QuerySet

from articles.models.article import Approval, Article, Revision
from articles.models.edition import TAKEDOWNS, Edition
from articles.models.vocabulary import Capacity


def authors(article: Article) -> set[int]:
    """Ids of everybody who changed the text since its last public edition, superusers and importers included.

    A working copy that came back to the words of that edition starts afresh; what a takedown covers never does.
    """
    editions = Edition.objects.filter(article=article).exclude(settled_at=None)
    last = editions.order_by("-number").select_related("revision").first()
    return _who(_since(article.revisions.all(), last))


def authors_of(edition: Edition) -> set[int]:
    """Ids of everybody who changed the text between the edition before ``edition`` and the words of this one."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number or 0)
    last = earlier.order_by("-number").select_related("revision").first()
    revisions = Revision.objects.filter(article=edition.article_id, number__lte=edition.revision.number)
    return _who(_since(revisions, last))


def _since(revisions: QuerySet[Revision], last: Edition | None) -> QuerySet[Revision]:
    """The revisions after the words of ``last``, or after the text last came back to them.

    A revision that left the words as they were changed what readers are told beside them: it counts.
    """
    if last is None:
        return revisions
    base = last.revision.number
    if last.edition_class not in TAKEDOWNS:
        same = revisions.filter(document_hash=last.document_hash)
        top = same.aggregate(top=Max("number"))["top"] or 0
        other = revisions.filter(number__lt=top).exclude(document_hash=last.document_hash)
        away = other.aggregate(top=Max("number"))["top"] or 0
        base = max(base, same.filter(number__gt=away).aggregate(first=Min("number"))["first"] or 0)
    return revisions.filter(number__gt=base)


def _who(revisions: QuerySet[Revision]) -> set[int]:
    return {pk for pk in revisions.values_list("by", flat=True) if pk is not None}


def needs_another_approval(edition: Edition, hour: dt.datetime) -> bool:
    """Nobody has yet said the second person's yes to this edition at so early an hour; a sign-off is none."""
    said = Approval.objects.filter(
        revision=edition.revision_id,
        edition_class=edition.edition_class,
        capacity=Capacity.APPROVER,
        voided_at=None,
        note=edition.note,
    )
    return not any(approval.not_before is None or approval.not_before <= hour for approval in said)
