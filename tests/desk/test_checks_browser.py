"""The release check follows what a writer types, leads to the words, and boilerplate comes into the editor."""

import pytest

from articles.models import Boilerplate
from articles.models.contact import Contact
from tests.desk.admin_forms import change_url
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_check_follows_what_is_typed_and_leads_to_the_words(page, live_server, complaints):
    from axe_playwright_python.sync_playwright import Axe

    Boilerplate.objects.create(name="About", body="<p>About the office.</p>")
    Contact.objects.create(name="Desk", phone="+994 12 123 45 67")
    article = make_article(by=make_writer(), body="<p>They met.</p><p>They talked in Baku.</p>")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + change_url(article))
    panel = page.locator("#checks")
    assert panel.get_by_text("A word stands twice").count() == 0

    editor = page.get_by_role("textbox", name="Text", exact=True)
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" It was the the end.")
    panel.get_by_text("A word stands twice").wait_for()
    panel.get_by_role("link", name="the the").click()
    assert page.evaluate("getSelection().toString()") == "the the"
    page.keyboard.type("the")
    panel.get_by_text("A word stands twice").wait_for(state="detached")

    page.get_by_label("Where").select_option(index=1)
    page.get_by_role("button", name="Put them into the text").click()
    texts = editor.locator("p").all_inner_texts()
    assert texts == ["They met.", "About the office.", "They talked in Baku. It was the end."]

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        heard = list(complaints)
        found = Axe().run(page, options={"runOnly": RULES})
        complaints[:] = heard  # the checker itself tries an inline style
        faults = [(fault["id"], [n["html"][:160] for n in fault["nodes"]]) for fault in found.response["violations"]]
        assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_selector(".messagelist")
    page.goto(live_server.url + "/admin/articles/article/new/")
    assert page.get_by_role("link", name="Empty text").is_visible()
