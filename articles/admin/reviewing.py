"""Who is asked about a text by name, how their sign-offs stand, and who is looking at it: a panel and its buttons."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import office_time
from articles.desk import asked, reviewing
from articles.desk.colleagues import name_of
from articles.desk.errors import DeskError
from articles.desk.workflow import refusal, transition
from articles.models.review import ReviewRequest
from articles.models.vocabulary import Capacity, Status
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number

ASKED_AS = {
    Capacity.APPROVER: gettext_lazy("to approve it"),
    Capacity.REVIEWER: gettext_lazy("to review it"),
    Capacity.LEGAL: gettext_lazy("to sign it off: legal"),
    Capacity.PROTOCOL: gettext_lazy("to sign it off: protocol"),
    Capacity.MINISTER: gettext_lazy("to sign it off: minister's office"),
}
MOST = 100  # people offered in one capacity


class AskForm(forms.Form):
    """Whom to ask, in what capacity, and a word to go with it."""

    who = forms.ChoiceField(label=gettext_lazy("Whom"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=300, help_text=gettext_lazy("Nothing of the text.")
    )

    def __init__(self, article, *args, **kwargs):
        super().__init__(*args, auto_id="id_ask_%s", **kwargs)
        self.fields["who"].choices = [
            ("", "–"),
            *(
                (label, [(f"{capacity}:{user.pk}", name_of(user)) for user in people])
                for capacity, label in ASKED_AS.items()
                if (people := reviewing.can_be_asked(article, capacity)[:MOST])
            ),
        ]

    @property
    def anybody(self):
        """Whether there is somebody to ask."""
        return len(self.fields["who"].choices) > 1

    def asked(self):
        """``(person, capacity)`` as chosen."""
        capacity, key = self.cleaned_data["who"].split(":")
        return get_user_model().objects.get(pk=key), capacity


def panel(request, article):
    """Who is asked, how it stands, and the form to ask; nothing where nobody is and this person may ask nobody."""
    user = request.user
    may_ask = reviewing.may_ask(article, user)
    rows = _rows(article, user)
    if not rows and not may_ask:
        return None
    form = AskForm(article) if may_ask else None
    context = {
        "rows": rows,
        "ask": form if form and form.anybody else None,
        "may_ask": may_ask,
        "may_submit": may_ask and refusal(article, "submit", by=user, now=request.now) is None,
        "reviewing_url": reverse("admin:articles_article_reviewing", args=[article.pk]),
        "version": article.version,
    }
    return "admin/articles/article/reviewing.html", context


def _rows(article, user):
    """One row a request: who, as what, how it stands, and what this person may do about it."""
    standings = {standing.request.pk: standing for standing in asked.standings(article)}
    latest = article.revisions.order_by("-number").values_list("number", flat=True).first()
    rows = []
    for request in asked.requests(article).exclude(asked_by=None):
        standing = standings.get(request.pk)
        rows.append(
            {
                "request": request,
                "name": name_of(request.person),
                "asked_by": name_of(request.asked_by),
                "as": ASKED_AS[request.capacity],
                "state": _state(request, standing),
                "is_open": standing is not None and standing.is_open,
                "since": _signed_before(standing, latest),
                "may_withdraw": reviewing.may_withdraw(request, user),
            }
        )
    return rows


def _state(request, standing):
    """How a request stands, in words."""
    if standing is None:
        return _("is looking at it") if request.claimed_at else _("asked")
    if standing.yes is not None:
        return _("signed off, %(when)s") % {"when": office_time(standing.yes.at)}
    if request.declined_at:
        return _("declined, %(when)s") % {"when": office_time(request.declined_at)}
    if standing.earlier is not None:
        return _("signed other words; asked again")
    return _("is looking at it") if request.claimed_at else _("not signed off yet")


def _signed_before(standing, latest):
    """The revision a yes was given to, where the words have changed since."""
    if standing is None or standing.yes is not None or standing.earlier is None:
        return None
    number = standing.earlier.revision.number
    return number if number != latest else None


def looked_at(article, user):
    """What the bar says of who is looking at the text, and whether this person can say so, or no longer."""
    if article.status != Status.IN_REVIEW:
        return None
    claims = asked.claims(article)
    mine = any(request.person_id == user.pk for request in claims)
    return {
        "words": [
            _("%(name)s is looking at it since %(when)s.")
            % {"name": name_of(request.person), "when": office_time(request.claimed_at)}
            for request in claims
        ],
        "mine": mine,
        "may": not mine and reviewing.claims_as(article, user) is not None,
        "url": reverse("admin:articles_article_reviewing", args=[article.pk]),
    }


class ReviewingView(View):
    """Ask, take back, look at it, no longer: by POST. What the desk refuses is shown as a message."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Do it and go back to the text."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        acts = {
            "ask": self._ask,
            "ask_and_submit": self._ask_and_submit,
            "withdraw": self._withdraw,
            "claim": self._claim,
            "unclaim": self._unclaim,
        }
        act = acts.get(request.POST.get("act", ""))
        try:
            said = act(request) if act else _("There is no such step.")
        except DeskError as refused:
            messages.error(request, str(refused))
        else:
            (messages.success if act else messages.error)(request, said)
            forget()
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[self.article.pk]) + "#asked")

    def _ask(self, request):
        form = AskForm(self.article, request.POST)
        if not form.is_valid():
            raise DeskError("nobody-chosen")
        person, capacity = form.asked()
        note = form.cleaned_data["note"]
        reviewing.ask(self.article, person, capacity, by=request.user, now=database_now(), note=note)
        return _("%(name)s is asked %(as)s.") % {"name": name_of(person), "as": ASKED_AS[capacity]}

    def _ask_and_submit(self, request):
        version = read_number(request.POST.get("version"), -1)
        with transaction.atomic():
            asked_whom = self._ask(request)
            transition(
                self.article,
                "submit",
                by=request.user,
                version=version,
                now=database_now(),
            )
        return f"{asked_whom} {_('The text is in review.')}"

    def _withdraw(self, request):
        key = request.POST.get("request", "")
        found = get_object_or_404(ReviewRequest, pk=read_number(key), article=self.article)
        reviewing.withdraw(found, by=request.user, now=database_now())
        return _("%(name)s is no longer asked %(as)s.") % {
            "name": name_of(found.person),
            "as": ASKED_AS[found.capacity],
        }

    def _claim(self, request):
        reviewing.claim_review(self.article, by=request.user, now=database_now())
        return _("The others see that you are looking at it.")

    def _unclaim(self, request):
        reviewing.unclaim_review(self.article, by=request.user, now=database_now())
        return _("The others see that you are no longer looking at it.")
