"""A browser in which a member of staff is signed in."""

import pytest

from tests.factories import make_writer


@pytest.fixture
def complaints():
    """What the browser writes to its console as errors; there must be none in the end."""
    heard = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser, live_server, complaints):
    """``open_page(client, ...)``: a page of a window of its own, in which the person of ``client`` is signed in.

    Without a client nobody is. What else is given goes to ``Browser.new_context``.
    """

    def opened(client=None, by=browser, heard=complaints, **context):
        window = by.new_context(locale="en", base_url=live_server.url, **context)
        if client is not None:
            value = client.cookies["sessionid"].value
            window.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url + "/admin/"}])
        page = window.new_page()
        page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        return page

    return opened


@pytest.fixture
def page(open_page, client):
    """A page of a browser in which a writer is signed in."""
    client.force_login(make_writer())
    return open_page(client)
