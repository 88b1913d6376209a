"""Events of the API: days, hours, how they stand, whom and what they name, now and at an instant."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import visible
from articles.desk import registers
from articles.models import EventSeries
from articles.models.contact import Contact
from articles.models.taxonomy import Place
from people.models import Organisation, Person
from tests.api.conftest import ago, ahead, make_full
from tests.factories import Event, make_approver
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_event(name="Talks", starts="2030-03-12", **fields):
    """An event that is public by itself."""
    return Event.objects.create(name=name, starts=starts, **{"public_from": ago(60), "zone": "Asia/Baku", **fields})


def names(reader, question):
    return [row["name"] for row in reader.rows(f"/events/?{question}")]


def moved(event, **values):
    """A change of ``event`` whose hour struck five minutes ago and that nobody has settled."""
    visible.forget()
    visible.current()  # settles the event itself
    event.refresh_from_db()
    row = registers.change(event, values, by=make_approver(), now=timezone.now(), hour=ahead(60))
    struck = ago(5)
    Event.objects.filter(pk=event.pk).update(public_until=struck)
    Event.objects.filter(pk=row.pk).update(public_from=struck)
    return row


def test_event_is_sent_with_everything_public_about_it(reader, db):
    ministry = Organisation.objects.create(name="Ministry")
    jane = Person.objects.create(name="Jane Doe")
    jane.positions.create(title="Minister", organisation=ministry, public_from=ago(60))
    summit = make_event("Summit", "2030-03-11", ends="2030-03-13")
    event = make_event(
        type="briefing", labels={"az": "Danışıqlar"}, starts_time=dt.time(10), ends_time=dt.time(11, 30),
        venue="Hall 1", place=Place.objects.create(name="Baku"), organiser=ministry, within=summit,
        status="postponed", status_reason="A new day will be named.", accreditation="Bring a card.",
        accreditation_until=dt.datetime(2030, 3, 11, 14, tzinfo=dt.UTC),
        contact=Contact.objects.create(name="Desk", phone="+994 12 123 45 67", email="a@office.example",
                                       public_from=ago(60)),
        series=EventSeries.objects.create(name="Week", rule="FREQ=WEEKLY", starts_on=dt.date(2030, 3, 5)),
        description="On trade.",
    )  # fmt: skip
    event.participants.create(person=jane, role="Head of delegation")
    event.participants.create(person=Person.objects.create(name="A guest"), role="Guest")

    sent = reader.get(f"/events/{event.uid}/").json()

    assert sent == {
        "id": str(event.uid), "reference": event.reference, "name": "Talks", "labels": {"az": "Danışıqlar"},
        "slug": "talks", "type": "briefing", "status": "postponed", "status_reason": "A new day will be named.",
        "starts": "2030-03-12", "ends": None, "all_day": False, "zone": "Asia/Baku",
        "starts_at": "2030-03-12T06:00:00Z", "ends_at": "2030-03-12T07:30:00Z", "date_words": "",
        "venue": "Hall 1", "place": {"id": str(event.place.uid), "name": "Baku"},
        "organiser": {"id": str(ministry.uid), "name": "Ministry"}, "within": {"id": str(summit.uid), "name": "Summit"},
        "series": {"name": "Week", "rule": "FREQ=WEEKLY"}, "description": "On trade.",
        "participants": [{"id": str(jane.uid), "name": "Jane Doe", "role": "Head of delegation"},
                         {"id": None, "name": "A guest", "role": "Guest"}],
        "participants_complete": True, "accreditation": "Bring a card.",
        "accreditation_until": "2030-03-11T14:00:00Z", "sequence": 1,
        "contact": {"id": str(event.contact.uid), "name": "Desk", "phone": "+994 12 123 45 67",
                    "email": "a@office.example"},
        "url": "https://press.example/en/events/talks/",
        "ics_url": "https://press.example/en/events/talks/calendar.ics",
        "api_url": f"https://press.example/api/v1/events/{event.uid}/",
    }  # fmt: skip
    assert reader.get("/events/talks/").json() == sent
    assert reader.client.get("/en/events/talks/calendar.ics").status_code == 200


@pytest.mark.parametrize(
    ("fields", "starts", "ends", "all_day", "starts_at"),
    [
        ({"starts": "2030-03-12"}, "2030-03-12", None, True, None),
        ({"starts": "2030-03-12", "ends": "2030-03-14"}, "2030-03-12", "2030-03-14", True, None),
        ({"starts": "2030-03-12", "starts_time": dt.time(0, 30)}, "2030-03-12", None, False, "2030-03-11T20:30:00Z"),
        ({"starts": "2030-03"}, "2030-03", None, False, None),
        ({"starts": "XXXX-03-12"}, "XXXX-03-12", None, False, None),
        ({"starts": ""}, None, None, False, None),
    ],
)
def test_days_and_hours_are_sent_as_far_as_they_are_known(reader, db, fields, starts, ends, all_day, starts_at):
    make_event(**fields)
    sent = reader.get("/events/talks/").json()

    assert (sent["starts"], sent["ends"], sent["all_day"], sent["starts_at"]) == (starts, ends, all_day, starts_at)


def test_filters_of_events(reader, db):
    today = timezone.localdate()
    country = Place.objects.create(name="Azerbaijan", kind="country", code="AZ")
    ministry = Organisation.objects.create(name="Ministry")
    agency = Organisation.objects.create(name="Agency", parent=ministry)
    jane = Person.objects.create(name="Jane Doe")
    jane.positions.create(title="Minister", organisation=ministry, public_from=ago(60))
    jane.positions.create(title="Head", organisation=agency, public_from=ago(60))
    make_event("In Baku", place=Place.objects.create(name="Baku", parent=country))
    make_event("Of the agency", organiser=agency, type="visit")
    make_event("With Jane", status="cancelled").participants.create(person=jane)
    make_event("Past", (today - dt.timedelta(days=1)).isoformat())
    make_event("Today", today.isoformat())
    make_event("Undated", "")

    for question, found in [
        ("place=baku", ["In Baku"]), ("place=azerbaijan", ["In Baku"]), ("country=AZ", ["In Baku"]),
        ("place=azerbaijan&place_exact=true", []), ("organiser=agency", ["Of the agency"]),
        ("organiser=ministry", ["Of the agency"]), ("participant=jane-doe", ["With Jane"]),
        ("type=visit", ["Of the agency"]), ("status=cancelled", ["With Jane"]), ("upcoming=false", ["Past"]),
        ("upcoming=true&starts_before=2029-01-01", ["Today"]), ("starts_after=2030-03-13", []),
        ("name=agency", ["Of the agency"]),
        ("order=starts", ["Past", "Today", "In Baku", "Of the agency", "With Jane", "Undated"]),
    ]:  # fmt: skip
        assert sorted(names(reader, question)) == sorted(found), question
    assert names(reader, "order=starts")[:2] == ["Past", "Today"]
    assert names(reader, "order=starts")[-1] == "Undated"
    assert names(reader, "order=-starts")[0] == "Undated"
    walked = [row["name"] for page in reader.walk("/events/?order=starts&limit=1") for row in page["results"]]
    assert walked == names(reader, "order=starts")


@pytest.mark.parametrize(
    ("question", "code"),
    [("upcoming=perhaps", "unknown-value"), ("organiser=nobody", "unknown-value"), ("place=nowhere", "unknown-value"),
     ("at=2999-01-01", "future"), ("at=soon", "invalid-value"), ("upcoming=", "empty-value")],
)  # fmt: skip
def test_bad_questions_are_refused_by_name(reader, db, question, code):
    assert reader.faults(f"/events/?{question}") == [(question.partition("=")[0], code)]


def test_row_that_took_the_place_of_another_has_the_same_identity(reader, db):
    event = make_event(venue="Old hall")
    row = moved(event, venue="New hall", starts="2030-04-01")

    sent = reader.get("/events/talks/").json()

    assert row.uid != event.uid
    assert (sent["id"], sent["reference"], sent["slug"]) == (str(event.uid), event.reference, "talks")
    assert (sent["venue"], sent["starts"], sent["sequence"]) == ("New hall", "2030-04-01", 2)
    assert sent["api_url"].endswith(f"/events/{event.uid}/")
    assert reader.get(f"/events/{row.uid}/").status_code == 404
    assert [line["id"] for line in reader.rows("/events/")] == [str(event.uid)]


def test_events_of_an_earlier_instant_are_those_readers_saw(reader, db):
    event, summit = make_event(venue="Old hall"), make_event("Summit")
    Event.objects.filter(pk=event.pk).update(within=summit)
    moved(event, venue="New hall")
    moved(summit, name="Great summit")
    then = ago(6).isoformat()

    assert reader.get("/events/talks/", {"at": then}).json()["venue"] == "Old hall"
    assert reader.get("/events/talks/", {"at": then}).json()["within"]["name"] == "Summit"
    assert reader.get("/events/talks/").json()["within"] == {"id": str(summit.uid), "name": "Great summit"}
    assert [row["venue"] for row in reader.rows("/events/", {"at": then, "name": "talks"})] == ["Old hall"]
    assert reader.rows("/events/", {"at": ago(120).isoformat()}) == []
    assert reader.get("/events/talks/", {"at": ago(120).isoformat()}).status_code == 404


def test_change_that_waits_is_not_told(reader, db):
    event = make_event(venue="Old hall")
    before = reader.get("/events/talks/")
    registers.change(event, {"venue": "New hall"}, by=make_approver(), now=timezone.now(), hour=ahead(60))

    again = reader.get("/events/talks/", **{"If-None-Match": before.headers["ETag"]})

    assert again.status_code == 304
    assert reader.get("/events/talks/").content == before.content


def test_event_of_a_text_names_only_whom_the_public_knows(reader, writer, approver):
    make_full(writer=writer, approver=approver)
    event = Event.objects.get()
    event.organiser = Organisation.objects.create(name="Unknown body")
    event.save()
    event.participants.create(person=Person.objects.create(name="Nobody Known"), role="Guest")

    sent = reader.get("/events/talks-in-baku/").json()

    assert [one["name"] for one in sent["participants"]] == ["Jane Doe"]
    assert not sent["participants_complete"]
    assert sent["organiser"] is None


def test_list_of_events_costs_the_same_for_few_and_for_many(reader, db):
    def add(number):
        body = Organisation.objects.create(name=f"Body {number}")
        jane = Person.objects.create(name=f"Jane {number}")
        jane.positions.create(title="Minister", organisation=body, public_from=ago(60))
        within = make_event(f"Summit {number}")
        contact = Contact.objects.create(name=f"Desk {number}", public_from=ago(60))
        event = make_event(f"Talks {number}", organiser=body, within=within, contact=contact,
                           place=Place.objects.create(name=f"Town {number}"))  # fmt: skip
        event.participants.create(person=jane)
        moved(event, venue="New hall")

    def cost():
        with statements() as captured:
            reader.rows("/events/?fields=*")
        return len(captured)

    add(1)
    reader.rows("/events/")
    few = cost()
    for number in range(2, 6):
        add(number)
    reader.rows("/events/")

    assert cost() == few <= 4
