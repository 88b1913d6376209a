"""Filters of the lists of people and organisations."""

from collections import defaultdict

from babel import Locale
from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.admin.registers import held_now
from pressoffice.ground.labels import languages

_MOST = 2_000  # rows of the list of possible duplicates


class YesNo(admin.SimpleListFilter):
    """A question with two answers."""

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def condition(self, queryset):
        """What the rows that answer yes fulfil."""
        raise NotImplementedError

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(self.condition(queryset))
        if self.value() == "no":
            return queryset.exclude(self.condition(queryset))
        return queryset


class HasPosition(YesNo):
    title = _("holds a position today")
    parameter_name = "position"

    def condition(self, queryset):
        return Exists(held_now().filter(**{queryset.model._meta.model_name: OuterRef("pk")}))


class WithIdentifier(YesNo):
    title = _("known to another register")
    parameter_name = "identifier"

    def condition(self, queryset):
        rows = queryset.model._meta.get_field("identifiers").related_model.objects
        return Exists(rows.filter(**{queryset.model._meta.model_name: OuterRef("pk")}))


class OfCountry(admin.SimpleListFilter):
    """The countries that rows of the register are of, by name."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = model_admin.model.objects.exclude(country="").order_by("country").values_list("country", flat=True)
        names = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-").territories
        return sorted(((code, names.get(code, code)) for code in codes.distinct()), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(country=self.value()) if self.value() else queryset


class MissingName(admin.SimpleListFilter):
    """Rows that nobody named in a language of the site."""

    title = _("name is missing in")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return languages()

    def queryset(self, request, queryset):
        code = self.value()
        known = [code for code, _name in languages()]
        return queryset.filter(**{f"labels__{code}__isnull": True}) if code in known else queryset


class PossibleDuplicates(admin.SimpleListFilter):
    """Rows that share a whole name with another row, in any spelling and order of words."""

    title = _("possible duplicates")
    parameter_name = "duplicates"

    def lookups(self, request, model_admin):
        return [("yes", _("Share a name with another"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=sharing_a_name(queryset.model)).order_by("sort_key", "uid")


def sharing_a_name(model):
    """The keys of the rows of ``model`` that share a name with another one, in one statement."""
    bearers = defaultdict(set)
    for pk, folded in model.objects.filter(merged_into=None).values_list("pk", "folded").iterator(chunk_size=2_000):
        for key in folded.strip("|").split("|"):
            bearers[" ".join(sorted(key.split()))].add(pk)
    bearers.pop("", None)
    shared = sorted({pk for pks in bearers.values() if len(pks) > 1 for pk in pks})
    return shared[:_MOST]
