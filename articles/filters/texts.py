"""How texts and statements are looked for."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import register, search
from articles.filters.taxonomy import InCountryFilter, TreeFilter, unfiltered
from articles.filters.things import FlagFilter, PublicFilterSet, RowFilter, ThingFilter
from articles.models.edition import (
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionPlace,
    EditionSource,
    EditionTopic,
)
from articles.models.parts import Mention, Statement
from articles.models.vocabulary import Kind
from people.names import words
from pressoffice.ground.filtering import InstantFilter, ManyFilter


class WordsFilter(django_filters.CharFilter):
    """Full-text search."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return search.matching(qs, value) if value else qs


class PeriodField(forms.CharField):
    """A year, month or day (``2025``, ``2025-11``, ``2025-11-03``) as the half-open range of its instants."""

    def to_python(self, value: Any) -> tuple[dt.datetime, dt.datetime] | None:
        text = super().to_python(value)
        if not text:
            return None
        match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
        try:
            if not match:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            start = dt.date(year, month or 1, day or 1)
            if day:
                end = start + dt.timedelta(days=1)
            elif month:
                end = dt.date(year + month // 12, month % 12 + 1, 1)
            else:
                end = dt.date(year + 1, 1, 1)
            zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
            return tuple(dt.datetime.combine(d, dt.time(), zone).astimezone(dt.UTC) for d in (start, end))
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _("“%(value)s” is not a year, month or day such as 2025, 2025-11 or 2025-11-03."),
                code="invalid-value",
                params={"value": text},
            ) from error


class PeriodFilter(django_filters.Filter):
    """Rows whose instant lies in a year, month or day of the office's calendar."""

    field_class = PeriodField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__gte": value[0], f"{self.field_name}__lt": value[1]}) if value else qs


LANGUAGE_CHOICES = [(code, name) for code, name in settings.LANGUAGES]


class EditionFilter(PublicFilterSet):
    """Articles, by everything they are looked for."""

    q = WordsFilter(label=gettext_lazy("Words"))
    kind = ManyFilter(field_name="kind", choices=Kind.choices, label=gettext_lazy("Kind"))
    kind_not = ManyFilter(field_name="kind", choices=Kind.choices, exclude=True, label=gettext_lazy("Not of kind"))
    topic = TreeFilter(
        link=EditionTopic, column="topic", visible=register.topics, exact="topic_exact", label=gettext_lazy("Topic")
    )
    topic_exact = FlagFilter(method=unfiltered, label=gettext_lazy("Without narrower topics"))
    official = ThingFilter(link=EditionPerson, column="person", visible=register.people, label=gettext_lazy("Official"))
    official_not = ThingFilter(
        link=EditionPerson,
        column="person",
        visible=register.people,
        exclude=True,
        label=gettext_lazy("Without the official"),
    )
    speaker = ThingFilter(
        link=EditionPerson,
        column="person",
        visible=register.people,
        only={"speaks": True},
        label=gettext_lazy("Speaker"),
    )
    organisation = ThingFilter(
        link=EditionOrganisation,
        column="organisation",
        visible=register.organisations,
        label=gettext_lazy("Organisation"),
    )
    event = ThingFilter(link=EditionEvent, column="event", visible=register.events, label=gettext_lazy("Event"))
    source = ThingFilter(link=EditionSource, column="source", visible=register.sources, label=gettext_lazy("Source"))
    place = TreeFilter(
        link=EditionPlace, column="place", visible=register.places, exact="place_exact", label=gettext_lazy("Place")
    )
    place_exact = FlagFilter(method=unfiltered, label=gettext_lazy("Without places in it"))
    country = InCountryFilter(label=gettext_lazy("Country"))
    language = ManyFilter(field_name="language", choices=LANGUAGE_CHOICES, label=gettext_lazy("Language"))
    published_after = InstantFilter(field_name="published_at", lookup_expr="gte", label=gettext_lazy("Published from"))
    published_before = InstantFilter(
        field_name="published_at", lookup_expr="lt", label=gettext_lazy("Published before")
    )
    published_on = PeriodFilter(field_name="published_at", label=gettext_lazy("Published in"))
    work = django_filters.UUIDFilter(field_name="work", label=gettext_lazy("Work"))

    class Meta:
        model = Edition
        fields: list[str] = []


class SpeakerFilter(RowFilter):
    """Statements that a mention attributes to the person."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        spoken = Mention.objects.filter(
            Q(person__in=[row.pk for row in value]),
            relation=Mention.Relation.SPEAKER,
            statement_uid=OuterRef("uid"),
            edition=OuterRef("edition"),
        )
        return qs.filter(Exists(spoken))


class StatementWordsFilter(django_filters.CharFilter):
    """Every word stands in a text that the statement belongs to, and in the statement itself."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        for word in words(value)[:12]:
            qs = qs.filter(folded__contains=word[:64])
        return qs


class StatementFilter(PublicFilterSet):
    """The ledger: who said what, when."""

    q = StatementWordsFilter(label=gettext_lazy("Words"))
    speaker = SpeakerFilter(column="speaker", visible=register.people, label=gettext_lazy("Speaker"))
    said_after = InstantFilter(field_name="published_at", lookup_expr="gte", label=gettext_lazy("Published from"))
    said_before = InstantFilter(field_name="published_at", lookup_expr="lt", label=gettext_lazy("Published before"))

    class Meta:
        model = Statement
        fields: list[str] = []
