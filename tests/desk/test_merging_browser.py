"""Merging and the report in a real browser: readable at any width, by axe, and without a script."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.desk.merging import merge
from articles.models import Participant
from people.models import PersonIdentifier, PersonName
from pressoffice.ground.clock import database_now
from tests.factories import (
    Event,
    Mention,
    Organisation,
    Person,
    Position,
    edit,
    make_approver,
    make_article,
    make_user,
    make_writer,
    minutes,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def people():
    """Two people who are one, with everything a page can show of them."""
    now, writer = database_now() - minutes(20), make_writer()
    ministry = Organisation.objects.create(name="Ministry of Foreign Affairs of the Republic of Ruritania")
    pair = [Person.objects.create(name=name) for name in ("Jeyhun Bayramov", "Ceyhun Bayramov")]
    event = Event.objects.create(name="Talks in Baku")
    for number, person in enumerate(pair):
        Participant.objects.create(event=event, person=person)
        post = Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020")
        PersonIdentifier.objects.create(person=person, scheme="wikidata", value=f"Q{number + 1}")
        PersonName.objects.create(person=person, name=f"Джейхун Байрамов {number}", language="ru")
        article = make_article(by=writer, now=now, headline=f"Ministers meet, part {number}")
        for each in pair:
            Mention.objects.create(article=article, person=each, position=post if each == person else None)
        edit(article, by=writer, now=now)
        publish(article, writer=writer, approver=make_approver(), now=now)
    return pair


@pytest.fixture
def visit(chromium, live_server, client, monkeypatch):
    """``visit(path, width, dark, script)``: the page, after axe has found nothing on it and nothing overflows."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
    client.force_login(make_user(is_superuser=True))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url + "/admin/"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def look(path, width=1280, scheme="light", script=True):
            context = browser.new_context(
                locale="en", viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
            )
            context.add_cookies([session])
            page = context.new_page()
            heard = []
            page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
            page.goto(path if path.startswith("http") else live_server.url + path)
            assert heard == []
            if script:
                found = Axe().run(page).response["violations"]
                assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            if SHOTS:
                name = "-".join([path.split("?")[0].strip("/").replace("/", "_"), str(width), scheme])
                page.screenshot(path=Path(SHOTS) / f"{name}{'' if script else '-plain'}.png", full_page=True)
            return page

        yield look
        browser.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_merging_is_readable_at_any_width(visit, people, width, scheme):
    source, target = people
    asked = f"/admin/articles/merge/new/?model=people.person&source={source.uid}"
    visit(asked, width, scheme)
    page = visit(f"{asked}&target={target.uid}", width, scheme)
    page.get_by_label("They are one all the same.").check()
    page.get_by_role("button", name="Merge into").click()
    page.wait_for_selector(".messagelist")
    visit(page.url, width, scheme)
    visit("/admin/articles/merge/", width, scheme)
    visit("/admin/concerned/", width, scheme)
    visit(f"/admin/people/person/{target.pk}/change/", width, scheme)


def test_a_merge_needs_no_script(visit, people):
    source, target = people
    page = visit(f"/admin/people/person/{source.pk}/change/", script=False)
    page.get_by_role("link", name="Merge into…").click()
    page.get_by_label("reference").fill(target.reference)
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_label("They are one all the same.").check()
    page.get_by_role("button", name="Merge into").click()
    page.get_by_role("button", name="Undo the merge").click()

    assert "The merge is undone" in page.content()
    source.refresh_from_db()
    assert source.merged_into is None


def test_the_other_row_is_chosen_from_a_list_that_follows_what_is_typed(visit, people):
    source, target = people
    merge(Person.objects.create(name="Ceyhun the Elder"), source, by=make_user(), now=database_now())
    page = visit(f"/admin/articles/merge/new/?model=people.person&source={source.uid}")
    page.locator(".select2-selection").click()
    page.keyboard.type("ceyhun bay")
    page.locator(".select2-results__option", has_text="Ceyhun Bayramov").first.click()
    page.get_by_role("button", name="Show what would happen").click()

    assert page.get_by_role("heading", name="Side by side").is_visible()
    assert f"target={target.uid}" in page.url
