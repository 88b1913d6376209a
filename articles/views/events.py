"""Events: what is to come, what was, and what is not fully dated."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import register
from articles.filters import EventFilter
from articles.models.event import Participant
from articles.views.editions import coming_q
from articles.views.lists import KeysetFilterView
from articles.views.registers import RegisterPage
from articles.views.showing import document_of, said
from pressoffice.ground.paging import keyset_page

FEW = 10


class EventListView(KeysetFilterView):
    """Events, past ones by key, newest first. On the first page, also those to come and those without a year."""

    template_name = "public/events.html"
    filterset_class = EventFilter
    form_fields = ("name", "type", "status", "participant", "starts_after", "starts_before")
    more_parameters = ("when",)
    orders = {"-starts": "-starts_earliest"}

    def subject(self):
        return _("Events")

    def get_queryset(self):
        return register.events(self.request.now)

    def when(self):
        """Which part of the list is asked for in full."""
        return self.request.GET.get("when", "")

    def other_faults(self):
        if self.when() in ("", "coming", "undated"):
            return super().other_faults()
        detail = _("“%(value)s” is not one of: %(allowed)s.") % {"value": self.when(), "allowed": "coming, undated"}
        return [{"parameter": "when", "code": "unknown-value", "detail": detail}]

    def get_page(self):
        today = timezone.localdate(self.request.now)
        found = self.filterset.qs
        coming = found.filter(coming_q(today))
        undated = found.filter(starts_earliest=None).exclude(coming_q(today))
        past = found.filter(starts_earliest__isnull=False).exclude(coming_q(today))
        rows, order = {"coming": (coming.filter(starts_earliest__isnull=False), "starts_earliest"),
                       "undated": (undated, "sort_key")}.get(self.when(), (past, self.order()))  # fmt: skip
        cursor = self.request.GET.get("cursor", "")
        self.coming = self.undated = []
        if not self.when() and not cursor:
            self.coming = list(coming.order_by("starts_earliest", "sort_key")[: FEW + 1])
            self.undated = list(undated.order_by("sort_key")[: FEW + 1])
        question = self.address([pair for pair in self.clean_query() if pair[0] != "cursor"])
        return keyset_page(rows, order=order, limit=self.limit, cursor=cursor, query=question)

    def get_context_data(self, **kwargs):
        coming, undated = getattr(self, "coming", []), getattr(self, "undated", [])
        pairs = self.clean_query(cursor="")
        return super().get_context_data(
            coming=coming[:FEW],
            undated=undated[:FEW],
            all_coming=self.address([*pairs, ("when", "coming")]) if len(coming) > FEW else None,
            all_undated=self.address([*pairs, ("when", "undated")]) if len(undated) > FEW else None,
            when=self.when(),
            **kwargs,
        )


def words_at(event, document):
    """The statements of a text that is about ``event``; none of one that only refers to it."""
    about = any(entry["id"] == str(event.uid) and entry["rel"] == "main" for entry in document["events"])
    return [entry for entry in document["statements"] if entry["words"]] if about else []


class EventView(RegisterPage):
    """An event: when, where, who in what role, texts about it and what they report."""

    template_name = "public/event.html"

    def get_queryset(self):
        now = self.request.now
        return (
            register.events(now)
            .select_related("organiser", "within")
            .annotate(
                organiser_visible=Exists(register.organisations(now).filter(pk=OuterRef("organiser"))),
                within_visible=Exists(register.events(now).filter(pk=OuterRef("within"))),
            )
        )

    def get_context_data(self, **kwargs):
        now, event = self.request.now, self.get_object()
        visible = register.people(now).filter(pk=OuterRef("person"))
        participants = (
            Participant.objects.filter(event=event).select_related("person").annotate(person_visible=Exists(visible))
        )
        texts = self.texts("event", event, event_index__event=event)
        statements = [
            said(text["edition"], entry, {})
            for text in texts["texts"]
            for entry in words_at(event, document_of(text["edition"]))
        ]
        return super().get_context_data(
            event=event,
            participants=participants,
            parts=register.events(now).filter(within=event).order_by("starts_earliest", "sort_key"),
            statements=statements[:FEW],
            **texts,
            **kwargs,
        )
