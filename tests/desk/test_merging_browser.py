"""Merging and the report in a real browser: readable at any width, by axe, and without a script."""

import pytest

from articles.desk.merging import merge
from articles.models import Participant
from people.models import PersonIdentifier, PersonName
from pressoffice.ground.clock import database_now
from tests.browser.acts import faults_of_access
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
def visit(open_page, client, complaints):
    """``visit(path)``: the page, after axe has found nothing on it and nothing overflows."""
    client.force_login(make_user(is_superuser=True))
    pages = {}

    def look(path, script=True):
        page = pages.get(script) or pages.setdefault(script, open_page(client, java_script_enabled=script))
        page.goto(path)
        if script:
            assert (path, faults_of_access(page, complaints, name=path.split("?")[0].replace("/", "_"))) == (path, [])
        return page

    return look


def test_merging_is_readable_at_any_width(visit, people):
    source, target = people
    asked = f"/admin/articles/merge/new/?model=people.person&source={source.uid}"
    visit(asked)
    page = visit(f"{asked}&target={target.uid}")
    page.get_by_label("They are one all the same.").check()
    page.get_by_role("button", name="Merge into").click()
    page.wait_for_selector(".messagelist")
    for path in (page.url, "/admin/articles/merge/", "/admin/concerned/"):
        visit(path)
    visit(f"/admin/people/person/{target.pk}/change/")


def test_a_merge_needs_no_script(visit, people):
    source, target = people
    page = visit(f"/admin/people/person/{source.pk}/change/", script=False)
    page.get_by_role("link", name="Merge into…").click()
    page.get_by_label("reference").fill(target.reference)
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_label("They are one all the same.").check()
    page.get_by_role("button", name="Merge into").click()
    page.get_by_role("button", name="Undo the merge").click()

    page.get_by_text("The merge is undone").first.wait_for()
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

    page.get_by_role("heading", name="Side by side").wait_for()
    assert f"target={target.uid}" in page.url
