"""Many schedulers at once: each due text is settled by exactly one of them."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from articles.desk.settle import settle
from articles.models.change import Change, Trouble
from articles.models.edition import Edition
from pressoffice.ground.clock import database_now
from tests.factories import make_approver, make_writer
from tests.prove import verify
from tests.prove.children import Gate, fork, orphaned
from tests.prove.texts import make_texts


def run(*, processes: int, due: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``processes`` settle ``due`` texts that fall due together: ``due`` changes, no more and no fewer."""
    hour = database_now() + dt.timedelta(seconds=4 + due / 100)
    plan = make_texts(
        [hour + dt.timedelta(microseconds=n) for n in range(due)], writer=make_writer(), approver=make_approver()
    )
    time.sleep(max(0.0, (hour - database_now()).total_seconds() + 0.1))
    gate = Gate()
    children = [fork("scheduler", _settle_all, gate) for _ in range(processes)]
    gate.open()
    shares = [child.answer() for child in children]
    progress(due, due)
    faults = verify.everything(plan)
    if sum(shares) != due:
        faults.append(f"the schedulers say they settled {sum(shares)}")
    changes = Change.objects.count()
    if changes != due:
        faults.append(f"{changes} changes for {due} texts")
    faults += [f"{row.key} failed {row.tries} times: {row.error}" for row in Trouble.objects.all()]
    return f"{changes} changes; settled by each: {', '.join(map(str, sorted(shares)))}", faults


def _settle_all(gate: Gate) -> int:
    """What a worker does, without a pause, until nothing is due; returns how many were its own."""
    gate.wait()
    settled = 0
    while Edition.objects.due(database_now()).exists() and not orphaned():
        settled += settle(limit=100)
    return settled
