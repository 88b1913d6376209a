"""Counts beside filters: each leaves its own filter out, and says nothing of what is not public."""

import pytest

from articles.models.edition import Edition, EditionTopic
from tests.api.conftest import ago, ahead
from tests.factories import make_article, publish
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def counts(answer, name):
    return {one["value"]: one["count"] for one in answer["facets"][name]["values"]}


def test_facets_count_without_their_own_filter(reader, newsroom):
    answer = reader.get(
        "/articles/?kind=speech&topic=economy&facets=kind,topic,language,event,year&include=count"
    ).json()

    assert answer["count"] == {"value": 2, "relation": "eq"}
    assert counts(answer, "kind") == {"speech": 2}
    assert counts(answer, "topic") == {"economy": 2, "trade": 2}
    assert counts(answer, "language") == {"en": 2}
    assert counts(answer, "event") == {"talks-in-baku": 1}
    assert list(counts(answer, "year").values()) == [2]
    assert [one["selected"] for one in answer["facets"]["topic"]["values"]] == [True, False]
    assert answer["facets"]["topic"]["more"] is False


def test_facets_of_every_text_are_the_numbers_of_rows_their_addresses_give(reader, newsroom):
    names = ["kind", "language", "topic", "official", "organisation", "place", "source", "event", "year"]

    answer = reader.get(f"/articles/?facets={','.join(names)}").json()

    assert list(answer["facets"]) == names
    for name in names:
        for one in answer["facets"][name]["values"]:
            assert len(reader.rows(one["url"])) == one["count"], one
    assert counts(answer, "official") == {"jane-doe": 1}
    assert counts(answer, "kind") == {"speech": 2, "readout": 1, "statement": 1}
    assert counts(answer, "topic") == {"economy": 2, "trade": 2, "diplomacy": 1}


def test_a_chosen_value_is_there_though_no_text_has_it(reader, newsroom):
    answer = reader.get("/articles/?kind=denial&topic=trade&facets=kind,topic&include=count").json()

    assert answer["count"] == {"value": 0, "relation": "eq"}
    assert counts(answer, "kind") == {"speech": 2, "denial": 0}
    assert counts(answer, "topic") == {"trade": 0}


def test_labels_are_in_the_language_asked_for(client, newsroom):
    answer = client.get("/api/v1/articles/?facets=topic", headers={"Accept-Language": "az"}).json()

    assert "İqtisadiyyat" in [one["label"] for one in answer["facets"]["topic"]["values"]]


def test_at_most_twenty_values_and_that_there_are_more_is_said(reader, writer, approver, newsroom):
    edition = Edition.objects.get(article=newsroom["plain"])
    topics = type(newsroom["trade"]).objects
    made = [topics.create(name=f"Topic {number:02}") for number in range(22)]
    clock = {name: getattr(edition, name) for name in ("public_from", "public_until", "text_until", "published_at")}
    EditionTopic.objects.bulk_create(EditionTopic(edition=edition, topic=topic, **clock) for topic in made)

    facet = reader.get("/articles/?facets=topic&topic=topic-21,topic-20").json()["facets"]["topic"]

    assert facet["more"] is True
    assert len(facet["values"]) == 22
    assert [one["value"] for one in facet["values"] if one["selected"]] == ["topic-20", "topic-21"]


def test_what_is_not_public_is_not_counted(reader, writer, approver, newsroom):
    question = "/articles/?facets=kind,topic,official,language,source,year&include=count"
    before = reader.get(question).content

    for number in range(5):
        article = make_article(by=writer, now=ago(5), headline=f"Hidden {number}", kind="speech")
        article.topics.add(newsroom["trade"])
        hours = {"at": ahead(60)} if number % 2 else {"hold": True}
        publish(article, writer=writer, approver=approver, now=ago(4), **hours)

    assert reader.get(question).content == before


def test_facets_are_counted_once_for_each_visible_set(reader, client, newsroom):
    question = "/api/v1/articles/?kind=speech&topic=trade&facets=kind,topic,official,place,year&include=count"

    with statements() as cold:
        client.get(question)
        first = len(cold)
        client.get(f"{question}&limit=2")
        second = len(cold) - first

    assert (first, second) == (3, 1)  # the topic, the counts, the page; the page


def test_a_facet_that_does_not_exist_is_refused_by_name(reader, newsroom):
    assert reader.faults("/articles/?facets=kind,topics&include=counts") == [
        ("facets", "unknown-value"),
        ("include", "unknown-value"),
    ]
    assert reader.faults("/topics/?facets=kind") == [("facets", "unknown-parameter")]


def test_other_lists_count_their_rows(reader, newsroom):
    assert reader.get("/topics/?include=count").json()["count"] == {"value": 3, "relation": "eq"}
    assert reader.get("/officials/?name=jane&include=count").json()["count"] == {"value": 1, "relation": "eq"}
