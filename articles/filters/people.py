"""How officials, organisations and positions are looked for."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import register
from articles.filters.things import (
    BranchFilter,
    DayFilter,
    FlagFilter,
    NameFilter,
    PublicFilterSet,
    RowFilter,
    UidsFilter,
)
from people.models import Organisation, Person, Position
from people.models.position import held_q
from pressoffice.ground.filtering import ManyField, ManyFilter


@cache
def country_codes() -> frozenset[str]:
    """The ISO 3166 codes of countries."""
    return frozenset(code for code in Locale("en").territories if len(code) == 2)


class CountryField(ManyField):
    """ISO 3166 codes, in upper or lower case."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> list[str]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        wanted = [one.strip() for part in given for one in str(part).split(",") if one.strip()]
        for one in wanted:
            if one.upper() not in country_codes():
                raise ValidationError(
                    _("“%(value)s” is not the ISO 3166 code of a country, as AZ."),
                    code="unknown-value",
                    params={"value": one},
                )
        return list(dict.fromkeys(one.upper() for one in wanted))


class CountryFilter(ManyFilter):
    """Rows of any of the countries."""

    field_class = CountryField


class HeldOnFilter(DayFilter):
    """Positions held on a day, as far as is known: a date without a year counts as no bound."""

    def filter(self, qs: QuerySet, value: dt.date | None) -> QuerySet:
        return qs.filter(held_q(value)) if value else qs


class CurrentFilter(FlagFilter):
    """Positions held today by the office's calendar, or not."""

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        if value is None:
            return qs
        held = held_q(timezone.localdate(self.parent.at or self.parent.now))
        return qs.filter(held) if value else qs.exclude(held)


class PositionFilter(PublicFilterSet):
    """Positions."""

    official = RowFilter(column="person", visible=register.people, label=gettext_lazy("Official"))
    organisation = BranchFilter(
        column="organisation", visible=register.organisations, label=gettext_lazy("Organisation")
    )
    as_of = HeldOnFilter(label=gettext_lazy("Held on"))
    current = CurrentFilter(label=gettext_lazy("Held today"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Position
        fields: list[str] = []


class PersonFilter(PublicFilterSet):
    """Officials. Organisation, country and day are those of one public position."""

    name = NameFilter(label=gettext_lazy("Name"))
    organisation = BranchFilter(
        column="organisation", visible=register.organisations, label=gettext_lazy("Organisation")
    )
    country = CountryFilter(field_name="organisation__country", label=gettext_lazy("Country"))
    in_office_on = HeldOnFilter(label=gettext_lazy("In office on"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    of_a_position = ("organisation", "country", "in_office_on")

    class Meta:
        model = Person
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The people, by their names and by one position that answers every question about positions."""
        asked = self.form.cleaned_data
        held = None
        for name, value in asked.items():
            if name not in self.of_a_position:
                queryset = self.filters[name].filter(queryset, value)
            elif value:
                held = register.positions(self.now, self.at) if held is None else held
                held = self.filters[name].filter(held, value)
        if held is None:
            return queryset
        return queryset.filter(Exists(held.filter(person=OuterRef("pk"))))


class OrganisationFilter(PublicFilterSet):
    """Organisations."""

    name = NameFilter(label=gettext_lazy("Name"))
    kind = ManyFilter(field_name="kind", choices=Organisation.Kind.choices, label=gettext_lazy("Kind"))
    country = CountryFilter(field_name="country", label=gettext_lazy("Country"))
    parent = RowFilter(column="parent", visible=register.organisations, label=gettext_lazy("Part of"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Organisation
        fields: list[str] = []
