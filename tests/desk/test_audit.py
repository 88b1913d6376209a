"""The record of acts: whoever alters it in the database is found out, and the entry is named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.desk import audit, record_watch
from articles.desk.hashing import chained
from articles.models import AuditEntry, AuditHead, Notice, evidence
from tests.factories import NOW, make_article, make_user, make_writer, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ALTERATIONS = {
    "update": (
        ["UPDATE articles_auditentry SET action = 'nothing' WHERE number = 4"],
        "entry 4 is not as it was written",
    ),
    "author": (["UPDATE articles_auditentry SET by_id = NULL WHERE number = 5"], "entry 5 is not as it was written"),
    "delete": (["DELETE FROM articles_auditentry WHERE number = 3"], "entry 3 is missing"),
    "insert": (
        [
            "UPDATE articles_auditentry SET number = number + 100 WHERE number > 4",
            "INSERT INTO articles_auditentry (number, at, by_id, action, subject, detail, previous_hash, hash)"
            " SELECT 5, at, by_id, 'forged', subject, detail, hash, hash FROM articles_auditentry WHERE number = 4",
            "UPDATE articles_auditentry SET number = number - 99 WHERE number > 100",
        ],
        "entry 5 is not as it was written",
    ),
    "reorder": (
        [
            "UPDATE articles_auditentry SET number = 0 WHERE number = 2",
            "UPDATE articles_auditentry SET number = 2 WHERE number = 3",
            "UPDATE articles_auditentry SET number = 3 WHERE number = 0",
        ],
        "entry 2 is not as it was written",
    ),
    "truncate": (
        ["DELETE FROM articles_auditentry WHERE number > 6"],
        "the record should end with entry 8, it ends with entry 6",
    ),
    "empty": (["DELETE FROM articles_auditentry"], "the record should end with entry 8, it ends with entry 0"),
}


@pytest.fixture
def eight_acts():
    """A record of eight entries by two people."""
    people = [make_writer(), make_writer()]
    for number in range(8):
        audit.record("test", f"row:{number}", by=people[number % 2], now=NOW, detail_of=number)


def test_whole_record_is_verified(eight_acts, capsys):
    call_command("audit", "verify")

    assert capsys.readouterr().out == "8 entries, every one as it was written\n"


@pytest.mark.parametrize("name", ALTERATIONS)
def test_alteration_by_sql_is_found_and_named(eight_acts, name):
    statements, fault = ALTERATIONS[name]
    with evidence.lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

    with pytest.raises(CommandError, match=fault):
        call_command("audit", "verify")


def test_export_holds_every_entry_with_its_hash(tmp_path):
    writer = make_writer()
    make_article(by=writer)
    file = tmp_path / "record.jsonl"

    call_command("audit", "export", output=str(file))

    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["by"] for line in lines} == {writer.username}
    assert [line["previous_hash"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]


def test_export_names_a_day_it_cannot_read():
    with pytest.raises(CommandError, match="“yesterday” is not a day such as 2026-01-31"):
        call_command("audit", "export", since="yesterday")


# --- The daily look ---------------------------------------------------------------------------------------------------


@pytest.fixture
def _own_folder(settings, tmp_path):
    """Where the head is remembered."""
    settings.VAR = tmp_path


def _forged(number):
    """The record with entry ``number`` altered and every hash after it made anew: whole in itself."""
    with evidence.lifted():
        AuditEntry.objects.filter(number=number).update(action="forged")
        previous = AuditEntry.objects.get(number=number - 1).hash
        for entry in AuditEntry.objects.filter(number__gte=number).order_by("number"):
            entry.previous_hash, entry.hash = previous, chained(previous, audit._content(entry))
            AuditEntry.objects.filter(pk=entry.pk).update(previous_hash=previous, hash=entry.hash)
            previous = entry.hash
        AuditHead.objects.update(head=previous)


@pytest.mark.usefixtures("eight_acts", "_own_folder")
def test_a_record_made_anew_is_found_by_the_head_remembered_beside_it(client):
    keeper = make_user("Technical administrator")
    assert record_watch.watch(NOW) == ""
    assert client.get("/readyz").json()["checks"]["record_of_acts"] == {"ok": True}
    _forged(4)
    assert next(audit.faults(), None) is None

    fault = record_watch.watch(NOW + minutes(60 * 24))

    assert fault == "entry 8 is not the one that stood there on 2100-01-01"
    assert client.get("/readyz").json()["checks"]["record_of_acts"] == {"ok": False, "detail": fault}
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(keeper, "record")]


@pytest.mark.usefixtures("eight_acts", "_own_folder")
def test_a_fault_stays_told_until_the_record_is_whole_again():
    record_watch.watch(NOW)
    with evidence.lifted():
        AuditEntry.objects.filter(number=4).update(action="forged")
    record_watch.watch(NOW + minutes(60 * 24))
    with evidence.lifted():
        AuditEntry.objects.filter(number=4).update(action="test")

    assert record_watch.watch(NOW + minutes(60 * 48)) == ""
