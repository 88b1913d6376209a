"""People and organisations. Their rooms below know nothing of the public log, so their forms are here."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.exchange.doors import ExchangeAdmin
from articles.admin.merging import MergeableAdmin
from articles.admin.public_rows import GatedAdmin
from articles.admin.timeline import holders_of, timeline_of
from people.admin import (
    HasPosition,
    MissingName,
    NamedAdmin,
    OfCountry,
    OrganisationIdentifierInline,
    OrganisationNameInline,
    PersonIdentifierInline,
    PersonNameInline,
    PossibleDuplicates,
    Suggestions,
    WithIdentifier,
    admin_url,
    held_now,
)
from people.models import Organisation, OrganisationIdentifier, Person, PersonIdentifier
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.trees import above

_PARTS_SHOWN = 60


class WhoAdmin(ExchangeAdmin, MergeableAdmin, GatedAdmin, NamedAdmin):
    """What the lists of people and of organisations have in common."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER  # each would count the whole register
    change_form_template = "admin/people/named_form.html"
    identifiers = None

    def known_as(self, term):
        """Rows that another register knows under ``term``."""
        rows = self.identifiers.objects.filter(**{self.opts.model_name: OuterRef("pk")}, value=term)
        return Q(Exists(rows))

    @admin.display(description=_("languages"))
    def languages(self, row):
        """The languages the row has a name in."""
        codes = ["en", *(code for code, name in (row.labels or {}).items() if name)]
        return " ".join(dict.fromkeys(codes))

    @admin.display(description=_("name"), ordering="sort_key")
    def known_name(self, row):
        """The name; where the row turned out to be another one, that it did."""
        if row.merged_into_id is None:
            return row.name
        return format_html('{} <span class="meta">{}</span>', row.name, _("merged"))


@admin.register(Person)
class PersonAdmin(WhoAdmin):
    identifiers = PersonIdentifier
    list_display = ["known_name", "held", "languages", "reference"]
    list_filter = [HasPosition, MissingName, WithIdentifier, PossibleDuplicates]
    fieldsets = [
        (None, {"fields": ["name", "somebody_else", "labels", "family_name"]}),
        (_("Biography and address"), {"fields": ["biography", "slug"]}),
    ]
    inlines = [PersonNameInline, PersonIdentifierInline]

    def for_suggestions(self, queryset):
        """``queryset`` with the positions held today."""
        return queryset.prefetch_related(Prefetch("positions", held_now(), to_attr="held_today"))

    def suggestion(self, row):
        """The name with the position held today, so that two people of one name can be told apart."""
        titles = [str(position) for position in row.held_today]
        more = " …" if len(titles) > 1 else ""
        return f"{row.name} · {titles[0]}{more}" if titles else row.name

    @admin.display(description=_("positions today"))
    def held(self, person):
        """The positions a person holds today, one a line."""
        lines = ((str(position),) for position in person.held_today)
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}</li>", lines))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with the positions of the person."""
        if obj and request.user.has_perm("people.view_position"):
            context["timeline"] = timeline_of(obj, link=True)
            context["timeline_heading"] = _("Positions")
            if request.user.has_perm("people.add_position"):
                context["timeline_add"] = f"{reverse('admin:people_position_add')}?person={obj.pk}"
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Organisation)
class OrganisationAdmin(WhoAdmin):
    identifiers = OrganisationIdentifier
    list_display = ["known_name", "short_name", "kind", "country", "part_of", "languages", "reference"]
    list_filter = ["kind", HasPosition, MissingName, WithIdentifier, PossibleDuplicates, OfCountry]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name", "somebody_else", "labels", "short_name", ("kind", "country"), "parent"]}),
        (_("Dates and addresses"), {"fields": [("founded", "dissolved"), "website", "slug"]}),
    ]
    inlines = [OrganisationNameInline, OrganisationIdentifierInline]

    def for_suggestions(self, queryset):
        """``queryset`` with what each is part of."""
        return queryset.select_related("parent")

    def suggestion(self, row):
        """The name, its short form, and what it is part of."""
        short = f" ({row.short_name})" if row.short_name else ""
        return f"{row.name}{short} · {row.parent}" if row.parent else f"{row.name}{short}"

    @admin.display(description=_("part of"))
    def part_of(self, row):
        """What the organisation is part of."""
        return row.parent or ""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with the organisation's place in the tree and who holds a position there."""
        if obj:
            context["tree"] = tree_of(obj)
            if request.user.has_perm("people.view_position"):
                context["timeline"], more = holders_of(obj, link=True)
                context["timeline_heading"] = _("Who holds a position here")
                if more:
                    context["timeline_all"] = (
                        f"{reverse('admin:people_position_changelist')}?organisation__id__exact={obj.pk}"
                    )
                if request.user.has_perm("people.add_position"):
                    context["timeline_add"] = f"{reverse('admin:people_position_add')}?organisation={obj.pk}"
        return super().render_change_form(request, context, add, change, form_url, obj)


def tree_of(organisation):
    """What ``organisation`` is part of, highest first, and its parts: two statements however deep the tree is."""
    itself = Organisation.objects.filter(pk=organisation.pk)
    over = {row.pk: row for row in Organisation.objects.filter(pk__in=above(itself)).exclude(pk=organisation.pk)}
    path, at = [], over.pop(organisation.parent_id, None)
    while at is not None:
        path.insert(0, at)
        at = over.pop(at.parent_id, None)
    below = list(Organisation.objects.filter(parent=organisation, merged_into=None)[: _PARTS_SHOWN + 1])
    parts = f"{reverse('admin:people_organisation_changelist')}?parent__id__exact={organisation.pk}"
    return {
        "above": [{"name": row.name, "url": admin_url(row)} for row in path],
        "below": [
            {"name": row.name, "url": admin_url(row), "words": _dissolved(row.dissolved)}
            for row in below[:_PARTS_SHOWN]
        ],
        "more": parts if len(below) > _PARTS_SHOWN else "",
    }


def _dissolved(date):
    return _("until %(date)s") % {"date": PartialDate(date).words()} if date else ""


def _suggest(request):
    """What choosers offer."""
    return Suggestions.as_view(admin_site=admin.site)(request)


admin.site.autocomplete_view = _suggest
