"""Register rows at the staff's door: every save goes through the gate of the desk, which says what becomes of it."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.access import DiscreetDeletion
from articles.admin.history import RecordedHistory
from articles.admin.life import OfficeHourField, office_time
from articles.admin.register_life import HourView, admin_address, life_of
from articles.desk import registers
from articles.desk.access import visible_rows
from articles.desk.errors import DeskError
from articles.models import RegisterEdit
from articles.visible import forget
from pressoffice.ground.chains import Chained
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import Interval, is_public

PUBLIC_FROM_HELP = gettext_lazy(
    "In the office's time. Empty: shown only through public texts that name it. An hour that has passed means now."
)
TIMES = ("public_from", "hour")
HOUR_HELP = gettext_lazy(
    "In the office's time. Empty: the change is public at once. With an hour ahead readers see everything as it is"
    " until then, and as typed here from then on."
)


class GatedAdmin(DiscreetDeletion, RecordedHistory):
    """A register row: form and inlines are saved by ``desk.registers.change``, or wait for a second person.

    Inlines of what ``registers.CHILDREN`` does not name are saved as always. ``request.waits`` is the ``RegisterEdit``
    that a save led to, or None.
    """

    change_form_template = "admin/register_row.html"

    # --- Who may ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        """What was merged, and what a later state replaced, is read only."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return getattr(obj, "merged_into_id", None) is None and not _is_replaced(obj)

    def has_delete_permission(self, request, obj=None):
        """What was ever public, has a chain, or is listed by another row is not deleted: it is taken off, or merged."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return not (_was_ever_public(obj) or _is_listed(obj, request.user))

    def delete_model(self, request, obj):
        """Refuse what a text lists that the person may not know of: it would go with the row, unsaid."""
        if _is_listed(obj):
            raise ProtectedError("It is listed.", {obj})
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        """As for one."""
        for row in queryset:
            if _is_listed(row):
                raise ProtectedError("It is listed.", {row})
        super().delete_queryset(request, queryset)

    # --- Saving -------------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form. What the gate refuses is shown as a message, and nothing is written."""
        request.waits = request.written = None
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DeskError as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        """Nothing yet: row and children are one edit, written by ``save_related``."""

    def save_related(self, request, form, formsets, change):
        """Hand row and children to the gate."""
        now, row = database_now(), form.instance
        hanging = [formset for formset in formsets if _accessor(formset) in registers.CHILDREN.get(self.model, ())]
        was_public = registers.is_visible(row, now)
        found = registers.change(
            row,
            None,
            _children(self.model, form, hanging),
            by=request.user,
            now=now,
            hour=form.cleaned_data.get("hour"),
        )
        transaction.on_commit(forget)
        others = [formset for formset in formsets if formset not in hanging]
        for formset in formsets if isinstance(found, RegisterEdit) else hanging:
            _tell_history(formset)
        if isinstance(found, RegisterEdit):
            request.waits = found
            return
        request.written = found
        if found.pk != row.pk:
            for formset in others:
                self.save_formset(request, form, formset, change=change)
            return
        row.refresh_from_db()
        super().save_related(request, form, others, change)
        if was_public and (form.has_changed() or any(one.has_changed() for one in hanging)):
            self.message_user(request, _("It is public, so the change is in the public log."), messages.INFO)

    def log_addition(self, request, obj, message):
        """What waits was not done."""
        return None if request.waits else super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        """What waits was not done; what is to come was done to the coming row."""
        return None if request.waits else super().log_change(request, request.written, message)

    def response_add(self, request, obj, post_url_continue=None):
        """As always; where it waits, to what waits."""
        return self._to_what_waits(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """As always; where it waits, or is to come, to that."""
        waits = self._to_what_waits(request)
        if waits or request.written.pk == obj.pk:
            return waits or super().response_change(request, obj)
        written = request.written
        if written.public_from is None:
            said = _("The change was saved to what is held. Readers see nothing of it.")
        else:
            said = _("Readers see the change from %(hour)s on.") % {"hour": office_time(written.public_from)}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(admin_address(written))

    def _to_what_waits(self, request):
        """Where the edit stands that a save led to; None where it led to none."""
        if request.waits is None:
            return None
        said = _("Nothing is changed yet: “%(row)s” waits for a second person.") % {"row": request.waits}
        self.message_user(request, said, messages.WARNING)
        if request.user.has_perm("articles.view_registeredit"):
            address = admin_address(request.waits)
        else:
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        popup = f"?{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.POST else ""
        return HttpResponseRedirect(address + popup)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with what replaces what and what waits."""
        if obj is not None:
            context["register_life"] = life_of(obj, request.user, database_now())
        return super().render_change_form(request, context, add, change, form_url, obj)


class PublicRowAdmin(GatedAdmin):
    """A row with an interval of its own: ``public_from`` until it is public, then an hour for each change.

    Both stand where the fieldsets name them (``public_from``, ``hour``), else at the end.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; with the hour of the change where the row is public and of a chain."""
        if self._takes_hour(obj):
            hour = OfficeHourField(label=_("Takes effect"), required=False, help_text=HOUR_HELP)
            base = kwargs.get("form", self.form)
            kwargs["form"] = type(base.__name__, (base,), {"hour": hour})
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """The fields, each time field once and only where it can be given."""
        wanted = ["public_from", *(["hour"] if self._takes_hour(obj) else [])]
        found = []
        for name, options in super().get_fieldsets(request, obj):
            found.append((name, {**options, "fields": _only(options["fields"], wanted)}))
        there = flatten_fieldsets(found)
        missing = [name for name in wanted if name not in there]
        return [*found, (_("For the public"), {"fields": missing})] if missing else found

    def get_readonly_fields(self, request, obj=None):
        """An hour that has struck stays; only the first row of a chain has an address."""
        fixed = ["public_from"] if obj and self._is_seen(obj) else []
        if isinstance(obj, Chained) and obj.root_id and any(f.name == "slug" for f in self.opts.fields):
            fixed.append("slug")
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field, with our help text where it says what the hour means."""
        if db_field.name == "public_from":
            return OfficeHourField(label=capfirst(db_field.verbose_name), required=False, help_text=PUBLIC_FROM_HELP)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        """All rows; in lists each thing as it is and is to come; in choosers its first row, which links point at."""
        rows = super().get_queryset(request)
        if not issubclass(self.model, Chained):
            return rows
        asked = request.resolver_match.url_name if request.resolver_match else ""
        if asked == "autocomplete":
            return rows.filter(root=None)
        if asked.endswith("_changelist"):
            return rows.exclude(replaced_by__isnull=False, public_until__lte=database_now())
        return rows

    def get_urls(self):
        """The form's own pages, and the buttons of what is to come."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_hour"
        view = self.admin_site.admin_view(HourView.as_view(model_admin=self))
        return [path("<int:object_id>/hour/", view, name=name), *super().get_urls()]

    def _is_seen(self, obj):
        """Whether the row has, or had, a time on the site by its own interval, or readers see it through a text."""
        now = database_now()
        return (obj.public_from is not None and obj.public_from <= now) or registers.is_visible(obj, now)

    def _takes_hour(self, obj):
        return isinstance(obj, Chained) and obj.pk is not None and self._is_seen(obj)

    @admin.display(description=gettext_lazy("for the public"))
    def public_now(self, row):
        """What readers see of the row, by its own interval, in a few words."""
        now = timezone.now()  # in a list: the database's clock would cost a statement a row
        if is_public(row, now):
            return _("public")
        if row.public_from is None:
            return _("held") if getattr(row, "replaces_id", None) else _("through texts only")
        if row.public_from > now:
            return _("coming at %(hour)s") % {"hour": office_time(row.public_from)}
        return _("taken off")


def _only(fields, wanted):
    """``fields`` of a fieldset without the time fields that are not ``wanted``, on lines of their own too."""
    found = []
    for line in fields:
        if isinstance(line, list | tuple):
            line = [name for name in line if name not in TIMES or name in wanted]
            found += [tuple(line)] if line else []
        elif line not in TIMES or line in wanted:
            found.append(line)
    return found


def _is_replaced(row):
    """Whether a later state of the row has taken its place."""
    if not isinstance(row, Chained) or row.pk is None:
        return False
    return type(row)._base_manager.filter(replaces=row.pk, public_from__lte=database_now()).exists()


def _was_ever_public(row):
    if isinstance(row, Interval) and row.public_from is not None:
        return True
    chained = isinstance(row, Chained) and type(row)._base_manager.filter(root=row.pk).exists()
    return chained or row.public_changes > 0 or registers.is_visible(row, database_now())


def _is_listed(row, user=None):
    """Whether another row (one ``user`` may know of) lists this one among many: it would go from the list, unsaid."""

    def known(rows):
        return rows if user is None else visible_rows(user, rows)

    return any(
        known(relation.related_model._base_manager.filter(**{relation.field.name: row.pk})).exists()
        for relation in row._meta.related_objects
        if relation.many_to_many
    )


def _accessor(formset):
    return formset.fk.remote_field.get_accessor_name()


def _children(model, form, formsets):
    """The whole lists of children of every inline, and every many-to-many, in which something was typed."""
    found = {}
    for formset in formsets:
        if formset.has_changed():
            kept = [one for one in formset.initial_forms if one not in formset.deleted_forms]
            new = [one for one in formset.extra_forms if one.has_changed() and one not in formset.deleted_forms]
            found[_accessor(formset)] = [one.instance for one in (*kept, *new)]
    for name in registers.CHILDREN.get(model, ()):
        if name in form.changed_data:
            found[name] = list(form.cleaned_data[name])
    return found


def _tell_history(formset):
    """Say what a formset would have said had it saved by itself: the words of the history are made from that."""
    deleted = formset.deleted_forms
    formset.new_objects = [one.instance for one in formset.extra_forms if one.has_changed() and one not in deleted]
    formset.changed_objects = [
        (one.instance, one.changed_data) for one in formset.initial_forms if one.has_changed() and one not in deleted
    ]
    formset.deleted_objects = [one.instance for one in deleted if one.instance.pk]
