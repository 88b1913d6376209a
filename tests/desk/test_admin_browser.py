"""A writer at the desk, in a real browser."""

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.models import Article
from tests.browser.acts import caret_to_end, faults_of_access
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_writer_types_into_the_editor_and_saves(page, live_server):
    article = make_article(by=make_writer(), body="<p>They met.</p>")
    kept = blocks(article.body)[0].id
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))

    page.get_by_role("textbox", name="Text", exact=True).click()
    caret_to_end(page)
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


def test_the_form_has_no_fault_of_access(page, live_server, complaints):
    article = make_article(by=make_writer())
    for address in (reverse("admin:articles_article_change", args=[article.pk]), reverse("admin:index")):
        page.goto(live_server.url + address, wait_until="load")
        faults = faults_of_access(page, complaints, height=2600)  # what sticks to the bottom covers nothing
        assert (address, faults) == (address, [])
