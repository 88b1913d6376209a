"""A site to look at."""

import pytest

from tests.browser.site import Site, furnish


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
