"""How sources, topics, places and press contacts are looked for, and events by place and country."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from articles import register
from articles.filters.things import BranchFilter, FlagFilter, NameFilter, PublicFilterSet, RowFilter, UidsFilter
from articles.models.contact import Contact
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from pressoffice.ground.filtering import ManyFilter
from pressoffice.ground.trees import below


class ExactFilter(FlagFilter):
    """Says how another filter is meant; by itself it narrows nothing."""

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        return qs


class TreeRowFilter(BranchFilter):
    """Rows related to any of the named rows of a tree or to anything that is part of them.

    ``exact``: the parameter that, where it is ``true``, leaves the parts out.
    """

    def __init__(self, *, exact: str = "", **kwargs: Any):
        self.exact = exact
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value or self.parent.form.cleaned_data.get(self.exact):
            return RowFilter.filter(self, qs, value)
        return super().filter(qs, value)


def _in_countries(rows: list[Place]) -> Any:
    """The keys of everything that lies in the countries: by the tree, or by the code a place carries."""
    codes = [row.code for row in rows if row.code]
    return below(Place.objects.filter(Q(pk__in=[row.pk for row in rows]) | Q(country__in=codes)))


class CountryRowFilter(BranchFilter):
    """Rows related to any of the countries or a place in them through ``column``."""

    def __init__(self, **kwargs: Any):
        super().__init__(visible=register.countries, **kwargs)

    @staticmethod
    def branch(rows: list[Any]) -> Any:
        return _in_countries(rows)


class SourceFilter(PublicFilterSet):
    """Sources."""

    name = NameFilter(label=gettext_lazy("Name"))
    kind = ManyFilter(field_name="kind", choices=Source.Kind.choices, label=gettext_lazy("Kind"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Source
        fields: list[str] = []


class TopicFilter(PublicFilterSet):
    """Topics."""

    name = NameFilter(label=gettext_lazy("Name"))
    parent = RowFilter(column="parent", visible=register.topics, label=gettext_lazy("Part of"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Topic
        fields: list[str] = []


class PlaceFilter(PublicFilterSet):
    """Places."""

    name = NameFilter(label=gettext_lazy("Name"))
    kind = ManyFilter(field_name="kind", choices=Place.Kind.choices, label=gettext_lazy("Kind"))
    country = CountryRowFilter(column="pk", label=gettext_lazy("Country"))
    parent = RowFilter(column="parent", visible=register.places, label=gettext_lazy("Lies in"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Place
        fields: list[str] = []


class ContactFilter(PublicFilterSet):
    """Press contacts."""

    name = NameFilter(label=gettext_lazy("Name"))
    organisation = RowFilter(column="organisation", visible=register.organisations, label=gettext_lazy("Organisation"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Contact
        fields: list[str] = []
