"""The ledger of statements: who said what, when, in which text."""

from __future__ import annotations

import uuid

from articles.filters import StatementFilter
from articles.models.parts import Statement
from articles.serializers.statements import StatementSerializer
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.expanding import OF_STATEMENTS, expanded
from articles.viewsets.operations import PAGING, Operation
from articles.viewsets.registers import SHEETS
from pressoffice.ground.problems import Problem


class StatementViewSet(PublicViewSet):
    """Statements of listed editions."""

    tag = readers_list = "statements"
    operations = {
        "list": Operation(
            "listStatements",
            "Statements public texts attribute, newest first",
            StatementSerializer,
            takes=PAGING,
            filterset=StatementFilter,
            orders={"-published": "published_at"},
            paged=True,
            formats=("json", "jsonld", "atom", "rss", "jsonfeed", *SHEETS),
            expands=("officials", "article"),
        ),
        "retrieve": Operation(
            "getStatement",
            "One statement, as the text has it now",
            StatementSerializer,
            takes=("fields", "format"),
            formats=("json", "jsonld"),
            expands=("officials", "article"),
        ),
    }

    def get_rows(self, at=None):
        return Statement.objects.listed(self.request.now).prefetch_related("edition")

    @reads
    def list(self, request, asked):
        """Statements, filtered."""
        return self.page(request, asked, lambda rows: self.shown(rows, asked))

    @reads
    def retrieve(self, request, asked, uid):
        """One statement by its id, which survives corrections."""
        try:
            row = self.get_rows().filter(uid=uuid.UUID(uid)).first()
        except ValueError:
            row = None
        if row is None:
            raise Problem("not-found")
        return self.thing(request, asked, self.shown([row], asked)[0], row), []

    def shown(self, rows, asked):
        """Statements as they are sent."""
        sent = StatementSerializer(rows, many=True, only=asked.fields).data
        return expanded(sent, asked.expand, OF_STATEMENTS, self.request)
