"""The ledger of restricted reading: who could see a text before it was public, and who did see which revision."""

import csv

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.exchange.cells import guarded
from articles.admin.history import ActsForm, lines_of, page_of
from articles.desk import acts
from articles.desk.access import locked, may_see, visible_acts
from articles.desk.reading import ACTION, could_see, reads_of
from articles.models import AuditEntry
from pressoffice.ground.clock import database_now


def may_read(user):
    """Whether ``user`` may see who read what."""
    return user.has_perm("articles.view_auditentry") or user.has_perm("articles.approve_article")


class TextLedgerView(View):
    """The ledger of one text, as a page or as a table (``?format=csv``)."""

    model_admin = None
    http_method_names = ["get", "head"]

    def get(self, request, object_id):
        """The page, or the table."""
        article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not (self.model_admin.has_view_permission(request, article) and may_read(request.user)):
            raise PermissionDenied
        now = database_now()
        reads = list(reads_of(article, now))
        if request.GET.get("format") == "csv":
            head = [_("when"), _("who"), _("revision"), _("how"), _("before it was public")]
            rows = ([r.at.isoformat(), r.who, r.revision, how(r), _("yes") if r.before else _("no")] for r in reads)
            return table(f"PR-{article.reference}-ledger", head, rows)
        for read in reads:
            read.when, read.how = acts.office_words(read.at), how(read)
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Who saw it before it was public"),
            "opts": self.model_admin.opts,
            "original": article,
            "reads": reads,
            "could": could_see(article),
            "csv": "?format=csv",
        }
        return TemplateResponse(request, "admin/records/text_ledger.html", context)


def how(read):
    """Through which door, in words."""
    if read.door == "link":
        return _("a preview link")
    if read.door == "wrote":
        return _("wrote it")
    return str(acts.DOORS.get(read.door, read.door))


class LedgerForm(ActsForm):
    """Which reads to list."""

    act = None
    about = forms.CharField(label=gettext_lazy("Text (reference)"), required=False, max_length=120)

    def __init__(self, *args, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)


def ledger_view(request):
    """Every recorded read of restricted texts, newest first; limited texts nobody may approve are named first."""
    if not request.user.has_perm("articles.view_auditentry"):
        raise PermissionDenied
    form = LedgerForm({name: request.GET.get(name, "") for name in LedgerForm.base_fields})
    entries = visible_acts(request.user, AuditEntry.objects.filter(action=ACTION))
    entries = form.chosen(entries, request.user) if form.is_valid() else entries.none()
    if request.GET.get("format") == "csv":
        head = [_("number"), _("when"), _("who"), _("text"), _("what")]
        found = entries.select_related("by").order_by("-number").iterator(chunk_size=500)
        rows = ([one.number, one.at.isoformat(), str(one.by or ""), one.subject, acts.in_words(one)] for one in found)
        return table("ledger", head, rows)
    found, older = page_of(entries, request.GET)
    asked = request.GET.copy()
    asked.pop("before", None)
    asked["format"] = "csv"
    context = {
        **admin.site.each_context(request),
        "title": _("Who read restricted texts"),
        "form": form,
        "lines": lines_of(found, request.user),
        "older": older,
        "locked": [text for text in locked() if may_see(request.user, text)],
        "csv": "?" + asked.urlencode(),
    }
    return TemplateResponse(request, "admin/records/ledger.html", context)


class _Echo:
    """Where the writer of a table writes: it gives each line back."""

    def write(self, line):
        return line


def table(name, head, rows):
    """``rows`` as CSV (RFC 4180), in which no cell is taken for a formula."""
    writer, language = csv.writer(_Echo()), translation.get_language()

    def written():
        with translation.override(language):
            yield "\ufeff" + writer.writerow([capfirst(cell) for cell in head])
            for row in rows:
                yield writer.writerow([guarded(cell) for cell in row])

    response = StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def urls(site):
    """The address of the whole ledger."""
    return [path("ledger/", site.admin_view(ledger_view), name="ledger")]
