"""Positions: who holds what where, from when to when, and from which hour readers are told."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.concerned import ReportedAdmin
from articles.admin.exchange.doors import ExchangeAdmin
from articles.admin.public_rows import PublicRowAdmin
from articles.desk.register_rows import fill_bounds
from people.models import Position
from people.names import fold


class PositionForm(forms.ModelForm):
    """A position; dates in the wrong order are a fault of the form."""

    def _post_clean(self):
        """Judge by the dates as typed, though their bounds are in no form."""
        super()._post_clean()
        if self.errors:
            return
        fill_bounds(self.instance)
        try:
            self.instance.validate_constraints()
        except forms.ValidationError as faults:
            self._update_errors(faults)


@admin.register(Position)
class PositionAdmin(ReportedAdmin, ExchangeAdmin, PublicRowAdmin):
    form = PositionForm
    list_display = ["title", "person", "organisation", "acting", "joint", "starts", "ends", "public_now"]
    list_select_related = ["person", "organisation"]
    list_filter = ["acting", "joint"]
    search_fields = ["title", "person__folded", "organisation__folded"]
    show_full_result_count = False
    autocomplete_fields = ["person", "organisation", "accredited_to"]
    fieldsets = [
        (None, {"fields": ["person", "title", "labels", "organisation", ("acting", "joint"), "accredited_to"]}),
        (gettext_lazy("When"), {"fields": [("starts", "ends")]}),
        (gettext_lazy("For the public"), {"fields": ["public_from", "hour"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        """Positions by title as typed, or by the folded names of who holds it and where."""
        as_typed, _more = super().get_search_results(request, queryset, search_term)
        folded, _more = super().get_search_results(request, queryset, fold(search_term))
        return as_typed | folded, False

    def suggestion(self, row):
        """What a chooser shows: whose position it is, too."""
        return f"{row} · {row.person}"

    def for_suggestions(self, queryset):
        """``queryset`` with what ``suggestion`` needs."""
        return queryset.select_related("person", "organisation")

    def save_related(self, request, form, formsets, change):
        """Save, then tell who else holds the title at that time."""
        super().save_related(request, form, formsets, change)
        position = request.written or form.instance
        others = same_title(position)
        if others:
            names = ", ".join(sorted({str(other.person) for other in others}))
            said = _("%(title)s is held at that time by %(names)s too. Is one of them acting, or is it held jointly?")
            self.message_user(request, said % {"title": position, "names": names}, messages.WARNING)


def same_title(position):
    """Positions of others with this title at this organisation at the same time, neither acting nor joint."""
    if position.acting or position.joint or not position.organisation_id:
        return []
    rows = Position.objects.filter(
        Q(public_until=None), organisation=position.organisation_id, acting=False, joint=False, replaced_by=None
    )
    rows = rows.exclude(person=position.person_id).select_related("person", "organisation")
    wanted = fold(position.title)
    return [row for row in rows if fold(row.title) == wanted and _overlap(row, position)]


def _overlap(one, other):
    """Whether two positions may be held at one time, as far as is known; one that ends as the other begins is not."""
    return not (_over_before(one, other) or _over_before(other, one))


def _over_before(one, other):
    return bool(one.ends and one.ends_latest and other.starts_earliest and one.ends_latest <= other.starts_earliest)
