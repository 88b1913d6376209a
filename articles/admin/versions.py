"""The revisions of a text: who saved when, what changed between any two, and any of them back as a new draft."""

import orjson
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import office_time
from articles.desk.errors import DeskError
from articles.desk.revise import restore_revision
from articles.diff import changed, compare
from articles.models import Edition
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import is_public
from pressoffice.ground.numbers import read_number

FIELD_NAMES = {
    "headline": gettext_lazy("headline"),
    "summary": gettext_lazy("summary"),
    "dateline": gettext_lazy("dateline"),
}
MOST = 200  # revisions listed; the record has all of them


class VersionsView(View):
    """The revisions, newest first, and the difference of two of them: ``?from=3&to=7``, ``?from=public``."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        self.may_restore = self.model_admin.has_change_permission(request, self.article)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        revisions = list(self.article.revisions.select_related("by").defer("document")[:MOST])
        became = {}
        for edition in Edition.objects.filter(article=self.article).exclude(public_from=None).defer("document"):
            became.setdefault(edition.revision_id, []).append(edition)
        for revision in revisions:
            revision.became = became.get(revision.pk, [])
            revision.editions_in_words = [_in_words(edition) for edition in revision.became]
            revision.saved = office_time(revision.at)
        before, after = self._asked(request, revisions)
        request.revisions_read = [revision.number for revision in (before, after) if revision]
        rows = compare(_document(before), _document(after)) if before and after else []
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Versions"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "revisions": revisions,
            "before": before,
            "after": after,
            "rows": [(FIELD_NAMES.get(row.name, ""), row) for row in rows],
            "differs": changed(rows),
            "may_restore": self.may_restore,
        }
        return TemplateResponse(request, "admin/articles/article/versions.html", context)

    def post(self, request):
        """Take the words of an earlier revision as a new draft."""
        if not self.may_restore:
            raise PermissionDenied
        number = request.POST.get("revision", "")
        revision = get_object_or_404(self.article.revisions, number=read_number(number, 0))
        try:
            version = int(request.POST.get("version", ""))
        except ValueError:
            version = -1
        try:
            restore_revision(self.article, revision, by=request.user, version=version, now=database_now())
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        forget()
        messages.success(request, _("The words of revision %(number)s are the draft now.") % {"number": number})
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[self.article.pk]))

    def _asked(self, request, revisions):
        """The two revisions asked for; if none, the last two."""
        public = next((r for r in revisions if any(is_public(e, request.now) for e in r.became)), None)
        before = public if request.GET.get("from") == "public" else self._numbered(request.GET.get("from"))
        after = self._numbered(request.GET.get("to")) or (revisions[0] if revisions else None)
        if before is None and len(revisions) > 1:
            before = revisions[1]
        if before and after and before.number > after.number:
            before, after = after, before
        return before, after

    def _numbered(self, number):
        return self.article.revisions.select_related("by").filter(number=read_number(number, 0)).first()


def _in_words(edition):
    """What an edition is, and since when it was public."""
    return f"{edition.get_edition_class_display()}, {office_time(edition.public_from)}"


def _document(revision):
    """The document of a revision, empty where its words were erased."""
    return orjson.loads(revision.document) if revision.document else {}
