"""The register for readers: officials, organisations, sources. Only what something public leads to."""

from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Substr
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import register
from articles.addresses import calendar_url, feed_url
from articles.agenda import told
from articles.filters import OrganisationFilter, PersonFilter, SourceFilter
from articles.models.event import Participant
from articles.posts import BY_DATE, is_current, posts, shown, with_accreditations
from articles.views.editions import readable
from articles.views.lists import KeysetFilterView
from articles.views.pages import PublicPage
from articles.views.showing import card, document_of, said
from articles.views.texts import all_texts
from people.models import Organisation, Position
from people.models.particulars import beside, read_beside
from people.models.register import filed
from people.names import index_letters
from pressoffice.ground.trees import above

FEW, MANY = 20, 100
FEW_EVENTS = 10
NEWEST_FIRST = (F("starts_earliest").desc(nulls_last=True), F("starts_time").desc(nulls_last=True), "sort_key", "pk")


class RegisterListView(KeysetFilterView):
    """The rows of one register by the alphabet of the page's language, with a letter index and a box to find names."""

    template_name = "public/directory.html"
    limit = 60
    orders = {"name": "filed"}
    more_parameters = ("letter",)

    def get_queryset(self):
        return filed(self.visible())

    def visible(self):
        """The rows that exist for the public."""
        raise NotImplementedError

    def letter(self):
        """The letter of the alphabet the page is to begin with, or an empty text."""
        return self.request.GET.get("letter", "").strip()

    def other_faults(self):
        if not self.letter() or self.letter() in index_letters(get_language()):
            return super().other_faults()
        detail = _("“%(value)s” is not a capital letter of this language's alphabet.") % {"value": self.letter()}
        return [{"parameter": "letter", "code": "unknown-value", "detail": detail}]

    def results(self):
        if not self.letter():
            return super().results()
        return super().results().filter(filed__gte=index_letters(get_language())[self.letter()])

    def beside(self):
        """The first letters of the names that answer the question."""
        if self.faults:
            return ()
        initials = self.filterset.qs.order_by().annotate(initial=Substr("filed", 1, 2)).distinct()
        nothing = Value("", CharField())
        return [initials.values_list(Value("letter", CharField()), "initial", nothing, nothing)]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        there = {initial for initial, _name in self.offered.get("letter", [])}
        pairs = [pair for pair in self.clean_query(cursor="") if pair[0] != "letter"] if not self.faults else []
        context["letters"] = [
            {"letter": letter, "url": self.address([*pairs, ("letter", letter)]), "current": letter == self.letter()}
            for letter, key in index_letters(get_language()).items()
            if key in there
        ]
        context["kept_by_find"] = [pair for pair in pairs if pair[0] != "name"]
        return context

    def rows(self, results):
        """``{row, letter, lines, positions}`` of each row."""
        letters = {key: letter for letter, key in index_letters(get_language()).items()}
        return [{"row": row, "letter": letters.get(row.filed[:2], "#"), **self.details(row)} for row in results]

    def details(self, row):
        """What stands below a name: ``lines`` of words, ``positions``."""
        return {}


class RegisterPage(PublicPage):
    """One row of a register and the texts that name it. ``get_queryset`` names the visibility."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.at = None

    def get(self, request, *args, **kwargs):
        if "at" in self.parameters:
            self.at = self.asked_instant()
        return super().get(request, *args, **kwargs)

    @property
    def seen(self):
        """The instant that the page shows: now, or that of ``?at=``."""
        return self.at or self.request.now

    def get_object(self):
        """The row at this slug; Http404 where none is visible."""
        row = self.get_queryset().filter(slug=self.kwargs["slug"]).first()
        if row is None:
            raise Http404
        return row

    def elsewhere(self):
        """The page of the row that the one at this slug was merged into, as far as that is visible."""
        row = register.find_merged(self.get_queryset(), self.kwargs["slug"])
        return row and row.get_absolute_url()

    def texts(self, name, row, **named):
        """The newest texts that name ``row``, and where all of them are listed."""
        found = [self.card(edition) for edition in self.readable().filter(**named)[: FEW + 1]]
        return {"texts": found[:FEW], "all_texts": all_texts(name, row) if len(found) > FEW and not self.at else None}

    def readable(self):
        """The texts to choose from: those readers can read, or could at the instant that is shown."""
        return readable(self.request.now, self.at)

    def card(self, edition):
        """What a list shows of a text; the words of an earlier instant are linked as they stood then."""
        shown_of_text = card(edition)
        return shown_of_text | {"url": f"{shown_of_text['url']}{self.then()}"}

    def events(self, **condition):
        """The newest events that meet ``condition``: ``coming_events``, ``past_events``, ``undated_events``, and
        whether there are ``more_events``. One statement."""
        newest = told(self.request.now, self.at).filter(**condition).order_by(*NEWEST_FIRST)
        found = list(newest[: FEW_EVENTS + 1])
        today, few = timezone.localdate(self.seen), found[:FEW_EVENTS]
        return {
            "coming_events": [event for event in few if is_to_come(event, today)][::-1],
            "past_events": [event for event in few if event.starts_earliest and not is_to_come(event, today)],
            "undated_events": [event for event in few if not event.starts_earliest and not is_to_come(event, today)],
            "more_events": len(found) > FEW_EVENTS and not self.at,
        }

    def then(self):
        """What an address gets so that it shows the instant of this page."""
        return f"?at={self.at.isoformat().replace('+00:00', 'Z')}" if self.at else ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(at=self.at, then=self.then(), here=self.request.path, **kwargs)

    def parted(self, positions):
        """``positions`` as ``current``, ``coming`` and ``former`` ones on the day the page shows."""
        today = timezone.localdate(self.seen)
        parts = {"current": [], "coming": [], "former": []}
        for position in positions:
            if is_current(position, today):
                parts["current"].append(position)
            elif position.starts_earliest is not None and position.starts_earliest > today:
                parts["coming"].append(position)
            else:
                parts["former"].append(position)
        return parts


class PersonListView(RegisterListView):
    """Officials and others who speak."""

    filterset_class = PersonFilter
    form_fields = ("organisation",)

    def subject(self):
        return _("Officials")

    def visible(self):
        held = posts(self.request.now).order_by(*BY_DATE)
        return register.people(self.request.now).prefetch_related(Prefetch("positions", held, to_attr="held"))

    def details(self, row):
        today = timezone.localdate(self.request.now)
        return {"positions": [p for p in shown(row.held) if is_current(p, today)]}

    def get_context_data(self, **kwargs):
        intro = _("Everybody whom a published text names, with the positions they hold.")
        return super().get_context_data(intro=intro, nothing=_("Nobody answers this question."), **kwargs)


class PersonView(RegisterPage):
    """A person: positions over time, words, texts; now, or with ``?at=`` as readers saw them then."""

    template_name = "public/official.html"
    parameters = frozenset({"at"})

    def get_queryset(self):
        return beside(register.people(self.request.now, self.at))

    def get_context_data(self, **kwargs):
        now, person = self.request.now, read_beside(self.get_object())
        held = shown(with_accreditations(posts(now, self.at).filter(person=person), now, self.at))
        return super().get_context_data(
            person=person,
            **self.parted(held),
            **self.texts_and_words(person),
            **self.events(pk__in=Participant.objects.filter(person=person).values("event")),
            all_events=f"{reverse('events')}?participant={person.slug}",
            feed=feed_url(official=person.slug),
            calendar=calendar_url(participant=person.slug),
            **kwargs,
        )

    def texts_and_words(self, person):
        """The newest texts that name ``person``, and their newest words, of those and other texts: one statement."""
        named = readable(self.request.now, self.at)
        newest = named.filter(person_links__person=person)
        speaking = named.filter(person_links__person=person, person_links__speaks=True)
        either = Q(pk__in=newest.values("pk")[: FEW + 1]) | Q(pk__in=speaking.values("pk")[: FEW + 1])
        found = list(named.filter(either))
        words = [self.statement(edition, *one) for edition in found for one in spoken_by(person, edition)]
        texts = [self.card(edition) for edition in found[: FEW + 1]]
        return {
            "statements": words[:FEW],
            "more_statements": len(words) > FEW and not self.at,
            "texts": texts[:FEW],
            "all_texts": all_texts("official", person) if len(texts) > FEW and not self.at else None,
        }

    def statement(self, edition, entry, role):
        """A statement as a ledger shows it, with the speaker's role of that day."""
        row = said(edition, entry, {}) | {"role_that_day": role}
        if self.at:
            path, _hash, block = row["text_url"].partition("#")
            row["text_url"] = row["url"] = f"{path}{self.then()}" + (f"#{block}" if block else "")
        return row


def spoken_by(person, edition):
    """``(statement, role)`` of each statement in the document of ``edition`` that is attributed to ``person``."""
    for entry in document_of(edition)["statements"]:
        roles = [one for one in entry["speakers"] if one["id"].replace("-", "") in person.known_as]
        if roles and entry["words"]:
            yield entry, roles[0]


class OrganisationListView(RegisterListView):
    """Organisations."""

    filterset_class = OrganisationFilter
    form_fields = ("kind",)

    def subject(self):
        return _("Organisations")

    def visible(self):
        return register.organisations(self.request.now)

    def details(self, row):
        return {"lines": [" · ".join(str(part) for part in (row.get_kind_display(), row.short_name) if part)]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(nothing=_("No organisation answers this question."), **kwargs)


class OrganisationView(RegisterPage):
    """An organisation: its place among others, who holds a position there, texts; now, or as readers saw it then."""

    template_name = "public/organisation.html"
    parameters = frozenset({"at"})

    def get_queryset(self):
        return beside(filed(register.organisations(self.request.now, self.at)))

    def family(self):
        """``(organisation, what it is part of, its parts)`` as far as they are visible. One statement."""
        slug = self.kwargs["slug"]
        own = Organisation.objects.filter(slug=slug)
        rows = {row.pk: row for row in self.get_queryset().filter(Q(pk__in=above(own)) | Q(parent__slug=slug))}
        organisation = next((row for row in rows.values() if row.slug == slug), None)
        if organisation is None:
            raise Http404
        line, one = [], organisation
        while (one := rows.get(one.parent_id)) is not None and one not in line:
            line.insert(0, one)
        parts = sorted((row for row in rows.values() if row.parent_id == organisation.pk), key=lambda row: row.filed)
        return organisation, line, parts

    def get_context_data(self, **kwargs):
        now, (organisation, line, parts) = self.request.now, self.family()
        read_beside(organisation)
        accredited = Position.accredited_to.through.objects.filter(organisation=organisation).values("position")
        held = Position.objects.filter(organisation=organisation).order_by().values("pk").union(accredited)
        positions = posts(now, self.at).filter(pk__in=held)
        every = [p for p in shown(with_accreditations(positions, now, self.at)) if p.public_person]
        here = self.parted(p for p in every if p.organisation_id == organisation.pk)
        diplomats = self.parted(p for p in every if p.organisation_id != organisation.pk)
        return super().get_context_data(
            organisation=organisation,
            line=line,
            parts=parts,
            current=by_name(here["current"]),
            coming=here["coming"],
            former=here["former"][:MANY],
            diplomats=by_name(diplomats["current"]),
            former_diplomats=diplomats["former"][:MANY],
            **self.texts("organisation", organisation, organisation_links__organisation=organisation),
            **self.events(organiser=organisation),
            all_events=f"{reverse('events')}?organiser={organisation.slug}",
            feed=feed_url(organisation=organisation.slug),
            calendar=calendar_url(organiser=organisation.slug),
            **kwargs,
        )


def is_to_come(event, today):
    """Whether ``event`` is not over ``today``, as far as is known: ``coming_q`` for one row."""
    last = event.ends_latest or event.starts_latest
    return last is not None and last >= today


def by_name(positions):
    """``positions`` by the names of their holders, as they are filed in the page's language."""
    language = get_language()
    return sorted(positions, key=lambda p: p.person.sort_keys.get(language) or p.person.sort_key)


class SourceListView(RegisterListView):
    """Sources of listed texts."""

    filterset_class = SourceFilter
    form_fields = ("kind",)

    def subject(self):
        return _("Sources")

    def visible(self):
        return register.sources(self.request.now)

    def details(self, row):
        return {"lines": [row.get_kind_display()]}

    def get_context_data(self, **kwargs):
        intro = _("Outlets and press services that published texts rest on.")
        return super().get_context_data(intro=intro, nothing=_("No source answers this question."), **kwargs)


class SourceView(RegisterPage):
    """A source and the texts that rest on it."""

    template_name = "public/source.html"

    def get_queryset(self):
        now = self.request.now
        visible = register.organisations(now).filter(pk=OuterRef("organisation"))
        return register.sources(now).select_related("organisation").annotate(organisation_visible=Exists(visible))

    def get_context_data(self, **kwargs):
        source = self.get_object()
        return super().get_context_data(
            source=source,
            **self.texts("source", source, source_links__source=source),
            feed=feed_url(source=source.slug),
            **kwargs,
        )
