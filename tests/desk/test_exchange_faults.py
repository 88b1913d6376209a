"""Sheets that cannot be: every fault is named with its cure, and nothing is written by halves."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from lxml import html

from articles.models import AuditEntry
from people.models import Organisation, Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.sheets import (
    carry_out,
    check,
    differences,
    faults,
    imported,
    make_register,
    nodes,
    only_fault,
    sheet,
    told,
    workbook,
)
from tests.factories import make_user, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    client.force_login(make_user("Writer", "Registry editor"))
    return client


@pytest.mark.parametrize(
    ("name", "row", "column", "cure"),
    [
        ("person", {"name": "", "family_name": "Pop"}, "name", "This must not be empty."),
        ("person", {"name": "x" * 201}, "name", "Ensure this value has at most 200 characters (it has 201)."),
        ("person", {"uid": "17", "name": "A B"}, "uid",
         "This is no uid. Leave the cell empty for a new row, or copy it from an export."),
        ("person", {"name": "A B", "identifiers": "wikidata:42"}, "identifiers",
         "“42” is not an identifier of Wikidata."),
        ("person", {"name": "A B", "identifiers": "Q42"}, "identifiers",
         "Write register:identifier, as wikidata:Q42. Known: wikidata, isni, viaf, gnd, lcnaf, ror, lei, other."),
        ("person", {"name": "A B", "other_names": "C D [ru; x"}, "", ""),
        ("person", {"name": "A B", "reference": "000000"}, "reference",
         "There is no row with this reference. Leave it empty for a new row."),
        ("organisation", {"name": "A", "kind": "ministery"}, "kind",
         "Write one of: state, government, parliament, international, embassy, outlet, company, other."),
        ("organisation", {"name": "A", "country": "AZE"}, "country", "Write the two letters of ISO 3166, as AZ."),
        ("organisation", {"name": "A", "founded": "17.05.2023"}, "founded",
         "“17.05.2023” is not a partial date such as 2023-05-17, 2023-05, 2023 or XXXX-05-17."),
        ("organisation", {"name": "A", "founded": "2020", "dissolved": "2019"}, "dissolved",
         "The end lies before the beginning."),
        ("organisation", {"name": "A", "parent": "Nowhere"}, "parent",
         "The register has nobody and nothing of that name. Add it first, or correct the spelling."),
        ("organisation", {"name": "A", "website": "javascript:alert(1)"}, "website", "Enter a valid URL."),
        ("position", {"person": "Jeyhun Bayramov", "title": ""}, "title", "This must not be empty."),
        ("position", {"person": "", "title": "Envoy"}, "person", "This must not be empty."),
        ("position", {"person": "Jeyhun Bayramov", "title": "Envoy", "acting": "maybe"}, "acting", "Write yes or no."),
        ("position", {"person": "Jeyhun Bayramov", "title": "Envoy", "starts": "2020-02-30"}, "starts",
         "“2020-02-30” has no such day."),
        ("position", {"person": "Jeyhun Bayramov", "title": "Envoy", "public_from": "noon"}, "public_from",
         "Write the hour as 2026-05-17T09:30, or with a zone as 2026-05-17T09:30+04:00."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_named_with_its_cure(registrar, name, row, column, cure):
    make_register()
    before = (Person.objects.count(), Organisation.objects.count(), Position.objects.count())
    good = {"person": {"name": "Good One"}, "organisation": {"name": "Good"}, "position": {
        "person": "Jeyhun Bayramov", "title": "Good"}}[name]  # fmt: skip

    page = check(registrar, name, sheet([good, row]))

    if column:
        assert only_fault(page) == [
            "3",
            column,
            row.get(column, "")[:199] + ("…" if len(row[column]) > 200 else ""),
            cure,
        ]
        assert html.fromstring(page).xpath("//input[@name='sealed']") == []
    else:
        assert faults(page) == []
    assert (Person.objects.count(), Organisation.objects.count(), Position.objects.count()) == before


def test_an_ambiguous_name_is_answered_with_the_choices(registrar):
    make_register()
    first, second = Person.objects.filter(name="Ali Aliyev").order_by("sort_key", "uid")

    page = check(registrar, "position", sheet([{"person": "Aliyev Ali", "title": "Envoy"}]))

    which = f"Ali Aliyev [{first.reference}], Ali Aliyev [{second.reference}]"
    assert only_fault(page)[3] == f"There are several of that name. Write one of: {which}."


def test_a_name_and_a_reference_that_disagree_are_refused(registrar):
    person, _ministry, _position = make_register()

    page = check(registrar, "position", sheet([{"person": f"Ali Aliyev [{person.reference}]", "title": "Envoy"}]))

    assert only_fault(page)[3] == (
        f"“{person.reference}” is “Jeyhun Bayramov”, not “Ali Aliyev”. Leave out the name, or the brackets."
    )


def test_one_row_twice_an_identifier_twice_and_a_circle_are_refused(registrar):
    person, ministry, _position = make_register()
    again = {"uid": str(person.uid), "name": "Jeyhun Bayramov"}

    page = check(registrar, "person", sheet([again, again]))
    assert only_fault(page)[:2] == ["3", "uid"]

    page = check(
        registrar,
        "person",
        sheet([{"name": "A B", "identifiers": "viaf:42"}, {"name": "C D", "identifiers": "viaf:42"}]),
    )
    assert only_fault(page)[:3] == ["3", "identifiers", "viaf:42"]

    rows = [{"uid": str(ministry.parent.uid), "parent": "MFA"}]
    assert only_fault(check(registrar, "organisation", sheet(rows)))[1:] == [
        "parent",
        "MFA",
        "It would be part of itself.",
    ]


def test_a_merged_row_is_not_changed_and_stands_for_its_target(registrar):
    person, _ministry, _position = make_register()
    old = Person.objects.create(name="J. Bayramov", merged_into=person)

    page = check(registrar, "person", sheet([{"uid": str(old.uid), "name": "X Y"}]))
    assert only_fault(page)[3] == f"This row was merged into Jeyhun Bayramov [{person.reference}]. Change that one."

    imported(registrar, "position", [{"person": str(old.uid), "title": "Envoy"}])
    assert Position.objects.get(title="Envoy").person == person


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty."),
        (b"\n\n", "The file is empty."),
        (b"naem\nAna", "There is no column “naem”. Did you mean “name”?"),
        (b"name,name\nAna,Ana", "The column “name” stands there twice."),
        (b"biography\nBorn", "A sheet needs the column “uid” or “name”."),
        (b"name\n\xff\xfe\xfa", "is not in UTF-8."),
        (b"name\nAna,Pop", "Row 2 has a cell to the right of the last column."),
        (b'name\n"Ana', "Line 2 cannot be read"),
        (b"PK\x03\x04broken", "The workbook cannot be read."),
        (b"\x89PNG\0\0", "is not in UTF-8."),
        (b"name\nA\0na", "is not a text."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_sheet_is_refused_in_words(registrar, content, said):
    page = check(registrar, "person", content)

    assert said in " ".join(nodes(page, "//ul[contains(@class, 'errorlist')]"))


@pytest.mark.parametrize(
    "content",
    [
        b"name;name_az\nAna Pop;Ana",
        "\ufeffname\tname_az\r\nAna Pop\tAna\r\n".encode(),
        "name,name_az\nAna Pop,Ana\n,\n".encode("utf-16"),
        b"\n  NAME , name_az\n Ana Pop , Ana \n",
    ],
)
def test_sheets_are_read_as_spreadsheets_save_them(registrar, content):
    assert differences(check(registrar, "person", content)) == {
        "Ana Pop": {"name": ("", "Ana Pop"), "name_az": ("", "Ana")}
    }


def test_days_and_numbers_of_a_workbook_are_read_as_typed(registrar):
    content = workbook([{"name": "A", "short_name": 7.0, "founded": dt.datetime(2020, 5, 17), "dissolved": 2023}])  # noqa: DTZ001

    assert differences(check(registrar, "organisation", content, "x.xlsx"))["A"] == {
        "name": ("", "A"), "short_name": ("", "7"), "founded": ("", "2020-05-17"), "dissolved": ("", "2023"),
    }  # fmt: skip


@pytest.mark.both_databases
def test_nothing_is_written_where_the_database_refuses_one_row(registrar):
    person, _ministry, _position = make_register()
    page = check(
        registrar, "person", sheet([{"uid": "", "name": "Ana Pop"}, {"uid": str(person.uid), "name": "New Name"}])
    )

    def full(execute, sql, params, many, context):
        if sql.startswith('UPDATE "people_person"'):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full):
        answer = carry_out(registrar, "person", page)

    assert told(answer) == ["Nothing was written. disk full"]
    assert not Person.objects.filter(name__in=["Ana Pop", "New Name"]).exists()
    assert not AuditEntry.objects.filter(action="import").exists()


def test_a_uid_that_something_else_is_known_by_is_refused(registrar):
    person, _ministry, position = make_register()
    later = Position.objects.create(
        person=person, title="President", replaces=position, root=position, public_from=database_now() + minutes(5)
    )

    page = check(registrar, "position", sheet([{"uid": str(later.uid), "person": "MFA", "title": "Clerk"}]))

    assert ["2", "uid", str(later.uid), "This uid is taken. Leave the cell empty for a new row."] in faults(page)
