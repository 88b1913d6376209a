"""What stands on top of the site: urgent notices in every language side by side, and the leading texts."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.life import OfficeHourField, office_time
from articles.desk import front_page
from articles.desk.errors import DeskError
from articles.models import Edition, FrontPageItem
from articles.models.front_page import MOST_LEADS
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference
from pressoffice.ground.intervals import is_public


class PublicTextField(forms.CharField):
    """A public text by its reference (PR-7KQM3X); gives its listed edition, or None."""

    def to_python(self, value):
        """The edition meant."""
        text = super().to_python(value).strip()
        if not text:
            return None
        found = Edition.objects.listed(database_now()).filter(article_reference=read_reference(text)).first()
        if found is None:
            raise ValidationError(_("There is no public text “%(value)s”."), params={"value": text})
        return found


class NoticeForm(forms.Form):
    """An urgent notice in every language of the site; a language without a headline has none."""

    until = OfficeHourField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_notice_%s", **kwargs)
        self.languages = []
        for code, name in settings.LANGUAGES:
            attributes = {"lang": code, "dir": "auto"}
            self.fields[f"headline-{code}"] = forms.CharField(
                label=_("Headline"), max_length=200, required=False, widget=forms.TextInput(attrs=attributes)
            )
            self.fields[f"words-{code}"] = forms.CharField(
                label=_("Words"), max_length=500, required=False, widget=forms.Textarea(attrs=attributes | {"rows": 3})
            )
            self.fields[f"text-{code}"] = PublicTextField(
                label=_("Leads to the text"), required=False, help_text=_("Its reference, as PR-7KQM3X.")
            )
            names = (f"headline-{code}", f"words-{code}", f"text-{code}")
            self.languages.append({"code": code, "name": name, "fields": [self[name] for name in names]})

    def clean(self):
        said = super().clean()
        if not any(said.get(f"headline-{code}") for code, _name in settings.LANGUAGES):
            raise ValidationError(_("Give a headline in one language at least."))
        return said

    def rows(self):
        """What ``desk.front_page.write`` takes."""
        said = self.cleaned_data
        return [
            {
                "language": code,
                "order": 1,
                "headline": said[f"headline-{code}"],
                "words": said[f"words-{code}"],
                "article_uid": said[f"text-{code}"].article_uid if said[f"text-{code}"] else None,
            }
            for code, _name in settings.LANGUAGES
            if said[f"headline-{code}"]
        ]


class LeadsForm(forms.Form):
    """Up to three texts that lead the front page of a language, the first on top."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    until = OfficeHourField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_leads_%s", **kwargs)
        for place in range(1, MOST_LEADS + 1):
            self.fields[f"text-{place}"] = PublicTextField(
                label=_("Place %(number)s") % {"number": place}, required=place == 1
            )

    def clean(self):
        said = super().clean()
        texts = [said[f"text-{n}"].article_uid for n in range(1, MOST_LEADS + 1) if said.get(f"text-{n}")]
        if len(set(texts)) < len(texts):
            raise ValidationError(_("One text cannot stand in two places."))
        return said

    def rows(self):
        """What ``desk.front_page.write`` takes."""
        said = self.cleaned_data
        texts = [said[f"text-{n}"] for n in range(1, MOST_LEADS + 1) if said.get(f"text-{n}")]
        return [
            {"language": said["language"], "order": n, "headline": text.title[:200], "article_uid": text.article_uid}
            for n, text in enumerate(texts, start=1)
        ]


FORMS = {FrontPageItem.Kind.URGENT: NoticeForm, FrontPageItem.Kind.LEAD: LeadsForm}


def front_page_view(request):
    """What stands on top now, is to come, waits for a yes; and the forms for a new decision."""
    user, now = request.user, request.now
    if not user.has_perm("articles.view_frontpageitem"):
        raise PermissionDenied
    kind = request.POST.get("kind", "")
    asked = {
        one: form(request.POST if kind == one else None, initial=_pinned(request, one)) for one, form in FORMS.items()
    }
    if request.method == "POST" and kind in FORMS and asked[kind].is_valid() and _write(request, kind, asked[kind]):
        return HttpResponseRedirect(reverse("admin:front-page"))
    works = [*front_page.standing(now), *front_page.waiting()]
    context = {
        **admin.site.each_context(request),
        "title": _("Top of the site"),
        "decisions": [_told(work, user, now) for work in works],
        "notice": asked[FrontPageItem.Kind.URGENT],
        "leads": asked[FrontPageItem.Kind.LEAD],
        "may_write": user.has_perm("articles.change_frontpageitem"),
        "pinned": "text" in request.GET,
    }
    return TemplateResponse(request, "admin/front_page.html", context)


def _pinned(request, kind):
    """What the notice form begins with where a public text is to be pinned: its headline in each of its languages."""
    reference = request.GET.get("text", "")
    if kind != FrontPageItem.Kind.URGENT or not reference:
        return {}
    listed = Edition.objects.listed(request.now)
    text = listed.filter(article_reference=read_reference(reference)).first()
    found = {}
    for edition in listed.filter(work=text.work) if text else ():
        found[f"headline-{edition.language}"] = edition.title[:200]
        found[f"text-{edition.language}"] = f"PR-{edition.article_reference}"
    return found


def _write(request, kind, form):
    try:
        front_page.write(kind, form.rows(), by=request.user, now=database_now(), until=form.cleaned_data["until"])
    except DeskError as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("Written. Somebody else has to approve it."))
    return True


def _told(work, user, now):
    """A decision as the page shows it, with what the person may do."""
    rows = front_page.rows_of(work)
    first = rows[0]
    public = any(is_public(row, now) for row in rows)
    return {
        "work": work,
        "kind": first.get_kind_display(),
        "rows": rows,
        "public": public,
        "from": office_time(first.public_from) if first.public_from else "",
        "until": office_time(first.public_until or first.until) if first.public_until or first.until else "",
        "may_approve": first.public_from is None
        and user.has_perm("articles.approve_frontpageitem")
        and not any(user.pk in row.authors for row in rows),
        "waits": first.public_from is None,
        "may_end": first.public_from is not None and user.has_perm("articles.end_frontpageitem"),
    }


@require_POST
def decide_view(request, work, act):
    """Approve a decision, for an hour or at once, or take it down."""
    if act not in ("approve", "end"):
        raise Http404
    try:
        if act == "end":
            front_page.end(work, by=request.user, now=database_now())
        else:
            hour = OfficeHourField(required=False).clean(request.POST.get("at", ""))
            front_page.approve(work, by=request.user, now=database_now(), at=hour)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    except DeskError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is taken down.") if act == "end" else _("It is approved."))
    return HttpResponseRedirect(reverse("admin:front-page"))


def urls(site):
    """The addresses of this room, behind the sign-in of ``site``."""
    return [
        path("front-page/", site.admin_view(front_page_view), name="front-page"),
        path("front-page/<uuid:work>/<slug:act>/", site.admin_view(decide_view), name="front-page-decide"),
    ]
