"""A writer at the desk, in a real browser."""

import os

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.models import Article
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints():
    """What the browser writes to its console as errors; there must be none in the end."""
    heard = []
    yield heard
    assert heard == []


@pytest.fixture
def page(chromium, live_server, client, monkeypatch, complaints):
    """A page of a browser in which a writer is signed in."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
    writer = make_writer()
    client.force_login(writer)
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


def test_writer_types_into_the_editor_and_saves(page, live_server):
    article = make_article(by=make_writer(), body="<p>They met.</p>")
    kept = blocks(article.body)[0].id
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))

    editor = page.get_by_role("textbox", name="Text", exact=True)
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("They <b>talked</b>.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".messagelist")

    article = Article.objects.get(pk=article.pk)
    first, second = blocks(article.body)
    assert (first.id, first.text) == (kept, "They met.")
    assert second.html == f'<p id="{second.id}">They &lt;b&gt;talked&lt;/b&gt;.</p>'
    assert second.id not in ("", first.id)
    assert article.revisions.count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_has_no_fault_of_access(page, live_server, complaints, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    article = make_article(by=make_writer())
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    addresses = [reverse("admin:articles_article_change", args=[article.pk]), reverse("admin:index")]

    for address in addresses:
        page.goto(live_server.url + address, wait_until="load")
        page.wait_for_timeout(200)
        heard = list(complaints)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        complaints[:] = heard  # the checker itself tries an inline style
        assert [
            (fault["id"], [n["html"][:200] for n in fault["nodes"]]) for fault in found.response["violations"]
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
