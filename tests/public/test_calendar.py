"""Calendars to subscribe to: what they say, across every change of the clocks, and how they follow an event."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from articles import visible
from articles.desk import registers
from articles.models.contact import Contact
from articles.models.taxonomy import Place
from people.models import Organisation, Person
from tests.factories import Event, make_approver, minutes
from tests.public.calendar_files import entries, offset_by
from tests.public.events import LONG_AGO, SPRING, at, change, days_on, fill, make_event, soon, statements_of
from tests.statements import statements

pytestmark = pytest.mark.django_db

ALL = "/en/events/calendar.ics"


# --- What an entry says ---------------------------------------------------------------------------------------------


def test_entry_says_what_the_event_is(ask, db):
    baku = Place.objects.create(name="Baku", labels={"az": "Bakı"}, latitude="40.37767", longitude="49.89201")
    desk = Contact.objects.create(name="Press desk", phone="+994 12 123 45 67", email="press@office.example",
                                  public_from=LONG_AGO)  # fmt: skip
    event = make_event(
        "Briefing; weekly, open", labels={"az": "Brifinq"}, type="briefing", starts_time=at(10), ends_time=at(11, 30),
        place=baku, venue="Hall 1", contact=desk, organiser=Organisation.objects.create(name="Ministry"),
        description="On the week.\r\nIn “two” languages\x07.", accreditation="Bring your card.",
        accreditation_until=dt.datetime(2026, 3, 11, 14, tzinfo=dt.UTC),
    )  # fmt: skip

    entry = entries(ask(ALL, SPRING))["Briefing; weekly, open"]
    azerbaijani = entries(ask("/az/events/calendar.ics", SPRING))["Brifinq"]

    assert entry["UID"] == azerbaijani["UID"] == f"{event.uid}@press.example"
    assert entry["DTSTART"].dt == dt.datetime(2026, 3, 12, 10, tzinfo=ZoneInfo("Asia/Baku"))
    assert entry["DTEND"].dt == dt.datetime(2026, 3, 12, 11, 30, tzinfo=ZoneInfo("Asia/Baku"))
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == LONG_AGO
    assert (entry["STATUS"], entry["SEQUENCE"], entry["LOCATION"]) == ("CONFIRMED", 1, "Hall 1, Baku")
    assert azerbaijani["LOCATION"] == "Hall 1, Bakı"
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (40.37767, 49.89201)
    assert entry["CONTACT"] == "Press desk, +994 12 123 45 67, press@office.example"
    assert entry["CATEGORIES"].cats == ["Briefing"]
    assert entry["URL"] == f"https://press.example{event.get_absolute_url()}"
    words = entry["DESCRIPTION"]
    assert words.startswith(
        "On the week.\nIn “two” languages.\n\nOrganiser: Ministry\n\nAccreditation: Bring your card."
    )
    assert "18:00 Baku (14:00 UTC)" in words


def test_calendar_names_its_question_and_its_sources(ask, db):
    guest = Person.objects.create(name="Ali, Guest")
    guest.positions.create(title="Guest", public_from=LONG_AGO)
    make_event("One").participants.create(person=guest)
    make_event("Other")

    response = ask(f"{ALL}?participant=ali-guest&type=&_=17&whatever=x", SPRING)

    assert list(entries(response)) == ["One"]
    lines = response.content.replace(b"\r\n ", b"").decode().split("\r\n")
    for line in (
        "NAME:Events with participant Ali\\, Guest – Press Office",
        "X-WR-CALNAME:Events with participant Ali\\, Guest – Press Office",
        "SOURCE;VALUE=URI:https://press.example/en/events/calendar.ics?participant=ali-guest",
        "URL:https://press.example/en/events/?participant=ali-guest",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ):
        assert line in lines


@pytest.mark.parametrize("question", ["participant=nobody", "status=gone", "starts_after=soon", "upcoming=perhaps"])
def test_bad_value_of_a_known_parameter_is_refused(client, db, question):
    response = client.get(f"{ALL}?{question}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["parameter"] == question.partition("=")[0]


def test_empty_calendar_is_still_one(ask, db):
    make_event("Some day", "2026-03")
    make_event("No year", "XXXX-03-12")
    make_event("Undated", "")

    assert entries(ask(ALL, SPRING)) == {}


def test_what_is_not_fully_known_is_not_completed(ask, db):
    make_event("Open end", "2026-03-12", ends="2026-04", starts_time=at(10))
    make_event("Days", "2026-03-12", ends="2026-03-14")
    make_event("Perhaps", "2026-03-12?")
    found = entries(ask(ALL, SPRING))

    assert "DTEND" not in found["Open end"]
    assert "April 2026" in found["Open end"]["DESCRIPTION"]
    assert (found["Days"]["DTSTART"].dt, found["Days"]["DTEND"].dt) == (dt.date(2026, 3, 12), dt.date(2026, 3, 15))
    assert "DESCRIPTION" not in found["Days"]
    assert found["Perhaps"]["STATUS"] == "TENTATIVE"


@pytest.mark.both_databases
def test_calendar_keeps_a_year(ask, db):
    make_event("Over a year ago", "2025-02-27")
    make_event("A year ago", "2025-03-01")
    make_event("Far", "2031-01-01")

    assert list(entries(ask(ALL, SPRING))) == ["A year ago", "Far"]


def test_long_names_in_any_script_are_folded(ask, db):
    make_event("Görüş və müzakirələr, " * 8)
    make_event("Совещание; обсуждение " * 8)

    assert {name[:6] for name in entries(ask(ALL, SPRING))} == {"Görüş ", "Совеща"}


# --- Days and hours across changes of the clocks ---------------------------------------------------------------------

CHANGES = [
    ("Asia/Baku", "2026-03-29"), ("Asia/Baku", "2026-10-25"),
    ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"),
    ("Pacific/Auckland", "2026-04-05"), ("Pacific/Auckland", "2026-09-27"),
    ("Australia/Lord_Howe", "2026-10-04"),
]  # fmt: skip


@pytest.mark.parametrize("office", ["Asia/Baku", "America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_all_day_events_keep_their_day_everywhere(ask, client, settings, zone, day, office):
    settings.OFFICE_TIME_ZONE = office
    event = make_event("Day", day, zone=zone)
    first = dt.date.fromisoformat(day)
    next_day = first + dt.timedelta(days=1)

    entry = entries(ask(ALL, SPRING))["Day"]
    sent = client.get("/api/v1/events/day/").json()
    page = ask("/en/events/day/", SPRING).content.decode()
    month = ask(f"/en/events/calendar/{day[:7]}/", SPRING).content.decode()

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (first, next_day)
    assert entry["DTSTART"].params["VALUE"] == entry["DTEND"].params["VALUE"] == "DATE"
    assert (sent["starts"], sent["all_day"], sent["starts_at"], sent["ends_at"]) == (day, True, None, None)
    assert f'<time datetime="{day}">' in page
    assert "UTC" not in etree.HTML(page).xpath('string(//dl[@class="facts"])')
    assert days_on(month) == {day: ["Day"]}
    assert event.starts_at is None


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_ten_o_clock_stays_ten_o_clock_on_both_sides_of_a_change(ask, client, zone, day):
    change_day = dt.date.fromisoformat(day)
    for number, name in enumerate(("Before", "On the day", "After"), start=-1):
        shown = change_day + dt.timedelta(days=number)
        make_event(name, shown.isoformat(), zone=zone, starts_time=at(10), ends_time=at(11))
    response = ask(ALL, SPRING)
    [rules] = Calendar.from_ical(response.content).walk("VTIMEZONE")

    for name, entry in entries(response).items():
        wall = entry["DTSTART"].dt.replace(tzinfo=None)
        instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        slug = name.lower().replace(" ", "-")
        sent = client.get(f"/api/v1/events/{slug}/").json()
        page = ask(f"/en/events/{slug}/", SPRING).content.decode()
        assert (wall.time(), entry["DTSTART"].params["TZID"]) == (at(10), zone)
        assert (wall - offset_by(rules, wall)).replace(tzinfo=dt.UTC) == instant
        assert sent["starts_at"] == f"{instant:%Y-%m-%dT%H:%M:%SZ}"
        assert f'<time datetime="{instant:%Y-%m-%dT%H:%M:%SZ}">' in page
        assert f"({instant:%H:%M}" in page or f" {instant:%H:%M} – " in page


# --- Following an event ---------------------------------------------------------------------------------------------


def poll(client, path=ALL, tag=""):
    """What a program gets that comes again: ``(status, entity tag, entries)``."""
    visible.forget()
    response = client.get(path, headers={"if-none-match": tag} if tag else {})
    return response.status_code, response["ETag"], entries(response) if response.status_code == 200 else None


@pytest.mark.both_databases
@pytest.mark.parametrize("path", [ALL, "/en/events/talks/calendar.ics"])
def test_subscriber_follows_a_reschedule_and_a_cancellation(client, db, path):
    event = make_event("Talks", soon(5).isoformat(), starts_time=at(10))
    status, tag, first = poll(client, path)
    assert poll(client, path, tag)[:2] == (304, tag)

    change(event, now=timezone.now(), starts=soon(6).isoformat(), starts_time=at(15))
    status, tag, second = poll(client, path, tag)
    change(event, now=timezone.now(), status="cancelled", status_reason="Storm.")
    third = poll(client, path, tag)[2]

    before, after, gone = first["Talks"], second["Talks"], third["Cancelled: Talks"]
    assert before["UID"] == after["UID"] == gone["UID"]
    assert [entry["SEQUENCE"] for entry in (before, after, gone)] == [1, 2, 3]
    assert before["DTSTART"].dt.date() == soon(5)
    assert (after["DTSTART"].dt.date(), after["DTSTART"].dt.time()) == (soon(6), at(15))
    assert [entry["STATUS"] for entry in (before, after, gone)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert gone["DESCRIPTION"].startswith("Storm.")
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt <= gone["DTSTAMP"].dt
    assert status == 200


@pytest.mark.parametrize("values", [{"starts": "2026-03-20"}, {"status": "cancelled", "status_reason": "Storm."}])
def test_change_that_waits_for_its_hour_is_told_at_it_and_not_before_without_any_worker(ask, client, db, values):
    now = timezone.now()
    event = make_event("Talks", "2026-03-12", starts_time=at(10))
    before = {path: client.get(path).content for path in (ALL, "/en/events/talks/", "/api/v1/events/talks/")}
    tags = {path: poll(client, path)[1] for path in (ALL, "/en/events/talks/calendar.ics")}
    hour = now + minutes(60)

    row = change(event, now=now, hour=hour, **values)

    assert {path: client.get(path).content for path in before} == before
    assert [poll(client, path, tag)[0] for path, tag in tags.items()] == [304, 304]
    [old] = entries(ask(ALL, hour - dt.timedelta(microseconds=1))).values()
    [new] = entries(ask(ALL, hour)).values()
    assert row.settled_at is None
    assert old["UID"] == new["UID"] == f"{event.uid}@press.example"
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (1, 2)
    assert old["DTSTART"].dt.date() == dt.date(2026, 3, 12)
    assert new["DTSTART"].dt.date() == dt.date.fromisoformat(values.get("starts", "2026-03-12"))
    assert (old["STATUS"], new["STATUS"]) == ("CONFIRMED", "CANCELLED" if "status" in values else "CONFIRMED")
    assert new["DTSTAMP"].dt == hour.replace(microsecond=0)
    assert new["URL"] == "https://press.example/en/events/talks/"


def test_hour_that_has_struck_reaches_a_subscriber_who_is_the_first_to_come(client, db):
    event = make_event("Talks", soon(5).isoformat())
    tag = poll(client)[1]
    row = change(event, now=timezone.now(), hour=timezone.now() + minutes(60), starts=soon(9).isoformat())
    struck = timezone.now() - minutes(1)  # as if the hour had passed, and nobody had been awake
    Event.objects.filter(pk=event.pk).update(public_until=struck)
    Event.objects.filter(pk=row.pk).update(public_from=struck)

    status, _tag, found = poll(client, tag=tag)

    assert (status, found["Talks"]["DTSTART"].dt, found["Talks"]["SEQUENCE"]) == (200, soon(9), 2)
    assert list(poll(client)[2]) == ["Talks"]
    row.refresh_from_db()
    assert row.settled_at is not None


def test_postponed_event_is_tentative_and_takes_no_time(ask, db):
    make_event("Talks", status="postponed", status_reason="A new day will be named.")
    entry = entries(ask(ALL, SPRING))["Postponed: Talks"]

    assert (entry["STATUS"], entry["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert entry["DESCRIPTION"] == "A new day will be named."


@pytest.mark.both_databases
def test_event_taken_off_is_cancelled_in_the_whole_calendar_without_a_word_of_it(client, db):
    event = make_event("Secret visit", soon(5).isoformat(), venue="Hidden hall", type="visit")
    registers.remove(event, by=make_approver(), now=timezone.now())
    visible.forget()
    response = client.get(ALL)

    [entry] = entries(response).values()
    assert (entry["UID"], entry["STATUS"], entry["SEQUENCE"]) == (f"{event.uid}@press.example", "CANCELLED", 3)
    assert entry["DTSTART"].dt == soon(5)
    told = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS", "TRANSP", "SUMMARY"}
    assert set(entry) == told
    assert not any(word in response.content for word in (b"Secret", b"secret", b"Hidden", b"visit", b"Visit"))
    for question in ("type=visit", "name=secret", "upcoming=true"):
        assert entries(client.get(f"{ALL}?{question}")) == {}
    assert client.get("/en/events/secret-visit/calendar.ics").status_code == 404


def test_event_that_was_never_public_is_not_told_as_taken_off(client, db):
    Event.objects.create(name="Plan", starts=soon(5).isoformat())
    make_event("Coming", soon(5).isoformat(), public_from=timezone.now() + minutes(60))
    event = make_event("Talks", soon(5).isoformat())
    change(event, now=timezone.now(), starts=soon(6).isoformat())

    assert list(entries(client.get(ALL))) == ["Talks"]


@pytest.mark.parametrize("path", [ALL, "/en/events/talks/calendar.ics"])
def test_calendar_is_read_and_cached_like_every_surface(client, db, path):
    make_event("Talks", soon(5).isoformat())
    response = client.get(path)
    with statements() as asked:
        again = client.get(path, headers={"if-none-match": response["ETag"]})

    assert re.fullmatch(r"public, max-age=[0-5]?\d|max-age=[0-5]?\d, public", response["Cache-Control"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert len(asked) == 0
    assert client.head(path).status_code == 200
    assert (client.post(path).status_code, client.post(path)["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert not response.cookies


def test_calendar_costs_the_same_for_one_event_and_for_many(client, db):
    fill("One")
    costs = statements_of(client, ALL), statements_of(client, f"{ALL}?participant=guest-one")
    for number in range(6):
        fill(f"Number {number}")

    assert (statements_of(client, ALL), statements_of(client, f"{ALL}?participant=guest-one")) == costs
    assert max(costs) <= 4
