"""Topics, places and press contacts."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Exists, OuterRef

from articles import register
from articles.filters import ContactFilter, PlaceFilter, TopicFilter
from articles.serializers.taxonomy import ContactSerializer, PlaceSerializer, TopicSerializer
from articles.viewsets.registers import RegisterViewSet, register_operations
from pressoffice.ground.opening_hours import state_of


class TreeViewSet(RegisterViewSet):
    """Rows of a tree; all that a public row is part of is public too."""

    def visible(self, at=None):
        """The rows the public sees, or saw at ``at``."""
        raise NotImplementedError

    def get_rows(self, at=None):
        return self.visible(at).select_related("parent")

    def shown(self, rows, asked):
        parts = defaultdict(list)
        if rows and "children" in asked.fields:
            for part in self.visible(asked.at).filter(parent__in=[row.pk for row in rows]).order_by("sort_key", "uid"):
                parts[part.parent_id].append(part)
        for row in rows:
            row.public_children = parts[row.pk]
            row.other_names = [name.strip() for name in row.aliases.splitlines() if name.strip()]
        return super().shown(rows, asked)


class TopicViewSet(TreeViewSet):
    """Topics of public texts, and what those are part of."""

    tag = readers_list = "topics"
    operations = register_operations("Topics", "Topic", "Topics of public texts", TopicSerializer, TopicFilter, at=True)

    def visible(self, at=None):
        return register.topics(self.request.now, at)


class PlaceViewSet(TreeViewSet):
    """Places that public texts name or are datelined, or where public events take place, and what those lie in."""

    tag = readers_list = "places"
    operations = register_operations(
        "Places", "Place", "Places of public texts and events", PlaceSerializer, PlaceFilter, at=True
    )

    def visible(self, at=None):
        return register.places(self.request.now, at)


class ContactViewSet(RegisterViewSet):
    """Press contacts, and whether somebody is there now: that moves with the clock, and so does the validator."""

    tag = readers_list = "contacts"
    etag_by_version = False
    operations = register_operations("Contacts", "Contact", "Press contacts", ContactSerializer, ContactFilter)

    def get_rows(self, at=None):
        now = self.request.now
        seen = Exists(register.organisations(now).filter(pk=OuterRef("organisation")))
        return register.contacts(now, at).select_related("organisation").annotate(organisation_visible=seen)

    def shown(self, rows, asked):
        for row in rows:
            row.public_organisation = row.organisation if row.organisation_visible else None
            row.spoken = [code.strip() for code in row.languages.split(",") if code.strip()]
            state = state_of(row.hours, row.zone, self.request.now)
            row.open, row.open_changes_at = (state.open, state.until) if state else (None, None)
        return super().shown(rows, asked)
