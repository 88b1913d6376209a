"""Recurring events: the dates of a series are events of their own, made a horizon ahead by its rule.

A date copies the latest one that was not changed on its own (``series_apart``), and lies as far from the day of the
rule (``series_day``) as that one does. It is public where that one is, from the instant it is made; where that one has
an hour to come, from that hour; else not. 10:00 stays 10:00 by the clocks of the event's zone, summer and winter; a day
on which the clocks leave that time out, or show it twice, gets no date (``left_out`` says which).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _

from articles.desk import audit, registers
from articles.desk.errors import DeskError
from articles.desk.events import in_force, row_in_force, shifted_day
from articles.models.event import Coverage, Event, EventSeries, Participant
from articles.models.event_times import clock_change
from people.names import slugify
from pressoffice.ground.intervals import is_public
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.recurrence import MOST, RuleError, days, read_rule
from pressoffice.ground.zones import ClockChange, instant_of

SAME = (
    "name", "labels", "type", "starts_time", "ends_time", "zone", "venue", "place", "organiser", "within",
    "description", "participants_complete", "accreditation", "contact",
)  # fmt: skip  # what every date of a series says alike
DATED = ("starts", "ends", "accreditation_until")  # what moves with the day
TOLD = ("status", "status_reason")  # what "this and all following" may say too
FAR = dt.timedelta(days=3653)


@dataclass
class Outcome:
    """What became of the dates that follow: those changed, and those left alone with the reason."""

    changed: list[Event] = field(default_factory=list)
    left: list[tuple[Event, str]] = field(default_factory=list)


def horizon(now: dt.datetime, first: dt.date = dt.date.min) -> dt.date:
    """The last day for which dates are made at ``now``; of a series that begins later, counted from its ``first``."""
    today = now.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)).date()
    return max(today, first) + dt.timedelta(days=settings.EVENT_HORIZON_DAYS)


# --- Beginning --------------------------------------------------------------------------------------------------------


def check_rule(rule: str, first: dt.date, ends_on: dt.date | None, now: dt.datetime) -> str:
    """The rule as it is kept. Raises RuleError where it leaves out the first day, gives no other day or too many."""
    rule = read_rule(rule)
    if ends_on is not None and ends_on <= first:
        raise RuleError(_("The last day must lie after the first one."))
    found = list(_few(days(rule, first, ends_on or first + FAR), 2))
    if not found or found[0] != first:
        raise RuleError(_("The first day, %(day)s, is not a day of the rule.") % {"day": first.isoformat()})
    if len(found) < 2:
        raise RuleError(_("The rule gives no other day than the first."))
    until = ends_on or horizon(now, first)
    if len(list(_few(days(rule, first, until), MOST + 1))) > MOST:
        raise RuleError(_("The rule gives more than %(most)s dates. Give an earlier last day.") % {"most": MOST})
    return rule


def _few(found: Iterable[dt.date], most: int) -> Iterable[dt.date]:
    for _n, day in zip(range(most), found, strict=False):
        yield day


@transaction.atomic
def begin(event: Event, rule: str, ends_on: dt.date | None, *, by: Any, now: dt.datetime) -> EventSeries:
    """Make ``event`` the first date of a new series, and the dates up to the horizon.

    Raises RuleError where the rule cannot be followed, or the event has no complete day or is in a series already.
    """
    row = row_in_force(event, now)
    day = PartialDate(row.starts) if row.starts else None
    if day is None or day.earliest is None or day.earliest != day.latest:
        raise RuleError(_("An event that is repeated needs a complete day."))
    if row.series_id is not None:
        raise RuleError(_("It is a date of a series already."))
    if row.status != Event.Status.SCHEDULED:
        raise RuleError(_("An event that is postponed or cancelled is not repeated."))
    rule = check_rule(rule, day.earliest, ends_on, now)
    series = EventSeries.objects.create(name=row.name, rule=rule, starts_on=day.earliest, ends_on=ends_on)
    registers.change(row, {"series": series, "series_day": day.earliest}, by=by, now=now)
    event.series, event.series_day = series, day.earliest
    audit.record("series", f"event:{event.entity.uid}", by=by, now=now, rule=rule, until=ends_on)
    extend(series, horizon(now, day.earliest), now)
    return series


# --- Making dates -----------------------------------------------------------------------------------------------------


def extend_all(now: dt.datetime) -> int:
    """Make the dates of every series up to the horizon; returns how many. Running it twice does no harm."""
    until = horizon(now)
    going = EventSeries.objects.filter(
        Q(made_until=None) | Q(made_until__lt=until),
        Q(ends_on=None) | Q(made_until=None) | Q(ends_on__gt=F("made_until")),
    )
    return sum(len(extend(series, until, now)) for series in going)


@transaction.atomic
def extend(series: EventSeries, until: dt.date, now: dt.datetime) -> list[Event]:
    """Make the dates of ``series`` up to ``until`` that were not looked at yet; at most 400 at once.

    None where somebody else is doing so, or where no date is left to copy: all were cancelled or changed on their own.
    """
    seen = series.made_until
    last = min(until, series.ends_on or until)
    if last <= (seen or series.starts_on):
        return []
    pattern = _pattern(series, now)
    if pattern is None or not EventSeries.objects.filter(pk=series.pk, made_until=seen).update(made_until=last):
        return []
    wanted = [day for day in days(series.rule, series.starts_on, last) if day > (seen or series.starts_on)]
    if len(wanted) > MOST:
        wanted = wanted[:MOST]
        last = wanted[-1]
        EventSeries.objects.filter(pk=series.pk).update(made_until=last)
    series.made_until = last
    made = [_make(pattern, day, now) for day in wanted if not _clocks_refuse(pattern, day)]
    return made


def _pattern(series: EventSeries, now: dt.datetime) -> Event | None:
    """The latest date that was not changed on its own; None where there is none or it does not take place."""
    rows = in_force(now).filter(series=series, series_apart=False).exclude(public_until__lte=now)
    row = rows.order_by("-series_day").first()
    return row if row is not None and row.status == Event.Status.SCHEDULED else None


def _make(pattern: Event, day: dt.date, now: dt.datetime) -> Event:
    moved = _apart(pattern, day)
    row = Event(**{name: getattr(pattern, name) for name in SAME}, series=pattern.series, series_day=day)
    for name in DATED:
        setattr(row, name, shifted(name, getattr(pattern, name), moved))
    row.slug = f"{slugify(row.name)[:79]}-{PartialDate(row.starts)}".lstrip("-")
    if pattern.public_from is not None:
        row.public_from = now if is_public(pattern, now) else pattern.public_from
    row.save()
    Participant.objects.bulk_create(
        Participant(event=row, person_id=one.person_id, role=one.role) for one in pattern.participants.all()
    )
    _await(row, pattern, moved, now)
    plan = Coverage.objects.filter(event=pattern.entity)
    Coverage.objects.bulk_create(
        Coverage(
            event=row,
            product=one.product,
            language=one.language,
            assignee_id=one.assignee_id,
            due_at=shifted("due_at", one.due_at, moved),
            note=one.note,
        )
        for one in plan
    )
    return row


def _apart(event: Event, day: dt.date | None) -> dt.timedelta:
    """How far ``day`` of the rule lies from that of ``event``."""
    assert day is not None  # both are dates of a series
    assert event.series_day is not None
    return day - event.series_day


def _await(row: Event, pattern: Event, moved: dt.timedelta, now: dt.datetime) -> None:
    """Let ``row`` change at the hour at which ``pattern`` is to, in the same way."""
    coming = registers.coming(pattern, now)
    if coming is None or coming.replaces_id is None or coming.public_from is None or row.public_from is None:
        return
    said = {name: getattr(coming, name) for name in SAME if getattr(coming, name) != getattr(pattern, name)}
    for name in DATED:
        if getattr(coming, name) != getattr(pattern, name):
            said[name] = shifted(name, getattr(coming, name), moved)
    told = {"participants": [{"person": one.person, "role": one.role} for one in coming.participants.all()]}
    registers.change(row, said, told, by=None, now=now, hour=coming.public_from)


def shifted(name: str, value: Any, by: dt.timedelta) -> Any:
    """A day moved by whole days; an instant moved so that the office's clock shows the same time."""
    if name in ("starts", "ends"):
        return shifted_day(value, by)
    if value is None:
        return None
    zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
    return (value.astimezone(zone).replace(tzinfo=None) + by).replace(tzinfo=zone).astimezone(dt.UTC)


def _clocks_refuse(pattern: Event, day: dt.date) -> ClockChange | None:
    """The change of the clocks because of which ``day`` can have no date like ``pattern``."""
    moved = _apart(pattern, day)
    for when, time in ((pattern.starts, pattern.starts_time), (pattern.ends or pattern.starts, pattern.ends_time)):
        try:
            if time:
                instant_of(dt.date.fromisoformat(shifted_day(when, moved)[:10]), time, pattern.zone)
        except ClockChange as change:
            return change
    return None


def left_out(series: EventSeries, now: dt.datetime) -> list[str]:
    """Why days of the rule that were looked at have no date, in words, as far as the clocks are the reason."""
    pattern = _pattern(series, now)
    if pattern is None or series.made_until is None:
        return []
    there = set(Event.objects.roots().filter(series=series).values_list("series_day", flat=True))
    missing = (day for day in days(series.rule, series.starts_on, series.made_until) if day not in there)
    return [clock_change(change) for change in (_clocks_refuse(pattern, day) for day in missing) if change]


# --- Changing ---------------------------------------------------------------------------------------------------------


def set_apart(event: Event) -> None:
    """Note that this date was changed on its own."""
    root = event.root_id or event.pk
    Event.objects.filter(Q(pk=root) | Q(root=root)).update(series_apart=True)


def following(event: Event, now: dt.datetime) -> list[Event]:
    """The dates of its series after ``event``, in order, each by its row in force."""
    rows = in_force(now).filter(series=event.series_id, series_day__gt=event.series_day)
    return list(rows.exclude(public_until__lte=now).order_by("series_day"))


@transaction.atomic
def change_following(
    event: Event,
    values: dict[str, Any],
    participants: list[dict[str, Any]] | None = None,
    *,
    by: Any,
    now: dt.datetime,
    hour: dt.datetime | None = None,
) -> Outcome:
    """Give every later date of its series the ``values`` that ``event`` was given (days and deadline moved with them).

    Dates that were changed on their own stay, and so does one on which the values cannot be; ``Outcome.left`` says why.
    ``participants`` are the whole list, where it changed. With ``hour`` the change of what readers see waits for it; a
    date they do not see yet is changed at once, and left alone where it would show the change before that hour.
    """
    outcome = Outcome()
    kept = {name: value for name, value in values.items() if name in (*SAME, *DATED, *TOLD)}
    children = None if participants is None else {"participants": participants}
    if not kept and children is None:
        return outcome
    for row in following(event, now):
        if row.series_apart:
            outcome.left.append((row, _("it was changed on its own")))
            continue
        moved = _apart(event, row.series_day)
        said = {name: shifted(name, value, moved) if name in DATED else value for name, value in kept.items()}
        seen = registers.is_visible(row, now)
        early = hour is not None and not seen and row.public_from is not None and row.public_from < hour
        fault = _("it becomes public before that hour") if early else _fault(row, said)
        if fault:
            outcome.left.append((row, fault))
            continue
        try:
            with transaction.atomic():
                registers.change(row, said, children, by=by, now=now, hour=hour if seen else None)
        except DeskError as refused:
            outcome.left.append((row, str(refused)))
        else:
            outcome.changed.append(row)
    return outcome


def _fault(row: Event, values: dict[str, Any]) -> str:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.clean()
    except ValidationError as invalid:
        return " ".join(invalid.messages)
    finally:
        row.refresh_from_db()
    return ""


# --- Ending -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def drop(event: Event, reason: str, *, by: Any, now: dt.datetime) -> bool:
    """Let one date fall out: removed where it was never public and nothing names it (True), else cancelled (False).

    ``reason`` is for readers, and needed only where the date is cancelled; RuleError where it is missing then.
    """
    row = row_in_force(event, now)
    set_apart(row)
    root = row.entity
    told = {"day": str(root.series_day), "name": root.name}
    if _never_public(row, now):
        try:
            with transaction.atomic():
                key = f"event:{root.uid}"
                root.delete()
        except ProtectedError:
            pass  # a text names it
        else:
            audit.record("series-drop", key, by=by, now=now, **told)
            return True
    if not reason.strip():
        raise RuleError(_("Tell readers why it is cancelled."))
    values = {"status": Event.Status.CANCELLED, "status_reason": reason.strip()}
    registers.change(Event.objects.get(pk=row.pk), values, by=by, now=now)
    return False


def _never_public(row: Event, now: dt.datetime) -> bool:
    """Neither it nor, through a text, its name was ever public; and no change of it waits in a chain."""
    alone = row.root_id is None and not Event.objects.filter(root=row.pk).exists()
    untold = row.public_changes == 0 and row.settled_at is None and not registers.is_visible(row, now)
    return alone and untold and not row.coverage.exclude(article=None).exists()


@transaction.atomic
def end(event: Event, reason: str, *, by: Any, now: dt.datetime) -> Outcome:
    """End the series of ``event`` with it: later dates are dropped as ``drop`` says, and none is made any more."""
    outcome = Outcome()
    for row in following(event, now):
        if row.status != Event.Status.CANCELLED:
            drop(row, reason, by=by, now=now)
            outcome.changed.append(row)
    EventSeries.objects.filter(events=event).update(ends_on=event.series_day)
    audit.record("series-end", f"event:{event.entity.uid}", by=by, now=now, day=str(event.series_day))
    return outcome
