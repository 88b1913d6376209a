"""A writer at the desk, in a real browser."""

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.models import Article
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_form_has_no_fault_of_access(page, live_server, complaints, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    article = make_article(by=make_writer())
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 2600})  # what sticks to the bottom covers nothing
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
