"""expand: what a row names, sent whole, at a cost that does not grow with the rows."""

import pytest

from tests.api.conftest import ago, make_full
from tests.statements import statements

pytestmark = pytest.mark.django_db

EVERYTHING = "officials,organisations,events,topics,places,sources"


def test_things_a_text_names_are_sent_whole(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60))

    (row,) = reader.rows("/articles/", {"expand": EVERYTHING})

    for name, (named,) in {
        "officials": row["officials"], "organisations": row["organisations"], "events": row["events"],
        "topics": row["topics"], "sources": [one["source"] for one in row["attribution"]],
    }.items():  # fmt: skip
        whole = reader.get(f"/{name}/{article.things[name].uid}/").json()
        assert named["expanded"].items() <= whole.items()
        assert named["expanded"]["id"] == str(article.things[name].uid)
    assert reader.get(f"/articles/{article.uid}/?expand=events").json()["events"] == row["events"]


def test_only_what_is_asked_for_is_expanded(reader, writer, approver):
    make_full(writer=writer, approver=approver, now=ago(60))

    (row,) = reader.rows("/articles/", {"expand": "topics"})
    (plain,) = reader.rows("/articles/")

    assert "expanded" in row["topics"][0]
    assert row | {"topics": plain["topics"]} == plain


def test_statement_brings_its_speaker_and_its_text(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60))

    (row,) = reader.rows("/statements/", {"expand": "officials,article"})

    assert row["speakers"][0]["expanded"]["slug"] == "jane-doe"
    assert row["article"]["expanded"] == reader.rows("/articles/")[0]
    assert (
        reader.get(f"/statements/{article.things['statements'].uid}/?expand=article").json()["article"]
        == row["article"]
    )


def test_what_cannot_be_expanded_is_refused_by_name(reader, db):
    assert reader.faults("/articles/", {"expand": "officials,body"}) == [("expand", "unknown-value")]
    assert reader.faults("/officials/", {"expand": "positions"}) == [("expand", "unknown-parameter")]


@pytest.mark.parametrize("name", EVERYTHING.split(","))
def test_cost_does_not_grow_with_the_rows(client, writer, approver, name):
    costs = []
    for n in range(2):
        make_full(writer=writer, approver=approver, now=ago(60 - n), tag=str(n))
        with statements() as cost:
            assert client.get("/api/v1/articles/", {"expand": name}).status_code == 200
        costs.append(len(cost))

    assert costs[0] == costs[1] <= 4
