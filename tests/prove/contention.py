"""Many write and many more read at once: every write is kept and nobody is turned away."""

from __future__ import annotations

import datetime as dt
import math
import os
import time
from collections.abc import Callable
from typing import Any

from articles import search
from articles.desk.revise import revising
from articles.desk.settle import settle
from articles.models import Article
from articles.models.article import Revision
from articles.models.edition import Edition
from pressoffice.ground.clock import database_now
from tests.factories import make_approver, make_article, make_writer
from tests.prove import verify
from tests.prove.children import Flag, Gate, fork, orphaned
from tests.prove.texts import make_texts

PAUSE = 0.5  # seconds a reader looks at what was found


def run(*, writers: int, readers: int, writes: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """``writers`` save ``writes`` times in all, each its own text, as fast as they can, while ``readers`` read."""
    hours = [database_now() + dt.timedelta(seconds=2, microseconds=n) for n in range(50)]
    make_texts(hours, writer=make_writer(), approver=make_approver())
    time.sleep(2.5)
    settle()
    staff = [make_writer() for _ in range(writers)]
    articles = [make_article(by=by, now=database_now(), headline=f"Draft {n}") for n, by in enumerate(staff)]
    before = Revision.objects.count()
    shares = [writes // writers + (n < writes % writers) for n in range(writers)]
    gate, over = Gate(), Flag()
    count_from, count_to = os.pipe()
    reading = [fork("reader", _read, gate, over) for _ in range(readers)]
    writing = [
        fork("writer", _write, gate, by, article.pk, share, count_to)
        for by, article, share in zip(staff, articles, shares, strict=True)
    ]
    began = time.monotonic()
    gate.open()
    count = 0
    while count < writes and any(child.alive() for child in writing):
        time.sleep(0.2)
        os.write(count_to, b".")  # so that the next line never waits
        count += len(os.read(count_from, 10_000)) - 1
        progress(count, writes)
    written = [child.answer() for child in writing]
    seconds = time.monotonic() - began
    over.set()
    read = [child.answer() for child in reading]

    errors = [error for one in (*written, *read) for error in one["errors"]]
    faults = [f"error: {error}" for error in errors]
    if not all(one["times"] for one in read):
        faults.append("a reader never got to read")
    kept = Revision.objects.count() - before
    if kept != writes:
        faults.append(f"{writes} writes, {kept} revisions kept")
    for article, share in zip(articles, shares, strict=True):
        article.refresh_from_db()
        if article.version != share + 1 or article.body.count(_words(share - 1)) != 1:
            faults.append(f"“{article.headline}” is not as it was last saved")
    waits = sorted(wait for one in written for wait in one["times"])
    times = sorted(wait for one in read for wait in one["times"])
    return (
        f"{len(errors)} errors; {kept / seconds:.0f} writes/s, p99 {_p99(waits):.2f} s, longest {waits[-1]:.1f} s; "
        f"{len(times) / seconds:.0f} reads/s, p99 {_p99(times):.2f} s",
        faults + verify.record() + verify.soundness(),
    )


def _p99(times: list[float]) -> float:
    return times[math.ceil(len(times) * 0.99) - 1]


def _words(number: int) -> str:
    return f"This is save number {number}."


def _write(gate: Gate, by: Any, pk: int, writes: int, count_to: int) -> dict[str, list]:
    """Save one text ``writes`` times; how long each took (seconds), and what went wrong."""
    gate.wait()
    times, errors = [], []
    article = Article.objects.get(pk=pk)
    for number in range(writes):
        began = time.monotonic()
        try:
            with revising(article, by=by, version=article.version, now=database_now()):
                article.body = f"<p>{_words(number)}</p><p>They met and they talked.</p>"
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
            article.refresh_from_db()
        times.append(time.monotonic() - began)
        os.write(count_to, b".")
    return {"times": times, "errors": errors}


def _read(gate: Gate, over: Flag) -> dict[str, list]:
    """Read the newest texts and search them, with a pause between, until it is over."""
    gate.wait()
    times, errors = [], []
    while not over.is_set() and not orphaned():
        began = time.monotonic()
        try:
            now = database_now()
            newest = list(Edition.objects.listed(now)[:20])
            found = list(search.matching(Edition.objects.listed(now), "ministers")[:20])
            if len(newest) != 20 or len(found) != 20:
                errors.append(f"a reader found {len(newest)} and {len(found)} texts, not 20")
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        times.append(time.monotonic() - began)
        time.sleep(PAUSE)
    return {"times": times, "errors": errors}
