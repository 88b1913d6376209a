"""Agenda, months, weeks and an event in a real browser: no fault of access, and no page wider than a phone."""

import datetime as dt

import pytest

from articles.models import Contact, Event, EventLink, EventSeries, Mention, Place, Statement
from people.models import Organisation, Person
from pressoffice.ground.clock import database_now
from tests.browser.acts import RULES, faults_of_access
from tests.factories import edit, make_approver, make_article, make_writer, minutes, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "agenda": "events/",
    "agenda-filtered": "events/?type=briefing&upcoming=true",
    "agenda-wrong": "events/?tpye=briefing",
    "month": "events/calendar/2030-05/",
    "month-empty": "events/calendar/2029-01/",
    "week": "events/calendar/2030-W20/",
    "event": "events/talks-on-media-cooperation/",
    "event-cancelled": "events/signing/",
    "event-then": "events/talks-on-media-cooperation/?at={then}",
}


@pytest.fixture
def office(transactional_db):
    """A month with events of every kind, and one with everything around it."""
    now = database_now()
    long_ago = now - minutes(600)
    baku = Place.objects.create(name="Baku", labels={"az": "Bakı", "ru": "Баку"})
    ministry = Organisation.objects.create(name="Foreign Ministry", labels={"az": "Xarici İşlər Nazirliyi"})
    desk = Contact.objects.create(name="Press desk", phone="+994 12 123 45 67", email="press@example.gov",
                                  public_from=long_ago)  # fmt: skip
    public = {"public_from": long_ago, "zone": "Asia/Baku", "place": baku}
    summit = Event.objects.create(
        name="Summit on media", type="summit", starts="2030-05-14", ends="2030-05-17", **public
    )
    series = EventSeries.objects.create(name="Briefing", rule="FREQ=WEEKLY;BYDAY=TU", starts_on=dt.date(2030, 5, 7))
    for day in (7, 14, 21, 28):
        Event.objects.create(name="Weekly briefing", type="briefing", starts=f"2030-05-{day:02d}", series=series,
                             starts_time=dt.time(10), series_day=dt.date(2030, 5, day), **public)  # fmt: skip
    talks = Event.objects.create(
        name="Talks on media cooperation", labels={"az": "Media sahəsində əməkdaşlıq üzrə danışıqlar"},
        starts="2030-05-14", starts_time=dt.time(15), ends_time=dt.time(16, 30), venue="Great hall, second floor",
        organiser=ministry, within=summit, contact=desk, series=series, series_day=dt.date(2030, 5, 13),
        accreditation="Write to the press desk with your name and outlet.\nBring your press card.",
        accreditation_until=dt.datetime(2030, 5, 13, 14, tzinfo=dt.UTC), description="On training and exchange.",
        participants_complete=False, **public,
    )  # fmt: skip
    Event.objects.create(name="Opening", within=talks, starts="2030-05-14", starts_time=dt.time(15), **public)
    Event.objects.create(name="Signing", type="signing", starts="2030-05-16", status="cancelled",
                         status_reason="A storm is coming.", **public)  # fmt: skip
    Event.objects.create(name="Visit to New York", type="visit", starts="2030-05-22", status="postponed",
                         status_reason="A new day will be named.", starts_time=dt.time(9),
                         **{**public, "zone": "America/New_York", "place": None})  # fmt: skip
    Event.objects.create(name="Forum", type="conference", starts="2030-05", **public)
    Event.objects.create(name="Friday meeting", date_words="Friday", public_from=long_ago)
    Event.objects.create(name="Past meeting", starts="2020-05-14", **public)
    writer, approver = make_writer(), make_approver()
    for number in range(3):
        person = Person.objects.create(name=f"Official {number}")
        person.positions.create(title="Minister", organisation=ministry, public_from=long_ago)
        talks.participants.create(person=person, role="Head of the delegation")
        made = now - minutes(60)
        article = make_article(by=writer, now=made, headline=f"Text {number}", body="<p>“We agreed,” she said.</p>")
        said = Statement.objects.create(article=article, words="We agreed", verb="said", form="direct")
        Mention.objects.create(article=article, person=person, relation="speaker", statement_uid=said.uid)
        EventLink.objects.create(article=article, event=talks)
        edit(article, by=writer, now=made)
        publish(article, writer=writer, approver=approver, now=made)


def test_pages_have_no_fault_of_access(live_server, browser, office):
    then = (database_now() - minutes(30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    page, faults = browser.new_page(), []
    for name, path in PAGES.items():
        for language in ("en", "az", "ru") if name in ("month", "event") else ("en",):
            answer = page.goto(f"{live_server.url}/{language}/{path.format(then=then)}", wait_until="load")
            assert answer.status == (400 if name == "agenda-wrong" else 200), path
            found = faults_of_access(page, name=f"{name}-{language}", rules=[*RULES, "best-practice"])
            faults += [(name, language, *fault) for fault in found]

    assert faults == []


def test_month_is_a_table_where_there_is_room_and_a_list_of_days_where_not(live_server, browser, office):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/events/calendar/2030-05/")
    shown = page.locator("table.month td.day:visible")
    assert (shown.count(), page.get_by_role("columnheader").count()) == (31, 7)
    tops = [shown.nth(number).bounding_box()["y"] for number in (5, 6, 11)]  # 6, 7 and 12 May: one week
    assert len(set(tops)) == 1

    page.set_viewport_size({"width": 320, "height": 900})
    days = [words.split("\n")[0] for words in shown.all_inner_texts()]
    assert days[:2] == ["Tuesday, May 7, 2030", "Tuesday, May 14, 2030"]
    assert len(days) == 8
