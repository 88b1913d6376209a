"""Statements, events and corrections as feeds; the page that explains them all."""

import datetime as dt

import feedparser
import pytest
from django.utils import timezone
from lxml import html

from articles import visible
from articles.desk.settle import register_change
from articles.models.parts import Statement
from tests.factories import Event, edit, publish, take
from tests.feeds.test_text_feeds import FORMS, ago, facts
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTS = ["news", "statements", "events", "corrections"]


@pytest.fixture
def corrected(make_rich, writer, approver):
    """A public text that was corrected once."""
    article = make_rich(1, now=ago(60))
    take(article, "correct", by=writer, now=ago(40), edition_class="correction")
    said = {"correction_class": "factual", "public_note": "It was <point> 2."}
    edit(article, by=writer, now=ago(40), summary="Now with a summary.", **said)
    publish(article, writer=writer, approver=approver, now=ago(30))
    visible.forget()
    return article


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_its_feed_in_three_forms_of_the_same_facts(client, corrected, name):
    said = {form: facts(client.get(f"/en/{name}/feed.{form}").content, form) for form in FORMS}

    assert said["atom"] == said["rss"] == said["json"]
    assert len(said["atom"]) == 1
    for form in ("atom", "rss"):
        assert not feedparser.parse(client.get(f"/en/{name}/feed.{form}").content).bozo


@pytest.mark.parametrize("name", LISTS)
def test_every_list_in_the_site_s_languages_costs_at_most_four_statements_whatever_it_holds(client, make_rich, name):
    costs = []
    for number in (1, 2, 3):
        make_rich(number)
        with statements() as asked:
            assert client.get(f"/az/{name}/feed.atom").status_code == 200
        costs.append(len(asked))

    assert len(set(costs)) == 1
    assert costs[0] <= 4


def test_a_statement_is_an_entry_with_its_speaker_and_the_role_of_that_day(client, corrected):
    uid = Statement.objects.filter(edition__number=2).get().uid
    [(uri, url, title, language, published, updated, summary, content)] = facts(
        client.get("/en/statements/feed.atom").content, "atom"
    )

    assert (uri, url) == (f"urn:uuid:{uid}", f"https://press.example/en/statements/{uid}/")
    assert title == "Ali Terheş1: We agree on point 1."
    assert (language, summary) == ("en", "We agree on point 1.")
    assert "<p>Ali Terheş1, Minister of 1</p>" in content
    assert published < updated


def test_feed_of_statements_is_filtered_like_the_ledger(client, make_rich):
    make_rich(1)
    make_rich(2)

    assert len(facts(client.get("/en/statements/feed.json?speaker=ali-terhes1").content, "json")) == 1
    assert len(facts(client.get("/en/statements/feed.json?q=agree").content, "json")) == 2
    assert client.get("/en/statements/feed.json?speaker=nobody").status_code == 400


def test_a_correction_is_an_entry_that_leads_to_what_changed(client, corrected):
    edition = corrected.editions.get(number=2)
    [(uri, url, title, _language, published, updated, summary, content)] = facts(
        client.get("/en/corrections/feed.atom").content, "atom"
    )

    assert uri == f"urn:uuid:{edition.uid}"
    assert url.endswith("/history/?from=1&to=2")
    assert (title, summary) == ("Correction: Text 1", "It was <point> 2.")
    assert content.startswith("<p>It was &lt;point&gt; 2.</p>")
    assert published == updated == f"{edition.public_from:%Y-%m-%dT%H:%M:%SZ}"


def test_corrections_go_with_the_words_that_were_taken_back(client, corrected, approver):
    take(corrected, "retract", by=approver, now=timezone.now(), note="Issued in error.")
    visible.forget()

    assert facts(client.get("/en/corrections/feed.atom").content, "atom") == []
    assert facts(client.get("/en/statements/feed.atom").content, "atom") == []


def test_events_come_with_the_one_first_that_readers_were_told_of_last(client, make_rich):
    make_rich(1, now=ago(60))
    make_rich(2, now=ago(30))
    first, second = Event.objects.order_by("pk")
    titles = [entry[2] for entry in facts(client.get("/en/events/feed.atom").content, "atom")]
    assert titles == ["Meeting 2", "Meeting 1"]

    Event.objects.filter(pk=first.pk).update(status="cancelled", status_reason="Fog.")
    first.refresh_from_db()
    change = register_change(first, now=timezone.now())
    visible.forget()
    entries = facts(client.get("/en/events/feed.atom").content, "atom")

    assert [entry[2] for entry in entries] == ["Cancelled: Meeting 1", "Meeting 2"]
    assert entries[0][5] == f"{change.at:%Y-%m-%dT%H:%M:%SZ}"
    assert entries[0][7].startswith("<p>May 2011</p>")
    assert "<p>Fog.</p>" in entries[0][7]
    assert second.name in titles


def test_events_that_are_announced_ahead_of_their_hour_are_in_no_feed_before_it(client, make_rich):
    make_rich(1)
    before = client.get("/en/events/feed.json").content
    coming = Event.objects.create(name="Secret visit", starts="2030-05-17")
    Event.objects.filter(pk=coming.pk).update(public_from=timezone.now() + dt.timedelta(hours=1))
    visible.forget()

    assert client.get("/en/events/feed.json").content == before


# --- The hub ----------------------------------------------------------------------------------------------------------


def test_the_hub_explains_and_leads_to_feeds_that_are_there(client, make_rich):
    make_rich(1)
    with statements() as asked:
        response = client.get("/en/feeds/")
    tree = html.fromstring(response.content)
    addresses = {a.get("href").removeprefix("https://press.example") for a in tree.xpath("//main//dl//a")}
    printed = {code.text.removeprefix("https://press.example") for code in tree.xpath("//main//dl//code")}

    assert len(asked) <= 4
    assert printed <= addresses
    assert {"/en/news/feed.atom", "/en/news/feed.rss?kind=speech", "/en/news/feed.json?topic=topic-1",
            "/en/news/feed.atom?official=ali-terhes1", "/en/corrections/feed.rss", "/en/events/calendar.ics",
            "/en/statements/feed.json", "/en/events/feed.atom"} <= addresses  # fmt: skip
    assert all(client.get(address).status_code == 200 for address in sorted(addresses)[::5])


def test_the_hub_names_nobody_who_is_not_public(client, make_rich):
    make_rich(1, at=timezone.now() + dt.timedelta(hours=1))

    page = client.get("/en/feeds/").content.decode()
    assert "Topic 1" not in page
    assert "ali-terhes1" not in page
