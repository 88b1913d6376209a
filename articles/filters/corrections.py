"""Filters of the log of corrections."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from articles.filters.texts import LANGUAGE_CHOICES
from articles.filters.things import PublicFilterSet
from articles.models.edition import Edition
from articles.models.vocabulary import CorrectionClass
from pressoffice.ground.filtering import InstantFilter, ManyFilter


class CorrectionFilter(PublicFilterSet):
    """Corrections, by how grave they are, by language and by when readers were told."""

    grade = ManyFilter(
        field_name="correction_class", choices=CorrectionClass.choices, label=gettext_lazy("What was wrong")
    )
    language = ManyFilter(field_name="language", choices=LANGUAGE_CHOICES, label=gettext_lazy("Language"))
    corrected_after = InstantFilter(field_name="public_from", lookup_expr="gte", label=gettext_lazy("Corrected from"))
    corrected_before = InstantFilter(field_name="public_from", lookup_expr="lt", label=gettext_lazy("Corrected before"))

    class Meta:
        model = Edition
        fields: list[str] = []


class TakedownFilter(PublicFilterSet):
    """Texts that were taken down, by when readers were told."""

    taken_down_after = InstantFilter(field_name="public_from", lookup_expr="gte", label=gettext_lazy("Taken down from"))
    taken_down_before = InstantFilter(
        field_name="public_from", lookup_expr="lt", label=gettext_lazy("Taken down before")
    )

    class Meta:
        model = Edition
        fields: list[str] = []
