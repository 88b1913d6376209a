"""Saving the working copy: one revision a save, the loser of a race told, the parts kept on their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import transaction
from django.db.models import F, Max

from articles.blocks import blocks, locate, with_ids
from articles.desk import audit
from articles.desk.document import build, document_hash, restore, text_hash
from articles.desk.errors import StaleError, TransitionError
from articles.desk.hashing import canonical
from articles.desk.roles import look_up, moment
from articles.models.article import Article, Revision
from articles.models.parts import PARTS
from articles.models.vocabulary import Status

OPEN = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
# What readers are told or led by beside the document: whoever changes it is an author like whoever changes a word.
TOLD = ("slug", "next_class", "correction_class", "public_note", "released_at")


def claim(article: Article, *, version: int) -> None:
    """Lock the row and count its version up; raises StaleError where somebody saved after ``version``."""
    if not Article.objects.filter(pk=article.pk, version=version).update(version=F("version") + 1):
        raise StaleError.of(article)
    article.version = version + 1


@contextmanager
def revising(article: Article, *, by: Any, version: int, now: dt.datetime) -> Iterator[Article]:
    """Change the working copy inside this context: fields (saved), parts and topics; then a revision is recorded.

    Raises StaleError where somebody saved after ``version`` and TransitionError where the text is not open for
    editing; nothing is changed then.
    """
    with transaction.atomic():
        claim(article, version=version)
        article.refresh_from_db()
        require_open(article)
        before, told = article.body, told_of(article)
        yield article
        record_revision(article, by=by, now=now, body_before=before, always=told_of(article) != told)


def restore_revision(article: Article, revision: Revision, *, by: Any, version: int, now: dt.datetime) -> None:
    """Put the working copy back to the words and parts of ``revision``, as a new revision by ``by``.

    Raises as ``revising`` does, and TransitionError where the words of ``revision`` were erased.
    """
    if revision.document is None:
        raise TransitionError("erased")
    with transaction.atomic():
        claim(article, version=version)
        article.refresh_from_db()
        require_open(article)
        restore(article, orjson.loads(revision.document))
        record_revision(article, by=by, now=now, body_before=article.body)


def told_of(article: Article) -> tuple[Any, ...]:
    """What ``article`` says to readers beside its document; in no hash, but its author approves it as little."""
    return tuple(getattr(article, name) for name in TOLD)


def require_open(article: Article) -> None:
    """Raise TransitionError unless the working copy may be edited in its status."""
    if article.status not in OPEN:
        raise TransitionError("not-open", status=article.get_status_display())


def record_revision(
    article: Article,
    *,
    by: Any,
    now: dt.datetime,
    body_before: str = "",
    always: bool = False,
    as_it_was: bool = False,
) -> Revision | None:
    """Sanitise the body, keep block ids and spans, look up the roles of the day, and write the revision.

    None where the document is unchanged, unless ``always``: then the act itself makes ``by`` an author. A text that
    goes back to what ``as_it_was`` keeps the roles it had.
    """
    article.body = with_ids(article.body, body_before)
    article.save()
    _follow_words(article)
    at = moment(article, now)
    if not as_it_was:
        look_up(article, at)
    document = build(article, at.hour)
    last = article.revisions.order_by("-number").first()
    digest = document_hash(document)
    if last and last.document_hash == digest and not always:
        return None
    number = (article.revisions.aggregate(top=Max("number"))["top"] or 0) + 1
    # Back at earlier words, the text starts afresh; what readers are told besides was changed after that: a second one.
    again = always and not as_it_was and last is not None and last.document_hash != digest
    twice = again and article.revisions.filter(document_hash=digest).exists()
    for step in range(2 if twice else 1):
        revision = Revision.objects.create(
            article=article,
            number=number + step,
            document=canonical(document),
            document_hash=digest,
            text_hash=text_hash(document),
            by=by,
            at=now,
        )
        audit.record("save", f"article:{article.uid}", by=by, now=now, revision=number + step, hash=digest)
    return revision


def _follow_words(article: Article) -> None:
    """Move the span of each part to where its words stand now; a part whose words are gone keeps them, placeless."""
    text_of = {block.id: block.text for block in blocks(article.body)}
    for model in PARTS:
        for part in model.objects.filter(article=article).exclude(words=""):
            if text_of.get(part.block, "")[part.start : part.end] == part.words:
                continue
            candidates = [part.block, *text_of] if part.block in text_of else list(text_of)
            for block_id in candidates:
                place = locate(part.words, text_of[block_id], near=part.start)
                if place:
                    part.block, (part.start, part.end) = block_id, place
                    part.words = text_of[block_id][part.start : part.end]
                    break
            else:
                part.block, part.start, part.end = "", 0, 0
            part.save()
