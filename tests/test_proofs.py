"""The proofs of ``make prove`` at a size that fits: real processes, each proof on a fresh database of its own."""

import pytest

from tests.prove.run import SMALL, prove

NAMES = ["schedulers", "kills", "lost_updates", "contention"]


def check(name, server=None):
    result = prove(name, SMALL[name], server, heard=lambda done, total: None)
    assert not result.faults, f"{result.faults[:10]}; the evidence is kept in {result.evidence}"


@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_sqlite(name):
    check(name)


def test_nothing_is_seen_on_the_site_before_its_hour():
    """How late it is seen is a figure of ``make prove``, never asserted here."""
    check("lateness")


@pytest.mark.needs_postgres
@pytest.mark.parametrize("name", NAMES)
def test_proof_holds_on_postgresql(name, postgres_url):
    check(name, postgres_url)
