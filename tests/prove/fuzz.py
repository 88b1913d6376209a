"""schemathesis over the whole API on a demonstration in which everything has happened: every check, on every answer."""

from __future__ import annotations

from collections.abc import Callable

from articles import register
from articles.models.edition import Edition
from articles.models.parts import Statement
from pressoffice.ground.clock import database_now
from pressoffice.management.story import Story
from tests.api.conftest import ago, make_full
from tests.factories import make_approver, make_writer
from tests.fuzzing import fuzz


def run(*, examples: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``examples`` questions, spread over all operations of the API, half of them such as must be refused."""
    staff = {"writer": make_writer(), "approver": make_approver(), "second-approver": make_approver()}
    for number in range(25):
        make_full(writer=staff["writer"], approver=staff["approver"], now=ago(100 - number), tag=str(number))
    for step in Story(staff).steps():
        step()
    now = database_now()
    registers = (register.people, register.organisations, register.events, register.sources, register.topics)
    slugs = {rows.__name__: list(rows(now).values_list("slug", flat=True)[:5]) for rows in registers}
    uids = [*Statement.objects.listed(now).values_list("uid", flat=True)[:5]]
    uids += register.positions(now).values_list("uid", flat=True)[:5]
    known = {
        "reference": [str(uid) for uid in Edition.objects.were_public(now).values_list("article_uid", flat=True)],
        "number": ["1", "2"],
        "name": [slug for found in slugs.values() for slug in found],
        "uid": [str(uid) for uid in uids],
        "official": slugs["people"],
        "organisation": slugs["organisations"],
        "event": slugs["events"],
        "source": slugs["sources"],
        "topic": slugs["topics"],
    }
    asked, faults = fuzz(examples, known, heard=progress)
    return f"{asked:,} questions to every operation of the API, {len(faults)} of them not answered as described", faults
