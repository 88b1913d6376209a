"""A records request: one archive of the texts asked for and of nothing else, which proves what it holds."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from articles.desk import access
from articles.desk.errors import RightError
from articles.desk.records_request import Asked, texts_asked, write
from articles.models import AuditEntry, Comment, Mention, PreviewLink, PreviewView, Topic
from people.models import Person
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, minutes, publish, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("Records officer", name="the-officer")


@pytest.fixture
def person():
    return Person.objects.create(name="Leyla Rzayeva")


@pytest.fixture
def text(person):
    """A text with a life: two revisions, a comment, a correction, a look by a preview link."""
    writer, approver = make_writer(name="ann"), make_approver(name="ben")
    article = make_article(by=writer, headline="Minister meets", body="<p>Write to desk@office.example.</p>")
    Mention.objects.create(article=article, person=person, relation=Mention.Relation.PARTICIPANT)
    edit(article, by=writer, summary="They met.")
    revision = article.revisions.get(number=2)
    Comment.objects.create(article=article, revision=revision, body="Which minister?", by=approver, at=NOW)
    publish(article, writer=writer, approver=approver)
    link = PreviewLink.objects.create(
        revision=revision, secret_hash="x", recipient="The embassy", made_by=ann(article), made_at=NOW, expires_at=NOW
    )
    PreviewView.objects.create(link=link, at=NOW, page="page")
    take(article, "correct", by=writer, now=NOW + minutes(5))
    edit(
        article,
        by=writer,
        now=NOW + minutes(5),
        headline="Ministers meet",
        correction_class="factual",
        public_note="Two of them.",
    )
    publish(article, writer=writer, approver=approver, now=NOW + minutes(6))
    return article


def ann(article):
    return article.created_by


def archive(asked, by):
    """The archive of a request, and its manifest."""
    out = io.BytesIO()
    for _done in write(asked, out, by=by, now=NOW + minutes(60)):
        pass
    zipped = zipfile.ZipFile(out)
    return zipped, json.loads(zipped.read("manifest.json"))


def test_the_archive_holds_every_version_and_name_in_reading_order(text, person, officer):
    zipped, manifest = archive(Asked(person=person), officer)

    folder = f"texts/00001-PR-{text.reference}-en"
    assert [name for name in zipped.namelist() if name.endswith(".txt")] == [
        f"{folder}/editions/001-first.txt",
        f"{folder}/editions/002-correction.txt",
        f"{folder}/revisions/0001.txt",
        f"{folder}/revisions/0002.txt",
        f"{folder}/revisions/0003.txt",
    ]
    assert zipped.read(f"{folder}/editions/001-first.txt").decode() == (
        "Minister meets\n\nThey met.\n\nWrite to desk@office.example.\n"
    )
    stored = text.revisions.get(number=3).document
    assert zipped.read(f"{folder}/revisions/0003.json").decode() == stored
    told = {name: json.loads(zipped.read(f"{folder}/{name}.json")) for name in ("comments", "approvals", "acts")}
    assert [comment["comment"] for comment in told["comments"]] == ["Which minister?"]
    assert [approval["by"] for approval in told["approvals"]] == ["ben", "ben"]
    assert [act["action"] for act in told["acts"]][:3] == ["save", "save", "submit"]
    readers = json.loads(zipped.read(f"{folder}/readers.json"))
    assert [one["recipient"] for one in readers if one["through"] == "link"] == ["The embassy"]
    index = zipped.read("index.html").decode()
    assert "<script" not in index
    assert index.index("Minister meets\n") < index.index("Ministers meet\n") < index.index("What happened")
    assert manifest["texts"] == 1


def test_the_manifest_proves_every_file_and_lists_personal_data(text, person, officer):
    zipped, manifest = archive(Asked(person=person), officer)

    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    assert set(listed) == set(zipped.namelist()) - {"manifest.json"}
    assert {path: hashlib.sha256(zipped.read(path)).hexdigest() for path in listed} == listed
    assert manifest["asked"] == {"person": f"Leyla Rzayeva ({person.uid})"}
    head = AuditEntry.objects.exclude(action__in=("records-request", "read")).order_by("-number").first()
    assert manifest["record_of_acts"] == {"number": head.number, "head": head.hash}
    data = {(entry["kind"], entry["name"]): entry["files"] for entry in manifest["personal_data"]}
    assert set(data) == {
        ("staff", "ann"),
        ("staff", "ben"),
        ("staff", "the-officer"),
        ("official", "Leyla Rzayeva"),
        ("recipient", "The embassy"),
        ("address", "desk@office.example"),
    }
    for (_kind, name), files in data.items():
        for path in files:
            assert path == "manifest.json" or name.encode() in zipped.read(path)


def test_nothing_of_other_texts_is_inside(text, person, officer):
    other = make_article(by=make_writer(name="zoe"), headline="Something else", slug="else", body="<p>Zq token.</p>")

    zipped, _manifest = archive(Asked(person=person), officer)

    everything = b"".join(zipped.read(name) for name in zipped.namelist())
    for word in ("Something else", "Zq token", other.reference, str(other.uid), "zoe"):
        assert word.encode() not in everything


@pytest.mark.both_databases
def test_the_same_records_give_the_same_bytes(text, person, officer):
    made = []
    for _time in range(2):
        point = transaction.savepoint()
        out = io.BytesIO()
        list(write(Asked(person=person), out, by=officer, now=NOW + minutes(60)))
        made.append(out.getvalue())
        transaction.savepoint_rollback(point)

    assert made[0] == made[1]


@pytest.mark.both_databases
def test_what_is_asked_chooses_the_texts(text, person, officer):
    topic, part = Topic.objects.create(name="Trade"), Topic.objects.create(name="Transit")
    Topic.objects.filter(pk=part.pk).update(parent=topic)
    other = make_article(by=make_writer(), headline="Other", slug="other", now=NOW + minutes(60 * 24 * 40))
    other.topics.add(part)
    edit(other, by=other.created_by, now=NOW + minutes(60 * 24 * 40), summary="On transit.")
    later, day = (NOW + minutes(60 * 24 * 40)).date(), NOW.date()

    def asked(**said):
        return list(texts_asked(Asked(**said), officer))

    assert asked(topic=topic) == [other]
    assert asked(person=person) == [text]
    assert asked(person=person, topic=topic) == []
    assert asked(since=later) == [other]
    assert asked(until=day) == [text]
    assert asked(since=day, until=later) == [text, other]


def test_limited_texts_are_for_who_reads_every_text(text, person, officer):
    access.limit(text, True, users=[make_approver()], by=ann(text), now=NOW)
    clerk = make_user("Writer")
    clerk.user_permissions.add(*permissions("request_records"))

    assert list(texts_asked(Asked(person=person), officer)) == [text]
    assert list(texts_asked(Asked(person=person), clerk)) == []
    assert list(texts_asked(Asked(person=person), with_right(ann(text)))) == []


def permissions(*codenames):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=codenames)


def with_right(user):
    user.user_permissions.add(*permissions("request_records"))
    return type(user).objects.get(pk=user.pk)


def test_the_request_is_recorded_and_reads_of_restricted_texts_with_it(text, person, officer):
    access.limit(text, True, users=[make_approver()], by=ann(text), now=NOW)

    archive(Asked(person=person), officer)

    act = AuditEntry.objects.get(action="records-request")
    detail = json.loads(act.detail)
    assert (act.by, detail["count"], detail["texts"]) == (officer, 1, [str(text.uid)])
    reads = AuditEntry.objects.filter(action="read", by=officer, subject=f"article:{text.uid}")
    assert [json.loads(read.detail) for read in reads.order_by("number")] == [
        {"door": "records", "revision": number} for number in (1, 2, 3)
    ]


def test_without_the_right_there_is_no_archive(text, person):
    with pytest.raises(RightError):
        archive(Asked(person=person), make_writer())

    assert not AuditEntry.objects.filter(action="records-request").exists()


def test_the_command_writes_the_archive(text, person, officer, tmp_path, capsys):
    out = tmp_path / "records.zip"

    call_command("records_request", str(out), person="Leyla Rzayeva", by="the-officer")

    assert zipfile.ZipFile(out).testzip() is None
    assert [file.name for file in tmp_path.iterdir()] == ["records.zip"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"person": "Nobody"}, "--person: “Nobody” must name one row of the register; it names none."),
        ({"since": "soon"}, "--from: “soon” is not a day such as 2026-01-31."),
        ({}, "Say what is asked for"),
    ],
)
def test_the_command_names_what_it_cannot_read(officer, tmp_path, said, refusal):
    with pytest.raises(CommandError, match=refusal):
        call_command("records_request", str(tmp_path / "out.zip"), by="the-officer", **said)


def test_the_page_makes_the_archive_and_hands_it_to_whoever_asked(client, text, person, officer):
    client.force_login(officer)
    made = client.post(reverse("admin:records-request"), {"person": person.reference})
    page = b"".join(made.streaming_content).decode()
    address = page.split('class="button-link" href="')[1].split('"')[0]

    taken = client.get(address)
    content = b"".join(taken.streaming_content)
    client.force_login(make_user("Records officer"))

    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert taken["Content-Disposition"] == 'attachment; filename="records.zip"'
    assert client.get(address).status_code == 404


def test_the_page_asks_again_for_a_name_it_does_not_know(client, officer):
    client.force_login(officer)

    page = client.post(reverse("admin:records-request"), {"person": "Nobody"})

    assert page.status_code == 400
    assert "has the name or reference “Nobody”" in page.content.decode()
