"""Language versions at the staff's door: beginning one, and the original beside the version in its form."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from articles.blocks import clean
from articles.desk import translating
from articles.desk.access import may_see, visible_to
from articles.desk.errors import DeskError
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number

EMPTY, WORDS = "empty", "words"


class VersionForm(forms.Form):
    """The language of a new version, and what it begins with."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    begin = forms.ChoiceField(
        label=gettext_lazy("Begin"),
        choices=[
            (EMPTY, gettext_lazy("Empty")),
            (WORDS, gettext_lazy("With the words of the original, to write over")),
        ],
        widget=forms.RadioSelect,
        initial=EMPTY,
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages


class TranslateView(View):
    """The versions of a work and the form that begins another; by POST also "brought up to date"."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, object_id, **kwargs):
        """Ask for the right to see the text first."""
        self.article = get_object_or_404(visible_to(request.user), pk=object_id)
        if not self.model_admin.has_view_permission(request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, form=None):
        """The page."""
        left = translating.languages_left(self.article)
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Language versions"),
            "opts": self.model_admin.opts,
            "original": self.article,
            "versions": translating.versions(self.article, request.user),
            "form": form or VersionForm(languages=left) if left and self._may_start(request) else None,
        }
        status = 422 if form else 200
        return TemplateResponse(request, "admin/articles/article/translate.html", context, status=status)

    def post(self, request):
        """Begin a version, or say that this one is up to date with its original."""
        return self._up_to_date(request) if "up_to_date" in request.POST else self._start(request)

    def _may_start(self, request):
        return self.model_admin.has_add_permission(request)

    def _start(self, request):
        if not self._may_start(request):
            raise PermissionDenied
        form = VersionForm(request.POST, languages=translating.languages_left(self.article))
        if not form.is_valid():
            return self.get(request, form)
        said = form.cleaned_data
        try:
            article = translating.start_version(
                self.article,
                said["language"],
                with_words=said["begin"] == WORDS,
                by=request.user,
                now=database_now(),
            )
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        forget()
        messages.success(request, _("The version is begun. It has a status and an approval of its own."))
        return HttpResponseRedirect(_form_of(article))

    def _up_to_date(self, request):
        article = self.article
        if not self.model_admin.has_change_permission(request, article):
            raise PermissionDenied
        if article.translated_from and not may_see(request.user, article.translated_from):
            raise PermissionDenied
        said = request.POST["up_to_date"]
        try:
            number = read_number(said, 0)
            translating.bring_up_to_date(article, revision=number, by=request.user, now=database_now())
            messages.success(request, _("Recorded: this version says what the original says now."))
        except DeskError as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(_form_of(article) + "#beside")


def _form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def start_panel(request, article):
    """The way to a version in another language, where there is one left."""
    if not request.user.has_perm("articles.add_article"):
        return None
    left = [str(name) for _code, name in translating.languages_left(article)]
    return ("admin/articles/article/languages.html", {"left": " / ".join(left)}) if left else None


def panel(request, article):
    """The original beside a version, for whoever may know of the original."""
    original = article.translated_from
    if original is None or not may_see(request.user, original):
        return None
    sides = translating.side_by_side(article)
    may_change = request.user.has_perm("articles.change_article")
    return "admin/articles/article/side.html", {
        "sides": sides,
        "rows": [_shown(row) for row in sides.rows],
        "drift": _drift(sides),
        "translate_url": reverse("admin:articles_article_translate", args=[article.pk]),
        "may_change": may_change,
    }


def _shown(row):
    """A pair of paragraphs as sanitised HTML, with the words that changed where they did."""
    return {
        "original": _safe(row.original),
        "own": _safe(row.own),
        "drifted": row.drifted,
        "change": row.change.html if row.drifted else "",
        "state": row.change.state if row.drifted else "",
        "gone": row.original is None and row.change is not None,
    }


def _safe(block):
    return mark_safe(clean(block.html)) if block else ""


def _drift(sides):
    if not sides.behind:
        return _("The original has not changed since this version was made from it.")
    told = {"count": sides.drifted, "from": sides.made_from or 0, "to": sides.latest}
    if not sides.drifted:
        return _("The original was revised (%(from)s to %(to)s), but not a word of it changed.") % told
    return (
        ngettext(
            "The original changed in %(count)s place since (revision %(from)s to %(to)s).",
            "The original changed in %(count)s places since (revision %(from)s to %(to)s).",
            sides.drifted,
        )
        % told
    )
