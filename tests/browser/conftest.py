"""A site, and a browser to look at it."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.site import Site, furnish

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory, demonstration):
    """The demonstration, served by the web server alone."""
    folder = tmp_path_factory.mktemp("site")
    furnish(folder, demonstration)
    site = Site(folder)
    try:
        site.serve()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
