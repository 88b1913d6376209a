"""A preview link, from the desk to a reader's phone."""

import pytest
from django.urls import reverse

from pressoffice.ground.clock import database_now
from tests.browser.acts import faults_of_access
from tests.factories import make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_writer_sends_a_link_and_a_reader_follows_it(page, live_server, complaints):
    article = make_article(by=make_writer(), now=database_now(), headline="Harbour opens")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + reverse("admin:articles_article_preview", args=[article.pk]))
    assert faults_of_access(page, complaints) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Lists, search, feed").click()
    assert faults_of_access(page, complaints) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Preview links").click()
    page.get_by_label("For whom").fill("Daily News")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the link").click()
    assert faults_of_access(page, complaints) == []
    address = page.locator("#preview-address").input_value()

    reader = page.context.browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    reader.goto(live_server.url + address[address.index("/preview/") :])
    assert reader.locator("h1").inner_text() == "Harbour opens"
    assert address.split("/")[-2] not in reader.url
    assert faults_of_access(reader, complaints) == []

    with page.expect_navigation():
        page.get_by_role("button", name="Revoke the link for Daily News").click()
    assert reader.reload().status == 404
