"""The registers at the size of a large office: what a page costs does not grow with them."""

import itertools
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from people.models import Organisation, Person, PersonName, Position
from pressoffice.ground.identity import reference_from
from tests.factories import make_user
from tests.statements import statements

pytestmark = pytest.mark.django_db
PEOPLE = 10_000

GIVEN = ["Ali", "Elmira", "Jeyhun", "Ceyhun", "Hikmət", "Leyla", "Ana", "Cristian", "Джейхун", "Gülşən"]
FAMILY = ["Aliyev", "Bayramov", "Hajiyev", "Məmmədova", "Terheş", "Popescu", "Байрамов", "Xəlilov", "Smith", "Karimli"]


def letters(number):
    """Nothing for 0, then letters of their own for each number."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)) if number else ""


def named(model, names):
    """Unsaved rows of a register, with everything that saving derives."""
    taken = set()
    for number, name in enumerate(names):
        uid = uuid.uuid4()
        while reference_from(uid) in taken:
            uid = uuid.uuid4()
        taken.add(reference_from(uid))
        row = model(uid=uid, reference=reference_from(uid), name=name, slug=f"row-{uid.hex[:12]}-{number}")
        row.derive()
        yield row


def make_registers(people, organisations, positions):
    """Registers of that size: a tree of organisations, and people who held some posts and hold one."""
    bodies = Organisation.objects.bulk_create(
        named(Organisation, (f"Office {n} of Water" for n in range(organisations)))
    )
    for number, body in enumerate(bodies[1:], start=1):
        body.parent = bodies[number // 10]
    Organisation.objects.bulk_update(bodies, ["parent"], batch_size=500)
    names = itertools.islice(itertools.cycle(itertools.product(GIVEN, FAMILY)), people)
    rows = Person.objects.bulk_create(
        named(Person, (f"{given} {family}{letters(n // 100)}" for n, (given, family) in enumerate(names)))
    )
    PersonName.objects.bulk_create(PersonName(person=row, name=f"{row.name} II", script="Latn") for row in rows[::5])
    made = []
    for number in range(positions):
        uid = uuid.uuid4()
        held = {"starts": "2020"} if number < people else {"starts": "2001", "ends": "2005"}
        made.append(
            Position(
                uid=uid, reference=reference_from(uid), title=f"Officer {number}", person=rows[number % people],
                organisation=bodies[number % organisations], **held,
            )
        )  # fmt: skip
    fresh = {row.reference: row for row in made}
    Position.objects.bulk_create(fresh.values())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which a server does by itself, but not within a test's transaction
    return rows, bodies


def cost_of(client, url, **asked):
    with statements() as caught:
        assert client.get(url, asked).status_code == 200
    return len(caught)


def pages(person, organisation):
    """Every page whose cost must not grow: ``{what: (address, what is asked)}``."""
    people, bodies = reverse("admin:people_person_changelist"), reverse("admin:people_organisation_changelist")
    choose = {"app_label": "articles", "model_name": "mention"}
    return {
        "people": (people, {}),
        "people found": (people, {"q": "ceyhun bayr"}),
        "people in office": (people, {"position": "yes"}),
        "people without a name in ru": (people, {"missing": "ru"}),
        "people without identifier": (people, {"identifier": "no"}),
        "possible duplicates": (people, {"duplicates": "yes"}),
        "organisations": (bodies, {}),
        "organisations found": (bodies, {"q": "office 1"}),
        "positions": (reverse("admin:people_position_changelist"), {}),
        "choose a person": (reverse("admin:autocomplete"), choose | {"field_name": "person", "term": "ali"}),
        "choose an organisation": (
            reverse("admin:autocomplete"),
            choose | {"field_name": "organisation", "term": "off"},
        ),
        "near names": (reverse("admin:people_person_near"), {"name": "Джейхун Байрамова"}),
        "form of a person": (reverse("admin:people_person_change", args=[person.pk]), {}),
        "form of an organisation": (reverse("admin:people_organisation_change", args=[organisation.pk]), {}),
    }


def cost(client, rows, bodies):
    asked = pages(rows[0], bodies[-1])
    for url, words in asked.values():  # what a process reads once
        cost_of(client, url, **words)
    return {what: cost_of(client, url, **words) for what, (url, words) in asked.items()}


@pytest.mark.both_databases
def test_no_page_of_the_registers_costs_more_for_more_rows(client):
    client.force_login(make_user("Writer", "Registry editor"))
    rows, bodies = make_registers(60, 12, 180)
    many = cost(client, rows, bodies)
    kept = [rows[0], rows[21], rows[31]]  # Ali Aliyev, Jeyhun and Ceyhun Bayramov
    Position.objects.exclude(person__in=kept).delete()
    Position.objects.update(organisation=bodies[-1])
    Person.objects.exclude(pk__in=[row.pk for row in kept]).delete()
    Organisation.objects.exclude(pk__in=[bodies[0].pk, bodies[1].pk, bodies[-1].pk]).delete()

    few = cost(client, rows, bodies)

    assert few == many
    assert max(few.values()) <= 24


def test_thousands_of_people_cost_what_sixty_do(client):
    client.force_login(make_user("Writer", "Registry editor"))
    rows, bodies = make_registers(60, 12, 180)
    small = cost(client, rows, bodies)
    Organisation.objects.update(parent=None)
    for model in (Position, Person, Organisation):
        model.objects.all().delete()
    rows, bodies = make_registers(PEOPLE, PEOPLE // 5, PEOPLE * 3)

    large = cost(client, rows, bodies)

    assert large == small
    people = reverse("admin:people_person_changelist")
    assert cost_of(client, people, p=PEOPLE // 67) == large["people"]


def test_lists_do_not_count_what_nobody_looks_at(client):
    client.force_login(make_user("Writer", "Registry editor"))
    make_registers(700, 5, 700)

    with statements() as caught:
        page = client.get(reverse("admin:people_person_changelist")).content.decode()

    [count] = [query["sql"] for query in caught if "COUNT(" in query["sql"] and "people_person" in query["sql"]]
    assert "LIMIT 301" in count
    assert "more than 300" in page
    later = client.get(reverse("admin:people_person_changelist"), {"p": 14})
    assert later.context["cl"].result_count == 700
