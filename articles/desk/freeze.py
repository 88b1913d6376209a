"""Freezing: from an approved revision to an edition, and the rows by which the public finds it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import orjson

from articles import stored
from articles.desk.chain import retime
from articles.desk.document import make_parts, rows_by_uid
from articles.desk.hashing import canonical, chained, sha256
from articles.models.article import Approval, Article, Revision
from articles.models.edition import (
    LINKS,
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionPlace,
    EditionSource,
    EditionTopic,
)
from articles.models.event import Event
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from articles.models.vocabulary import EditionClass
from people.models import Organisation, Person


def freeze(
    article: Article,
    *,
    revision: Revision,
    approval: Approval,
    edition_class: str,
    after: Edition | None,
    public_from: dt.datetime | None,
    now: dt.datetime,
    replacement_uid: UUID | None = None,
) -> Edition:
    """Make the edition that ``approval`` says yes to, from ``revision``, and lay the chain anew.

    ``after`` is the edition it follows. ``public_from`` None holds it. A retraction keeps none of the words.
    """
    if edition_class == EditionClass.RETRACTION:
        document = canonical({"kind": article.kind, "language": article.language, "retracted": True})
        title, digest, words = "", sha256(document), ""
    else:
        assert revision.document is not None
        document, digest, words = revision.document, revision.document_hash, revision.text_hash
        title = orjson.loads(document)["title"]
    edition = Edition.objects.create(
        article=article,
        article_uid=article.uid,
        article_reference=article.reference,
        work=article.work,
        revision=revision,
        approval=approval,
        edition_class=edition_class,
        correction_class=approval.correction_class,
        note=approval.note,
        replacement_uid=replacement_uid,
        kind=article.kind if after is None or edition_class not in TAKEDOWN_KEEPS else after.kind,
        language=article.language,
        slug=article.slug if after is None or edition_class not in TAKEDOWN_KEEPS else after.slug,
        title=title[:300],
        document=document,
        document_hash=digest,
        text_hash=words,
        previous_hash=link_hash(after) if after else "",
        released_at=article.released_at,
        public_from=None,
    )
    index(edition, after=after)
    retime(article, now=now, move=edition, to=public_from)
    edition.refresh_from_db()
    return edition


TAKEDOWN_KEEPS = (EditionClass.WITHDRAWAL, EditionClass.RETRACTION)  # they stand where the live edition stood


def link_hash(edition: Edition) -> str:
    """The hash by which the next edition of the article refers to this one."""
    return chained(edition.previous_hash, [edition.document_hash, edition.edition_class, edition.note])


def index(edition: Edition, *, after: Edition | None = None) -> None:
    """Make the rows of parts and links, and the stored forms, anew from the document.

    A tombstone and an erased edition own none. ``after`` is the edition it follows.
    """
    for link in LINKS:
        link.objects.filter(edition=edition).delete()
    if edition.edition_class == EditionClass.RETRACTION or edition.document is None:
        for part in (Statement, Mention, Citation, EventLink):
            part.objects.filter(edition=edition).delete()
        stored.keep(edition, None)
        return
    document = orjson.loads(edition.document)
    make_parts(document, edition=edition)
    stored.keep(edition, document, after=after)
    clock = {
        "edition": edition,
        "public_from": edition.public_from,
        "public_until": edition.public_until,
        "text_until": edition.text_until,
        "published_at": edition.published_at,
    }
    speakers = {m["person"] for m in document["mentions"] if m["relation"] == Mention.Relation.SPEAKER}
    _link(EditionPerson, "person", Person, document["officials"], clock, speaks=lambda e: e["id"] in speakers)
    _link(EditionOrganisation, "organisation", Organisation, document["organisations"], clock)
    _link(EditionEvent, "event", Event, document["events"], clock)
    _link(EditionTopic, "topic", Topic, document["topics"], clock)
    _link(EditionPlace, "place", Place, document.get("places", []), clock)
    _link(EditionSource, "source", Source, [c["source"] for c in document["attribution"]], clock)


def _link(link: Any, name: str, model: Any, entries: list[dict[str, Any]], clock: dict[str, Any], **extra: Any) -> None:
    """One row a thing. A document may name two rows that were merged since: they are one thing, found by its row."""
    rows = rows_by_uid(model, (entry["id"] for entry in entries))
    made: dict[Any, dict[str, Any]] = {}
    for entry in entries:
        row = rows[entry["id"]]
        said = {key: of(entry) for key, of in extra.items()}
        made[row] = {key: value or made.get(row, {}).get(key, False) for key, value in said.items()}
    link.objects.bulk_create(link(**clock, **{name: row}, **said) for row, said in made.items())
