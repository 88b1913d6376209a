"""A registrar at the desk, in a real browser: near names while typing, sheets, and pages without a fault of access."""

import os

import pytest
from django.urls import reverse

from people.models import Organisation, Person, Position
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def complaints():
    """What the browser writes to its console as errors; there must be none in the end."""
    heard = []
    yield heard
    assert heard == []


@pytest.fixture
def page(chromium, live_server, client, monkeypatch, complaints):
    """A page of a browser in which a registrar is signed in."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
    client.force_login(make_user("Writer", "Registry editor"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url + "/admin/"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(locale="en")
        context.add_cookies([session])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()


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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_pages_of_the_registers_have_no_fault_of_access(page, live_server, complaints, tmp_path, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    person, ministry = make_minister()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("name\nAna Pop\nJeyhun Bayramov\n")
    bad.write_text("name,identifiers\nAna Pop,Q1\n")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})

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
        page.wait_for_timeout(200)
        heard = list(complaints)
        found = Axe().run(page, options=RULES).response["violations"]
        complaints[:] = heard  # the checker itself tries an inline style
        assert (name, [(fault["id"], [n["html"][:200] for n in fault["nodes"]]) for fault in found]) == (name, [])
        assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0) == (name, True)
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
