"""The record of acts: whoever alters it in the database is found out, and the entry is named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.desk import audit
from articles.models import evidence
from tests.factories import NOW, make_article, make_writer

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
