"""Reads of restricted texts are recorded, once a person, revision, door and hour; the ledger tells them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.desk import access, reading
from articles.desk.acts import detail_of
from articles.models import AuditEntry, PreviewLink, PreviewView
from tests.factories import (
    edit,
    make_approver,
    make_article,
    make_public,
    make_user,
    make_writer,
    minutes,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def approver():
    return make_approver(name="the-approver")


@pytest.fixture
def reader(client):
    """Somebody of the desk, signed in."""
    user = make_user("Reviewer", "Records officer", name="the-reader")
    client.force_login(user)
    return user


@pytest.fixture
def coming(now, approver):
    """A text under embargo."""
    text = make_article(by=make_writer(name="the-writer"), now=now)
    edit(text, by=text.created_by, now=now, headline="Second words")
    return publish(text, writer=text.created_by, approver=approver, now=now, at=now + minutes(600))


def reads(text):
    """Who read what through which door, as the record says."""
    entries = AuditEntry.objects.filter(action="read", subject=f"article:{text.uid}").order_by("number")
    return [(entry.by.username, detail_of(entry)["revision"], detail_of(entry)["door"]) for entry in entries]


def ask(client, text, door, **query):
    return client.get(reverse(f"admin:articles_article_{door}", args=[text.pk]), query)


def test_each_door_of_an_embargoed_text_writes_down_who_read_what(client, reader, coming):
    ask(client, coming, "change")
    ask(client, coming, "versions", **{"from": "1", "to": "2"})
    revision, edition = coming.revisions.get(number=1), coming.editions.get()
    client.get(reverse("admin:articles_revision_change", args=[revision.pk]))
    client.get(reverse("admin:articles_edition_change", args=[edition.pk]))

    assert reads(coming) == [
        ("the-reader", 2, "change"),
        ("the-reader", 1, "versions"),
        ("the-reader", 2, "versions"),
        ("the-reader", 1, "revision"),
        ("the-reader", 2, "edition"),
    ]


def test_a_second_look_within_the_hour_is_the_same_read(client, reader, coming):
    for _time in range(3):
        ask(client, coming, "change")

    assert reads(coming) == [("the-reader", 2, "change")]


@pytest.mark.both_databases
def test_the_next_hour_another_person_and_another_revision_are_reads_of_their_own(coming, reader, approver):
    hour = dt.datetime(2100, 1, 1, 9, 59, tzinfo=dt.UTC)
    for by, at, revisions in [
        (reader, hour, None),
        (reader, hour, [2]),
        (reader, hour + minutes(2), None),
        (approver, hour, None),
        (reader, hour, [1]),
    ]:
        coming.editions.model.objects.filter(article=coming).update(public_from=hour + minutes(60))
        reading.note(coming, by=by, door="change", now=at, revisions=revisions)

    assert reads(coming) == [
        ("the-reader", 2, "change"),
        ("the-reader", 2, "change"),
        ("the-approver", 2, "change"),
        ("the-reader", 1, "change"),
    ]


def test_a_draft_open_to_the_desk_and_a_public_text_are_read_freely(client, reader, now):
    draft, public = make_article(by=make_writer()), make_public(now=now)
    for text in (draft, public):
        ask(client, text, "change")

    assert reads(draft) + reads(public) == []


def test_a_limited_draft_is_recorded_and_a_refused_look_is_not(client, reader, approver, now):
    text = make_article(by=make_writer())
    access.limit(text, True, users=[approver], by=text.created_by, now=now)
    outsider = make_approver()

    client.force_login(outsider)
    assert ask(client, text, "change").status_code == 404
    client.force_login(approver)
    ask(client, text, "change")

    assert reads(text) == [("the-approver", 1, "change")]


def test_who_reads_every_text_is_recorded_too(client, approver, now):
    text = make_article(by=make_writer())
    access.limit(text, True, users=[approver], by=text.created_by, now=now)
    head = make_user(name="root", is_superuser=True)
    client.force_login(head)

    ask(client, text, "change")

    assert reads(text) == [("root", 1, "change")]


def test_the_ledger_tells_who_could_and_who_did_before_the_hour(client, reader, coming, approver, now):
    revision = coming.revisions.get(number=2)
    link = PreviewLink.objects.create(
        revision=revision, secret_hash="x", recipient="The embassy", made_by=approver, made_at=now, expires_at=now
    )
    PreviewView.objects.create(link=link, at=now + minutes(1), page="page")
    PreviewView.objects.create(link=link, at=now + minutes(700), page="page")
    reading.note(coming, by=approver, door="preview", now=now + minutes(2))

    found = [(read.who, read.revision, read.door, read.before) for read in reading.reads_of(coming, now)]
    page = ask(client, coming, "ledger").content.decode()
    table = b"".join(ask(client, coming, "ledger", format="csv").streaming_content).decode()

    assert found == [
        ("the-writer", 1, "wrote", True),
        ("the-writer", 2, "wrote", True),
        ("The embassy", 2, "link", True),
        ("the-approver", 2, "preview", True),
        ("The embassy", 2, "link", False),
    ]
    assert "The embassy" in page
    assert "the-approver" in page
    assert [line.split(",")[1] for line in table.splitlines()[1:6]] == [who for who, *_rest in found]


def test_the_whole_ledger_lists_every_read_and_its_table(client, reader, coming, approver, now):
    reading.note(coming, by=approver, door="change", now=now)

    page = client.get(reverse("admin:ledger")).content.decode()
    table = b"".join(client.get(reverse("admin:ledger"), {"format": "csv"}).streaming_content).decode()
    of_others = client.get(reverse("admin:ledger"), {"person": "nobody"}).content.decode()

    assert f"PR-{coming.reference}" in page
    assert f"article:{coming.uid}" in table
    assert f"PR-{coming.reference}" not in of_others


def test_the_ledger_is_not_for_everybody(client, coming):
    client.force_login(make_user("Writer"))

    assert client.get(reverse("admin:ledger")).status_code == 403
    assert ask(client, coming, "ledger").status_code == 403
