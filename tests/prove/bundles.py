"""Bundles of ten under ``kill -9``: readers see all of a bundle or none of it, at every instant they look.

Staff approve, move, hold and cancel bundles around their hours; workers settle. Both are killed again and again, every
other blow aimed at somebody inside a transaction, and others go on from what the database says. A reader who is never
killed asks for all members in one statement.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import F, Value

from articles.desk import bundles
from articles.desk.bundle_readiness import members
from articles.desk.errors import DeskError
from articles.desk.settle import settle
from articles.models.bundle import Bundle
from articles.models.change import Change, Trouble
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.vocabulary import EditionClass
from people.models import Person, Position
from pressoffice.ground.clock import database_now
from tests.factories import make_approver, make_article, make_public, make_user, take
from tests.prove import verify
from tests.prove.children import Child, Flag, Marks, fork, orphaned

TEXTS = 7  # with a withdrawal, an event and a position: ten
LOOK = 0.05
PATIENCE = 120


def run(
    *,
    bundles: int,
    kills: int,
    seconds: float,
    staff: int,
    workers: int,
    progress: Callable[[float, float], None],
) -> tuple[str, list[str]]:
    """``kills`` blows within about ``seconds`` on ``staff`` and ``workers``, while ``bundles`` are decided."""
    writer, approver = make_user("Writer", "Registry editor"), make_approver()
    made = [_make(number, writer, approver) for number in range(bundles)]
    settle()
    begun = Change.objects.count()
    over, marks = Flag(), Marks(staff + workers)

    def work(slot: int) -> Child:
        if slot < staff:
            return fork(
                "staff", _decide, marks, slot, made[slot::staff], approver, seconds / bundles * staff, slot=slot
            )
        return fork("worker", _settle_for_ever, marks, slot, slot=slot)

    reader = fork("reader", _look, {pk: _keys(Bundle.objects.get(pk=pk)) for pk in made}, over)
    children = {slot: work(slot) for slot in range(staff + workers)}
    began, killed, inside = time.monotonic(), Counter(), 0
    while killed.total() < kills and _undecided(made):
        left = max(0.0, seconds - (time.monotonic() - began)) / max(1, kills - killed.total())
        time.sleep(random.uniform(0, 2 * left))
        slot = _victim(children, marks)
        inside += marks.inside(slot)
        if children[slot].kill():
            killed[children[slot].kind] += 1
        marks.clear(slot)
        children[slot] = work(slot)
        progress(killed.total(), kills)
    patience = time.monotonic() + PATIENCE
    while _undecided(made) and time.monotonic() < patience:
        time.sleep(0.5)
    for child in children.values():
        child.kill()
    while _to_come(made):  # with nobody left to do anything about them
        time.sleep(0.2)
    over.set()
    seen = reader.answer()
    while settle():
        pass
    faults = [f"bundle {pk} was not decided in time" for pk in sorted(_undecided(made))]
    faults += [*seen["faults"], *(fault for pk in made for fault in _faults_of(pk, set(seen["out"])))]
    faults += [*verify.public_log(), *verify.search_index(), *verify.record(), *verify.soundness()]
    faults += [f"{row.key} failed {row.tries} times: {row.error}" for row in Trouble.objects.all()]
    out = [pk for pk in made if Bundle.objects.get(pk=pk).state == Bundle.State.APPROVED]
    if Change.objects.count() != begun + 10 * len(out):
        faults.append(f"{Change.objects.count() - begun} changes of {len(out)} bundles of ten")
    parts = sum("members are public" in fault for fault in seen["faults"])
    figures = (
        f"{bundles} bundles of ten: {len(out)} went out, {bundles - len(out)} were given up, {parts} seen in part; "
        f"{killed['staff']} staff and {killed['worker']} workers killed, {inside} inside a transaction; "
        f"looked {seen['looks']} times, {seen['close']} of them within a second of an hour"
    )
    return figures, faults


def _make(number: int, writer: Any, approver: Any) -> int:
    """An open bundle of ten: texts in review, a public one to withdraw, an event and a position nobody sees yet."""
    now = database_now()
    bundle = bundles.make(f"Bundle {number}", by=writer, now=now)
    withdrawn = make_public(writer=writer, approver=approver, now=now, headline=f"Old {number}")
    rows: list[Any] = [
        Event.objects.create(name=f"Event {number}", starts="2100-01-02"),
        Position.objects.create(person=Person.objects.create(name=f"Person {number}"), title="Envoy"),
    ]
    for one in range(TEXTS):
        article = make_article(by=writer, now=now, headline=f"Text {number} of bundle {one}")
        take(article, "submit", by=writer, now=database_now())
        rows.append(article)
    for version, row in enumerate(rows):
        bundles.add(bundle, row, by=writer, version=version, now=database_now())
    bundles.add(
        bundle, withdrawn, by=writer, version=len(rows), now=database_now(), act="withdraw", note="It was wrong."
    )
    return bundle.pk


def _keys(bundle: Bundle) -> list[tuple[str, int]]:
    """What a reader sees of each member once it is out: ``(kind, key)``."""
    found = []
    for item in bundle.items.all():
        if item.article_id:
            found.append((item.act, item.article_id))
        else:
            found.append(("event", item.event_id) if item.event_id else ("position", item.position_id))
    return found


# --- Who is killed ----------------------------------------------------------------------------------------------------


def _victim(children: dict[int, Child], marks: Marks) -> int:
    slots = random.sample(sorted(children), len(children))
    if random.random() < 0.5:
        patience = time.monotonic() + 0.2
        while not any(map(marks.inside, slots)) and time.monotonic() < patience:
            time.sleep(0.0005)
        slots.sort(key=marks.inside, reverse=True)
        time.sleep(random.uniform(0, 0.05))
    return slots[0]


def _settle_for_ever(marks: Marks, slot: int) -> None:
    with marks.marking(slot):
        while not orphaned():
            settle()
            marks.clear(slot)
            time.sleep(random.uniform(0, 0.1))


def _decide(marks: Marks, slot: int, mine: list[int], by: Any, share: float) -> None:
    """Take each bundle from where it stands, whoever brought it there, until it is out or cancelled."""
    with marks.marking(slot):
        for pk in mine:
            until, slack = time.monotonic() + share, 3.0
            while not orphaned() and pk in _undecided([pk]):
                bundle = Bundle.objects.get(pk=pk)
                try:
                    _one_act(bundle, by, slack, hurry=time.monotonic() > until)
                except DeskError as refused:  # or the act of somebody killed was done after all
                    slack *= 1.4 if refused.code == "bundle-hour-near" else 1.0
                marks.clear(slot)
                time.sleep(random.uniform(0, 0.3))
        while not orphaned():
            time.sleep(0.1)


def _one_act(bundle: Bundle, by: Any, slack: float, *, hurry: bool) -> None:
    """One act on a bundle; an hour lies at least ``slack`` seconds ahead, the time this machine needs for ten."""
    now = database_now()
    said = {"by": by, "version": bundle.version, "now": now}
    hour = now + dt.timedelta(seconds=random.uniform(slack, slack + 3))
    if bundle.state == Bundle.State.OPEN:
        bundles.approve(bundle, hour, **said)
    elif bundle.hour is None:
        bundles.move(bundle, None, **said)
    elif bundle.hour <= now + dt.timedelta(seconds=random.uniform(slack - 1, slack + 1)) and not hurry:
        match random.choice(["move", "move", "hold", "cancel", "wait", "wait"]):
            case "move":
                bundles.move(bundle, max(hour, bundle.hour), **said)
            case "hold":
                bundles.hold(bundle, **said)
            case "cancel":
                bundles.cancel(bundle, **said)
            case _:
                time.sleep(max(0.0, (bundle.hour - now).total_seconds()))


def _undecided(made: list[int]) -> set[int]:
    """The bundles that are neither out nor cancelled."""
    now = database_now()
    return {one.pk for one in Bundle.objects.filter(pk__in=made).exclude(state="cancelled") if not one.is_out(now)}


def _to_come(made: list[int]) -> bool:
    """Whether an approved bundle has an hour that has not struck."""
    ahead = Bundle.objects.filter(pk__in=made, state=Bundle.State.APPROVED, hour__gt=database_now())
    return ahead.exists()


# --- Who sees ---------------------------------------------------------------------------------------------------------


def _look(keys: dict[int, list[tuple[str, int]]], over: Flag) -> dict[str, Any]:
    """Ask for everything in one statement, again and again; each bundle is seen whole or not at all, and stays."""
    out: set[int] = set()
    faults: list[str] = []
    looks, close, last_change = 0, 0, 0.0
    while not orphaned() and len(faults) < 20:
        last = over.is_set()
        now = database_now()
        there = _seen(now)
        for pk, wanted in keys.items():
            number = sum(key in there for key in map(tuple, wanted))
            if number not in (0, len(wanted)):
                faults.append(f"bundle {pk}: {number} of {len(wanted)} members are public at {now}")
            if pk in out and number != len(wanted):
                faults.append(f"bundle {pk} was public before {now} and is no more")
            if number == len(wanted) and pk not in out:
                out.add(pk)
                last_change = time.monotonic()
        looks += 1
        close += time.monotonic() - last_change < 1
        if last:
            break
        time.sleep(LOOK)
    return {"out": sorted(out), "faults": faults, "looks": looks, "close": close}


def _seen(now: dt.datetime) -> set[tuple[str, int]]:
    """Every member of any bundle that is public at ``now``, by one statement: one snapshot."""
    public = Edition.objects.public(now).order_by()
    withdrawals = public.filter(edition_class=EditionClass.WITHDRAWAL)
    texts = public.exclude(edition_class=EditionClass.WITHDRAWAL)
    parts = [
        texts.values_list(Value("publish"), F("article")),
        withdrawals.values_list(Value("withdraw"), F("article")),
        Event.objects.public(now).order_by().values_list(Value("event"), F("pk")),
        Position.objects.public(now).order_by().values_list(Value("position"), F("pk")),
    ]
    return set(parts[0].union(*parts[1:], all=True))


def _faults_of(pk: int, out: set[int]) -> list[str]:
    """Where a bundle, its members' clock columns and what readers saw differ."""
    bundle, now = Bundle.objects.get(pk=pk), database_now()
    hours: dict[Any, int] = defaultdict(int)
    for member in members(bundle.items.select_related("article", "event", "position__person")):
        if member.item.article is None:
            member.row.refresh_from_db()
            hours[member.row.public_from] += 1
        else:
            kinds = [EditionClass.WITHDRAWAL] if member.item.act == "withdraw" else [EditionClass.FIRST]
            row = Edition.objects.filter(article=member.item.article, edition_class__in=kinds).first()
            hours[row.public_from if row else None] += 1
    went = bundle.state == Bundle.State.APPROVED and bundle.is_out(now)
    wanted = {bundle.hour if went else None: 10}
    faults = [] if dict(hours) == wanted else [f"bundle {pk} ({bundle.state}, {bundle.hour}) has hours {dict(hours)}"]
    if went != (pk in out):
        faults.append(
            f"bundle {pk} is {bundle.state} for {bundle.hour}, and readers saw {'it' if pk in out else 'none'}"
        )
    return faults
