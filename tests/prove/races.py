"""Approve, move, hold, release, cancel and settle around the hour of a text, in several processes at once.

Each text is one race: two or three members of staff act on it within the seconds around its hour, none knowing of the
others, while workers settle what is due and a reader looks on. What each was told is compared with the record of acts,
that with the clock columns, those with the public log and with what the reader saw: all five must tell one story.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from articles.desk.errors import DeskError
from articles.desk.settle import settle
from articles.desk.workflow import transition
from articles.models import Article
from articles.models.audit import AuditEntry
from articles.models.change import Change, Trouble
from articles.models.edition import Edition
from articles.models.vocabulary import Status
from pressoffice.ground.clock import database_now
from tests.factories import make_approver, make_article, make_writer, take
from tests.prove import verify
from tests.prove.children import Flag, fork, orphaned
from tests.prove.texts import make_texts, title

ACTS = ("reschedule", "reschedule", "hold", "cancel", "release", "approve")
IN_REVIEW = 5  # every fifth text waits for its approval when its race begins
BEFORE, AFTER = 3.2, 0.3  # seconds around the hour in which staff act
LATEST = 4  # and how many seconds later than it they move it at most
LOOK = 0.1


@dataclass(frozen=True)
class Turn:
    """One act somebody is going to try: when, on which text, what, and the hour given."""

    when: dt.datetime
    article: int
    action: str
    hour: dt.datetime | None
    hold: bool = False


def run(
    *, races: int, staff: int, workers: int, seconds: float, progress: Callable[[float, float], None]
) -> tuple[str, list[str]]:
    """``races`` texts with an hour each within ``seconds``; ``staff`` act on them, ``workers`` settle."""
    writer, approvers = make_writer(), [make_approver() for _ in range(staff)]
    reviewed = [_submitted(number, writer) for number in range(races // IN_REVIEW)]
    start = database_now() + dt.timedelta(seconds=BEFORE + 3 + races / 100)
    hours = [start + dt.timedelta(seconds=random.uniform(0, seconds)) for _ in range(races)]
    approved = make_texts(hours[len(reviewed) :], writer=writer, approver=approvers[0], first=len(reviewed))
    articles = dict(Edition.objects.filter(pk__in=approved).values_list("pk", "article"))
    due: dict[int, dt.datetime | None] = {articles[pk]: hour for pk, hour in approved.items()}
    targets = {articles[pk]: hour for pk, hour in approved.items()} | dict(zip(reviewed, hours, strict=False))
    due |= dict.fromkeys(reviewed)
    before = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    turns = [_turns(targets, number, staff) for number in range(staff)]
    over = Flag()
    reader = fork("reader", _look, list(targets), over)
    settlers = [fork("worker", _settle_for_ever, over) for _ in range(workers)]
    children = [fork("staff", _act, by, mine) for by, mine in zip(approvers, turns, strict=True)]
    last = max(hours) + dt.timedelta(seconds=LATEST + 1)
    while database_now() < last or any(child.alive() for child in children):
        progress(max(0.0, (database_now() - start).total_seconds()), seconds + LATEST)
        time.sleep(0.5)
    told = [entry for child in children for entry in child.answer()]
    over.set()
    seen = reader.answer()
    for child in settlers:
        child.answer()
    while settle():
        pass
    faults = [*seen["faults"], *Stories(due, before, told, seen["first"]).faults()]
    faults += [*verify.public_log(), *verify.search_index(), *verify.record(), *verify.soundness()]
    faults += [f"{row.key} failed {row.tries} times: {row.error}" for row in Trouble.objects.all()]
    return _figures(races, told, seen), faults


def _submitted(number: int, writer: Any) -> int:
    """A text that waits for its approval."""
    article = make_article(by=writer, now=database_now(), headline=title(number))
    take(article, "submit", by=writer, now=database_now())
    return article.pk


def _turns(targets: dict[int, dt.datetime], number: int, staff: int) -> list[Turn]:
    """What one member of staff is going to try, in order: a share of the races, two or three to each."""
    found = []
    for article, hour in targets.items():
        if random.random() > 2.5 / staff:
            continue
        when = hour + dt.timedelta(seconds=random.uniform(-BEFORE, AFTER))
        action = random.choice(ACTS)
        given = hour + dt.timedelta(seconds=random.uniform(-1, LATEST))
        held = action in ("reschedule", "approve") and random.random() < 0.2
        takes = action in ("reschedule", "approve") and not held
        found.append(Turn(when, article, action, given if takes else None, held))
    return sorted(found, key=lambda turn: turn.when)


def _act(by: Any, turns: list[Turn]) -> list[dict[str, Any]]:
    """Try each turn at its time; what was answered to each."""
    answers = []
    for turn in turns:
        while (wait := (turn.when - database_now()).total_seconds()) > 0 and not orphaned():
            time.sleep(min(wait, 0.5))
        article = Article.objects.get(pk=turn.article)
        now = database_now()
        try:
            transition(article, turn.action, by=by, version=article.version, now=now, at=turn.hour, hold=turn.hold)
            answer = "did"
        except DeskError as refused:
            answer = refused.code
        late = (now - turn.when).total_seconds()
        answers.append({"article": turn.article, "action": turn.action, "answer": answer, "late": late})
    return answers


def _settle_for_ever(over: Flag) -> int:
    done = 0
    while not (over.is_set() or orphaned()):
        done += settle()
        time.sleep(random.uniform(0, 0.1))
    return done


def _look(articles: list[int], over: Flag) -> dict[str, Any]:
    """Look until it is over: when each text was first seen, and that what was seen stays."""
    first: dict[int, str] = {}
    faults: list[str] = []
    looks = 0
    while not orphaned() and len(faults) < 20:
        last = over.is_set()
        now = database_now()
        there = set(Edition.objects.public(now).filter(article__in=articles).values_list("article", flat=True))
        faults += [f"text {pk} was public before {now} and is no more" for pk in first.keys() - there]
        first |= {pk: now.isoformat() for pk in there - first.keys()}
        looks += 1
        if last:
            break
        time.sleep(LOOK)
    return {"first": first, "faults": faults, "looks": looks}


class Stories:
    """The five accounts of what became of each text, and where they differ."""

    def __init__(
        self, due: dict[int, dt.datetime | None], before: int, told: list[dict[str, Any]], first: dict[str, str]
    ) -> None:
        self.due, self.told = due, told
        self.first = {int(pk): dt.datetime.fromisoformat(at) for pk, at in first.items()}
        self.acts: dict[str, list[AuditEntry]] = defaultdict(list)
        for entry in AuditEntry.objects.filter(number__gt=before).order_by("number"):
            self.acts[entry.subject].append(entry)
        self.lines: dict[Any, list[Change]] = defaultdict(list)
        for line in Change.objects.all():
            self.lines[line.subject_uid].append(line)
        self.editions: dict[int, list[Edition]] = defaultdict(list)
        for edition in Edition.objects.filter(article__in=due).defer("document"):
            self.editions[edition.article_id].append(edition)

    def faults(self) -> list[str]:
        """Every difference, in words."""
        found = []
        did: dict[int, Counter[str]] = defaultdict(Counter)
        for answer in self.told:
            if answer["answer"] == "did":
                did[answer["article"]][answer["action"]] += 1
        for article in Article.objects.filter(pk__in=self.due):
            recorded = self.acts[f"article:{article.uid}"]
            if Counter(entry.action for entry in recorded) != did[article.pk]:
                found.append(f"text {article.pk}: staff were told {dict(did[article.pk])}, the record says otherwise")
            found += self._of(article, recorded)
        return found

    def _of(self, article: Article, recorded: list[AuditEntry]) -> list[str]:
        hour, there = self._by_record(article.pk, recorded)
        editions, lines, first = self.editions[article.pk], self.lines[article.uid], self.first.get(article.pk)
        name = f"text {article.pk} (record: {[entry.action for entry in recorded]})"
        if len(editions) != int(there):
            return [f"{name} has {len(editions)} editions, by the record {int(there)}"]
        wanted = Status.APPROVED if there else Status.IN_REVIEW if not recorded else Status.DRAFT
        faults = [] if article.status == wanted else [f"{name} is {article.status}, by the record {wanted}"]
        if hour is None:
            clock = [(one.public_from, one.settled_at) for one in editions]
            if lines or first or any(pair != (None, None) for pair in clock):
                faults.append(f"{name} should not be public: {clock}, {len(lines)} changes, first seen {first}")
            return faults
        edition = editions[0]
        if (edition.public_from, edition.public_until, edition.published_at) != (hour, None, hour):
            faults.append(f"{name} has the hour {edition.public_from}, by the record {hour}")
        if edition.settled_at is None or edition.settled_at < hour:
            faults.append(f"{name} was settled at {edition.settled_at}, its hour is {hour}")
        if [(line.key, line.at) for line in lines] != [(f"edition:{edition.pk}", hour)]:
            faults.append(f"{name} has {len(lines)} changes: {[(line.key, line.at) for line in lines]}")
        if first is None or first < hour:
            faults.append(f"{name} of {hour} was first seen at {first}")
        return faults

    def _by_record(self, pk: int, recorded: list[AuditEntry]) -> tuple[dt.datetime | None, bool]:
        """``(the hour, whether there is an edition)`` that the record of acts leads to."""
        hour, there = self.due[pk], self.due[pk] is not None
        for entry in recorded:
            said = orjson.loads(entry.detail)
            given = dt.datetime.fromisoformat(said["at"]) if said.get("at") else entry.at
            if entry.action == "cancel":
                hour, there = None, False
            elif entry.action == "hold" or said.get("hold"):
                hour, there = None, True
            else:
                hour, there = given, True
        return hour, there


def _figures(races: int, told: list[dict[str, Any]], seen: dict[str, Any]) -> str:
    did = Counter(one["action"] for one in told if one["answer"] == "did")
    refused = Counter(one["answer"] for one in told if one["answer"] != "did")
    late = sorted(one["late"] for one in told) or [0.0]
    return (
        f"{races} texts, {len(told)} acts around their hours: "
        + ", ".join(f"{number} {action}" for action, number in did.most_common())
        + f" done, {refused.total()} refused ("
        + ", ".join(f"{number} {code}" for code, number in refused.most_common(4))
        + f"); {len(seen['first'])} became public; looked {seen['looks']} times; "
        + f"half of the acts within {late[len(late) // 2]:.2f} s of their time"
    )
