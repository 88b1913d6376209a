"""What the office writes often: templates, words kept ready, and the page on which a text begins from one of them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from js_asset import Media

from articles.admin.checks import OfText
from articles.admin.editor import BodyWidget
from articles.admin.taxonomy import path_of
from articles.blocks import blocks, clean
from articles.desk import audit
from articles.desk.errors import DeskError
from articles.desk.revise import OPEN
from articles.desk.starting import (
    duplicate,
    insert_boilerplate,
    keep_ready,
    ready_for,
    start_from_template,
    templates_in_use,
)
from articles.importer.reading_along import read_along
from articles.models import Boilerplate, TextTemplate
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number

OPENING = 60  # characters of a paragraph by which it is known in a choice of places


class WordsAdmin(admin.ModelAdmin):
    """Rows whose body is written in the editor of texts."""

    list_filter = ["language", "in_use"]
    search_fields = ["name"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field; the body gets the editor."""
        if db_field.name == "body":
            kwargs |= {"widget": BodyWidget(attrs={"rows": 14}), "preset": "desk"}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "topics":
            field.label_from_instance = path_of
        return field

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with an import map that the content security policy lets through."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_delete_permission(self, request, obj=None):
        """They are put out of use: the record names them."""
        return False


@admin.register(TextTemplate)
class TextTemplateAdmin(WordsAdmin):
    list_display = ["name", "kind", "language", "in_use"]
    autocomplete_fields = ["topics"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["name", ("kind", "language"), "in_use"]}),
        (gettext_lazy("Text"), {"fields": ["headline", "summary", "body", "dateline_place"]}),
        (gettext_lazy("About"), {"fields": ["topics", "contacts"]}),
    ]

    def save_model(self, request, obj, form, change):
        """Save the row in the markup of the house, and record it."""
        obj.body = clean(obj.body)
        super().save_model(request, obj, form, change)
        audit.record("template", f"template:{obj.pk}", by=request.user, now=database_now(), language=obj.language)


@admin.register(Boilerplate)
class BoilerplateAdmin(WordsAdmin):
    list_display = ["name", "language", "in_use"]
    fields = ["name", "language", "body", "in_use"]

    def save_model(self, request, obj, form, change):
        """Save the row; its wording so far is kept, and the change recorded."""
        keep_ready(obj, by=request.user, now=database_now())


# --- Where a text begins ----------------------------------------------------------------------------------------------


class NewTextView(View):
    """The page "New text": an empty one, or one from a template in a single click."""

    model_admin = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        """Ask for the right to begin a text first."""
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The page."""
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("New text"),
            "opts": self.model_admin.opts,
            "templates": templates_in_use(),
            "may_change": request.user.has_perm("articles.change_texttemplate"),
        }
        return TemplateResponse(request, "admin/articles/article/new.html", context)

    def post(self, request):
        """Begin one from a template, and go to its form."""
        key = request.POST.get("template", "")
        template = get_object_or_404(TextTemplate, pk=read_number(key))
        try:
            article = start_from_template(template, by=request.user, now=database_now())
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        return _begun(article)


class DuplicateView(OfText):
    """Begin a text as a copy of another one."""

    def post(self, request):
        """Copy it, and go to the form of the copy."""
        try:
            copy = duplicate(self.article, by=request.user, now=database_now())
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[self.article.pk]))
        messages.success(request, _("This is a copy, a text of its own: you are its author."))
        return _begun(copy)


def _begun(article):
    read_along(article)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


# --- Words kept ready -------------------------------------------------------------------------------------------------


def panel(request, article):
    """The words kept ready in the language of an open text, to be put into it; and the way to a copy of the text."""
    may_insert = article.status in OPEN and request.user.has_perm("articles.change_article")
    ready = ready_for(article.language) if may_insert else []
    may_copy = request.user.has_perm("articles.add_article")
    if not (ready or may_copy):
        return None
    return "admin/articles/article/boilerplates.html", {
        "ready": ready,
        "places": [(block.id, _opening(block.text)) for block in blocks(article.body) if block.id and block.text],
        "may_copy": may_copy,
        "insert_url": reverse("admin:articles_article_boilerplate", args=[article.pk]),
        "duplicate_url": reverse("admin:articles_article_duplicate", args=[article.pk]),
    }


def _opening(text):
    return text if len(text) <= OPENING else text[: OPENING - 1].rsplit(" ", 1)[0] + "…"


class BoilerplateView(OfText):
    """Put words kept ready into a text as it is saved."""

    def post(self, request):
        """Behind a paragraph, or at the end; over another state of the text it is refused."""
        if not self.model_admin.has_change_permission(request, self.article):
            raise PermissionDenied
        key, version = request.POST.get("boilerplate", ""), read_number(request.POST.get("version"), -1)
        boilerplate = get_object_or_404(Boilerplate, pk=read_number(key))
        page = reverse("admin:articles_article_change", args=[self.article.pk])
        try:
            insert_boilerplate(
                self.article,
                boilerplate,
                after=request.POST.get("after", ""),
                by=request.user,
                version=version,
                now=database_now(),
            )
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(page)
        messages.success(request, _("“%(name)s” is in the text.") % {"name": boilerplate.name})
        return HttpResponseRedirect(page)
