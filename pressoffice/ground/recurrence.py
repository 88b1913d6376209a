"""Rules by which days recur (RFC 5545, RRULE), as far as a day needs them: no hours, no end of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

MOST = 400  # days a rule may give at once
LONGEST = 400  # the widest INTERVAL
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # by the number of Python's weekday()
_PARTS = {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST"}


class RuleError(ValueError):
    """A rule that cannot be followed; the message is for an editor."""


def read_rule(text: str) -> str:
    """The rule in the one spelling that is kept: capitals, no ``RRULE:``. Raises RuleError where it is none of ours."""
    rule = text.strip().upper().removeprefix("RRULE:").strip(";")
    parts = {name: value for name, _equals, value in (part.partition("=") for part in rule.split(";"))}
    if "UNTIL" in parts:
        raise RuleError(_("Give the last day in its own field, not in the rule (UNTIL)."))
    for name in parts:
        if name not in _PARTS:
            raise RuleError(
                _("“%(part)s” is not part of a rule for days. Use: %(known)s.")
                % {"part": name, "known": ", ".join(sorted(_PARTS))}
            )
    if parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise RuleError(_("A rule begins with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY."))
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not (parts[name].isdecimal() and 1 <= int(parts[name]) <= LONGEST):
            raise RuleError(_("%(part)s is a number from 1 to %(most)s.") % {"part": name, "most": LONGEST})
    try:
        _parsed(rule, dt.date(2000, 1, 1))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise RuleError(_("“%(rule)s” cannot be read: %(fault)s.") % {"rule": rule, "fault": error}) from error
    return rule


def days(rule: str, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days of ``rule`` from ``first`` on, up to and with ``last``, in order."""
    for moment in _parsed(rule, first):
        if moment.date() > last:
            return
        yield moment.date()


def _parsed(rule: str, first: dt.date) -> Any:
    return rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))


def rule_for(choice: str, day: dt.date, weekdays: list[str] | tuple[str, ...] = ()) -> str:
    """The rule of one of the plain choices for an event that begins on ``day``.

    ``daily``, ``workdays``, ``weekly``, ``fortnightly`` (both on ``weekdays``, codes as MO, or else on that of
    ``day``), ``monthly`` (the same day of the month), ``monthly-weekday`` (the second Thursday, for instance; the fifth
    of a month counts as its last).
    """
    code = CODES[day.weekday()]
    chosen = ",".join(one for one in CODES if one in weekdays) or code
    nth = (day.day - 1) // 7 + 1
    return {
        "daily": "FREQ=DAILY",
        "workdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "weekly": f"FREQ=WEEKLY;BYDAY={chosen}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={chosen}",
        "monthly": f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
        "monthly-weekday": f"FREQ=MONTHLY;BYDAY={-1 if nth == 5 else nth}{code}",
    }[choice]


def in_words(rule: str) -> str:
    """The rule for a reader in the active language; the rule itself where it is none of the plain ones."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    every = int(parts.get("INTERVAL", 1))
    known = set(parts) - {"WKST"}
    weekdays = parts.get("BYDAY", "").split(",")
    if parts.get("FREQ") == "DAILY" and known == {"FREQ"}:
        return _("every day")
    if parts.get("FREQ") == "WEEKLY" and known <= {"FREQ", "INTERVAL", "BYDAY"} and set(weekdays) <= set(CODES):
        told = {"days": ", ".join(str(WEEKDAYS[CODES.index(one)]) for one in weekdays), "count": every}
        if every == 1:
            return _("every week: %(days)s") % told
        return (_("every two weeks: %(days)s") if every == 2 else _("every %(count)s weeks: %(days)s")) % told
    if parts.get("FREQ") == "MONTHLY" and known == {"FREQ", "BYMONTHDAY"} and parts["BYMONTHDAY"].isdecimal():
        return _("every month on day %(day)s") % {"day": parts["BYMONTHDAY"]}
    if parts.get("FREQ") == "MONTHLY" and known == {"FREQ", "BYDAY"} and len(weekdays) == 1:
        number, code = weekdays[0][:-2], weekdays[0][-2:]
        told = {"day": str(WEEKDAYS[CODES.index(code)])} if code in CODES else {}
        words = {
            "1": _("every month: first %(day)s"),
            "2": _("every month: second %(day)s"),
            "3": _("every month: third %(day)s"),
            "4": _("every month: fourth %(day)s"),
            "-1": _("every month: last %(day)s"),
        }
        if told and number in words:
            return words[number] % told
    return rule
