"""The workflow bar and its buttons: every one of them calls ``transition`` and shows what it says."""

import orjson
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from articles.admin import break_glass, reviewing
from articles.admin.life import OfficeHourField, office_time, public_life
from articles.desk import asked, takedown, translating
from articles.desk.absences import away
from articles.desk.access import may_see
from articles.desk.authorship import authors
from articles.desk.colleagues import holders, name_of
from articles.desk.errors import DeskError, StaleError
from articles.desk.preflight import blocking, warnings
from articles.desk.workflow import STEPS, allowed_actions, transition
from articles.models import AuditEntry, Edition
from articles.models.source import Proposal
from articles.models.vocabulary import EditionClass, Status
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference

GRAVE = ("withdraw", "retract", "decline", "break_glass", "discard", "abandon", "cancel")
FIRST = ("submit", "sign_off", "approve", "confirm", "release")
NOTES = {
    "withdraw": _("Reason, for readers"),
    "retract": _("Reason, for readers"),
    "break_glass": _("Reason, for the record"),
}
NAMED = 5  # people named as those who may approve
ACTS_SHOWN = 8
OTHER_ACTS = {"save": _("Saved"), "import": _("Imported")}


class StepForm(forms.Form):
    """What one step of the workflow needs besides the button: nothing, a note, an hour, a class, a replacement."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, action, *args, **kwargs):
        super().__init__(*args, auto_id=f"id_step_{action}_%s", **kwargs)
        self.initial["action"] = self.action = action
        self.step = STEPS[action]
        self.label = self.step.label
        self.grave = action in GRAVE
        if self.step.takes_hour:
            self._ask_hour()
        if action == "correct":
            self.fields["edition_class"] = forms.ChoiceField(
                label=_("What readers are told"),
                choices=[(c.value, c.label) for c in (EditionClass.CORRECTION, EditionClass.UPDATE)],
            )
        if self.step.note_needed:
            self.fields["note"] = forms.CharField(
                label=NOTES.get(action, _("What must change")), widget=forms.Textarea(attrs={"rows": 3})
            )
        if action == "retract":
            self.fields["replacement"] = forms.CharField(
                label=_("Replaced by"), required=False, help_text=_("The reference of a public text, as PR-7KQM3X.")
            )

    def _ask_hour(self):
        choices = [("now", _("Now")), ("hour", _("At this hour"))]
        if self.action in ("approve", "reschedule"):
            choices.append(("hold", _("Hold: no hour yet")))
        at_once = "now" if self.action == "withdraw" else None  # what harms goes now; nothing goes out unchosen
        self.fields["when"] = forms.ChoiceField(
            label=_("When"), choices=choices, widget=forms.RadioSelect, initial=at_once
        )
        now = database_now()
        self.fields["hour"] = OfficeHourField(
            label=_("Hour in %(zone)s") % {"zone": settings.OFFICE_TIME_ZONE},
            required=False,
            help_text=_("It is %(now)s there now.") % {"now": office_time(now)},
        )

    @property
    def asks(self):
        """Whether there is more to give than the button."""
        return bool(self.visible_fields())

    def clean_replacement(self):
        """The uid of the public text that replaces this one."""
        said = self.cleaned_data["replacement"]
        if not said:
            return None
        found = Edition.objects.listed(database_now()).filter(article_reference=read_reference(said)).first()
        if found is None:
            raise forms.ValidationError(_("No public text has the reference “%(said)s”.") % {"said": said})
        return found.article_uid

    def clean(self):
        """An hour is needed exactly where it is chosen."""
        cleaned = super().clean()
        if cleaned.get("when") == "hour" and not cleaned.get("hour") and "hour" not in self.errors:
            self.add_error("hour", _("Give the hour, or choose “now”."))
        return cleaned

    def options(self):
        """The keyword arguments of ``transition`` beside who, when and which version."""
        said = self.cleaned_data
        options = {name: said[name] for name in ("note", "edition_class", "replacement") if name in said}
        if said.get("when") == "hour":
            options["at"] = said["hour"]
        if said.get("when") == "hold":
            options["hold"] = True
        return options


def bar(article, user, now):
    """What the top of a text's page shows: where it stands, what is missing, who may act, and the buttons."""
    editions = list(Edition.objects.filter(article=article).order_by("number").defer("document"))
    live = next((e for e in Edition.objects.listed(now).filter(article=article).defer("document")), None)
    steps = [StepForm(action, initial={"version": article.version}) for action in allowed_actions(article, user, now)]
    steps.sort(key=lambda step: (step.grave, step.action not in FIRST))  # what the text waits for stands first
    acts = list(AuditEntry.objects.filter(subject=f"article:{article.uid}").select_related("by")[:ACTS_SHOWN])
    for act in acts:
        act.note = orjson.loads(act.detail).get("note", "")
        act.label = STEPS[act.action].label if act.action in STEPS else OTHER_ACTS.get(act.action, act.action)
    wanted = next((act for act in acts if act.action in ("request_changes", "decline")), None)
    open_proposals = article.proposals.filter(state=Proposal.State.OPEN)
    return {
        "life": public_life(editions, now),
        "steps": steps,
        "blocking": blocking(article),
        "warnings": warnings(article),
        "versions": translating.versions(article, user),
        "who": _who(article, live, now),
        "unsigned": [asked.in_words(request) for request in asked.open_sign_offs(article)],
        "looked_at": reviewing.looked_at(article, user),
        "alone": break_glass.banners(article, user, now),
        "asked": wanted if article.status == Status.CHANGES_REQUESTED else None,
        "acts": acts,
        "live": live,
        "changed_since_public": _changed_since(article, live),
        "editions": len(editions),
        "unconfirmed": takedown.unconfirmed(article) if editions else [],
        "proposals": open_proposals.count(),
        "everywhere_url": _everywhere(article, live),
        "transition_url": reverse("admin:articles_article_transition", args=[article.pk]),
        "proposals_url": reverse("admin:articles_article_proposals", args=[article.pk]),
        "editions_url": reverse("admin:articles_edition_changelist"),
    }


def _everywhere(article, live):
    """Where all language versions are corrected at once; empty where the text is public in no other language."""
    if live is None:
        return ""
    others = Edition.objects.filter(work=article.work, settled_at__isnull=False).exclude(article=article)
    return reverse("admin:articles_article_everywhere", args=[article.pk]) if others.exists() else ""


def _changed_since(article, live):
    """Whether the working copy says anything else than what is public."""
    if live is None:
        return False
    last = article.revisions.order_by("-number").values_list("document_hash", flat=True).first()
    return last != live.document_hash


def _who(article, live, now):
    """A sentence on who takes the next step: those asked by name, else whoever could, and who of them is away."""
    if article.status in (Status.DRAFT, Status.CHANGES_REQUESTED):
        if live is not None and not _changed_since(article, live):
            return gettext("Nothing has changed since the last edition.")
        return gettext("Its authors submit it.")
    if article.status != Status.IN_REVIEW:
        return ""
    able = list(holders("articles.approve_article").exclude(pk__in=authors(article)))
    if article.limited:
        able = [user for user in able if may_see(user, article)]
    if not able:
        return gettext("Nobody may approve it: everybody with the right changed the text.")
    named = {request.person_id for request in asked.named(article)}
    gone = away(now, able)
    able.sort(key=lambda user: (user.pk not in named, user.pk in gone))  # else by name, as they come
    names = [_presence(user, gone.get(user.pk)) for user in able[:NAMED]] + ["…"] * (len(able) > NAMED)
    if named.intersection(user.pk for user in able):
        return gettext("Asked by name first; may be approved by: %(names)s.") % {"names": ", ".join(names)}
    return gettext("May be approved by: %(names)s.") % {"names": ", ".join(names)}


def _presence(user, absence):
    """A name, and until when its bearer is away."""
    if absence is None:
        return name_of(user)
    told = {"name": name_of(user), "until": office_time(absence.ends)}
    return gettext("%(name)s (away until %(until)s)") % told


class TransitionView(View):
    """One step, by POST. Whatever the desk refuses is shown as a message; the form keeps what was typed."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Take the step and go back to the text."""
        article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, article):
            raise PermissionDenied
        action = request.POST.get("action", "")
        if action not in STEPS:
            messages.error(request, gettext("There is no such step."))
            return self._back(article)
        self.model_admin.admin_site.require_recent(request, action)
        form = StepForm(action, request.POST)
        if not form.is_valid():
            return self._ask_again(request, article, form, status=400)
        try:
            article = transition(
                article,
                action,
                by=request.user,
                version=form.cleaned_data["version"],
                now=database_now(),
                **form.options(),
            )
        except StaleError:
            messages.error(request, gettext("Somebody saved this text after you opened it. Look at it again first."))
            return self._back(article)
        except DeskError as refused:
            if not form.asks:
                messages.error(request, str(refused))
                return self._back(article)
            form.add_error(None, str(refused))
            return self._ask_again(request, article, form, status=409)
        forget()
        life = "; ".join(public_life(article.editions.all(), database_now()))
        told = {"step": form.label, "status": article.get_status_display(), "life": life}
        messages.success(request, gettext("%(step)s: done. The text is “%(status)s”; for the public: %(life)s.") % told)
        return self._back(article)

    def _back(self, article):
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _ask_again(self, request, article, form, status):
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, fault)
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": form.label,
            "opts": self.model_admin.opts,
            "original": article,
            "step": form,
            "transition_url": request.path,
        }
        return TemplateResponse(request, "admin/articles/article/step.html", context, status=status)
