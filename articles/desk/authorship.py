"""Who wrote what is about to be approved: the four eyes."""

from __future__ import annotations

import datetime as dt

from articles.models.article import Approval, Article
from articles.models.edition import TAKEDOWNS, Edition


def authors(article: Article) -> set[int]:
    """Ids of everybody who changed the text since its last public edition, superusers and importers included.

    A working copy that came back to the words of that edition starts afresh; what a takedown covers never does.
    """
    last = (
        Edition.objects.filter(article=article).exclude(settled_at=None).order_by("-number").select_related("revision")
    ).first()
    revisions = article.revisions.all()
    if last is not None:
        base = last.revision.number
        if last.edition_class not in TAKEDOWNS:
            same = revisions.filter(document_hash=last.document_hash).order_by("-number").first()
            base = max(base, same.number if same else 0)
        revisions = revisions.filter(number__gt=base)
    return {pk for pk in revisions.values_list("by", flat=True) if pk is not None}


def needs_another_approval(edition: Edition, hour: dt.datetime) -> bool:
    """Nobody has yet said yes to this edition at so early an hour."""
    said = Approval.objects.filter(
        revision=edition.revision_id, edition_class=edition.edition_class, voided_at=None, note=edition.note
    )
    return not any(approval.not_before is None or approval.not_before <= hour for approval in said)
