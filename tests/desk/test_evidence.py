"""Evidence refuses to change, in the database itself."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from articles.desk import audit
from articles.models import Approval, AuditEntry, Change, Edition, Revision, evidence
from articles.models.edition import LINKS
from articles.models.parts import PARTS
from tests.factories import NOW, edit, make_approver, make_article, make_public, make_writer, minutes, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def public():
    return make_public()


def refused(statement, *params):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Edition, "document", "{}"),
        (Edition, "title", "Another"),
        (Edition, "note", "Another"),
        (Edition, "document_hash", "0"),
        (Edition, "slug", "another"),
        (Revision, "document", "{}"),
        (Revision, "number", 99),
        (Approval, "note", "Another"),
        (Change, "payload", "{}"),
        (Change, "number", 99),
        (AuditEntry, "detail", "{}"),
    ],
)
def test_no_column_of_evidence_changes(public, model, column, value):
    refused(f'UPDATE {model._meta.db_table} SET "{column}" = %s', value)  # noqa: S608


@pytest.mark.parametrize("model", [Edition, Revision, Approval, Change, AuditEntry])
def test_no_row_of_evidence_goes(public, model):
    table = model._meta.db_table
    if model is Edition:  # what hangs on it goes first, so that it is the evidence that refuses
        for owned in (*LINKS, *PARTS):
            owned.objects.exclude(edition=None).delete()
    refused(f"DELETE FROM {table}")  # noqa: S608
    assert model.objects.exists()


def test_settled_and_voided_are_written_once(public):
    refused("UPDATE articles_edition SET settled_at = NULL")
    refused("UPDATE articles_edition SET settled_at = %s", NOW + minutes(5))
    article = make_public(at=NOW + minutes(60))
    take(article, "cancel", by=make_approver())
    refused("UPDATE articles_approval SET voided_at = NULL WHERE voided_at IS NOT NULL")


def test_words_can_be_erased_once_and_never_put_back(public):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET document = NULL, redacted_at = %s", [NOW])
    assert Edition.objects.get().document is None
    refused("UPDATE articles_edition SET document = '{}', redacted_at = NULL")
    refused("UPDATE articles_revision SET document = NULL")


def test_a_missing_trigger_is_named_and_put_back(public):
    assert run_checks(databases=["default"]) == []
    name = next(name for name in evidence._present(connection) if name.startswith("evidence_change_update"))
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else " ON articles_change"))

    [error] = run_checks(databases=["default"])

    assert (error.id, name in error.msg) == ("articles.E001", True)
    evidence.install()
    assert evidence.missing() == []


def test_reindex_makes_the_same_rows_again(public):
    writer = make_writer()
    take(public, "correct", by=writer, now=NOW + minutes(1), edition_class="update")
    edit(public, by=writer, body="<p>Other words.</p>", now=NOW + minutes(2))

    def index():
        owned = [sorted(m.objects.filter(edition__isnull=False).values_list("uid", "words", "block")) for m in PARTS]
        linked = [
            sorted(m.objects.values_list("edition", "published_at", "public_from", "public_until")) for m in LINKS
        ]
        return owned, linked

    before = index()
    call_command("reindex", verbosity=0)

    assert index() == before


def test_every_step_is_on_record_and_the_record_is_whole():
    writer, approver = make_writer(), make_approver()
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    take(article, "approve", by=approver)

    acts = list(AuditEntry.objects.order_by("number").values_list("action", "by"))
    assert acts == [("save", writer.pk), ("submit", writer.pk), ("approve", approver.pk)]
    assert list(audit.faults()) == []


def test_an_altered_record_is_found():
    article = make_article(by=make_writer())
    edit(article, by=make_writer(), summary="More.")
    with evidence.lifted():
        AuditEntry.objects.filter(number=1).update(detail="{}")

    assert next(audit.faults()) == "entry 1 is not as it was written"
