"""Events, as they are or were at an instant."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from articles import register
from articles.agenda import company, sequence_of, told
from articles.filters import EventFilter
from articles.serializers.events import EventSerializer
from articles.viewsets.registers import RegisterViewSet, register_operations

LAST = dt.date.max  # where nobody stated a year: after all others


class EventViewSet(RegisterViewSet):
    """Events that are public, or that public texts are about."""

    tag = readers_list = "events"
    operations = register_operations(
        "Events",
        "Event",
        "Events: public ones, and those public texts are about",
        EventSerializer,
        EventFilter,
        orders={"name": "sort_key", "-starts": "begins"},
        left_out=["description"],
        at=True,
        formats=("ninjs", "jsonld", "ics"),
        of_lists=("atom", "rss", "jsonfeed", "ics"),
    )

    def get_rows(self, at=None):
        return told(self.request.now, at).annotate(begins=Coalesce("starts_earliest", Value(LAST)))

    def shown(self, rows, asked):
        now, at = self.request.now, asked.at
        named = company(rows, now, at) if {"participants", "participants_complete"} & asked.fields else {}
        within = self.within(rows, at) if "within" in asked.fields else {}
        for row in rows:
            row.public_participants = [
                _named(one.person, one.person_visible) | {"role": one.role} for one in named.get(row.pk, ())
            ]
            told_of = row.organiser and (row.own or row.organiser_visible)
            row.public_organiser = _named(row.organiser, row.organiser_visible) if told_of else None
            row.public_contact = row.contact if row.contact_visible else None
            row.public_within = within.get(row.within_id)
            row.sequence = sequence_of(row, at or now)
        return super().shown(rows, asked)

    def within(self, rows, at):
        """The events that ``rows`` take place within, as they are shown, by the key of their root."""
        roots = [row.within_id for row in rows if row.within_id]
        if not roots:
            return {}
        found = register.events(self.request.now, at).select_related("root")
        return {row.entity.pk: row for row in found.filter(Q(pk__in=roots) | Q(root__in=roots))}


def _named(row, visible):
    return {"id": row.uid if visible else None, "name": row.name}
