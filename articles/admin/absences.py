"""When somebody is away and who stands in: everybody says so of themselves, of others who has the right."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.life import OfficeHourField, office_time
from articles.desk import absences
from articles.desk.colleagues import name_of
from articles.desk.errors import DeskError
from articles.models import Absence
from pressoffice.ground.clock import database_now

PAST = 10  # absences that are over, as many as are shown


def colleagues():
    """Everybody who works here."""
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("username")


class PersonField(forms.ModelChoiceField):
    """A member of staff, by name."""

    def label_from_instance(self, obj):
        return name_of(obj)


class AbsenceForm(forms.Form):
    """From when until when, and who acts meanwhile. ``person`` is asked of who may speak for others."""

    person = PersonField(get_user_model().objects.none(), label=gettext_lazy("Who"))
    begins = OfficeHourField(label=gettext_lazy("Away from"))
    ends = OfficeHourField(label=gettext_lazy("Until"))
    deputy = PersonField(
        get_user_model().objects.none(), label=gettext_lazy("Deputy"), required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy("Is told at once of whatever is asked of you meanwhile."),
    )  # fmt: skip

    def __init__(self, *args, user, for_others, **kwargs):
        super().__init__(*args, auto_id="id_absence_%s", **kwargs)
        self.fields["person"].queryset = colleagues()
        self.initial.setdefault("person", user.pk)
        if not for_others:
            del self.fields["person"]
        everybody = colleagues() if for_others else colleagues().exclude(pk=user.pk)
        self.fields["deputy"].queryset = everybody
        able = absences.suggested_deputies(user)
        keys = {one.pk for one in able}
        others = [one for one in everybody if one.pk not in keys]
        groups = [(_("May do the same"), able), (_("Others"), others)]
        self.fields["deputy"].choices = [
            ("", _("nobody")),
            *((label, [(one.pk, name_of(one)) for one in people]) for label, people in groups if people),
        ]


def absences_view(request):
    """One's own absences, those of others for who may set them, and who is away now."""
    user, now = request.user, request.now
    for_others = user.has_perm("articles.change_absence")
    form = AbsenceForm(request.POST or None, user=user, for_others=for_others)
    if request.method == "POST" and form.is_valid() and _set(request, form.cleaned_data):
        return HttpResponseRedirect(reverse("admin:absences"))
    rows = Absence.objects.select_related("user", "deputy")
    mine = rows if for_others else rows.filter(user=user)
    context = {
        **admin.site.each_context(request),
        "title": _("Absences") if for_others else _("My absences"),
        "form": form,
        "for_others": for_others,
        "groups": [
            (_("Now and to come"), [_told(row, now) for row in mine.filter(ends__gt=now).order_by("begins", "pk")]),
            (_("Over"), [_told(row, now) for row in mine.filter(ends__lte=now)[:PAST]]),
        ],
        "away": [_told(row, now) for row in absences.away(now).values() if row.user_id != user.pk],
        "stands_in": [name_of(one) for one in absences.stands_in_for(user, now)],
    }
    return TemplateResponse(request, "admin/notices/absences.html", context)


def _set(request, said):
    person, now = said.get("person", request.user), database_now()
    try:
        absence = absences.set_absence(
            person, begins=said["begins"], ends=said["ends"], deputy=said["deputy"], by=request.user, now=now
        )
    except DeskError as refused:
        messages.error(request, str(refused))
        return False
    gone = Absence.objects.filter(user=absence.deputy, begins__lt=absence.ends, ends__gt=absence.begins)
    if absence.deputy is not None and gone.exists():
        messages.warning(request, _("%(name)s is away for a part of that time.") % {"name": name_of(absence.deputy)})
    messages.success(request, _("The absence is set."))
    return True


def _told(row, now):
    return {
        "pk": row.pk,
        "who": name_of(row.user),
        "begins": office_time(row.begins),
        "ends": office_time(row.ends),
        "deputy": name_of(row.deputy) if row.deputy else "",
        "runs": row.begins <= now < row.ends,
    }


@require_POST
def end_view(request, pk):
    """Somebody is back, or does not go."""
    absence = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    if not absences.may_set_for(request.user, absence.user):
        raise Http404
    try:
        absences.end_absence(absence, by=request.user, now=database_now())
    except DeskError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The absence is ended."))
    return HttpResponseRedirect(reverse("admin:absences"))


def urls(site):
    """The addresses of the absences, behind the sign-in of ``site``."""
    return [
        path("absences/", site.admin_view(absences_view), name="absences"),
        path("absences/<int:pk>/end/", site.admin_view(end_view), name="absence-end"),
    ]
