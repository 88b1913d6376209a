"""What is proposed for a text, and what an import asks: a person accepts, rejects or dismisses.

The page of a text's proposals and the panel in its form (``reading``) show and decide them alike.
"""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from articles.blocks import blocks, locate
from articles.desk.errors import DeskError
from articles.desk.roles import held_by, moment
from articles.importer.reading_along import read_along
from articles.importer.records import accept, accept_sure, is_sure, reject
from articles.models.source import Proposal
from articles.visible import forget
from people.models import Person
from people.names import fold, spellings
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number

AROUND = 160  # characters of the paragraph shown on each side of the words
MOST_LOOKED_UP = 200  # people of one page whose names are looked up in the register
NAMED = (
    Proposal.Kind.PERSON,
    Proposal.Kind.ORGANISATION,
    Proposal.Kind.PLACE,
    Proposal.Kind.SOURCE,
    Proposal.Kind.EVENT,
)


class ProposalsView(View):
    """The open proposals of a text by kind, each with its words in their paragraph; decisions by POST."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        self.may_decide = may_decide(self.model_admin, request, self.article)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        found = list(self.article.proposals.filter(state=Proposal.State.OPEN).select_related("source_text"))
        by_kind = defaultdict(list)
        for proposal in described(self.article, found, body=self.article.body, now=request.now):
            by_kind[proposal.kind].append(proposal)
        questions = by_kind.pop(Proposal.Kind.QUESTION, [])
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Proposals"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "groups": [(label, by_kind[kind]) for kind, label in Proposal.Kind.choices if kind in by_kind],
            "questions": questions,
            "sure": sum(proposal.sure for proposal in found),
            "may_decide": self.may_decide,
            "decided": self.article.proposals.exclude(state=Proposal.State.OPEN).count(),
        }
        return TemplateResponse(request, "admin/articles/article/proposals.html", context)

    def post(self, request):
        """One decision, or all the sure ones at once."""
        if not self.may_decide:
            raise PermissionDenied
        decision, anchor, proposal = request.POST.get("decision"), "", None
        if decision in ("accept", "reject"):
            proposal = get_object_or_404(self.article.proposals, pk=read_number(request.POST.get("proposal"), 0))
        try:
            version = read_number(request.POST.get("version"), -1)
            said = decide(self.article, decision, proposal, by=request.user, version=version, posted=request.POST)
            messages.success(request, said)
            anchor = self._next(proposal) if proposal else ""
        except DeskError as refused:
            messages.error(request, str(refused))
        forget()
        return HttpResponseRedirect(request.path + anchor)

    def _next(self, proposal):
        """The place on the page of the proposal after the one just decided."""
        left = self.article.proposals.filter(state=Proposal.State.OPEN, pk__gt=proposal.pk).order_by("pk").first()
        return f"#proposal-{left.key[:12]}" if left else ""


def may_decide(model_admin, request, article):
    """Whether the person may take proposals into the text as it stands."""
    return model_admin.has_change_permission(request, article) and request.user.has_perm("articles.change_proposal")


def decide(article, decision, proposal, *, by, version, posted):
    """Accept or reject ``proposal`` over ``version`` of the text, or accept all sure ones; what was done, in words.

    ``posted``: the values of the form, with what somebody says otherwise than was found. Raises DeskError.
    """
    now = database_now()
    if decision == "accept_sure":
        count = accept_sure(article, by=by, now=now, version=version)
        return ngettext("%(count)s proposal accepted.", "%(count)s proposals accepted.", count) % {"count": count}
    if decision == "reject":
        reject(proposal, by=by, now=now)
        return _("Set aside: %(label)s") % {"label": proposal.label}
    accept(proposal, by=by, now=now, version=version, changes=_changes(proposal, posted))
    if proposal.kind == Proposal.Kind.TEXT:
        article.refresh_from_db()
        read_along(article)
    return _("Accepted: %(label)s") % {"label": proposal.label}


def _changes(proposal, posted):
    """What the form says otherwise than was found, by name."""
    changes = {}
    for name in ("name", "role", "organisation", "person"):
        said = posted.get(f"said-{name}-{proposal.key}", "").strip()
        if said and said != proposal.payload.get(name, ""):
            changes[name] = said
    return changes


# --- How a proposal is shown ----------------------------------------------------------------------------------------


def described(article, proposals, *, body, now):
    """``proposals`` with their place in ``body``, what the register knows of their people, and what may be changed."""
    text = {block.id: (n, block.text) for n, block in enumerate(blocks(body), start=1)}
    known = _in_register(article, proposals, now)
    for proposal in proposals:
        proposal.place, proposal.passage = _passage(proposal, text)
        proposal.named = proposal.kind in NAMED
        proposal.a_person = proposal.kind == Proposal.Kind.PERSON
        proposal.candidates, proposal.register_says, proposal.warned = known.get(proposal.key, ((), "", False))
        proposal.two = len(proposal.candidates) > 1
        proposal.sure = is_sure(proposal) and not proposal.two
    waiting = {one.payload["name"] for one in proposals if one.a_person and not one.sure}
    for proposal in proposals:  # what rests on a person who is not sure is not sure either
        named = (name for key in ("speakers", "addressees", "participants") for name in proposal.payload.get(key, ()))
        proposal.sure = proposal.sure and waiting.isdisjoint(named)
    return proposals


def _in_register(article, proposals, now):
    """``{key: (the people of that name, a sentence on them, whether it is a warning)}``. Three queries."""
    named = [one for one in proposals if one.kind == Proposal.Kind.PERSON][:MOST_LOOKED_UP]
    keys = {one.key: [f"|{key}|" for key in spellings(one.payload["name"]) if key] for one in named}
    wanted = Q()
    for found in keys.values():
        wanted |= Q(folded__contains=found[0]) if found else Q()
    people = list(Person.objects.filter(wanted, merged_into=None)) if wanted else []
    at = moment(article, now)
    held = held_by([person.pk for person in people], at.day, hour=at.hour) if people else {}
    said = {}
    for one in named:
        candidates = [person for person in people if keys[one.key] and keys[one.key][0] in person.folded]
        for person in candidates:
            titles = (held_in_words(position, article.language) for position in held.get(person.pk, ()))
            person.role_of_the_day = "; ".join(titles)
        said[one.key] = (candidates, *_sentence(one, candidates, held, formats.date_format(at.day, "j M Y")))
    return said


def held_in_words(held, language):
    """A position of the day: title and where."""
    where = held.organisation.name_in(language) if held.organisation else ""
    return ", ".join(word for word in (held.title_in(language), where) if word)


def _sentence(proposal, candidates, held, day):
    if not candidates:
        return _("New to the register."), False
    if len(candidates) > 1:
        return _("Two people of the register have this name: say which is meant."), True
    person = candidates[0]
    told = {"name": person.name, "role": person.role_of_the_day, "day": day}
    if not person.role_of_the_day:
        return _("In the register: %(name)s.") % told, False
    titles = {fold(title) for one in held[person.pk] for title in (one.row.title, *one.row.labels.values())}
    role = proposal.payload["role"]
    if role and not proposal.payload["former"] and fold(role) not in titles:
        return _("The register has another role for %(day)s: %(name)s, %(role)s.") % told, True
    return _("In the register: %(name)s, %(role)s on %(day)s.") % told, False


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
