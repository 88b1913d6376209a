"""The list of texts: where each stands, when it is due, who has it in hand, since when nothing happened."""

import datetime as dt

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.life import office_time, office_zone, public_life
from articles.desk.revise import OPEN
from articles.models import Edition, Mention, Revision
from articles.models.vocabulary import Priority
from people.names import fold
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference


class WhoseFilter(admin.SimpleListFilter):
    """Whose hands a text is in."""

    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("assigned", _("Assigned to me")), ("written", _("Written by me")), ("nobody", _("Nobody's"))]

    def queryset(self, request, queryset):
        """Texts of the answer that was chosen."""
        if self.value() == "assigned":
            return queryset.filter(assignee=request.user)
        if self.value() == "written":
            wrote = Exists(Revision.objects.filter(article=OuterRef("pk"), by=request.user))
            return queryset.filter(Q(created_by=request.user) | wrote)
        if self.value() == "nobody":
            return queryset.filter(assignee=None, status__in=OPEN)
        return queryset


class DueFilter(admin.SimpleListFilter):
    """When a text must be ready; only those that are not."""

    title = gettext_lazy("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue")), ("today", _("Today")), ("week", _("Within seven days"))]

    def queryset(self, request, queryset):
        """Open texts due by the end that was chosen."""
        if not self.value():
            return queryset
        now = database_now()
        midnight = timezone.localtime(now, office_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
        ends = {"overdue": now, "today": midnight + dt.timedelta(days=1), "week": now + dt.timedelta(days=7)}
        return queryset.filter(due_at__lt=ends[self.value()], status__in=OPEN)


def status_badge(article):
    """The status as a word in a frame of its own."""
    return format_html('<span class="status status-{}">{}</span>', article.status, article.get_status_display())


def due_words(article, now):
    """When an open text must be ready, with a mark where that has passed; empty where nobody said."""
    if article.due_at is None:
        return ""
    late = article.due_at < now and article.status in OPEN
    mark = format_html('<strong class="late">{}</strong> ', _("overdue")) if late else ""
    return format_html("{}{}", mark, office_time(article.due_at))


class ArticleList:
    """The changelist's half of the admin of texts."""

    list_display = ["__str__", "pr_reference", "standing", "public_now", "due", "in_hand", "age"]
    list_display_links = ["__str__"]
    list_filter = ["status", WhoseFilter, DueFilter, "kind", "language", ("topics", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["headline"]
    search_help_text = gettext_lazy("Words of the headline, a reference, or the name of somebody in the text.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    ordering = ["-updated_at", "-pk"]

    @admin.display(description=gettext_lazy("reference"), ordering="reference")
    def pr_reference(self, article):
        return format_html(
            '<span class="nowrap">PR-{}</span><br><span class="meta">{} · {}</span>',
            article.reference,
            article.get_kind_display(),
            article.language,
        )

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def standing(self, article):
        """The status, and how soon it wants hands where that is out of the ordinary."""
        badge = status_badge(article)
        if article.priority == Priority.NORMAL or article.status not in OPEN:
            return badge
        return format_html('{} <span class="tag">{}</span>', badge, article.get_priority_display())

    @admin.display(description=gettext_lazy("for the public"))
    def public_now(self, article):
        """What of the text is public now and what is to come, from the editions loaded with the list."""
        said = public_life(article.editions.all(), database_now())
        return format_html_join(mark_safe("<br>"), "{}", ((words,) for words in said))

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, article):
        return due_words(article, database_now())

    @admin.display(description=gettext_lazy("in hand of"), ordering="assignee")
    def in_hand(self, article):
        """Who has it, else who began it."""
        if article.assignee:
            return article.assignee
        return format_html('<span class="meta">{}</span>', article.created_by or "–")

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def age(self, article):
        """How long ago the text was changed last, with the instant behind it."""
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            article.updated_at.isoformat(),
            office_time(article.updated_at),
            _("%(age)s ago") % {"age": timesince(article.updated_at, depth=1)},
        )

    def listed(self, queryset):
        """``queryset`` with what the list says of each text, in a constant number of queries."""
        clock = Edition.objects.order_by("number").defer("document")
        return queryset.select_related("created_by", "assignee").prefetch_related(Prefetch("editions", clock))

    def get_search_results(self, request, queryset, search_term):
        """Texts in which each word stands in the headline, names somebody mentioned, or is the reference."""
        for word in search_term.split():
            named = Mention.objects.filter(article=OuterRef("pk"), person__folded__contains=fold(word))
            queryset = queryset.filter(Q(headline__icontains=word) | Q(reference=read_reference(word)) | Exists(named))
        return queryset, False
