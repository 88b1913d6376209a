"""Topics and places: two trees, with names in every language."""

import re

from babel import Locale
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.merging import MergeableAdmin
from articles.admin.public_rows import GatedAdmin
from articles.models import Place, Topic
from people.admin import MissingName, RegisterAdmin, RegisterForm

_HEIGHT = 5  # levels above a row that lists and choosers show


def path_of(row):
    """The name of ``row`` after what it is part of, in the language of the page: ``Romania › Bucharest``."""
    names = [row.label]
    while row.parent is not None and len(names) <= _HEIGHT:
        row = row.parent
        names.append(row.label)
    return " › ".join(reversed(names))


class LevelFilter(admin.SimpleListFilter):
    """The tops of the tree, or what is below them."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request, model_admin):
        return [("top", _("At the top")), ("below", _("Part of something"))]

    def queryset(self, request, queryset):
        return queryset if self.value() is None else queryset.filter(parent__isnull=self.value() == "top")


class TreeAdmin(MergeableAdmin, GatedAdmin, RegisterAdmin):
    """A register that is a tree: rows are shown with what they are part of, and found by code too."""

    autocomplete_fields = ["parent"]
    list_per_page = 200

    def known_as(self, term):
        """Rows with that code."""
        return super().known_as(term) | Q(code__iexact=term)

    def for_suggestions(self, queryset):
        """``queryset`` with what stands above its rows."""
        return queryset.select_related("__".join(["parent"] * _HEIGHT))

    def suggestion(self, row):
        return path_of(row)

    @admin.display(description=_("name"), ordering="sort_key")
    def path(self, row):
        """The row after what it is part of."""
        return path_of(row)

    @admin.display(description=_("in other languages"))
    def translations(self, row):
        """The names in the other languages."""
        return ", ".join((row.labels or {}).values())


class TopicForm(RegisterForm):
    def clean_code(self):
        """A code is written as its vocabulary writes it; that of a Media Topic has eight digits."""
        code = self.cleaned_data["code"].strip()
        if code.lower().startswith("medtop") and not re.fullmatch(r"medtop:\d{8}", code):
            raise ValidationError(gettext("A Media Topic is written as medtop:20000639."))
        return code


@admin.register(Topic)
class TopicAdmin(TreeAdmin):
    form = TopicForm
    list_display = ["path", "translations", "code", "reference"]
    list_filter = [LevelFilter, MissingName, ("parent", admin.RelatedOnlyFieldListFilter)]
    fieldsets = [
        (None, {"fields": ["name", "labels", "aliases"]}),
        (_("In the tree"), {"fields": ["parent", "code"]}),
        (_("More"), {"fields": ["slug"]}),
    ]


class PlaceForm(RegisterForm):
    """A place. What lies in a place lies in its country; a place of a country lies in it."""

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()

    def clean_country(self):
        """The code of a country there is."""
        code = self.cleaned_data["country"].strip().upper()
        if code and code not in Locale("en").territories:
            raise ValidationError(gettext("“%(code)s” is not the ISO 3166 code of a country.") % {"code": code})
        return code

    def clean(self):
        cleaned = super().clean()
        kind, code, parent = cleaned.get("kind"), cleaned.get("code"), cleaned.get("parent")
        if kind == Place.Kind.COUNTRY:
            if code and not re.fullmatch("[A-Z]{2}", code):
                self.add_error("code", gettext("A country is written in two letters, as AZ."))
            return cleaned
        if code and not re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", code):
            self.add_error("code", gettext("A part of a country is written as AZ-BA."))
        country = cleaned.get("country", "")
        if parent is not None and parent.country:
            if country and country != parent.country and "country" in self.changed_data:
                told = {"parent": parent, "country": parent.country}
                self.add_error("country", gettext("“%(parent)s” lies in %(country)s.") % told)
            else:
                cleaned["country"] = parent.country
        elif parent is None and country:
            cleaned["parent"] = (
                Place.objects.filter(code=country, merged_into=None).exclude(pk=self.instance.pk).first()
            )
        return cleaned


@admin.register(Place)
class PlaceAdmin(TreeAdmin):
    form = PlaceForm
    list_display = ["path", "translations", "kind", "code", "country", "reference"]
    list_filter = ["kind", LevelFilter, MissingName, ("parent", admin.RelatedOnlyFieldListFilter)]
    fieldsets = [
        (None, {"fields": ["name", "labels", "aliases"]}),
        (_("Where"), {"fields": ["kind", "parent", ("code", "country"), ("latitude", "longitude")]}),
        (_("More"), {"fields": ["slug"]}),
    ]
