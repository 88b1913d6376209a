"""The proofs of ``make prove`` at a size that fits: real processes, each proof on a fresh database of its own."""

import pytest

from tests.prove.run import SMALL, prove

NAMES = ["schedulers", "kills", "lost_updates", "contention", "races", "bundles"]


def check(name, template, server=None):
    result = prove(name, SMALL[name], server, template=template, heard=lambda done, total: None)
    assert not result.faults, f"{result.faults[:10]}; the evidence is kept in {result.evidence}"


@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_sqlite(name, migrated_file):
    check(name, str(migrated_file))


def test_nothing_is_seen_on_the_site_before_its_hour(migrated_file):
    """How late it is seen is a figure of ``make prove``, never asserted here."""
    check("lateness", str(migrated_file))


def test_mirror_that_is_killed_and_replayed_ends_equal_to_the_api(migrated_file):
    check("mirror", str(migrated_file))


@pytest.mark.needs_postgres
@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_postgresql(name, postgres_url, migrated_server):
    check(name, migrated_server, postgres_url)
