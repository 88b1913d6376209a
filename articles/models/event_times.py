"""What the days, times and zone of an event must keep, as sentences an editor can act on."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _

from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.zones import ClockChange, instant_of, midnight_after, nearest_zone, zone_names


def faults(event):
    """``{field: sentence}`` of what is wrong with the times of ``event``; empty where nothing is.

    A day is a partial date (EDTF). A time of day needs a complete day, and is one the clocks of the zone show once.
    """
    found = {}
    if not readable(event):
        return {}
    starts, ends = _date(event.starts), _date(event.ends)
    if event.zone not in zone_names():
        found["zone"] = unknown_zone(event.zone)
    if event.starts_time and not _complete(starts):
        found["starts_time"] = _("A time needs a complete day, as 2026-05-17: give the day, or leave the time empty.")
    if event.ends_time and not event.starts_time:
        found["ends_time"] = _("Say at what time it begins, or leave the time at which it ends empty.")
    elif event.ends_time and not _complete(ends or starts):
        found["ends_time"] = _("A time needs a complete day: give the last day, as 2026-05-17.")
    if ends and not starts:
        found["ends"] = _("Say when it begins.")
    elif starts and ends and ends.latest and starts.earliest and ends.latest < starts.earliest:
        found["ends"] = _("An event cannot end before it starts.")
    if not found:
        found = _clock_faults(event, starts, ends)
    if not found and event.accreditation_until:
        found = _deadline_faults(event, starts)
    return found


def readable(event):
    """Whether both days are of the grammar; where one is not, its own field says so."""
    return all(_date(text) or not text for text in (event.starts, event.ends))


def unknown_zone(typed):
    """That ``typed`` is no zone, with the nearest one."""
    near = nearest_zone(typed)
    if near:
        return _("There is no time zone “%(typed)s”. Did you mean %(near)s?") % {"typed": typed, "near": near}
    return _("There is no time zone “%(typed)s”. Give a place, as Asia/Baku, or UTC.") % {"typed": typed}


def clock_change(change):
    """Why the clocks do not show a time, or show it twice, and what to do."""
    told = {
        "time": f"{change.wall:%H:%M}",
        "day": formats.date_format(change.wall, "DATE_FORMAT"),
        "zone": change.zone,
        "before": f"{change.before:%H:%M}",
        "after": f"{change.after:%H:%M}",
    }
    if change.skipped:
        return (
            _(
                "%(time)s on %(day)s does not exist in %(zone)s: clocks go from %(before)s to %(after)s. "
                "Give a time before %(before)s or from %(after)s on."
            )
            % told
        )
    return _(
        "%(time)s on %(day)s comes twice in %(zone)s: clocks go back from %(before)s to %(after)s. "
        "Give a time outside that hour, or choose the zone UTC and give the time in UTC."
    ) % told  # fmt: skip


def _clock_faults(event, starts, ends):
    instants = {}
    for name, day, time in (("starts_time", starts, event.starts_time), ("ends_time", ends or starts, event.ends_time)):
        if time:
            try:
                instants[name] = instant_of(day.earliest, time, event.zone)
            except ClockChange as change:
                return {name: clock_change(change)}
    if len(instants) == 2 and instants["ends_time"] <= instants["starts_time"]:
        if event.ends:
            return {"ends_time": _("It ends before it starts: give a later time, or a later last day.")}
        return {"ends_time": _("It ends before it starts. If it ends on the next day, give the last day.")}
    return {}


def _deadline_faults(event, starts):
    """The deadline lies before the event: before its time, or before its first day is over where no time is known."""
    if event.starts_time:
        latest = instant_of(starts.earliest, event.starts_time, event.zone)
    elif starts and starts.latest and starts.latest < dt.date.max:
        latest = midnight_after(starts.latest, event.zone)
    else:
        return {}
    if event.accreditation_until <= latest:
        return {}
    return {"accreditation_until": _("Accreditation must close before the event begins.")}


def _date(text):
    try:
        return PartialDate(text) if text else None
    except ValueError:
        return None


def _complete(date):
    return date is not None and date.earliest is not None and date.earliest == date.latest
