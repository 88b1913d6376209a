"""Registers as sheets: what goes out comes in again, and who may do either."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml import html

from articles.admin.exchange.cells import cell_text, guarded, joined, parted, tagged, untagged
from articles.models import AuditEntry, Change, RegisterEdit
from people.models import Organisation, Person, PersonIdentifier, PersonName, Position
from pressoffice.ground.clock import database_now
from tests.desk.sheets import (
    address,
    carry_out,
    check,
    counts,
    differences,
    exported,
    faults,
    imported,
    make_register,
    nodes,
    only_fault,
    rows_of,
    sheet,
    told,
    workbook,
)
from tests.factories import make_user, minutes

pytestmark = pytest.mark.django_db

NASTY = [
    "=1+1", "+994 12", "-5", "@SUM(A1)", "'=x", "''=x", "'plain", "Pop; Ana", "back\\slash", "semi\\;colon", "a [b]",
    'quo"ted', "comma, here", "line\nbreak", "Əliyev", "Джейхун", "<b>&amp;", "007", "2023-05", "=HYPERLINK(\"x\")",
]  # fmt: skip


@pytest.fixture
def registrar(client):
    client.force_login(make_user("Writer", "Registry editor"))
    return client


# --- Cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_a_guarded_cell_computes_nothing_and_reads_back_equal(text):
    assert guarded(text)[:1] not in tuple("=+-@\t\r")
    assert cell_text(guarded(text)) == text


@pytest.mark.parametrize("parts", [NASTY, ["one"], [], ["a;b", "\\", "c\\;d"]])
def test_a_list_in_one_cell_reads_back_equal(parts):
    assert parted(joined(parts)) == parts


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("tag", ["", "7KQM3X"])
def test_a_name_with_a_tag_reads_back_equal(name, tag):
    assert untagged(tagged(name, tag)) == (name, tag)


# --- Out and in -------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["person", "organisation", "position"])
def test_what_goes_out_comes_in_as_no_change(registrar, name, kind):
    make_register()
    for number, text in enumerate(NASTY):
        person = Person.objects.create(name=text, biography=f"{text}\n{text}", family_name=text)
        PersonName.objects.create(person=person, name=text, former=bool(number % 2))
        PersonIdentifier.objects.create(person=person, scheme="other", value=text)
        at = Organisation.objects.create(name=text, labels={"ru": text}, short_name=text)
        Position.objects.create(person=person, organisation=at, title=text, acting=bool(number % 2)).accredited_to.add(
            at
        )

    page = check(registrar, name, exported(registrar, name, kind).content, f"sheet.{kind}")

    number = {"person": 3, "organisation": 2, "position": 1}[name] + len(NASTY)
    assert faults(page) == []
    assert counts(page) == f"0 new, 0 changed, {number} as they are."


def test_an_export_has_public_names_and_no_key_of_the_database(registrar):
    person, ministry, position = make_register()

    [row] = [row for row in rows_of(exported(registrar, "person")) if row["name"] == "Jeyhun Bayramov"]
    assert row == {
        "uid": str(person.uid), "reference": person.reference, "name": "Jeyhun Bayramov", "name_az": "Ceyhun Bayramov",
        "name_ru": "Джейхун Байрамов", "family_name": "Bayramov",
        "other_names": "Jeyhun Aziz oglu Bayramov [en former]; Джейхун Байрамов [ru]",
        "identifiers": "wikidata:Q61952638", "biography": "",
    }  # fmt: skip
    [row] = rows_of(exported(registrar, "position"))
    at = f"Ministry of Foreign Affairs [{ministry.reference}]"
    assert (row["uid"], row["organisation"]) == (str(position.uid), at)
    assert row["accredited_to"] == f"Azerbaijan [{ministry.parent.reference}]; {at}"
    assert (row["starts"], row["ends"], row["acting"], row["joint"]) == ("2020-07-16", "", "no", "yes")


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_edit_in_the_sheet_is_exactly_that_change(registrar, kind):
    person, _ministry, _position = make_register()
    rows = rows_of(exported(registrar, "person"))
    for row in rows:
        if row["uid"] == str(person.uid):
            row["name_az"] = ""
            row["other_names"] = "Джейхун Байрамов [ru]; Ceyhun"
    content = sheet(rows) if kind == "csv" else workbook(rows)

    page = check(registrar, "person", content, f"sheet.{kind}")

    assert differences(page) == {
        "Jeyhun Bayramov": {
            "name_az": ("Ceyhun Bayramov", ""),
            "other_names": (
                "Jeyhun Aziz oglu Bayramov [en former]; Джейхун Байрамов [ru]",
                "Джейхун Байрамов [ru]; Ceyhun",
            ),
        }
    }
    carry_out(registrar, "person", page)
    person.refresh_from_db()
    assert person.labels == {"ru": "Джейхун Байрамов"}
    assert sorted(person.names.values_list("name", "former")) == [("Ceyhun", False), ("Джейхун Байрамов", False)]
    assert "|ceyhun|" in person.folded
    assert "aziz" not in person.folded


def test_the_list_with_its_search_is_what_is_exported(registrar):
    make_register()

    assert [row["name"] for row in rows_of(exported(registrar, "person", q="aliyev"))] == ["Ali Aliyev"] * 2
    assert [row["name"] for row in rows_of(exported(registrar, "organisation", kind__exact="state"))] == ["Azerbaijan"]


def test_what_waits_for_its_hour_is_not_exported(registrar):
    _person, _ministry, position = make_register()
    now = database_now()
    Position.objects.filter(pk=position.pk).update(
        public_from=now - minutes(5), public_until=now + minutes(5), settled_at=now
    )
    position.refresh_from_db()
    Position.objects.create(
        person=position.person, title="President", replaces=position, root=position, public_from=now + minutes(5)
    )

    assert [row["title"] for row in rows_of(exported(registrar, "position"))] == ["Minister"]


# --- What is new ------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_new_rows_are_added_with_everything_that_hangs_on_them(registrar):
    page = imported(
        registrar, "organisation",
        [
            {"name": "Ministry", "name_az": "Nazirlik", "kind": "government", "parent": "Country", "founded": "1919",
             "identifiers": "wikidata:Q5; other:x;y".replace(";y", "\\;y"), "other_names": "Министерство [ru]"},
            {"name": "Country", "kind": "state", "country": "az", "parent": ""},
        ],
    )  # fmt: skip

    assert told(page) == ["Imported. 2 added, 0 changed, 0 as they were."]
    ministry, country = (Organisation.objects.get(name=name) for name in ("Ministry", "Country"))
    assert (ministry.parent, country.country, ministry.labels) == (country, "AZ", {"az": "Nazirlik"})
    assert (ministry.founded_earliest.isoformat(), ministry.slug) == ("1919-01-01", "ministry")
    assert sorted(ministry.identifiers.values_list("scheme", "value")) == [("other", "x;y"), ("wikidata", "Q5")]
    assert ministry.names.get().script == "Cyrl"
    assert "|ministerstvo|" in ministry.folded
    saved = (ministry.folded, ministry.sort_key, ministry.sort_keys, ministry.reference)
    ministry.save()
    assert (ministry.folded, ministry.sort_key, ministry.sort_keys, ministry.reference) == saved


@pytest.mark.both_databases
def test_positions_name_people_and_organisations_by_name_reference_or_uid(registrar):
    person, ministry, _position = make_register()
    state = ministry.parent

    page = imported(
        registrar, "position",
        [
            {"person": "Джейхун Байрамов", "title": "One", "organisation": "MFA", "acting": "x"},
            {"person": f"[{person.reference}]", "title": "Two", "organisation": f"pr-{state.reference}".join("[]")},
            {"person": str(person.uid), "title": "Three", "accredited_to": f"MFA; {state.uid}"},
        ],
    )  # fmt: skip

    assert told(page) == ["Imported. 3 added, 0 changed, 0 as they were."]
    one, two, three = (Position.objects.get(title=title) for title in ("One", "Two", "Three"))
    assert {row.person for row in (one, two, three)} == {person}
    assert (one.organisation, one.acting, two.organisation) == (ministry, True, state)
    assert set(three.accredited_to.all()) == {state, ministry}
    assert one.public_from is None


def test_a_row_is_found_by_uid_then_by_an_identifier_else_it_is_new(registrar):
    person, _ministry, _position = make_register()
    new = uuid.uuid4()

    page = check(
        registrar, "person",
        sheet([
            {"uid": "", "identifiers": "wikidata:Q61952638", "name": "Jeyhun Bayramov"},
            {"uid": str(new), "identifiers": "", "name": "Somebody New"},
            {"uid": "", "identifiers": "viaf:42", "name": "Somebody Else"},
        ]),
    )  # fmt: skip

    assert counts(page) == "2 new, 0 changed, 1 as they are."
    carry_out(registrar, "person", page)
    assert Person.objects.get(uid=new).name == "Somebody New"
    assert Person.objects.filter(name__startswith="Jeyhun").get() == person


def test_a_name_that_is_there_is_reported_and_asked_about_not_merged(registrar):
    person, _ministry, _position = make_register()
    page = check(registrar, "person", sheet([{"name": "Ceyhun Bayramov"}]))

    assert nodes(page, "//li//p[@class='notice']") == [
        f"There is already Jeyhun Bayramov [{person.reference}]. This would be another one."
    ]
    carry_out(registrar, "person", page)
    assert Person.objects.count() == 3
    carry_out(registrar, "person", page, others="on")
    assert Person.objects.count() == 4


def test_a_column_that_is_left_out_changes_nothing(registrar):
    person, _ministry, _position = make_register()

    imported(registrar, "person", [{"uid": str(person.uid), "biography": "Born."}])

    person.refresh_from_db()
    assert (person.biography, person.name, person.names.count()) == ("Born.", "Jeyhun Bayramov", 2)


@pytest.mark.both_databases
def test_many_changes_at_once_are_as_good_as_one_by_one(registrar):
    person, ministry, position = make_register()
    rows = {row["title"]: row for row in rows_of(exported(registrar, "position"))}

    imported(registrar, "position", [rows["Minister"] | {"starts": "2021", "accredited_to": "", "title_az": "Vəzir"}])
    imported(registrar, "organisation", [{"uid": str(ministry.uid), "name": "Foreign Office", "founded": "1920"}])
    imported(registrar, "person", [{"uid": str(person.uid), "name": "Ceyhun Bayramov", "identifiers": ""}])

    position.refresh_from_db()
    assert (position.starts_earliest.isoformat(), position.labels) == ("2021-01-01", {"az": "Vəzir"})
    assert not position.accredited_to.exists()
    ministry.refresh_from_db()
    assert (ministry.founded_latest.isoformat(), ministry.identifiers.count()) == ("1920-12-31", 1)
    person.refresh_from_db()
    assert not person.identifiers.exists()
    for row in (person, ministry):
        written = (row.folded, row.sort_key, row.sort_keys, row.slug)
        row.save()
        assert (row.folded, row.sort_key, row.sort_keys, row.slug) == written


# --- Who may, and what becomes of it ----------------------------------------------------------------------------------


def test_export_takes_the_right_to_see_and_import_a_right_of_its_own(client):
    for name in ("person", "organisation", "position"):
        client.force_login(make_user("Technical administrator"))
        assert client.post(address(name, "export"), {"format": "csv"}).status_code == 403
        client.force_login(make_user("Writer"))
        assert client.post(address(name, "export"), {"format": "csv"}).status_code == 200
        assert client.get(address(name, "import")).status_code == 403
        assert client.post(address(name, "import"), {"sealed": "x"}).status_code == 403
        client.logout()
        assert client.get(address(name, "export")).status_code == 302


def test_the_right_to_import_does_not_add_or_change(client):
    user = make_user(name="importer")
    user.user_permissions.set(Permission.objects.filter(codename__in=["import_person", "view_person", "change_person"]))
    client.force_login(user)

    page = check(client, "person", sheet([{"name": "Ana Pop"}]))

    assert only_fault(page)[3] == "You have no right to add rows to this register."


def test_what_was_checked_is_carried_out_by_whom_it_was_shown_to_alone(registrar, client):
    page = check(registrar, "person", sheet([{"name": "Ana Pop"}]))
    client.force_login(make_user("Writer", "Registry editor"))

    answer = carry_out(client, "person", page)

    assert "checked by somebody else" in answer
    assert not Person.objects.exists()


def test_a_register_that_changed_since_is_shown_again(registrar):
    person, _ministry, _position = make_register()
    page = check(registrar, "person", sheet([{"uid": str(person.uid), "biography": "Born."}]))
    Person.objects.filter(pk=person.pk).update(biography="Died.")

    answer = carry_out(registrar, "person", page)

    assert told(answer) == ["The register has changed since you looked. This is what the file would do now."]
    person.refresh_from_db()
    assert person.biography == "Died."
    carry_out(registrar, "person", answer)
    person.refresh_from_db()
    assert person.biography == "Born."


@pytest.mark.both_databases
def test_a_change_of_what_is_public_is_in_the_public_log_and_all_in_the_record(registrar):
    _person, _ministry, position = make_register()
    now = database_now()
    Position.objects.filter(pk=position.pk).update(public_from=now - minutes(5), settled_at=now, public_changes=1)

    imported(registrar, "position", [{"uid": str(position.uid), "title": "Foreign Minister"}])

    assert [(line.type, line.subject_uid) for line in Change.objects.all()] == [("position.changed", position.uid)]
    assert {"import", "register"} <= set(AuditEntry.objects.values_list("action", flat=True))


@pytest.mark.both_databases
def test_what_four_eyes_protect_waits_for_a_second_person(registrar, settings):
    settings.REGISTER_FOUR_EYES = True
    person, _ministry, position = make_register()
    now = database_now()
    Position.objects.filter(pk=position.pk).update(public_from=now - minutes(5), settled_at=now)

    answer = imported(
        registrar, "person", [{"uid": str(person.uid), "name": "Jeyhun Bayram"}, {"uid": "", "name": "Ana Pop"}]
    )

    assert told(answer) == ["Imported. 1 added, 0 changed, 0 as they were. 1 waits for a second person."]
    person.refresh_from_db()
    assert person.name == "Jeyhun Bayramov"
    assert RegisterEdit.objects.get().values == {"name": "Jeyhun Bayram"}

    imported(registrar, "position", [{"person": "Ana Pop", "title": "Envoy", "public_from": "2001-01-01T10:00"}])
    assert not Position.objects.filter(title="Envoy").exists()
    assert RegisterEdit.objects.count() == 2


def test_the_pages_hold_no_inline_script_or_style(registrar):
    make_register()
    pages = [
        registrar.get(address("person", "import")).content.decode(),
        registrar.get(address("person", "export")).content.decode(),
        registrar.get(reverse("admin:people_person_changelist")).content.decode(),
        check(registrar, "person", sheet([{"name": "Ana Pop"}, {"name": "<script>alert(1)</script>"}])),
        imported(registrar, "person", [{"name": "<img src=x onerror=alert(1)>"}]),
    ]
    for page in pages:
        tree = html.fromstring(page)
        assert tree.xpath("//script[not(@src)][normalize-space()]") == []
        assert tree.xpath("//*[@style]|//style|//*[@onclick or @onerror or @onload]") == []
