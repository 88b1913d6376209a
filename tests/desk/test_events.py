"""Events at the staff's door: times, participants, repeating, the readout button, the agenda."""

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from articles import register
from articles.desk.settle import settle
from articles.models import Article, Change, Event, Participant
from articles.models.event import Coverage
from people.models import Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import form_data, told
from tests.factories import make_user, make_writer, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user = make_writer(name="Leyla")
    client.force_login(user)
    return user


def address(event):
    return reverse("admin:articles_event_change", args=[event.pk])


def make_event(**fields):
    return Event.objects.create(**{"name": "Visit", "starts": "2026-03-10", "zone": "Europe/Berlin"} | fields)


def save(client, event, **typed):
    return client.post(address(event), form_data(client.get(address(event)), "event_form") | typed, follow=True)


def add(client, **typed):
    url = reverse("admin:articles_event_add")
    said = {"name": "Visit", "starts": "2026-03-10", **typed}
    return client.post(url, form_data(client.get(url), "event_form") | said, follow=True)


def faults(response):
    """What the form refuses, by field."""
    form = response.context["adminform"].form
    return {name: " ".join(said) for name, said in form.errors.items()}


# --- Times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"starts": "2026-03", "starts_time": "10:00"}, "starts_time",
         "A time needs a complete day, as 2026-05-17: give the day, or leave the time empty."),
        ({"starts": "2026-03-10", "ends_time": "10:00"}, "ends_time",
         "Say at what time it begins, or leave the time at which it ends empty."),
        ({"starts": "2026-03-10", "ends": "2026-03-09"}, "ends", "An event cannot end before it starts."),
        ({"starts": "2026-03-10", "starts_time": "10:00", "ends_time": "09:00"}, "ends_time",
         "It ends before it starts. If it ends on the next day, give the last day."),
        ({"starts": "", "ends": "2026-03-09"}, "ends", "Say when it begins."),
        ({"starts": "2026-13"}, "starts", "“2026-13” has no such month."),
        ({"zone": "Berln"}, "zone", "There is no time zone “Berln”. Did you mean Europe/Berlin?"),
        ({"zone": "Asia/Bakku"}, "zone", "There is no time zone “Asia/Bakku”. Did you mean Asia/Baku?"),
        ({"zone": "EST"}, "zone", None),
        ({"zone": "UTC+4", "starts_time": "10:00"}, "zone", None),
        ({"starts": "2026-03-29", "starts_time": "02:30", "zone": "Europe/Berlin"}, "starts_time",
         "02:30 on March 29, 2026 does not exist in Europe/Berlin: clocks go from 02:00 to 03:00. "
         "Give a time before 02:00 or from 03:00 on."),
        ({"starts": "2026-10-25", "starts_time": "02:30", "zone": "Europe/Berlin"}, "starts_time",
         "02:30 on Oct. 25, 2026 comes twice in Europe/Berlin: clocks go back from 03:00 to 02:00. "
         "Give a time outside that hour, or choose the zone UTC and give the time in UTC."),
        ({"starts": "2026-10-04", "starts_time": "01:00", "ends_time": "02:15", "zone": "Australia/Lord_Howe"},
         "ends_time",
         "02:15 on Oct. 4, 2026 does not exist in Australia/Lord_Howe: clocks go from 02:00 to 02:30. "
         "Give a time before 02:00 or from 02:30 on."),
        ({"status": "cancelled"}, "status_reason", "Tell readers why it is postponed or cancelled."),
        ({"status": "postponed"}, "status_reason", "Tell readers why it is postponed or cancelled."),
        ({"status_reason": "Rain."}, "status_reason", "Only a postponed or cancelled event has a reason: empty it."),
        ({"starts_time": "10:00", "accreditation_until": "2026-03-10T11:30"}, "accreditation_until",
         "Accreditation must close before the event begins."),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_with_the_cure(client, writer, typed, field, words):
    event = make_event()

    response = save(client, event, **typed)

    assert list(faults(response)) == [field]
    if words:
        assert faults(response)[field] == words
    event.refresh_from_db()
    assert (event.starts, event.status) == ("2026-03-10", "scheduled")


def test_a_time_is_an_instant_and_a_day_without_a_time_never_shifts(client, writer):
    timed, whole = make_event(), make_event(name="Holiday")

    response = save(client, timed, starts_time="10:00", ends_time="11:30", zone="Asia/Baku")
    save(client, whole, starts="2026-03-29", ends="2026-03-30", zone="Pacific/Auckland")

    assert response.status_code == 200
    timed.refresh_from_db()
    whole.refresh_from_db()
    assert (timed.starts_at, timed.ends_at) == (
        dt.datetime(2026, 3, 10, 6, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 10, 7, 30, tzinfo=dt.UTC),
    )
    assert (whole.all_day, whole.starts_at, str(whole.ends_latest)) == (True, None, "2026-03-30")


def test_the_form_shows_the_instant_by_utc_and_by_the_office(client, writer, settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"
    event = make_event(starts_time=dt.time(10), ends_time=dt.time(11))

    page = client.get(address(event)).content.decode()

    assert "2026-03-10 09:00 – 10:00 UTC" in page
    assert "10 Mar 2026, 13:00 (09:00 UTC)" in page


def test_the_zones_to_choose_from_begin_with_the_office(client, writer, settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"

    page = client.get(reverse("admin:articles_event_add")).content

    offered = html.fromstring(page).xpath("//datalist[@id='id_zone_zones']/option/@value")
    assert offered[:2] == ["Asia/Baku", "Africa/Abidjan"]


def test_an_event_within_itself_is_refused(client, writer):
    summit = make_event(name="Summit")
    talks = make_event(name="Talks", within=summit)

    response = save(client, summit, within=talks.pk)

    assert faults(response) == {"within": "“Summit” cannot take place within itself."}


def test_a_changed_hour_of_a_public_event_waits_for_its_hour(client, writer):
    now = database_now()
    event = make_event(public_from=now - minutes(5), starts="2100-03-10", venue="Hall 1")
    settle(now)
    hour = (now + dt.timedelta(days=2)).replace(second=0, microsecond=0, tzinfo=None)

    save(client, event, venue="Hall 2", hour=hour.isoformat(timespec="minutes"))

    assert register.events(now).get().venue == "Hall 1"
    assert register.events(hour.replace(tzinfo=dt.UTC)).get().venue == "Hall 2"
    assert Change.objects.count() == 1


# --- Participants -----------------------------------------------------------------------------------------------------


def test_an_empty_role_is_the_title_of_that_day(client, writer):
    person = Person.objects.create(name="Ana Pop")
    Position.objects.create(person=person, title="Envoy", starts="2020", ends="2025")
    Position.objects.create(person=person, title="Minister", starts="2026")
    event = make_event()
    row = {"participants-TOTAL_FORMS": "1", "participants-0-person": person.pk, "participants-0-role": ""}

    save(client, event, **row)

    assert Participant.objects.get().role == "Minister"


def test_several_titles_of_that_day_are_asked_about_and_shown(client, writer):
    person = Person.objects.create(name="Ana Pop")
    Position.objects.create(person=person, title="Minister", starts="2020")
    Position.objects.create(person=person, title="Chair", starts="2021")
    event = make_event()
    row = {"participants-TOTAL_FORMS": "1", "participants-0-person": person.pk, "participants-0-role": ""}

    response = save(client, event, **row)

    assert Participant.objects.get().role == ""
    assert any("Ana Pop held several positions that day" in words for words in told(response))
    assert 'placeholder="Chair / Minister"' in client.get(address(event)).content.decode()


def test_a_role_that_was_typed_stays(client, writer):
    person = Person.objects.create(name="Ana Pop")
    Position.objects.create(person=person, title="Minister", starts="2020")
    row = {"participants-TOTAL_FORMS": "1", "participants-0-person": person.pk, "participants-0-role": "Head of talks"}

    add(client, **row)

    assert Participant.objects.get().role == "Head of talks"


# --- Repeating --------------------------------------------------------------------------------------------------------


def dates():
    return [str(row.series_day) for row in Event.objects.roots().order_by("series_day")]


def test_an_event_repeats_from_the_form(client, writer):
    response = add(
        client, starts="2100-01-07", starts_time="10:00", zone="Asia/Baku", repeats="weekly",
        repeats_on=["TH", "MO"], repeats_until="2100-01-18",
    )  # fmt: skip

    assert dates() == ["2100-01-07", "2100-01-11", "2100-01-14", "2100-01-18"]
    assert any("A series of 4 dates so far, every week: Monday, Thursday." in words for words in told(response))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"repeats": "weekly", "repeats_on": ["MO"]}, "repeats"),
        ({"repeats": "rule", "repeats_rule": "every Thursday"}, "repeats_rule"),
        ({"repeats": "rule", "repeats_rule": ""}, "repeats_rule"),
        ({"repeats": "daily", "repeats_until": "2110-01-01"}, "repeats"),
        ({"repeats": "weekly", "starts": "2100-01"}, "repeats"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_told_at_its_field(client, writer, typed, field):
    response = add(client, **{"starts": "2100-01-07", **typed})

    assert list(faults(response)) == [field]
    assert not Event.objects.exists()


@pytest.fixture
def briefing(client, writer):
    add(client, name="Briefing", starts="2100-01-07", repeats="weekly", repeats_until="2100-01-28")
    return list(Event.objects.order_by("series_day"))


def test_one_date_is_changed_alone(client, briefing):
    response = save(client, briefing[1], venue="Hall 2", applies_to="one")

    assert [row.venue for row in Event.objects.order_by("series_day")] == ["", "Hall 2", "", ""]
    assert any("Only this date was changed" in words for words in told(response))


def test_this_date_and_all_following_are_changed_and_those_apart_told(client, briefing):
    save(client, briefing[2], venue="Elsewhere", applies_to="one")

    response = save(client, briefing[1], venue="Hall 2", starts_time="11:00", applies_to="following")

    rows = Event.objects.order_by("series_day")
    assert [row.venue for row in rows] == ["", "Hall 2", "Elsewhere", "Hall 2"]
    assert [row.starts_time for row in rows] == [None, dt.time(11), None, dt.time(11)]
    assert {"1 following date was changed too.", "2100-01-21 stays as it is: it was changed on its own"} <= set(
        told(response)
    )


def test_participants_follow_too_and_the_plan_of_coverage_does_not(client, briefing):
    person = Person.objects.create(name="Ana Pop")
    rows = {
        "participants-TOTAL_FORMS": "1", "participants-0-person": person.pk, "participants-0-role": "Speaker",
        "coverage-TOTAL_FORMS": "1", "coverage-0-product": "photo",
    }  # fmt: skip

    save(client, briefing[2], applies_to="following", **rows)

    assert [one.event for one in Participant.objects.order_by("pk")] == briefing[2:]
    assert [one.event for one in Coverage.objects.all()] == [briefing[2]]


def press(client, event, **said):
    return client.post(reverse("admin:articles_event_series", args=[event.pk]), said, follow=True)


def test_a_date_falls_out_and_a_series_ends(client, briefing):
    press(client, briefing[1], do="drop")
    assert dates() == ["2100-01-07", "2100-01-21", "2100-01-28"]

    press(client, briefing[2], do="end", reason="No more.")
    assert dates() == ["2100-01-07", "2100-01-21"]


def test_only_who_may_change_events_lets_a_date_fall_out(client, briefing):
    client.force_login(make_user("Reviewer"))

    press(client, briefing[1], do="drop")

    assert len(dates()) == 4


def test_the_list_of_events_opens_with_a_series_chosen(client, briefing):
    make_event(name="Apart")
    url = reverse("admin:articles_event_changelist")

    found = client.get(url, {"series__id__exact": briefing[0].series_id}).context["cl"].result_list

    assert len(found) == 4


# --- The readout ------------------------------------------------------------------------------------------------------


def begin_readout(client, event, language="en"):
    return client.post(reverse("admin:articles_event_readout", args=[event.pk]), {"language": language}, follow=True)


def test_one_click_begins_the_readout_and_a_second_opens_it(client, writer):
    event = make_event()

    first, second = begin_readout(client, event), begin_readout(client, event)

    article = Article.objects.get()
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert [response.redirect_chain[-1][0] for response in (first, second)] == [form, form]
    assert (article.created_by, article.revisions.get().by) == (writer, writer)
    assert Coverage.objects.get().assignee == writer
    assert "Open readout: English" in client.get(address(event)).content.decode()


def test_the_readout_button_is_for_writers_alone(client, writer):
    event = make_event()
    client.force_login(make_user("Reviewer"))

    assert begin_readout(client, event).status_code == 403
    assert not Article.objects.exists()
    assert client.get(reverse("admin:articles_event_readout", args=[event.pk])).status_code == 405


def test_a_readout_without_a_language_is_asked_for_one(client, writer):
    response = begin_readout(client, make_event(), language="xx")

    assert told(response) == ["Choose a language for the readout."]
