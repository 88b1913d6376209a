"""Officials, positions, organisations, events, sources, topics, statements and kinds."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.desk import registers
from articles.desk.settle import settle
from tests.api.conftest import ago, ahead, make_full
from tests.factories import Organisation, Person, Position, edit, make_user, minutes, take
from tests.statements import statements

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
    assert topic["code"] == "medtop:0"


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


@pytest.mark.parametrize("address", ["/officials/", "/officials/jane-doe/", "/positions/", "/organisations/"])
def test_client_that_has_the_answer_is_told_of_an_edit_and_else_costs_nothing(reader, writer, approver, address):
    article = make_full(writer=writer, approver=approver)
    registry = make_user("Registry editor", name="registry")
    tag = reader.get(address).headers["ETag"]
    with statements() as captured:
        assert reader.get(address, **{"If-None-Match": tag}).status_code == 304
    assert len(captured) == 0

    for thing, values in [("officials", {"name": "Jane Roe"}), ("organisations", {"name": "Office"}),
                          ("positions", {"title": "Speaker"})]:  # fmt: skip
        registers.change(article.things[thing], values, by=registry, now=timezone.now())
        response = reader.get(address, **{"If-None-Match": tag})
        assert response.status_code == 200
        tag = response.headers["ETag"]


# --- Officials, positions, organisations at length --------------------------------------------------------------------


def make_post(name="Jane Doe", title="Minister", at="Ministry", **fields):
    """A position public for an hour, with its holder and organisation (each made where there is none of the name)."""
    person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
    office = Organisation.objects.filter(name=at).first() or Organisation.objects.create(name=at)
    fields = {"public_from": ago(60), **fields}
    return Position.objects.create(person=person, organisation=office, title=title, **fields)


def make_ambassador():
    """An official with something in every field."""
    post = make_post(
        "Jane Doe", "Ambassador", "Embassy", starts="2020-XX-05", labels={"az": "Səfir"}, acting=True, joint=True
    )
    post.accredited_to.add(Organisation.objects.create(name="Hungary", kind="state", country="HU"))
    jane = post.person
    jane.labels = {"ru": "Джейн Доу"}
    jane.save()
    jane.names.create(name="Ceyn Dou", language="az", former=True)
    jane.identifiers.create(scheme="wikidata", value="Q1")
    return post


def test_official_is_sent_with_everything_there_is(reader, db):
    post = make_ambassador()
    sent = reader.get("/officials/jane-doe/").json()
    [held] = sent["positions"]

    assert sent["labels"] == {"ru": "Джейн Доу"}
    assert sent["names"] == [{"name": "Ceyn Dou", "language": "az", "script": "Latn", "former": True}]
    assert sent["identifiers"] == [
        {"scheme": "wikidata", "identifier": "Q1", "url": "https://www.wikidata.org/wiki/Q1"}
    ]
    assert (held["title"], held["labels"], held["starts"], held["ends"]) == (
        "Ambassador", {"az": "Səfir"}, "2020-XX-05", None,
    )  # fmt: skip
    assert (held["acting"], held["joint"], held["organisation"]["name"]) == (True, True, "Embassy")
    assert [state["name"] for state in held["accredited_to"]] == ["Hungary"]
    assert reader.get(held["api_url"]).json()["id"] == held["id"] == str(post.uid)
    [listed] = reader.rows("/positions/")
    assert listed["official"] == {"id": str(post.person.uid), "name": "Jane Doe"}
    assert [state["name"] for state in listed["accredited_to"]] == ["Hungary"]
    assert [row["name"] for row in reader.rows("/organisations/")] == ["Embassy", "Hungary"]


def test_organisation_is_sent_with_its_place_in_the_tree_and_its_dates(reader, db):
    state, ministry, desk = (make_post(f"Head of {n}", at=n).organisation for n in ("State", "Ministry", "Desk"))
    hidden = Organisation.objects.create(name="Hidden", parent=ministry)
    ministry.parent, desk.parent, state.parent = state, ministry, hidden
    ministry.founded, ministry.dissolved, ministry.labels = "1991", "2020-05", {"az": "Nazirlik"}
    for row in (ministry, desk, state):
        row.save()
    ministry.names.create(name="Office", former=True)
    ministry.identifiers.create(scheme="ror", value="012345678")
    sent = reader.get("/organisations/ministry/").json()

    assert sent["parent"] == {"id": str(state.uid), "name": "State"}
    assert sent["children"] == [{"id": str(desk.uid), "name": "Desk"}]
    assert (sent["founded"], sent["dissolved"], sent["labels"]) == ("1991", "2020-05", {"az": "Nazirlik"})
    assert [name["name"] for name in sent["names"]] == ["Office"]
    assert sent["identifiers"][0]["url"] == "https://ror.org/012345678"
    assert reader.get("/organisations/state/").json()["parent"] is None
    assert [row["name"] for row in reader.rows("/organisations/?parent=ministry")] == ["Desk"]


# (from, until, held on 3 November 2025): a date without a year counts as no bound; an open one as its widest.
HELD = [
    ("", "", True),
    ("2025-11-03", "", True),
    ("2025-11-04", "", False),
    ("2025-11", "", True),
    ("2025-12", "", False),
    ("2025", "", True),
    ("2026", "", False),
    ("2025-XX-04", "", True),
    ("XXXX-11-04", "", True),
    ("XXXX", "", True),
    ("202X", "", True),
    ("203X", "", False),
    ("2020", "2025-11-03", True),
    ("2020", "2025-11-02", False),
    ("2020", "2025-11", True),
    ("2020", "2025-10", False),
    ("2020", "2025", True),
    ("2020", "2024", False),
    ("2020", "XXXX-05-17", False),
    ("", "2025-11-03", True),
    ("", "2025~", True),
    ("XXXX-01-01", "XXXX-12-31", False),
]


@pytest.mark.parametrize(("starts", "ends", "held"), HELD)
def test_position_is_held_on_a_day_as_far_as_is_known(reader, db, starts, ends, held):
    make_post(starts=starts, ends=ends)
    count = 1 if held else 0

    assert len(reader.rows("/positions/?as_of=2025-11-03")) == count
    assert len(reader.rows("/officials/?in_office_on=2025-11-03")) == count


def test_position_is_current_by_today_s_date(reader, db):
    today = timezone.localdate()
    make_post(title="Now", starts=str(today.year - 1))
    make_post(title="Over", starts=str(today.year - 3), ends=str(today.year - 2))
    make_post(title="To come", starts=str(today.year + 1))

    assert [row["title"] for row in reader.rows("/positions/?current=true")] == ["Now"]
    assert [row["title"] for row in reader.rows("/positions/?current=false")] == ["Over", "To come"]
    assert reader.faults("/positions/?current=yes") == [("current", "unknown-value")]


def test_questions_about_an_official_s_position_are_about_one_position(reader, db):
    make_post("Jane Doe", at="Ministry", starts="2020", ends="2021")
    make_post("Jane Doe", at="Parliament", starts="2022")
    make_post("John Roe", at="Ministry", starts="2022")
    Organisation.objects.filter(name="Parliament").update(country="HU")

    for question, found in [
        ("organisation=ministry", ["Jane Doe", "John Roe"]),
        ("organisation=ministry&in_office_on=2025-11-03", ["John Roe"]),
        ("organisation=ministry,parliament&in_office_on=2025-11-03", ["Jane Doe", "John Roe"]),
        ("country=hu", ["Jane Doe"]),
        ("country=HU&organisation=ministry", []),
        ("country=AZ,HU&in_office_on=2021-05-05", []),
        ("name=roe&in_office_on=2025-11-03", ["John Roe"]),
    ]:
        assert [row["name"] for row in reader.rows(f"/officials/?{question}")] == found, question
    assert reader.faults("/officials/?country=XYZ") == [("country", "unknown-value")]
    assert reader.faults("/officials/?in_office_on=2025") == [("in_office_on", "invalid-value")]


def test_organisation_stands_for_its_parts(reader, db):
    state, ministry, desk = (make_post(f"Head of {n}", at=n).organisation for n in ("State", "Ministry", "Desk"))
    Organisation.objects.filter(pk=ministry.pk).update(parent=state)
    Organisation.objects.filter(pk=desk.pk).update(parent=ministry)

    for name, count in [("state", 3), ("ministry", 2), ("desk", 1)]:
        assert len(reader.rows(f"/officials/?organisation={name}")) == count
        assert len(reader.rows(f"/positions/?organisation={name}")) == count


def test_registers_are_as_readers_saw_them_at_an_instant(reader, db):
    old = make_post("Jane Doe", "Foreign Minister", "Foreign Ministry", starts="2020")
    hour = ago(30)
    Position.objects.filter(pk=old.pk).update(public_until=hour)
    Position.objects.create(
        person=old.person, organisation=old.organisation, title="Foreign Minister", starts="2020", ends="2024",
        replaces=old, root=old, public_from=hour,
    )  # fmt: skip
    make_post("John Roe", "Foreign Minister", "Foreign Ministry", starts="2024", public_from=hour)
    make_post("Jane Doe", "Prime Minister", "Cabinet", starts="2024", public_from=hour)
    before, after = (f"at={instant_of(hour + minutes(m))}" for m in (-1, 1))

    def officials(question):
        rows = reader.rows(f"/officials/?{question}")
        return {row["name"]: [(p["title"], p["starts"], p["ends"]) for p in row["positions"]] for row in rows}

    assert officials(before) == {"Jane Doe": [("Foreign Minister", "2020", None)]}
    assert (
        officials(after)
        == officials("")
        == {
            "Jane Doe": [("Prime Minister", "2024", None), ("Foreign Minister", "2020", "2024")],
            "John Roe": [("Foreign Minister", "2024", None)],
        }
    )
    assert [row["name"] for row in reader.rows(f"/organisations/?{before}")] == ["Foreign Ministry"]
    assert len(reader.rows("/organisations/")) == 2
    assert reader.get(f"/positions/{old.uid}/?{before}").json()["ends"] is None
    assert reader.get(f"/positions/{old.uid}/").json()["ends"] == "2024"
    assert {row["id"] for row in reader.rows("/positions/?official=jane-doe")} >= {str(old.uid)}
    assert len(reader.rows(f"/positions/?official=jane-doe&{before}")) == 1
    assert reader.faults(f"/positions/?official=john-roe&{before}") == [("official", "unknown-value")]
    assert reader.get(f"/officials/john-roe/?{before}").status_code == 404


@pytest.mark.parametrize("address", ["officials", "positions", "organisations"])
def test_instant_that_cannot_be_asked_is_refused(reader, db, address):
    post = make_post()
    one = {"officials": "jane-doe", "positions": post.uid, "organisations": "ministry"}[address]

    for door in (f"/{address}/", f"/{address}/{one}/"):
        assert reader.faults(f"{door}?at={instant_of(ahead(5))}") == [("at", "future")]
        assert reader.faults(f"{door}?at=yesterday") == [("at", "invalid-value")]
        assert reader.faults(f"{door}?at=") == [("at", "empty-value")]


def instant_of(moment):
    """A moment as a client writes it."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


ADDRESSES = [
    "/officials/?fields=*",
    "/officials/?organisation=embassy&country=AZ&in_office_on=2025-11-03&name=doe",
    "/officials/jane-doe/",
    "/positions/?official=jane-doe&organisation=embassy&current=true",
    "/organisations/?parent=ministry",
    "/organisations/embassy/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_register_costs_the_same_whatever_it_holds(reader, db, address):
    def more(number):
        post = make_post("Jane Doe", f"Title {number}", "Embassy")
        post.accredited_to.set([Organisation.objects.create(name=f"State {number}"), post.organisation])
        ministry = make_post(f"Doe {number}", at="Ministry").organisation
        Organisation.objects.create(name=f"Part {number}", parent=ministry)
        make_post(f"Doe {number}", at=f"Part {number}")
        post.person.names.create(name=f"Name {number}")
        post.organisation.names.create(name=f"Name {number}")
        post.person.identifiers.create(scheme="wikidata", value=f"Q{number}")

    def cost():
        settle()
        with statements() as captured:
            assert reader.get(address).status_code == 200
        return len(captured)

    more(1)
    first = cost()
    more(2)
    more(3)

    assert first == cost()
    assert first <= 4
