"""What the lists, the searches and the forms of every register share."""

import datetime as dt
import re
import unicodedata
from functools import reduce
from operator import and_, or_
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.admin.nearness import same_names
from people.models import Position
from people.models.position import held_q
from people.names import word_spellings
from pressoffice.ground.identity import read_reference

_AHEAD = 5  # pages a list looks ahead
_MOST_WORDS, _MOST_FORMS = 8, 6  # of one search: words, and spellings of a word
_WORD = re.compile(r"[^\W_]+")


def today() -> dt.date:
    """The day by the office's clocks."""
    return timezone.localdate(timezone=ZoneInfo(settings.OFFICE_TIME_ZONE))


def begins_a_word(part):
    """A condition on register rows: ``part`` begins a word of a name of theirs, in any spelling."""
    forms = word_spellings(part)[:_MOST_FORMS]
    return reduce(or_, (Q(folded__contains=f"{edge}{form}") for form in forms for edge in "| "), Q(pk=None))


def held_now():
    """The positions held today, as the rows in force say; what waits for its hour is not among them."""
    now = timezone.now()
    begun = Q(public_from=None) | Q(public_from__lte=now)
    return Position.objects.filter(
        held_q(today()), begun, Q(public_until=None) | Q(public_until__gt=now)
    ).select_related("organisation")


class CappedPaginator(Paginator):
    """Pages of a long list: it counts only some pages ahead, so that no list costs a count of everything.

    ``more`` says that there are rows beyond ``count``.
    """

    more = False

    def __init__(self, *args, page=1, **kwargs):
        super().__init__(*args, **kwargs)
        self.page_asked = page

    @cached_property
    def count(self):
        """How many rows there are, up to a few pages after the one that was asked for."""
        most = (self.page_asked + _AHEAD) * self.per_page
        found = self.object_list.order_by().values("pk")[: most + 1].count()
        self.more = found > most
        return min(found, most)


class RegisterForm(forms.ModelForm):
    """A register row. A slug that is taken is no error: saving gives it the row's own reference."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"slug"}


class NamedForm(RegisterForm):
    """A row that must not be entered twice: where its name is taken, whoever adds it says that it is somebody else."""

    somebody_else = forms.BooleanField(
        label=_("This is another one of the same name"), required=False, widget=forms.HiddenInput
    )

    def clean(self):
        """Ask once, by showing the box, where a new row has the whole name of one there is."""
        cleaned = super().clean()
        name = self.cleaned_data.get("name")
        if self.instance.pk or not name or self.cleaned_data.get("somebody_else"):
            return cleaned
        there = list(same_names(self._meta.model, name)[:5])
        if there:
            self.fields["somebody_else"].widget = forms.CheckboxInput()
            links = format_html_join(", ", '<a href="{}">{}</a>', ((admin_url(row), row) for row in there))
            said = gettext("There is already: {rows}. If this is another one of the same name, tick the box below.")
            raise ValidationError({"somebody_else": format_html(said, rows=links)}, code="same-name")
        return cleaned


def admin_url(row):
    """The address of the form of a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


class RegisterList(ChangeList):
    """A list of register rows, each with what a chooser would show of it."""

    def get_queryset(self, request, exclude_parameters=None):
        return self.model_admin.for_suggestions(super().get_queryset(request, exclude_parameters))


class RegisterAdmin(admin.ModelAdmin):
    """What every register has: search by any spelling, a folded form made anew after the other names are saved.

    ``suggestion(row)`` is what a chooser shows of a row, ``for_suggestions(queryset)`` loads what that takes.
    """

    form = RegisterForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["folded"]
    search_help_text = _("Any spelling: Terhes finds Terheş.")
    show_full_result_count = False
    paginator = CappedPaginator
    save_on_top = False

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):
        """Pages that are counted up to a few after the one ``request`` asks for."""
        asked = request.GET.get("page") or request.GET.get("p") or "1"
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        return self.paginator(queryset, per_page, orphans, allow_empty_first_page, page=page)

    def get_search_results(self, request, queryset, search_term):
        """Rows of which every word of the term begins a word of the name, in any spelling; or with that reference."""
        if not search_term.strip():
            return queryset, False
        parts = _WORD.findall(unicodedata.normalize("NFC", search_term))[:_MOST_WORDS]
        known = Q(reference=read_reference(search_term)) | self.known_as(search_term.strip())
        named = reduce(and_, map(begins_a_word, parts)) if parts else Q(pk=None)
        return queryset.filter(named | known), False

    def known_as(self, term):
        """A condition on rows that ``term`` names otherwise than by a name."""
        return Q(pk=None)

    def get_changelist(self, request, **kwargs):
        """A list that loads what is shown of its rows."""
        return RegisterList

    def suggestion(self, row):
        """What a chooser shows of ``row``."""
        return str(row)

    def for_suggestions(self, queryset):
        """``queryset`` with what ``suggestion`` needs."""
        return queryset

    def save_related(self, request, form, formsets, change):
        """Save the other names, then the row again, so that it is found by them."""
        super().save_related(request, form, formsets, change)
        if formsets:
            form.instance.save()


class Suggestions(AutocompleteJsonView):
    """What choosers offer: the rows a search finds, merged ones aside, each as its admin words it (``suggestion``)."""

    def get_queryset(self):
        queryset = super().get_queryset()
        if any(field.name == "merged_into" for field in queryset.model._meta.fields):
            queryset = queryset.filter(merged_into=None)
        load = getattr(self.model_admin, "for_suggestions", None)
        return load(queryset) if load else queryset

    def serialize_result(self, obj, to_field_name):
        text = getattr(self.model_admin, "suggestion", str)
        return {"id": str(getattr(obj, to_field_name)), "text": text(obj)}
