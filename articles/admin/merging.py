"""Merging at the staff's door: choose, look at what it would do, say yes; and the list of merges, to take one back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.concerned import ReportedAdmin, row_url
from articles.admin.records import ReadOnlyAdmin
from articles.desk.errors import DeskError
from articles.desk.merge_preview import preview
from articles.desk.merge_rules import MERGEABLE
from articles.desk.merging import merge
from articles.desk.references import model_of, words_of
from articles.desk.unmerging import obstacles, rows_of, stays, undo
from articles.models import Merge, RegisterEdit
from articles.register import uid_of
from articles.visible import forget
from people.models.register import named_exactly
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference

MOST = 20  # rows offered for a name
LABELS = {model._meta.label_lower: model for model in MERGEABLE}


def merge_address(source, target=None):
    """Where ``source`` is merged: the page to choose the other row, or what the merge with ``target`` would do."""
    asked = {"model": source._meta.label_lower, "source": source.uid}
    return f"{reverse('admin:articles_merge_new')}?{urlencode(asked | ({'target': target.uid} if target else {}))}"


class MergeableAdmin(ReportedAdmin):
    """A register of which two rows can be merged: from the list, or from the page of one."""

    actions = ["merge_selected"]

    def has_merge_permission(self, request):
        """Whether the signed-in person may merge rows of this register."""
        return request.user.has_perm("articles.add_merge") and self.has_change_permission(request)

    @admin.action(description=gettext_lazy("Merge the two selected…"), permissions=["merge"])
    def merge_selected(self, request, queryset):
        """Lead to what merging the younger row into the older one would do."""
        rows = list(queryset.order_by("pk")[:3])
        if len(rows) != 2:
            self.message_user(request, _("Select exactly two rows to merge."), messages.ERROR)
            return None
        return HttpResponseRedirect(merge_address(rows[1], rows[0]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with the way to a merge, or to the row this one was merged into."""
        if obj is not None and obj.pk and not context.get("is_popup"):
            if obj.merged_into_id:
                context["merged_into"] = {"row": obj.merged_into, "url": row_url(obj.merged_into)}
            elif self.has_merge_permission(request) and not getattr(obj, "root_id", None):
                context["merge_url"] = merge_address(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


class TargetForm(forms.Form):
    """The row to merge into: chosen from a list that follows what is typed, or named."""

    named = forms.CharField(label=gettext_lazy("Or its reference, or one whole name"), required=False, max_length=200)

    def __init__(self, model, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = model._meta.get_field("merged_into")
        chosen = forms.ModelChoiceField(
            model.objects.filter(merged_into=None),
            label=_("Merge it into"),
            required=False,
            widget=AutocompleteSelect(field, admin.site),
        )
        self.fields = {"chosen": chosen, **self.fields}

    def rows(self):
        """The rows that were meant: one that was chosen, or those of that reference or name."""
        if not self.is_valid():
            return []
        if self.cleaned_data["chosen"]:
            return [self.cleaned_data["chosen"]]
        said = self.cleaned_data["named"].strip()
        model = self.fields["chosen"].queryset.model
        known = model.objects.filter(merged_into=None, reference=read_reference(said))
        return list(known or named_exactly(model, said)[:MOST]) if said else []


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Merges, newest first. A merge is made on the page of ``merge_view`` and taken back on its own."""

    change_form_template = "admin/merging/merge.html"
    list_display = ["title", "kind", "by", "at", "undone_by", "undone_at"]
    list_display_links = ["title"]
    list_select_related = ["by", "undone_by"]
    list_filter = ["model"]
    search_fields = ["title"]
    fields = ["kind", "by", "at", "undone_by", "undone_at"]
    readonly_fields = ["kind"]

    def get_queryset(self, request):
        """Without what was moved, which can be long; it is read where it is asked for."""
        return super().get_queryset(request).defer("moved")

    @admin.display(description=gettext_lazy("register"), ordering="model")
    def kind(self, done):
        """The register, in words."""
        return LABELS[done.model]._meta.verbose_name

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("new/", view(self.merge_view), name="articles_merge_new"),
            path("<int:object_id>/undo/", view(require_POST(self.undo_view)), name="articles_merge_undo"),
            *super().get_urls(),
        ]

    # --- Merging ------------------------------------------------------------------------------------------------------

    def merge_view(self, request):
        """Choose the other row, see what the merge would do, or do it."""
        if not request.user.has_perm("articles.add_merge"):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        model = LABELS.get(asked.get("model", ""))
        if model is None:
            raise Http404
        if not self.admin_site.get_model_admin(model).has_change_permission(request):
            raise PermissionDenied
        source = self.row(model, asked.get("source", ""))
        if not asked.get("target"):
            return self.choose(request, source)
        target = self.row(model, asked["target"])
        if request.method == "POST":
            return self.carry_out(request, source, target)
        return self.show(request, source, target)

    def row(self, model, uid):
        """The row with this uid; Http404 where there is none."""
        row = model.objects.filter(uid=uid_of(uid)).first() if uid_of(uid) else None
        if row is None:
            raise Http404
        return row

    def choose(self, request, source):
        """The page on which the other row is chosen; with only one that is meant, on to what the merge would do."""
        form = TargetForm(type(source), request.GET if {"chosen", "named"} & set(request.GET) else None)
        rows = [row for row in form.rows() if row.pk != source.pk]
        if len(rows) == 1:
            return HttpResponseRedirect(merge_address(source, rows[0]))
        if form.is_bound and not rows:
            self.message_user(request, _("Nothing else in this register has that name or reference."), messages.ERROR)
        return self.page(
            request,
            "admin/merging/choose.html",
            _("Merge “%(name)s” into another") % {"name": source},
            source,
            form=form,
            found=[(row, merge_address(source, row)) for row in rows],
            media=self.media + form.media,
        )

    def show(self, request, source, target, status=200):
        """What the merge would do."""
        try:
            shown = preview(source, target, now=database_now(), by=request.user)
        except DeskError as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(merge_address(source))
        return self.page(
            request,
            "admin/merging/preview.html",
            _("Merge “%(source)s” into “%(target)s”") % {"source": source, "target": target},
            source,
            status,
            shown=shown,
            target=target,
            source_url=row_url(source),
            target_url=row_url(target),
            swapped=merge_address(target, source),
            other=merge_address(source),
        )

    def page(self, request, template, title, source, status=200, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "source": source,
            "source_model": source._meta.label_lower,
            "register": source._meta,
            "register_url": reverse(f"admin:{source._meta.app_label}_{source._meta.model_name}_changelist"),
            **more,
        }
        return TemplateResponse(request, template, context, status=status)

    def carry_out(self, request, source, target):
        """Merge, and go to the row that stays."""
        try:
            done = merge(
                source, target, by=request.user, now=database_now(), confirmed=request.POST.get("confirmed") == "yes"
            )
        except DeskError as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return self.show(request, source, target, status=409)
        transaction.on_commit(forget)
        if isinstance(done, RegisterEdit):
            self.message_user(request, _("Somebody in office is concerned, so the merge waits for a second person."))
            return HttpResponseRedirect(reverse("admin:articles_registeredit_change", args=[done.pk]))
        told = _("“%(source)s” is merged into “%(target)s”. It can be undone on the page of the merge.")
        self.message_user(request, told % {"source": source, "target": target}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_merge_change", args=[done.pk]))

    # --- Undoing ------------------------------------------------------------------------------------------------------

    def has_undo_permission(self, request):
        """Whether the signed-in person may take a merge back."""
        return request.user.has_perm("articles.change_merge")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A merge: what was moved, and whether it can be taken back."""
        done = self.get_object(request, object_id)
        if done is None or not self.has_view_permission(request, done):
            return super().change_view(request, object_id, form_url, extra_context)
        source, target = rows_of(done)
        context = {
            "source": source,
            "target": target,
            "source_url": row_url(source),
            "target_url": row_url(target),
            "moved": moved_words(done),
            "title": done.title,
            "subtitle": None,
        }
        if done.undone_at is None:
            context |= {
                "obstacles": obstacles(done),
                "stays": stays(done, request.user),
                "may_undo": self.has_undo_permission(request),
                "undo_url": reverse("admin:articles_merge_undo", args=[done.pk]),
            }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def undo_view(self, request, object_id):
        """Take a merge back."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        done = self.get_object(request, str(object_id))
        if done is None:
            raise Http404
        try:
            staying = undo(done, by=request.user, now=database_now())
        except DeskError as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            transaction.on_commit(forget)
            self.message_user(request, _("The merge is undone: both are what they were."), messages.SUCCESS)
            for words, number in staying:
                told = _("Left where it is: %(number)d %(words)s.") % {"words": words, "number": number}
                self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_merge_change", args=[object_id]))


def moved_words(done):
    """``(what, how many)`` of what a merge moved and removed, in words."""
    found = {}
    for entry in done.moved:
        if entry["did"] in ("moved", "removed"):
            words = words_of(model_of(entry["model"]))
            kind = _("%(rows)s moved") if entry["did"] == "moved" else _("%(rows)s that both had, now one")
            number = len(entry["rows"]) if entry["did"] == "moved" else 1
            key = kind % {"rows": words}
            found[key] = found.get(key, 0) + number
    return sorted(found.items())
