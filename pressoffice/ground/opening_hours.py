"""Office hours by the week: ``Mo-Fr 09:00-18:00; Sa 10:00-14:00`` (a subset of schema.org's openingHours).

Rules are parted by semicolons: days (``Mo``, ``Mo-Fr``, ``Mo,We``), then times by commas (``09:00-13:00,14:00-18:00``).
``24:00`` is the end of a day; times that end before they begin end on the next day; ``24/7`` is always. Hours are those
of a wall clock in a zone. Pure: no database, no settings.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_ALWAYS = "24/7"
_DAY = 24 * 60
_WEEK = 7 * _DAY
_AHEAD = 8  # days in which whatever is to change has changed


class HoursError(ValueError):
    """Hours that cannot be read; the message says which words, and what stands there instead."""


@dataclass(frozen=True)
class Rule:
    """Days of the week (0 is Monday) and the times that hold on each, as minutes after midnight."""

    days: tuple[int, ...]
    times: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class State:
    """Open or not at one instant, and the instant at which that changes (None: never)."""

    open: bool
    until: dt.datetime | None


@dataclass(frozen=True)
class Hours:
    """The hours of a week."""

    rules: tuple[Rule, ...]

    @property
    def always(self) -> bool:
        """Whether they leave no minute of the week out."""
        return sum(end - start for start, end in self.week()) == _WEEK

    def week(self) -> list[tuple[int, int]]:
        """The spans as minutes after Monday's midnight, in order; one that passes Sunday's midnight ends after it."""
        return sorted(
            (day * _DAY + start, day * _DAY + end)
            for rule in self.rules
            for day in rule.days
            for start, end in rule.times
        )

    def at(self, now: dt.datetime, zone: str) -> State:
        """Whether they hold at ``now`` by the clocks of ``zone``, and until when that is so.

        Where the clocks go forward over an hour, it stands for the hour after; where they go back, for the first.
        """
        if self.always:
            return State(True, None)
        first = now.astimezone(ZoneInfo(zone)).date() - dt.timedelta(days=1)
        spans: list[tuple[dt.datetime, dt.datetime]] = []
        for day in (first + dt.timedelta(days=number) for number in range(_AHEAD + 2)):
            on_it = sorted(span for rule in self.rules if day.weekday() in rule.days for span in rule.times)
            for start, end in ((_instant(day, start, zone), _instant(day, end, zone)) for start, end in on_it):
                if spans and start <= spans[-1][1]:  # they follow one another without a break
                    spans[-1] = spans[-1][0], max(end, spans[-1][1])
                elif start < end:
                    spans.append((start, end))
        for start, end in spans:
            if now < end:
                return State(True, end) if start <= now else State(False, start)
        return State(False, None)


def parse(text: str) -> Hours:
    """The hours that ``text`` says; those of an empty text never hold. Raises HoursError."""
    if text.strip() == _ALWAYS:
        return Hours((Rule(tuple(range(7)), ((0, _DAY),)),))
    hours = Hours(tuple(_rule(part.strip()) for part in text.split(";") if part.strip()))
    _refuse_overlap(hours)
    return hours


def state_of(text: str, zone: str, now: dt.datetime) -> State | None:
    """What the hours ``text`` say of ``now`` by the clocks of ``zone``; None where they or the zone cannot be read."""
    try:
        hours = parse(text)
        return hours.at(now, zone) if hours.rules else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _rule(text: str) -> Rule:
    days, _space, times = re.sub(r"\s*([,–-])\s*", r"\1", text).replace("–", "-").partition(" ")
    if not times:
        raise HoursError(
            _("“%(words)s” is not days and times, as Mo-Fr 09:00-18:00; days are %(days)s.")
            % {"words": text, "days": ", ".join(DAYS)}
        )
    found = dict.fromkeys(day for part in days.split(",") for day in _days(part))
    return Rule(tuple(found), tuple(_span(part.strip(), text) for part in times.split(",")))


def _days(text: str) -> tuple[int, ...]:
    names = text.split("-")
    for name in names:
        if name not in DAYS:
            raise HoursError(
                _("“%(word)s” is not a day of the week: write %(days)s.") % {"word": name, "days": ", ".join(DAYS)}
            )
    if len(names) > 2:
        raise HoursError(_("“%(words)s” has more than two ends: write Mo-Fr, or Mo,We,Fr.") % {"words": text})
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _span(text: str, rule: str) -> tuple[int, int]:
    start_words, dash, end_words = text.partition("-")
    if not dash:
        raise HoursError(
            _("“%(words)s” in “%(rule)s” is not a span of time: write 09:00-18:00.") % {"words": text, "rule": rule}
        )
    start, end = _minutes(start_words), _minutes(end_words)
    if start in (_DAY, end):
        raise HoursError(_("“%(words)s” has no length. For the whole day write 00:00-24:00.") % {"words": text})
    return start, end if end > start else end + _DAY


def _minutes(text: str) -> int:
    found = re.fullmatch(r"(\d\d?):(\d\d)", text, re.ASCII)
    if not found or not (int(found[1]) < 24 and int(found[2]) < 60 or text == "24:00"):
        raise HoursError(_("“%(word)s” is not a time of day: write 00:00 to 24:00.") % {"word": text})
    return int(found[1]) * 60 + int(found[2])


def _refuse_overlap(hours: Hours) -> None:
    week = hours.week()
    around = [*week, *((start + _WEEK, end + _WEEK) for start, end in week[:1])]
    for (_start, end), (start, _end) in pairwise(around):
        if start < end:
            day = DAYS[start // _DAY % 7]
            raise HoursError(_("On %(day)s two spans of time lie over one another.") % {"day": day})


def _instant(day: dt.date, minutes: int, zone: str) -> dt.datetime:
    wall = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) + dt.timedelta(minutes=minutes)
    return wall.astimezone(dt.UTC)
