"""A mirror that follows the change feed through a random history, killed again and again, ends equal to the API.

The site is asked over HTTP by the client of the documentation (docs/examples/mirror.py), a process of its own. While it
reads, texts are published, corrected, withdrawn, restored, retracted and set for later, people merged, events moved.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from articles.desk import merging, registers
from articles.desk.settle import settle
from articles.models import Article, Event, RegisterEdit
from articles.models.vocabulary import Kind
from people.models import Person
from pressoffice.ground.clock import database_now
from pressoffice.management.commands.office import HOST, site
from pressoffice.supervisor import Child as Command
from tests.factories import Mention, edit, make_approver, make_article, make_writer, minutes, publish, take
from tests.prove import verify
from tests.prove.lateness import _running, _wait_for
from tests.services import free_port

CLIENT = Path(settings.BASE_DIR) / "docs" / "examples" / "mirror.py"
FROM_ZERO = "/api/v1/changes/?expand=article&limit=100"
LIVE = ("changes", "translations", "contacts")  # these stand around a text and change without an edition


def run(*, steps: int, kills: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``steps`` of history; the client is begun anew all the time and killed ``kills`` times meanwhile."""
    call_command("prepare", verbosity=0)
    port = free_port()
    address = f"http://{HOST}:{port}"
    served = site(port, 2)
    served = Command(served.name, served.command, environment=served.environment | {"SITE_URL": address})
    history, folder = History(), settings.VAR / "mirror"
    faults: list[str] = []
    killed = 0
    with _running(served):
        _wait_for(port)
        client = _start(address, folder)
        for step in range(steps):
            history.step()
            if random.random() < kills / steps:
                client.kill()
                client.wait()
                killed += 1
                client = _start(address, folder)
            elif client.poll() is not None:
                faults += [f"the client ended with {client.returncode}"] if client.returncode else []
                client = _start(address, folder)
            progress(step + 1, steps + 3)
        client.wait(300)
        settle()
        time.sleep(2)  # a process of the site looks for what is new once a second
        replayed = settings.VAR / "replayed"
        replayed.mkdir()
        (replayed / "place.json").write_text(json.dumps(address + FROM_ZERO))
        folders = {"killed": folder, "replayed from zero": replayed, "begun at the end": settings.VAR / "fresh"}
        wanted = dict(_in_the_api(address))
        for number, (name, place) in enumerate(folders.items(), start=1):
            code = _start(address, place).wait(600)
            faults += [f"the client {name} ended with {code}"] if code else []
            faults += [f"the mirror {name}: {fault}" for fault in _differences(place, wanted)]
            progress(steps + number, steps + 3)
    faults += verify.public_log()
    did = ", ".join(f"{count} {name}" for name, count in sorted(history.did.items()))
    return f"{steps} steps ({did}), {killed} kills: 3 mirrors of {len(wanted)} texts equal to the API", faults


def _start(address: str, folder: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, str(CLIENT), address, str(folder)], stdin=subprocess.DEVNULL)


def _in_the_api(address: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text the API lists, whole."""
    following = f"{address}/api/v1/articles/?limit=100&fields=*"
    while following:
        with urllib.request.urlopen(following, timeout=60) as answer:
            page = json.load(answer)
        for row in page["results"]:
            yield row["id"], {name: value for name, value in row.items() if name not in LIVE}
        following = page["next"]


def _differences(folder: Path, wanted: dict[str, dict[str, Any]]) -> list[str]:
    held = {path.stem: json.loads(path.read_text()) for path in (folder / "article").glob("*.json")}
    faults = [f"lacks {uid}" for uid in wanted.keys() - held.keys()]
    faults += [f"keeps {uid}, which is gone" for uid in held.keys() - wanted.keys()]
    for uid in wanted.keys() & held.keys():
        other = [name for name in wanted[uid] | held[uid] if wanted[uid].get(name) != held[uid].get(name)]
        faults += [f"has another {', '.join(other)} of {uid}"] if other else []
    return faults


class History:
    """What happens in the office: each ``step`` one act, as chance has it; ``did`` counts them."""

    def __init__(self) -> None:
        self.writer, self.approver = make_writer(), make_approver()
        self.did: Counter[str] = Counter()
        self.live: list[Article] = []
        self.withdrawn: list[Article] = []
        self.people = [Person.objects.create(name=f"Person {number}") for number in range(20)]
        self.events: list[Event] = []
        self.number = 0

    def step(self) -> None:
        """One act."""
        acts = [self.publish] * 5 + [self.correct] * 4 + [self.withdraw, self.retract, self.schedule, self.merge]
        acts += [self.restore, self.hold_event, self.move_event]
        random.choice(acts)()

    def publish(self) -> None:
        """A new text, one of three names people."""
        self.live.append(self._text())
        self.did["published"] += 1

    def schedule(self) -> None:
        """A text for later, which nobody may see."""
        self._text(at=database_now() + minutes(600))
        self.did["scheduled"] += 1

    def correct(self) -> None:
        """Other words, sometimes another slug."""
        if not self.live:
            return
        article = random.choice(self.live)
        self.number += 1
        take(article, "correct", by=self.writer, now=database_now())
        words = {"summary": f"Summary {self.number}", "correction_class": "typo", "public_note": f"Note {self.number}"}
        words |= {"slug": f"moved-{self.number}"} if random.random() < 0.3 else {}
        edit(article, by=self.writer, now=database_now(), **words)
        self._release(article)
        self.did["corrected"] += 1

    def withdraw(self) -> None:
        """Under a notice."""
        if self.live:
            article = self.live.pop(random.randrange(len(self.live)))
            take(article, "withdraw", by=self.approver, now=database_now(), note="Being looked at.")
            self.withdrawn.append(article)
            self.did["withdrawn"] += 1

    def restore(self) -> None:
        """Back, with other words."""
        if self.withdrawn:
            article = self.withdrawn.pop()
            take(article, "restore", by=self.writer, now=database_now())
            edit(article, by=self.writer, now=database_now(), summary="As it is.", public_note="Mended.")
            self._release(article)
            self.live.append(article)
            self.did["restored"] += 1

    def retract(self) -> None:
        """Gone, now and then with another text in its place."""
        if len(self.live) > 1:
            article = self.live.pop(random.randrange(len(self.live)))
            instead = random.choice(self.live).uid if random.random() < 0.5 else None
            take(article, "retract", by=self.approver, now=database_now(), note="Never said.", replacement=instead)
            self.did["retracted"] += 1

    def merge(self) -> None:
        """Two people are one."""
        if len(self.people) > 3:
            source, target = (self.people.pop(random.randrange(len(self.people))) for _ in range(2))
            done = merging.merge(source, target, by=self.approver, now=database_now(), confirmed=True)
            assert not isinstance(done, RegisterEdit)
            self.people.append(target)
            self.did["merged"] += 1

    def hold_event(self) -> None:
        """An event appears."""
        self.number += 1
        self.events.append(Event.objects.create(name=f"Event {self.number}", public_from=database_now()))
        settle()
        self.did["events"] += 1

    def move_event(self) -> None:
        """An event is postponed or cancelled."""
        if self.events:
            event = self.events.pop()
            values = {"status": random.choice(["postponed", "cancelled"]), "status_reason": "High water."}
            registers.change(event, values, by=self.approver, now=database_now())
            self.did["events moved"] += 1

    def _text(self, at: Any = None) -> Article:
        self.number += 1
        article = make_article(
            by=self.writer, now=database_now(), headline=f"Text {self.number}", slug=f"text-{self.number}",
            kind=random.choice(Kind.values),
        )  # fmt: skip
        if self.number % 3 == 0:
            Mention.objects.create(article=article, words="", person=random.choice(self.people), relation="participant")
            edit(article, by=self.writer, now=database_now(), summary="With people.")
        publish(article, writer=self.writer, approver=self.approver, now=database_now(), at=at)
        return article

    def _release(self, article: Article) -> None:
        take(article, "submit", by=self.writer, now=database_now())
        take(article, "approve", by=self.approver, now=database_now())
