"""The article at the desk: the list, the form, and saving with a revision. Its status is in no form."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles.admin import (
    access,
    break_glass,
    checks,
    comments,
    everywhere,
    history,
    ledger,
    naming,
    preview,
    proposals,
    reading,
    reviewing,
    templates,
    text_contacts,
    translations,
    versions,
    work,
    workflow,
    writing,
)
from articles.admin.article_form import ArticleForm
from articles.admin.article_list import ArticleList
from articles.admin.conflict import conflict_page, is_late, merged
from articles.admin.editor import BodyWidget
from articles.admin.form_values import as_query
from articles.admin.life import OfficeHourField
from articles.admin.panels import panels
from articles.admin.parts import INLINES, put_in_order
from articles.admin.sections import sections
from articles.admin.taxonomy import path_of
from articles.blocks import clean, with_ids
from articles.desk import assigning
from articles.desk.errors import DeskError, StaleError
from articles.desk.revise import OPEN, TOLD, claim, record_revision, require_open
from articles.models import Article
from articles.visible import forget
from pressoffice.ground.clock import database_now

BESIDE = (*assigning.FIELDS, "limited", "translated_revision")  # of a text, what is set without saving it


@admin.register(Article)
class ArticleAdmin(access.VisibleRows, history.RecordedHistory, ArticleList, admin.ModelAdmin):
    form = ArticleForm
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
            (_("Text"), {"fields": ["headline", "summary", "body" if may_edit else "body_as_read"], **_part("text")}),
            (
                _("Dateline"),
                {"fields": [("dateline_place", "dateline_country", "dateline_date")], **_part("dateline")},
            ),
            (_("About"), {"fields": [("kind", "language"), "topics"], **_part("about")}),
            (_("Publication"), {"fields": publication, **_part("publication")}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; it begins with what the person typed and did not save, where they asked for that."""
        form = super().get_form(request, obj, change=change, **kwargs)
        restored = getattr(request, "restored", None)
        return type(form.__name__, (form,), {"restored": restored}) if restored else form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """The same for the rows of parts."""
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        restored = getattr(request, "restored", None) or {}
        if f"{prefix}-TOTAL_FORMS" in restored:
            found["data"] = as_query(restored)
        return found

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

    def get_queryset(self, request):
        """Articles with what the list says of them."""
        return self.listed(super().get_queryset(request))

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
        article = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method == "POST" and article and super().has_change_permission(request, article):
            if is_late(request, article):
                return conflict_page(self, request, article)
            if "_merge" in request.POST:
                request.POST = merged(self, request, article)
        if article is None or self.has_change_permission(request, article):
            request.restored = writing.to_restore(request, article)
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
            obj.refresh_from_db(fields=BESIDE)  # they change without the text, perhaps since it was read
        else:
            obj.created_by = request.user
        obj.body = with_ids(obj.body, form.initial.get("body", ""))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save parts and topics, then record the revision."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        made = naming.record_named(request, article, form.cleaned_data.get("named") or [])
        put_in_order(article, formsets, made)
        record_revision(
            article,
            by=request.user,
            now=database_now(),
            body_before=form.initial.get("body", ""),
            always=not set(TOLD).isdisjoint(form.changed_data),
        )
        reading.after_save(request, article)
        writing.saved(request, article, token=form.cleaned_data.get("token", ""))
        transaction.on_commit(forget)

    def response_post_save_add(self, request, obj):
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request, obj):
        """Stay on the text, and at the place in it where the person was."""
        place = reading.anchor(request) or writing.place(request)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]) + place)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with the workflow bar and an import map that the content security policy lets through."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        context["sections"] = sections(context["adminform"], context["inline_admin_formsets"])
        context["writing"] = writing.writing(self, request, obj, context["adminform"].form)
        if obj:
            context["subtitle"] = None
            context["bar"] = workflow.bar(obj, request.user, request.now)
            context["panels"] = panels(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """The form's own pages, and those of the workflow and the proposals."""
        view = self.admin_site.admin_view
        keep, typed = writing.KeepView.as_view(model_admin=self), writing.TypedView.as_view(model_admin=self)
        return access.gated(
            [
                path("keep/", view(keep), name="articles_article_keep_new"),
                path("typed/", view(typed), name="articles_article_typed_new"),
                path("names/", view(naming.NamesView.as_view(model_admin=self)), name="articles_article_names"),
                path("new/", view(templates.NewTextView.as_view(model_admin=self)), name="articles_article_new"),
                *(
                    path(
                        f"<int:object_id>/{name}/",
                        view(door.as_view(model_admin=self)),
                        name=f"articles_article_{name}",
                    )
                    for name, door in {
                        "checks": checks.ChecksView,
                        "waive": checks.WaiveView,
                        "contacts": text_contacts.ContactsView,
                        "duplicate": templates.DuplicateView,
                        "boilerplate": templates.BoilerplateView,
                    }.items()
                ),
                path("<int:object_id>/keep/", view(keep), name="articles_article_keep"),
                path("<int:object_id>/typed/", view(typed), name="articles_article_typed"),
                path(
                    "<int:object_id>/transition/",
                    view(workflow.TransitionView.as_view(model_admin=self)),
                    name="articles_article_transition",
                ),
                path(
                    "<int:object_id>/reviewing/",
                    view(reviewing.ReviewingView.as_view(model_admin=self)),
                    name="articles_article_reviewing",
                ),
                path(
                    "<int:object_id>/break-glass/",
                    view(break_glass.BreakGlassView.as_view(model_admin=self)),
                    name="articles_article_break_glass",
                ),
                path(
                    "<int:object_id>/everywhere/",
                    view(everywhere.EverywhereView.as_view(model_admin=self)),
                    name="articles_article_everywhere",
                ),
                path(
                    "<int:object_id>/preview/",
                    view(preview.PreviewView.as_view(model_admin=self)),
                    name="articles_article_preview",
                ),
                path(
                    "<int:object_id>/preview-links/",
                    view(preview.PreviewLinksView.as_view(model_admin=self)),
                    name="articles_article_preview_links",
                ),
                path(
                    "<int:object_id>/proposals/",
                    view(proposals.ProposalsView.as_view(model_admin=self)),
                    name="articles_article_proposals",
                ),
                path(
                    "<int:object_id>/reading/",
                    view(reading.ReadingView.as_view(model_admin=self)),
                    name="articles_article_reading",
                ),
                path(
                    "<int:object_id>/translate/",
                    view(translations.TranslateView.as_view(model_admin=self)),
                    name="articles_article_translate",
                ),
                path(
                    "<int:object_id>/versions/",
                    view(versions.VersionsView.as_view(model_admin=self)),
                    name="articles_article_versions",
                ),
                path(
                    "<int:object_id>/comments/",
                    view(comments.CommentsView.as_view(model_admin=self)),
                    name="articles_article_comments",
                ),
                path(
                    "<int:object_id>/work/",
                    view(work.WorkView.as_view(model_admin=self)),
                    name="articles_article_work",
                ),
                path(
                    "<int:object_id>/access/",
                    view(access.AccessView.as_view(model_admin=self)),
                    name="articles_article_access",
                ),
                path(
                    "<int:object_id>/ledger/",
                    view(ledger.TextLedgerView.as_view(model_admin=self)),
                    name="articles_article_ledger",
                ),
                *super().get_urls(),
            ]
        )


def _part(name):
    """What marks a fieldset as the section ``name`` of the page."""
    return {"classes": [f"part-{name}"]}
