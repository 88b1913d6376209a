"""The press contacts of a text: a live part. They belong to the text, need no new edition, and follow the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from articles import register
from articles.desk import audit
from articles.desk.errors import RightError, TransitionError
from articles.desk.settle import settle_article, write_change
from articles.models.article import Article
from articles.models.change import Change
from articles.models.contact import Contact, TextContact
from articles.models.edition import Edition
from articles.models.vocabulary import EditionClass


def contacts_of(article: Article) -> list[Contact]:
    """The contacts of a text in their order, public or not."""
    rows = TextContact.objects.filter(article_uid=article.uid).select_related("contact")
    return [row.contact for row in rows]


def may_choose(user: Any, article: Article) -> bool:
    """Whether ``user`` may choose the contacts of ``article``: once readers see it, with the right to relink."""
    if not user.has_perm("articles.change_textcontact"):
        return False
    return user.has_perm("articles.relink_article") or not Edition.objects.filter(article=article).exists()


@transaction.atomic
def choose_contacts(
    article: Article,
    contacts: Sequence[Contact],
    *,
    by: Any,
    now: dt.datetime,
    instead_of: Sequence[int] | None = None,
) -> bool:
    """Make ``contacts``, in this order, the contacts of a text, at once for its readers; returns whether that is new.

    Where readers see a difference, the public log says so (``article.updated``, of metadata). ``instead_of``: the keys
    of the contacts the choice was made over. Raises TransitionError where others stand there now, and RightError for
    who may not.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not may_choose(by, article):
        raise RightError("no-contacts")
    before = contacts_of(article)
    if instead_of is not None and [one.pk for one in before] != list(instead_of):
        raise TransitionError("contacts-stale")
    chosen = list(dict.fromkeys(contacts))
    if chosen == before:
        return False
    settle_article(article, now)  # the line of the edition stands before the line of its contacts
    seen_before = _seen(article.uid, now)
    TextContact.objects.filter(article_uid=article.uid).delete()
    TextContact.objects.bulk_create(
        TextContact(article_uid=article.uid, contact=contact, order=order) for order, contact in enumerate(chosen)
    )
    live = Edition.objects.listed(now).filter(article=article).defer("document").first()
    if live is not None and _seen(article.uid, now) != seen_before:
        _tell(live, now)
    names = [str(contact.uid) for contact in chosen]
    audit.record("contacts", f"article:{article.uid}", by=by, now=now, contacts=names)
    return True


def _seen(article_uid: UUID, now: dt.datetime) -> list[int]:
    """The keys of the contacts readers would see."""
    return [contact.pk for contact in register.contacts_of(article_uid, now)]


def _tell(live: Edition, now: dt.datetime) -> None:
    key = f"contacts:{live.article_uid}:"
    number = Change.objects.filter(key__startswith=key).count() + 1
    write_change(f"{key}{number}", Change.Type.ARTICLE_UPDATED, live.article_uid, now, {
        "reference": live.article_reference,
        "edition": live.number,
        "language": live.language,
        "kind": live.kind,
        "class": EditionClass.METADATA,
        "significance": "metadata",
        "note": "",
        "sha256": live.document_hash,
        "replaced_by": None,
    })  # fmt: skip
