"""Days and hours of events in words: in the event's own zone, with UTC, as far as they are known."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from babel import UnknownLocaleError
from babel.dates import get_timezone_location
from django import template
from django.conf import settings
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import agenda
from pressoffice.ground.partial_dates import PartialDate
from pressoffice.ground.recurrence import in_words

register = template.Library()
register.filter("in_words", in_words)  # a rule by which days recur


@cache
def city(zone, language):
    """The city by whose clock a zone goes, in ``language``: ``Bakı`` for ``Asia/Baku``."""
    try:
        words = get_timezone_location(ZoneInfo(zone), locale=language.replace("-", "_"), return_city=True)
    except (UnknownLocaleError, ValueError):
        words = zone
    return words.rsplit("/", 1)[-1].replace("_", " ")


def place_of(zone):
    """``city`` in the active language."""
    return city(zone, get_language() or settings.LANGUAGE_CODE)


def _date(day):
    return formats.date_format(day, "DATE_FORMAT")


def _marked(iso, words):
    return format_html('<time datetime="{}">{}</time>', iso, words)


def _utc(instant):
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _parts(event):
    """``[(machine-readable, words), ...]`` of beginning and end; the machine-readable is empty where none is known."""
    if not event.starts and not event.ends:
        return [("", event.date_words)] if event.date_words else []
    span = agenda.days_of(event)
    if span is None:
        words = [PartialDate(one).words() for one in (event.starts, event.ends) if one]
        if not event.starts:
            return [("", _("until %(day)s") % {"day": words[0]})]
        return [("", one) for one in dict.fromkeys(words)]
    first, last = event.starts_earliest, event.ends_earliest or event.starts_earliest
    if event.starts_at is None:
        if not event.ends or event.ends_earliest == event.ends_latest:
            return [(day.isoformat(), _date(day)) for day in dict.fromkeys((first, last))]
        return [(first.isoformat(), _date(first)), ("", PartialDate(event.ends).words())]
    begins = [(_utc(event.starts_at), f"{_date(first)}, {event.starts_time:%H:%M}")]
    if event.ends_at is not None:
        words = f"{event.ends_time:%H:%M}" if last == first else f"{_date(last)}, {event.ends_time:%H:%M}"
        return [*begins, (_utc(event.ends_at), words)]
    if event.ends and event.ends != event.starts:
        return [*begins, ("", PartialDate(event.ends).words())]
    return begins


def _in_utc(event):
    """The hours in UTC, in words, with the day where it is another one."""
    words = []
    day = event.starts_earliest
    for instant in filter(None, (event.starts_at, event.ends_at)):
        utc = instant.astimezone(dt.UTC)
        other_day = "" if utc.date() == day else f"{formats.date_format(utc, 'SHORT_DATE_FORMAT')} "
        words.append(f"{other_day}{utc:%H:%M}")
        day = utc.date()
    return " – ".join(words)


def _in_its_zone(event):
    return event.starts_at is not None and event.zone != "UTC"


@register.simple_tag
def event_time(event, utc=True):
    """When ``event`` is, for readers and machines; ``utc=False`` leaves out the hours in UTC."""
    parts = _parts(event)
    if not parts:
        return _("Date not stated")
    marked = format_html_join(" – ", "{}", ((_marked(iso, words) if iso else words,) for iso, words in parts))
    if event.starts_at is None:
        return marked
    if not _in_its_zone(event):
        return format_html("{} UTC", marked)
    if not utc:
        return format_html("{} {}", marked, place_of(event.zone))
    return format_html("{} {} ({} UTC)", marked, place_of(event.zone), _in_utc(event))


def time_words(event):
    """``event_time`` without markup."""
    words = " – ".join(words for _iso, words in _parts(event)) or _("Date not stated")
    if event.starts_at is None:
        return words
    return f"{words} {place_of(event.zone)} ({_in_utc(event)} UTC)" if _in_its_zone(event) else f"{words} UTC"


@register.simple_tag
def hours(event, day):
    """What of ``day`` an event takes: its time of day, with the city where it is not the office's; else in words."""
    first, _last = agenda.days_of(event)
    if day != first:
        return _("continued")
    if event.starts_at is None:
        return _("all day")
    words = _marked(_utc(event.starts_at), f"{event.starts_time:%H:%M}")
    if event.ends_at is not None and event.ends_earliest in (None, first):
        words = format_html("{}–{}", words, _marked(_utc(event.ends_at), f"{event.ends_time:%H:%M}"))
    return words if event.zone == settings.OFFICE_TIME_ZONE else format_html("{} {}", words, place_of(event.zone))


@register.simple_tag
def hour_in(instant, zone):
    """An instant by the clock of a zone, with UTC: for deadlines."""
    return _marked(_utc(instant), hour_words(instant, zone))


def hour_words(instant, zone):
    """``hour_in`` without markup."""
    local, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(dt.UTC)
    words = f"{_date(local)}, {local:%H:%M} {place_of(zone)}"
    if zone == "UTC":
        return words
    other_day = "" if local.date() == utc.date() else f"{formats.date_format(utc, 'SHORT_DATE_FORMAT')} "
    return f"{words} ({other_day}{utc:%H:%M} UTC)"
