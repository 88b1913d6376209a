"""The registers of people and organisations, for staff. Positions have their form where public changes are written."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OrganisationName, Person, PersonName, Position
from people.names import fold


class RegisterForm(forms.ModelForm):
    """A register row. A slug that is taken is no error: saving gives it the row's own reference."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"slug"}


class RegisterAdmin(admin.ModelAdmin):
    """What every register has: search by any spelling, a folded form made anew after the other names are saved."""

    form = RegisterForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["folded"]
    search_help_text = _("Any spelling: Terhes finds Terheş.")
    show_full_result_count = False
    save_on_top = False

    def get_search_results(self, request, queryset, search_term):
        """Rows in which every word of the term stands, however it is spelt."""
        return super().get_search_results(request, queryset, fold(search_term))

    def save_related(self, request, form, formsets, change):
        """Save the other names, then the row again, so that it is found by them."""
        super().save_related(request, form, formsets, change)
        if formsets:
            form.instance.save()


class PersonNameInline(admin.StackedInline):
    model = PersonName
    fields = [("name", "language", "former")]
    extra = 0


class OrganisationNameInline(admin.StackedInline):
    model = OrganisationName
    fields = [("name", "language", "former")]
    extra = 0


class HeldPosition(admin.StackedInline):
    """The positions somebody holds, to look at: each is changed on its own page."""

    model = Position
    fields = [("title", "organisation"), ("starts", "ends", "acting", "public_from")]
    readonly_fields = ["title", "organisation", "starts", "ends", "acting", "public_from"]
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = _("positions (each is changed on its own page)")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(RegisterAdmin):
    list_display = ["name", "held", "reference"]
    fieldsets = [
        (None, {"fields": ["name", "family_name"]}),
        (_("More"), {"fields": ["biography", "wikidata", "slug"]}),
    ]
    inlines = [PersonNameInline, HeldPosition]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("positions__organisation")

    @admin.display(description=_("positions"))
    def held(self, person):
        """The positions of a person, one a line."""
        lines = ((str(position),) for position in person.positions.all())
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}</li>", lines))


@admin.register(Organisation)
class OrganisationAdmin(RegisterAdmin):
    list_display = ["name", "short_name", "kind", "country", "reference"]
    list_filter = ["kind"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "kind", "country"]}),
        (_("More"), {"fields": ["parent", "website", "slug"]}),
    ]
    inlines = [OrganisationNameInline]
