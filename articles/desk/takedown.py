"""Withdrawal and retraction: one person and a phone take a text down; another confirms within a day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from articles.desk import bundled, chain
from articles.desk.errors import FourEyesError, TransitionError
from articles.desk.freeze import freeze, link_hash
from articles.models.article import Approval, Article
from articles.models.edition import TAKEDOWNS, Edition
from articles.models.vocabulary import SIGN_OFFS, Capacity, EditionClass, Status

CONFIRM_WITHIN = dt.timedelta(hours=24)


def take_down(
    article: Article,
    life: chain.Life,
    edition_class: str,
    *,
    by: Any,
    now: dt.datetime,
    at: dt.datetime | None,
    note: str,
    replacement: UUID | None,
) -> None:
    """Add a takedown made from the live edition. One that takes effect now also cancels whatever was to come.

    A withdrawal set for later (an expiry) must stand after an edition that is to come before it.
    """
    if life.coming_takedown is not None:
        if at is not None:
            raise TransitionError("withdrawal-first")
        chain.remove_coming(article, life.coming_takedown, now=now)
    if life.coming is not None:
        if at is None:
            _cancel(article, life.coming, now=now)
        elif life.coming.public_from is None or life.coming.public_from >= at:
            raise TransitionError("not-later-than-live")
    if at is None:
        bundled.leave(article, by=by, now=now)
    assert life.live is not None
    before = life.coming if at is not None and life.coming is not None else life.live
    approval = Approval.objects.create(
        revision=before.revision,
        edition_class=edition_class,
        note=note,
        not_before=at or now,
        capacity=Capacity.DUTY_PUBLISHER,
        by=by,
        at=now,
    )
    freeze(
        article,
        revision=before.revision,
        approval=approval,
        edition_class=edition_class,
        after=before,
        public_from=at or now,
        now=now,
        replacement_uid=replacement,
    )


def _cancel(article: Article, coming: Edition, *, now: dt.datetime) -> None:
    """What was to come goes back to the desk as a draft."""
    chain.remove_coming(article, coming, now=now)
    said = Approval.objects.filter(revision=coming.revision_id, edition_class=coming.edition_class, voided_at=None)
    said.exclude(capacity__in=SIGN_OFFS).update(voided_at=now)
    Article.objects.filter(pk=article.pk, status=Status.APPROVED).update(
        status=Status.DRAFT,
        next_class=coming.edition_class if coming.edition_class != EditionClass.FIRST else "",
        correction_class=coming.correction_class,
        public_note=coming.note,
    )


def rebase(article: Article, *, now: dt.datetime) -> None:
    """Make a coming withdrawal anew from the edition that will be live just before it, if that is another one now."""
    life = chain.life(article, now)
    coming = life.coming_takedown
    if coming is None:
        return
    earlier = [e for e in life.editions if e.public_from and coming.public_from and e.public_from < coming.public_from]
    if not earlier:
        chain.remove_coming(article, coming, now=now)
        return
    before = max(earlier, key=lambda e: e.public_from or now)
    if coming.previous_hash == link_hash(before):
        return
    hour = coming.public_from
    chain.remove_coming(article, coming, now=now)
    freeze(
        article,
        revision=before.revision,
        approval=coming.approval,
        edition_class=coming.edition_class,
        after=before,
        public_from=hour,
        now=now,
        replacement_uid=coming.replacement_uid,
    )


def unconfirmed(article: Article) -> list[Edition]:
    """Takedowns of ``article``, public or to come, that no second person has confirmed."""
    found = Edition.objects.filter(article=article, edition_class__in=TAKEDOWNS).select_related("approval")
    return [edition for edition in found if not _confirmations(edition).exists()]


def _confirmations(edition: Edition) -> Any:
    return Approval.objects.filter(
        revision=edition.approval.revision_id,
        edition_class=edition.edition_class,
        capacity=Capacity.CONFIRMATION,
        at__gte=edition.approval.at,
    )


def require_unconfirmed(article: Article, *, by: Any) -> None:
    """Raise unless there is a takedown that ``by``, who did not order it, can confirm."""
    waiting = unconfirmed(article)
    if not waiting:
        raise TransitionError("confirmed")
    if all(edition.approval.by_id == by.pk for edition in waiting):
        raise FourEyesError("author")


def confirm(article: Article, *, by: Any, now: dt.datetime) -> None:
    """Record the second person's yes to every takedown that somebody else ordered."""
    for edition in unconfirmed(article):
        if edition.approval.by_id != by.pk:
            Approval.objects.create(
                revision=edition.approval.revision,
                edition_class=edition.edition_class,
                note=edition.note,
                not_before=edition.approval.not_before,
                capacity=Capacity.CONFIRMATION,
                by=by,
                at=now,
            )
