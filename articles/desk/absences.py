"""Who is away until when, and who stands in for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from articles.desk import audit
from articles.desk.colleagues import holders
from articles.desk.errors import DeskError, RightError
from articles.models.told import Absence

LONGEST = dt.timedelta(days=730)


def away(now: dt.datetime, users: Iterable[Any] | None = None) -> dict[int, Absence]:
    """The absence of each person (of ``users``, if given) who is away at ``now``, by their id. One query."""
    rows = Absence.objects.filter(begins__lte=now, ends__gt=now).select_related("user", "deputy").order_by("ends")
    if users is not None:
        rows = rows.filter(user__in=users)
    return {row.user_id: row for row in rows}


def stands_in_for(user: Any, now: dt.datetime) -> list[Any]:
    """The people who are away at ``now`` and named ``user`` as their deputy."""
    rows = Absence.objects.filter(deputy=user, begins__lte=now, ends__gt=now, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("user__username")]


def deputy_of(user: Any, now: dt.datetime, able: Collection[Any]) -> Any | None:
    """Who of ``able`` stands in for ``user``; None where nobody was named who can.

    Somebody who is present is stood in for by the deputy they named last. A deputy who is away or not ``able`` is
    stood in for by their own deputy.
    """
    gone = away(now)
    fit = {one.pk: one for one in able}
    seen = {user.pk}
    absence = gone.get(user.pk) or Absence.objects.filter(user=user).exclude(deputy=None).order_by("-begins").first()
    while absence is not None and absence.deputy_id is not None and absence.deputy_id not in seen:
        seen.add(absence.deputy_id)
        if absence.deputy_id in fit and absence.deputy_id not in gone:
            return fit[absence.deputy_id]
        absence = gone.get(absence.deputy_id)
    return None


def suggested_deputies(user: Any, begins: dt.datetime | None = None, ends: dt.datetime | None = None) -> list[Any]:
    """Staff who may approve or sign off as ``user`` may, those who are present all the time first."""
    rights = [right for right in ("approve_article", "sign_off_article", "submit_article") if _has(user, right)]
    if not rights:
        return []
    found = list(holders(f"articles.{rights[0]}").exclude(pk=user.pk))
    if begins is None or ends is None:
        return found
    gone = set(Absence.objects.filter(begins__lt=ends, ends__gt=begins).values_list("user", flat=True))
    return sorted(found, key=lambda one: one.pk in gone)


def _has(user: Any, right: str) -> bool:
    return bool(user.has_perm(f"articles.{right}"))


@transaction.atomic
def set_absence(
    user: Any,
    *,
    begins: dt.datetime,
    ends: dt.datetime,
    deputy: Any | None,
    by: Any,
    now: dt.datetime,
    absence: Absence | None = None,
) -> Absence:
    """Record that ``user`` is away from ``begins`` until ``ends``; changes ``absence`` if it is given.

    Raises a DeskError, and changes nothing, where ``by`` may not say so of ``user``, the time is over, empty, longer
    than two years or overlaps another absence of theirs, or the deputy is ``user`` or no active member of staff.
    """
    _require_right(user, by)
    list(get_user_model()._default_manager.select_for_update().filter(pk=user.pk))  # two forms sent at once are one
    others = Absence.objects.filter(user=user, begins__lt=ends, ends__gt=begins)
    if absence is not None:
        others = others.exclude(pk=absence.pk)
        if absence.ends <= now:
            raise DeskError("absence-over")
    if ends <= begins or ends - begins > LONGEST:
        raise DeskError("absence-span")
    if ends <= now:
        raise DeskError("absence-over")
    if others.exists():
        raise DeskError("absence-overlaps")
    if deputy is not None and (deputy.pk == user.pk or not deputy.is_active or not deputy.is_staff):
        raise DeskError("deputy")
    row = absence or Absence(user=user)
    row.begins, row.ends, row.deputy = begins, ends, deputy
    row.save()
    named = deputy.get_username() if deputy else None
    audit.record("absence", f"user:{user.pk}", by=by, now=now, begins=begins, ends=ends, deputy=named)
    return row


@transaction.atomic
def end_absence(absence: Absence, *, by: Any, now: dt.datetime) -> None:
    """The person is back: an absence that runs ends at ``now``, one that is to come is taken away."""
    _require_right(absence.user, by)
    if absence.ends <= now:
        raise DeskError("absence-over")
    audit.record("absence-ended", f"user:{absence.user_id}", by=by, now=now, begins=absence.begins, ends=absence.ends)
    if absence.begins >= now:
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk).update(ends=now)


def may_set_for(by: Any, user: Any) -> bool:
    """Whether ``by`` may say of ``user`` that they are away: of oneself always, of others by right."""
    return bool(by.pk == user.pk or by.has_perm("articles.change_absence"))


def _require_right(user: Any, by: Any) -> None:
    if not may_set_for(by, user):
        raise RightError("absence-of-others")
