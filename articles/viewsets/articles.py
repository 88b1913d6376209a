"""Texts: lists, one text as it is or was, its editions, and the search for words."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from functools import cached_property
from typing import Any

import orjson

from articles import facets, register
from articles.addresses import article_uri
from articles.filters import EditionFilter
from articles.models.edition import Edition, text_q
from articles.models.vocabulary import EditionClass
from articles.search.query import Query, snippet
from articles.serializers.texts import (
    ARTICLE_AT_LENGTH,
    ArticleSerializer,
    EditionsSerializer,
    Shown,
    edition_in_history,
)
from articles.viewsets import stored
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.expanding import OF_TEXTS, expanded
from articles.viewsets.operations import PAGING, Operation
from pressoffice.ground.identity import CROCKFORD, read_reference
from pressoffice.ground.problems import Problem

_REFERENCE = re.compile(f"[{CROCKFORD}]{{6}}")
FEEDS = ("atom", "rss", "jsonfeed")  # they take the words alone, not what is live around them
_NUMBER = re.compile("[1-9][0-9]{0,5}")


class ArticleViewSet(PublicViewSet):
    """Texts as their editions have them."""

    tag = "articles"
    readers_list = "news"
    operations = {
        "list": Operation(
            "listArticles",
            "Texts that are public now, newest first",
            ArticleSerializer,
            takes=PAGING,
            filterset=EditionFilter,
            orders={"-published": "published_at", "-updated": "public_from", "headline": "title"},
            facets=facets.NAMES,
            ranks=True,
            left_out=ARTICLE_AT_LENGTH,
            paged=True,
            formats=("json", "ninjs", "jsonld", "atom", "rss", "jsonfeed", "csv", "ndjson"),
            expands=tuple(OF_TEXTS),
        ),
        "retrieve": Operation(
            "getArticle",
            "One text as it is now, or as readers saw it at an instant",
            ArticleSerializer,
            takes=("at", "fields", "format"),
            may_be_gone=True,
            formats=("json", "ninjs", "jsonld", "md", "txt"),
            expands=tuple(OF_TEXTS),
        ),
        "editions": Operation(
            "listArticleEditions",
            "The editions of a text that are or were public",
            EditionsSerializer,
            may_be_gone=True,
        ),
        "edition": Operation(
            "getArticleEdition",
            "One edition of a text",
            ArticleSerializer,
            takes=("fields", "format"),
            may_be_gone=True,
            formats=("json", "ninjs", "jsonld", "md", "txt"),
            expands=tuple(OF_TEXTS),
        ),
    }

    def get_rows(self, at=None):
        return Edition.objects.listed(self.request.now).filter(redacted_at=None).with_first_hour(self.request.now)

    @reads
    def list(self, request, asked):
        """Listed editions, filtered."""
        operation = self.operation
        if asked.format == "json" and set(request.GET) <= self.in_short and asked.ranked is None:
            about = repr((operation.id, asked.filters))
            question = stored.keep(request, asked.rows, order=asked.order, limit=asked.limit, query=about)
            page = question.statement.page(now=request.now, cursor=asked.cursor)
            return question.answer(page, request)
        fields = frozenset() if asked.format in FEEDS else frozenset(operation.fields)
        return self.page(
            request,
            asked,
            lambda rows: self.whole(sent(rows, asked.fields, request.now, ArticleSerializer), asked),
            dress=lambda rows: shown(rows, fields, request.now),
        )

    @cached_property
    def in_short(self) -> frozenset[str]:
        """The parameters with which a list has its usual fields and nothing beside its rows."""
        return frozenset(self.operation.filterset.base_filters) - {"q"} | {"limit", "cursor", "order", "format"}

    def quick(self, request, **kwargs):
        """A list that was asked for before in this visible set; a text as it is now."""
        if self.action_map["get"] == "list":
            question = stored.known(request)
            if question is None:
                return None
            try:
                page = question.statement.page(now=request.now, cursor=request.GET.get("cursor", ""))
            except Problem:
                return None  # the usual way says what is wrong
            return question.answer(page, request)
        if self.action_map["get"] == "retrieve" and not request.GET and "\x00" not in kwargs["reference"]:
            return stored.text(kwargs["reference"], request.now)
        return None

    @reads
    def retrieve(self, request, asked, reference):
        """The edition that is public now, or was at ``?at=``."""
        edition = self.readable(named(reference), at=asked.at or request.now)
        return self.one(edition, asked)

    @reads
    def editions(self, request, asked, reference):
        """The chain of editions; 410 where the text is retracted."""
        live = self.readable(named(reference), at=request.now)
        readable = set(
            Edition.objects.were_public(request.now)
            .filter(text_q(request.now), article_uid=live.article_uid, redacted_at=None)
            .exclude(edition_class=EditionClass.RETRACTION)
            .values_list("pk", flat=True)
        )
        chain = Edition.objects.were_public(request.now).filter(article_uid=live.article_uid).order_by("number")
        entries = [edition_in_history(e, request.now, readable=e.pk in readable) for e in chain.defer("document")]
        uri = article_uri(live.article_reference)
        body = {"id": live.article_uid, "reference": f"PR-{live.article_reference}", "uri": uri, "results": entries}
        return body, [("canonical", uri)]

    @reads
    def edition(self, request, asked, reference, number):
        """One edition that is or was public, while its words may be read."""
        if not _NUMBER.fullmatch(number):
            raise Problem("not-found")
        found = Edition.objects.were_public(request.now).filter(**named(reference), number=int(number)).first()
        if found is None:
            raise Problem("not-found")
        return self.one(self.readable(named(reference), at=found.public_from), asked)

    def readable(self, name: dict[str, Any], *, at):
        """The edition that was public at ``at`` if its words may be read now; Problem ``gone`` or ``not-found``."""
        now = self.request.now
        found = Edition.objects.public_at(at, now).filter(**name).with_first_hour(now).first()
        if found is not None and not found.is_tombstone and found.document is not None:
            return found
        taken = found or Edition.objects.were_public(now).filter(**name).public(at).first()
        if taken is None:
            raise Problem("not-found")
        why = taken
        if not taken.is_tombstone:
            ends = Edition.objects.were_public(now).filter(**name, edition_class=EditionClass.RETRACTION)
            why = ends.filter(public_from=taken.text_until).first() or taken
        told = why.note if why.is_tombstone else ""
        replaced_by = addresses_of([why.replacement_uid], now).get(why.replacement_uid)
        raise Problem("gone", told, at=why.public_from, note=told, replaced_by=replaced_by)

    def whole(self, rows, asked):
        """Rows with the things that ``expand`` names sent along."""
        return expanded(rows, asked.expand, OF_TEXTS, self.request)

    def one(self, edition: Edition, asked) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """An edition and the links that lead on from it."""
        links = stored.links_of(edition)
        if asked.format == "json":
            return self.whole(sent([edition], asked.fields, self.request.now, ArticleSerializer), asked)[0], links
        (dressed,) = shown([edition], frozenset(self.operation.fields), self.request.now)
        return self.thing(self.request, asked, {}, dressed), links


def named(reference: str) -> dict[str, Any]:
    """The condition by which a text is found: its uid, or its reference in any case."""
    try:
        return {"article_uid": uuid.UUID(reference)}
    except ValueError:
        read = read_reference(reference)
    if not _REFERENCE.fullmatch(read):
        raise Problem("not-found")
    return {"article_reference": read}


def addresses_of(uids, now) -> dict[uuid.UUID, str]:
    """The permanent identifiers of those texts that are listed at ``now``: an embargoed replacement is not told."""
    wanted = {uid for uid in uids if uid}
    if not wanted:
        return {}
    found = Edition.objects.listed(now).filter(article_uid__in=wanted).values_list("article_uid", "article_reference")
    return {uid: article_uri(reference) for uid, reference in found}


def shown(editions, fields, now, question: Query | None = None) -> list[Shown]:
    """Editions with what is live around them: one query each for history, translations, contacts."""
    histories, siblings = defaultdict(list), defaultdict(list)
    if "changes" in fields and editions:
        told = Edition.objects.were_public(now).filter(text_q(now), redacted_at=None)
        told = told.filter(article_uid__in=[e.article_uid for e in editions]).exclude(edition_class__in=stored.UNTOLD)
        for one in told.order_by("number").defer("document"):
            histories[one.article_uid].append(one)
    if "translations" in fields and editions:
        others = Edition.objects.listed(now).filter(work__in=[e.work for e in editions], redacted_at=None)
        for one in others.order_by("language", "article_reference").defer("document"):
            siblings[one.work].append(one)
    contacts = {}
    if "contacts" in fields and editions:
        contacts = register.contacts_of_many([e.article_uid for e in editions], now)
        for found in contacts.values():
            stored.spoken(found)
    rows = []
    for edition in editions:
        document = orjson.loads(edition.document)
        rows.append(
            Shown(
                edition,
                document,
                history=[e for e in histories[edition.article_uid] if e.number <= edition.number],
                contacts=contacts.get(edition.article_uid, []),
                translations=[e for e in siblings[edition.work] if e.article_uid != edition.article_uid],
                snippet=snippet(question, document["body"]["text"], language=edition.language)
                if question and "snippet" in fields
                else [],
            )
        )
    return rows


def sent(editions, fields, now, serializer, question: Query | None = None) -> list[dict[str, Any]]:
    """Editions as they are sent."""
    return serializer(shown(editions, fields, now, question), many=True, only=fields).data
