"""The panel of the release check beside a text: what is found in it, and letting a warning pass.

Without scripts it shows what is saved. A script asks for what is typed, after a pause; nothing of that is stored.
"""

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from articles.blocks import with_ids
from articles.desk.access import may_see
from articles.desk.errors import DeskError
from articles.desk.linter import BLOCK, Draft
from articles.desk.waiving import judged, let_pass, may_let_pass, take_back
from articles.models import Article
from articles.models.vocabulary import Kind, Status
from pressoffice.ground.clock import database_now
from pressoffice.ground.partial_dates import validate_partial_date

PANEL = "checks"
MOST_CHARACTERS = 400_000  # of a body that is checked while somebody types

# Where a finding about a field leads: the field's own id, or the part of the page that holds such rows.
ANCHORS = {"statements": "statements-group", "mentions": "mentions-group", "contacts": "text-contacts"}


def panel(request, article):
    """What the release check finds in the text as it is saved."""
    if article.status == Status.DISCARDED:
        return None
    context = shown(judged(Draft(article, request.now, by=request.user)), request.user)
    context |= {
        "checks_url": reverse("admin:articles_article_checks", args=[article.pk]),
        "waive_url": reverse("admin:articles_article_waive", args=[article.pk]),
    }
    return "admin/articles/article/checks.html", context


def shown(found, user):
    """What the templates show of judged findings: grouped by paragraph, those that were let pass at the end."""
    standing = [one for one in found if one.waiver is None]
    groups = [
        {"number": number, "rows": [_row(one) for one in rows]}
        for number, rows in groupby(standing, key=lambda one: one.finding.number)
    ]
    return {
        "groups": groups,
        "passed": [_row(one) for one in found if one.waiver is not None],
        "left": _left(standing),
        "blocks": sum(one.finding.level == BLOCK for one in standing),
        "may_let_pass": may_let_pass(user),
    }


def _row(one):
    finding = one.finding
    anchor = ANCHORS.get(finding.field, f"id_{finding.field}") if finding.field else "id_body"
    return {"finding": finding, "waiver": one.waiver, "anchor": anchor, "blocks": finding.level == BLOCK}


def _left(standing):
    if not standing:
        return _("Nothing to mend.")
    count = len(standing)
    said = ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count}
    stops = sum(one.finding.level == BLOCK for one in standing)
    if stops:
        said += ", " + ngettext("%(count)s stops it", "%(count)s stop it", stops) % {"count": stops}
    return said


class OfText(View):
    """A door of one text, for who may see it."""

    model_admin = None
    http_method_names = ["post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(Article, pk=object_id)
        if not may_see(request.user, self.article) or not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ChecksView(OfText):
    """The list of the panel for words that are typed and not saved. Nothing is stored."""

    def post(self, request):
        """What would be found in the text with the fields as typed."""
        if len(request.POST.get("body", "")) > MOST_CHARACTERS:
            return JsonResponse({"html": "", "left": _("The text is too long to be checked while you type.")})
        draft = typed(self.article, request.POST, request.now, by=request.user)
        context = shown(judged(draft), request.user) | {"original": self.article, "typed": True}
        html = render_to_string("admin/articles/article/checks_list.html", context, request)
        return JsonResponse({"html": html, "left": context["left"], "blocks": context["blocks"]})


def typed(article, posted, now, *, by):
    """The draft a form holds: ``article`` with the words of ``posted`` over its own, in memory alone."""
    for name in ("headline", "summary", "dateline_place", "dateline_country"):
        setattr(article, name, posted.get(name, getattr(article, name)))
    if "body" in posted:
        article.body = with_ids(posted["body"], article.body)
    date = posted.get("dateline_date", "").strip()
    try:
        if date:
            validate_partial_date(date)
        article.dateline_date = date if "dateline_date" in posted else article.dateline_date
    except ValidationError:
        pass  # the form will say so
    if posted.get("kind") in Kind.values:
        article.kind = posted["kind"]
    if posted.get("language") in dict(settings.LANGUAGES):
        article.language = posted["language"]
    topics = bool(posted.getlist("topics")) if "headline" in posted else None
    return Draft(article, now, by=by, topics=topics)


class WaiveView(OfText):
    """Let a warning pass, or let it stand again, and go back to the panel."""

    def post(self, request):
        """One warning of the text as it is saved."""
        key, now = request.POST.get("key", "").replace("\x00", ""), database_now()
        try:
            if request.POST.get("decision") == "take_back":
                take_back(self.article, key, by=request.user, now=now)
                messages.success(request, _("The finding stands again."))
            else:
                waiver = let_pass(self.article, key, reason=request.POST.get("reason", ""), by=request.user, now=now)
                messages.success(request, _("Let pass: %(words)s") % {"words": waiver.words or waiver.code})
        except DeskError as refused:
            messages.error(request, str(refused))
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        return HttpResponseRedirect(f"{page}#{PANEL}")
