"""The article at the desk: the list, the form, and saving with a revision. Its status is in no form."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles.admin import proposals, versions, workflow
from articles.admin.conflict import conflict_page, is_late
from articles.admin.editor import BodyWidget
from articles.admin.life import OfficeHourField, office_zone, public_life
from articles.admin.parts import INLINES, put_in_order
from articles.admin.taxonomy import path_of
from articles.blocks import clean, with_ids
from articles.desk.errors import DeskError, StaleError
from articles.desk.revise import OPEN, claim, record_revision, require_open
from articles.models import Article, Edition, Mention
from articles.visible import forget
from people.names import fold
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference


class ArticleForm(forms.ModelForm):
    """The words of a text. ``version`` says which state of it the form was filled over."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def _get_validation_exclusions(self):
        """A slug that is taken is no error: saving gives the text its own reference."""
        return super()._get_validation_exclusions() | {"slug"}

    def clean_language(self):
        """One text of a work per language."""
        language = self.cleaned_data["language"]
        others = Article.objects.filter(work=self.instance.work, language=language).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a version of this text in that language already."))
        return language


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    list_display = ["__str__", "pr_reference", "kind", "language", "status", "public_now", "changed", "created_by"]
    list_display_links = ["__str__"]
    list_filter = ["status", "kind", "language", ("topics", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["headline"]
    search_help_text = _("Words of the headline, a reference, or the name of somebody in the text.")
    show_full_result_count = False
    list_per_page = 50
    ordering = ["-updated_at", "-pk"]
    autocomplete_fields = ["topics"]
    save_on_top = False
    change_form_template = "admin/articles/article/change_form.html"

    # --- What is shown ------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        """The fields in the order of the work; what only a public text needs appears once one is."""
        may_edit = self.has_change_permission(request, obj) if obj else True
        publication = ["meant_for", "slug"]
        if obj and obj.editions.exists():
            publication += [("next_class", "correction_class"), "public_note"]
        if request.user.has_perm("articles.backdate_article"):
            publication.append("released_at")
        return [
            (_("Text"), {"fields": ["headline", "summary", "body" if may_edit else "body_as_read"]}),
            (_("Dateline"), {"fields": [("dateline_place", "dateline_country", "dateline_date")]}),
            (_("About"), {"fields": [("kind", "language"), "topics"]}),
            (_("Publication"), {"fields": publication, "classes": ["collapse"] if len(publication) < 4 else []}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """A text keeps its language once an edition carries it."""
        fixed = ["language"] if obj and obj.editions.exists() else []
        return ["body_as_read", *fixed]

    def get_inlines(self, request, obj):
        """Parts belong to a text that is there: they appear after the first save."""
        return INLINES if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field; the body gets the editor, the headline the whole width."""
        if db_field.name == "body":
            kwargs |= {"widget": BodyWidget(attrs={"rows": 24}), "preset": "desk"}
        if db_field.name in ("headline", "summary", "public_note"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2 if db_field.name == "headline" else 3, "class": "wide"})
        if db_field.name in ("released_at", "meant_for"):
            return OfficeHourField(label=capfirst(db_field.verbose_name), required=False, help_text=db_field.help_text)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "topics":
            field.label_from_instance = path_of
        return field

    @admin.display(description=_("text"))
    def body_as_read(self, article):
        """The body as a reader would see it."""
        return format_html('<div class="reading">{}</div>', mark_safe(clean(article.body)))

    @admin.display(description=_("reference"), ordering="reference")
    def pr_reference(self, article):
        return f"PR-{article.reference}"

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, article):
        return formats.date_format(timezone.localtime(article.updated_at, office_zone()), "j M Y, H:i")

    @admin.display(description=_("for the public"))
    def public_now(self, article):
        """What of the text is public now and what is to come, from the editions loaded with the list."""
        said = public_life(article.editions.all(), database_now())
        return format_html_join(mark_safe("<br>"), "{}", ((words,) for words in said))

    def get_queryset(self, request):
        """Articles with what the list says of them, in a constant number of queries."""
        clock = Edition.objects.order_by("number").defer("document")
        return super().get_queryset(request).select_related("created_by").prefetch_related(Prefetch("editions", clock))

    def get_search_results(self, request, queryset, search_term):
        """Texts in which each word stands in the headline, names somebody mentioned, or is the reference."""
        for word in search_term.split():
            named = Mention.objects.filter(article=OuterRef("pk"), person__folded__contains=fold(word))
            queryset = queryset.filter(Q(headline__icontains=word) | Q(reference=read_reference(word)) | Exists(named))
        return queryset, False

    # --- Who may ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        """Only an open text is edited; the others are read, and offer to reopen or to begin a change."""
        return super().has_change_permission(request, obj) and (obj is None or obj.status in OPEN)

    def has_delete_permission(self, request, obj=None):
        """A text with a revision or an edition is evidence: it is discarded, not deleted."""
        if obj is None or obj.revisions.exists() or obj.editions.exists():
            return False
        return super().has_delete_permission(request, obj)

    # --- Saving -------------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form. A save over another state of the text answers 409 with both texts, and writes nothing."""
        if request.method == "POST" and object_id:
            article = self.get_object(request, unquote(object_id))
            if article and super().has_change_permission(request, article) and is_late(request, article):
                return conflict_page(self, request, article)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleError as refused:
            return conflict_page(self, request, refused.theirs)
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)

    def save_model(self, request, obj, form, change):
        """Claim the version the form was filled over, then save; blocks keep their ids."""
        if change:
            require_open(obj)
            claim(obj, version=form.cleaned_data["version"])
        else:
            obj.created_by = request.user
        obj.body = with_ids(obj.body, form.initial.get("body", ""))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save parts and topics, then record the revision."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        put_in_order(article, formsets)
        record_revision(article, by=request.user, now=database_now(), body_before=form.initial.get("body", ""))
        transaction.on_commit(forget)

    def response_post_save_add(self, request, obj):
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request, obj):
        """Stay on the text: the next step stands at the top of its page."""
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with the workflow bar and an import map that the content security policy lets through."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        if obj:
            context["subtitle"] = None
            context["bar"] = workflow.bar(obj, request.user, request.now)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """The form's own pages, and those of the workflow and the proposals."""
        view = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/transition/",
                view(workflow.TransitionView.as_view(model_admin=self)),
                name="articles_article_transition",
            ),
            path(
                "<int:object_id>/proposals/",
                view(proposals.ProposalsView.as_view(model_admin=self)),
                name="articles_article_proposals",
            ),
            path(
                "<int:object_id>/versions/",
                view(versions.VersionsView.as_view(model_admin=self)),
                name="articles_article_versions",
            ),
            *super().get_urls(),
        ]
