"""Two people save the same text at the same moment, by every way there is: one wins, one is told, nothing is lost."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from articles.desk.errors import StaleError
from articles.desk.revise import restore_revision, revising
from articles.desk.workflow import transition
from articles.importer.records import accept
from articles.models import Article
from articles.models.source import Proposal
from articles.models.vocabulary import Status
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, form_data
from tests.factories import make_approver, make_article, make_writer
from tests.prove import verify
from tests.prove.children import fork

SIDES = ("left", "right")
PATIENCE = 60
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
FIRST = "What it was before the race."


class Saving:
    """One side of the race, one way at a time: read the text, and what then saves over what was read."""

    def __init__(self, side: str, by: Any, reviewer: Any, pk: int):
        self.side, self.by, self.reviewer, self.pk = side, by, reviewer, pk
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(by)

    def desk(self, article: Article, words: str) -> Callable[[], str]:
        """Words, by the function every door calls."""

        def save() -> str:
            with revising(article, by=self.by, version=article.version, now=database_now()):
                article.body = f"<p>{words}</p>"
            return "won"

        return save

    def form(self, article: Article, words: str) -> Callable[[], str]:
        """Words, by the form in the admin, as a browser posts it."""
        opened = form_data(self.client.get(change_url(article)))

        def save() -> str:
            answer = self.client.post(change_url(article), opened | {"body": f"<p>{words}</p>"})
            return {302: "won", 409: "stale"}.get(answer.status_code, f"the form answers {answer.status_code}")

        return save

    def restore(self, article: Article, words: str) -> Callable[[], str]:
        """The words of the first revision."""
        first = article.revisions.get(number=1)

        def save() -> str:
            restore_revision(article, first, by=self.by, version=article.version, now=database_now())
            return "won"

        return save

    def proposal(self, article: Article, words: str) -> Callable[[], str]:
        """A proposal of the parser, accepted."""
        payload = {"place": words[:80], "country": "", "date": ""}
        found = Proposal.objects.create(
            article=article, kind="dateline", key=words, label=words, payload=payload, rule="race", confidence=1
        )

        def save() -> str:
            accept(found, by=self.by, version=article.version, now=database_now())
            return "won"

        return save

    def step(self, article: Article, words: str) -> Callable[[], str]:
        """A step of the workflow: into review, or back."""
        back = article.status == Status.IN_REVIEW
        action, by = ("request_changes", self.reviewer) if back else ("submit", self.by)

        def save() -> str:
            note = words if back else ""
            transition(article, action, by=by, version=article.version, now=database_now(), note=note)
            return "won"

        return save


WAYS = ("desk", "form", "restore", "proposal", "step")
WRITTEN = ("desk", "form")  # the ways that write the words of their round


def way_of(number: int, side: str) -> str:
    """Every way meets every way, itself too, within ``len(WAYS) ** 2`` pairs."""
    return WAYS[number % len(WAYS) if side == "left" else number // len(WAYS) % len(WAYS)]


def run(*, pairs: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``pairs`` times both sides read the same version, wait for each other, and save."""
    writers = {side: make_writer(name=side) for side in SIDES}
    reviewer = make_approver(name="reviewer")
    article = make_article(by=writers["left"], now=database_now(), body=f"<p>{FIRST}</p>")
    ready, go = ({side: os.pipe() for side in SIDES} for _ in range(2))
    children = {
        side: fork(
            "writer", _save_again_and_again, side, writers[side], reviewer, article.pk, pairs,
            ready[side][1], go[side][0],
        )
        for side in SIDES
    }  # fmt: skip
    for number in range(pairs):
        for side in SIDES:
            if not select.select([ready[side][0]], [], [], PATIENCE)[0]:
                return "it hangs", [f"the {side} did not come to pair {number} within {PATIENCE} s"]
            os.read(ready[side][0], 1)
        for side in SIDES:
            os.write(go[side][1], b".")
        if number % 25 == 0:
            progress(number, pairs)
    outcomes = {side: child.answer() for side, child in children.items()}
    return _judge(article, pairs, outcomes)


@override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}})  # nothing is collected here
def _save_again_and_again(side: str, by: Any, reviewer: Any, pk: int, pairs: int, ready: int, go: int) -> list[str]:
    """What became of each save of this side: ``won``, ``stale``, or the name of an error nobody expects."""
    saving, outcomes = Saving(side, by, reviewer, pk), []
    for number in range(pairs):
        words = _words(number, side)
        save = getattr(saving, way_of(number, side))(Article.objects.get(pk=pk), words)
        os.write(ready, b".")
        os.read(go, 1)
        try:
            outcome = save()
        except StaleError:
            outcome = "stale"
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"
        if outcome == "stale" and words in Article.objects.get(pk=pk).body:
            outcome = "stale, and yet written"
        outcomes.append(outcome)
    return outcomes


def _words(number: int, side: str) -> str:
    return f"Round {number} is written by the {side}."


def _judge(article: Article, pairs: int, outcomes: dict[str, list[str]]) -> tuple[str, list[str]]:
    faults, winners, stands = [], [], FIRST
    for number in range(pairs):
        became = {side: outcomes[side][number] for side in SIDES}
        if sorted(became.values()) != ["stale", "won"]:
            faults.append(f"pair {number}: {[(way_of(number, side), became[side]) for side in SIDES]}")
        for side in SIDES:
            if became[side] == "won":
                way, words = way_of(number, side), _words(number, side)
                winners.append((way, words))
                stands = words if way in WRITTEN else FIRST if way == "restore" else stands
    kept = [revision.document for revision in article.revisions.order_by("number")][1:]
    written = [words for way, words in winners if way in WRITTEN]
    faults += [f"lost: {words}" for words in written if not any(words in document for document in kept)]
    accepted = set(article.proposals.filter(state=Proposal.State.ACCEPTED).values_list("label", flat=True))
    if accepted != {words for way, words in winners if way == "proposal"}:
        faults.append("the proposals accepted are not those whose acceptance won")
    article.refresh_from_db()
    if stands not in article.body:
        faults.append("the working copy is not what the last winner wrote")
    if article.version != pairs + 1:
        faults.append(f"the version counts {article.version}, not {pairs + 1}")
    wins = {side: outcomes[side].count("won") for side in SIDES}
    figures = f"0 of {pairs} lost, over {len(WAYS)} ways to save" if not faults else f"{len(faults)} faults"
    return f"{figures}; won by each: {wins['left']}, {wins['right']}", faults + verify.record() + verify.soundness()
