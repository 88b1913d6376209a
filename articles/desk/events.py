"""Events as staff see them: one row of each, whether or not the public may see it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from articles.models.event import Event
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.zones import midnight_after


def in_force(now: dt.datetime) -> QuerySet[Event]:
    """One row of each event: the first, or the one that has replaced it by ``now``. A change to come is not in it."""
    rows = Event.objects.filter(Q(root=None) | Q(public_from__lte=now), merged_into=None)
    return rows.exclude(replaced_by__public_from__lte=now)


def row_in_force(event: Event, now: dt.datetime) -> Event:
    """The row in force of the event that ``event`` is a row of."""
    root = event.root_id or event.pk
    return in_force(now).get(Q(pk=root) | Q(root=root))


def over_at(event: Event) -> dt.datetime | None:
    """The instant from which ``event`` is over, as far as is known; None where its last day is not.

    With a time of day and no end it is over as it begins; without a time when its last day is over in its zone.
    """
    if event.ends_at or (event.starts_at and not event.ends):
        return event.ends_at or event.starts_at
    last = event.ends_latest or event.starts_latest
    return midnight_after(last, event.zone) if last and last < dt.date.max else None


def shifted_day(day: str, by: dt.timedelta) -> str:
    """A complete day, moved, with its mark; what is not complete (or is empty) stays as it is."""
    date = PartialDate(day) if day else None
    if date is None or date.earliest is None or date.earliest != date.latest:
        return day
    return (date.earliest + by).isoformat() + day[10:]
