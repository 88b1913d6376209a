"""Events for the tests of the public pages and calendars."""

import datetime as dt

from django.utils import timezone
from lxml import etree

from articles import visible
from articles.desk import registers
from articles.desk.settle import settle
from articles.models.contact import Contact
from articles.models.taxonomy import Place
from people.models import Organisation, Person
from tests.factories import Event, make_approver, minutes
from tests.statements import statements

SPRING = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)  # the instant most of these tests ask at
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def at(hour, minute=0):
    """A time of day."""
    return dt.time(hour, minute)


def make_event(name="Briefing", starts="2026-03-12", **fields):
    """An event that is public by itself, and settled."""
    fields = {"public_from": LONG_AGO, "zone": "Asia/Baku", **fields}
    event = Event.objects.create(name=name, starts=starts, **fields)
    settle(LONG_AGO)
    visible.forget()
    event.refresh_from_db()
    return event


def change(event, *, now, hour=None, **values):
    """Change an event through the desk's gate, at once or from an hour on; returns the row written."""
    event.refresh_from_db()
    row = registers.change(event, values, by=make_approver(), now=now, hour=hour)
    visible.forget()
    return row


def statements_of(client, path):
    """How many SQL statements an answer cost."""
    assert client.get(path).status_code == 200
    with statements() as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def soon(days):
    """A day that is ``days`` ahead, by the office's clock."""
    return timezone.localdate() + dt.timedelta(days=days)


def days_on(page):
    """``{day: [names]}`` of the days of a calendar page that have an event."""
    found = {}
    for cell in etree.HTML(page).xpath('//td[contains(@class, "day")] | //ol[@class="week"]/li'):
        names = ["".join(link.itertext()).strip() for link in cell.xpath('.//ul[@class="day-events"]/li/a')]
        if names:
            found[cell.xpath('.//*[@class="day-name"]/time/@datetime')[0]] = names
    return found


def fill(name):
    """An event with one of everything beside it, and a change of it that has struck."""
    place, body = Place.objects.create(name=f"Town {name}"), Organisation.objects.create(name=f"Body {name}")
    contact = Contact.objects.create(name=f"Desk {name}", public_from=LONG_AGO)
    guest = Person.objects.create(name=f"Guest {name}")
    guest.positions.create(title="Guest", organisation=body, public_from=LONG_AGO)
    event = make_event(name, soon(3).isoformat(), place=place, organiser=body, contact=contact)
    event.participants.create(person=guest)
    row = change(event, now=timezone.now(), hour=timezone.now() + minutes(60), venue="Hall 2")
    struck = timezone.now() - minutes(1)
    Event.objects.filter(pk=event.pk).update(public_until=struck)
    Event.objects.filter(pk=row.pk).update(public_from=struck, settled_at=struck)
    visible.forget()
    return event
