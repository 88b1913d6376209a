"""A registrar at the desk, in a real browser: near names while typing, sheets, and pages without a fault of access."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from people.models import Organisation, Person, Position
from tests.browser.acts import faults_of_access
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page, client):
    """A page of a browser in which a registrar is signed in."""
    client.force_login(make_user("Writer", "Registry editor"))
    return open_page(client)


def make_minister():
    state = Organisation.objects.create(name="Azerbaijan", country="AZ", kind="state")
    ministry = Organisation.objects.create(name="Ministry of Foreign Affairs", parent=state)
    Organisation.objects.create(name="Archive", parent=ministry)
    person = Person.objects.create(name="Jeyhun Bayramov")
    Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020")
    return person, ministry


def test_near_names_are_listed_while_a_name_is_typed_and_reached_by_keyboard(page, live_server):
    person, _ministry = make_minister()
    page.goto(live_server.url + reverse("admin:people_person_add"))

    with page.expect_response(lambda answer: answer.url.endswith(quote("Байрамо") + "&but=")):
        page.locator("#id_name").press_sequentially("Джейхун Байрамо")
    page.wait_for_selector(".near li")
    page.keyboard.press("Tab")

    assert page.locator(".near").get_attribute("aria-live") == "polite"
    assert page.locator(".near li").all_inner_texts() == [
        "Jeyhun Bayramov · Minister, Ministry of Foreign Affairs a similar name"
    ]
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == reverse("admin:people_person_change", args=[person.pk])

    page.locator("#id_name").fill("Ana Pop")
    page.wait_for_selector(".near li", state="detached")


def test_a_sheet_is_checked_shown_and_imported(page, live_server, tmp_path):
    person, _ministry = make_minister()
    file = tmp_path / "people.csv"
    file.write_text(f"uid,name,biography\n{person.uid},Jeyhun Bayramov,Born.\n,Ana Pop,\n")
    page.goto(live_server.url + reverse("admin:people_person_changelist"))
    page.get_by_role("link", name="Import").click()

    page.set_input_files("#id_file", str(file))
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import this").click()
    page.wait_for_selector(".report [role=status]")

    assert "1 added, 1 changed" in page.locator(".report [role=status]").inner_text()
    person.refresh_from_db()
    assert person.biography == "Born."
    assert Person.objects.filter(name="Ana Pop").exists()


def test_the_pages_of_the_registers_have_no_fault_of_access(page, live_server, complaints, tmp_path):
    person, ministry = make_minister()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("name\nAna Pop\nJeyhun Bayramov\n")
    bad.write_text("name,identifiers\nAna Pop,Q1\n")

    def visit(name, *args):
        page.goto(live_server.url + reverse(f"admin:people_{name}", args=args), wait_until="load")

    def choose(file):
        visit("person_import")
        page.set_input_files("#id_file", str(file))
        page.get_by_role("button", name="Check the file").click()
        page.wait_for_selector(".report")

    def look_alike():
        visit("person_add")
        page.fill("#id_name", "Ceyhun Bayramov")
        page.wait_for_selector(".near li")

    def look_same():
        look_alike()
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector(".errornote")

    steps = {
        "people": lambda: visit("person_changelist"),
        "organisations": lambda: visit("organisation_changelist"),
        "positions": lambda: visit("position_changelist"),
        "person": lambda: visit("person_change", person.pk),
        "organisation": lambda: visit("organisation_change", ministry.pk),
        "near": look_alike,
        "same": look_same,
        "export": lambda: visit("person_export"),
        "import": lambda: visit("person_import"),
        "report": lambda: choose(good),
        "faults": lambda: choose(bad),
    }
    for name, go in steps.items():
        go()
        assert (name, faults_of_access(page, complaints, name=name)) == (name, [])
