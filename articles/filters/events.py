"""How events are looked for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles import register
from articles.agenda import coming_q
from articles.filters.taxonomy import CountryRowFilter, ExactFilter, TreeRowFilter
from articles.filters.things import (
    BranchFilter,
    DayFilter,
    FlagFilter,
    NameFilter,
    PublicFilterSet,
    RowFilter,
    UidsFilter,
)
from articles.models.event import Event, Participant
from articles.models.vocabulary import EventType
from pressoffice.ground.filtering import ManyFilter


class ParticipantFilter(RowFilter):
    """Events in which any of the people takes part."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(pk__in=Participant.objects.filter(person__in=value).values("event")) if value else qs


class UpcomingFilter(FlagFilter):
    """``true``: events that are not over by the office's day; ``false``: those that are. Undated ones are neither."""

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        if value is None:
            return qs
        coming = coming_q(timezone.localdate(self.parent.at or self.parent.now))
        return qs.filter(coming) if value else qs.filter(starts_earliest__isnull=False).exclude(coming)


class WithinFilter(RowFilter):
    """Events that take place within any of the others, which are known by their roots."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(within__in=[row.root_id or row.pk for row in value]) if value else qs


class EventFilter(PublicFilterSet):
    """Events."""

    name = NameFilter(label=gettext_lazy("Name"))
    type = ManyFilter(field_name="type", choices=EventType.choices, label=gettext_lazy("Type"))
    status = ManyFilter(field_name="status", choices=Event.Status.choices, label=gettext_lazy("Status"))
    participant = ParticipantFilter(column="", visible=register.people, label=gettext_lazy("Participant"))
    organiser = BranchFilter(column="organiser", visible=register.organisations, label=gettext_lazy("Organiser"))
    place = TreeRowFilter(column="place", visible=register.places, exact="place_exact", label=gettext_lazy("Place"))
    place_exact = ExactFilter(label=gettext_lazy("Without places in it"))
    country = CountryRowFilter(column="place", label=gettext_lazy("Country"))
    within = WithinFilter(column="within", visible=register.events, label=gettext_lazy("Within the event"))
    upcoming = UpcomingFilter(label=gettext_lazy("To come"))
    starts_after = DayFilter(field_name="starts_earliest", lookup_expr="gte", label=gettext_lazy("Begins from"))
    starts_before = DayFilter(field_name="starts_latest", lookup_expr="lt", label=gettext_lazy("Begins before"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Event
        fields: list[str] = []
