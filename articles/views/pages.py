"""What every public page has in common: strict parameters, conditional requests, lifetimes, refusals."""

from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles import front_page
from articles.addresses import absolute, with_question
from pressoffice.ground.filtering import TRACKING, InstantField
from pressoffice.ground.freshness import not_modified, stamped


class Gone(Exception):
    """What was here has been taken back. ``edition``: the tombstone, where there is one; ``reason``: for readers."""

    def __init__(self, edition=None, *, reason="", see=None):
        self.edition, self.reason, self.see = edition, reason, see
        super().__init__(reason)


class BadQuestion(Exception):
    """A query that cannot be answered as asked. ``faults`` are as ``StrictFilterSet.problems`` gives them."""

    def __init__(self, *faults):
        self.faults = list(faults)
        super().__init__(faults)


def refused(request, refusal):
    """The page that says so: 410 for Gone, 400 for BadQuestion. No cache keeps it."""
    if isinstance(refusal, Gone):
        context = {"edition": refusal.edition, "reason": refusal.reason, "see": refusal.see}
        return stamped(request, render(request, "public/410.html", context, status=410))
    context = {"faults": with_cures(request, refusal.faults)}
    return stamped(request, render(request, "public/400.html", context, status=400))


def with_cures(request, faults):
    """``faults``, each with the address of the question it was probably meant to be (``cure``) or of none of it."""
    cured = []
    for fault in faults:
        data = request.GET.copy()
        values = data.pop(fault["parameter"], [])
        fault = {**fault, "without": f"{request.path}?{data.urlencode()}" if data else request.path}
        if "did_you_mean" in fault:
            data.setlist(fault["did_you_mean"], values)
            fault["cure"] = f"{request.path}?{data.urlencode()}"
        cured.append(fault)
    return cured


class PublicPage(TemplateView):
    """A page anybody may read. ``request.now`` is its only clock.

    ``parameters`` are the only ones its query may hold (tracking parameters are passed over).
    """

    http_method_names = ["get", "head", "options"]
    parameters = frozenset()
    csrf_exempt = True  # nothing can be changed here

    @classmethod
    def as_view(cls, **initkwargs):
        view = super().as_view(**initkwargs)
        view.csrf_exempt = True
        return view

    def dispatch(self, request, *args, **kwargs):
        state = self.state()
        unchanged = not_modified(request, state=state)
        if unchanged is not None:
            return unchanged
        try:
            self.refuse_unknown_parameters()
            response = super().dispatch(request, *args, **kwargs)
        except (Gone, BadQuestion) as refusal:
            return refused(request, refusal)
        except Http404:
            elsewhere = self.elsewhere()
            if elsewhere is None:
                raise
            response = HttpResponsePermanentRedirect(with_question(request, elsewhere))
        return stamped(request, response, state=state)

    def elsewhere(self):
        """The address that what was here has now, or None where nothing was or nothing is visible of it."""
        return None

    def state(self):
        """What this page shows that moves with the clock within a day, in short: part of its entity tag."""
        return ""

    def asked_instant(self):
        """The instant of ``?at=``, or None; BadQuestion where it is none, or lies ahead."""
        given = self.request.GET.get("at", "").strip()
        if not given:
            return None
        try:
            at = InstantField().clean(given)
        except ValidationError as error:
            fault = {"parameter": "at", "code": "invalid-value", "detail": error.messages[0]}
            raise BadQuestion(fault) from error
        if at > self.request.now:
            raise BadQuestion({"parameter": "at", "code": "future", "detail": _("The future is not public.")})
        return at

    def refuse_unknown_parameters(self):
        """Raise BadQuestion where the query holds what this page does not know, or one parameter twice."""
        faults = []
        for name in self.request.GET:
            if name in self.parameters:
                if len(self.request.GET.getlist(name)) > 1:
                    detail = _("This parameter takes one value.")
                    faults.append({"parameter": name, "code": "repeated-parameter", "detail": detail})
            elif not TRACKING.fullmatch(name):
                detail = _("Unknown parameter “%(name)s”.") % {"name": name}
                fault = {"parameter": name, "code": "unknown-parameter", "detail": detail}
                near = get_close_matches(name, sorted(self.parameters), n=1, cutoff=0.6)
                faults.append(fault | ({"did_you_mean": near[0]} if near else {}))
        if faults:
            raise BadQuestion(*faults)

    def canonical_path(self):
        """The path of this page by which it is to be known."""
        return self.request.path

    def languages(self):
        """The same page in each language of the site: ``{code, url, current, here}`` (``here``: it is this page)."""
        current = translation.get_language()
        return [
            {"code": code, "url": self.in_language(code), "current": code == current, "here": True}
            for code, _name in settings.LANGUAGES
        ]

    def in_language(self, code):
        """The address of this page in another language of the site."""
        return translate_url(self.request.get_full_path(), code)

    def get_context_data(self, **kwargs):
        match = self.request.resolver_match or resolve(self.request.path)
        return super().get_context_data(
            canonical=absolute(self.canonical_path()),
            languages=self.languages(),
            section=match.url_name,
            urgent=front_page.top(self.request.now, self.request.visible.version, translation.get_language()).urgent,
            now=self.request.now,
            **kwargs,
        )


def in_language(code, name, *args):
    """The address of a named page in a language of the site."""
    with translation.override(code):
        return reverse(name, args=args)
