"""How statements are looked for."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from articles import register
from articles.filters.links import LinkFilter, TreeFilter
from articles.filters.taxonomy import ExactFilter
from articles.filters.texts import EVENT, LANGUAGE_CHOICES, OFFICIAL, ORGANISATION, TOPIC, PeriodFilter
from articles.filters.things import PublicFilterSet, RowFilter, UidsFilter
from articles.models.parts import Mention, Statement
from articles.models.vocabulary import Form
from people.names import words
from pressoffice.ground.filtering import InstantFilter, ManyFilter


class SpeakerFilter(RowFilter):
    """Statements that a mention attributes to the person."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        spoken = Mention.objects.filter(
            person__in=[row.pk for row in value],
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
    """The ledger: who said what, when; and by what the text is about in which it was said."""

    q = StatementWordsFilter(label=gettext_lazy("Words"))
    speaker = SpeakerFilter(column="speaker", visible=register.people, label=gettext_lazy("Speaker"))
    said_after = InstantFilter(field_name="published_at", lookup_expr="gte", label=gettext_lazy("Published from"))
    said_before = InstantFilter(field_name="published_at", lookup_expr="lt", label=gettext_lazy("Published before"))
    said_on = PeriodFilter(field_name="published_at", label=gettext_lazy("Published in"))
    form = ManyFilter(field_name="form", choices=Form.choices, label=gettext_lazy("Form"))
    language = ManyFilter(field_name="edition__language", choices=LANGUAGE_CHOICES, label=gettext_lazy("Language"))
    topic = TreeFilter(**TOPIC, owner="edition", exact="topic_exact", label=gettext_lazy("Topic"))
    topic_exact = ExactFilter(label=gettext_lazy("Without narrower topics"))
    official = LinkFilter(**OFFICIAL, owner="edition", label=gettext_lazy("Official"))
    organisation = TreeFilter(
        **ORGANISATION, owner="edition", exact="organisation_exact", label=gettext_lazy("Organisation")
    )
    organisation_exact = ExactFilter(label=gettext_lazy("Without organisations in it"))
    event = LinkFilter(**EVENT, owner="edition", label=gettext_lazy("Event"))
    ids = UidsFilter(label=gettext_lazy("Ids"))

    class Meta:
        model = Statement
        fields: list[str] = []
