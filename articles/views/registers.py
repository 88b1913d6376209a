"""The register for readers: officials, organisations, sources, topics. Only what something public leads to."""

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import register
from articles.filters import OrganisationFilter, PersonFilter, SourceFilter
from articles.models.parts import Mention
from articles.views.editions import readable, spoken, statement_rows
from articles.views.lists import KeysetFilterView
from articles.views.pages import PublicPage
from articles.views.showing import card
from articles.views.texts import all_texts
from pressoffice.ground.intervals import is_public

FEW = 20


class RegisterListView(KeysetFilterView):
    """Rows of one register by name."""

    limit = 60
    orders = {"name": "sort_key"}


class RegisterPage(PublicPage):
    """One row of a register and the texts that name it. ``get_queryset`` names the visibility."""

    window = 300

    def get_object(self):
        """The row at this slug; Http404 where none is visible."""
        row = self.get_queryset().filter(slug=self.kwargs["slug"]).first()
        if row is None:
            raise Http404
        return row

    def texts(self, name, row, **named):
        """The newest texts that name ``row``, and where all of them are listed."""
        found = [card(edition) for edition in readable(self.request.now).filter(**named)[: FEW + 1]]
        return {"texts": found[:FEW], "all_texts": all_texts(name, row) if len(found) > FEW else None}


def visible_positions(now):
    """Positions the public may see, each with whether its organisation and its person have a page."""
    return (
        register.positions(now)
        .select_related("organisation", "person")
        .annotate(
            organisation_visible=Exists(register.organisations(now).filter(pk=OuterRef("organisation"))),
            person_visible=Exists(register.people(now).filter(pk=OuterRef("person"))),
        )
    )


def is_current(position, now):
    """Whether the position is held today, as far as the public is told."""
    today = timezone.localdate(now)
    if position.public_from is not None and not is_public(position, now):
        return False
    if position.ends and (position.ends_latest is None or position.ends_latest < today):
        return False
    return position.starts_earliest is None or position.starts_earliest <= today


class PersonListView(RegisterListView):
    """Officials and others who speak."""

    template_name = "public/officials.html"
    filterset_class = PersonFilter
    form_fields = ("name", "organisation")

    def subject(self):
        return _("Officials")

    def get_queryset(self):
        held = visible_positions(self.request.now)
        return register.people(self.request.now).prefetch_related(Prefetch("positions", held, to_attr="held"))

    def rows(self, results):
        now = self.request.now
        return [{"person": row, "roles": [p for p in row.held if is_current(p, now)]} for row in results]


class PersonView(RegisterPage):
    """A person: positions over time, words, texts."""

    template_name = "public/official.html"

    def get_queryset(self):
        return register.people(self.request.now)

    def get_context_data(self, **kwargs):
        now, person = self.request.now, self.get_object()
        positions = list(visible_positions(now).filter(person=person))
        own = Mention.objects.filter(
            person=person,
            relation=Mention.Relation.SPEAKER,
            statement_uid=OuterRef("uid"),
            edition=OuterRef("edition"),
        )
        words = spoken(now).exclude(words="").filter(Exists(own)).order_by("-published_at", "-uid")
        statements = statement_rows(words[: FEW + 1], {str(person.uid): None})
        for statement in statements:
            of_day = [s for s in statement["speakers"] if s["id"] == str(person.uid)]
            statement["role_that_day"] = of_day[0] if of_day else None
        return super().get_context_data(
            person=person,
            current=[p for p in positions if is_current(p, now)],
            positions=positions,
            statements=statements[:FEW],
            more_statements=len(statements) > FEW,
            **self.texts("official", person, person_links__person=person),
            **kwargs,
        )


class OrganisationListView(RegisterListView):
    """Organisations."""

    template_name = "public/organisations.html"
    filterset_class = OrganisationFilter
    form_fields = ("name", "kind")

    def subject(self):
        return _("Organisations")

    def get_queryset(self):
        return register.organisations(self.request.now)


class OrganisationView(RegisterPage):
    """An organisation: who holds a position there, its parts, texts."""

    template_name = "public/organisation.html"

    def get_queryset(self):
        now = self.request.now
        visible = register.organisations(now)
        return visible.select_related("parent").annotate(
            parent_visible=Exists(register.organisations(now).filter(pk=OuterRef("parent")))
        )

    def get_context_data(self, **kwargs):
        now, organisation = self.request.now, self.get_object()
        positions = list(visible_positions(now).filter(organisation=organisation).order_by("person__sort_key", "pk"))
        return super().get_context_data(
            organisation=organisation,
            current=[p for p in positions if is_current(p, now)],
            former=[p for p in positions if not is_current(p, now)],
            parts=register.organisations(now).filter(parent=organisation),
            **self.texts("organisation", organisation, organisation_links__organisation=organisation),
            **kwargs,
        )


class SourceListView(RegisterListView):
    """Sources of listed texts."""

    template_name = "public/sources.html"
    filterset_class = SourceFilter
    form_fields = ("name", "kind")

    def subject(self):
        return _("Sources")

    def get_queryset(self):
        return register.sources(self.request.now)


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
            source=source, **self.texts("source", source, source_links__source=source), **kwargs
        )


class TopicView(RegisterPage):
    """A topic, what it is part of, its parts, and its texts."""

    template_name = "public/topic.html"

    def get_queryset(self):
        now = self.request.now
        return (
            register.topics(now)
            .select_related("parent")
            .annotate(parent_visible=Exists(register.topics(now).filter(pk=OuterRef("parent"))))
        )

    def get_context_data(self, **kwargs):
        topic = self.get_object()
        return super().get_context_data(
            topic=topic,
            parts=register.topics(self.request.now).filter(parent=topic),
            **self.texts("topic", topic, topic_links__topic=topic),
            **kwargs,
        )
