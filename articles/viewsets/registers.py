"""Registers that texts lead to: officials, positions, organisations, events, sources, topics; and kinds."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch
from django.urls import reverse
from django.utils import translation

from articles import register
from articles.addresses import absolute
from articles.filters import (
    EventFilter,
    OrganisationFilter,
    PersonFilter,
    PositionFilter,
    SourceFilter,
    TopicFilter,
)
from articles.models.event import Participant
from articles.models.vocabulary import KIND_SLUGS, Kind
from articles.serializers.registers import (
    EventSerializer,
    KindsSerializer,
    OfficialSerializer,
    OrganisationSerializer,
    PositionSerializer,
    SourceSerializer,
    TopicSerializer,
)
from articles.serializers.shapes import api_address
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import PAGING, Operation
from pressoffice.ground.problems import Problem


def register_operations(plural, singular, words, serializer, filterset, *, orders=None, left_out=()):
    """The two operations of a register."""
    return {
        "list": Operation(
            f"list{plural}",
            words,
            serializer,
            takes=PAGING,
            filterset=filterset,
            orders=orders or {"name": "sort_key"},
            left_out=frozenset(left_out),
            paged=True,
        ),
        "retrieve": Operation(f"get{singular}", f"One {singular.lower()}", serializer, takes=("fields", "format")),
    }


class RegisterViewSet(PublicViewSet):
    """Rows that exist for the public because something public leads to them.

    ``get_rows`` gives them with what is shown of them, each as far as it is public. Staff edit them in place, so that
    their validators are made from the body.
    """

    etag_by_version = False

    @reads
    def list(self, request, asked):
        """The rows that are public, filtered."""
        return self.page(request, asked, lambda rows: self.shown(rows, asked))

    @reads
    def retrieve(self, request, asked, name):
        """One row by slug or id."""
        row = register.find(self.get_rows(), name[:120])
        if row is None:
            raise Problem("not-found")
        return self.shown([row], asked)[0], []

    def shown(self, rows, asked):
        """Rows as they are sent."""
        return self.operation.serializer(rows, many=True, only=asked.fields).data


class OfficialViewSet(RegisterViewSet):
    """People a public text names, or who hold a public position."""

    tag = "officials"
    operations = register_operations(
        "Officials",
        "Official",
        "Officials: people public texts name",
        OfficialSerializer,
        PersonFilter,
        left_out=["biography"],
    )

    def get_rows(self):
        now = self.request.now
        held = (
            register.positions(now)
            .prefetch_related(Prefetch("organisation", register.organisations(now)))
            .order_by(F("starts_earliest").desc(nulls_last=True), "title", "uid")
        )
        return register.people(now).prefetch_related(Prefetch("positions", held, to_attr="public_positions"), "names")


class PositionViewSet(RegisterViewSet):
    """Titles people hold."""

    tag = "positions"
    operations = register_operations(
        "Positions",
        "Position",
        "Positions: titles people hold",
        PositionSerializer,
        PositionFilter,
        orders={"title": "title"},
    )

    def get_rows(self):
        now = self.request.now
        return register.positions(now).prefetch_related(
            Prefetch("person", register.people(now)), Prefetch("organisation", register.organisations(now))
        )

    @reads
    def retrieve(self, request, asked, uid):
        """One position by its id; it has no slug."""
        try:
            row = self.get_rows().filter(uid=uuid.UUID(uid)).first()
        except ValueError:
            row = None
        if row is None:
            raise Problem("not-found")
        return self.shown([row], asked)[0], []


class OrganisationViewSet(RegisterViewSet):
    """Organisations a public text names, or at which a public position is held."""

    tag = "organisations"
    operations = register_operations(
        "Organisations", "Organisation", "Organisations public texts name", OrganisationSerializer, OrganisationFilter
    )

    def get_rows(self):
        visible = register.organisations(self.request.now)
        return visible.prefetch_related(Prefetch("parent", register.organisations(self.request.now)), "names")


class EventViewSet(RegisterViewSet):
    """Events that are public, or that public texts are about."""

    tag = "events"
    operations = register_operations(
        "Events", "Event", "Events public texts are about", EventSerializer, EventFilter, left_out=["description"]
    )

    def get_rows(self):
        now = self.request.now
        seen = Exists(register.people(now).filter(pk=OuterRef("person")))
        return register.events(now).prefetch_related(
            Prefetch("organiser", register.organisations(now)),
            Prefetch("within", register.events(now)),
            Prefetch(
                "participants",
                Participant.objects.select_related("person").annotate(seen=seen).order_by("pk"),
                to_attr="every_participant",
            ),
        )

    def shown(self, rows, asked):
        for row in rows:
            row.public_participants = [one for one in row.every_participant if one.seen]
            whole = len(row.public_participants) == len(row.every_participant)
            row.public_participants_complete = row.participants_complete and whole
        return super().shown(rows, asked)


class SourceViewSet(RegisterViewSet):
    """Sources public texts rest on."""

    tag = "sources"
    operations = register_operations("Sources", "Source", "Sources of public texts", SourceSerializer, SourceFilter)

    def get_rows(self):
        now = self.request.now
        return register.sources(now).prefetch_related(Prefetch("organisation", register.organisations(now)))


class TopicViewSet(RegisterViewSet):
    """Topics of public texts."""

    tag = "topics"
    operations = register_operations("Topics", "Topic", "Topics of public texts", TopicSerializer, TopicFilter)

    def get_rows(self):
        now = self.request.now
        return register.topics(now).prefetch_related(Prefetch("parent", register.topics(now)))


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
