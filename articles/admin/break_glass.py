"""Publications without a second person: what stands at the text until somebody else has looked; the list of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import office_time
from articles.desk import break_glass
from articles.desk.access import visible_to
from articles.desk.colleagues import name_of
from articles.desk.errors import DeskError
from articles.models.article import Article
from articles.models.review import BreakGlass
from articles.visible import forget
from pressoffice.ground.clock import database_now

SHOWN = 100


class VerdictForm(forms.Form):
    """What the second person says: that it may stand or not, and why."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=gettext_lazy("Having looked at it"), choices=BreakGlass.Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}))


def banners(article, user, now):
    """What the top of the text says of each publication that nobody else has looked at, or that must be mended."""
    return [
        {
            "row": row,
            "words": _in_words(row),
            "late": row.reviewed_by is None and break_glass.due(row) < now,
            "due": office_time(break_glass.due(row)) if row.reviewed_by is None else "",
            "form": VerdictForm(auto_id=f"id_glass_{row.pk}_%s", initial={"row": row.pk})
            if row.reviewed_by is None and break_glass.may_review(row, user)
            else None,
            "url": reverse("admin:articles_article_break_glass", args=[article.pk]),
        }
        for row in break_glass.open_at(article)
    ]


def _in_words(row):
    """Who published what alone and why, and what the second person said."""
    told = {"name": name_of(row.by), "number": row.edition.number, "when": office_time(row.at), "reason": row.reason}
    words = _("%(name)s published edition %(number)s alone on %(when)s: %(reason)s") % told
    if row.reviewed_by is None:
        return words
    said = {
        "words": words,
        "name": name_of(row.reviewed_by),
        "verdict": row.get_verdict_display(),
        "note": row.review_note,
    }
    return _("%(words)s – %(name)s has looked at it: %(verdict)s. %(note)s") % said


class BreakGlassView(View):
    """The second person's word, by POST."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Record it and go back to the text."""
        article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, article):
            raise PermissionDenied
        form = VerdictForm(request.POST)
        if not form.is_valid():
            messages.error(request, str(DeskError("verdict-needed")))
            return self._back(article)
        row = get_object_or_404(BreakGlass, pk=form.cleaned_data["row"], edition__article=article)
        said = {name: form.cleaned_data[name] for name in ("verdict", "note")}
        try:
            break_glass.review(row, by=request.user, now=database_now(), **said)
        except DeskError as refused:
            messages.error(request, str(refused))
        else:
            forget()
            messages.success(request, _("Your word on this publication is recorded."))
        return self._back(article)

    def _back(self, article):
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def list_view(request):
    """Every publication without a second person that this person may know of: open ones first, then the newest."""
    if not request.user.has_perm("articles.view_breakglass"):
        raise PermissionDenied
    seen = BreakGlass.objects.filter(edition__article__in=visible_to(request.user, Article.objects.all()))
    done = seen.exclude(reviewed_by=None).select_related("edition__article", "by", "reviewed_by").order_by("-at", "-pk")
    context = {
        **admin.site.each_context(request),
        "title": _("Published without a second person"),
        "groups": [
            (_("Nobody else has looked yet"), _rows(break_glass.unreviewed(request.user)[:SHOWN])),
            (_("To be corrected or withdrawn"), _rows(break_glass.to_mend(request.user)[:SHOWN])),
            (_("All that were looked at"), _rows(done[:SHOWN])),
        ],
    }
    return TemplateResponse(request, "admin/break_glass.html", context)


def _rows(rows):
    return [{"row": row, "words": _in_words(row), "due": office_time(break_glass.due(row))} for row in rows]


def urls(site):
    """The list, behind the sign-in of ``site``."""
    return [path("break-glass/", site.admin_view(list_view), name="break-glass")]
