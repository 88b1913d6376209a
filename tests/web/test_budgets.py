"""What a page weighs, compressed, and how often a reader's browser asks for it."""

import base64
import hashlib
import re

import pytest

from tests.web.reading import ask, loaded, texts_of

KB = 1000


def weights(site, path):
    page, parts = loaded(site, path)
    assert page.status == 200
    assert {address: part.status for address, part in parts.items()} == dict.fromkeys(parts, 200)
    styles = sum(part.size for address, part in parts.items() if ".css" in address)
    scripts = sum(part.size for address, part in parts.items() if ".js" in address)
    return page, styles, scripts, parts


def test_full_page_of_a_list_keeps_its_budget(newsroom):
    page, styles, scripts, parts = weights(newsroom, "/en/news/")

    assert page.text.count('class="row-title"') == 20
    assert page.size <= 14 * KB
    assert styles <= 10 * KB
    assert scripts <= 18 * KB
    assert 1 + len(parts) <= 6
    assert page.size + sum(part.size for part in parts.values()) <= 45 * KB


@pytest.mark.parametrize("number", [0, -1])
def test_text_keeps_its_budget_and_runs_no_script(newsroom, number):
    page, styles, scripts, parts = weights(newsroom, texts_of(newsroom)[number])

    assert page.size <= 14 * KB
    assert styles <= 10 * KB
    assert scripts == 0
    assert not re.search(r"<script(?![^>]*application/ld\+json)", page.text)
    assert 1 + len(parts) <= 6


@pytest.mark.parametrize("path", ["/en/", "/en/news/", "/en/events/", "/en/officials/", "/en/statements/"])
def test_page_loads_from_nowhere_else_and_sets_no_cookie(newsroom, path):
    page, parts = loaded(newsroom, path)

    assert [address for address in parts if not address.startswith("/")] == []
    assert "Set-Cookie" not in page.headers
    for address, part in parts.items():
        if ".css" in address:
            assert "url(" not in part.text, address
            assert "@import" not in part.text, address


def test_script_of_others_is_the_one_that_was_read(newsroom):
    """The hash in the page is that of the file, so that a browser runs nothing else."""
    page = ask(newsroom, "/en/news/").text
    address, promised = re.search(r'data-htmx="([^"]+)" data-integrity="sha384-([^"]+)"', page).groups()

    assert base64.b64encode(hashlib.sha384(ask(newsroom, address).body).digest()).decode() == promised
