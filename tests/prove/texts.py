"""The texts a proof is about: one taken through the workflow by two people, and copies of it in any number."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import orjson

from articles import stored
from articles.desk.document import document_hash, text_hash
from articles.desk.hashing import canonical
from articles.models import Article, StoredEdition
from articles.models.article import Approval, Revision
from articles.models.edition import Edition
from people.names import slugify
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import reference_from
from tests.factories import make_public

BATCH = 250


def make_texts(hours: list[dt.datetime], *, writer: Any, approver: Any, first: int = 0) -> dict[int, dt.datetime]:
    """One approved text for each hour, ``{edition id: hour}``; all hours must lie ahead. ``first`` is
    the number of the first one.

    The first goes through ``desk.workflow``. The others are its rows over again (article, revision, approval,
    edition), each with a document, hashes, slug, uid and hour of its own, as ``desk.freeze`` would leave them.
    """
    make_public(
        writer=writer,
        approver=approver,
        now=database_now(),
        at=hours[0],
        headline=title(first),
        slug=slugify(title(first)),
    )
    edition = Edition.objects.select_related("article", "revision", "approval").order_by("-pk")[0]
    plan = {edition.pk: hours[0]}
    taken = set(Article.objects.values_list("reference", flat=True))
    for start in range(1, len(hours), BATCH):
        numbers = range(start, min(start + BATCH, len(hours)))
        plan |= _copies(edition, [(first + number, hours[number]) for number in numbers], taken)
    return plan


def title(number: int) -> str:
    """The headline of the text with this number; its last word is in no other text."""
    return f"Ministers meet for round zq{number}x"


def _copies(edition: Edition, wanted: list[tuple[int, dt.datetime]], taken: set[str]) -> dict[int, dt.datetime]:
    article, revision, approval = edition.article, edition.revision, edition.approval
    template = orjson.loads(edition.document)
    articles, documents = [], []
    for number, _hour in wanted:
        uid = _free_uid(taken)
        words = {"uid": uid, "work": uuid.uuid4(), "reference": reference_from(uid), "headline": title(number)}
        articles.append(_again(article, slug=slugify(title(number)), **words))
        documents.append(template | {"headline": title(number), "title": title(number)})
    Article.objects.bulk_create(articles)
    hashes = [{"document_hash": document_hash(d), "text_hash": text_hash(d)} for d in documents]
    revisions = Revision.objects.bulk_create(
        _again(revision, article_id=a.pk, document=canonical(d), **h)
        for a, d, h in zip(articles, documents, hashes, strict=True)
    )
    approvals = Approval.objects.bulk_create(
        _again(approval, revision_id=r.pk, not_before=hour) for r, (_n, hour) in zip(revisions, wanted, strict=True)
    )
    editions = []
    for row, rev, yes, digest, (number, hour) in zip(articles, revisions, approvals, hashes, wanted, strict=True):
        owner = {"article_id": row.pk, "article_uid": row.uid, "article_reference": row.reference, "work": row.work}
        clock = {"public_from": hour, "published_at": hour}
        words = {"slug": row.slug, "title": title(number), "document": rev.document}
        editions.append(
            _again(
                edition, uid=uuid.uuid4(), revision_id=rev.pk, approval_id=yes.pk, **owner, **words, **digest, **clock
            )
        )
    made = Edition.objects.bulk_create(editions)
    StoredEdition.objects.bulk_create(
        StoredEdition(edition=row, significant=row, **stored.forms(document))
        for row, document in zip(made, documents, strict=True)
    )
    return {row.pk: row.public_from for row in made}


def _again(row: Any, **changes: Any) -> Any:
    """A new row with the columns of ``row`` but for ``changes``."""
    columns = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**columns | changes)


def _free_uid(taken: set[str]) -> uuid.UUID:
    uid = uuid.uuid4()
    while reference_from(uid) in taken:
        uid = uuid.uuid4()
    taken.add(reference_from(uid))
    return uid
