"""How press contacts are told: numbers to call, languages spoken, hours in words."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from django import template
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.templatetags.when import place_of
from pressoffice.ground.opening_hours import HoursError, parse

register = template.Library()


@register.filter
def telephone(number):
    """The ``tel:`` address of a number (RFC 3966)."""
    return "tel:+" + re.sub(r"\D", "", number)


@register.filter
def language_here(code):
    """The name of a language in the language of the page; the code where CLDR has none."""
    for shown in (get_language(), "en"):
        try:
            return Locale.parse(shown, sep="-").languages[code]
        except (KeyError, UnknownLocaleError, ValueError):
            continue
    return code


@register.filter
def spoken(codes):
    """``az, en`` as the names of the languages in the language of the page."""
    return [language_here(code.strip()) for code in codes.split(",") if code.strip()]


@register.filter
def hours_in_words(hours):
    """The hours rule by rule, ``{days, times}``; as they stand where they cannot be read."""
    try:
        rules = parse(hours).rules
    except HoursError:
        return [{"days": hours, "times": ""}]
    if parse(hours).always:
        return [{"days": _("at all hours, every day"), "times": ""}]
    return [
        {
            "days": _("every day") if len(rule.days) == 7 else ", ".join(_run(*run) for run in _runs(rule.days)),
            "times": ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in rule.times),
        }
        for rule in rules
    ]


def _runs(days):
    """Days of the week as ``(first, last)`` of each run of days that follow one another."""
    runs = []
    for day in days:
        if runs and day == (runs[-1][1] + 1) % 7:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _run(first, last):
    return _weekday(first) if first == last else f"{_weekday(first)}–{_weekday(last)}"


def _weekday(number):
    """The name of a day of the week, 0 being Monday, as it stands within a sentence."""
    try:
        return Locale.parse(get_language(), sep="-").days["stand-alone"]["wide"][number]
    except (UnknownLocaleError, ValueError):
        return str(WEEKDAYS[number])


def _clock(minutes):
    return "24:00" if minutes == 24 * 60 else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


@register.filter
def opening(contact, now):
    """Whether somebody is there at ``now`` and until when, in words, by the clocks of the contact's zone."""
    state, zone = contact.state, ZoneInfo(contact.zone)
    if state.until is None:
        return _("open at all hours")
    here, then = now.astimezone(zone), state.until.astimezone(zone)
    told = {"time": f"{then:%H:%M}", "day": _weekday(then.weekday())}
    days = (then.date() - here.date()).days
    if state.open:
        if days == 0 or (days == 1 and told["time"] == "00:00"):
            told["time"] = "24:00" if days else told["time"]
            return _("open now, until %(time)s") % told
        return _("open now, until %(day)s, %(time)s") % told
    if days == 0:
        return _("closed now, opens today at %(time)s") % told
    if days == 1:
        return _("closed now, opens tomorrow at %(time)s") % told
    if days == 7:
        told["day"] = formats.date_format(then.date(), "DATE_FORMAT")
    return _("closed now, opens %(day)s, %(time)s") % told


@register.filter
def clocks_of(zone):
    """The city by whose clocks a contact keeps its hours: ``Bakı`` for ``Asia/Baku``."""
    try:
        return place_of(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return zone
