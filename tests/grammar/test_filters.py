"""The filters that texts and statements are looked for by."""

import pytest

from articles import visible
from people.models import Organisation, Person
from tests.api.conftest import ago
from tests.api.test_articles import correct
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
EVERY = {"Full", "First speech", "Second speech", "Plain"}


def found(reader, query):
    return {row["title"] for row in reader.rows(f"/articles/?{query}")}


def test_each_filter_finds_what_it_says(reader, newsroom):
    full, talk = newsroom["full"], newsroom["talk"]
    post = full.things["positions"]
    expected = {
        "official=jane-doe": {"Full"},
        "official_all=jane-doe": {"Full"},
        "official_not=jane-doe": EVERY - {"Full"},
        "official_missing=true": EVERY - {"Full"},
        "official_missing=false": {"Full"},
        "speaker=jane-doe": {"Full"},
        f"position={post.uid}": {"Full"},
        "topic=economy": {"First speech", "Second speech"},
        "topic=economy&topic_exact=true": set(),
        "topic=trade,diplomacy": {"Full", "First speech", "Second speech"},
        "topic_not=economy": {"Full", "Plain"},
        "topic_missing=true": {"Plain"},
        "event=talks-in-baku": {"Full", "Second speech"},
        "event=talks-in-baku&topic=economy": {"Second speech"},
        "event_missing=true": {"First speech", "Plain"},
        "organisation=foreign-ministry": {"Full"},
        "organisation_missing=true": EVERY - {"Full"},
        "source=press-service": {"Full"},
        "source_not=press-service": EVERY - {"Full"},
        "source_missing=true": EVERY - {"Full"},
        "place_missing=true": EVERY,
        "has=event": {"Full", "Second speech"},
        "has=statement": {"Full"},
        "has=statement,translation": {"Full"},
        "has=correction,withdrawal": set(),
        "status=usable": EVERY,
        f"ids={full.uid},{talk.uid}&ids={post.uid}": {"Full", "Second speech"},
        f"reference=pr-{full.reference.lower()},{talk.reference}": {"Full", "Second speech"},
        "language=az&kind=statement": {"Plain"},
    }
    assert {query: found(reader, query) for query in expected} == expected
    statement = {
        "topic=diplomacy": 1,
        "topic=trade": 0,
        "event=talks-in-baku&official=jane-doe": 1,
        "form=direct&language=en": 1,
        "form=reported": 0,
        "organisation=foreign-ministry&q=agreed": 1,
        f"ids={full.things['statements'].uid}": 1,
    }
    assert {query: len(reader.rows(f"/statements/?{query}")) for query in statement} == statement


def test_updates_are_found_by_their_own_instant(reader, newsroom, writer, approver):
    talk = newsroom["talk"]
    correct(talk, writer=writer, approver=approver, now=ago(20), headline="Second speech, corrected")
    visible.forget()

    since = f"{ago(25):%Y-%m-%dT%H:%M:%SZ}"
    assert found(reader, f"updated_after={since}") == {"Second speech, corrected"}
    assert found(reader, f"updated_before={since}&topic=trade") == {"First speech"}
    assert found(reader, f"published_after={since}") == set()
    assert found(reader, "has=correction") == {"Second speech, corrected"}


@pytest.mark.parametrize("order", ["-published", "published", "-updated", "updated", "headline", "-headline"])
def test_orders_and_pages_are_the_same_by_way_of_links(reader, newsroom, order):
    for number in range(5):
        newsroom["make"](f"More {number % 2}", "speech", topic=newsroom["trade"], minutes=29)
    key = {"published": "published", "updated": "updated", "headline": "title"}[order.removeprefix("-")]

    for query in ("topic=trade", "topic=economy", "kind=speech", "topic=trade&kind=speech"):
        pages = list(reader.walk(f"/articles/?{query}&order={order}&limit=2"))
        rows = [row for page in pages for row in page["results"]]
        assert [row[key] for row in rows] == sorted((row[key] for row in rows), reverse=order.startswith("-"))
        assert len({row["id"] for row in rows}) == len(rows) == 7
        back = [row["id"] for page in reader.walk(pages[-1]["previous"], rel="previous") for row in page["results"]]
        assert set(back) | {row["id"] for row in pages[-1]["results"]} == {row["id"] for row in rows}


def test_an_organisation_includes_those_in_it(reader, newsroom):
    ministry = newsroom["full"].things["organisations"]
    house = Organisation.objects.create(name="Government House")
    Organisation.objects.filter(pk=ministry.pk).update(parent=house)
    # The house itself is named nowhere: it is not public, and no filter knows it.
    assert reader.faults("/articles/?organisation=government-house") == [("organisation", "unknown-value")]

    assert found(reader, "organisation=foreign-ministry&organisation_exact=true") == {"Full"}


def test_a_row_that_is_no_longer_called_so_leads_on(client, newsroom):
    jane = newsroom["full"].things["officials"]
    Person.objects.create(name="J. Doe", merged_into=jane)
    visible.forget()

    for _again in range(2):
        answer = client.get("/api/v1/articles/?official=j-doe&kind=readout")
        assert (answer.status_code, answer["Location"].partition("?")[2]) == (301, "official=jane-doe&kind=readout")


def test_rows_are_looked_up_once_for_each_visible_set(client, newsroom):
    question = "/api/v1/articles/?official=jane-doe&topic=diplomacy&organisation=foreign-ministry"
    with statements() as asked:
        client.get(question)
        cold = len(asked)
        client.get(f"{question}&limit=2")
        assert (cold, len(asked) - cold) == (4, 1)


def test_too_many_values_are_refused(reader, newsroom):
    many = ",".join(f"x{number}" for number in range(101))
    assert reader.faults(f"/articles/?official={many}&ids={many}") == [("official", "too-many"), ("ids", "too-many")]
