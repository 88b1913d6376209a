"""Registers that texts lead to: officials, positions, organisations, events, sources, topics; and kinds."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from articles import register
from articles.addresses import Elsewhere, absolute, with_question
from articles.filters import (
    SourceFilter,
)
from articles.models.vocabulary import KIND_SLUGS, Kind
from articles.serializers.registers import (
    KindsSerializer,
    SourceSerializer,
)
from articles.serializers.shapes import api_address
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import PAGING, Operation
from pressoffice.ground.problems import Problem


def register_operations(plural, singular, words, serializer, filterset, *, orders=None, left_out=(), at=False):
    """The two operations of a register. ``at``: both can be asked for what readers saw at an earlier instant."""
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
        ),
        "retrieve": Operation(
            f"get{singular}", f"One {singular.lower()}", serializer, takes=("fields", "format", *instant)
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
        return self.page(request, asked, lambda rows: self.shown(rows, asked))

    @reads
    def retrieve(self, request, asked, name):
        """One row by slug or id."""
        row = register.find(asked.rows, name[:120])
        if row is None:
            raise self.elsewhere(asked.rows, name[:120])
        return self.shown([row], asked)[0], []

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

    tag = "sources"
    operations = register_operations("Sources", "Source", "Sources of public texts", SourceSerializer, SourceFilter)

    def get_rows(self):
        now = self.request.now
        return register.sources(now).prefetch_related(Prefetch("organisation", register.organisations(now)))


class KindViewSet(PublicViewSet):
    """The vocabulary of kinds: it does not depend on what is public."""

    tag = "kinds"
    operations = {"list": Operation("listKinds", "What a text can be", KindsSerializer)}

    @reads
    def list(self, request, asked):
        """Every kind, in the words of the client's language."""
        names = {kind: kind.label for kind in Kind}
        with translation.override(settings.LANGUAGE_CODE):
            results = [
                {
                    "id": kind.value,
                    "name": str(name),
                    "url": absolute(reverse("news-kind", args=[KIND_SLUGS[kind]])),
                    "articles": f"{api_address('articles')}?kind={kind.value}",
                }
                for kind, name in names.items()
            ]
        return {"results": results}, []
