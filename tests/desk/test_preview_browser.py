"""A preview link, from the desk to a reader's phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from pressoffice.ground.clock import database_now
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def assert_accessible(page, complaints):
    """No violation, light or dark, and nothing wider than the phone."""
    heard = list(complaints)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(250)  # links change their colour slowly
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == [], page.url
    complaints[:] = heard  # the checker itself tries an inline style
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_writer_sends_a_link_and_a_reader_follows_it(page, live_server, complaints):
    article = make_article(by=make_writer(), now=database_now(), headline="Harbour opens")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + reverse("admin:articles_article_preview", args=[article.pk]))
    assert_accessible(page, complaints)
    with page.expect_navigation():
        page.get_by_role("link", name="Lists, search, feed").click()
    assert_accessible(page, complaints)
    with page.expect_navigation():
        page.get_by_role("link", name="Preview links").click()
    page.get_by_label("For whom").fill("Daily News")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the link").click()
    assert_accessible(page, complaints)
    address = page.locator("#preview-address").input_value()

    reader = page.context.browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    reader.goto(live_server.url + address[address.index("/preview/") :])
    assert reader.locator("h1").inner_text() == "Harbour opens"
    assert address.split("/")[-2] not in reader.url
    assert_accessible(reader, complaints)

    with page.expect_navigation():
        page.get_by_role("button", name="Revoke the link for Daily News").click()
    assert reader.reload().status == 404
