"""Press contacts for readers: whom to call, in which languages, and whether somebody is there now."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.models import Contact
from people.models import Organisation, Person, Position
from tests.factories import minutes
from tests.statements import statements

pytestmark = pytest.mark.django_db

BAKU, NEW_YORK = "Asia/Baku", "America/New_York"


def make_contact(**fields):
    given = {
        "name": "Press desk",
        "phone": "+994 12 123 45 67",
        "zone": BAKU,
        "public_from": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    }
    return Contact.objects.create(**given | fields)


def at(zone, text):
    """The instant at which the clocks of ``zone`` show ``text``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def words(response, xpath):
    return [" ".join("".join(node.itertext()).split()) for node in etree.HTML(response.content).xpath(xpath)]


def presence(response):
    return [said[0].lower() + said[1:] for said in words(response, '//*[contains(@class, "presence")]')]


def test_contact_is_told_with_numbers_mail_languages_and_hours(client, db):
    make_contact(
        labels={"az": "Mətbuat xidməti"}, role="For journalists", out_of_hours_phone="+994 50 123-45-67",
        email="press@example.gov", languages="az, en, ru", hours="Mo-Fr 09:00-18:00; Sa,Su 10:00-14:00",
    )  # fmt: skip

    english, azerbaijani = client.get("/en/contacts/"), client.get("/az/contacts/")

    facts = dict(zip(words(english, "//main//dt"), words(english, "//main//dd"), strict=True))
    assert facts == {
        "Telephone": "+994 12 123 45 67",
        "Outside office hours": "+994 50 123-45-67",
        "E-mail": "press@example.gov",
        "Languages": "Azerbaijani, English, Russian",
        "Office hours": facts["Office hours"],
    }
    assert words(english, "//main//dd//li") == ["Monday–Friday 09:00–18:00", "Saturday–Sunday 10:00–14:00"]
    assert facts["Office hours"].endswith("by the clocks of Baku")
    assert etree.HTML(english.content).xpath("//main//a/@href") == [
        "tel:+994121234567", "tel:+994501234567", "mailto:press@example.gov",
    ]  # fmt: skip
    assert words(azerbaijani, "//main//h2") == ["Mətbuat xidməti"]
    assert words(azerbaijani, "//main//dd//li")[0] == "Bazar ertəsi–cümə 09:00–18:00"
    assert "azərbaycan, ingilis, rus" in azerbaijani.content.decode()


def test_contact_is_seen_from_its_hour_until_its_end(client, db):
    now = timezone.now()
    make_contact(name="To come", public_from=now + minutes(5))
    make_contact(name="Held", public_from=None)
    make_contact(name="Gone", public_from=now - minutes(9), public_until=now - minutes(5))
    make_contact(name="Here", public_from=now - minutes(9), public_until=now + minutes(5))

    assert words(client.get("/en/contacts/"), "//main//h2") == ["Here"]


def test_without_a_contact_the_page_says_so(client, db):
    assert words(client.get("/en/contacts/"), '//p[@class="nothing"]') == ["No press contact is public."]


@pytest.mark.parametrize(
    ("hours", "zone", "now", "said"),
    [
        ("Mo-Fr 09:00-18:00", BAKU, "2026-11-23T08:59", "closed now, opens today at 09:00"),
        ("Mo-Fr 09:00-18:00", BAKU, "2026-11-23T09:00", "open now, until 18:00"),
        ("Mo-Fr 09:00-18:00", BAKU, "2026-11-23T18:00", "closed now, opens tomorrow at 09:00"),
        ("Mo-Fr 09:00-18:00", BAKU, "2026-11-27T18:00", "closed now, opens Monday, 09:00"),
        ("Mo 09:00-18:00", BAKU, "2026-11-23T18:00", "closed now, opens Nov. 30, 2026, 09:00"),
        ("Mo 00:00-24:00", BAKU, "2026-11-23T18:00", "open now, until 24:00"),
        ("Mo 18:00-02:00", BAKU, "2026-11-23T20:00", "open now, until Tuesday, 02:00"),
        ("24/7", BAKU, "2026-11-23T20:00", "open at all hours"),
        # Clocks in New York go from 02:00 to 03:00 on 8 March 2026, and from 02:00 back to 01:00 on 1 November 2026.
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-03-07T09:00", "open now, until 17:00"),
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-03-08T08:59", "closed now, opens today at 09:00"),
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-11-01T09:00", "open now, until 17:00"),
    ],
)
def test_presence_goes_by_the_clocks_of_the_contact(ask, db, hours, zone, now, said):
    make_contact(hours=hours, zone=zone)

    assert presence(ask("/en/contacts/", at(zone, now))) == [said]


def test_entity_tag_moves_when_somebody_comes_or_goes_and_not_before(ask, db):
    make_contact(hours="Mo-Fr 09:00-18:00")

    def tag(now, **headers):
        return ask("/en/contacts/", at(BAKU, f"2026-11-23T{now}"), **headers)["ETag"]

    before = tag("08:00")
    assert tag("08:59:59") == before
    assert tag("09:00") != before
    assert tag("17:59") == tag("09:00")
    assert tag("18:00") not in (before, tag("09:00"))

    kept = ask("/en/contacts/", at(BAKU, "2026-11-23T08:59"), **{"If-None-Match": before})
    opened = ask("/en/contacts/", at(BAKU, "2026-11-23T09:00"), **{"If-None-Match": before})
    assert (kept.status_code, opened.status_code) == (304, 200)
    assert opened["Cache-Control"] == "public, max-age=59"


def test_hours_that_cannot_be_read_are_shown_as_they_are(client, db):
    make_contact(hours="when we can", zone="Nowhere/At-All")

    page = client.get("/en/contacts/")

    assert page.status_code == 200
    assert presence(page) == []
    assert "When we can" in page.content.decode()


def test_organisation_is_linked_only_where_it_has_a_page(client, db):
    hidden = Organisation.objects.create(name="Cabinet")
    shown = Organisation.objects.create(name="Ministry")
    now = timezone.now()
    Position.objects.create(person=Person.objects.create(name="A B"), organisation=shown, title="M", public_from=now)
    make_contact(organisation=hidden)
    make_contact(name="Second desk", organisation=shown)
    visible.forget()

    page = client.get("/en/contacts/")

    assert words(page, "//main//dd")[0::2] == ["Cabinet", "Ministry"]
    hrefs = etree.HTML(page.content).xpath("//main//a/@href")
    assert [href for href in hrefs if "organisations" in href] == ["/en/organisations/ministry/"]


def test_page_costs_one_statement_however_many_there_are(client, db):
    for number in range(5):
        make_contact(name=f"Desk {number}", hours="24/7")
    visible.current()

    with statements() as found:
        client.get("/en/contacts/")

    assert len(found) == 1
