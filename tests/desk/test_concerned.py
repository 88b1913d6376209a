"""Public texts the register disagrees with: found, never rewritten."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.desk.concerned import READ, all_concerned, concerned
from articles.desk.merging import merge
from articles.models import Citation, Edition
from people.models import Organisation, Person, Position
from tests.factories import (
    Event,
    EventLink,
    Mention,
    Source,
    Topic,
    edit,
    make_approver,
    make_article,
    make_user,
    make_writer,
    minutes,
    publish,
)
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def world():
    """A minister, an event, a source, a topic."""
    ministry = Organisation.objects.create(name="Foreign Ministry", labels={"az": "Xarici İşlər Nazirliyi"})
    person = Person.objects.create(name="Jeyhun Bayramov")
    position = Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020")
    return {
        "ministry": ministry,
        "person": person,
        "position": position,
        "event": Event.objects.create(name="Talks", starts="2025-11-03", venue="Hall"),
        "source": Source.objects.create(name="Trend"),
        "topic": Topic.objects.create(name="Trade"),
    }


@pytest.fixture
def tell(world, now):
    """``tell(...)``: a public text that names everything in ``world``."""
    writer, approver = make_writer(), make_approver()

    def publish_text(role="", at=None, **fields):
        at = at or now - minutes(30)
        article = make_article(by=writer, now=at, **fields)
        Mention.objects.create(
            article=article, person=world["person"], position=world["position"], role=role, relation="participant"
        )
        EventLink.objects.create(article=article, event=world["event"])
        Citation.objects.create(article=article, source=world["source"])
        article.topics.add(world["topic"])
        edit(article, by=writer, now=at)
        return publish(article, writer=writer, approver=approver, now=at)

    return publish_text


def said(report):
    return [(one.what, str(one.row), one.said, one.holds) for c in report.concerns for one in c.differences]


def test_a_text_that_says_what_the_register_says_is_no_concern(tell, now):
    tell()
    tell(language="az")

    assert concerned(now=now).concerns == []


def test_every_change_of_the_register_is_found_in_the_texts_it_concerns(tell, world, now):
    tell()
    tell(language="az", headline="Görüş")
    before = list(Edition.objects.values_list("document", flat=True))
    changes = {"person": "Ceyhun Bayramov", "event": "Negotiations", "source": "Trend News", "topic": "Commerce"}
    for thing, name in changes.items():
        world[thing].name = name
        world[thing].save()
    world["event"].starts, world["event"].venue = "2025-11-04", "Palace"
    world["event"].save()
    world["position"].title = "Foreign Minister"
    world["position"].save()
    world["ministry"].labels = {"az": "XİN"}
    world["ministry"].save()

    by_language = {c.edition.language: c for c in concerned(now=now).concerns}
    found = {
        language: {(d.what, str(d.row), d.said, d.holds) for d in c.differences} for language, c in by_language.items()
    }

    shared = {
        ("name", "Ceyhun Bayramov", "Jeyhun Bayramov", "Ceyhun Bayramov"),
        ("name", "Negotiations", "Talks", "Negotiations"),
        ("name", "Trend News", "Trend", "Trend News"),
        ("name", "Commerce", "Trade", "Commerce"),
        ("day", "Negotiations", "Nov. 3, 2025", "Nov. 4, 2025"),
        ("venue", "Negotiations", "Hall", "Palace"),
    }
    assert found["en"] == shared | {
        ("role", "Ceyhun Bayramov", "Minister, Foreign Ministry", "Foreign Minister, Foreign Ministry")
    }
    assert found["az"] == shared | {
        ("role", "Ceyhun Bayramov", "Minister, Xarici İşlər Nazirliyi", "Foreign Minister, XİN"),
        ("name", "Foreign Ministry", "Xarici İşlər Nazirliyi", "XİN"),
    }
    assert list(Edition.objects.values_list("document", flat=True)) == before


def test_the_report_of_one_row_is_about_that_row_alone(tell, world, now):
    tell()
    world["person"].name, world["source"].name = "Ceyhun Bayramov", "Trend News"
    for thing in ("person", "source"):
        world[thing].save()
    Position.objects.filter(pk=world["position"].pk).update(title="Envoy")

    role = ("role", "Ceyhun Bayramov", "Minister, Foreign Ministry", "Envoy, Foreign Ministry")
    name = ("name", "Ceyhun Bayramov", "Jeyhun Bayramov", "Ceyhun Bayramov")
    assert said(concerned(world["person"], now=now)) == [name, role]
    assert said(concerned(world["position"], now=now)) == [role]
    assert said(concerned(world["source"], now=now)) == [("name", "Trend News", "Trend", "Trend News")]
    assert said(concerned(world["topic"], now=now)) == []


def test_a_role_is_compared_with_the_register_of_that_day(tell, world, now):
    """The successor's title is no concern of a text from before it; that the post had ended then is."""
    tell()
    root = world["position"]
    Position.objects.filter(pk=root.pk).update(public_from=now - minutes(60), public_until=now - minutes(5))
    Position.objects.create(
        person=world["person"], organisation=world["ministry"], title="Deputy Prime Minister", starts="2020",
        replaces=root, root=root, public_from=now - minutes(5),
    )  # fmt: skip
    assert said(concerned(now=now)) == []

    root.refresh_from_db()
    root.ends = "2021"
    root.save()

    assert [one[0] for one in said(concerned(now=now))] == ["role"]


def test_a_role_in_the_writers_own_words_is_the_writers(tell, world, now):
    tell(role="the country's top diplomat")
    world["position"].title = "Envoy"
    world["position"].save()

    assert said(concerned(now=now)) == []


def test_a_text_that_names_a_merged_row_is_found_under_the_one_it_became(tell, world, now):
    tell()
    target = Person.objects.create(name="Ceyhun Bayramov")
    merge(world["person"], target, by=make_user("Registry editor"), now=now)

    assert said(concerned(target, now=now)) == [("name", "Ceyhun Bayramov", "Jeyhun Bayramov", "Ceyhun Bayramov")]
    world["person"].refresh_from_db()
    assert said(concerned(world["person"], now=now)) == said(concerned(target, now=now))


def test_hidden_texts_are_no_concern(world, tell, now):
    tell(at=now + dt.timedelta(days=1))
    world["person"].name = "Ceyhun Bayramov"
    world["person"].save()

    assert concerned(now=now).read == 0


def test_a_page_costs_the_same_however_many_texts_it_reads_and_leads_on(tell, world, now, monkeypatch):
    monkeypatch.setattr("articles.desk.concerned.READ", 4)
    assert READ >= 50
    tell()
    world["person"].name = "Ceyhun Bayramov"
    world["person"].save()
    with statements() as one:
        concerned(now=now)
    for number in range(5):
        tell(at=now - minutes(20 - number))
    world["person"].name = "Djeyhun Bayramov"
    world["person"].save()
    with statements() as many:
        first = concerned(now=now)

    assert len(one) == len(many)
    second = concerned(now=now, cursor=first.next)
    assert (first.read, second.read, second.next) == (4, 2, None)
    found = [concern.edition.pk for concern in (*first.concerns, *second.concerns)]
    assert len(set(found)) == 6
    assert [concern.edition.pk for concern in all_concerned(now=now)] == found


def test_the_report_at_the_desk_leads_to_a_correction_and_to_a_table(client, tell, world):
    article = tell(headline="=Talks in Baku")
    world["person"].name = "Ceyhun Bayramov"
    world["person"].save()
    client.force_login(make_user("Writer", "Registry editor"))
    row = client.get(reverse("admin:people_person_change", args=[world["person"].pk]))
    address = row.context["concerned_url"]

    page = client.get(address)
    table = client.get(f"{address}&format=csv")

    assert reverse("admin:articles_article_change", args=[article.pk]) in page.content.decode()
    lines = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode().removeprefix("\ufeff"))))
    assert lines[1][4:9] == ["'=Talks in Baku", "name", "Ceyhun Bayramov", "Jeyhun Bayramov", "Ceyhun Bayramov"]
    assert len(lines) == 2
    assert client.get(reverse("admin:concerned")).status_code == 200
    assert client.get(reverse("admin:concerned"), {"cursor": "x"}).status_code == 400
    assert client.get(reverse("admin:concerned"), {"model": "people.person", "row": "x"}).status_code == 404


def test_the_report_needs_the_right_to_see_texts(client):
    client.force_login(make_user("Technical administrator"))

    assert client.get(reverse("admin:concerned")).status_code == 403
