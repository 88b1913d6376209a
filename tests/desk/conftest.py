"""A browser in which a member of staff is signed in."""

import os

import pytest

from tests.factories import make_writer


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
