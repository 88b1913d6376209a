"""Recurring events in the form: how one begins to repeat, and what a change means for the dates that follow."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from articles.desk import series
from articles.desk.errors import DeskError
from articles.models import Event
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.recurrence import CODES, RuleError, in_words, rule_for

REPEATS = [
    ("", gettext_lazy("Does not repeat")),
    ("daily", gettext_lazy("Every day")),
    ("workdays", gettext_lazy("Every day from Monday to Friday")),
    ("weekly", gettext_lazy("Every week")),
    ("fortnightly", gettext_lazy("Every two weeks")),
    ("monthly", gettext_lazy("Every month on the same day")),
    ("monthly-weekday", gettext_lazy("Every month on the same weekday, the second Thursday for instance")),
    ("rule", gettext_lazy("By a rule of its own")),
]


class RepeatForm(forms.ModelForm):
    """The questions of a form about repeating; ``series_rule`` is the rule they were answered with, checked."""

    repeats = forms.ChoiceField(label=gettext_lazy("Repeats"), choices=REPEATS, required=False)
    repeats_on = forms.MultipleChoiceField(
        label=gettext_lazy("On"),
        choices=[(code, WEEKDAYS[number]) for number, code in enumerate(CODES)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("For every week and every two weeks. None chosen: the weekday of the first day."),
    )
    repeats_until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=gettext_lazy("Empty: without end. Dates are made some months ahead."),
    )
    repeats_rule = forms.CharField(
        label=gettext_lazy("Rule"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For a rule of its own, by RFC 5545: FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1."),
    )
    applies_to = forms.ChoiceField(
        label=gettext_lazy("This change is for"),
        choices=[("one", gettext_lazy("this date only")), ("following", gettext_lazy("this date and all following"))],
        widget=forms.RadioSelect,
        initial="one",
        required=False,
        help_text=gettext_lazy(
            "Dates that were changed on their own stay as they are. The plan of coverage and the hour of publication"
            " are of this date only."
        ),
    )

    series_rule = ""

    def clean(self):
        """Check the rule, once the day is in order."""
        cleaned = super().clean()
        choice = cleaned.get("repeats")
        if not choice or self.errors:
            return cleaned
        day = PartialDate(cleaned["starts"]) if cleaned.get("starts") else None
        if day is None or day.earliest is None or day.earliest != day.latest:
            self.add_error("repeats", _("An event that is repeated needs a complete day."))
            return cleaned
        own = choice == "rule"
        rule = cleaned["repeats_rule"] if own else rule_for(choice, day.earliest, cleaned["repeats_on"])
        try:
            self.series_rule = series.check_rule(rule, day.earliest, cleaned["repeats_until"], database_now())
        except RuleError as refused:
            self.add_error("repeats_rule" if own else "repeats", str(refused))
        return cleaned


def fieldset(event):
    """The part of the form about repeating: how to begin for one event, what a change is for in a series."""
    if event is not None and event.series_id:
        return (gettext_lazy("Series"), {"fields": ["series_in_words", "applies_to"]})
    fields = [("repeats", "repeats_until"), "repeats_on", "repeats_rule"]
    return (gettext_lazy("Repeats"), {"fields": fields, "classes": ["collapse"]})


def follow(request, event, form, participants):
    """After ``event`` was written: begin its series, or take the change to the dates that follow; tell what came of it.

    ``participants``: the whole list where it was changed, else None.
    """
    now = database_now()
    if form.series_rule:
        _begin(request, event, form, now)
        return
    if event.series_id is None:
        return
    names = [name for name in form.changed_data if name in (*series.SAME, *series.DATED, *series.TOLD)]
    if not names and participants is None:
        return
    if form.cleaned_data.get("applies_to") != "following":
        series.set_apart(event)
        said = _("Only this date was changed. A change of “all following” leaves it alone from now on.")
        messages.info(request, said)
        return
    outcome = series.change_following(
        event,
        {name: form.cleaned_data[name] for name in names},
        participants,
        by=request.user,
        now=now,
        hour=form.cleaned_data.get("hour"),
    )
    count = len(outcome.changed)
    messages.info(
        request,
        ngettext("%(count)s following date was changed too.", "%(count)s following dates were changed too.", count)
        % {"count": count},
    )
    _tell_left(request, outcome)


def _begin(request, event, form, now):
    try:
        made = series.begin(event, form.series_rule, form.cleaned_data["repeats_until"], by=request.user, now=now)
    except (RuleError, DeskError) as refused:
        messages.error(request, str(refused))
        return
    count = Event.objects.roots().filter(series=made).count()
    told = {"count": count, "rule": in_words(made.rule)}
    messages.success(request, _("A series of %(count)s dates so far, %(rule)s.") % told)
    for words in series.left_out(made, now):
        messages.warning(request, _("A day has no date: %(why)s") % {"why": words})


def _tell_left(request, outcome):
    for row, why in outcome.left:
        messages.warning(request, _("%(day)s stays as it is: %(why)s") % {"day": row.starts, "why": why})


class SeriesView(View):
    """Let one date fall out, or end the series with it, by POST; ``do`` is ``drop`` or ``end``."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Do it, tell what came of it, and go to a date that is still there."""
        event = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        back = reverse("admin:articles_event_change", args=[event.pk])
        if not self.model_admin.has_change_permission(request, event) or event.series_id is None:
            messages.error(request, _("This date cannot be changed."))
            return HttpResponseRedirect(back)
        now, reason = database_now(), request.POST.get("reason", "")
        try:
            if request.POST.get("do") == "end":
                gone = len(series.end(event, reason, by=request.user, now=now).changed)
                messages.success(
                    request, _("The series ends with this date; %(count)s later dates fell out.") % {"count": gone}
                )
            elif series.drop(event, reason, by=request.user, now=now):
                messages.success(request, _("The date was removed. Nobody had seen it."))
                back = reverse("admin:articles_event_changelist") + f"?series__id__exact={event.series_id}"
            else:
                messages.success(request, _("The date is cancelled. Readers see the reason."))
        except (RuleError, DeskError) as refused:
            messages.error(request, str(refused))
        forget()
        return HttpResponseRedirect(back)
