"""People and organisations at the staff's door: finding them, their forms, and the warning before a second entry."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from people.models import Organisation, OrganisationIdentifier, Person, PersonIdentifier, PersonName, Position
from tests.desk.admin_forms import form_data, told
from tests.factories import make_user, minutes

pytestmark = pytest.mark.django_db

PEOPLE = "admin:people_person_changelist"
ORGANISATIONS = "admin:people_organisation_changelist"


@pytest.fixture
def registrar(client):
    client.force_login(make_user("Writer", "Registry editor"))
    return client


def listed(client, address, **asked):
    response = client.get(reverse(address), asked)
    assert response.status_code == 200
    return [str(row) for row in response.context["cl"].result_list]


def change_url(row):
    return reverse(f"admin:people_{row._meta.model_name}_change", args=[row.pk])


def texts(response, path):
    return [" ".join(node.text_content().split()) for node in html.fromstring(response.content.decode()).xpath(path)]


def links(response, path="//a"):
    return [node.get("href") for node in html.fromstring(response.content.decode()).xpath(path)]


# --- Finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["Terhes", "TERHEȘ", "terheş cris", "Cristian Terhes", "  Terhes  ", "Terheş"])
def test_people_are_found_by_any_spelling(registrar, typed):
    Person.objects.create(name="Cristian Terheş")
    Person.objects.create(name="Kristina Terhaar")

    assert listed(registrar, PEOPLE, q=typed) == ["Cristian Terheş"]


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["Байрамов", "Джейхун", "джейхун байр", "Ceyhun", "Jeyhun Bayramov", "Bayramov Jey"])
def test_cyrillic_finds_latin_and_practices_find_each_other(registrar, typed):
    Person.objects.create(name="Jeyhun Bayramov")
    Person.objects.create(name="Hikmet Hajiyev")

    assert listed(registrar, PEOPLE, q=typed) == ["Jeyhun Bayramov"]


def test_a_search_takes_the_beginnings_of_words_only(registrar):
    Person.objects.create(name="Malika Khalilova")

    assert listed(registrar, PEOPLE, q="ali") == []
    assert listed(registrar, PEOPLE, q="khal") == ["Malika Khalilova"]


def test_a_reference_and_an_identifier_find_a_row(registrar):
    person = Person.objects.create(name="Ana Pop")
    PersonIdentifier.objects.create(person=person, scheme="wikidata", value="Q42")
    Person.objects.create(name="Ion Pop")

    assert listed(registrar, PEOPLE, q=f"PR-{person.reference}") == ["Ana Pop"]
    assert listed(registrar, PEOPLE, q=person.reference.lower()) == ["Ana Pop"]
    assert listed(registrar, PEOPLE, q="Q42") == ["Ana Pop"]
    assert listed(registrar, PEOPLE, q="&%_'\"") == []


def test_the_list_shows_who_holds_what_today_and_nothing_that_waits(registrar):
    person = Person.objects.create(name="Ana Pop", labels={"ru": "Ана Поп"})
    Position.objects.create(person=person, title="Envoy", starts="2001", ends="2005")
    Position.objects.create(person=person, title="Minister", starts="2020")
    Position.objects.create(person=person, title="President", public_from=timezone.now() + minutes(60))

    response = registrar.get(reverse(PEOPLE))

    assert texts(response, "//td[contains(@class, 'field-held')]//li") == ["Minister"]
    assert texts(response, "//td[contains(@class, 'field-languages')]") == ["en ru"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"position": "yes"}, ["Ana Pop"]),
        ({"position": "no"}, ["Ivan Popa", "Pop Ana"]),
        ({"missing": "az"}, ["Ivan Popa", "Pop Ana"]),
        ({"missing": "ru"}, ["Ana Pop", "Ivan Popa", "Pop Ana"]),
        ({"identifier": "no"}, ["Ana Pop", "Pop Ana"]),
        ({"identifier": "yes"}, ["Ivan Popa"]),
        ({"duplicates": "yes"}, ["Ana Pop", "Pop Ana"]),
    ],
)
def test_the_filters_of_people(registrar, asked, found):
    ana = Person.objects.create(name="Ana Pop", labels={"az": "Ana Pop"})
    Position.objects.create(person=ana, title="Minister", starts="2020")
    PersonIdentifier.objects.create(person=Person.objects.create(name="Ivan Popa"), scheme="viaf", value="123")
    Person.objects.create(name="Pop Ana")

    assert sorted(listed(registrar, PEOPLE, **asked)) == found


@pytest.mark.both_databases
def test_the_filters_of_organisations(registrar):
    ministry = Organisation.objects.create(name="Ministry", kind="government", country="AZ")
    OrganisationIdentifier.objects.create(organisation=ministry, scheme="wikidata", value="Q1")
    Organisation.objects.create(name="Embassy", kind="embassy", country="GE", labels={"az": "Səfirlik"})
    person = Person.objects.create(name="Ana Pop")
    Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020")

    assert listed(registrar, ORGANISATIONS, kind__exact="embassy") == ["Embassy"]
    assert listed(registrar, ORGANISATIONS, country="AZ") == ["Ministry"]
    assert listed(registrar, ORGANISATIONS, missing="az") == ["Ministry"]
    assert listed(registrar, ORGANISATIONS, identifier="no") == ["Embassy"]
    assert listed(registrar, ORGANISATIONS, position="yes") == ["Ministry"]


# --- Choosing ---------------------------------------------------------------------------------------------------------


def suggested(client, term, field="person", model="mention"):
    asked = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), asked).json()["results"]]


def test_two_people_of_one_name_are_told_apart_by_what_they_hold(registrar):
    state = Organisation.objects.create(name="Azerbaijan")
    first, second = (Person.objects.create(name="Ali Aliyev") for _one in range(2))
    Position.objects.create(person=first, title="Minister", organisation=state, starts="2020")
    Position.objects.create(person=second, title="Ambassador", starts="2019")
    Position.objects.create(person=second, title="Deputy", starts="2018")
    Person.objects.create(name="Ali Aliyev", merged_into=first)

    assert suggested(registrar, "Алиев") == [
        "Ali Aliyev · Minister, Azerbaijan" if one == first else "Ali Aliyev · Ambassador …"
        for one in sorted((first, second), key=lambda row: row.uid)
    ]


def test_an_organisation_is_offered_with_its_short_form_and_what_it_is_part_of(registrar):
    state = Organisation.objects.create(name="Azerbaijan")
    Organisation.objects.create(name="Ministry of Foreign Affairs", short_name="MFA", parent=state)

    assert suggested(registrar, "mfa", field="organisation") == ["Ministry of Foreign Affairs (MFA) · Azerbaijan"]


# --- The forms --------------------------------------------------------------------------------------------------------


def test_the_form_of_a_person_shows_the_positions_oldest_first(registrar):
    now = timezone.now()
    person = Person.objects.create(name="Ana Pop")
    state, other = (Organisation.objects.create(name=name) for name in ("Romania", "Georgia"))
    Position.objects.create(person=person, title="Minister", starts="2020-03", joint=True)
    Position.objects.create(person=person, title="Clerk", starts="2001", ends="2005-05-01")
    envoy = Position.objects.create(
        person=person, title="Envoy", organisation=state, starts="2010", ends="2012", acting=True
    )
    envoy.accredited_to.add(other)
    Position.objects.create(person=person, title="President", starts="2099", public_from=now + dt.timedelta(days=1))

    response = registrar.get(reverse("admin:people_person_change", args=[person.pk]))

    lines = texts(response, "//ol[contains(@class, 'timeline')]/li")
    assert lines[:3] == [
        "2001 – May 1, 2005 Clerk",
        "2010 – 2012 Envoy, Romania acting · accredited to Georgia",
        "since March 2020 Minister held jointly today",
    ]
    assert lines[3].startswith("since 2099 President under embargo until ")
    assert f"{reverse('admin:people_position_add')}?person={person.pk}" in links(response)
    assert reverse("admin:people_position_change", args=[envoy.pk]) in links(response)


def test_a_new_position_begins_with_the_person_chosen(registrar):
    person = Person.objects.create(name="Ana Pop")

    page = registrar.get(reverse("admin:people_position_add"), {"person": person.pk})

    assert form_data(page, "position_form")["person"] == str(person.pk)


def test_the_form_of_an_organisation_shows_its_tree_and_who_holds_a_position(registrar):
    state = Organisation.objects.create(name="Azerbaijan")
    government = Organisation.objects.create(name="Government", parent=state)
    ministry = Organisation.objects.create(name="Ministry", parent=government, founded="1919")
    Organisation.objects.create(name="Archive", parent=ministry, dissolved="2001")
    ana, ion = (Person.objects.create(name=name) for name in ("Ana Pop", "Ion Pop"))
    Position.objects.create(person=ana, organisation=ministry, title="Minister", starts="2020")
    Position.objects.create(person=ion, organisation=ministry, title="Minister", starts="2010", ends="2019")

    response = registrar.get(reverse("admin:people_organisation_change", args=[ministry.pk]))

    assert texts(response, "//p[@class='tree-path']") == ["Azerbaijan › Government › Ministry"]
    assert texts(response, "//ul[@aria-labelledby='tree-parts']/li") == ["Archive until 2001"]
    assert texts(response, "//ol[contains(@class, 'timeline')]/li") == ["since 2020 Ana Pop, Minister today"]


def test_names_in_every_language_are_typed_in_the_form(registrar):
    url = reverse("admin:people_person_add")
    data = form_data(registrar.get(url), "person_form") | {
        "name": "Jeyhun Bayramov", "family_name": "Bayramov", "labels_az": "Ceyhun Bayramov", "labels_ru": "",
        "names-TOTAL_FORMS": "1", "names-0-name": "Jeyhun Aziz oglu Bayramov", "names-0-former": "on",
        "identifiers-TOTAL_FORMS": "1", "identifiers-0-scheme": "wikidata", "identifiers-0-value": "Q61952638",
    }  # fmt: skip

    response = registrar.post(url, data)

    assert response.status_code == 302, response.context["errors"]
    person = Person.objects.get()
    assert person.labels == {"az": "Ceyhun Bayramov"}
    assert PersonName.objects.get().former
    assert person.identifiers.get().url == "https://www.wikidata.org/wiki/Q61952638"
    assert "|jeyhun aziz oglu bayramov|" in person.folded


def test_a_tree_does_not_run_in_a_circle(registrar):
    state = Organisation.objects.create(name="State")
    ministry = Organisation.objects.create(name="Ministry", parent=state)
    url = reverse("admin:people_organisation_change", args=[state.pk])

    response = registrar.post(url, form_data(registrar.get(url), "organisation_form") | {"parent": ministry.pk})

    assert response.status_code == 200
    assert "cannot be part of itself" in response.content.decode()


# --- Not twice --------------------------------------------------------------------------------------------------------


def near(client, name, model="person", **asked):
    response = client.get(reverse(f"admin:people_{model}_near"), {"name": name, **asked})
    return [(row["text"], row["kind"]) for row in response.json()["rows"]]


@pytest.mark.both_databases
def test_near_names_are_listed_with_what_they_hold(registrar):
    ceyhun = Person.objects.create(name="Jeyhun Bayramov")
    Position.objects.create(person=ceyhun, title="Minister", starts="2020")
    Person.objects.create(name="Jeyhun Bairamov")
    Person.objects.create(name="Elmira Bayramov")
    Person.objects.create(name="Jeyhun Hajibeyli")
    Person.objects.create(name="Jeyhun Bayramov", merged_into=ceyhun)

    found = near(registrar, "Джейхун Байрамов")

    assert found[0] == ("Jeyhun Bayramov · Minister", "same")
    assert ("Jeyhun Bairamov", "near") in found
    assert ("Elmira Bayramov", "family") in found
    assert len(found) == 3
    assert near(registrar, "Jeyhun Bayramov", but=ceyhun.pk)[0][1] == "near"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("typed", "there", "expected"),
    [
        ("Bayramov Jeyhun", "Jeyhun Bayramov", ["same"]),
        ("Terhes Cristian", "Cristian Terheş", ["same"]),
        ("J. Bayramov", "Jeyhun Bayramov", ["near"]),
        ("Jeyhun Aziz oglu Bayramov", "Jeyhun Bayramov", ["near"]),
        ("Aliyev", "Ilham Aliyev", []),
        ("Heydar Aliyev", "Ilham Aliyev", ["family"]),
        ("Ilham Hasanov", "Ilham Aliyev", []),
        ("", "Ilham Aliyev", []),
        ("'; --", "Ilham Aliyev", []),
        ("%_% %_%", "Ilham Aliyev", []),
    ],
)
def test_what_counts_as_near(registrar, typed, there, expected):
    Person.objects.create(name=there)

    assert [kind for _text, kind in near(registrar, typed)] == expected


def test_near_organisations(registrar):
    Organisation.objects.create(name="Ministry of Foreign Affairs", short_name="MFA")
    Organisation.objects.create(name="Ministry of Internal Affairs")
    Organisation.objects.create(name="NATO")

    assert near(registrar, "Ministry for Foreign Affairs", "organisation") == [
        ("Ministry of Foreign Affairs (MFA)", "near")
    ]
    assert near(registrar, "nato", "organisation") == [("NATO", "same")]
    assert near(registrar, "MFA", "organisation") == [("Ministry of Foreign Affairs (MFA)", "same")]


def test_near_rows_are_for_staff_who_may_see_the_register(client):
    address = reverse("admin:people_person_near")
    assert client.get(address, {"name": "Ana Pop"}).status_code == 302
    client.force_login(make_user("Technical administrator"))
    assert client.get(address, {"name": "Ana Pop"}).status_code == 403


def add(client, **typed):
    url = reverse("admin:people_person_add")
    return client.post(url, form_data(client.get(url), "person_form") | typed, follow=True)


def test_a_name_that_is_taken_is_asked_about_once(registrar):
    there = Person.objects.create(name="Jeyhun Bayramov")

    asked = add(registrar, name="Ceyhun Bayramov")

    assert Person.objects.count() == 1
    [box] = html.fromstring(asked.content).xpath("//input[@name='somebody_else']")
    assert box.get("type") == "checkbox"
    assert links(asked, "//ul[contains(@class, 'errorlist')]//a") == [change_url(there)]

    registrar.post(reverse("admin:people_person_add"), form_data(asked, "person_form") | {"somebody_else": "on"})

    assert Person.objects.count() == 2


def test_a_similar_name_is_told_after_the_save(registrar):
    there = Person.objects.create(name="Jeyhun Bayramov")

    response = add(registrar, name="Jeyhun Bairamov")

    assert Person.objects.count() == 2
    [warning] = [message for message in told(response) if "row like it" in message]
    assert change_url(there) in warning


def test_a_name_that_changes_nothing_warns_of_nothing(registrar):
    Person.objects.create(name="Jeyhun Bayramov")
    person = Person.objects.create(name="Jeyhun Bairamov")
    url = reverse("admin:people_person_change", args=[person.pk])

    response = registrar.post(url, form_data(registrar.get(url), "person_form") | {"biography": "Born."}, follow=True)

    assert [message for message in told(response) if "row like it" in message] == []
