"""Register changes that wait for a second person: what each changes, in words; approved one by one or together."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from articles.admin.life import OfficeHourField, office_time
from articles.admin.records import ReadOnlyAdmin
from articles.admin.register_life import admin_address
from articles.desk import registers
from articles.desk.errors import DeskError
from articles.desk.register_rows import child_fields, child_model, model_named
from articles.models import RegisterEdit
from articles.visible import forget
from pressoffice.ground.clock import database_now


class HourForm(forms.Form):
    """One hour for everything that is approved; empty: each at its own."""

    hour = OfficeHourField(
        label=gettext_lazy("One hour for all"),
        required=False,
        help_text=gettext_lazy("In the office's time. Empty: as it was proposed."),
    )

    def __init__(self, *args, label="", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["hour"].label = label


@admin.register(RegisterEdit)
class RegisterEditAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "public_at", "by", "at", "state", "decided_by"]
    list_display_links = ["title"]
    list_select_related = ["by", "decided_by"]
    list_filter = ["state", "model"]
    search_fields = ["title", "reason", "by__username"]
    actions = ["approve_together"]
    change_form_template = "admin/articles/registeredit/change_form.html"
    fields = ["title", "kind", "public_at", "reason", "by", "at", "state", "decided_by", "decided_at"]
    readonly_fields = ["kind", "public_at"]

    def has_approve_permission(self, request):
        """Whether the person may say yes to what others propose."""
        return request.user.has_perm("articles.approve_registeredit")

    @admin.display(description=gettext_lazy("register"))
    def kind(self, edit):
        """The register, and whether it is a new row."""
        name = str(model_named(edit.model)._meta.verbose_name)
        return _("%(register)s, new") % {"register": name} if edit.row_uid is None else name

    @admin.display(description=gettext_lazy("readers see it"), ordering="hour")
    def public_at(self, edit):
        """The hour the change is proposed for."""
        if edit.hour is None:
            return _("as soon as it is approved")
        said = _("from %(hour)s") % {"hour": office_time(edit.hour)}
        late = edit.state == RegisterEdit.State.WAITING and edit.hour <= database_now()
        return _("%(said)s: passed, so as soon as it is approved") % {"said": said} if late else said

    @admin.action(description=gettext_lazy("Approve together"), permissions=["approve"])
    def approve_together(self, request, queryset):
        """Ask for one hour, then approve all that were chosen, or none."""
        edits = list(queryset.order_by("pk").select_related("by"))
        form = HourForm(request.POST if "confirmed" in request.POST else None)
        if form.is_bound and form.is_valid() and decide(request, edits, hour=form.cleaned_data["hour"]):
            return None
        for edit in edits:
            edit.differences, edit.when = differences(edit), self.public_at(edit)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approve together"),
            "opts": self.opts,
            "edits": edits,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/registeredit/together.html", context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with the differences and the buttons of whoever may press them."""
        waits = obj.state == RegisterEdit.State.WAITING
        own = obj.by_id == request.user.pk
        row = model_named(obj.model)._base_manager.filter(uid=obj.row_uid).first() if obj.row_uid else None
        context |= {
            "differences": differences(obj),
            "may_approve": waits and not own and self.has_approve_permission(request),
            "may_refuse": waits and (own or self.has_approve_permission(request)),
            "own": waits and own,
            "row_url": admin_address(row) if row else "",
            "hour_form": HourForm(label=_("Another hour")),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """The list and the pages, and the decision on one."""
        view = self.admin_site.admin_view(DecisionView.as_view(model_admin=self))
        return [path("<int:object_id>/decision/", view, name="articles_registeredit_decision"), *super().get_urls()]


class DecisionView(View):
    """Yes or no to one change that waits, by POST."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Decide, and go back to the change."""
        edit = get_object_or_404(RegisterEdit, pk=object_id)
        if not self.model_admin.has_view_permission(request, edit):
            raise PermissionDenied
        back = HttpResponseRedirect(admin_address(edit))
        if request.POST.get("do") == "refuse":
            try:
                registers.refuse(edit, by=request.user, now=database_now())
                messages.success(request, _("Refused: “%(row)s” stays as it is.") % {"row": edit})
            except DeskError as refused:
                messages.error(request, str(refused))
            return back
        form = HourForm(request.POST)
        if form.is_valid():
            decide(request, [edit], hour=form.cleaned_data["hour"])
        for faults in form.errors.values():
            messages.error(request, " ".join(faults))
        return back


def decide(request, edits, *, hour):
    """Approve ``edits``, all or none, and tell; whether they were."""
    try:
        registers.approve(edits, by=request.user, now=database_now(), hour=hour)
    except DeskError as refused:
        messages.error(request, str(refused))
        return False
    forget()
    said = ngettext("%(count)d change approved.", "%(count)d changes approved.", len(edits)) % {"count": len(edits)}
    messages.success(request, said)
    return True


# --- Differences in words ---------------------------------------------------------------------------------------------


def differences(edit):
    """``(field, before, after)`` in words, of everything an edit changes."""
    model = model_named(edit.model)
    found = []
    for name, value in edit.values.items():
        if name == "public_from":
            continue
        field = model._meta.get_field(name)
        before = _words(field, edit.before.get(name)) if edit.row_uid else ""
        found.append((field.verbose_name, before, _words(field, value)))
    for accessor, rows in edit.children.items():
        child, parent = child_model(model, accessor)
        before = _listed(model, accessor, edit.before.get(accessor, ()))
        name = model._meta.get_field(accessor).verbose_name if not parent else child._meta.verbose_name_plural
        found.append((name, before, _listed(model, accessor, rows)))
    return found


def _words(field, value):
    """A packed value for a reader."""
    if value in (None, "", {}, []):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{code}: {words}" for code, words in sorted(value.items()))
    if field.is_relation:
        row = field.related_model._base_manager.filter(uid=value).first()
        return str(row or value)
    return str(dict(field.flatchoices).get(value, value))


def _listed(model, accessor, rows):
    """A packed list of children for a reader."""
    child, parent = child_model(model, accessor)
    if not parent:
        return ", ".join(sorted(str(row) for row in child._base_manager.filter(uid__in=rows))) or "—"
    names = child_fields(model, accessor)
    lines = []
    for row in rows:
        said = [(child._meta.get_field(name), row.get(name)) for name in names]
        words = (
            str(field.verbose_name) if value is True else _words(field, value)
            for field, value in said
            if value not in (None, "", False)
        )
        lines.append(" · ".join(words))
    return "; ".join(lines) or "—"
