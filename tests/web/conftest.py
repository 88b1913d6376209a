"""A newsroom as readers meet it: served by the web server, with more texts than a page holds."""

import pytest

from tests.browser.site import Site, furnish


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory, made_once, demonstration):
    """The site, which nobody writes to."""

    def fill(folder):
        furnish(folder, demonstration)
        site = Site(folder)
        site.manage("shell", "-v", "0", "-c", "from tests.web.texts import make; make()")
        site.stop()

    folder = tmp_path_factory.mktemp("newsroom")
    furnish(folder, made_once("newsroom", fill))
    site = Site(folder)
    try:
        site.serve()
        yield site
    finally:
        site.stop()
