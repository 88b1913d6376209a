"""Officials, positions and organisations, as they are or were at an instant."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.db.models import Exists, OuterRef, Prefetch, Q

from articles import register
from articles.filters import OrganisationFilter, PersonFilter, PositionFilter
from articles.posts import posts, shown, with_accreditations
from articles.serializers.people import OfficialSerializer, OrganisationSerializer, PositionSerializer
from articles.viewsets.base import reads
from articles.viewsets.registers import RegisterViewSet, register_operations
from people.models.particulars import with_particulars
from pressoffice.ground.problems import Problem


class OfficialViewSet(RegisterViewSet):
    """People a public text names, or who hold a public position."""

    tag = readers_list = "officials"
    operations = register_operations(
        "Officials",
        "Official",
        "Officials: people public texts name",
        OfficialSerializer,
        PersonFilter,
        left_out=["biography"],
        at=True,
        formats=("jsonld",),
    )

    def get_rows(self, at=None):
        return register.people(self.request.now, at)

    def shown(self, rows, asked):
        now, at = self.request.now, asked.at
        held = defaultdict(list)
        if rows and "positions" in asked.fields:
            lines = with_accreditations(posts(now, at).filter(person__in=[row.pk for row in rows]), now, at)
            for position in shown(lines):
                held[position.person_id].append(position)
        for row in rows:
            row.public_positions = held[row.pk]
        if {"names", "identifiers"} & asked.fields:
            with_particulars(rows)
        return super().shown(rows, asked)


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
        at=True,
    )

    def get_rows(self, at=None):
        public = register.organisations(self.request.now, at).order_by("sort_key", "uid")
        return posts(self.request.now, at).prefetch_related(Prefetch("accredited_to", public, to_attr="accredited"))

    @reads
    def retrieve(self, request, asked, uid):
        """One position by its id; it has no slug."""
        try:
            wanted = uuid.UUID(uid)
        except ValueError:
            raise Problem("not-found") from None
        row = asked.rows.filter(Q(root=None, uid=wanted) | Q(root__uid=wanted)).first()
        if row is None:
            raise Problem("not-found")
        return self.one(request, asked, row), []

    def shown(self, rows, asked):
        return super().shown(shown(rows), asked)


class OrganisationViewSet(RegisterViewSet):
    """Organisations a public text names, or at which a public position is held."""

    tag = readers_list = "organisations"
    operations = register_operations(
        "Organisations",
        "Organisation",
        "Organisations public texts name",
        OrganisationSerializer,
        OrganisationFilter,
        at=True,
        formats=("jsonld",),
    )

    def get_rows(self, at=None):
        now = self.request.now
        seen = Exists(register.organisations(now, at).filter(pk=OuterRef("parent")))
        return register.organisations(now, at).select_related("parent").annotate(parent_visible=seen)

    def shown(self, rows, asked):
        parts = defaultdict(list)
        if rows and "children" in asked.fields:
            public = register.organisations(self.request.now, asked.at)
            for part in public.filter(parent__in=[row.pk for row in rows]).order_by("sort_key", "uid"):
                parts[part.parent_id].append(part)
        for row in rows:
            row.public_parent = row.parent if row.parent_visible else None
            row.public_children = parts[row.pk]
        if {"names", "identifiers"} & asked.fields:
            with_particulars(rows)
        return super().shown(rows, asked)
