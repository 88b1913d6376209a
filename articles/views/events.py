"""Events: the agenda, and one event with everything public about it."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles import register
from articles.addresses import feed_url
from articles.agenda import SOONEST_FIRST, coming_q, company, days_of, in_order, told
from articles.filters import EventFilter
from articles.models.parts import EventLink
from articles.views.lists import KeysetFilterView
from articles.views.registers import RegisterPage
from articles.views.showing import document_of, said
from pressoffice.ground.paging import keyset_page

FEW = 10
MOST_BESIDE = 100  # parts of an event and other dates of its series, together


class EventQuestion(KeysetFilterView):
    """What the agenda and the calendar pages share: one question, asked of any of them."""

    filterset_class = EventFilter
    form_fields = (
        "name", "type", "status", "participant", "organiser", "place", "country", "starts_after", "starts_before",
    )  # fmt: skip

    def get_queryset(self):
        return told(self.request.now)

    def question(self):
        """The filters as pairs, without what belongs to one of the pages alone; none of a question at fault."""
        return [] if self.faults else [p for p in self.clean_query(cursor="") if p[0] in self.filterset.filters]

    def ways(self):
        """The same question as agenda, month and week: ``{label, url, current}``."""
        day = self.day()
        year, week, _weekday = day.isocalendar()
        section = self.request.resolver_match.url_name
        doors = (
            ("events", _("Agenda"), reverse("events")),
            (
                "calendar-month",
                _("Month"),
                reverse("calendar-month", args=[f"{day.year:04d}-{day.month:02d}"]),
            ),
            ("calendar-week", _("Week"), reverse("calendar-week", args=[f"{year:04d}-W{week:02d}"])),
        )
        return [
            {"label": label, "url": self.address(self.question(), path), "current": name == section}
            for name, label, path in doors
        ]

    def day(self):
        """The day the calendar pages open at."""
        return timezone.localdate(self.request.now)

    def get_context_data(self, **kwargs):
        question = self.question()
        return super().get_context_data(
            ways=self.ways(),
            calendar=self.address(question, reverse("calendar")),
            feed=self.address(question, reverse("events-feed")),
            **kwargs,
        )


class EventListView(EventQuestion):
    """Events, past ones by key, newest first. On the first page, also those to come and those without a year."""

    template_name = "public/events.html"
    more_parameters = ("when",)
    orders = {"-starts": "-starts_earliest"}

    def subject(self):
        return _("Events")

    def when(self):
        """Which part of the list is asked for in full."""
        return self.request.GET.get("when", "")

    def other_faults(self):
        if self.when() in ("", "coming", "undated"):
            return super().other_faults()
        detail = _("“%(value)s” is not one of: %(allowed)s.") % {"value": self.when(), "allowed": "coming, undated"}
        return [{"parameter": "when", "code": "unknown-value", "detail": detail}]

    def get_page(self):
        coming_now = coming_q(timezone.localdate(self.request.now))
        found = self.filterset.qs
        coming = found.filter(coming_now)
        undated = found.filter(starts_earliest=None).exclude(coming_now)
        past = found.filter(starts_earliest__isnull=False).exclude(coming_now)
        rows, order = {"coming": (coming.filter(starts_earliest__isnull=False), "starts_earliest"),
                       "undated": (undated, "sort_key")}.get(self.when(), (past, self.order()))  # fmt: skip
        cursor = self.request.GET.get("cursor", "")
        self.coming = self.undated = []
        if not self.when() and not cursor:
            self.coming = list(coming.order_by(*SOONEST_FIRST)[: FEW + 1])
            self.undated = list(undated.order_by("sort_key", "uid")[: FEW + 1])
        question = self.address([pair for pair in self.clean_query() if pair[0] != "cursor"])
        return keyset_page(rows, order=order, limit=self.limit, cursor=cursor, query=question)

    def rows(self, results):
        """The events of a day by their hours; a page ends at a day and not at an hour."""
        if self.when() == "undated":
            return results
        return in_order(results) if self.when() == "coming" else in_order(results)[::-1]

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


def words_of(edition):
    """The statements of a text that is about the event; none of one that only refers to it."""
    return [entry for entry in document_of(edition)["statements"] if entry["words"]] if edition.about else []


class EventView(RegisterPage):
    """An event: when, where, who in what role, accreditation, texts about it and what they report.

    With ``?at=`` as readers saw it then, of what may still be read now.
    """

    template_name = "public/event.html"
    parameters = frozenset({"at"})

    def get_queryset(self):
        return told(self.request.now, self.at)

    @cached_property
    def event(self):
        """The event at this slug as it is shown for the instant asked for; None where none is visible."""
        rows = self.get_queryset()
        return rows.filter(register.known_as_q(rows.model, slug=self.kwargs["slug"])).first()

    def state(self):
        """Whether accreditation is closed: that moves with the clock alone."""
        return "" if "at" in self.request.GET or self.event is None else repr(self.is_closed())

    def is_closed(self):
        """Whether the time to register is over at the instant that is shown."""
        until = self.event.accreditation_until
        return until is not None and until <= self.seen

    def beside(self):
        """``{within, parts, dates}``: what it takes place within, what within it, other dates of its series to come."""
        event, root = self.event, self.event.entity.pk
        kin = Q(within=root)
        if event.series_id:
            coming = coming_q(timezone.localdate(self.seen))
            kin |= coming & (Q(series=event.series_id) | Q(root__series=event.series_id))
        if event.within_id:
            kin |= Q(pk=event.within_id) | Q(root=event.within_id)
        rows = list(self.get_queryset().filter(kin).exclude(pk=event.pk).order_by(*SOONEST_FIRST)[:MOST_BESIDE])
        above = [row for row in rows if row.entity.pk == event.within_id]
        parts = [row for row in rows if row.within_id == root]
        dates = [row for row in rows if event.series_id and event.series_id in (row.series_id, row.entity.series_id)]
        return {"within": above[0] if above else None, "parts": parts, "dates": dates[:FEW]}

    def readable(self):
        """The texts, each with ``about``: whether it is about this event, and does not only refer to it."""
        main = EventLink.objects.filter(edition=OuterRef("pk"), event=self.event.entity, relation="main")
        return super().readable().annotate(about=Exists(main))

    def statements(self, texts):
        """What the texts report of it."""
        found = [said(text["edition"], entry, {}) for text in texts for entry in words_of(text["edition"])]
        return found[:FEW]

    def get_context_data(self, **kwargs):
        event = self.event
        if event is None:
            raise Http404
        slug = event.entity.slug
        participants = company([event], self.request.now, self.at)[event.pk]
        texts = self.texts("event", event.entity, event_index__event=event.entity)
        return super().get_context_data(
            event=event,
            participants=participants,
            closed=self.is_closed(),
            statements=self.statements(texts["texts"]),
            calendar=reverse("event-calendar", args=[slug]) if days_of(event) and not self.at else None,
            feed=feed_url(event=slug),
            **self.beside(),
            **texts,
            **kwargs,
        )
