"""The record of acts at the staff's door: the history of a row in plain words, and the whole record with filters."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.life import office_zone
from articles.desk import acts
from articles.desk.access import visible_acts, visible_to
from articles.desk.four_eyes import subject
from articles.desk.reading import ACTION as READ
from articles.desk.steps import STEPS
from articles.models import Article, AuditEntry, Bundle, Proposal, RegisterEdit
from pressoffice.ground.identity import read_reference

MOST = 50  # acts of one page


@dataclass
class Line:
    """One act as a page shows it."""

    key: int
    number: int
    at: str
    by: str
    words: str
    about: str = ""
    url: str = ""


def page_of(entries, asked):
    """``(a page of entries, newest first, the query of the page of older ones or "")``; by number, so any page is fast.

    ``asked``: the query of the address; ``before`` in it is where the page begins.
    """
    before = asked.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(number__lt=int(before))
    found = list(entries.select_related("by").order_by("-number")[: MOST + 1])
    rest = {name: value for name, value in asked.items() if name != "before" and value}
    older = urlencode(rest | {"before": found[MOST - 1].number}) if len(found) > MOST else ""
    return found[:MOST], older


def lines_of(entries, user, *, about=True):
    """The lines of ``entries``, with what each was about and where that stands, in a constant number of statements."""
    texts = {}
    if about:
        uids = {entry.subject.partition(":")[2] for entry in entries if entry.subject.startswith("article:")}
        shown = visible_to(user, Article.objects.filter(uid__in=uids))
        texts = {str(text.uid): text for text in shown.only("uid", "reference")}
    return [_line(entry, texts, about) for entry in entries]


def _line(entry, texts, about):
    said, url = "", ""
    if about:
        kind, _sep, key = entry.subject.partition(":")
        said = f"{acts.subject_words(entry.subject)} {key}"
        if key in texts:
            said = f"PR-{texts[key].reference}"
            url = reverse("admin:articles_article_history", args=[texts[key].pk])
        elif kind == "user":
            url = reverse("admin:auth_user_change", args=[key])
    by = entry.by.get_full_name() or entry.by.get_username() if entry.by else _("the system")
    return Line(entry.pk, entry.number, acts.office_words(entry.at), by, acts.in_words(entry), said, url)


# --- The history of a row ---------------------------------------------------------------------------------------------


def subjects_of(row):
    """A condition on the record: the acts about ``row``."""
    if isinstance(row, Article):
        of_text = Concat(Value("proposal:"), Cast("pk", CharField()))
        return Q(subject=f"article:{row.uid}") | Q(subject__in=row.proposals.values_list(of_text))
    if isinstance(row, Bundle):
        return Q(subject=f"bundle:{row.uid}")
    if isinstance(row, Proposal):
        return Q(subject=f"proposal:{row.pk}")
    if isinstance(row, get_user_model()):
        return Q(subject=f"user:{row.pk}")
    if not hasattr(row, "uid"):
        return Q(subject=f"{row._meta.model_name}:{row.pk}")
    entity = getattr(row, "entity", row)
    edits = RegisterEdit.objects.filter(model=row._meta.label_lower, row_uid__in=[row.uid, entity.uid])
    waiting = [f"registeredit:{pk}" for pk in edits.values_list("pk", flat=True)]
    return Q(subject__in=[subject(row), *waiting])


class RecordedHistory(admin.ModelAdmin):
    """A row whose history is what the record says of it, in words. Reads of a text stand in its ledger."""

    def history_view(self, request, object_id, extra_context=None):
        """A page of the acts, newest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        about = AuditEntry.objects.filter(subjects_of(row)).exclude(action=READ)
        found, older = page_of(visible_acts(request.user, about), request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "original": row,
            "lines": lines_of(found, request.user, about=False),
            "older": older,
            "ledger_url": reverse("admin:articles_article_ledger", args=[row.pk]) if isinstance(row, Article) else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/records/history.html", context)


# --- The whole record -------------------------------------------------------------------------------------------------


class ActsForm(forms.Form):
    """Which acts to list."""

    person = forms.CharField(label=gettext_lazy("Who (account)"), required=False, max_length=150)
    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A reference as PR-7KQM3X, or a name of the record as event:…"),
    )
    since = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = sorted(((name, acts.label_of(name)) for name in {*STEPS, *acts.ACTS}), key=lambda pair: pair[1])
        self.fields["act"].choices = [("", _("all acts")), *known]

    def chosen(self, entries, user):
        """``entries`` that the form asks for; days are those of the office."""
        said = self.cleaned_data
        if said["person"]:
            entries = entries.filter(by__username__iexact=said["person"])
        if said.get("act"):
            entries = entries.filter(action=said["act"])
        if said["about"]:
            entries = entries.filter(subject=subject_named(said["about"], user))
        if said["since"]:
            entries = entries.filter(at__gte=_midnight(said["since"]))
        if said["until"]:
            entries = entries.filter(at__lt=_midnight(said["until"] + dt.timedelta(days=1)))
        return entries


def subject_named(said, user):
    """The subject that ``said`` means: the text of a reference, else the subject itself."""
    said = said.strip()
    text = visible_to(user, Article.objects.filter(reference=read_reference(said))).first()
    return f"article:{text.uid}" if text else said


def _midnight(day):
    return dt.datetime.combine(day, dt.time(), office_zone())


def record_page(request, model_admin):
    """The list of acts."""
    form = ActsForm({name: request.GET.get(name, "") for name in ActsForm.base_fields})
    entries = visible_acts(request.user, AuditEntry.objects.all())
    entries = form.chosen(entries, request.user) if form.is_valid() else entries.none()
    found, older = page_of(entries, request.GET)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Record of acts"),
        "opts": model_admin.opts,
        "form": form,
        "lines": lines_of(found, request.user),
        "older": older,
    }
    return TemplateResponse(request, "admin/records/acts.html", context)
