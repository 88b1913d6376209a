"""Two people save the same text at the same moment, again and again: one wins, one is told, nothing is lost."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import Any

from articles.desk.errors import StaleError
from articles.desk.revise import revising
from articles.models import Article
from pressoffice.ground.clock import database_now
from tests.factories import make_article, make_writer
from tests.prove import verify
from tests.prove.children import fork

SIDES = ("left", "right")
PATIENCE = 60


def run(*, pairs: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``pairs`` times both sides read the same version, wait for each other, and save."""
    writers = {side: make_writer(name=side) for side in SIDES}
    article = make_article(by=writers["left"], now=database_now())
    ready, go = ({side: os.pipe() for side in SIDES} for _ in range(2))
    children = {
        side: fork("writer", _save_again_and_again, side, writers[side], article.pk, pairs, ready[side][1], go[side][0])
        for side in SIDES
    }
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


def _save_again_and_again(side: str, by: Any, pk: int, pairs: int, ready: int, go: int) -> list[str]:
    """What became of each save of this side: ``won``, ``stale``, or the name of an error nobody expects."""
    outcomes = []
    for number in range(pairs):
        article = Article.objects.get(pk=pk)
        os.write(ready, b".")
        os.read(go, 1)
        try:
            with revising(article, by=by, version=article.version, now=database_now()):
                article.body = f"<p>{_words(number, side)}</p>"
            outcomes.append("won")
        except StaleError as stale:
            outcomes.append("stale" if _words(number, side) not in stale.theirs.body else "stale, and yet written")
        except Exception as error:
            outcomes.append(f"{type(error).__name__}: {error}")
    return outcomes


def _words(number: int, side: str) -> str:
    return f"Round {number} is written by the {side}."


def _judge(article: Article, pairs: int, outcomes: dict[str, list[str]]) -> tuple[str, list[str]]:
    faults = []
    winners = []
    for number in range(pairs):
        became = {side: outcomes[side][number] for side in SIDES}
        if sorted(became.values()) != ["stale", "won"]:
            faults.append(f"pair {number}: {became}")
        winners += [_words(number, side) for side in SIDES if became[side] == "won"]
    kept = [revision.document for revision in article.revisions.order_by("number")][1:]
    if len(kept) != len(winners):
        faults.append(f"{len(winners)} saves were accepted, {len(kept)} revisions kept")
    faults += [f"lost: {words}" for words, document in zip(winners, kept, strict=False) if words not in document]
    article.refresh_from_db()
    if winners and winners[-1] not in article.body:
        faults.append("the working copy is not what the last winner wrote")
    if article.version != pairs + 1:
        faults.append(f"the version counts {article.version}, not {pairs + 1}")
    wins = {side: outcomes[side].count("won") for side in SIDES}
    figures = f"0 of {pairs} lost" if not faults else f"{len(faults)} faults"
    return f"{figures}; won by each: {wins['left']}, {wins['right']}", faults + verify.record() + verify.soundness()
