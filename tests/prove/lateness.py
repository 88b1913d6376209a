"""How long after its hour a text is seen on the site itself, with no worker and with one; never before it."""

from __future__ import annotations

import datetime as dt
import http.client
import math
import random
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from articles.addresses import article_url
from articles.models.edition import Edition
from pressoffice.ground.clock import database_now
from pressoffice.management.commands.office import HOST, answers, site, worker
from pressoffice.supervisor import Child as Command
from tests.factories import make_approver, make_writer
from tests.prove import verify
from tests.prove.children import fork, orphaned
from tests.prove.texts import make_texts
from tests.services import free_port

PAUSE = 0.1  # seconds between two questions of one reader
PATIENCE = 20  # seconds after the last hour, until a text counts as never seen
AHEAD = 2  # texts whose hour is next that are asked for by name, to catch an early one
SLUG = re.compile(r"ministers-meet-for-round-zq\d+x")


def run(*, texts: int, seconds: float, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``texts`` fall due within ``seconds``, first with no worker, then with the office's own; five readers each ask
    one surface again and again. A text seen before its hour, or never, is a fault; a late one is a figure.
    """
    call_command("prepare", verbosity=0)
    staff = make_writer(), make_approver()
    port = free_port()
    figures, faults, plan = [], [], {}
    with _running(site(port, 1)):
        _wait_for(port)
        for number, (name, command) in enumerate({"no worker": None, "one worker": worker()}.items()):
            with _running(command):
                start = database_now() + dt.timedelta(seconds=3 + texts / 100 + (6 if command else 0))
                hours = sorted(start + dt.timedelta(seconds=random.uniform(0, seconds)) for _ in range(texts))
                due = make_texts(hours, writer=staff[0], approver=staff[1], first=number * texts)
                plan |= due
                told, wrong = _watch(port, due)
            figures.append(f"{name}: {told}")
            faults += [f"{name}: {fault}" for fault in wrong]
            progress(number + 1, 2)
    call_command("settle", verbosity=0)
    early = sum("early" in fault for fault in faults)
    return f"{early} early; p50 / p99 / max in s, {'; '.join(figures)}", faults + verify.everything(plan)


@contextmanager
def _running(command: Command | None) -> Iterator[None]:
    """One command of the office, as the supervisor starts it; ended at the end of the context."""
    if command is None:
        yield
        return
    command.before()
    with (settings.VAR / f"{command.name}.log").open("ab") as log:
        process = subprocess.Popen(
            command.command, env=command.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int) -> None:
    patience = time.monotonic() + 60
    while not answers(port):
        if time.monotonic() > patience:
            raise RuntimeError("the site does not answer; see site.log")
        time.sleep(0.2)


def _watch(port: int, plan: dict[int, dt.datetime]) -> tuple[str, list[str]]:
    """What five readers saw, in words, and what was wrong with it."""
    rows = Edition.objects.filter(pk__in=plan).only("slug", "language", "published_at", "public_from")
    hours = {row.slug: row.public_from for row in rows}
    pages = {row.slug: article_url(row) for row in rows}
    with translation.override("en"):
        news, feed, search = reverse("news"), reverse("feed"), reverse("search")
    named = {slug: f"{search}?q={slug.split('-')[-1]}" for slug in hours}
    readers = {
        "page": fork("reader", _ask_by_name, port, pages, hours),
        "list": fork("reader", _ask, port, news, hours),
        "feed": fork("reader", _ask, port, feed, hours),
        "API": fork("reader", _ask, port, reverse("api-articles"), hours),
        "search": fork("reader", _ask_by_name, port, named, hours),
    }
    told, faults = [], []
    for surface, reader in readers.items():
        answer = reader.answer()
        faults += [f"early on {surface}: {slug}" for slug in answer["early"]]
        faults += [f"never on {surface}: {slug}" for slug in hours.keys() - answer["late"].keys()]
        faults += [f"{surface}: {fault}" for fault in answer["faults"]]
        late = sorted(answer["late"].values()) or [0.0]
        p50, p99 = late[len(late) // 2], late[math.ceil(len(late) * 0.99) - 1]
        told.append(f"{surface} {p50:.2f} / {p99:.2f} / {late[-1]:.2f}")
    return ", ".join(told), faults


class Seen:
    """What one reader has seen of the texts: ``late`` is seconds from the hour to the end of the first answer."""

    def __init__(self, port: int, hours: dict[str, dt.datetime]) -> None:
        self.hours = hours
        self.late: dict[str, float] = {}
        self.early: list[str] = []
        self.faults: list[str] = []
        self.end = max(hours.values()) + dt.timedelta(seconds=PATIENCE)
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an answer; one that cannot be had is noted, and tried again like any other."""
        try:
            self.connection.request("GET", path, headers={"Host": urlsplit(settings.SITE_URL).netloc})
            response = self.connection.getresponse()
            body = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.faults.append(f"{type(error).__name__}: {error}")
            return 0, ""
        if response.status not in (200, 404):
            self.faults.append(f"{path} answers {response.status}")
        return response.status, body

    def note(self, slug: str) -> None:
        """The text was in the answer that has just ended."""
        now = dt.datetime.now(dt.UTC)
        if slug in self.hours and slug not in self.late:
            self.late[slug] = (now - self.hours[slug]).total_seconds()
            if self.late[slug] < 0:
                self.early.append(slug)

    def going_on(self) -> bool:
        """Whether there is something left to wait for."""
        time.sleep(PAUSE)
        return len(self.late) < len(self.hours) and dt.datetime.now(dt.UTC) < self.end and not orphaned()

    def said(self) -> dict[str, Any]:
        """The answer of the child."""
        return {"late": self.late, "early": self.early, "faults": sorted(set(self.faults))[:5]}


def _ask(port: int, path: str, hours: dict[str, dt.datetime]) -> dict[str, Any]:
    """Ask for one address that shows many texts."""
    seen = Seen(port, hours)
    while seen.going_on():
        _status, body = seen.get(path)
        for slug in set(SLUG.findall(body)):
            seen.note(slug)
    return seen.said()


def _ask_by_name(port: int, paths: dict[str, str], hours: dict[str, dt.datetime]) -> dict[str, Any]:
    """Ask for each text at an address of its own: those that are due and not seen, and the next few."""
    seen = Seen(port, hours)
    order = sorted(hours, key=lambda slug: hours[slug])
    while seen.going_on():
        now = dt.datetime.now(dt.UTC)
        unseen = [slug for slug in order if slug not in seen.late]
        due = sum(hours[slug] <= now for slug in unseen)
        for slug in unseen[: due + AHEAD]:
            status, body = seen.get(paths[slug])
            if status == 200 and slug in SLUG.findall(body):
                seen.note(slug)
    return seen.said()
