"""The records request at the staff's door: ask, watch it being made, take the archive away."""

import datetime as dt
import secrets

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.exchange.streaming import streamed, told
from articles.desk.records_request import KINDS, Asked, named_row, texts_asked, write
from pressoffice.ground.clock import database_now

_KEPT = dt.timedelta(hours=24)  # how long an archive can be taken away
_SIGNER = signing.TimestampSigner(salt="pressoffice.records-request")
_HELP = gettext_lazy("A reference, an address, or one whole name of the register.")


class RequestForm(forms.Form):
    """What records are asked for; texts that fulfil all of it."""

    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=200, help_text=_HELP)
    topic = forms.CharField(label=gettext_lazy("Topic"), required=False, max_length=200, help_text=_HELP)
    event = forms.CharField(label=gettext_lazy("Event"), required=False, max_length=200, help_text=_HELP)
    since = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self):
        """Each name means one row; something is asked; the days are in order."""
        cleaned = super().clean()
        for kind in KINDS:
            if cleaned.get(kind):
                cleaned[kind] = self._row(kind, cleaned[kind])
        if not self.errors and not any(cleaned.get(name) for name in self.fields):
            raise forms.ValidationError(_("Say what the records are about, or of which days."))
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned

    def _row(self, kind, said):
        rows = named_row(kind, said)
        if len(rows) == 1:
            return rows[0]
        if not rows:
            self.add_error(kind, _("Nothing in this register has the name or reference “%(said)s”.") % {"said": said})
        else:
            names = ", ".join(f"{row} ({row.reference})" for row in rows)
            self.add_error(kind, _("Several have that name: %(names)s. Give the reference.") % {"names": names})
        return None

    def asked(self):
        """The request."""
        said = self.cleaned_data
        return Asked(**{name: said.get(name) or None for name in ("person", "topic", "event", "since", "until")})


def request_view(request):
    """The form; by POST the making of the archive, shown while it goes on."""
    if not request.user.has_perm("articles.request_records"):
        raise PermissionDenied
    form = RequestForm(request.POST if request.method == "POST" else None)
    context = {**admin.site.each_context(request), "title": _("Records request"), "form": form}
    if form.is_valid():
        return streamed(request, "admin/records/request/work.html", context, _make(request, form.asked()))
    status = 400 if form.is_bound else 200
    return TemplateResponse(request, "admin/records/request/form.html", context, status=status)


def _make(request, asked):
    """The pieces of the page: progress, then the way to the archive."""
    folder = settings.VAR / "records"
    folder.mkdir(exist_ok=True)
    now = database_now()
    _remove_old(folder, now)
    name = f"{secrets.token_hex(16)}.zip"
    unfinished = folder / f"{name}.part"
    try:
        with unfinished.open("wb") as out:
            steps = write(asked, out, by=request.user, now=now)
            total = texts_asked(asked, request.user).count()
            manifest = yield from told(steps, total, _("%(done)s of %(total)s texts are done."))
        unfinished.rename(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    sealed = _SIGNER.sign_object({"name": name, "by": request.user.pk})
    shown = {"manifest": manifest, "address": reverse("admin:records-file", args=[sealed])}
    yield render_to_string("admin/records/request/done.html", shown, request)


def _remove_old(folder, now):
    """Throw away archives that can no longer be taken."""
    oldest = (now - _KEPT).timestamp()
    for file in folder.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def file_view(request, sealed):
    """The archive, to whoever asked for it, for a day."""
    if not request.user.has_perm("articles.request_records"):
        raise PermissionDenied
    try:
        said = _SIGNER.unsign_object(sealed, max_age=_KEPT)
    except signing.BadSignature:
        raise Http404 from None
    file = settings.VAR / "records" / said["name"]
    if said["by"] != request.user.pk or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), as_attachment=True, filename="records.zip")
    response["Cache-Control"] = "no-store"
    return response


def urls(site):
    """The addresses of the records request."""
    return [
        path("records-request/", site.admin_view(request_view), name="records-request"),
        path("records-request/<str:sealed>/", site.admin_view(file_view), name="records-file"),
    ]
