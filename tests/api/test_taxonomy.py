"""Topics, places and press contacts in the API."""

import datetime as dt

import pytest

from articles.models import Contact, Event, Mention, Place, Topic
from tests.api.conftest import ago, ahead
from tests.factories import edit, make_article, publish
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(writer, approver):
    """A public text on tariffs (of trade, of economy) that names Bucharest (in Romania)."""
    economy = Topic.objects.create(
        name="economy", labels={"ru": "экономика"}, code="medtop:04000000", aliases="finance"
    )
    trade = Topic.objects.create(name="trade", parent=economy)
    tariffs = Topic.objects.create(name="tariffs", parent=trade)
    romania = Place.objects.create(name="Romania", labels={"az": "Rumıniya"}, kind="country", code="RO")
    city = Place.objects.create(
        name="Bucharest", kind="city", parent=romania, country="RO", latitude="44.43225", longitude="26.10626"
    )
    article = make_article(by=writer, now=ago(60), headline="Tariffs fall")
    article.topics.add(tariffs)
    Mention.objects.create(article=article, place=city)
    edit(article, by=writer, now=ago(60))
    publish(article, writer=writer, approver=approver, now=ago(60))
    return {"economy": economy, "trade": trade, "tariffs": tariffs, "romania": romania, "city": city, "text": article}


def names(rows):
    return [row["name"] for row in rows]


def test_topic_is_sent_with_names_code_parent_and_children(reader, tree):
    sent = reader.get("/topics/economy/").json()

    assert (sent["name"], sent["labels"], sent["other_names"]) == ("economy", {"ru": "экономика"}, ["finance"])
    assert (sent["code"], sent["parent"], names(sent["children"])) == ("medtop:04000000", None, ["trade"])
    assert reader.get("/topics/trade/").json()["parent"] == {"id": str(tree["economy"].uid), "name": "economy"}
    for known in ("medtop:04000000", str(tree["economy"].uid)):
        assert reader.get(f"/topics/{known}/").json() == sent
    assert names(reader.rows("/topics/")) == ["economy", "tariffs", "trade"]


def test_place_is_sent_with_kind_country_and_coordinates(reader, tree):
    sent = reader.get("/places/bucharest/").json()

    assert (sent["kind"], sent["country"], sent["latitude"], sent["longitude"]) == ("city", "RO", 44.43225, 26.10626)
    assert (sent["parent"]["name"], sent["children"]) == ("Romania", [])
    country = reader.get("/places/RO/").json()
    assert (country["name"], country["labels"], country["latitude"]) == ("Romania", {"az": "Rumıniya"}, None)
    assert country["url"] == "https://press.example/en/places/romania/"
    assert reader.get(country["api_url"]).json() == country


@pytest.mark.both_databases
def test_rows_of_trees_are_filtered(reader, tree):
    for address, found in {
        "/topics/?parent=economy": ["trade"],
        "/topics/?name=эконом": ["economy"],
        "/topics/?name=finance": ["economy"],
        "/places/?kind=city": ["Bucharest"],
        "/places/?country=RO": ["Bucharest", "Romania"],
        "/places/?parent=RO": ["Bucharest"],
        "/places/?name=rumıniya": ["Romania"],
        "/topics/?at=2000-01-01": [],
    }.items():
        assert names(reader.rows(address)) == found, address
    assert reader.faults("/places/?country=bucharest") == [("country", "unknown-value")]
    assert reader.faults("/topics/?parent=economi")[0] == ("parent", "unknown-value")


@pytest.mark.both_databases
def test_articles_and_events_are_asked_by_the_whole_branch(reader, tree):
    Event.objects.create(name="Summit", place=tree["city"], starts="2026-05", public_from=ago(5))

    for address, count in {
        "/articles/?topic=economy": 1,
        "/articles/?topic=medtop:04000000": 1,
        "/articles/?topic=economy&topic_exact=true": 0,
        "/articles/?topic=economy&topic_exact=false": 1,
        "/articles/?topic=tariffs&topic_exact=true": 1,
        "/articles/?place=RO": 1,
        "/articles/?place=romania&place_exact=true": 0,
        "/articles/?country=RO": 1,
        "/search/?q=tariffs&country=RO": 1,
        "/events/?place=romania": 1,
        "/events/?country=RO": 1,
        "/events/?place=romania&place_exact=true": 0,
    }.items():
        assert len(reader.rows(address)) == count, address
    assert reader.faults("/articles/?topic=economy&topic_exact=yes") == [("topic_exact", "unknown-value")]


@pytest.mark.both_databases
def test_a_branch_is_unknown_until_its_text_is_public(reader, writer, approver):
    region = Place.objects.create(name="Ilfov", parent=Place.objects.create(name="Romania", kind="country", code="RO"))
    article = make_article(by=writer, now=ago(60))
    Mention.objects.create(article=article, place=region)
    edit(article, by=writer, now=ago(60))
    publish(article, writer=writer, approver=approver, now=ago(60), at=ahead(60))

    assert reader.rows("/places/") == []
    assert reader.get("/places/RO/").status_code == reader.get("/places/ilfov/").status_code == 404
    assert reader.faults("/articles/?country=RO") == [("country", "unknown-value")]


def make_contact(**fields):
    return Contact.objects.create(**{"name": "Press desk", "zone": "Asia/Baku", "public_from": ago(60)} | fields)


def test_contact_is_sent_with_hours_and_whether_it_is_open(reader, db):
    make_contact(role="For journalists", phone="+994 12 123 45 67", languages="az, ru", hours="24/7")
    make_contact(name="Quiet desk", email="press@example.gov")
    make_contact(name="To come", public_from=ahead(60))

    desk, quiet = reader.rows("/contacts/")

    assert (desk["languages"], desk["open"], desk["open_changes_at"]) == (["az", "ru"], True, None)
    assert (quiet["hours"], quiet["open"], quiet["organisation"]) == ("", None, None)
    assert desk["url"] == "https://press.example/en/contacts/#press-desk"
    assert reader.get(desk["api_url"]).json() == desk
    assert names(reader.rows("/contacts/?name=quiet")) == ["Quiet desk"]


def test_validator_of_a_contact_moves_when_it_opens(reader, db):
    contact = make_contact(hours="24/7")
    tag = reader.get("/contacts/press-desk/").headers["ETag"]
    assert reader.get("/contacts/press-desk/", **{"If-None-Match": tag}).status_code == 304

    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)  # what the clock would do
    Contact.objects.filter(pk=contact.pk).update(hours=f"{day:%a}"[:2] + " 10:00-10:01")

    again = reader.get("/contacts/press-desk/", **{"If-None-Match": tag})
    assert (again.status_code, again.json()["open"]) == (200, False)


@pytest.mark.parametrize("address", ["/topics/", "/places/", "/contacts/", "/topics/economy/", "/places/RO/"])
def test_answer_costs_at_most_four_statements_however_much_there_is(reader, tree, address):
    make_contact()

    def cost():
        reader.get("/kinds/")  # settles what is due
        with statements() as found:
            assert reader.get(address).status_code == 200
        return len(found)

    before = cost()
    for number in range(4):
        Place.objects.create(name=f"Place {number}", parent=tree["city"])
        make_contact(name=f"Desk {number}")
        Event.objects.create(name=f"E {number}", place=Place.objects.last(), starts="2026-05", public_from=ago(5))

    assert before <= 4
    assert cost() == before
