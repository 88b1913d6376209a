"""The search: texts that hold words, and whatever else they name; and what somebody who types may mean."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from articles import facets, suggestions
from articles.filters import EditionFilter
from articles.models.edition import Edition
from articles.search.query import Query
from articles.serializers.search import SearchPageSerializer, SuggestionsSerializer
from articles.serializers.shapes import api_address
from articles.serializers.texts import ARTICLE_AT_LENGTH, FoundArticleSerializer
from articles.viewsets.articles import sent
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import PAGING, Operation, Parameter

TEXTS, STATEMENTS = "articles", "statements"
TYPES = (TEXTS, *suggestions.REGISTERS, STATEMENTS)
ONE = {
    "officials": "official",
    "organisations": "organisation",
    "events": "event",
    "topics": "topic",
    "places": "place",
    "sources": "source",
}


def types(text: str) -> tuple[str, ...]:
    """The types that are asked for; ValueError where one is none."""
    given = tuple(part.strip() for part in text.split(",") if part.strip())
    for one in given:
        if one not in TYPES:
            raise ValueError(_("“%(value)s” is not one of: %(allowed)s.") % {"value": one, "allowed": ", ".join(TYPES)})
    return given


TYPE = Parameter(
    {"type": "array", "items": {"type": "string", "enum": list(TYPES)}}, "What to look for, by commas.", types
)


class SearchViewSet(PublicViewSet):
    """Texts that hold words, and what else the words name."""

    tag = "articles"
    readers_list = "search"
    operations = {
        "list": Operation(
            "searchArticles",
            "Texts that hold the words, with a piece of each around them, and what else the words name",
            FoundArticleSerializer,
            takes=PAGING,
            filterset=EditionFilter,
            orders={"-published": "published_at", "-updated": "public_from", "headline": "title"},
            facets=facets.NAMES,
            ranks=True,
            left_out=ARTICLE_AT_LENGTH,
            needs=("q",),
            paged=True,
            page=SearchPageSerializer,
            own={"type": TYPE},
        )
    }

    def get_rows(self, at=None):
        return Edition.objects.listed(self.request.now).filter(redacted_at=None)

    @reads
    def list(self, request, asked):
        """Listed editions that hold the words, filtered; what is beside them does not depend on the filters."""
        wanted = asked.own.get("type") or TYPES
        question = Query.parse(asked.words)
        body: dict[str, Any] = {"results": [], "next": None, "previous": None}
        links = []
        if TEXTS in wanted:
            body, links = self.page(
                request, asked, lambda rows: sent(rows, asked.fields, request.now, FoundArticleSerializer, question)
            )
        body["others"] = others(asked.words, wanted, now=request.now, version=request.visible.version)
        nothing = not body["results"] and not asked.cursor and not any(o["results"] for o in body["others"].values())
        body["did_you_mean"] = meant(request, asked.words) if nothing else None
        return body, links


class SuggestViewSet(PublicViewSet):
    """What somebody who types may mean."""

    tag = "articles"
    operations = {
        "list": Operation(
            "suggestNames",
            "Names that begin with the words, and the nearest known words where there are none",
            SuggestionsSerializer,
            needs=("q",),
            own={"q": Parameter({"type": "string"}, "What was typed so far.")},
        )
    }

    @reads
    def list(self, request, asked):
        """Rows of the registers that are public."""
        words = asked.own["q"]
        found = suggestions.named(words, tuple(suggestions.REGISTERS), now=request.now, version=request.visible.version)
        results = [
            {"type": kind, "slug": row.slug, **_hit(kind, row)}
            for kind, rows in found.items()
            for row in rows[: suggestions.SHOWN]
        ]
        return {"results": results, "did_you_mean": None if results else meant(request, words)}, []


def meant(request, words: str) -> str | None:
    """The question somebody may have meant, or None."""
    return suggestions.did_you_mean(words, now=request.now, version=request.visible.version) or None


def others(words: str, wanted, *, now, version: str) -> dict[str, Any]:
    """What beside texts answers to ``words``: of each kind how many, and the first."""
    kinds = tuple(kind for kind in suggestions.REGISTERS if kind in wanted)
    found = suggestions.named(words, kinds, now=now, version=version) if kinds else {}
    told = {kind: _told([_hit(kind, row) for row in rows]) for kind, rows in found.items()}
    if STATEMENTS in wanted:
        rows = suggestions.statements(words, now=now, version=version)[: suggestions.COUNTED + 1]
        told[STATEMENTS] = _told(
            [
                {"id": uid, "name": said, "url": api_address("statement", uid)}
                for uid, said in rows.values_list("uid", "words")
            ]
        )
    return told


def _hit(kind: str, row: suggestions.Named) -> dict[str, Any]:
    return {"id": row.uid, "name": row.label, "url": api_address(ONE[kind], row.slug)}


def _told(hits: list[dict[str, Any]]) -> dict[str, Any]:
    most = suggestions.COUNTED
    return {
        "count": {"value": min(len(hits), most), "relation": "eq" if len(hits) <= most else "gte"},
        "results": hits[: suggestions.SHOWN],
    }
