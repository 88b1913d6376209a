"""Events: when, where, who in what role, for journalists, and what the office owes them."""

from django.conf import settings
from django.contrib import admin, messages
from django.forms import BaseInlineFormSet
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from articles.admin import series as series_form
from articles.admin.coverage import CoverageInline, ReadoutView
from articles.admin.life import OfficeHourField, office_time
from articles.admin.merging import MergeableAdmin
from articles.admin.public_rows import PublicRowAdmin
from articles.admin.zones import ClockWidget, ZoneWidget
from articles.desk import series
from articles.desk.access import visible_to
from articles.desk.drafting import when
from articles.desk.roles import held_by
from articles.models import Article, Event, Participant
from people.admin import RegisterAdmin, RegisterForm
from pressoffice.ground.clock import database_now
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.recurrence import in_words


class EventForm(series_form.RepeatForm, RegisterForm):
    """An event; its times are checked by the model, its rule of repeating here."""


class ParticipantFormSet(BaseInlineFormSet):
    """Participants. A role that is left empty is the title held that day, where the register knows exactly one."""

    def add_fields(self, form, index):
        """Show the title of the day in the empty box."""
        super().add_fields(form, index)
        title = " / ".join(self.titles().get(form.instance.person_id, ()))
        if title:
            form.fields["role"].widget.attrs["placeholder"] = title

    def titles(self):
        """``{person: [title, ...]}`` of the people here, on the day of the event; the register asked once."""
        if not hasattr(self, "_titles"):
            people = set(self.instance.participants.values_list("person", flat=True)) if self.instance.pk else set()
            self._titles = self._held(people)
        return self._titles

    def clean(self):
        """Take the title of the day over as the words of an empty role."""
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("person") and form not in self.deleted_forms]
        empty = [form for form in kept if form.has_changed() and not form.cleaned_data.get("role")]
        titles = self._held({form.cleaned_data["person"].pk for form in empty}) if empty else {}
        self.undecided = []
        for form in empty:
            person = form.cleaned_data["person"]
            found = titles.get(person.pk, [])
            if len(found) == 1:
                form.cleaned_data["role"] = form.instance.role = found[0]
            elif found:
                self.undecided.append((person, found))

    def _held(self, people):
        try:
            day = PartialDate(self.instance.starts).earliest if self.instance.starts else None
        except ValueError:
            day = None  # the form of the event says so
        if day is None or not people:
            return {}
        held = held_by(people, day, hour=database_now())
        with override(settings.LANGUAGE_CODE):
            return {person: [one.title_in() for one in found] for person, found in held.items()}


class ParticipantInline(admin.StackedInline):
    model = Participant
    formset = ParticipantFormSet
    fields = [("person", "role")]
    extra = 0
    autocomplete_fields = ["person"]


class EventFields(RegisterAdmin):
    """The fields of an event in the order of the work; its hours for the public are added by ``PublicRowAdmin``."""

    def get_fieldsets(self, request, obj=None):
        """The sections: to an event that is there belong its instants and what a change is for in its series."""
        times = [("starts", "ends"), ("starts_time", "ends_time", "zone")]
        return [
            (None, {"fields": ["name", "labels", ("type", "status"), "status_reason"]}),
            (gettext_lazy("When"), {"fields": [*times, *(["instants"] if obj else []), "date_words"]}),
            (gettext_lazy("Where"), {"fields": [("venue", "place")]}),
            (gettext_lazy("Who"), {"fields": [("organiser", "participants_complete")]}),
            (gettext_lazy("For journalists"), {"fields": ["accreditation", ("accreditation_until", "contact")]}),
            series_form.fieldset(obj),
            (gettext_lazy("More"), {"fields": ["within", "description", "slug"], "classes": ["collapse"]}),
        ]


@admin.register(Event)
class EventAdmin(MergeableAdmin, PublicRowAdmin, EventFields):
    form = EventForm
    change_form_template = "admin/articles/event/change_form.html"
    list_display = ["name", "type", "starts", "starts_time", "place_or_venue", "status", "repeats", "public_now"]
    list_filter = ["type", "status"]
    list_select_related = ["place", "series"]
    autocomplete_fields = ["organiser", "within", "place", "contact"]
    readonly_fields = ["instants", "series_in_words"]
    inlines = [ParticipantInline, CoverageInline]

    # --- What is shown ------------------------------------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field, with the widget its kind of time needs."""
        if db_field.name == "zone":
            kwargs["widget"] = ZoneWidget
        if db_field.name in ("starts_time", "ends_time"):
            kwargs["widget"] = ClockWidget
        if db_field.name == "accreditation_until":
            return OfficeHourField(label=capfirst(db_field.verbose_name), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with what can be done with the event."""
        if obj is not None:
            stored = Event.objects.select_related("root", "series").get(pk=obj.pk)  # what was typed may be no event
            context["event_bar"] = self.bar(request, stored)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def bar(self, request, event):
        """What the top of the page says and offers."""
        now, root = database_now(), event.entity
        known = visible_to(request.user, Article.objects.filter(coverage__event=root, coverage__product="readout"))
        readouts = set(known.values_list("coverage__language", flat=True))
        dates = list(series.following(event, now)[:4]) if event.series_id else []
        return {
            "when": when(event),
            "readouts": [(code, name, code in readouts) for code, name in settings.LANGUAGES],
            "may_write": request.user.has_perm("articles.add_article"),
            "may_change": self.has_change_permission(request, event),
            "rule": in_words(event.series.rule) if event.series_id else "",
            "next_dates": dates[:3],
            "all_dates": reverse("admin:articles_event_changelist") + f"?series__id__exact={event.series_id}",
            "left_out": series.left_out(event.series, now) if event.series_id else [],
        }

    @admin.display(description=gettext_lazy("the same instants"))
    def instants(self, event):
        """Beginning and end by UTC and by the office's clock; for a day without a time, that it never shifts."""
        if event.starts_at is None:
            return _("A day without a time: it is the same day everywhere.") if event.all_day else _("No time of day.")
        lines = [(office_time(one),) for one in (event.starts_at, event.ends_at) if one]
        office = format_html_join(" – ", "{}", lines)
        utc = f"{event.starts_at:%Y-%m-%d %H:%M}" + (f" – {event.ends_at:%H:%M}" if event.ends_at else "")
        return format_html("{} UTC · {}: {}", utc, _("by the office's clock"), office)

    @admin.display(description=gettext_lazy("rule"))
    def series_in_words(self, event):
        """The rule of the series, and whether this date was changed on its own."""
        words = in_words(event.series.rule) if event.series_id else ""
        if event.series_id and event.series.ends_on:
            words = _("%(rule)s, until %(day)s") % {"rule": words, "day": event.series.ends_on}
        return f"{words}. {_('This date was changed on its own.')}" if event.series_apart else words

    @admin.display(description=gettext_lazy("where"))
    def place_or_venue(self, event):
        return event.venue or event.place or ""

    @admin.display(description=gettext_lazy("repeats"), ordering="series")
    def repeats(self, event):
        return in_words(event.series.rule) if event.series_id else ""

    def lookup_allowed(self, lookup, value, request=None):
        """The dates of one series can be listed."""
        return lookup in ("series__id__exact", "series") or super().lookup_allowed(lookup, value, request)

    # --- Saving -------------------------------------------------------------------------------------------------------

    def save_related(self, request, form, formsets, change):
        """Save through the gate; then what it means for the dates that follow."""
        super().save_related(request, form, formsets, change)
        if request.waits is not None:
            return
        people = next(formset for formset in formsets if formset.model is Participant)
        for person, found in people.undecided:
            told = {"person": person, "titles": " / ".join(found)}
            messages.warning(
                request, _("%(person)s held several positions that day (%(titles)s): say the role in words.") % told
            )
        changed = None
        if people.has_changed():
            changed = [{"person": one.person, "role": one.role} for one in request.written.participants.all()]
        series_form.follow(request, request.written, form, changed)

    def get_urls(self):
        """The form's own pages, and the buttons of the event."""
        view = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/readout/",
                view(ReadoutView.as_view(model_admin=self)),
                name="articles_event_readout",
            ),
            path(
                "<int:object_id>/series/",
                view(series_form.SeriesView.as_view(model_admin=self)),
                name="articles_event_series",
            ),
            *super().get_urls(),
        ]
