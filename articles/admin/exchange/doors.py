"""Export and import at the staff's door: what a sheet would do is shown, then all of it is written, or nothing."""

import base64

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.exchange.plan import Check, require_columns
from articles.admin.exchange.registers import SHEETS
from articles.admin.exchange.sheets import FORMATS, MOST_BYTES, MOST_ROWS, SheetError, content_type, read
from articles.admin.exchange.sheets import write as write_sheet
from articles.admin.exchange.streaming import streamed, told
from articles.admin.exchange.writing import write
from articles.desk import audit
from articles.desk.errors import DeskError
from pressoffice.ground.clock import database_now

_SIGNER = signing.TimestampSigner(salt="pressoffice.import")
_VALID = 3 * 60 * 60  # seconds between a check and its yes
_SHOWN = 200  # rows and faults a page shows


class SheetForm(forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("CSV in UTF-8, or an Excel workbook (.xlsx) of which the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ExchangeAdmin:
    """Mixin of a register's admin: its rows as a sheet, out and in. Put it first."""

    change_list_template = "admin/import_export/change_list.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("export/", self.admin_site.admin_view(self.export_view), name=f"{name}_export"),
            path("import/", self.admin_site.admin_view(self.import_view), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request):
        """Import takes a right of its own; what it adds or changes, those rights too."""
        return request.user.has_perm(f"{self.opts.app_label}.import_{self.opts.model_name}")

    def changelist_view(self, request, extra_context=None):
        """The list, with the ways to export what it shows and to import."""
        more = {
            "title": capfirst(self.opts.verbose_name_plural),
            "can_import": self.has_import_permission(request),
            "export_query": request.GET.urlencode(),
        }
        return super().changelist_view(request, more | (extra_context or {}))

    # --- Out ----------------------------------------------------------------------------------------------------------

    def export_view(self, request):
        """The rows a list shows, as a file: by POST, since who exported what is recorded."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.POST.get("format", "")
        if request.method != "POST" or kind not in FORMATS:
            context = self._context(request, _("Export")) | {"query": request.GET.urlencode(), "filters": request.GET}
            return TemplateResponse(request, "admin/import_export/export.html", context)
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        sheet = SHEETS[self.model]()
        dataset = sheet.export(sheet.loaded(sheet.current(rows.select_related(None).prefetch_related(None))))
        now = database_now()
        content = write_sheet(dataset, kind)
        subject = f"register:{self.opts.model_name}"
        audit.record(
            "export", subject, by=request.user, now=now, rows=len(dataset), asked=request.GET.urlencode()[:300]
        )
        response = HttpResponse(content, content_type=content_type(kind))
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}-{now:%Y-%m-%d}.{kind}"'
        return response

    # --- In -----------------------------------------------------------------------------------------------------------

    def import_view(self, request):
        """A form; then what its file would do; then, on a yes to exactly that, the doing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "sealed" in request.POST:
            return self._second_step(request)
        form = SheetForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > MOST_BYTES:
                    read(b"\0" * (MOST_BYTES + 1), file.name)
                content = file.read()
                sheet = read(content, file.name)
                require_columns(SHEETS[self.model](), sheet)
            except SheetError as error:
                form.add_error("file", str(error))
            else:
                return self._stream(request, self._check(request, sheet, content, file.name))
        columns = [(name, column.says) for name, column in SHEETS[self.model]().fields.items()]
        shown = {"form": form, "columns": columns, "most_rows": f"{MOST_ROWS:,}"}
        context = self._context(request, _("Import")) | shown
        return TemplateResponse(request, "admin/import_export/import.html", context)

    def _second_step(self, request):
        try:
            sealed = _SIGNER.unsign_object(request.POST["sealed"], max_age=_VALID)
        except signing.BadSignature:
            sealed = None
        if sealed is None or sealed["by"] != request.user.pk or sealed["model"] != self.opts.label_lower:
            form = SheetForm({}, {})
            form.add_error(
                None, _("What was checked is too old, or was checked by somebody else. Choose the file again.")
            )
            context = self._context(request, _("Import")) | {"form": form, "columns": []}
            return TemplateResponse(request, "admin/import_export/import.html", context)
        content = base64.b64decode(sealed["content"])
        sheet = read(content, sealed["name"])
        return self._stream(request, self._carry_out(request, sheet, content, sealed))

    def _stream(self, request, work):
        return streamed(request, "admin/import_export/work.html", self._context(request, _("Import")), work)

    def _planned(self, request, sheet):
        register = SHEETS[self.model]()
        steps = Check(register, sheet, user=request.user).run()
        plan = yield from told(steps, len(sheet.rows), _("%(done)s of %(total)s rows are checked."))
        return register, plan

    def _check(self, request, sheet, content, name, again=False):
        """Show what the sheet would do."""
        _register, plan = yield from self._planned(request, sheet)
        changing = [entry for entry in plan.entries if entry.kind != "same"]
        sealed = ""
        if changing and not plan.faults:
            sealed = _SIGNER.sign_object(
                {
                    "content": base64.b64encode(content).decode(),
                    "name": name,
                    "by": request.user.pk,
                    "model": self.opts.label_lower,
                    "digest": plan.digest,
                },
                compress=True,
            )
        noted = [entry for entry in changing if entry.notes]
        rest = [entry for entry in changing if not entry.notes]
        context = self._context(request, _("Import")) | {
            "plan": plan,
            "name": name,
            "again": again,
            "shown": (noted + rest)[:_SHOWN],
            "more": max(len(changing) - _SHOWN, 0),
            "faults": plan.faults[:_SHOWN],
            "more_faults": max(len(plan.faults) - _SHOWN, 0),
            "noted": len(noted),
            "sealed": sealed,
        }
        yield render_to_string("admin/import_export/report.html", context, request)

    def _carry_out(self, request, sheet, content, sealed):
        """Write what was shown; show it again where the register has changed since."""
        register, plan = yield from self._planned(request, sheet)
        if plan.faults or plan.digest != sealed["digest"]:
            yield from self._check(request, sheet, content, sealed["name"], again=True)
            return
        if any(entry.notes for entry in plan.entries) and "others" not in request.POST:
            yield from self._check(request, sheet, content, sealed["name"])
            return
        steps = write(register, plan, by=request.user, now=database_now(), name=sealed["name"], content=content)
        number = sum(entry.kind != "same" for entry in plan.entries)
        try:
            written = yield from told(steps, number, _("%(done)s of %(total)s rows are written."))
        except (DeskError, DatabaseError) as error:
            said = _("Nothing was written. %(reason)s") % {"reason": error}
            yield format_html('<div class="report"><p class="errornote" role="alert">{}</p></div>', said)
            return
        context = self._context(request, _("Import")) | {"written": written, "plan": plan, "name": sealed["name"]}
        yield render_to_string("admin/import_export/done.html", context, request)

    def _context(self, request, title):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        return {
            **self.admin_site.each_context(request),
            "title": f"{title}: {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "list_url": reverse(f"{name}_changelist"),
            "import_url": reverse(f"{name}_import"),
            "export_url": reverse(f"{name}_export"),
            "can_import": self.has_import_permission(request),
        }
