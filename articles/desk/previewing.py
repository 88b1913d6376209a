"""Texts shown before they are public: what the public would see of a revision, and links that show one to somebody."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import audit
from articles.desk.access import may_see
from articles.desk.errors import RightError, TransitionError
from articles.models.article import Article, Revision
from articles.models.edition import TAKEDOWNS, Edition
from articles.models.preview import PreviewLink, PreviewView
from articles.models.vocabulary import EditionClass, Status

LASTS = (4, 24, 48, 7 * 24, 14 * 24)  # hours a link may be good for
USUALLY = 48


def newest_revision(article: Article) -> Revision | None:
    """The revision that stands now, or None where it has no words: not yet, or not any more."""
    newest = article.revisions.order_by("-number").first()
    if newest is None or newest.document is None or not orjson.loads(newest.document)["title"]:
        return None
    return newest


def draft_edition(revision: Revision, now: dt.datetime) -> Edition:
    """The edition ``revision`` would become, never saved: its class, hour and number as the desk has them planned."""
    article = revision.article
    assert revision.document is not None
    document = orjson.loads(revision.document)
    before = list(Edition.objects.were_public(now).filter(article=article).order_by("public_from").defer("document"))
    coming = Edition.objects.filter(article=article, revision=revision, settled_at=None)
    planned = coming.exclude(edition_class__in=TAKEDOWNS).defer("document").first()
    hour = max((planned.public_from if planned else None) or article.meant_for or now, now)
    told = planned or article
    edition_class = planned.edition_class if planned else (article.next_class or EditionClass.UPDATE)
    return Edition(
        article_uid=article.uid,
        article_reference=article.reference,
        work=article.work,
        revision=revision,
        number=max((edition.number or 0 for edition in before), default=0) + 1,
        edition_class=edition_class if before else EditionClass.FIRST,
        correction_class=told.correction_class if before else "",
        note=(planned.note if planned else article.public_note) if before else "",
        kind=document["kind"],
        language=document["language"],
        slug=article.slug,
        title=document["title"][:300],
        document=revision.document,
        document_hash=revision.document_hash,
        text_hash=revision.text_hash,
        released_at=article.released_at,
        public_from=hour,
        published_at=before[0].published_at if before else (article.released_at or hour),
    )


# --- Links ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_link(article: Article, *, recipient: str, hours: int, by: Any, now: dt.datetime) -> tuple[PreviewLink, str]:
    """A link to the newest revision and to no other, and its secret, which nobody is told again.

    Raises RightError for who may neither change nor approve the text, or may not know of it.
    """
    able = by.has_perm("articles.change_article") or by.has_perm("articles.approve_article")
    if not able or not may_see(by, article):
        raise RightError("no-right", action=_("Make a preview link"))
    revision = newest_revision(article)
    if revision is None or released(revision, now) or article.status == Status.DISCARDED:
        raise TransitionError("nothing-to-preview")
    if hours not in LASTS or not recipient.strip():
        raise TransitionError("preview-limits", most=LASTS[-1] // 24)
    secret = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        revision=revision,
        secret_hash=hashed(secret),
        recipient=recipient.strip()[:120],
        made_by=by,
        made_at=now,
        expires_at=now + dt.timedelta(hours=hours),
    )
    audit.record(
        "preview-made",
        f"article:{article.uid}",
        by=by,
        now=now,
        link=str(link.uid),
        recipient=link.recipient,
        revision=revision.number,
        until=link.expires_at,
    )
    return link, secret


@transaction.atomic
def revoke(link: PreviewLink, *, by: Any, now: dt.datetime) -> bool:
    """End ``link`` at once; whether it was still open. Whoever may make a link to the text may revoke any."""
    article = link.revision.article
    able = by.has_perm("articles.change_article") or by.has_perm("articles.approve_article")
    if not able or not may_see(by, article):
        raise RightError("no-right", action=_("Revoke a preview link"))
    ended = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
    if ended:
        audit.record("preview-revoked", f"article:{article.uid}", by=by, now=now, link=str(link.uid))
    return bool(ended)


def released(revision: Revision, now: dt.datetime) -> bool:
    """Whether the text is or was public in ``revision`` or a later one: then nobody needs to see it beforehand."""
    public = Edition.objects.were_public(now).filter(article=revision.article_id)
    return public.filter(revision__number__gte=revision.number).exclude(edition_class__in=TAKEDOWNS).exists()


def ended_because(link: PreviewLink, now: dt.datetime) -> str:
    """Why ``link`` opens nothing any more: a word of ``ENDS``, empty while it does."""
    article = link.revision.article
    if link.revoked_at is not None:
        return "revoked"
    if link.expires_at <= now:
        return "expired"
    if link.revision.document is None:
        return "erased"
    if article.status == Status.DISCARDED:
        return "discarded"
    if not link.made_by.is_active or not may_see(link.made_by, article):
        return "maker"
    return "released" if released(link.revision, now) else ""


def find_link(secret: str, now: dt.datetime, *, uid: UUID | None = None) -> PreviewLink | None:
    """The open link with this secret (and this uid, where it is given), or None. Unknown and ended are the same."""
    links = PreviewLink.objects.select_related("revision__article", "made_by")
    link = links.filter(secret_hash=hashed(secret)).first()
    if link is None or (uid is not None and link.uid != uid) or ended_because(link, now):
        return None
    return link


@transaction.atomic
def look(link: PreviewLink, *, page: str, now: dt.datetime) -> None:
    """Record that somebody looked through ``link``: a page that is asked for again and again counts once a minute."""
    if PreviewView.objects.filter(link=link, page=page, at__gt=now - dt.timedelta(minutes=1)).exists():
        return
    PreviewView.objects.create(link=link, at=now, page=page)
    audit.record(
        "preview-viewed",
        f"article:{link.revision.article.uid}",
        by=None,
        now=now,
        link=str(link.uid),
        recipient=link.recipient,
        revision=link.revision.number,
    )


def hashed(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so that a plain hash cannot be tried backwards."""
    return hashlib.sha256(secret.encode()).hexdigest()
