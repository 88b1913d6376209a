"""The events of people and organisations on their pages, beside their names and identifiers."""

import pytest
from django.utils import timezone

from articles.models.event import Participant
from people.models.person import PersonName
from tests.factories import Event, Organisation, Person, Position, minutes
from tests.pages.conftest import ago, page, words
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def minister(db):
    """Somebody in office."""
    ministry = Organisation.objects.create(name="Ministry")
    person = Person.objects.create(name="Jane Doe")
    Position.objects.create(person=person, organisation=ministry, title="Minister", public_from=ago(60))
    return person


def make_event(name, person, starts, **fields):
    """A public event that ``person`` takes part in, organised by the ministry."""
    fields = {"public_from": ago(60), "organiser": Organisation.objects.get(name="Ministry"), **fields}
    event = Event.objects.create(name=name, starts=starts, **fields)
    Participant.objects.create(event=event, person=person)
    return event


@pytest.mark.parametrize("path", ["officials/jane-doe", "organisations/ministry"])
def test_page_tells_events_to_come_soonest_first_and_past_ones_newest_first(client, minister, path):
    for name, starts in [("Late", "2099-06"), ("Old", "2001"), ("Soon", "2098-06-01"), ("Newer", "2002-03")]:
        make_event(name, minister, starts)
    make_event("Secret", minister, "2099-01", public_from=timezone.now() + minutes(10))
    tree = page(client, f"/en/{path}/")

    assert words(tree.xpath('//section[@aria-labelledby="events"]//*[@class="agenda-what"]')) == [
        "Soon", "Late", "Newer", "Old",
    ]  # fmt: skip
    assert "Secret" not in client.get(f"/en/{path}/").content.decode()


def test_many_events_lead_to_the_list_of_all(client, minister):
    for number in range(11):
        make_event(f"Event {number}", minister, f"20{10 + number}")

    assert "/en/events/?participant=jane-doe" in page(client, "/en/officials/jane-doe/").xpath("//main//a/@href")
    assert len(page(client, "/en/events/?participant=jane-doe").xpath('//*[@class="agenda-what"]')) == 11


@pytest.mark.parametrize("path", ["officials/jane-doe", "organisations/ministry"])
def test_page_costs_the_same_with_names_and_events_and_without(client, minister, path):
    def cost():
        with statements() as asked:
            assert client.get(f"/en/{path}/").status_code == 200
        return len(asked)

    first = cost()
    for number in range(2):
        make_event(f"Event {number}", minister, "2020")
        PersonName.objects.create(person=minister, name=f"Jane {number}")
        minister.identifiers.create(scheme="wikidata", value=f"Q{number}")

    assert cost() == first <= 4
