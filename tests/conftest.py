"""What the tests may ask for."""

import fcntl
import os
import shutil

import pytest


def required(variable, thing):
    """The value of an environment variable. Without it the test is skipped, or fails where REQUIRE_ALL=1."""
    value = os.environ.get(variable)
    if not value:
        reason = f"needs {thing}: {variable} is not set"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return value


@pytest.fixture(scope="session")
def postgres_url():
    return required("TEST_POSTGRES_URL", "PostgreSQL")


@pytest.fixture(scope="session")
def redis_url():
    return required("TEST_REDIS_URL", "Redis")


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium that Playwright can start."""
    return required("CHROMIUM", "Chromium")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, request):
    """``made_once(name, make)``: a folder that ``make(folder)`` fills once for all processes of this test run."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent  # pytest-xdist gives every process a folder of its own below it

    def made(name, make):
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / ".made").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                (folder / ".made").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demonstration(made_once):
    """A folder in which the demonstration was prepared: to be copied, never used."""
    from tests.browser.site import Site

    def prepare(folder):
        site = Site(folder)
        site.manage("prepare", "--demo")
        site.stop()

    return made_once("demonstration", prepare)


@pytest.fixture(autouse=True)
def _services_of_marks(request):
    """``needs_postgres``, ``needs_redis`` and ``browser`` ask for the fixture of that service."""
    for mark, fixture in [("needs_postgres", "postgres_url"), ("needs_redis", "redis_url"), ("browser", "chromium")]:
        if request.node.get_closest_marker(mark):
            request.getfixturevalue(fixture)


@pytest.fixture(autouse=True)
def _fresh_visible_set():
    """Each test reads anew what is visible: a process keeps it for up to a second."""
    from articles import visible

    visible.forget()


@pytest.fixture(scope="session", autouse=True)
def _evidence_lifted_for_flush():
    """A test with real transactions ends by emptying the tables; the triggers on evidence step aside for that."""
    from django.test import TransactionTestCase

    from articles.models import evidence

    flush = TransactionTestCase._fixture_teardown

    def flush_with_evidence_lifted(test_case):
        with evidence.lifted():
            flush(test_case)

    TransactionTestCase._fixture_teardown = flush_with_evidence_lifted
    yield
    TransactionTestCase._fixture_teardown = flush
