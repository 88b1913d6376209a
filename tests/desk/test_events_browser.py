"""The agenda and the form of an event, in a real browser: no fault of access, at a phone's width and a desk's."""

import datetime as dt

import pytest
from django.urls import reverse

from articles.desk import series
from articles.models import Event, Participant
from articles.models.event import Coverage
from people.models import Person
from pressoffice.ground.clock import database_now
from tests.browser.acts import faults_of_access
from tests.factories import make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def week():
    """A week with something of everything, and an event of a series in it."""
    now = database_now()
    today = now.date()
    monday = today - dt.timedelta(days=today.weekday())
    colleague = make_writer(name="gulnar.aliyeva")

    def make(name, day, **fields):
        return Event.objects.create(name=name, starts=(monday + dt.timedelta(days=day)).isoformat(), **fields)

    briefing = make("Weekly briefing of the spokesperson", 3, starts_time=dt.time(11), zone="Asia/Baku", venue="Hall 2",
                    type="briefing", public_from=now)  # fmt: skip
    series.begin(briefing, f"FREQ=WEEKLY;BYDAY={'TH'}", None, by=colleague, now=now)
    Coverage.objects.create(event=briefing, language="az", assignee=colleague, due_at=now)
    Coverage.objects.create(event=briefing, product="photo")
    Participant.objects.create(event=briefing, person=Person.objects.create(name="Ana Pop"), role="Minister")
    make("Visit of the Secretary General", 1, ends=(monday + dt.timedelta(days=3)).isoformat(), venue="Baku")
    make("Call with the counterpart in New York", 1, starts_time=dt.time(9), ends_time=dt.time(10),
         zone="America/New_York")  # fmt: skip
    make("Signing of the protocol", 4, status="postponed", status_reason="The delegation is late.", public_from=now)
    make("Reception", -6, venue="Blue hall")
    Event.objects.create(name="Summit of the year", starts=f"{monday:%Y-%m}")
    return briefing


def test_agenda_and_event_have_no_fault_of_access(page, live_server, complaints, week):
    agenda = reverse("admin:agenda")
    addresses = {
        "month": f"{agenda}?view=month",
        "week": f"{agenda}?view=week",
        "list": f"{agenda}?view=list",
        "event": reverse("admin:articles_event_change", args=[week.pk]),
        "add": reverse("admin:articles_event_add"),
        "events": reverse("admin:articles_event_changelist"),
    }

    for name, address in addresses.items():
        page.goto(live_server.url + address, wait_until="load")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        assert (name, faults_of_access(page, complaints, name=name)) == (name, [])
