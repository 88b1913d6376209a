"""The agenda and the form of an event, in a real browser: no fault of access, at a phone's width and a desk's."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse

from articles.desk import series
from articles.models import Event, Participant
from articles.models.event import Coverage
from people.models import Person
from pressoffice.ground.clock import database_now
from tests.factories import make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_agenda_and_event_have_no_fault_of_access(page, live_server, complaints, week, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
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
        page.wait_for_timeout(200)
        if "SCREENSHOTS" in os.environ:
            page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}-{width}-{scheme}.png", full_page=True)
        heard = list(complaints)
        found = Axe().run(page, options={"runOnly": RULES})
        complaints[:] = heard  # the checker itself tries an inline style
        faults = [(fault["id"], [n["html"][:200] for n in fault["nodes"]]) for fault in found.response["violations"]]
        assert (name, faults) == (name, [])
        assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= (name, 0)
