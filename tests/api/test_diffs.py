"""What differs between two editions, as the API tells it."""

import pytest

from tests.api.conftest import ago, make_full
from tests.factories import edit, make_public, take
from tests.statements import statements

pytestmark = pytest.mark.django_db


def corrected(article, *, writer, approver, now, **fields):
    take(article, "correct", by=writer, now=now)
    edit(article, by=writer, now=now, correction_class="typo", public_note="A word.", **fields)
    take(article, "submit", by=writer, now=now)
    take(article, "approve", by=approver, now=now)


@pytest.fixture
def article(writer, approver):
    made = make_full(writer=writer, approver=approver, now=ago(60))
    corrected(made, writer=writer, approver=approver, now=ago(50), headline="Ministers met <b>")
    corrected(made, writer=writer, approver=approver, now=ago(40), summary="In short.")
    return made


def test_what_was_added_and_taken_away_is_marked(reader, article):
    told = reader.get(f"/articles/{article.uid}/diff/?from=1&to=2").json()

    assert (told["from"]["edition"], told["to"]["edition"], told["to"]["note"]) == (1, 2, "A word.")
    assert (told["changed"], told["members"]) == (True, ["headline", "title"])
    headline = told["parts"][0]
    assert (headline["name"], headline["state"]) == ("headline", "changed")
    assert headline["html"] == "<p>Ministers <del>meet</del><ins>met &lt;b&gt;</ins></p>"
    assert {part["state"] for part in told["parts"][1:]} == {"same"}


def test_if_not_asked_otherwise_the_newest_two_are_compared(reader, article):
    told = reader.get(f"/articles/PR-{article.reference}/diff/").json()

    assert (told["from"]["edition"], told["to"]["edition"], told["members"]) == (2, 3, ["summary"])
    assert reader.get(f"/articles/{article.uid}/diff/?to=1").json()["changed"] is False


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("from=4", ("from", "unknown-value")),
        ("to=99", ("to", "unknown-value")),
        ("from=x", ("from", "invalid-value")),
        ("from=0", ("from", "invalid-value")),
        ("form=1", ("form", "unknown-parameter")),
    ],
)
def test_edition_nobody_knows_is_refused_by_name(reader, article, query, fault):
    assert fault in reader.faults(f"/articles/{article.uid}/diff/?{query}")


def test_edition_to_come_is_none(reader, article, writer, approver):
    take(article, "correct", by=writer, now=ago(30))
    edit(article, by=writer, now=ago(30), headline="Secret", correction_class="typo", public_note="Secret.")

    assert reader.faults(f"/articles/{article.uid}/diff/?to=4") == [("to", "unknown-value")]
    assert reader.get("/articles/PR-ZZZZZZ/diff/").status_code == 404


def test_words_taken_back_are_compared_with_nothing(reader, article, approver):
    take(article, "retract", by=approver, now=ago(5), note="Never said.")

    answer = reader.get(f"/articles/{article.uid}/diff/?from=1&to=2")

    assert (answer.status_code, answer.json()["note"]) == (410, "Never said.")


def test_it_costs_two_statements(client, article):
    with statements() as cost:
        client.get(f"/api/v1/articles/{article.uid}/diff/?from=1&to=3")

    assert len(cost) == 2


def test_kinds_say_how_many_texts_they_have(reader, article, writer, approver):
    make_public(writer=writer, approver=approver, now=ago(5), kind="speech")
    counts = {row["id"]: row["count"] for row in reader.rows("/kinds/")}

    assert (counts["press_release"], counts["speech"], counts["denial"]) == (1, 1, 0)
