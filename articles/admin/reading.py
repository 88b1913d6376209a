"""The panel "The text says": what the parser read along, taken in one pass of the keyboard.

Its buttons are submit buttons of the text's form: taking one saves what is typed first, by the form's own rules, so
that nothing typed is lost and a stale save is refused. Where nothing is typed, a script posts the decision alone.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from articles.admin.proposals import decide, described, may_decide
from articles.blocks import with_ids
from articles.desk.access import may_see
from articles.desk.errors import DeskError, StaleError
from articles.desk.revise import OPEN
from articles.importer.reading_along import Unreadable, read_along, would_propose
from articles.importer.records import ORDER
from articles.models import Article, Citation, EventLink, Mention, Statement
from articles.models.source import Proposal
from articles.visible import forget
from pressoffice.ground.numbers import read_number

TAKE = "_take"  # the button that was pressed: "accept:KEY", "reject:KEY" or "accept_sure"
PANEL = "text-says"
MOST_TYPED = 60_000  # characters of a body that is read at every pause of typing

# What a decision may change in rows whose form stands on the page: the script writes it there.
SHOWN_ROWS = {
    "mentions": (Mention, ("relation", "role", "words")),
    "statements": (Statement, ("verb", "form", "voice", "speaker_words", "words")),
    "citations": (Citation, ("verb", "words")),
    "eventlinks": (EventLink, ("relation", "words")),
}
SHOWN_FIELDS = ("dateline_place", "dateline_country", "dateline_date")


def panel(request, article):
    """The panel beside the form of an open text, for whoever may change it."""
    may = request.user.has_perm("articles.change_article") and request.user.has_perm("articles.change_proposal")
    if not may or article.status not in OPEN:
        return None
    return "admin/articles/article/reading.html", _shown(article, _open_ones(article), article.body, request.now)


def after_save(request, article):
    """Read the words just saved along, then decide what a button of the panel asked for. Never raises DeskError."""
    if not read_along(article):
        messages.warning(request, _("The text is saved. What it says could not be read, so nothing new is proposed."))
    asked = request.POST.get(TAKE, "").replace("\x00", "")
    if not asked or not request.user.has_perm("articles.change_proposal"):
        return
    try:
        said, _written = _decide(request, article, asked, article.version)
        messages.success(request, said)
    except DeskError as refused:
        messages.error(request, str(refused))


def anchor(request):
    """Where the page goes on after a save: at the panel, if a button of it saved."""
    return f"#{PANEL}" if TAKE in request.POST else ""


class ReadingView(View):
    """The panel for the script: of words not saved yet, or after one decision over what is saved."""

    model_admin = None
    http_method_names = ["post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to change the text first."""
        self.article = get_object_or_404(Article, pk=object_id)
        if not may_see(request.user, self.article) or not may_decide(self.model_admin, request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        """A decision where a button was pressed, else what the words typed would propose. Nothing is stored then."""
        asked = request.POST.get(TAKE, "").replace("\x00", "")
        return self._decided(request, asked) if asked else self._typed(request)

    def _decided(self, request, asked):
        version = read_number(request.POST.get("version"), -1)
        status, written = 200, False
        try:
            said, written = _decide(request, self.article, asked, version)
        except DeskError as refused:
            said, status = str(refused), 409 if isinstance(refused, StaleError) else 422
        forget()
        self.article = Article.objects.get(pk=self.article.pk)
        answer = self._answer(request, _open_ones(self.article), self.article.body, said=said)
        if written:  # over exactly that version: the form on the page may go on from the one after it
            answer |= {"version": version + 1, "fields": _fields(self.article), "rows": _rows(self.article)}
        return JsonResponse(answer, status=status)

    def _typed(self, request):
        body, headline = request.POST.get("body", ""), request.POST.get("headline", "")
        if len(body) > MOST_TYPED:
            return JsonResponse({"html": "", "said": _("The text is too long to be read while you type.")})
        body = with_ids(body, self.article.body)
        try:
            found = would_propose(self.article, headline=headline, body=body)
        except Unreadable:
            return JsonResponse({"html": "", "said": _("What the text says could not be read.")})
        imported = self.article.proposals.filter(state=Proposal.State.OPEN).exclude(source_text=None)
        return JsonResponse(self._answer(request, [*imported.exclude(kind__in=_NOT_HERE), *found], body, typed=True))

    def _answer(self, request, proposals, body, *, said="", typed=False):
        shown = _shown(self.article, proposals, body, request.now)
        context = shown | {"original": self.article, "typed": typed}
        html = render_to_string("admin/articles/article/reading_list.html", context, request)
        return {"html": html, "said": said, "left": _left(len(proposals)), "count": len(proposals)}


_NOT_HERE = (Proposal.Kind.QUESTION, Proposal.Kind.TEXT)


def _open_ones(article):
    """The open proposals of the panel; questions and whole new texts of an import stay on their page."""
    return list(article.proposals.filter(state=Proposal.State.OPEN).exclude(kind__in=_NOT_HERE).order_by("pk"))


def _shown(article, proposals, body, now):
    # In the order of the text; in one paragraph who is named before what they said.
    proposals = sorted(proposals, key=lambda one: (one.paragraph or 0, ORDER.index(one.kind), one.start))
    described(article, proposals, body=body, now=now)
    return {
        "proposals": proposals,
        "sure": sum(one.sure for one in proposals),
        "left": _left(len(proposals)),
        "reading_url": reverse("admin:articles_article_reading", args=[article.pk]),
        "may_decide": True,
    }


def _left(count):
    if not count:
        return _("The text has everything that was read in it.")
    return ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}


def _decide(request, article, asked, version):
    """Do what a button asked for, over ``version``: ``(what was done, in words; whether the text was written)``."""
    decision, _colon, key = asked.partition(":")
    if decision == "accept_sure":
        return decide(article, decision, None, by=request.user, version=version, posted=request.POST), True
    proposal = article.proposals.filter(key=key).first()
    if decision not in ("accept", "reject") or proposal is None:
        return _("The text no longer says that, so there was nothing to decide."), False
    if decision == "accept" and proposal.state == Proposal.State.ACCEPTED:  # with an event or a statement before it
        return _("Accepted: %(label)s") % {"label": proposal.label}, False
    said = decide(article, decision, proposal, by=request.user, version=version, posted=request.POST)
    return said, decision == "accept"


def _fields(article):
    return {name: str(getattr(article, name) or "") for name in SHOWN_FIELDS}


def _rows(article):
    """``{prefix of the inline: {key of the row: {field: value}}}``, for the forms that stand on the page."""
    return {
        prefix: {row.pop("pk"): row for row in model.objects.filter(article=article).values("pk", *names)}
        for prefix, (model, names) in SHOWN_ROWS.items()
    }
