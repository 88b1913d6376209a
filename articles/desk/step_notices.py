"""Who is told of a step of the workflow, and which asks it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from articles.desk import asked
from articles.desk.authorship import authors
from articles.desk.takedown import unconfirmed
from articles.desk.telling import able, over, tell, tell_of_request, writers
from articles.models.article import Article
from articles.models.told import Notice
from articles.models.vocabulary import Status

Kind = Notice.Kind
Story = Callable[[Article, str, Any, dt.datetime], None]

ENDS = {Kind.REVIEW: (Status.IN_REVIEW,), Kind.CHANGES: (Status.CHANGES_REQUESTED,)}  # an ask lives in these only
BESIDE = ("withdraw", "retract", "confirm", "cancel_withdrawal")  # they leave the text in hand where it stands


def tell_of_step(article: Article, action: str, *, by: Any, now: dt.datetime) -> None:
    """Tell whom the step ``action`` concerns, and end the asks it makes needless; in the step's own transaction."""
    article = Article.objects.get(pk=article.pk)
    done = [kind for kind, statuses in ENDS.items() if article.status not in statuses]
    if article.status not in (Status.DRAFT, Status.IN_REVIEW) and action not in BESIDE:
        done.append(Kind.SIGN_OFF)
    if article.status not in (Status.DRAFT, Status.CHANGES_REQUESTED):
        done.append(Kind.ASSIGNED)
    if not unconfirmed(article):
        done.append(Kind.TAKEDOWN)
    over(article, done, now=now)
    if action == "sign_off":
        over(article, [Kind.SIGN_OFF], now=now, user=by)
    told = STORIES.get(action)
    if told is not None:
        told(article, action, by, now)


def _key(article: Article, action: str, now: dt.datetime) -> str:
    return f"{action}:{article.pk}:{now.isoformat()}"


def _say(kind: str) -> Story:
    def say(article: Article, action: str, by: Any, now: dt.datetime) -> None:
        tell(kind, writers(article, now), key=_key(article, action, now), now=now, by=by, article=article)

    return say


def _ask_for_review(article: Article, action: str, by: Any, now: dt.datetime) -> None:
    """The sign-offs that are open; to review whoever was named, else everybody who may approve."""
    for request in asked.open_sign_offs(article):
        tell_of_request(request, now=now, by=by)
    written = authors(article)
    named = [request.person for request in asked.named(article) if request.declined_at is None]
    people = [person for person in named if person.is_active and person.pk not in written]
    people = people or able(Kind.REVIEW, article, by=by)
    tell(Kind.REVIEW, people, key=_key(article, action, now), now=now, by=by, article=article, asks=True)


def _ask_for_changes(article: Article, action: str, by: Any, now: dt.datetime) -> None:
    key = _key(article, action, now)
    tell(Kind.CHANGES, writers(article, now), key=key, now=now, by=by, article=article, asks=True)
    who_asked = [one.asked_by for one in asked.asked_of(article, by) if one.asked_by] if action == "decline" else []
    tell(Kind.CHANGES, who_asked, key=key, now=now, by=by, article=article)


def _ask_to_confirm(article: Article, action: str, by: Any, now: dt.datetime) -> None:
    key = _key(article, action, now)
    tell(Kind.TAKEDOWN, able(Kind.TAKEDOWN, article, by=by), key=key, now=now, by=by, article=article, asks=True)
    tell(Kind.TAKEDOWN, writers(article, now), key=key, now=now, by=by, article=article)


def _ask_to_look(article: Article, action: str, by: Any, now: dt.datetime) -> None:
    key, approvers = _key(article, action, now), able(Kind.BREAK_GLASS, article, by=by)
    tell(Kind.BREAK_GLASS, approvers, key=key, now=now, by=by, article=article, asks=True)
    tell(Kind.BREAK_GLASS, writers(article, now), key=key, now=now, by=by, article=article)


STORIES: dict[str, Story] = {
    "submit": _ask_for_review,
    "request_changes": _ask_for_changes,
    "decline": _ask_for_changes,
    "sign_off": _say(Kind.APPROVED),
    "approve": _say(Kind.APPROVED),
    "addition": _say(Kind.APPROVED),
    "metadata": _say(Kind.APPROVED),
    "reschedule": _say(Kind.MOVED),
    "hold": _say(Kind.MOVED),
    "cancel": _say(Kind.MOVED),
    "reopen": _say(Kind.MOVED),
    "discard": _say(Kind.MOVED),
    "cancel_withdrawal": _say(Kind.MOVED),
    "release": _say(Kind.PUBLIC),
    "break_glass": _ask_to_look,
    "withdraw": _ask_to_confirm,
    "retract": _ask_to_confirm,
    "confirm": _say(Kind.TAKEDOWN),
}
