"""The release check follows what a writer types, leads to the words, and boilerplate comes into the editor."""

import pytest

from articles.models import Boilerplate
from articles.models.contact import Contact
from tests.browser.acts import caret_to_end, faults_of_access, settle, until
from tests.desk.admin_forms import change_url
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_check_follows_what_is_typed_and_leads_to_the_words(page, live_server, complaints):
    from playwright.sync_api import expect

    Boilerplate.objects.create(name="About", body="<p>About the office.</p>")
    Contact.objects.create(name="Desk", phone="+994 12 123 45 67")
    article = make_article(by=make_writer(), body="<p>They met.</p><p>They talked in Baku.</p>")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + change_url(article))
    panel = page.locator("#checks")
    assert panel.get_by_text("A word stands twice").count() == 0

    editor = page.get_by_role("textbox", name="Text", exact=True)
    editor.click()
    caret_to_end(page)
    page.keyboard.type(" It was the the end.")
    panel.get_by_text("A word stands twice").wait_for()
    panel.get_by_role("link", name="the the").click()
    assert page.evaluate("getSelection().toString()") == "the the"
    until(page, "!document.querySelector('.prose-editor').editor.state.selection.empty")
    settle(page)
    assert page.evaluate("getSelection().toString()") == "the the"
    page.keyboard.type("the")
    panel.get_by_text("A word stands twice").wait_for(state="detached")

    page.get_by_label("Where").select_option(index=1)
    page.get_by_role("button", name="Put them into the text").click()
    written = ["They met.", "About the office.", "They talked in Baku. It was the end."]
    expect(editor.locator("p")).to_have_text(written)

    assert faults_of_access(page, complaints) == []
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_selector(".messagelist")
    page.goto(live_server.url + "/admin/articles/article/new/")
    assert page.get_by_role("link", name="Empty text").is_visible()
