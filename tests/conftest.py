"""What the tests may ask for."""

import fcntl
import os
import shutil
from urllib.parse import urlsplit

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


# What takes long, the longest first.
LONG = """
    tests/leaks/ tests/test_proofs.py tests/browser/ tests/test_office.py tests/desk/test_writing_browser.py
    tests/desk/test_people_browser.py tests/desk/test_chain_properties.py _browser.py
""".split()


def pytest_collection_modifyitems(config, items):
    """Each process begins with its share of what takes long, so that none is left with it in the end."""
    number = getattr(config, "workerinput", {}).get("workercount", 1)
    modules, shares = {}, [[] for _process in range(number)]
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    for turn, words in enumerate(LONG):
        for path in [path for path in modules if words in path]:
            shares[turn % number] += modules.pop(path)
    rest = [item for path in modules for item in modules[path]]
    for share in shares:
        missing = max(0, -(-len(items) // number) - len(share))
        share += rest[:missing]
        del rest[:missing]
    items[:] = [item for share in shares for item in share] + rest


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
def playwright():
    """What drives browsers: once in a process, because starting it takes longer than most tests."""
    from django.db import connections
    from playwright.sync_api import expect, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # it runs a loop in this thread
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        yield playwright
        connections.close_all()  # while a loop runs, Django keeps other connections than else
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def start_browser(playwright, chromium):
    """``start_browser()``: a browser of its own, for a test that ends it."""
    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    return lambda: playwright.chromium.launch(executable_path=chromium, args=flags)


@pytest.fixture(scope="session")
def running_browser(start_browser):
    """One browser for all tests of this process; never with a page of another test in it (see ``browser``)."""
    browser = start_browser()
    yield browser
    browser.close()


@pytest.fixture
def browser(running_browser):
    """A browser in which nothing is open and nobody is signed in."""
    yield running_browser
    for context in running_browser.contexts:
        context.close()


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
def migrated_file(made_once):
    """A SQLite file with every table and no row of ours: to be copied, never used."""
    from tests.prove.run import migrate

    folder = made_once("migrated-file", lambda folder: migrate(f"sqlite:///{folder / 'migrated.sqlite3'}", folder))
    return folder / "migrated.sqlite3"


@pytest.fixture(scope="session")
def migrated_server(made_once, postgres_url):
    """The same on the server of this test run, with which it goes: the name of a database."""
    from tests.prove.run import make_database, migrate

    def make(folder):
        name = make_database(postgres_url)
        migrate(urlsplit(postgres_url)._replace(path=f"/{name}").geturl(), folder)
        (folder / "name").write_text(name)

    return (made_once("migrated-server", make) / "name").read_text()


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """The database of this process: a copy of one that was migrated once for all of them."""
    from django.conf import settings
    from django.db import connections

    from tests.prove.run import drop_database, make_database

    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        name, server = settings.DATABASES["default"]["TEST"]["NAME"], None
        shutil.copyfile(request.getfixturevalue("migrated_file"), name)
    else:
        os.environ.setdefault("TEST_POSTGRES_URL", os.environ["DATABASE_URL"])
        template, server = request.getfixturevalue("migrated_server"), request.getfixturevalue("postgres_url")
        name = make_database(server, template)
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = str(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    if server:
        drop_database(server, name)


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
