"""Time zones by their IANA names, and wall-clock times that their clocks leave out or show twice.

Pure: the zone data of the system (or the ``tzdata`` package), no database and no settings.
"""

from __future__ import annotations

import datetime as dt
import difflib
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_NO_PLACE = ("Etc/", "SystemV/", "posix/", "right/")


class ClockChange(ValueError):
    """A wall-clock time that does not exist on its day in its zone (``skipped``), or comes twice.

    ``before`` and ``after`` are the time at which the clocks are changed and the time they are changed to.
    """

    def __init__(self, wall: dt.datetime, zone: str, *, skipped: bool, before: dt.time, after: dt.time):
        self.wall, self.zone, self.skipped, self.before, self.after = wall, zone, skipped, before, after
        said = "does not exist" if skipped else "comes twice"
        super().__init__(f"{wall:%Y-%m-%d %H:%M} {said} in {zone}: clocks go from {before:%H:%M} to {after:%H:%M}.")


@cache
def zone_names() -> tuple[str, ...]:
    """The zones an event can lie in, by name: every place of the IANA database, and UTC.

    Fixed offsets (``Etc/GMT+3``) and old abbreviations (``EST``) are no places and are left out.
    """
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACE)}
    return tuple(sorted(places | {"UTC"}))


def nearest_zone(typed: str) -> str:
    """The zone whose name, or the last word of it, is most like ``typed``; empty where none is like it."""
    wanted = typed.strip().replace(" ", "_").casefold()
    by_word: dict[str, str] = {}
    for name in zone_names():
        by_word.setdefault(name.casefold(), name)
    for name in zone_names():
        by_word.setdefault(name.rsplit("/", 1)[-1].casefold(), name)
    if wanted in by_word:
        return by_word[wanted]
    like = difflib.get_close_matches(wanted, by_word, n=1, cutoff=0.6)
    return by_word[like[0]] if like else ""


EARLIER, LATER = "earlier", "later"  # which of the two, where the clocks show a time twice


def instant_of(day: dt.date, time: dt.time, zone: str, which: str = "") -> dt.datetime:
    """The instant, in UTC, at which the clocks of ``zone`` show ``time`` on ``day``.

    Raises ClockChange where they never do, or do twice and ``which`` does not say which of the two is meant: code does
    not guess.
    """
    wall = dt.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    tz = ZoneInfo(zone)
    first, second = wall.replace(tzinfo=tz), wall.replace(tzinfo=tz, fold=1)
    instant = first.astimezone(dt.UTC)
    if first.utcoffset() == second.utcoffset():
        return instant
    skipped = instant.astimezone(tz).replace(tzinfo=None, fold=0) != wall
    early, late = sorted((instant, second.astimezone(dt.UTC)))
    if not skipped and which in (EARLIER, LATER):
        return early if which == EARLIER else late
    change = _change_between(early, late, tz)
    # The clocks stop at ``change`` by the offset that held until then, and go on from it by the next one.
    before = (change - dt.timedelta(seconds=1)).astimezone(tz).utcoffset() or dt.timedelta()
    shown = (change + before).time().replace(tzinfo=None)
    raise ClockChange(wall, zone, skipped=skipped, before=shown, after=change.astimezone(tz).time().replace(fold=0))


def _change_between(early: dt.datetime, late: dt.datetime, tz: ZoneInfo) -> dt.datetime:
    """The first second in ``(early, late]`` that has the offset of ``late``."""
    new = late.astimezone(tz).utcoffset()
    low, high = 0, int((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (early + dt.timedelta(seconds=middle)).astimezone(tz).utcoffset() == new:
            high = middle
        else:
            low = middle
    return early + dt.timedelta(seconds=high)


def midnight_after(day: dt.date, zone: str) -> dt.datetime:
    """The instant at which ``day`` is over in ``zone``; where midnight is left out, the first instant after it."""
    over = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    return over.astimezone(dt.UTC)
