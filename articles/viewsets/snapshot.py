"""All that is public now, page by page, in the shape of the change feed: how a mirror begins.

The place in the log is taken before the first page and carried along. What changes while the pages are read is in the
log after that place, so that nothing is lost; it may also stand on a page, which does no harm: the last word counts.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core import signing
from django.db.models import QuerySet

from articles import register
from articles.models.change import Change
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.vocabulary import EditionClass
from articles.serializers.log import row_now, text_now
from articles.stored import QUIET
from pressoffice.ground.problems import Problem

_SIGNER = signing.Signer(salt="pressoffice.snapshot")
BACK = 200  # lines in which hours that lie ahead of a request's instant are looked for
NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)

TYPES = {
    EditionClass.FIRST: Change.Type.ARTICLE_PUBLISHED,
    EditionClass.CORRECTION: Change.Type.ARTICLE_CORRECTED,
    EditionClass.WITHDRAWAL: Change.Type.ARTICLE_WITHDRAWN,
}
REGISTERS: dict[str, Callable[..., QuerySet]] = {
    "event": register.events,
    "position": register.positions,
    "contact": register.contacts,
    "official": register.people,
    "organisation": register.organisations,
    "source": register.sources,
    "topic": register.topics,
    "place": register.places,
}
ORDER = ("article", *REGISTERS)


class Place(NamedTuple):
    """Where a snapshot stands: the line of the log it began at, the hour of that, and the last thing it told."""

    number: int
    mark: str
    since: dt.datetime
    subject: str = ""
    after: uuid.UUID = uuid.UUID(int=0)


def begin(now: dt.datetime, about: frozenset[str]) -> Place:
    """The beginning of a snapshot: after the last line of the log of which ``now`` sees everything.

    A line that was written since the request began may tell of what the request, at its own instant, does not see yet;
    the log goes on from before that one.
    """
    newest = list(Change.objects.order_by("-number")[:BACK].values_list("number", "hash", "at"))
    unseen = min((number for number, _hash, at in newest if at > now), default=None)
    seen = [line for line in newest if unseen is None or line[0] < unseen]
    first = next((subject for subject in ORDER if subject in about), "")
    if not seen:
        return Place(0, "", NEVER, first)
    return Place(seen[0][0], seen[0][1][:12], max(at for _number, _hash, at in seen), first)


def position_in(cursor: str) -> Place:
    """The place of a cursor; Problem ``cursor-mismatch`` where it is none of ours."""
    try:
        number, mark, since, subject, after = _SIGNER.unsign_object(cursor)
        return Place(number, mark, dt.datetime.fromisoformat(since), subject, uuid.UUID(after))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Problem("cursor-mismatch") from error


def snapshot_page(
    place: Place, about: frozenset[str], texts: QuerySet, *, now: dt.datetime, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """At most ``limit`` entries after ``place``, and the cursor of the page after them; None where that was the last.

    A page tells of one subject, so that it costs one statement: it may be short, or empty, with others to come.
    """
    subjects = [subject for subject in ORDER if subject in about]
    if place.subject not in subjects:
        if subjects:
            raise Problem("cursor-mismatch")
        return [], None
    found = _texts(texts, place, limit) if place.subject == "article" else _rows(place, now, limit)
    if len(found) > limit:
        found = found[:limit]
        return found, _cursor(place._replace(after=found[-1]["id"]))
    later = subjects[subjects.index(place.subject) + 1 :]
    return found, _cursor(place._replace(subject=later[0], after=uuid.UUID(int=0))) if later else None


def _texts(texts: QuerySet, place: Place, limit: int) -> list[dict[str, Any]]:
    rows = texts.filter(article_uid__gt=place.after).order_by("article_uid").defer("document")
    found: list[Edition] = list(rows[: limit + 1])
    return [
        text_now(
            edition,
            TYPES.get(EditionClass(edition.edition_class), Change.Type.ARTICLE_UPDATED),
            "metadata" if edition.edition_class in QUIET else "editorial",
        )
        for edition in found
    ]


def _rows(place: Place, now: dt.datetime, limit: int) -> list[dict[str, Any]]:
    rows = REGISTERS[place.subject](now)
    rows = rows.annotate(
        known_uid=register.known_by(rows.model, "uid"), known_reference=register.known_by(rows.model, "reference")
    )
    rows = rows.filter(known_uid__gt=place.after).order_by("known_uid")
    found = []
    for row in rows[: limit + 1]:
        at = getattr(row, "public_from", None)
        did = "changed" if at is None else "published"
        if isinstance(row, Event) and row.status == Event.Status.CANCELLED:
            did = "cancelled"
        found.append(row_now(f"{place.subject}.{did}", row.known_uid, at, row.known_reference))
    return found


def _cursor(place: Place) -> str:
    number, mark, since, subject, after = place
    return _SIGNER.sign_object([number, mark, since.isoformat(), subject, after.hex])
