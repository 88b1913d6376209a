"""What the importer proposes for a text, and what it asks: a person accepts, rejects or dismisses."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from articles.blocks import blocks, locate
from articles.desk.errors import DeskError
from articles.importer.records import SURE, accept, accept_sure, reject
from articles.models.source import Proposal
from articles.visible import forget
from pressoffice.ground.clock import database_now

AROUND = 160  # characters of the paragraph shown on each side of the words


class ProposalsView(View):
    """The open proposals of a text by kind, each with its words in their paragraph; decisions by POST."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        self.may_decide = self.model_admin.has_change_permission(request, self.article) and request.user.has_perm(
            "articles.change_proposal"
        )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        found = list(self.article.proposals.filter(state=Proposal.State.OPEN).select_related("source_text"))
        text = {block.id: (n, block.text) for n, block in enumerate(blocks(self.article.body), start=1)}
        by_kind = defaultdict(list)
        for proposal in found:
            proposal.place, proposal.passage = _passage(proposal, text)
            by_kind[proposal.kind].append(proposal)
        questions = by_kind.pop(Proposal.Kind.QUESTION, [])
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Proposals"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "groups": [(label, by_kind[kind]) for kind, label in Proposal.Kind.choices if kind in by_kind],
            "questions": questions,
            "sure": sum(p.confidence >= SURE and p.kind not in ("question", "text") for p in found),
            "may_decide": self.may_decide,
            "decided": self.article.proposals.exclude(state=Proposal.State.OPEN).count(),
        }
        return TemplateResponse(request, "admin/articles/article/proposals.html", context)

    def post(self, request):
        """One decision, or all the sure ones at once."""
        if not self.may_decide:
            raise PermissionDenied
        decision, now, anchor = request.POST.get("decision"), database_now(), ""
        try:
            if decision == "accept_sure":
                count = accept_sure(self.article, by=request.user, now=now)
                said = ngettext("%(count)s proposal accepted.", "%(count)s proposals accepted.", count)
                messages.success(request, said % {"count": count})
            elif decision in ("accept", "reject"):
                proposal = get_object_or_404(self.article.proposals, pk=request.POST.get("proposal") or 0)
                (accept if decision == "accept" else reject)(proposal, by=request.user, now=now)
                said = _("Accepted: %(label)s") if decision == "accept" else _("Set aside: %(label)s")
                messages.success(request, said % {"label": proposal.label})
                anchor = self._next(proposal)
        except DeskError as refused:
            messages.error(request, str(refused))
        forget()
        return HttpResponseRedirect(request.path + anchor)

    def _next(self, proposal):
        """The place on the page of the proposal after the one just decided."""
        left = self.article.proposals.filter(state=Proposal.State.OPEN, pk__gt=proposal.pk).order_by("pk").first()
        return f"#proposal-{left.pk}" if left else ""


def _passage(proposal, text):
    """``(paragraph number or None, the words marked in what stands around them)``."""
    payload = proposal.payload
    block = payload.get("block") or payload.get("blocks", {}).get(str(proposal.paragraph), "")
    number, words = text.get(block, (None, ""))
    words_wanted = " ".join(proposal.words.split())
    found = locate(words_wanted, words, near=proposal.start) if words_wanted else None
    if found is None:
        return None, words_wanted
    start, end = found
    before, after = words[max(0, start - AROUND) : start], words[end : end + AROUND]
    return number, format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if start > AROUND else "",
        before,
        words[start:end],
        after,
        "…" if len(words) > end + AROUND else "",
    )
