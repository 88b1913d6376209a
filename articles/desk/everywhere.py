"""Correct everywhere: one act over all public language versions of a text, all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from articles.desk import audit, chain
from articles.desk.access import may_see
from articles.desk.errors import DeskError, TransitionError
from articles.desk.steps import DRAFTS
from articles.desk.workflow import refusal, transition
from articles.models.article import Article
from articles.models.vocabulary import EditionClass


@dataclass(frozen=True)
class Version:
    """One public language version, and why somebody cannot begin a change of it or approve it; empty where they can."""

    article: Article
    life: chain.Life
    to_begin: str
    to_approve: str

    @property
    def under_change(self) -> bool:
        """A change of it has begun and is not approved."""
        return self.article.status in DRAFTS


def versions(article: Article, by: Any, now: dt.datetime) -> list[Version]:
    """The public language versions of the text that ``by`` may know of, in the order of their uids."""
    return [
        Version(
            one,
            life,
            _why(one, "correct", by, now),
            _why(one, "approve", by, now) if one.status in DRAFTS else "",
        )
        for one, life in _public(article, now)
        if may_see(by, one)
    ]


def _public(article: Article, now: dt.datetime) -> list[tuple[Article, chain.Life]]:
    found = [(one, chain.life(one, now)) for one in Article.objects.filter(work=article.work).order_by("uid")]
    return [(one, life) for one, life in found if life.live is not None and not life.taken_down]


def _why(article: Article, action: str, by: Any, now: dt.datetime) -> str:
    refused = refusal(article, action, by=by, now=now)
    return str(refused) if refused else ""


def begin(
    article: Article,
    *,
    by: Any,
    versions: Mapping[int, int],
    now: dt.datetime,
    edition_class: str = EditionClass.CORRECTION,
) -> list[Article]:
    """Begin a change in every public language version of ``article``; returns them.

    ``versions`` says which save of each version ``by`` has seen. Raises a DeskError that names each version in which
    it cannot begin, and changes nothing then.
    """
    return _all(
        article, "correct", "everywhere-begun", lambda _one: True, by, versions, now, edition_class=edition_class
    )


def approve(
    article: Article,
    *,
    by: Any,
    versions: Mapping[int, int],
    now: dt.datetime,
    at: dt.datetime | None = None,
    hold: bool = False,
) -> list[Article]:
    """Approve the change of every language version that has one, for one hour (None: now); returns them.

    Each of them must be in review, and ``by`` an author of none. Otherwise as ``begin``.
    """
    return _all(
        article, "approve", "everywhere-approved", lambda one: one.status in DRAFTS, by, versions, now, at=at, hold=hold
    )


@transaction.atomic
def _all(
    article: Article,
    action: str,
    act: str,
    concerned: Callable[[Article], bool],
    by: Any,
    seen: Mapping[int, int],
    now: dt.datetime,
    **said: Any,
) -> list[Article]:
    """Take one step in every version concerned, or in none; the refusal names each that stands against it."""
    for pk in Article.objects.filter(work=article.work).order_by("uid").values_list("pk", flat=True):
        Article.objects.filter(pk=pk).update(version=F("version"))  # their locks, always in this order
    chosen = [one for one, _life in _public(article, now) if concerned(one)]
    if not chosen:
        raise TransitionError("everywhere-none")
    faults: dict[str, str] = {}
    done = []
    hour: dict[str, Any] = {name: said[name] for name in ("at", "hold") if name in said}
    for one in chosen:
        refused = refusal(one, action, by=by, now=now, **hour)
        if refused is not None:
            faults[one.get_language_display()] = str(refused)
    if faults:
        raise _refused(faults)
    with audit.gathered():
        for one in chosen:
            try:
                done.append(transition(one, action, by=by, version=seen.get(one.pk, -1), now=now, **said))
            except DeskError as refused:
                raise _refused({one.get_language_display(): str(refused)}) from refused
        told: dict[str, Any] = {"versions": [str(one.uid) for one in chosen], **hour}
        audit.record(act, f"article:{article.uid}", by=by, now=now, **told)
    return done


def _refused(faults: dict[str, str]) -> TransitionError:
    return TransitionError("everywhere-refused", faults=" ".join(f"{name}: {why}" for name, why in faults.items()))
