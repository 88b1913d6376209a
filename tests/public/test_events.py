"""The page of an event, and the agenda: when, where, who, how it stands, now and as readers saw it."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from lxml import etree, html

from articles import visible
from articles.desk import registers
from articles.models import EventSeries
from articles.models.contact import Contact
from articles.models.taxonomy import Place
from people.models import Organisation, Person
from tests.factories import Event, EventLink, Statement, edit, make_approver, make_article, minutes, publish, take
from tests.public.events import LONG_AGO, SPRING, at, change, make_event, statements_of

pytestmark = pytest.mark.django_db


def facts(response):
    """``{term: words}`` of the facts of an event's page."""
    assert response.status_code == 200
    found = {}
    for row in etree.HTML(response.content).xpath('//dl[@class="facts"]/div'):
        term, words = (" ".join("".join(node.itertext()).split()) for node in row.xpath("dt | dd"))
        found[term] = words
    return found


def names(response):
    """The events of an agenda, in order."""
    assert response.status_code == 200
    return etree.HTML(response.content).xpath('//*[@class="agenda-what"]/a//text()')


# --- When -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words", "marked"),
    [
        ({"starts": "2026-03-12"}, "March 12, 2026", ["2026-03-12"]),
        ({"starts": "2026-03-12", "ends": "2026-03-14"}, "March 12, 2026 – March 14, 2026",
         ["2026-03-12", "2026-03-14"]),
        ({"starts": "2026-03-12", "starts_time": at(10)}, "March 12, 2026, 10:00 Baku (06:00 UTC)",
         ["2026-03-12T06:00:00Z"]),
        ({"starts": "2026-03-12", "starts_time": at(10), "ends_time": at(11, 30)},
         "March 12, 2026, 10:00 – 11:30 Baku (06:00 – 07:30 UTC)", ["2026-03-12T06:00:00Z", "2026-03-12T07:30:00Z"]),
        ({"starts": "2026-03-12", "starts_time": at(20), "ends": "2026-03-13", "ends_time": at(9),
          "zone": "America/New_York"},
         "March 12, 2026, 20:00 – March 13, 2026, 09:00 New York (03/13/2026 00:00 – 13:00 UTC)",
         ["2026-03-13T00:00:00Z", "2026-03-13T13:00:00Z"]),
        ({"starts": "2026-03-12", "starts_time": at(10), "zone": "UTC"}, "March 12, 2026, 10:00 UTC",
         ["2026-03-12T10:00:00Z"]),
        ({"starts": "2026-03-12", "ends": "2026-04"}, "March 12, 2026 – April 2026", ["2026-03-12"]),
        ({"starts": "2026-03"}, "March 2026", []),
        ({"starts": "2026"}, "2026", []),
        ({"starts": "XXXX-03-12"}, "March 12", []),
        ({"starts": "", "date_words": "Friday"}, "Friday", []),
        ({"starts": ""}, "Date not stated", []),
    ],
)  # fmt: skip
def test_event_says_when_as_far_as_it_is_known(ask, db, fields, words, marked):
    make_event("Talks", **fields)
    response = ask("/en/events/talks/", SPRING)

    assert facts(response)["When"] == words
    assert etree.HTML(response.content).xpath('//dl[@class="facts"]//time/@datetime') == marked


def test_add_to_calendar_is_offered_where_the_day_is_known(client, db):
    make_event("Known", "2026-03-12")
    make_event("Open", "2026-03")

    assert "/en/events/known/calendar.ics" in client.get("/en/events/known/").content.decode()
    assert "calendar.ics" not in client.get("/en/events/open/").content.decode()


# --- What else ------------------------------------------------------------------------------------------------------


def test_event_shows_everything_in_the_language_of_the_page(ask, db):
    person = Person.objects.create(name="Jane Doe", labels={"ru": "Джейн Доу"})
    body = Organisation.objects.create(name="Ministry", labels={"ru": "Министерство"})
    person.positions.create(title="Minister", organisation=body, public_from=LONG_AGO)
    summit = make_event("Summit", "2026-03-11", ends="2026-03-13", labels={"ru": "Саммит"})
    event = make_event(
        "Talks", labels={"ru": "Переговоры"}, venue="Hall 1", organiser=body, within=summit,
        place=Place.objects.create(name="Baku", labels={"ru": "Баку"}), starts_time=at(10),
        contact=Contact.objects.create(name="Desk", labels={"ru": "Пресс-служба"}, phone="+994 12 123 45 67",
                                       email="press@office.example", public_from=LONG_AGO),
        accreditation="Bring a card.", description="On trade.\n\nAnd more.", participants_complete=False,
    )  # fmt: skip
    event.participants.create(person=person, role="Head of delegation")
    response = ask("/ru/events/talks/", SPRING)
    page = response.content.decode()

    assert "<h1>Переговоры</h1>" in page
    for words in ("Саммит", "Министерство", "Баку", "Hall 1", "Пресс-служба", "+994 12 123 45 67", "Джейн Доу",
                  "Head of delegation", "Bring a card.", "On trade.", "And more."):  # fmt: skip
        assert words in page, words
    for address in ("/ru/events/summit/", "/ru/organisations/ministry/", "/ru/places/baku/", "/ru/contacts/#desk",
                    "tel:+994121234567", "mailto:press@office.example", "/ru/officials/jane-doe/",
                    "/ru/news/feed.atom?event=talks"):  # fmt: skip
        assert f'href="{address}"' in page, address
    assert "10:00 Баку (06:00 UTC)" in " ".join(facts(response).values())


@pytest.mark.parametrize(
    ("status", "says"),
    [("postponed", "does not take place at the time that was announced"), ("cancelled", "does not take place.")],
)
def test_status_stands_first_with_its_reason(client, db, status, says):
    make_event("Talks", status=status, status_reason="A storm is coming.")
    page = client.get("/en/events/talks/").content.decode().partition("</head>")[2]

    assert 0 < page.index(says) < page.index("A storm is coming.") < page.index("<h1>Talks</h1>")
    assert ("Was announced for" if status == "postponed" else "When") in page
    assert status.capitalize() in client.get("/en/events/").content.decode()


def test_accreditation_closes_at_its_minute_and_the_entity_tag_moves_with_it(ask, db):
    closes = dt.datetime(2026, 3, 11, 14, tzinfo=dt.UTC)
    make_event("Talks", accreditation="Bring a card.", accreditation_until=closes)
    before, at_it = (ask("/en/events/talks/", instant) for instant in (closes - dt.timedelta(microseconds=1), closes))

    assert "Open until" in facts(before)["Accreditation"]
    assert "18:00 Baku (14:00 UTC)" in facts(before)["Accreditation"]
    assert "Closed since" in facts(at_it)["Accreditation"]
    assert before["ETag"] != at_it["ETag"]
    assert ask("/en/events/talks/", closes, **{"if-none-match": at_it["ETag"]}).status_code == 304
    assert ask("/en/events/talks/", closes, **{"if-none-match": before["ETag"]}).status_code == 200


def test_contact_and_event_around_it_that_are_not_public_are_not_named(client, db):
    hidden = Event.objects.create(name="Secret summit", starts="2026-03-12")
    contact = Contact.objects.create(name="Secret desk", email="Secret@office.example")
    make_event("Talks", within=hidden, contact=contact)

    for path in ("/en/events/talks/", "/en/events/talks/calendar.ics", "/api/v1/events/talks/"):
        assert "Secret" not in client.get(path).content.decode()


def test_event_that_is_public_through_a_text_alone_names_only_whom_the_public_knows(client, make_rich):
    make_rich(1)
    event = Event.objects.get()
    event.organiser = Organisation.objects.create(name="Unknown body")
    event.save()
    event.participants.create(person=Person.objects.create(name="Nobody Known"), role="Guest")
    event.participants.create(person=Person.objects.get(name="Ali Terheş1"), role="Host")

    for path in ("/en/events/meeting-1/", "/en/events/meeting-1/calendar.ics", "/api/v1/events/meeting-1/"):
        content = client.get(path).content.decode()
        assert "Nobody Known" not in content
        assert "Unknown body" not in content
    assert "Ali Terheş1" in client.get("/en/events/meeting-1/").content.decode()
    assert "the list is not complete" in client.get("/en/events/meeting-1/").content.decode()


def test_date_of_a_series_says_the_rule_and_leads_to_the_others(ask, db):
    series = EventSeries.objects.create(name="Briefing", rule="FREQ=WEEKLY;BYDAY=TH", starts_on=dt.date(2026, 2, 26))
    for day in ("2026-02-26", "2026-03-05", "2026-03-12", "2026-03-19"):
        make_event(f"Briefing of {day}", day, series=series, series_day=dt.date.fromisoformat(day))
    Event.objects.create(name="Not yet public", starts="2026-03-26", series=series, series_day=dt.date(2026, 3, 26))
    response = ask("/en/events/briefing-of-2026-03-12/", SPRING)

    assert "every week: Thursday" in facts(response)["When"]
    assert names(response) == ["Briefing of 2026-03-05", "Briefing of 2026-03-19"]


def test_event_shows_what_is_within_it_by_day_and_hour(ask, db):
    summit = make_event("Summit", "2026-03-11", ends="2026-03-13")
    make_event("Dinner", "2026-03-11", starts_time=at(19), within=summit)
    make_event("Opening", "2026-03-11", starts_time=at(9), within=summit)
    make_event("Holiday", "2026-03-11", within=summit)

    assert names(ask("/en/events/summit/", SPRING)) == ["Holiday", "Opening", "Dinner"]


# --- As readers saw it ----------------------------------------------------------------------------------------------


def iso(instant):
    return instant.isoformat().replace("+00:00", "Z")


def struck(event, row, instant):
    """Let the hour of a coming row have struck at ``instant``."""
    Event.objects.filter(pk=event.pk).update(public_until=instant)
    Event.objects.filter(pk=row.pk).update(public_from=instant)
    visible.forget()


def test_event_keeps_address_and_links_when_a_later_row_stands_in_its_place(client, make_rich):
    make_rich(1)
    event = Event.objects.get()
    Event.objects.filter(pk=event.pk).update(public_from=LONG_AGO, settled_at=LONG_AGO)
    hour = timezone.now() + minutes(60)
    row = change(event, now=timezone.now(), hour=hour, name="Meeting moved", starts="2030-05-06")
    struck(event, row, timezone.now() - minutes(1))

    page = client.get("/en/events/meeting-1/").content.decode()

    assert "<h1>Meeting moved</h1>" in page
    assert "Text 1" in page
    assert "We agree on point 1." in page
    assert client.get(f"/en/events/{row.slug}/").status_code == 404
    assert "Meeting moved" in client.get("/en/news/?event=meeting-1").content.decode()
    assert 'href="/en/events/meeting-1/"' in client.get("/en/events/").content.decode()
    news = html.fromstring(client.get("/en/news/").content)
    (box,) = news.xpath("//input[@name='event' and @value='meeting-1']/..")
    assert box.text_content().split()[:2] == ["Meeting", "moved"]
    assert "/en/events/meeting-1/" in client.get("/sitemaps/events.xml").content.decode()


@pytest.mark.both_databases
def test_page_of_an_earlier_instant_shows_what_readers_saw(client, db):
    event = make_event("Talks", venue="Old hall")
    row = change(event, now=timezone.now(), hour=timezone.now() + minutes(60), venue="New hall", starts="2026-03-20")
    moved = timezone.now() - minutes(10)
    struck(event, row, moved)

    then = client.get("/en/events/talks/", {"at": iso(moved - minutes(1))})
    page, now = then.content.decode(), client.get("/en/events/talks/").content.decode()

    assert "Old hall" in page
    assert "New hall" not in page
    assert "New hall" in now
    assert "Old hall" not in now
    assert '<meta name="robots" content="noindex,follow">' in page
    assert '<link rel="canonical" href="https://press.example/en/events/talks/">' in page
    assert 'href="/en/events/talks/">See this page as it is now' in page
    assert "calendar.ics" not in page


def test_earlier_instant_shows_no_text_that_came_later_and_none_that_was_taken_back(client, writer, approver):
    event = make_event("Talks")
    then = timezone.now() - minutes(30)
    for headline, published in (("First word", minutes(60)), ("Taken back", minutes(50)), ("Later word", minutes(10))):
        made = timezone.now() - published
        article = make_article(by=writer, now=made, headline=headline, body=f"<p>{headline}, they said.</p>")
        Statement.objects.create(article=article, words=f"{headline}, they said.")
        EventLink.objects.create(article=article, event=event)
        edit(article, by=writer, now=made)
        publish(article, writer=writer, approver=approver, now=made)
        if headline == "Taken back":
            take(article, "retract", by=approver, now=timezone.now(), note="Issued in error.")
    visible.forget()
    page = client.get("/en/events/talks/", {"at": iso(then)}).content.decode()

    assert page.count("First word") >= 2  # the text and the statement
    assert "Later word" not in page
    assert "Taken back" not in page


@pytest.mark.parametrize(
    ("question", "status"),
    [("at=2000-01-01", 404), ("at=2999-01-01", 400), ("at=soon", 400), ("at=", 200), ("on=2026-01-01", 400)],
)
def test_instant_must_be_one_that_was(client, db, question, status):
    make_event("Talks")

    assert client.get(f"/en/events/talks/?{question}").status_code == status


def test_event_taken_off_is_not_shown_for_any_instant(client, db):
    event = make_event("Talks")
    registers.remove(event, by=make_approver(), now=timezone.now())
    visible.forget()

    assert client.get("/en/events/talks/").status_code == 404
    assert client.get("/en/events/talks/", {"at": iso(timezone.now() - minutes(30))}).status_code == 404


def test_page_of_an_event_costs_the_same_with_little_and_with_much_around_it(client, writer, approver):
    place = Place.objects.create(name="Baku")
    series = EventSeries.objects.create(name="Week", rule="FREQ=WEEKLY", starts_on=dt.date(2026, 2, 26))
    summit = make_event("Summit", "2030-03-11", place=place)
    make_event("Talks", "2030-03-12", within=summit, series=series, place=place)
    cost = statements_of(client, "/en/events/talks/")
    event = Event.objects.get(name="Talks")
    for number in range(5):
        person = Person.objects.create(name=f"Guest {number}")
        person.positions.create(title="Guest", public_from=LONG_AGO)
        event.participants.create(person=person)
        part = make_event(f"Part {number}", "2030-03-12", within=event, place=place)
        row = change(part, now=timezone.now(), hour=timezone.now() + minutes(60), venue="Hall")
        struck(part, row, timezone.now() - minutes(1))
        make_event(f"Date {number}", f"2030-04-1{number}", series=series, place=place)
        article = make_article(by=writer, now=timezone.now(), headline=f"Text {number}")
        EventLink.objects.create(article=article, event=event)
        edit(article, by=writer, now=timezone.now())
        publish(article, writer=writer, approver=approver, now=timezone.now())
    visible.forget()

    assert statements_of(client, "/en/events/talks/") == cost <= 4


# --- What is not public ---------------------------------------------------------------------------------------------

SURFACES = [
    "/en/events/", "/en/events/?upcoming=true", "/en/events/?when=coming", "/en/events/?name=secret",
    "/en/events/?place=secret-town", "/en/events/?organiser=secret-body", "/en/events/secret-visit/",
    "/en/events/secret-visit/calendar.ics", "/en/events/calendar.ics", "/en/events/calendar.ics?name=secret",
    "/en/events/calendar/2030-03/", "/en/events/calendar/2030-04/", "/en/events/calendar/2030-W12/",
    "/en/events/talks/", "/en/events/talks/calendar.ics", "/en/", "/sitemap.xml", "/api/v1/events/?fields=*",
    "/api/v1/events/secret-visit/", "/api/v1/events/?name=secret", "/api/v1/changes/",
]  # fmt: skip


@pytest.mark.parametrize("hour", [None, minutes(60)], ids=["no hour", "coming"])
def test_event_that_is_not_public_changes_no_byte_of_any_answer(client, db, hour):
    def answers():
        visible.forget()
        found = {}
        for path in SURFACES:
            response = client.get(path)
            content = re.sub(rb"req_[0-9a-f]{32}", b"", response.content)
            found[path] = (response.status_code, response.headers.get("ETag"), content)
        return found

    talks = make_event("Talks", "2030-03-12")
    before = answers()
    place, body = Place.objects.create(name="Secret town"), Organisation.objects.create(name="Secret body")
    series = EventSeries.objects.create(name="Secret", rule="FREQ=DAILY", starts_on=dt.date(2030, 3, 19))
    event = Event.objects.create(
        name="Secret visit", starts="2030-03-19", starts_time=at(10), place=place, organiser=body, within=talks,
        series=series, series_day=dt.date(2030, 3, 19), public_from=hour and timezone.now() + hour,
        contact=Contact.objects.create(name="Secret desk"), accreditation_until=timezone.now() + minutes(10),
    )  # fmt: skip
    event.participants.create(person=Person.objects.create(name="Secret guest"))
    change(talks, now=timezone.now(), hour=timezone.now() + minutes(30), name="Secret talks", starts="2030-04-19")

    assert answers() == before


# --- The agenda -----------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_agenda_puts_the_soonest_first_and_the_day_in_its_order(ask, db):
    make_event("Noon", "2026-03-12", starts_time=at(12))
    make_event("All day", "2026-03-12")
    make_event("Nine", "2026-03-12", starts_time=at(9))
    make_event("Tomorrow", "2026-03-02")
    make_event("Yesterday morning", "2026-02-28", starts_time=at(9))
    make_event("Yesterday evening", "2026-02-28", starts_time=at(19))
    make_event("Last year", "2025-03-12")
    coming, past = ["Tomorrow", "All day", "Nine", "Noon"], ["Yesterday evening", "Yesterday morning", "Last year"]

    assert names(ask("/en/events/", SPRING)) == coming + past
    assert names(ask("/en/events/?when=coming", SPRING)) == coming
    assert names(ask("/en/events/?upcoming=true", SPRING)) == coming
    assert names(ask("/en/events/?upcoming=false", SPRING)) == past


@pytest.mark.both_databases
def test_agenda_is_narrowed_by_place_organiser_participant(ask, db):
    country = Place.objects.create(name="Azerbaijan", kind="country", code="AZ")
    baku = Place.objects.create(name="Baku", kind="city", parent=country)
    ministry = Organisation.objects.create(name="Ministry")
    guest = Person.objects.create(name="Guest")
    guest.positions.create(title="Guest", organisation=ministry, public_from=LONG_AGO)
    make_event("In Baku", place=baku)
    make_event("Of the ministry", organiser=ministry)
    make_event("With a guest").participants.create(person=guest)

    for question, found in [
        ("place=baku", "In Baku"), ("place=azerbaijan", "In Baku"), ("country=AZ", "In Baku"),
        ("organiser=ministry", "Of the ministry"), ("participant=guest", "With a guest"),
    ]:  # fmt: skip
        assert names(ask(f"/en/events/?{question}", SPRING)) == [found], question
    assert names(ask("/en/events/?place=azerbaijan&place_exact=true", SPRING)) == []
    heading = ask("/en/events/?organiser=ministry&upcoming=true", SPRING).content.decode()
    assert '<h1 id="heading">Events organised by Ministry, to come: yes</h1>' in heading


def test_agenda_refuses_what_it_does_not_know(client, db):
    for question in ("organiser=nobody", "place=nowhere", "upcoming=perhaps", "when=now", "organizer=x"):
        assert client.get(f"/en/events/?{question}").status_code == 400, question
