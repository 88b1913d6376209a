"""Lists of texts and single texts from their stored forms: what is approved goes out as it is kept, untouched."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import QuerySet

from articles import register
from articles.addresses import absolute, article_uri, article_url
from articles.models.edition import Edition, text_q
from articles.models.vocabulary import EditionClass
from articles.renderers import JSONRenderer
from articles.serializers.shapes import api_address
from articles.serializers.texts import ENVELOPE, ArticleSerializer, Shown
from articles.stored import QUIET, form_of
from pressoffice.ground.identity import read_reference
from pressoffice.ground.intervals import is_public
from pressoffice.ground.kept import Kept
from pressoffice.ground.paging import KeysetStatement, Page
from pressoffice.ground.prepared import Prepared

FIELDS = tuple(ArticleSerializer().fields)
UNTOLD = (EditionClass.FIRST, *QUIET)  # of these the history of a text says nothing

COLUMNS = (
    "article_uid",
    "article_reference",
    "number",
    "edition_class",
    "note",
    "work",
    "language",
    "slug",
    "published_at",
    "public_from",
    "first_public",
    "document_hash",
    "stored__short",
)


@lru_cache(maxsize=4096)
def short(row: tuple) -> bytes:
    """One text in the short form of a list, as JSON: the envelope, then the members of its document as kept."""
    article, reference, number, edition_class, note, work, language, slug, published, since, first, digest, members = (
        row[2:]
    )
    envelope = {
        "id": article,
        "reference": f"PR-{reference}",
        "uri": article_uri(reference),
        "url": absolute(article_url(_Placed(language, slug, published))),
        "api_url": api_address("article", article),
        "pub_status": "usable",
        "edition": number,
        "edition_class": edition_class,
        "work": work,
        "first_published": first,
        "published": published,
        "updated": since,
        "notice": {"type": "withdrawn", "at": since, "note": note}
        if edition_class == EditionClass.WITHDRAWAL
        else None,
        "ed_note": note or None,
        "document_hash": digest,
    }
    members = members or form_of(row[1], "short")
    return orjson.dumps(envelope, option=orjson.OPT_UTC_Z)[:-1] + b"," + members[1:].encode()


@dataclass(slots=True)
class _Placed:
    """What an address is made of."""

    language: str
    slug: str
    published_at: Any


_questions = Kept(2_000)


@dataclass
class Question:
    """A list that is asked for again and again: its statement and its address without the place in the list."""

    statement: KeysetStatement
    path: str
    pairs: tuple[tuple[str, str], ...]

    def address(self, cursor: str | None) -> str:
        """The absolute address of the page at ``cursor``; None for the first."""
        pairs = [*self.pairs, ("cursor", cursor)] if cursor else self.pairs
        return absolute(f"{self.path}?{urlencode(pairs)}" if pairs else self.path)

    def answer(self, page: Page, request: Any) -> tuple[bytes, list[tuple[str, str]]]:
        """The page as JSON, and its links."""
        near = {"next": page.next, "previous": page.previous}
        addresses = {rel: self.address(cursor) if cursor else None for rel, cursor in near.items()}
        links = [("first", self.address(None)), ("self", absolute(request.get_full_path()))]
        links += [({"previous": "prev"}.get(rel, rel), address) for rel, address in addresses.items() if address]
        rows = b",".join(short(row) for row in page.results)
        return b'{"results":[' + rows + b"]," + orjson.dumps(addresses)[1:], links


def key_of(request: Any) -> tuple:
    """The question of ``request`` without the place in its list."""
    given = request.GET
    return request.path, tuple((name, value) for name in given if name != "cursor" for value in given.getlist(name))


def known(request: Any) -> Question | None:
    """What is kept of the question, if it was asked before in this visible set."""
    return _questions.known(request.visible.version, key_of(request))


def keep(request: Any, rows: QuerySet, *, order: str, limit: int, query: str) -> Question:
    """Compose the statement of a question that was understood, and keep it."""
    path, pairs = key_of(request)
    rows = rows.with_first_hour(request.now)
    statement = KeysetStatement(rows, columns=COLUMNS, order=order, limit=limit, query=query, now=request.now)
    question = Question(statement, path, pairs)
    _questions.put(request.visible.version, (path, pairs), question)
    return question


# --- One text ---------------------------------------------------------------------------------------------------------

_NAMES = tuple(field.attname for field in Edition._meta.concrete_fields)
_LIGHT = tuple(name for name in _NAMES if name != "document")


def _live(now: Any) -> QuerySet:
    return Edition.objects.listed(now).filter(redacted_at=None, document__isnull=False)


_BY_UID = Prepared(lambda uid, now: _live(now).filter(article_uid=uid).values_list(*_NAMES), uid="uid", now="instant")
_BY_REFERENCE = Prepared(
    lambda reference, now: _live(now).filter(article_reference=reference).values_list(*_NAMES),
    reference="text",
    now="instant",
)


def _around(work: Any, now: Any) -> QuerySet:
    """Every edition of a work of which readers may still read the words, or might have until a later one began."""
    rows = Edition.objects.were_public(now).filter(text_q(now), work=work, redacted_at=None)
    return rows.order_by("language", "article_reference", "number").values_list(*_LIGHT)


_AROUND = Prepared(_around, work="uid", now="instant")


def text(reference: str, now: dt.datetime) -> tuple[bytes, list[tuple[str, str]]] | None:
    """A text as it is at ``now``, with every field, and its links; None where there is none to be read."""
    try:
        found = _BY_UID.rows(uid=uuid.UUID(reference), now=now)
    except ValueError:
        found = _BY_REFERENCE.rows(reference=read_reference(reference), now=now)
    if not found:
        return None
    edition = Edition.from_db("default", _NAMES, found[0])
    near = [Edition.from_db("default", _LIGHT, row) for row in _AROUND.rows(work=edition.work, now=now)]
    own = [one for one in near if one.article_uid == edition.article_uid]
    edition.first_public = min((one.public_from for one in own), default=edition.public_from)
    others = [one for one in near if one.article_uid != edition.article_uid and is_public(one, now)]
    shown = Shown(
        edition,
        orjson.loads(edition.document),
        history=[
            one for one in own if one.edition_class not in (EditionClass.FIRST, *QUIET) and one.number <= edition.number
        ],
        translations=[one for one in others if not one.is_tombstone],
        contacts=spoken(contacts_of(edition.article_uid, now)),
    )
    body = {name: ENVELOPE[name](shown) if name in ENVELOPE else shown.document.get(name) for name in FIELDS}
    return JSONRenderer().render(body), links_of(edition)


def links_of(edition: Edition) -> list[tuple[str, str]]:
    """The links that lead on from an edition."""
    links = [
        ("canonical", article_uri(edition.article_reference)),
        ("alternate", absolute(edition.get_absolute_url())),
        ("version-history", api_address("editions", edition.article_uid)),
    ]
    if edition.number > 1:
        links.append(("predecessor-version", api_address("edition", edition.article_uid, edition.number - 1)))
    return links


def contacts_of(uid: uuid.UUID, now: dt.datetime) -> list[Any]:
    """The public press contacts of a text. One statement where there are none, as of most, two else."""
    return register.contacts_of(uid, now) if register.contact_keys_of(uid, now) else []


def spoken(contacts: list[Any]) -> list[Any]:
    """``contacts``, each with the codes of the languages that are ``spoken``."""
    for one in contacts:
        one.spoken = [code.strip() for code in one.languages.split(",") if code.strip()]
    return contacts
