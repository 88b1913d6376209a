"""Days: read from a line in English, Azerbaijani and Russian, with the weekday beside them; days that do not exist."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from pressoffice.ground.partial_dates import PartialDate

_MONTHS = [
    "january|jan|yanvar|январ[ьяе]", "february|feb|fevral|феврал[ьяе]", "march|mar|mart|март[ае]?",
    "april|apr|aprel|апрел[ьяе]", "may|ma[iy]|ма[йяе]", "june|jun|iyun|июн[ьяе]", "july|jul|iyul|июл[ьяе]",
    "august|aug|avqust|август[ае]?", "september|sept?|sentyabr|сентябр[ьяе]", "october|oct|oktyabr|октябр[ьяе]",
    "november|nov|noyabr|ноябр[ьяе]", "december|dec|dekabr|декабр[ьяе]",
]  # fmt: skip
_WEEKDAYS = [
    "monday|mon|bazar ertəsi|понедельник[ауе]?", "tuesday|tues?|çərşənbə axşamı|вторник[ауе]?",
    "wednesday|wed|çərşənbə|сред[аыуе]", "thursday|thurs?|cümə axşamı|четверг[ауе]?", "friday|fri|cümə|пятниц[аыуе]",
    "saturday|sat|şənbə|суббот[аыуе]", "sunday|sun|bazar|воскресень[еяю]",
]  # fmt: skip
MONTH_WORDS = "(?i:" + "|".join(_MONTHS) + ")"
# Two words before one: "çərşənbə axşamı" is Tuesday, "çərşənbə" Wednesday; "bazar ertəsi" Monday, "bazar" Sunday.
_DAY_NAMES = sorted("|".join(_WEEKDAYS).split("|"), key=len, reverse=True)
_WEEKDAY = r"(?P<weekday>\b(?i:" + "|".join(_DAY_NAMES) + r")\b)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SUFFIX = r"(?:st|nd|rd|th|-?(?:ci|cı|cu|cü|го|е))?"
_AFTER_YEAR = r"(?:-?(?:ci|cı|cu|cü)\b)?(?:\s+(?:il\w{0,4}|года?|году)\b)?"
_DAY = r"(?<![\d.,:/–-])(?P<day>\d{1,2})"

_CASE = r"(?P<case>da|də|dan|dən|dək|adək|ədək|ın|in|un|ün)?"  # of an Azerbaijani month
_MONTH = rf"(?P<month>{MONTH_WORDS})"

_SHAPES = [
    re.compile(  # 3 November 2023, 3 noyabr 2023-cü il, 3 ноября
        rf"{_DAY}{_SUFFIX}\s+(?:of\s+)?{_MONTH}{_CASE}(?!\w)(?:\.(?=,?\s+\d{{4}}))?"
        rf"(?:,?\s+(?:of\s+)?{_YEAR}\b{_AFTER_YEAR})?"
    ),
    re.compile(  # November 3, 2023
        rf"\b{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?!\s?[–-]\s?\d)(?![\d:.%,]?\d)(?P<ordinal>{_SUFFIX})(?![\w%])(?P<case>)"
        rf"(?:,?\s+(?:of\s+)?{_YEAR}\b)?"
    ),
    re.compile(  # 2023-cü il noyabrın 3-də
        rf"(?:\b{_YEAR}\b-?(?:ci|cı|cu|cü)\s+il\w{{0,4}}\s+)?\b{_MONTH}(?P<case>ın|in|un|ün)\s+"
        rf"(?P<day>\d{{1,2}})(?!\s?[–-]\s?\d)(?:-[^\W\d]{{1,5}})?(?!\w)"
    ),
]
_SPANS = re.compile(  # 3–5 November, November 3-5: of these only the month is compared
    rf"\d{{1,2}}\s?[–-]\s?\d{{1,2}}(?=\s+{MONTH_WORDS})|(?<=[a-zа-яё])\s+\d{{1,2}}\s?[–-]\s?\d{{1,2}}(?=\b)"
)
_ISO = re.compile(rf"(?<![\w./-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_DOTTED = re.compile(rf"(?<![\w./-])(?P<day>\d{{1,2}})(?P<mark>[./])(?P<month>\d{{1,2}})(?P=mark){_YEAR}(?![\w-])")
_BEFORE = re.compile(_WEEKDAY + r"(?:\s+günü)?,?\s*\(?\s*(?:the\s+)?$")
_AFTER = re.compile(r"^(?:\s+(?:il|tarix)\w*)?,?\s*\(?\s*(?:on\s+|в[о]?\s+)?" + _WEEKDAY)
_ON = re.compile(r"\b(?:on|by|until|from|of|dated)\s+$", re.IGNORECASE)
_NEAR = dt.timedelta(days=60)  # a day without a year is that of the text's own year as far as this


@dataclass(frozen=True)
class Day:
    """A day as a line says it: ``year`` is 0 where none stands there, ``weekday`` (Monday 0) None likewise.

    It stands at ``[start, end)`` of the line; ``words`` hold the weekday too.
    """

    start: int
    words: str
    day: int
    month: int
    year: int = 0
    weekday: int | None = None
    end: int = 0

    @property
    def exists(self) -> bool:
        """Whether a calendar has it; without a year, that of a leap year."""
        return 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]


def _month(words: str) -> int:
    return next(n for n, shape in enumerate(_MONTHS, start=1) if re.fullmatch(shape, words, re.IGNORECASE))


def _weekday(words: str) -> int:
    return next(n for n, shape in enumerate(_WEEKDAYS) if re.fullmatch(shape, words, re.IGNORECASE))


@lru_cache(maxsize=4000)  # three checks ask of each line
def days(line: str) -> tuple[Day, ...]:
    """The days ``line`` names, in order; numbers beside a month that are no day of it are left out."""
    found: list[Day] = []
    taken: list[range] = []
    for n, shape in enumerate(_SHAPES):
        for match in shape.finditer(line):
            if any(match.start() in place or place.start in range(*match.span()) for place in taken):
                continue
            if match["month"] in ("may", "march", "mar") and not (match["year"] or match["case"]):
                continue  # words of their own in English, in small letters
            day = _day(line, match)
            if day.day > 39 or (not day.exists and n == 1 and not _surely(line, match)):
                continue
            taken.append(range(*match.span()))
            found.append(day)
    for shape in (_ISO, _DOTTED):
        for match in shape.finditer(line):
            year, month, number = int(match["year"]), int(match["month"]), int(match["day"])
            if "/" not in match[0] and _possible(year, month, number):
                found.append(Day(match.start(), match[0], number, month, year, None, match.end()))
    return tuple(sorted(found, key=lambda day: day.start))


def without_days(line: str) -> str:
    """``line`` without its days and spans of days; the years beside them stay."""
    for day in reversed(days(line)):
        line = f"{line[: day.start]} {day.year or ''} {line[day.end :]}"
    return _SPANS.sub(" ", line)


def _day(line: str, match: re.Match[str]) -> Day:
    before = _BEFORE.search(line[: match.start()])
    after = _AFTER.search(line[match.end() :])
    start = before.start() if before else match.start()
    end = match.end() + (after.end() if after and not before else 0)
    named = before or after
    year = int(match["year"] or 0)
    return Day(
        match.start(),
        line[start:end].strip(),
        int(match["day"]),
        _month(match["month"]),
        year,
        _weekday(named["weekday"]) if named else None,
        match.end(),
    )


def _surely(line: str, match: re.Match[str]) -> bool:
    """Whether "November 31" can only be a day: in "In November 31 delegates came" it is none."""
    rest = line[match.end() :]
    return bool(match["year"] or match["ordinal"] or _ON.search(line[: match.start()]) or not re.match(r"\s+\w", rest))


def _no_such_date(draft: Draft) -> Iterator[Hit]:
    for block, field, line in draft.said:
        for words in impossible(line):
            yield Hit(words, block=block, field=field, told={"words": words})


def impossible(line: str) -> list[str]:
    """The days ``line`` names that no calendar has."""
    found = [day.words for day in days(line) if not day.exists]
    for shape in (_ISO, _DOTTED):
        for match in shape.finditer(line):
            year, first, second = int(match["year"]), int(match["month"]), int(match["day"])
            swapped = shape is _DOTTED and _possible(year, second, first)  # the month may stand first
            if not (swapped or _possible(year, first, second)):
                found.append(match[0])
    return found


def _possible(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _wrong_weekday(draft: Draft) -> Iterator[Hit]:
    for block, field, line in draft.said:
        for day in days(line):
            if day.weekday is None or not day.exists:
                continue
            date = _meant(day, draft)
            if date is not None and date.weekday() != day.weekday:
                told = {"date": formats.date_format(date, "DATE_FORMAT"), "weekday": WEEKDAYS[date.weekday()]}
                yield Hit(day.words, block=block, field=field, told=told, about=date.isoformat())


def _meant(day: Day, draft: Draft) -> dt.date | None:
    """The date a day stands for: without a year, the nearest one to the day of the text; None where nobody can say."""
    if day.year:
        return dt.date(day.year, day.month, day.day)
    dateline = PartialDate(draft.article.dateline_date) if draft.article.dateline_date else None
    if dateline is not None and dateline.earliest is not None:
        around = dateline.earliest
    elif draft.dated:
        around = draft.moment.day
    else:
        return None
    years = [year for year in (around.year - 1, around.year, around.year + 1) if _possible(year, day.month, day.day)]
    nearest = min(
        (dt.date(year, day.month, day.day) for year in years), key=lambda one: abs(one - around), default=None
    )
    return nearest if nearest and abs(nearest - around) <= _NEAR else None


CHECKS = [
    Check(
        "no-such-date", _("A day that does not exist"), _("No calendar has “%(words)s”."), _("Correct the date."),
        _no_such_date,
    ),
    Check(
        "weekday", _("The weekday does not match the date"), _("%(date)s is a %(weekday)s."),
        _("Correct the weekday or the date."), _wrong_weekday,
    ),
]  # fmt: skip
