"""``kill -9`` during publication: nothing lost, nothing doubled, nothing early.

Texts fall due over a time. Workers settle them and staff approve, hold, release and move others meanwhile; both are
killed at random moments and others take their places; for a while there is no worker at all. A reader that is never
killed compares, several times a second, what the public sees with what it ought to see.

What ought to be seen is known from outside the database: the hours of the first texts from the plan, those of the
others from what staff wrote down in a file before and after each approval (``Intents``).
"""

from __future__ import annotations

import bisect
import datetime as dt
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from articles.desk.chain import FROZEN
from articles.desk.errors import DeskError
from articles.desk.settle import settle
from articles.models import Article
from articles.models.audit import AuditEntry
from articles.models.change import Change, Trouble
from articles.models.edition import Edition
from articles.models.vocabulary import Status
from pressoffice.ground.clock import database_now
from tests.factories import make_approver, make_article, make_writer, take
from tests.prove import verify
from tests.prove.children import Child, Flag, Marks, fork, orphaned
from tests.prove.texts import make_texts

WORKER_PAUSE = 0.05  # seconds between two looks for what is due; the office's own worker looks every 2 s
READER_PAUSE = 0.1
DARK = (0.45, 0.50)  # this part of the time there is no worker


def run(
    *, kills: int, editions: int, seconds: float, workers: int, writers: int, progress: Callable[[float, float], None]
) -> tuple[str, list[str]]:
    """Kill ``kills`` times within about ``seconds``, while ``editions`` texts and those of ``writers`` fall due."""
    start = database_now() + dt.timedelta(seconds=3 + editions / 400)
    hours = sorted(start + dt.timedelta(seconds=random.uniform(0, seconds)) for _ in range(editions))
    staff = make_writer(), make_approver()
    plan = make_texts(hours, writer=staff[0], approver=staff[1])
    intents = settings.VAR / "intents"
    last_hour = start + dt.timedelta(seconds=seconds)
    over, marks = Flag(), Marks(workers + writers)

    def work(slot: int) -> Child:
        if slot < workers:
            return fork("worker", _settle_for_ever, marks, slot, slot=slot)
        return fork("writer", _write_for_ever, marks, slot, intents, last_hour, *staff, slot=slot)

    reader = fork("reader", _read, plan, over)
    time.sleep(max(0.0, (start - database_now()).total_seconds() - 1))
    began = time.monotonic()
    children = {slot: work(slot) for slot in range(workers + writers)}
    killed: Counter[str] = Counter()
    inside = 0
    while killed.total() < kills:
        passed = (time.monotonic() - began) / seconds
        dark = DARK[0] <= passed < DARK[1]
        for slot in range(workers + writers):
            if dark and slot < workers and slot in children:
                inside += _kill(children.pop(slot), marks, killed)
            elif slot not in children and not (dark and slot < workers):
                children[slot] = work(slot)
        # The moments are random; their mean keeps pace with what is left of the time.
        left = max(0.0, seconds - (time.monotonic() - began)) / max(1, kills - killed.total())
        at_once = min(random.choice([1, 1, 1, 2, 3]), kills - killed.total(), len(children))
        time.sleep(random.uniform(0, 2 * left * max(1, at_once)))
        for slot in _victims(children, marks, at_once):
            inside += _kill(children.pop(slot), marks, killed)
        progress(killed.total(), kills)
    for child in children.values():
        child.kill()
    while rows := Edition.objects.coming(database_now()).count():  # with nobody left to do anything about them
        progress(kills, kills + rows)
        time.sleep(0.5)
    over.set()
    seen = reader.answer()
    period = time.monotonic() - began
    overdue = Edition.objects.due(database_now()).count()
    troubles = [f"{row.key} failed {row.tries} times: {row.error}" for row in Trouble.objects.all()]
    _settle_what_is_left()

    known = Intents.read(intents)
    faults = [*seen["faults"], *verify.everything(plan), *known.faults(plan, seen), *troubles]
    if (rest := Edition.objects.due(database_now()).count()) > 0:
        faults.append(f"lost: {rest} are due and not settled")
    releases = Change.objects.count()
    counts = {word: sum(fault.startswith(word) for fault in faults) for word in ("lost", "doubled", "early")}
    figures = (
        f"{counts['lost']} lost, {counts['doubled']} doubled, {counts['early']} early of {releases} releases; "
        f"{killed['worker']} workers and {killed['writer']} writers killed in {period:.0f} s, {inside} of them inside "
        f"a transaction; {len(known.did)} texts approved meanwhile; looked {len(seen['looks'])} times; "
        f"{overdue} settled after the last kill"
    )
    return figures, faults


def _victims(children: dict[int, Child], marks: Marks, number: int) -> list[int]:
    """Whom to kill: anybody, or, every other time, first of all somebody who is inside a transaction."""
    slots = random.sample(sorted(children), len(children))
    if random.random() < 0.5:
        patience = time.monotonic() + 0.1
        while not any(map(marks.inside, slots)) and time.monotonic() < patience:
            time.sleep(0.0005)
        slots.sort(key=marks.inside, reverse=True)
        time.sleep(random.uniform(0, 0.003))
    return slots[:number]


def _kill(child: Child, marks: Marks, killed: Counter[str]) -> bool:
    """Kill it and count it, if it was alive; whether that was inside a transaction."""
    inside = marks.inside(child.slot)
    if child.kill():
        killed[child.kind] += 1
    marks.clear(child.slot)
    return inside


def _settle_what_is_left() -> None:
    """One clean run, as ``manage.py settle`` does it; rows that are tried again later are waited for, for a minute."""
    patience = time.monotonic() + 60
    while Edition.objects.due(database_now()).exists() and time.monotonic() < patience:
        if settle():
            patience = time.monotonic() + 60
        else:
            time.sleep(1)


# --- Who is killed ----------------------------------------------------------------------------------------------------


def _settle_for_ever(marks: Marks, slot: int) -> None:
    """A worker: what is due, again and again."""
    with marks.marking(slot):
        while not orphaned():
            settle()
            marks.clear(slot)
            time.sleep(random.uniform(0, 2 * WORKER_PAUSE))


def _write_for_ever(marks: Marks, slot: int, intents: Path, last_hour: dt.datetime, writer: Any, approver: Any) -> None:
    """Two members of staff: texts written, submitted and approved for now, for an hour, or held; some moved."""
    with marks.marking(slot):
        while not orphaned() and database_now() < last_hour - dt.timedelta(seconds=4):
            article = make_article(by=writer, now=database_now(), headline=f"Meanwhile {random.getrandbits(60):x}")
            take(article, "submit", by=writer, now=database_now())
            act = Act(intents, article, approver)
            left = (last_hour - database_now()).total_seconds()
            ahead = dt.timedelta(seconds=random.uniform(2.1, min(12.0, max(2.2, left))))
            match random.choice(["now", "hour", "hour", "held", "moved"]):
                case "now":
                    act.take("approve", at=None)
                case "hour":
                    act.take("approve", at=database_now() + ahead)
                case "held":
                    act.take("approve", hold=True)
                    act.take("release", at=None)
                case "moved":
                    act.take("approve", at=database_now() + ahead)
                    act.take("reschedule", at=database_now() + ahead + FROZEN)
            marks.clear(slot)
            time.sleep(random.uniform(0, 0.3))


@dataclass
class Act:
    """Steps that staff write down in a file, line by line, before they take them and once they are taken."""

    intents: Path
    article: Article
    by: Any

    def take(self, action: str, *, at: dt.datetime | None = None, hold: bool = False) -> None:
        """One step of the workflow; a refusal (the hour came too near meanwhile) is written down too."""
        now = database_now()
        hour = "held" if hold else at.isoformat() if at else "now"
        self._note("means", hour, now)
        try:
            take(self.article, action, by=self.by, now=now, at=at, hold=hold)
        except DeskError as error:
            self._note("refused", error.code, database_now())
        else:
            self._note("did", hour, database_now())

    def _note(self, word: str, what: str, now: dt.datetime) -> None:
        descriptor = os.open(self.intents, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(descriptor, f"{self.article.pk} {word} {what} {now.isoformat()}\n".encode())
        os.close(descriptor)


# --- Who sees ---------------------------------------------------------------------------------------------------------


def _read(plan: dict[int, dt.datetime], over: Flag) -> dict[str, Any]:
    """Look until it is over: what was wrong, the instants looked at, and when each unplanned edition was first seen.

    Compared with the plan, exactly: what ``public`` and ``listed`` give. Never before its hour: a change, or an entry
    in the search index. The public log, as a partner reads it, only grows, and without gaps. What was seen stays.
    """
    order = sorted(plan, key=lambda pk: plan[pk])
    hours = [plan[pk] for pk in order]
    faults: list[str] = []
    looks: list[str] = []
    first_seen: dict[int, str] = {}
    others: set[int] = set()
    number = 0
    while len(faults) < 20 and not orphaned():
        last = over.is_set()
        now = database_now()
        rows = Edition.objects.listed(now) if len(looks) % 2 else Edition.objects.public(now)
        seen = set(rows.order_by().values_list("pk", flat=True))
        due = set(order[: bisect.bisect_right(hours, now)])
        faults += [f"early: edition {pk} is public at {now}" for pk in (seen & plan.keys()) - due]
        faults += [f"late: edition {pk} is not public at {now}" for pk in due - seen]
        faults += [f"edition {pk} was public before {now} and is no more" for pk in others - seen]
        for pk in seen - plan.keys() - others:
            first_seen[pk] = now.isoformat()
        others |= seen - plan.keys()
        looks.append(now.isoformat())
        lines = list(Change.objects.filter(number__gt=number).order_by("number").values_list("number", "key"))
        named = [int(key.removeprefix("edition:")) for _number, key in lines]
        if [line[0] for line in lines] != list(range(number + 1, number + 1 + len(lines))):
            faults.append(f"the public log goes on after {number} with {lines[0][0]}")
        number += len(lines)
        if len(looks) % 5 == 0:
            named += verify.indexed()
        now = database_now()
        faults += [f"early: edition {pk} is announced at {now}" for pk in named if pk in plan and plan[pk] > now]
        if last:
            break
        time.sleep(READER_PAUSE)
    return {"faults": faults, "looks": looks, "first_seen": first_seen}


@dataclass
class Intents:
    """What staff meant to do and did, by article: every hour that the database may hold, and none besides.

    An entry of ``meant`` is (``now``, ``held`` or an hour; the instant it was written down); ``did`` holds the instant
    at which the last step was known to be taken.
    """

    meant: dict[int, list[tuple[str, dt.datetime]]] = field(default_factory=dict)
    did: dict[int, dt.datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Intents:
        """From the file; what a later step replaced is forgotten."""
        known = cls()
        for line in path.read_text().splitlines() if path.exists() else []:
            article, word, what, written = line.split()
            pk, at = int(article), dt.datetime.fromisoformat(written)
            if word == "means":
                known.meant.setdefault(pk, []).append((what, at))
            elif word == "did":
                known.meant[pk], known.did[pk] = known.meant[pk][-1:], at
            else:
                known.meant[pk].pop()
        return known

    def faults(self, plan: dict[int, dt.datetime], seen: dict[str, Any]) -> list[str]:
        """Where the database or the reader differs from what staff did."""
        faults = []
        rows = list(Edition.objects.defer("document"))
        editions = {row.article_id: row for row in rows if row.pk not in plan}
        planned = {row.article_id for row in rows if row.pk in plan}
        approved = Counter(AuditEntry.objects.filter(action="approve").values_list("subject", flat=True))
        looks = [dt.datetime.fromisoformat(look) for look in seen["looks"]]
        first_seen = {int(pk): dt.datetime.fromisoformat(look) for pk, look in seen["first_seen"].items()}
        for article in Article.objects.all():
            if article.pk in planned:
                continue
            edition = editions.get(article.pk)
            whole = (edition is not None, article.status == Status.APPROVED, approved[f"article:{article.uid}"] == 1)
            if any(whole) != all(whole):
                faults.append(f"the approval of article {article.pk} was done by half: {whole}")
            if edition is None:
                if article.pk in self.did:
                    faults.append(f"lost: article {article.pk} was approved and has no edition")
                continue
            faults += self._hour_faults(edition, looks, first_seen.get(edition.pk))
        return faults

    def _hour_faults(self, edition: Edition, looks: list[dt.datetime], first: dt.datetime | None) -> list[str]:
        hour, did = edition.public_from, self.did.get(edition.article_id)
        if not any(_fits(what, at, hour) for what, at in self.meant.get(edition.article_id, [])):
            return [f"edition {edition.pk} has an hour nobody gave it: {hour}"]
        if hour is None:
            return [] if first is None else [f"early: edition {edition.pk} is held and was seen at {first}"]
        if first is None or first < hour:
            return [f"edition {edition.pk} of {hour} was first seen at {first}"]
        sure = bisect.bisect_left(looks, max(hour, did)) if did else len(looks)
        if sure < len(looks) and looks[sure] < first:
            return [f"late: edition {edition.pk} of {hour} was first seen at {first}"]
        return []


def _fits(what: str, written: dt.datetime, hour: dt.datetime | None) -> bool:
    """Whether a row with this hour is what was meant."""
    if what == "now":
        return hour is not None and hour >= written
    return hour == (None if what == "held" else dt.datetime.fromisoformat(what))
