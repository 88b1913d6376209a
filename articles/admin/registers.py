"""Registers that articles own (events, sources, topics), and positions, whose public changes are written here."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import register
from articles.admin.life import OfficeHourField
from articles.desk.settle import register_change
from articles.models import Event, Participant, Source, Topic
from articles.visible import forget
from people.admin import RegisterAdmin
from people.models import Position
from people.names import fold
from pressoffice.ground.clock import database_now

PUBLIC_FROM_HELP = _(
    "In the office's time. Empty: shown only through public texts that name it. An hour that has passed means now."
)


class PublicRowAdmin(admin.ModelAdmin):
    """A row with an interval of its own: changing one that is public writes a line to the public log."""

    public_rows = None  # a function of ``now`` that gives the rows the public can see

    def get_readonly_fields(self, request, obj=None):
        """An hour that has struck stays."""
        fixed = ["public_from"] if obj and obj.settled_at else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field, with our help text where it says what the hour means."""
        if db_field.name == "public_from":
            return OfficeHourField(label=capfirst(db_field.verbose_name), required=False, help_text=PUBLIC_FROM_HELP)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save; an hour that has passed is now, since nothing can have been public before it was written."""
        now = database_now()
        due = obj.public_from is not None and obj.public_from <= now and obj.settled_at is None
        obj.was_public = change and not due and type(self).public_rows(now).filter(pk=obj.pk).exists()
        if due and "public_from" in form.changed_data:
            obj.public_from = now
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what hangs on the row, then write the public change."""
        super().save_related(request, form, formsets, change)
        if form.instance.was_public and (form.has_changed() or any(one.has_changed() for one in formsets)):
            register_change(form.instance, now=database_now())
            self.message_user(request, _("It is public, so the change is in the public log."), messages.INFO)
        transaction.on_commit(forget)


@admin.register(Position)
class PositionAdmin(PublicRowAdmin):
    public_rows = staticmethod(register.positions)
    list_display = ["title", "person", "organisation", "acting", "starts", "ends", "public_from"]
    list_select_related = ["person", "organisation"]
    list_filter = ["acting"]
    search_fields = ["title", "person__folded", "organisation__folded"]
    show_full_result_count = False
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [
        (None, {"fields": ["person", "title", "organisation", "acting"]}),
        (_("When"), {"fields": [("starts", "ends"), "public_from"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        """Positions by title as typed, or by the folded names of who holds it and where."""
        as_typed, _more = super().get_search_results(request, queryset, search_term)
        folded, _more = super().get_search_results(request, queryset, fold(search_term))
        return as_typed | folded, False


class ParticipantInline(admin.StackedInline):
    model = Participant
    fields = [("person", "role")]
    extra = 0
    autocomplete_fields = ["person"]


@admin.register(Event)
class EventAdmin(PublicRowAdmin, RegisterAdmin):
    public_rows = staticmethod(register.events)
    list_display = ["name", "type", "starts", "date_words", "place", "status", "public_from"]
    list_filter = ["type", "status"]
    autocomplete_fields = ["organiser", "within"]
    fieldsets = [
        (None, {"fields": ["name", ("type", "status")]}),
        (_("When and where"), {"fields": [("starts", "ends"), "date_words", "place"]}),
        (_("Who"), {"fields": ["organiser", "participants_complete"]}),
        (_("More"), {"fields": ["within", "description", "public_from", "slug"]}),
    ]
    inlines = [ParticipantInline]


@admin.register(Source)
class SourceAdmin(RegisterAdmin):
    list_display = ["name", "kind", "reuse", "organisation", "reference"]
    list_select_related = ["organisation"]
    list_filter = ["kind", "reuse"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "organisation", "website"]}),
        (_("Right of reuse"), {"fields": ["reuse", "reuse_note"]}),
        (_("More"), {"fields": ["slug"]}),
    ]


@admin.register(Topic)
class TopicAdmin(RegisterAdmin):
    list_display = ["name", "code", "parent", "reference"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    fieldsets = [(None, {"fields": ["name", "code", "parent", "slug"]})]
