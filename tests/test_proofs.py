"""The proofs of ``make prove`` at a size that fits: real processes, each proof on a fresh database of its own."""

from urllib.parse import urlsplit

import pytest

from tests.prove.run import SMALL, make_database, migrate, prove

NAMES = ["schedulers", "kills", "lost_updates", "contention", "races", "bundles"]


@pytest.fixture(scope="session")
def migrated_file(made_once):
    folder = made_once("migrated-file", lambda folder: migrate(f"sqlite:///{folder / 'migrated.sqlite3'}", folder))
    return str(folder / "migrated.sqlite3")


@pytest.fixture(scope="session")
def migrated_server(made_once, postgres_url):
    """The name of a database on the server of this test run, which goes with it."""

    def make(folder):
        name = make_database(postgres_url)
        migrate(urlsplit(postgres_url)._replace(path=f"/{name}").geturl(), folder)
        (folder / "name").write_text(name)

    return (made_once("migrated-server", make) / "name").read_text()


def check(name, template, server=None):
    result = prove(name, SMALL[name], server, template=template, heard=lambda done, total: None)
    assert not result.faults, f"{result.faults[:10]}; the evidence is kept in {result.evidence}"


@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_sqlite(name, migrated_file):
    check(name, migrated_file)


def test_nothing_is_seen_on_the_site_before_its_hour(migrated_file):
    """How late it is seen is a figure of ``make prove``, never asserted here."""
    check("lateness", migrated_file)


@pytest.mark.needs_postgres
@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_postgresql(name, postgres_url, migrated_server):
    check(name, migrated_server, postgres_url)
