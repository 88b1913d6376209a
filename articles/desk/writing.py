"""Typing that is not saved yet, and who is at a text: kept on the server, for the person who typed it alone.

Nothing here touches a text: no revision, no version, no lock. What is kept is dropped when the text is saved.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles.desk.errors import DeskError
from articles.models.article import Article
from articles.models.writing import Buffer, Presence

MOST_CHARACTERS = 1_000_000  # of all fields of one buffer together
MOST_NEW_TEXTS = 12  # texts somebody began and did not save, the latest
KEPT_FOR = dt.timedelta(days=30)
PAUSE = dt.timedelta(milliseconds=400)  # between two savings of one buffer
HERE_FOR = dt.timedelta(seconds=15)  # after the last sign of somebody

Values = dict[str, list[str]]


class WritingError(DeskError):
    """What was typed cannot be kept now; the page it was typed in still has it."""


def keep(
    user: Any, article: Article | None, *, token: str = "", values: Values, version: int, now: dt.datetime
) -> None:
    """Keep ``values``, the fields of a form as typed, instead of what ``user`` typed in that text before.

    ``article`` None: a new text, known by ``token``. Raises WritingError (``too-often``, ``too-much``) and keeps what
    was kept before.
    """
    values = {_storable(name): [_storable(one) for one in said] for name, said in values.items()}
    if sum(len(name) + sum(map(len, said)) for name, said in values.items()) > MOST_CHARACTERS:
        raise WritingError("too-much")
    with transaction.atomic():
        mine = _of(user, article, token)
        last = mine.values_list("at", flat=True).first()
        if last is not None and now - PAUSE < last <= now:
            raise WritingError("too-often")
        found = {"values": values, "version": version, "at": now}
        Buffer.objects.update_or_create(user=user, article=article, token="" if article else token, defaults=found)
        if article is None and last is None:
            _drop_old(user, now)


def _storable(said: str) -> str:
    """``said`` without the one character that no database keeps; a paste may bring it, and typing is not lost by it."""
    return said.replace("\x00", "")


def _of(user: Any, article: Article | None, token: str) -> Any:
    return Buffer.objects.filter(user=user, article=article, token="" if article else token)


def _drop_old(user: Any, now: dt.datetime) -> None:
    begun = Buffer.objects.filter(user=user, article=None)
    latest = list(begun.order_by("-at").values_list("pk", flat=True)[:MOST_NEW_TEXTS])
    begun.exclude(pk__in=latest).delete()
    Buffer.objects.filter(user=user, at__lt=now - KEPT_FOR).delete()


def typed_by(user: Any, article: Article | None, token: str = "") -> Buffer | None:
    """What ``user`` typed in a text and did not save; None where there is nothing."""
    return _of(user, article, token).first()


def begun_by(user: Any) -> list[Buffer]:
    """The new texts ``user`` began and did not save, the latest first."""
    return list(Buffer.objects.filter(user=user, article=None).order_by("-at")[:MOST_NEW_TEXTS])


def forget_typing(user: Any, article: Article | None, token: str = "") -> None:
    """Drop what ``user`` typed in a text: it is saved, or thrown away."""
    _of(user, article, token).delete()


# --- Who is at a text -------------------------------------------------------------------------------------------------


def be_at(article: Article, user: Any, *, typing: bool, now: dt.datetime) -> None:
    """``user`` has the form of ``article`` open at ``now``."""
    seen = {"seen_at": now} | ({"typed_at": now} if typing else {})
    Presence.objects.update_or_create(user=user, article=article, defaults=seen)


def leave(article: Article, user: Any) -> None:
    """``user`` closed the form of ``article``."""
    Presence.objects.filter(user=user, article=article).delete()


def others_at(article: Article, user: Any, now: dt.datetime) -> list[tuple[Any, bool]]:
    """``(person, whether they type)`` for everybody else who has the form of ``article`` open."""
    here = Presence.objects.filter(~Q(user=user), article=article, seen_at__gt=now - HERE_FOR, user__is_active=True)
    return [
        (one.user, one.typed_at is not None and one.typed_at > now - HERE_FOR)
        for one in here.select_related("user").order_by("user__username")
    ]
