"""Correct everywhere: the public language versions of a text on one page, with one button for all of them."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import OfficeHourField, office_time, public_life
from articles.desk import everywhere
from articles.desk.errors import DeskError
from articles.models.vocabulary import EditionClass
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number


class BeginForm(forms.Form):
    """What the change will be for readers, in every language."""

    edition_class = forms.ChoiceField(
        label=gettext_lazy("What readers are told"),
        choices=[(one.value, one.label) for one in (EditionClass.CORRECTION, EditionClass.UPDATE)],
    )


class ApproveForm(forms.Form):
    """The one hour of all of them."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [
            ("now", _("Now")), ("hour", _("At this hour")), ("hold", _("Hold: no hour yet")),
        ]  # fmt: skip
        self.fields["hour"] = OfficeHourField(
            label=_("Hour in %(zone)s") % {"zone": settings.OFFICE_TIME_ZONE},
            required=False,
            help_text=_("It is %(now)s there now.") % {"now": office_time(database_now())},
        )

    def clean(self):
        """An hour is needed exactly where it is chosen."""
        cleaned = super().clean()
        if cleaned.get("when") == "hour" and not cleaned.get("hour") and "hour" not in self.errors:
            self.add_error("hour", _("Give the hour, or choose “now”."))
        return cleaned

    def options(self):
        """The hour as the desk takes it."""
        return {
            "at": self.cleaned_data.get("hour") if self.cleaned_data["when"] == "hour" else None,
            "hold": self.cleaned_data["when"] == "hold",
        }


class EverywhereView(View):
    """The versions and their states; the one button of each stage by POST."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        return self._page(request, BeginForm(), ApproveForm())

    def post(self, request):
        """Begin or approve everywhere."""
        begins = request.POST.get("act") == "begin"
        form = (BeginForm if begins else ApproveForm)(request.POST)
        if not begins and request.POST.get("act") != "approve":
            messages.error(request, _("There is no such step."))
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            try:
                return self._take(request, form, begins)
            except DeskError as refused:
                form.add_error(None, str(refused))
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, fault)
        forms_shown = (form, ApproveForm()) if begins else (BeginForm(), form)
        return self._page(request, *forms_shown, status=409 if form.non_field_errors() else 400)

    def _take(self, request, form, begins):
        versions = {
            key: version
            for name, said in request.POST.items()
            if name.startswith("version-")
            and (key := read_number(name.removeprefix("version-"))) is not None
            and (version := read_number(said)) is not None
        }
        common = {"by": request.user, "versions": versions, "now": database_now()}
        if begins:
            done = everywhere.begin(self.article, edition_class=form.cleaned_data["edition_class"], **common)
            told = _("Begun in: %(languages)s. Each is edited and submitted for itself; approve them together here.")
        else:
            done = everywhere.approve(self.article, **form.options(), **common)
            told = _("Approved in: %(languages)s.")
        forget()
        messages.success(request, told % {"languages": ", ".join(one.get_language_display() for one in done)})
        return HttpResponseRedirect(request.path)

    def _page(self, request, begin, approve, status=200):
        versions = everywhere.versions(self.article, request.user, request.now)
        changing = [version for version in versions if version.under_change]
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Correct everywhere"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "versions": [(version, public_life(version.life.editions, request.now)) for version in versions],
            "begin": begin if versions and not any(version.to_begin for version in versions) else None,
            "approve": approve if changing and not any(version.to_approve for version in changing) else None,
            "changing": changing,
        }
        return TemplateResponse(request, "admin/articles/article/everywhere.html", context, status=status)
