"""The one grammar of filters: pages, API, feeds and search ask the same FilterSets by the same public names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from difflib import get_close_matches
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
from articles.models.edition import (
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionSource,
    EditionTopic,
)
from articles.models.event import Event
from articles.models.parts import Mention, Statement
from articles.models.source import Source
from articles.models.taxonomy import Topic
from articles.models.vocabulary import EventType, Kind
from people.models import Organisation, Person, Position
from people.names import words
from pressoffice.ground.filtering import InstantFilter, ManyField, ManyFilter, StrictFilterSet


class ThingField(ManyField):
    """Register rows by slug or uid, by repetition or commas; ``visible(now)`` says which exist for the public."""

    widget = forms.TextInput

    def __init__(self, *args: Any, visible: Callable[[dt.datetime], QuerySet], now: dt.datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.visible, self.now = visible, now

    def to_python(self, value: Any) -> list[Any]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        wanted = [one.strip() for part in given for one in str(part).split(",") if one.strip()]
        found = []
        for one in dict.fromkeys(wanted):
            if "\x00" in one:  # PostgreSQL refuses to be asked for it
                raise ValidationError(_("The value holds a NUL character."), code="invalid-value")
            row = register.find(self.visible(self.now), one[:120])
            if row is None:
                slugs = self.visible(self.now).values_list("slug", flat=True)
                near = get_close_matches(one, list(slugs.filter(slug__startswith=one[:1])[:500]), n=1)
                message = _("There is no “%(value)s”.")
                if near:
                    message += " " + _("Did you mean “%(near)s”?")
                raise ValidationError(
                    message, code="unknown-value", params={"value": one, "near": near[0] if near else ""}
                )
            found.append(row)
        return found


class ManyTextInput(forms.TextInput):
    """One text box whose parameter may also be repeated."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Every value given for ``name``."""
        return data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []

    def format_value(self, value: Any) -> str:
        """The values as one text, by commas."""
        return ",".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")


ThingField.widget = ManyTextInput


class ThingFilter(django_filters.Filter):
    """Editions linked to any of the named register rows (``exclude=True``: to none of them)."""

    field_class = ThingField
    takes_many = True

    def __init__(self, *, link: Any, column: str, visible: Callable[[dt.datetime], QuerySet], **kwargs: Any):
        self.link, self.column, self.only = link, column, kwargs.pop("only", {})
        super().__init__(visible=visible, now=None, **kwargs)

    @property
    def field(self) -> Any:
        """The form field, asking at the instant of the request."""
        self.extra["now"] = self.parent.now
        return super().field

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        ids = [row.pk for row in value]
        rows = self.link.objects.filter(edition=OuterRef("pk"), **{f"{self.column}__in": ids}, **self.only)
        return qs.filter(~Exists(rows) if self.exclude else Exists(rows))


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


class PublicFilterSet(StrictFilterSet):
    """A strict FilterSet that asks what exists at one instant, ``now``."""

    def __init__(self, data: Any = None, queryset: Any = None, *, now: dt.datetime, **kwargs: Any):
        self.now = now
        super().__init__(data, queryset, **kwargs)
        for one in self.filters.values():
            one.parent = self


LANGUAGE_CHOICES = [(code, name) for code, name in settings.LANGUAGES]


class EditionFilter(PublicFilterSet):
    """Articles, by everything they are looked for."""

    q = WordsFilter(label=gettext_lazy("Words"))
    kind = ManyFilter(field_name="kind", choices=Kind.choices, label=gettext_lazy("Kind"))
    kind_not = ManyFilter(field_name="kind", choices=Kind.choices, exclude=True, label=gettext_lazy("Not of kind"))
    topic = ThingFilter(link=EditionTopic, column="topic", visible=register.topics, label=gettext_lazy("Topic"))
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


class NameFilter(django_filters.CharFilter):
    """Every word of the value stands in one of the row's names, whatever the spelling or script."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in words(value or "")[:12]:
            qs = qs.filter(folded__contains=word[:64])
        return qs


class RowFilter(ThingFilter):
    """Rows related to any of the named register rows through ``column``."""

    def __init__(self, **kwargs: Any):
        super().__init__(link=None, **kwargs)

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(**{f"{self.column}__in": [row.pk for row in value]}).distinct() if value else qs


class HoldsPositionAtFilter(RowFilter):
    """People who hold a position, visible to the public, at the organisation."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        held = register.positions(self.parent.now).filter(organisation__in=[row.pk for row in value])
        return qs.filter(pk__in=held.values("person"))


class PersonFilter(PublicFilterSet):
    """Officials."""

    name = NameFilter(label=gettext_lazy("Name"))
    organisation = HoldsPositionAtFilter(
        column="positions__organisation", visible=register.organisations, label=gettext_lazy("Organisation")
    )

    class Meta:
        model = Person
        fields: list[str] = []


class OrganisationFilter(PublicFilterSet):
    """Organisations."""

    name = NameFilter(label=gettext_lazy("Name"))
    kind = ManyFilter(field_name="kind", choices=Organisation.Kind.choices, label=gettext_lazy("Kind"))

    class Meta:
        model = Organisation
        fields: list[str] = []


class PositionFilter(PublicFilterSet):
    """Positions."""

    official = RowFilter(column="person", visible=register.people, label=gettext_lazy("Official"))
    organisation = RowFilter(column="organisation", visible=register.organisations, label=gettext_lazy("Organisation"))

    class Meta:
        model = Position
        fields: list[str] = []


class DayFilter(django_filters.DateFilter):
    """A bound on a partial date, as ``2025-11-03``: rows whose date is not known are left out."""

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class EventFilter(PublicFilterSet):
    """Events."""

    name = NameFilter(label=gettext_lazy("Name"))
    type = ManyFilter(field_name="type", choices=EventType.choices, label=gettext_lazy("Type"))
    status = ManyFilter(field_name="status", choices=Event.Status.choices, label=gettext_lazy("Status"))
    participant = RowFilter(column="participants__person", visible=register.people, label=gettext_lazy("Participant"))
    starts_after = DayFilter(field_name="starts_earliest", lookup_expr="gte", label=gettext_lazy("Begins from"))
    starts_before = DayFilter(field_name="starts_latest", lookup_expr="lt", label=gettext_lazy("Begins before"))

    class Meta:
        model = Event
        fields: list[str] = []


class SourceFilter(PublicFilterSet):
    """Sources."""

    name = NameFilter(label=gettext_lazy("Name"))
    kind = ManyFilter(field_name="kind", choices=Source.Kind.choices, label=gettext_lazy("Kind"))

    class Meta:
        model = Source
        fields: list[str] = []


class TopicFilter(PublicFilterSet):
    """Topics."""

    name = NameFilter(label=gettext_lazy("Name"))

    class Meta:
        model = Topic
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
