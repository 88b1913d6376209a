"""The evidence and the log, to read: nobody adds, changes or deletes here, superusers included."""

import orjson
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.blocks import plain
from articles.models import AuditEntry, Change, Edition, Revision, SourceText, Trouble


class ReadOnlyAdmin(admin.ModelAdmin):
    """View, and nothing else."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class DocumentAdmin(ReadOnlyAdmin):
    """A row that holds a document: the words of it are shown, not its JSON."""

    @admin.display(description=_("text"))
    def words(self, row):
        """The headline and the words of the document, or that they were erased."""
        if row.document is None:
            return _("The words were erased.")
        document = orjson.loads(row.document)
        if document.get("retracted"):
            return _("A retraction holds no words.")
        return format_html(
            '<div class="reading" lang="{}"><p><strong>{}</strong></p><p class="words">{}</p></div>',
            document["language"],
            document["headline"] or document["title"],
            plain(document["body"]["html"]),
        )


@admin.register(Edition)
class EditionAdmin(DocumentAdmin):
    list_display = ["title", "article_reference", "number", "edition_class", "language", "public_from", "public_until"]
    list_display_links = ["title"]
    list_filter = ["edition_class", "language", "kind"]
    search_fields = ["title", "article_reference__iexact"]
    ordering = ["article_reference", "-number"]
    fieldsets = [
        (None, {"fields": ["title", "article", "number", "edition_class", "correction_class", "note"]}),
        (_("Clock"), {"fields": ["public_from", "public_until", "text_until", "published_at", "settled_at"]}),
        (_("Text"), {"fields": ["kind", "language", "slug", "words"]}),
        (_("Evidence"), {"fields": ["uid", "revision", "approval", "document_hash", "text_hash", "previous_hash"]}),
    ]
    readonly_fields = ["words"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "approval__by", "revision").defer("document")


@admin.register(Revision)
class RevisionAdmin(DocumentAdmin):
    list_display = ["article", "number", "by", "at", "document_hash"]
    list_display_links = ["article"]
    list_select_related = ["article", "by"]
    search_fields = ["article__headline", "article__reference__iexact"]
    ordering = ["-at", "-pk"]
    fields = ["article", "number", "by", "at", "words", "document_hash", "text_hash"]
    readonly_fields = ["words"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["number", "type", "at", "key", "hash"]
    list_display_links = ["number"]
    list_filter = ["type"]
    search_fields = ["key", "payload"]
    ordering = ["-number"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "by", "action", "subject", "detail"]
    list_display_links = ["number"]
    list_select_related = ["by"]
    list_filter = ["action"]
    search_fields = ["subject", "by__username"]


@admin.register(Trouble)
class TroubleAdmin(ReadOnlyAdmin):
    list_display = ["key", "tries", "error", "retry_at"]
    list_display_links = ["key"]


@admin.register(SourceText)
class SourceTextAdmin(ReadOnlyAdmin):
    list_display = ["name", "imported_at", "imported_by", "sha256"]
    list_display_links = ["name"]
    list_select_related = ["imported_by"]
    search_fields = ["name", "sha256"]
    fields = ["name", "imported_at", "imported_by", "sha256", "as_read"]
    readonly_fields = ["as_read"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("raw", "parsed")

    @admin.display(description=_("text"))
    def as_read(self, row):
        """The text as the importer read it."""
        return format_html('<p class="words reading">{}</p>', row.text)
