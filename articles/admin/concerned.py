"""The report of public texts the register disagrees with: page by page, or as a table to take away."""

import csv

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.addresses import absolute, article_url
from articles.admin.exchange.cells import guarded
from articles.desk.access import may_see
from articles.desk.concerned import LINK, all_concerned, concerned
from articles.register import uid_of
from pressoffice.ground.clock import database_now
from pressoffice.ground.problems import Problem

MODELS = {model._meta.label_lower: model for model in LINK}


def report_address(row=None, **more):
    """Where the report stands: of every text, or of those a change of ``row`` concerns."""
    asked = {} if row is None else {"model": row._meta.label_lower, "row": row.uid}
    query = urlencode(asked | more)
    return f"{reverse('admin:concerned')}?{query}" if query else reverse("admin:concerned")


class ReportedAdmin(admin.ModelAdmin):
    """A register row whose page leads to the texts that a change of it concerns."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with the way to the report."""
        if obj is not None and obj.pk and not context.get("is_popup") and may_read(request):
            context["concerned_url"] = report_address(getattr(obj, "entity", obj))
        return super().render_change_form(request, context, add, change, form_url, obj)


def may_read(request):
    """Whether the signed-in person may see the report: it shows what is public, and leads to texts."""
    return request.user.has_perm("articles.view_article")


def asked_row(request):
    """The row the report is about, or None for every row; Http404 where it names none."""
    if "model" not in request.GET:
        return None
    model, uid = MODELS.get(request.GET["model"]), uid_of(request.GET.get("row", ""))
    row = model.objects.filter(uid=uid).first() if model and uid else None
    if row is None:
        raise Http404
    return row


def concerned_view(request):
    """A page of the report."""
    if not may_read(request):
        raise PermissionDenied
    row, now = asked_row(request), database_now()
    if request.GET.get("format") == "csv":
        return table(row, now)
    try:
        report = concerned(row, now=now, cursor=request.GET.get("cursor", ""))
    except Problem as problem:
        return HttpResponseBadRequest(problem.detail)
    context = {
        **admin.site.each_context(request),
        "title": _("Texts the register disagrees with"),
        "subtitle": str(row) if row else None,
        "row": row,
        "row_url": row and row_url(row),
        "report": report,
        "lines": [
            {
                "concern": concern,
                "url": reverse("admin:articles_article_change", args=[concern.edition.article_id])
                if may_see(request.user, concern.edition.article)
                else article_url(concern.edition),
            }
            for concern in report.concerns
        ],
        "older": report.next and report_address(row, cursor=report.next),
        "newer": report.previous and report_address(row, cursor=report.previous),
        "csv": report_address(row, format="csv"),
    }
    return TemplateResponse(request, "admin/concerned/report.html", context)


def row_url(row):
    """The page of a register row at the desk."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


class _Echo:
    """Where the writer of a table writes: it gives each line back."""

    def write(self, line):
        return line


def table(row, now):
    """The whole report as CSV (RFC 4180), in which no cell is taken for a formula."""
    writer, language, zone = csv.writer(_Echo()), translation.get_language(), timezone.get_current_timezone()

    def lines():
        with translation.override(language), timezone.override(zone):
            heads = (_("reference"), _("edition"), _("language"), _("published"), _("title"), _("what"), _("of"),
                     _("the text says"), _("the register says"), _("address"))  # fmt: skip
            yield "\ufeff" + writer.writerow(heads)
            for concern in all_concerned(row, now=now):
                edition = concern.edition
                published = timezone.localtime(edition.published_at).isoformat(timespec="minutes")
                begin = (f"PR-{edition.article_reference}", edition.number, edition.language, published, edition.title)
                for one in concern.differences:
                    said = (one.what, one.row, one.said, one.holds, absolute(article_url(edition)))
                    yield writer.writerow([guarded(cell) for cell in (*begin, *said)])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="texts-the-register-disagrees-with.csv"'
    return response


def urls(site):
    """The addresses of the report."""
    return [path("concerned/", site.admin_view(concerned_view), name="concerned")]
