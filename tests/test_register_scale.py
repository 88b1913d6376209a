"""A register of thousands of people and positions costs as many statements as one of three."""

import datetime as dt
import itertools
import random

import pytest
from django.db import connection
from django.utils import timezone

from articles import visible
from people.models import Organisation, Person, Position
from pressoffice.ground.identity import reference_from
from tests.statements import statements

pytestmark = pytest.mark.django_db
PEOPLE = 10_000

GIVEN = "Ali Aygün Cəmil Çingiz Elçin Emin Fidan Gülşən Jane Leyla Orxan Ramiz Şahin Tural Vüqar Zaur".split()
FAMILY = "Abbasov Bayramov Cabbarov Çələbi Əliyev Fətəliyev Həsənov İsmayılov Məmmədov Quliyev Üzeyirov".split()
PAGES = [
    "/en/officials/",
    "/az/officials/",
    "/ru/officials/",
    "/az/officials/?letter=A",
    "/en/officials/?name=mammadov",
    "/en/officials/?organisation=body-1",
    "/az/organisations/",
    "/en/officials/person-1/",
    "/en/organisations/body-1/",
    "/en/news/",
    "/api/v1/officials/",
    "/api/v1/officials/?limit=100",
    "/api/v1/officials/?name=mammadov",
    "/api/v1/officials/?organisation=body-1&in_office_on=2025-11-03",
    "/api/v1/positions/?limit=100",
    "/api/v1/positions/?current=true&organisation=body-1",
    "/api/v1/positions/?order=-title&as_of=2025-11-03",
    "/api/v1/organisations/?limit=100",
]


def identified(rows):
    """``rows`` with references nobody else has, as ``save`` gives them; those of a reference that is taken left out."""
    taken = set()
    for row in rows:
        row.reference = reference_from(row.uid)
        if row.reference not in taken:
            taken.add(row.reference)
            yield row


def make_register(people, organisations, positions):
    """A register of that many rows, all positions public, beside those there are."""
    dice = random.Random(1)
    since, count = timezone.now() - dt.timedelta(days=1), itertools.count(Person.objects.count() + 1)
    persons = []
    for number in itertools.islice(count, people):
        given, family = dice.choice(GIVEN), f"{dice.choice(FAMILY)[:-1]}{dice.choice('aeiou')}v"
        labels = {"ru": f"Имя{number % 97} {family}"} if number % 3 else {}
        persons.append(Person(name=f"{given} {family}", slug=f"person-{number}", labels=labels))
    first = Organisation.objects.count() + 1
    bodies = [Organisation(name=f"Body {n}", slug=f"body-{n}") for n in range(first, first + organisations)]
    for row in (*persons, *bodies):
        row.derive()
    persons = Person.objects.bulk_create(identified(persons), batch_size=500)
    bodies = Organisation.objects.bulk_create(identified(bodies), batch_size=500)
    for number, body in enumerate(bodies[1:], start=1):
        body.parent = bodies[number // 5]
    Organisation.objects.bulk_update(bodies[1:], ["parent"], batch_size=500)
    posts = [
        Position(
            person=persons[n % len(persons)], organisation=dice.choice(bodies), title=f"Title {n % 211}",
            starts=f"{dice.randint(1990, 2024)}", ends=dice.choice(["", "", "2024-05"]),
            public_from=since, settled_at=since, public_changes=1,
        )
        for n in range(positions)
    ]  # fmt: skip
    Position.objects.bulk_create(identified(posts), batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def cost(client, address):
    """How many statements the answer to ``address`` takes."""
    with statements() as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def next_page(client, address):
    """The address of the page after the first of an API list."""
    return client.get(address).json()["next"].removeprefix("https://press.example")


def test_large_register_costs_as_many_statements_as_a_small_one(client, db):
    make_register(3, 3, 9)
    small = {address: cost(client, address) for address in PAGES}
    make_register(PEOPLE, PEOPLE // 5, PEOPLE * 3)
    visible.forget()

    large = {address: cost(client, address) for address in PAGES}

    assert large == small
    assert max(large.values()) <= 4
    for address in ("/api/v1/officials/?limit=100", "/api/v1/positions/?limit=100", "/api/v1/organisations/?limit=100"):
        assert cost(client, next_page(client, address)) == small[address]
    assert Person.objects.count() > PEOPLE * 0.999
