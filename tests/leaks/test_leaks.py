"""Nothing about an unreleased text can be observed on any surface; and the test that says so can fail."""

import datetime as dt
import difflib
import os

import pytest
from django.urls import get_resolver, path
from django.utils import timezone
from django.utils.translation import override

from articles import register, search, sitemaps, visible
from articles.addresses import month_of
from articles.desk import freeze, settle
from articles.models import edition as edition_module
from articles.models.change import Change
from articles.models.contact import Contact
from articles.models.edition import Edition, EditionQuerySet
from articles.models.event import Event
from articles.models.parts import PartQuerySet, Statement
from articles.models.taxonomy import Place
from people.models import Person, Position
from pressoffice.ground import prepared, surfaces
from pressoffice.ground.surfaces import walk
from tests.factories import make_approver, take
from tests.leaks.asking import LANGUAGES, answer, answers, paths, public_patterns
from tests.leaks.planting import HIDDEN_STATES, Plant, bring_to, correct_in_secret

pytestmark = pytest.mark.django_db

# Every page in every language takes minutes: LEAKS=full asks them for each state, the suite for the nearest hour.
FULL = os.environ.get("LEAKS") == "full"
FEW = LANGUAGES if FULL else ("en",)

# Surfaces that show no words of any one text: they need no positive control. (The index of the sitemap counts, a
# picture is no text: both are asked all the same.)
SHOW_NOTHING = {
    "api-index",
    "api-kinds",
    "api-openapi",
    "api-docs",
    "api-nothing",
    "choose-language",
    "sitemap",
    "card",
    "archive",
    "accessibility",
    "developers",
    "developers-data",
    "corrections-policy",
    "feeds",
    "api-front-page",  # what stands there is chosen
    # Lists of texts that were corrected or taken down: tests/pages and tests/feeds show them.
    *(f"corrections{door}" for door in ("", "-data", "-feed", "-feed-rss", "-feed-json")),
    "withdrawn",
    "withdrawn-data",
}


@pytest.fixture(autouse=True)
def _composed_anew():
    """No statement that was composed with a planted fault outlives its test."""
    yield
    prepared.forget()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def month(now):
    return month_of(now)


def shown_by(client, plant, month):
    """Names of the surfaces on which the token of a public plant stands, or that lead to it."""
    by_name = {}
    for route, name in public_patterns():
        by_name.setdefault(name, route)
    seen = set()
    for asked, (status, head, body) in answers(client, paths(plant, month, every_question=False)).items():
        found = plant.token.encode() in body or (status in (301, 302, 303) and plant.token.encode() in head)
        if found and status < 400:
            seen.add(asked[1])
    return seen


def surfaces_of(client, seen):
    """The names of the patterns that the paths ``seen`` belong to."""
    names = set()
    for one in seen:
        language = one.split("/")[1]
        with override(language if language in LANGUAGES else "en"):
            names.add(get_resolver().resolve(one.split("?")[0]).url_name)
    return names


def leaks(client, plants, month, *, sow, every_question=True, words=False, **how):
    """Every question whose answer differs once ``sow`` has planted what must stay hidden."""
    shape = {"every_question": every_question, "words": words, "languages": FEW}
    asked = [one for plant in plants for one in paths(plant, month, **shape)]
    return differences(client, lambda: answers(client, asked, **how), sow)


def differences(client, ask, sow):
    """The questions whose answers differ before and after ``sow``."""
    visible.forget()
    before = ask()
    sow()
    visible.forget()
    after = ask()
    changed = [question for question in before if before[question] != after[question]]
    return [(question, told(before[question], after[question])) for question in changed]


def told(before, after):
    """The first lines in which two answers differ."""
    lines = [
        b"\n".join((str(one[0]).encode(), *one[1:])).decode(errors="replace").splitlines() for one in (before, after)
    ]
    return [line[:300] for line in difflib.unified_diff(*lines, lineterm="", n=0)][2:8]


def test_every_pattern_stands_in_the_register():
    assert [route for route, _pattern, surface in walk(get_resolver()) if surface is None] == []


def test_positive_control_a_public_text_is_shown_on_every_surface(client, now, month):
    plant = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=1))
    visible.forget()

    seen = surfaces_of(client, shown_by(client, plant, month))
    # Search answers only when asked, and so is asked by name here.
    seen |= {
        name
        for name, asked in {
            "search": f"/en/search/?q={plant.token}",
            "api-search": f"/api/v1/search/?q={plant.token}",
            "search-data": f"/en/search.json?q={plant.token}",
            "api-suggest": f"/api/v1/search/suggest/?q={plant.token}",
        }.items()
        if plant.token in client.get(asked).content.decode().replace(f"q={plant.token}", "")
    }
    # The change feed and the sitemap name a text by its uid or address, the feed of changes never by its words.
    if str(plant.uid) in client.get("/api/v1/changes/").content.decode():
        seen.add("api-changes")

    assert {name for _route, name in public_patterns()} - seen - SHOW_NOTHING == set()


def test_hidden_texts_change_no_byte_of_any_answer(client, now, month):
    """A text in each state of the desk, all at once; every question about the one whose hour is near."""
    bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    hidden = {state: Plant() for state in HIDDEN_STATES}

    def sow():
        for state, plant in hidden.items():
            bring_to(plant, state, now=timezone.now())

    asked = [one for plant in hidden.values() for one in paths(plant, month, every_question=False, languages=FEW)]
    nearest = hidden["coming"]
    questioned = paths(nearest, month, languages=FEW)
    every_way = paths(nearest, month, every_question=False, languages=FEW)

    def ask():
        found = answers(client, asked) | answers(client, questioned)
        return found | answers(client, every_way, methods=("GET", "HEAD", "OPTIONS"), etag=True)

    assert differences(client, ask, sow) == []
    # Their references are known only now: asked for, they are answered like ones that never were.
    for plant in hidden.values():
        reference = plant.article.reference
        for question in (f"/id/articles/PR-{reference}", f"/r/PR-{reference}", f"/api/v1/articles/PR-{reference}/"):
            unknown = answer(client, question.replace(reference, "ZZZZZZ"))
            status, head, body = answer(client, question)
            assert (status, head, body.replace(reference.encode(), b"ZZZZZZ")) == unknown


@pytest.mark.parametrize("state", ["draft", "coming"])
def test_a_hidden_correction_changes_no_byte_of_any_answer(client, now, month, state):
    plant = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    secret = Plant()

    found = leaks(
        client, [plant, secret], month, every_question=FULL and state == "coming", words=True,
        sow=lambda: correct_in_secret(plant, secret.token, state, now=timezone.now()),
    )  # fmt: skip

    assert found == []


def test_a_retracted_text_is_read_nowhere(client, now, month):
    plant = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    take(plant.article, "retract", by=make_approver(), now=timezone.now(), note="Issued in error.")
    visible.forget()

    minute_ago = (now - dt.timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = paths(plant, month, every_question=FULL, words=True, languages=FEW)
    asked += [f"{one}?at={minute_ago}" for one in paths(plant, month, every_question=False, languages=FEW)]
    words = [f"{start} {plant.token}".encode() for start in ("Headline", "They said", "Summary", "Person", "Note")]
    for question, (_status, _head, body) in answers(client, asked).items():
        assert not any(one in body for one in words), question


# --- The test can fail: faults planted one at a time ------------------------------------------------------------------


def _everything(self, *_args, **_kwargs):
    return self.all()


def _fault_lists_everything(patch):
    patch.setattr(EditionQuerySet, "listed", _everything)


def _fault_positions_are_everything(patch):
    patch.setattr(register, "positions", lambda now, at=None: Position.objects.all())


def _fault_statements_are_everything(patch):
    patch.setattr(PartQuerySet, "listed", lambda self, now: self.exclude(edition=None))


def _fault_people_are_everything(patch):
    patch.setattr(register, "people", lambda now, at=None: Person.objects.all())
    _rebind_filters(patch, "people", lambda now, at=None: Person.objects.all())


def _rebind_filters(patch, name, instead):
    """Filters hold the function itself; views ask the module."""
    from articles import filters

    for filterset in vars(filters).values():
        for one in getattr(filterset, "base_filters", {}).values():
            if getattr(one.extra.get("visible"), "__name__", "") == name:
                patch.setitem(one.extra, "visible", instead)


def _fault_events_are_everything(patch):
    patch.setattr(register, "events", lambda now, at=None: Event.objects.all())


def _fault_places_are_everything(patch):
    patch.setattr(register, "places", lambda now, at=None: Place.objects.all())


def _fault_contacts_are_everything(patch):
    patch.setattr(register, "contacts", lambda now, at=None: Contact.objects.all())


def _fault_history_shows_what_is_to_come(patch):
    patch.setattr(EditionQuerySet, "were_public", _everything)


def _fault_the_future_may_be_asked(patch):
    from articles.views import texts

    original = texts.EditionView.asked_instant

    def asked(self):
        at = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
        return at if self.request.GET.get("at", "").startswith(at.strftime("%Y-%m-%d")) else original(self)

    patch.setattr(texts.EditionView, "asked_instant", asked)
    patch.setattr(EditionQuerySet, "public_at", lambda self, at, now: self.filter(edition_module.public_q(at)))


def _fault_search_forgets_to_ask_the_rule(patch):
    original = freeze.index

    def index(edition, **options):
        original(edition, **options)
        edition.published_at = timezone.now()  # where its hour has struck, the index has it
        search.index(edition)

    patch.setattr(freeze, "index", index)
    matching = search.matching
    patch.setattr(search, "matching", lambda _rows, text, **options: matching(Edition.objects.all(), text, **options))


def _fault_the_log_runs_ahead(patch):
    original = freeze.index

    def index(edition, **options):
        original(edition, **options)
        settle.write_change(
            f"early:{edition.pk}", Change.Type.ARTICLE_PUBLISHED, edition.article_uid, timezone.now(), {}
        )

    patch.setattr(freeze, "index", index)


def _fault_the_sitemap_lists_everything(patch):
    patch.setattr(sitemaps, "texts", lambda now: Edition.objects.exclude(published_at=None))


# Where a fault shows: these patterns are asked.
SHOWN_BY = {
    _fault_lists_everything: ["news", "home", "feed"],
    _fault_positions_are_everything: ["api-positions", "api-position"],
    _fault_statements_are_everything: ["statements", "statement", "api-statement"],
    _fault_people_are_everything: ["officials", "official", "api-official"],
    _fault_events_are_everything: ["events", "event", "calendar"],
    _fault_places_are_everything: ["places", "place", "api-place"],
    _fault_contacts_are_everything: ["contacts", "api-contact"],
    _fault_history_shows_what_is_to_come: ["article-history", "api-editions"],
    _fault_the_future_may_be_asked: ["article"],
    _fault_search_forgets_to_ask_the_rule: ["search", "api-search"],
    _fault_the_log_runs_ahead: ["api-changes"],
    _fault_the_sitemap_lists_everything: ["sitemap-section", "sitemap-news"],
}
ASKED = (_fault_the_future_may_be_asked, _fault_search_forgets_to_ask_the_rule)  # show only to those who ask
FAULTS = [value for name, value in sorted(globals().items()) if name.startswith("_fault_")]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.removeprefix("_fault_"))
def test_a_planted_fault_is_found(client, now, month, monkeypatch, fault):
    public = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    hidden, secret = Plant(), Plant()
    fault(monkeypatch)
    prepared.forget()  # statements that were composed before know nothing of it

    def sow():
        bring_to(hidden, "coming", now=timezone.now())
        correct_in_secret(public, secret.token, "coming", now=timezone.now())

    client.raise_request_exception = False
    how = {"every_question": fault in ASKED, "languages": FEW, "only": SHOWN_BY[fault]}
    questions = [one for plant in (hidden, public) for one in paths(plant, month, **how)]
    assert differences(client, lambda: answers(client, questions), sow) != []


def test_retracted_words_that_stay_are_found(client, now, month, monkeypatch):
    plant = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    take(plant.article, "retract", by=make_approver(), now=timezone.now(), note="Issued in error.")
    at = (now - dt.timedelta(minutes=1)).isoformat()
    assert Edition.objects.public_at(dt.datetime.fromisoformat(at), timezone.now()).count() == 0

    monkeypatch.setattr(edition_module, "text_q", lambda now, prefix="": edition_module.Q())

    assert Edition.objects.public_at(dt.datetime.fromisoformat(at), timezone.now()).count() == 1


def test_a_surface_outside_the_register_is_found(monkeypatch):
    from pressoffice import urls

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("forgotten/", lambda request: None)])
    resolver = surfaces.URLResolver(get_resolver().pattern, urls)

    assert [route for route, _pattern, surface in walk(resolver) if surface is None] == ["forgotten/"]


def test_a_template_that_reaches_for_the_working_copy_is_found(client, now, month):
    from django.http import HttpResponse
    from django.template import engines

    from pressoffice.middleware import PublicOnlyMiddleware, WorkingCopyOnPublicPage

    bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    template = engines["django"].from_string("{{ edition.article.headline }}")

    def page(request):
        return HttpResponse(template.render({"edition": Edition.objects.get()}))

    request = client.get("/en/").wsgi_request
    with pytest.raises(WorkingCopyOnPublicPage):
        PublicOnlyMiddleware(page)(request)


def test_statement_words_of_a_superseded_edition_are_not_listed(client, now, month):
    plant = bring_to(Plant(), "public", now=now - dt.timedelta(minutes=2))
    assert Statement.objects.listed(timezone.now()).filter(uid=plant.statement).count() == 1
