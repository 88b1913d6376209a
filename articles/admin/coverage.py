"""The plan of coverage in the form of an event, and the readout begun from it by one button."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from articles.admin.life import OfficeHourField
from articles.desk import drafting
from articles.desk.access import may_see
from articles.desk.events import row_in_force
from articles.models import Event
from articles.models.event import Coverage
from pressoffice.ground.clock import database_now


class OfTheEvent(BaseInlineFormSet):
    """The plan is of the event, whichever row of its chain is shown."""

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance.entity if instance is not None else None, **kwargs)


class CoverageInline(admin.StackedInline):
    model = Coverage
    formset = OfTheEvent
    fields = [("product", "language", "assignee", "due_at"), ("note", "done", "text")]
    readonly_fields = ["text"]
    extra = 0
    verbose_name_plural = gettext_lazy("coverage: who writes what by when (never public)")

    def get_queryset(self, request):
        """The plan; its texts are shown to whoever may know of them."""
        self.reader = request.user
        return super().get_queryset(request).select_related("article", "assignee")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field; the hour by the office's clocks."""
        if db_field.name == "due_at":
            return OfficeHourField(label=capfirst(db_field.verbose_name), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Who: staff with an account, by name."""
        if db_field.name == "assignee":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True, is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("text"))
    def text(self, coverage):
        """The text that covers it, to open."""
        if coverage.article is None or not may_see(self.reader, coverage.article):
            return _("none yet")
        address = reverse("admin:articles_article_change", args=[coverage.article_id])
        return format_html('<a href="{}">{}</a>', address, coverage.article)


class ReadoutView(View):
    """Begin the readout of an event in a language, by POST, or open the one there is."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Go to the form of the readout."""
        event = get_object_or_404(Event, pk=object_id)
        language = request.POST.get("language", "")
        if not (request.user.has_perm("articles.add_article") and request.user.has_perm("articles.view_event")):
            raise PermissionDenied
        if language not in dict(settings.LANGUAGES):
            messages.error(request, _("Choose a language for the readout."))
            return HttpResponseRedirect(reverse("admin:articles_event_change", args=[event.pk]))
        now = database_now()
        article, made = drafting.draft_readout(row_in_force(event, now), language, by=request.user, now=now)
        if made:
            messages.success(request, _("A readout was begun from the event. Write over the opening."))
        else:
            messages.info(request, _("There is a readout of this event in this language already: this one."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
