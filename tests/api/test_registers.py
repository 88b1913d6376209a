"""Officials, positions, organisations, events, sources, topics, statements and kinds."""

import pytest

from tests.api.conftest import ago, ahead, make_full
from tests.factories import Organisation, Person, Position, edit, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_official_is_shown_with_names_and_positions(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    jane = article.things["officials"]
    jane.names.create(name="Джейн Доу", language="ru")

    sent = reader.get("/officials/jane-doe/").json()

    assert sent["id"] == str(jane.uid)
    assert sent["biography"] == "A diplomat."
    assert [(n["name"], n["language"]) for n in sent["names"]] == [("Джейн Доу", "ru")]
    assert [(p["title"], p["organisation"]["name"], p["starts"], p["ends"]) for p in sent["positions"]] == [
        ("Minister", "Foreign Ministry", "2020-XX-05", None)
    ]
    assert sent["url"] == "https://press.example/en/officials/jane-doe/"
    assert reader.get(sent["api_url"]).json() == sent
    assert "biography" not in reader.rows("/officials/")[0]


def test_position_without_public_hour_is_not_shown_with_its_holder(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    jane, ministry = article.things["officials"], article.things["organisations"]
    Position.objects.create(person=jane, organisation=ministry, title="Prime Minister", public_from=ahead(60))
    Position.objects.create(person=jane, organisation=ministry, title="Clerk", public_from=ago(60), public_until=ago(5))

    assert [p["title"] for p in reader.get("/officials/jane-doe/").json()["positions"]] == ["Minister"]
    assert [p["title"] for p in reader.rows("/positions/")] == ["Minister"]


def test_public_position_shows_its_holder_without_any_text(reader, db):
    person = Person.objects.create(name="John Roe")
    office = Organisation.objects.create(name="Parliament", kind="parliament")
    post = Position.objects.create(person=person, organisation=office, title="Speaker", public_from=ago(60))

    assert [row["name"] for row in reader.rows("/officials/")] == ["John Roe"]
    assert [row["name"] for row in reader.rows("/officials/?organisation=parliament")] == ["John Roe"]
    assert reader.rows("/positions/?official=john-roe")[0]["official"]["id"] == str(person.uid)
    assert reader.get(f"/positions/{post.uid}/").json()["title"] == "Speaker"
    assert [line["type"] for line in reader.rows("/changes/")] == ["position.published"]


@pytest.mark.parametrize("name", ["jäne", "DOE", "доу", "jane doe"])
def test_official_is_found_in_any_spelling(reader, writer, approver, name):
    article = make_full(writer=writer, approver=approver)
    article.things["officials"].names.create(name="Джейн Доу")
    article.things["officials"].save()

    assert len(reader.rows("/officials/", {"name": name})) == 1
    assert reader.rows("/officials/", {"name": f"{name} roe"}) == []


def test_filters_of_registers(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    for address, count in [
        ("/organisations/?kind=government", 1),
        ("/organisations/?kind=state,parliament", 0),
        ("/events/?type=meeting&status=scheduled", 1),
        ("/events/?participant=jane-doe", 1),
        ("/events/?starts_after=2025-11-03&starts_before=2025-11-04", 1),
        ("/events/?starts_after=2025-11-04", 0),
        ("/sources/?kind=press_service", 1),
        ("/sources/?kind=outlet", 0),
        ("/topics/?name=diplomacy", 1),
        ("/statements/?speaker=jane-doe", 1),
        ("/statements/?q=agreed", 1),
        ("/statements/?q=petrov", 0),
        ("/statements/?said_before=2000-01-01", 0),
        ("/positions/?organisation=foreign-ministry", 1),
    ]:
        assert len(reader.rows(address)) == count, address
    assert reader.faults("/events/?starts_after=04.11.2025") == [("starts_after", "invalid-value")]


def test_event_source_and_topic_are_shown(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    event = reader.get("/events/talks-in-baku/").json()
    source = reader.get("/sources/press-service/").json()
    topic = reader.get("/topics/diplomacy/").json()

    assert (event["type"], event["status"], event["starts"]) == ("meeting", "scheduled", "2025-11-03")
    assert [(p["name"], p["role"]) for p in event["participants"]] == [("Jane Doe", "Minister")]
    assert event["participants_complete"]
    assert source["kind"] == "press_service"
    assert not {"reuse", "reuse_note"} & set(source)
    assert topic["code"] == "medtop:20000639"


def test_statement_survives_a_correction(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, headline="Talks held")
    said = article.things["statements"]

    before = reader.get(f"/statements/{said.uid}/").json()
    take(article, "correct", by=writer, now=ago(20))
    edit(article, by=writer, now=ago(20), headline="Talks were held", correction_class="typo", public_note="A word.")
    take(article, "submit", by=writer, now=ago(20))
    take(article, "approve", by=approver, now=ago(10))
    after = reader.get(f"/statements/{said.uid}/").json()

    assert (before["words"], before["verb"], before["form"]) == ("We agreed", "said", "direct")
    assert [(s["name"], s["role"], s["organisation"]) for s in before["speakers"]] == [
        ("Jane Doe", "Minister", "Foreign Ministry")
    ]
    assert (before["article"]["edition"], after["article"]["edition"]) == (1, 2)
    assert (before["article"]["id"], after["id"]) == (str(article.uid), before["id"])
    assert len(reader.rows("/statements/")) == 1


def test_nothing_there(reader, db):
    for name in ("officials", "positions", "organisations", "events", "sources", "topics", "statements"):
        for one in ("nobody", "%00", "7f1b3a52-0000-4000-8000-000000000000", "x" * 500, "😀", "urn:uuid:1", "{}"):
            response = reader.get(f"/{name}/{one}/")
            assert response.status_code == 404, (name, one)
            assert response.headers["Content-Type"] == "application/problem+json"


def test_kinds_are_named_in_the_language_of_the_client(reader, db):
    english, other = reader.get("/kinds/"), reader.get("/kinds/", **{"Accept-Language": "ru"})

    assert english.json()["results"][0]["id"] == "press_release"
    assert english.json()["results"][0]["articles"] == "https://press.example/api/v1/articles/?kind=press_release"
    assert len(english.json()["results"]) == 9
    assert english.headers["ETag"] != other.headers["ETag"]


def test_edit_of_a_register_row_is_seen_by_a_client_that_asks_conditionally(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    tag = reader.get("/officials/jane-doe/").headers["ETag"]
    assert reader.get("/officials/jane-doe/", **{"If-None-Match": tag}).status_code == 304

    jane = article.things["officials"]
    jane.biography = "A diplomat of long standing."
    jane.save()

    assert reader.get("/officials/jane-doe/", **{"If-None-Match": tag}).json()["biography"] == jane.biography
