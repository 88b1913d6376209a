"""Dates as printed, in EDTF (ISO 8601-2), never completed from outside the text.

``8 August`` is ``XXXX-08-08``; a weekday or "today" becomes a day only where a line of the text carries its full date.
"""

from __future__ import annotations

import datetime
import re

from articles.importer.parse.document import DateFound, Span
from articles.importer.parse.vocabulary import MONTHS, WEEKDAYS
from people.names import fold

_DAY = r"\d{1,2}"
_MONTH = r"[^\W\d_]{3,10}\.?"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DATE = re.compile(
    rf"""
    \b(?P<iso>{_YEAR}-\d\d-\d\d)\b
  | \b(?P<d1>{_DAY})\.(?P<m1>\d{{1,2}})\.(?P<y1>{_YEAR})\b
  | \b(?P<d2>{_DAY})(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<d2b>{_DAY})|\s(?:to|and)\s(?P<d2c>{_DAY}))?(?:st|nd|rd|th)?
      \s(?:of\s)?(?P<m2>{_MONTH})(?:,?\s(?:of\s)?(?P<y2>{_YEAR}))?(?!\d)
  | \b(?P<m3>{_MONTH})\s(?P<d3>{_DAY})(?:st|nd|rd|th)?
      (?:\s?[-–—]\s?(?P<d3b>{_DAY})|\s(?:to|and)\s(?P<d3c>{_DAY}))?(?:st|nd|rd|th)?
      (?![\d:%.]\d|\d|\s?(?:percent|million|billion|people|countries))(?:,?\s(?:of\s)?(?P<y3>{_YEAR})(?!\d))?
  | \b(?P<m4>{_MONTH}),?\s(?:of\s)?(?P<y4>{_YEAR})\b
  | \b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b
  | \b(?P<relative>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Сс]егодня)\b
  | (?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring)\s)(?P<y5>{_YEAR})\b(?!\s?%)
    """,
    re.VERBOSE,
)


def _month(word: str | None) -> int:
    return MONTHS.get(fold(word), 0) or MONTHS.get(fold(word).rstrip("."), 0) if word else 0


def _edtf(year: str | None, month: int, day: str | None = None) -> str:
    """The EDTF form; empty where month or day do not exist."""
    if not 1 <= month <= 12:
        return ""
    prefix = f"{year or 'XXXX'}-{month:02}"
    if day is None:
        return prefix
    try:
        datetime.date(int(year) if year else 2000, month, int(day))
    except ValueError:
        return ""
    return f"{prefix}-{int(day):02}"


def _interval(year: str | None, month: int, first: str, last: str | None) -> str:
    start = _edtf(year, month, first)
    end = _edtf(year, month, last) if last else ""
    return f"{start}/{end}" if start and end else start


def find_dates(text: str, paragraph: int) -> list[DateFound]:
    """The dates printed in ``text``, in order. Weekdays and "today" come with an empty ``edtf``."""
    found = []
    position = 0
    while match := _DATE.search(text, position):
        value, start, end = _value(match)
        if value is None:
            # The words only looked like a date; look again behind the first of them.
            position = _next_word(text, match.start())
            continue
        found.append(DateFound(text[start:end], value, Span(paragraph, start, end)))
        position = match.end()
    return found


def _next_word(text: str, start: int) -> int:
    while start < len(text) and text[start].isalnum():
        start += 1
    return start + 1


def _value(match: re.Match[str]) -> tuple[str | None, int, int]:
    group = match.groupdict()
    start, end = match.span()
    if group["iso"]:
        year, month, day = group["iso"].split("-")
        value = _edtf(year, int(month), day)
    elif group["d1"]:
        value = _edtf(group["y1"], int(group["m1"]), group["d1"])
    elif group["d2"]:
        value = _interval(group["y2"], _month(group["m2"]), group["d2"], group["d2b"] or group["d2c"])
        if (
            value
            and not group["y2"]
            and group["m2"]
            and not group["m2"][0].isupper()
            and group["m2"].lower() in ("may", "march")
            and match.string[match.end() : match.end() + 2].strip()[:1].islower()
        ):
            value = ""
    elif group["d3"]:
        value = _interval(group["y3"], _month(group["m3"]), group["d3"], group["d3b"] or group["d3c"])
        if group["m3"] and not group["m3"][0].isupper() and group["m3"].isascii():
            value = ""
    elif group["y4"]:
        value = _edtf(group["y4"], _month(group["m4"]))
    elif group["y5"]:
        return group["y5"], match.start("y5"), match.end("y5")
    else:
        return "", start, end
    if not value:
        return None, start, end
    return value, start, end


def full_day(edtf: str) -> datetime.date | None:
    """The day that ``edtf`` names with its year; None for anything less."""
    try:
        return datetime.date.fromisoformat(edtf) if len(edtf) == 10 else None
    except ValueError:
        return None


def resolve(date: DateFound, dated: str, *, past: bool = True) -> DateFound:
    """``date`` with its day worked out from ``dated``, the full date that a line of the text carries.

    Weekdays are the last such day before or on the dated line (``past``); "today" and "yesterday" count from it.
    Unchanged where either is unknown.
    """
    day = full_day(dated)
    if date.edtf or day is None:
        return date
    word = fold(date.words)
    if word in WEEKDAYS and past:
        day -= datetime.timedelta(days=(day.weekday() - WEEKDAYS[word]) % 7)
    elif word in ("today", "segodnya"):
        pass
    elif word == "yesterday":
        day -= datetime.timedelta(days=1)
    elif word == "tomorrow":
        day += datetime.timedelta(days=1)
    else:
        return date
    return DateFound(date.words, day.isoformat(), date.span)


def exchange_date(edtf: str) -> str | None:
    """``MM-DD`` or ``YYYY-MM-DD`` for a day (the first of an interval); None for less than a day."""
    first = edtf.split("/")[0]
    if len(first) != 10:
        return None
    return first.removeprefix("XXXX-")
