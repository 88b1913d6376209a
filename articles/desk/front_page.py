"""What stands on top of the site: written by one, approved by another, public by the clock, taken down by one alone.

One decision (``work``) holds a notice in all its languages, or the leading texts of one language. In each place (kind,
language, order) one follows the other: the next ends the one before.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles.desk import audit
from articles.desk.chain import FROZEN
from articles.desk.errors import FourEyesError, TransitionError
from articles.desk.settle import register_change, settle_row
from articles.models.front_page import FrontPageItem
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import is_public

Place = tuple[str, str, int]


def rows_of(work: uuid.UUID) -> list[FrontPageItem]:
    """The rows of a decision, in order."""
    return list(FrontPageItem.objects.filter(work=work).order_by("language", "order"))


@transaction.atomic
def write(
    kind: str,
    rows: Iterable[dict[str, Any]],
    *,
    by: Any,
    now: dt.datetime,
    work: uuid.UUID | None = None,
    until: dt.datetime | None = None,
) -> uuid.UUID:
    """Write a decision, new or not yet public; ``rows`` have ``language``, ``order``, ``headline``, ``words`` and
    ``article_uid``. Whoever approved it before has to do so again. Returns its ``work``.

    Raises TransitionError where the right is missing, it is public or about to be, or there is nothing in it.
    """
    _right(by, "articles.change_frontpageitem", "write")
    given = [row for row in rows if row.get("headline") or row.get("article_uid")]
    if not given:
        raise TransitionError("empty")
    before = rows_of(work) if work else []
    authors = {pk for row in before for pk in row.authors} | {by.pk}
    if work and before:
        _take_back(before, now)
        FrontPageItem.objects.filter(work=work).delete()
    work = work or uuid.uuid4()
    for row in given:
        FrontPageItem.objects.create(kind=kind, work=work, authors=sorted(authors), until=until, **row)
    audit.record("front-page-written", f"front-page:{work}", by=by, now=now, kind=kind, rows=len(given))
    return work


@transaction.atomic
def approve(work: uuid.UUID, *, by: Any, now: dt.datetime, at: dt.datetime | None = None) -> None:
    """Say yes to a decision: it is public from ``at``, or at once. What stands in its places ends then.

    Raises FourEyesError for whoever wrote any of it, TransitionError where the right is missing, the hour lies in the
    past, or it is public already.
    """
    _right(by, "articles.approve_frontpageitem", "approve")
    rows = rows_of(work)
    if not rows:
        raise TransitionError("empty")
    if any(by.pk in row.authors for row in rows):
        raise FourEyesError("author")
    now = max(now, database_now())
    if at is not None and at <= now:
        raise TransitionError("past-hour")
    _take_back(rows, now)
    begins = at or now
    if any(row.until and row.until <= begins for row in rows):
        raise TransitionError("past-hour")
    for row in rows:
        FrontPageItem.objects.filter(pk=row.pk).update(approved_by=by)
        _lay(_place(row), now, opening=(row.pk, begins))
    for row in rows:
        row.refresh_from_db()
        settle_row(row, now)
    audit.record("front-page-approved", f"front-page:{work}", by=by, now=now, at=begins.isoformat())


@transaction.atomic
def end(work: uuid.UUID, *, by: Any, now: dt.datetime) -> None:
    """Take a decision down: what is public ends now, what is to come will not be. One person is enough."""
    _right(by, "articles.end_frontpageitem", "end")
    rows, now = rows_of(work), max(now, database_now())
    public = [row for row in rows if is_public(row, now)]
    if not public:
        _take_back(rows, now)
    for row in public:
        settle_row(row, now)
        FrontPageItem.objects.filter(pk=row.pk).update(until=now)
        _lay(_place(row), now)
        row.refresh_from_db()
        register_change(row, now=now, did="removed")
    audit.record("front-page-ended", f"front-page:{work}", by=by, now=now)


def _right(by: Any, permission: str, action: str) -> None:
    if not by.has_perm(permission):
        raise TransitionError("no-right", action=action)


def _place(row: FrontPageItem) -> Place:
    return row.kind, row.language, row.order


def _take_back(rows: list[FrontPageItem], now: dt.datetime) -> None:
    """Take the hour and the approval of what is to come; TransitionError where it has struck or is about to."""
    for row in rows:
        if row.public_from is None:
            continue
        movable = FrontPageItem.objects.filter(pk=row.pk, settled_at=None, public_from__gt=now + FROZEN)
        if not movable.update(public_from=None, public_until=None, approved_by=None):
            raise TransitionError("already-public")
        _lay(_place(row), now)


def _lay(place: Place, now: dt.datetime, opening: tuple[int, dt.datetime] | None = None) -> None:
    """Write the ends of what is or will be in a place: its own, or the beginning of the next. Ends that are past stay.

    ``opening``: the key of a row that has no hour yet, and the hour it gets.
    """
    kind, language, order = place
    rows = list(FrontPageItem.objects.filter(kind=kind, language=language, order=order, public_from__isnull=False))
    hours = {row.pk: row.public_from for row in rows if row.public_from}
    if opening:
        hours[opening[0]] = opening[1]
        rows.append(FrontPageItem.objects.get(pk=opening[0]))
    rows.sort(key=lambda row: hours[row.pk])
    starts = [hours[row.pk] for row in rows]
    if len(set(starts)) < len(starts):
        raise TransitionError("not-later-than-live")
    for number, row in enumerate(rows):
        ends = [end for end in (row.until, *starts[number + 1 : number + 2]) if end]
        wanted = {"public_from": starts[number], "public_until": min(ends, default=None)}
        past = row.public_until is not None and row.public_until <= now
        if not past and any(getattr(row, name) != value for name, value in wanted.items()):
            FrontPageItem.objects.filter(pk=row.pk).update(**wanted)


def waiting() -> list[uuid.UUID]:
    """The decisions that wait for somebody's yes, oldest first."""
    rows = FrontPageItem.objects.filter(approved_by=None).order_by("pk").values_list("work", flat=True)
    return list(dict.fromkeys(rows))


def standing(now: dt.datetime) -> list[uuid.UUID]:
    """The decisions that are public or to come, the next first."""
    rows = FrontPageItem.objects.filter(Q(public_until=None) | Q(public_until__gt=now), public_from__isnull=False)
    return list(dict.fromkeys(rows.order_by("public_from", "pk").values_list("work", flat=True)))
