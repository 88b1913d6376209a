"""The evidence and the log, to read: nobody adds, changes or deletes here, superusers included."""

import orjson
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.access import VisibleRows
from articles.admin.history import record_page
from articles.blocks import plain
from articles.desk import reading
from articles.desk.access import visible_to
from articles.desk.acts import in_words, office_words
from articles.models import AuditEntry, Change, Edition, Revision, SourceText, Trouble
from pressoffice.ground.clock import database_now


class ReadOnlyAdmin(VisibleRows):
    """View, and nothing else; of hidden texts not even that."""

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

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The row; what it shows of a restricted text is recorded as read."""
        response = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, unquote(object_id))
        if response.status_code == 200 and row is not None:
            number = row.number if isinstance(row, Revision) else row.revision.number
            door = self.opts.model_name
            reading.note(row.article, by=request.user, door=door, now=database_now(), revisions=[number])
        return response

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


def _end(edition, instant):
    """When an edition ends; an end that a hidden edition to come would give it is not told."""
    if instant is None or (instant > database_now() and not edition.next_known):
        return None
    return instant


@admin.register(Edition)
class EditionAdmin(DocumentAdmin):
    list_display = ["title", "article_reference", "number", "edition_class", "language", "public_from", "until"]
    list_display_links = ["title"]
    list_filter = ["edition_class", "language", "kind"]
    search_fields = ["title", "article_reference__iexact"]
    ordering = ["article_reference", "-number"]
    fieldsets = [
        (None, {"fields": ["title", "working_copy", "number", "edition_class", "correction_class", "note"]}),
        (_("Clock"), {"fields": ["public_from", "until", "words_until", "published_at", "settled_at"]}),
        (_("Text"), {"fields": ["kind", "language", "slug", "words"]}),
        (_("Evidence"), {"fields": ["uid", "revision", "approval", "document_hash", "text_hash", "previous_hash"]}),
    ]
    readonly_fields = ["words", "working_copy", "until", "words_until"]

    def get_queryset(self, request):
        """Without editions of hidden texts; ``next_known``: whether the person may know that another is to come."""
        known = visible_to(request.user).values("pk")
        rows = super().get_queryset(request).annotate(next_known=Q(article__in=known))
        return rows.select_related("article", "approval__by", "revision").defer("document")

    @admin.display(description=_("article"))
    def working_copy(self, edition):
        """The text at the desk, by its title of today where the person may know of it."""
        return edition.article if edition.next_known else f"PR-{edition.article_reference}"

    @admin.display(description=_("public until"), ordering="public_until")
    def until(self, edition):
        return _end(edition, edition.public_until)

    @admin.display(description=_("words public until"))
    def words_until(self, edition):
        return _end(edition, edition.text_until)


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
    """The record of acts, in words. The list is a page by number, so that the millionth act is as near as the first."""

    list_select_related = ["by"]
    fields = ["number", "instant", "by", "in_words", "subject", "detail", "hash", "previous_hash"]
    readonly_fields = ["instant", "in_words"]

    def changelist_view(self, request, extra_context=None):
        """The acts, newest first, with their filters."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return record_page(request, self)

    @admin.display(description=_("at"))
    def instant(self, entry):
        """By the office's clock."""
        return office_words(entry.at)

    @admin.display(description=_("act"))
    def in_words(self, entry):
        """The act in plain words."""
        return in_words(entry)


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
