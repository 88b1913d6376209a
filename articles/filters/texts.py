"""How texts are looked for."""

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
from articles.filters.links import EveryFilter, InCountryFilter, LinkFilter, MissingFilter, TreeFilter
from articles.filters.taxonomy import ExactFilter
from articles.filters.things import PublicFilterSet, ThingField, ThingFilter, UidsField, UidsFilter
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
from articles.models.vocabulary import EditionClass, Kind
from pressoffice.ground.filtering import InstantFilter, ManyFilter
from pressoffice.ground.identity import CROCKFORD, read_reference


class WordsFilter(django_filters.CharFilter):
    """Full-text search."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return search.matching(qs, value, version=self.parent.version) if value else qs


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


class ReferenceField(UidsField):
    """Up to a hundred references of texts, as PR-7KQM3X, in upper or lower case."""

    def read(self, one: str) -> str:
        reference = read_reference(one)
        if not re.fullmatch(f"[{CROCKFORD}]{{6}}", reference):
            raise ValidationError(
                _("“%(value)s” is no reference such as PR-7KQM3X."), code="invalid-value", params={"value": one}
            )
        return reference


class ReferenceFilter(UidsFilter):
    """Texts by their references."""

    field_class = ReferenceField

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(article_reference__in=value) if value else qs


class TextUidsFilter(UidsFilter):
    """Texts by their ids."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(article_uid__in=value) if value else qs


class HeldField(ThingField):
    """Positions, which have ids and no slugs."""

    def known(self, one: str) -> Any | None:
        return super().known(one) if register.uid_of(one) else None

    def names_like(self, one: str) -> list[str]:
        return []


class HeldFilter(ThingFilter):
    """Texts that name somebody in any of the positions."""

    field_class = HeldField

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        roots = [row.root_id or row.pk for row in value]
        named = Mention.objects.filter(Q(position__in=roots) | Q(position__root__in=roots))
        return qs.filter(pk__in=named.exclude(edition=None).values("edition"))


HAS = [
    ("correction", gettext_lazy("a correction")),
    ("statement", gettext_lazy("a statement")),
    ("translation", gettext_lazy("a translation")),
    ("event", gettext_lazy("an event")),
    ("withdrawal", gettext_lazy("a notice of withdrawal")),
]


class HasFilter(ManyFilter):
    """Texts with any of the things: ``_correction`` and its kin say when a text has one."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        condition = Q()
        for one in value:
            condition |= Q(getattr(self, f"_{one}")(self.parent.now))
        return qs.filter(condition)

    def _correction(self, now: dt.datetime) -> Any:
        corrections = Edition.objects.were_public(now).filter(edition_class=EditionClass.CORRECTION)
        return Exists(corrections.filter(article=OuterRef("article")))

    def _statement(self, _now: dt.datetime) -> Any:
        return Exists(Statement.objects.filter(edition=OuterRef("pk")))

    def _translation(self, now: dt.datetime) -> Any:
        others = Edition.objects.listed(now).filter(work=OuterRef("work")).exclude(document=None)
        return Exists(others.exclude(article=OuterRef("article")))

    def _event(self, _now: dt.datetime) -> Any:
        return Exists(EditionEvent.objects.filter(edition=OuterRef("pk")))

    def _withdrawal(self, _now: dt.datetime) -> Any:
        return Q(edition_class=EditionClass.WITHDRAWAL)


class StatusFilter(ManyFilter):
    """``usable``: everything that lists show, withdrawn texts with their notice included. Nothing else is listed."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs


TOPIC = {"link": EditionTopic, "column": "topic", "visible": register.topics}
OFFICIAL = {"link": EditionPerson, "column": "person", "visible": register.people}
ORGANISATION = {"link": EditionOrganisation, "column": "organisation", "visible": register.organisations}
EVENT = {"link": EditionEvent, "column": "event", "visible": register.events}
SOURCE = {"link": EditionSource, "column": "source", "visible": register.sources}
PLACE = {"link": EditionPlace, "column": "place", "visible": register.places}


class EditionFilter(PublicFilterSet):
    """Articles, by everything they are looked for."""

    q = WordsFilter(label=gettext_lazy("Words"))
    kind = ManyFilter(field_name="kind", choices=Kind.choices, label=gettext_lazy("Kind"))
    kind_not = ManyFilter(field_name="kind", choices=Kind.choices, exclude=True, label=gettext_lazy("Not of kind"))
    topic = TreeFilter(**TOPIC, exact="topic_exact", label=gettext_lazy("Topic"))
    topic_exact = ExactFilter(label=gettext_lazy("Without narrower topics"))
    topic_not = TreeFilter(**TOPIC, exact="topic_exact", exclude=True, label=gettext_lazy("Without the topic"))
    topic_missing = MissingFilter(link=EditionTopic, label=gettext_lazy("Without any topic"))
    official = LinkFilter(**OFFICIAL, label=gettext_lazy("Official"))
    official_all = EveryFilter(**OFFICIAL, label=gettext_lazy("Every one of the officials"))
    official_not = LinkFilter(**OFFICIAL, exclude=True, label=gettext_lazy("Without the official"))
    official_missing = MissingFilter(link=EditionPerson, label=gettext_lazy("Without any official"))
    speaker = LinkFilter(**OFFICIAL, only={"speaks": True}, label=gettext_lazy("Speaker"))
    position = HeldFilter(visible=register.positions, label=gettext_lazy("Position"))
    organisation = TreeFilter(**ORGANISATION, exact="organisation_exact", label=gettext_lazy("Organisation"))
    organisation_exact = ExactFilter(label=gettext_lazy("Without organisations in it"))
    organisation_missing = MissingFilter(link=EditionOrganisation, label=gettext_lazy("Without any organisation"))
    event = LinkFilter(**EVENT, label=gettext_lazy("Event"))
    event_missing = MissingFilter(link=EditionEvent, label=gettext_lazy("Without any event"))
    source = LinkFilter(**SOURCE, label=gettext_lazy("Source"))
    source_not = LinkFilter(**SOURCE, exclude=True, label=gettext_lazy("Without the source"))
    source_missing = MissingFilter(link=EditionSource, label=gettext_lazy("Without any source"))
    place = TreeFilter(**PLACE, exact="place_exact", label=gettext_lazy("Place"))
    place_exact = ExactFilter(label=gettext_lazy("Without places in it"))
    place_missing = MissingFilter(link=EditionPlace, label=gettext_lazy("Without any place"))
    country = InCountryFilter(label=gettext_lazy("Country"))
    language = ManyFilter(field_name="language", choices=LANGUAGE_CHOICES, label=gettext_lazy("Language"))
    published_after = InstantFilter(field_name="published_at", lookup_expr="gte", label=gettext_lazy("Published from"))
    published_before = InstantFilter(
        field_name="published_at", lookup_expr="lt", label=gettext_lazy("Published before")
    )
    published_on = PeriodFilter(field_name="published_at", label=gettext_lazy("Published in"))
    updated_after = InstantFilter(field_name="public_from", lookup_expr="gte", label=gettext_lazy("Updated from"))
    updated_before = InstantFilter(field_name="public_from", lookup_expr="lt", label=gettext_lazy("Updated before"))
    has = HasFilter(choices=HAS, label=gettext_lazy("With"))
    status = StatusFilter(choices=[("usable", gettext_lazy("Usable"))], label=gettext_lazy("Status"))
    work = django_filters.UUIDFilter(field_name="work", label=gettext_lazy("Work"))
    ids = TextUidsFilter(label=gettext_lazy("Ids"))
    reference = ReferenceFilter(label=gettext_lazy("References"))

    walked: str | None = None  # the filter by whose links ``qs`` goes

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The texts. Where single register rows are asked for, by way of the links of the one that has fewest."""
        asked = self.form.cleaned_data
        links = {name: one for name in asked if isinstance(one := self.filters[name], LinkFilter)}
        single = {name: found for name, one in links.items() if (found := one.alone(asked[name]))}
        self.walked = min(single, key=lambda name: single[name][1], default=None)
        if self.walked:
            queryset = links[self.walked].walk(queryset, single[self.walked][0])
        for name, value in asked.items():
            if name != self.walked:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def best(self) -> list[int]:
        """Keys of the newest two hundred texts, the best first for the words that are asked for."""
        self.is_valid()
        asked = self.form.cleaned_data
        whole = set(asked) == {"q"}
        rows = self.queryset if whole else self.qs
        return search.best(rows, asked["q"], version=self.version, whole=whole)

    def sorting(self, order: str) -> str:
        return order.replace("published_at", "dated") if self.qs is not None and self.walked else order
