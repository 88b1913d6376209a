"""Registers that texts lead to: officials, positions, organisations, events, sources, topics; and kinds."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import translation

from articles import register
from articles.addresses import Elsewhere, absolute, with_question
from articles.filters import (
    SourceFilter,
)
from articles.models.edition import Edition
from articles.models.vocabulary import KIND_SLUGS, Kind
from articles.serializers.registers import (
    KindsSerializer,
    SourceSerializer,
)
from articles.serializers.shapes import api_address
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import PAGING, Operation
from pressoffice.ground.kept import Kept
from pressoffice.ground.problems import Problem

SHEETS = ("csv", "ndjson")  # the formats of every list


def register_operations(
    plural, singular, words, serializer, filterset, *, orders=None, left_out=(), at=False, formats=(), of_lists=()
):
    """The two operations of a register. ``at``: both can be asked for what readers saw at an earlier instant.

    ``formats``: those both have beside JSON; ``of_lists``: those the list alone has beside ``SHEETS``.
    """
    instant = ("at",) if at else ()
    return {
        "list": Operation(
            f"list{plural}",
            words,
            serializer,
            takes=(*PAGING, *instant),
            filterset=filterset,
            orders=orders or {"name": "sort_key"},
            left_out=frozenset(left_out),
            paged=True,
            formats=("json", *(name for name in formats if name != "ics"), *of_lists, *SHEETS),
        ),
        "retrieve": Operation(
            f"get{singular}",
            f"One {singular.lower()}",
            serializer,
            takes=("fields", "format", *instant),
            formats=("json", *formats),
        ),
    }


class RegisterViewSet(PublicViewSet):
    """Rows that exist for the public because something public leads to them.

    ``get_rows`` gives them with what is shown of them, each as far as it is public. Every edit of what is shown is a
    public change, so that their validators are made from the visible set.
    """

    @reads
    def list(self, request, asked):
        """The rows that are public, filtered."""
        return self.page(
            request, asked, lambda rows: self.shown(rows, asked), dress=lambda rows: self.prepared(rows, asked)
        )

    @reads
    def retrieve(self, request, asked, name):
        """One row by slug or id."""
        row = register.find(asked.rows, name[:120])
        if row is None:
            raise self.elsewhere(asked.rows, name[:120])
        return self.one(request, asked, row), []

    def one(self, request, asked, row):
        """A row in the format that is asked for."""
        if asked.format == "json":
            return self.shown([row], asked)[0]
        return self.thing(request, asked, {}, self.prepared([row], asked)[0])

    def prepared(self, rows, asked):
        """Rows with all that ``shown`` puts around them, as formats beside JSON take them."""
        self.shown(rows, replace(asked, fields=frozenset(self.operation.fields)))
        return rows

    def elsewhere(self, visible, name):
        """The refusal of a name nobody has: Elsewhere where its row was merged into a visible one, else a Problem."""
        row = register.find_merged(visible, name)
        if row is None:
            return Problem("not-found")
        now_called = row.slug if register.uid_of(name) is None else row.uid
        path = reverse(self.request.resolver_match.view_name, args=[now_called])
        return Elsewhere(absolute(with_question(self.request, path)))

    def shown(self, rows, asked):
        """Rows as they are sent."""
        return self.operation.serializer(rows, many=True, only=asked.fields).data


class SourceViewSet(RegisterViewSet):
    """Sources public texts rest on."""

    tag = readers_list = "sources"
    operations = register_operations("Sources", "Source", "Sources of public texts", SourceSerializer, SourceFilter)

    def get_rows(self):
        now = self.request.now
        return register.sources(now).prefetch_related(Prefetch("organisation", register.organisations(now)))


_COUNTS = Kept(1)


class KindViewSet(PublicViewSet):
    """The vocabulary of kinds, and how many texts of each are public now."""

    tag = "kinds"
    operations = {"list": Operation("listKinds", "What a text can be", KindsSerializer)}

    @reads
    def list(self, request, asked):
        """Every kind, in the words of the client's language."""
        names = {kind: kind.label for kind in Kind}
        counts = _COUNTS.get(request.visible.version, "kinds", lambda: texts_of_kinds(request.now))
        with translation.override(settings.LANGUAGE_CODE):
            results = [
                {
                    "id": kind.value,
                    "name": str(name),
                    "count": counts.get(kind.value, 0),
                    "url": absolute(reverse("news-kind", args=[KIND_SLUGS[kind]])),
                    "articles": f"{api_address('articles')}?kind={kind.value}",
                }
                for kind, name in names.items()
            ]
        return {"results": results}, []


def texts_of_kinds(now) -> dict[str, int]:
    """How many listed texts there are of each kind."""
    rows = Edition.objects.listed(now).filter(redacted_at=None).order_by().values_list("kind")
    return dict(rows.annotate(Count("pk")))
