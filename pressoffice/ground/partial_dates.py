"""Dates of which not everything is known, in the grammar of EDTF (ISO 8601-2, level 1).

``2023-05-17``, ``2023-09``, ``2023``, ``XXXX-11-03`` (3 November of an unstated year), ``2023-XX-05``, each with an
optional ``?`` (uncertain), ``~`` (approximate) or ``%`` (both). Code never completes a date: what the writer left
open stays open, and the bounds of a date without a year are null.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

_SHAPE = re.compile(
    r"(?P<year>\d{4}|\d{2}XX|\d{3}X|XXXX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%])?"
)


def _known(part: str | None) -> int:
    """A month or day as a number; 0 where it is left open."""
    return 0 if part in (None, "XX") else int(part or 0)


class PartialDate(str):
    """An EDTF string with its bounds.

    ``earliest`` and ``latest`` are the first and last day it can mean, or None where the year is not known.
    Raises ValueError where the text is not of the grammar or names a day that no calendar has.
    """

    year: str
    month: str | None
    day: str | None
    earliest: dt.date | None
    latest: dt.date | None

    def __new__(cls, text: str) -> PartialDate:
        match = _SHAPE.fullmatch(text)
        if not match:
            raise ValueError(f"“{text}” is not a partial date such as 2023-05-17, 2023-05, 2023 or XXXX-05-17.")
        self = super().__new__(cls, text)
        self.year, self.month, self.day = match["year"], match["month"], match["day"]
        month, day = _known(self.month), _known(self.day)
        if self.month not in (None, "XX") and not 1 <= month <= 12:
            raise ValueError(f"“{text}” has no such month.")
        leap_or_own = 2024 if "X" in self.year else int(self.year)
        if leap_or_own == 0:
            raise ValueError(f"“{text}” has no such year.")
        longest = calendar.monthrange(leap_or_own, month)[1] if month else 31
        if self.day not in (None, "XX") and not 1 <= day <= longest:
            raise ValueError(f"“{text}” has no such day.")
        self.earliest = self.latest = None
        if self.year != "XXXX":
            first, last = int(self.year.replace("X", "0")) or 1, int(self.year.replace("X", "9"))
            self.earliest = dt.date(first, month or 1, (day or 1) if month else 1)
            last_month = month or 12
            last_day = (day if month and day else None) or calendar.monthrange(last, last_month)[1]
            self.latest = dt.date(last, last_month, last_day)
        return self

    def words(self) -> str:
        """The date for a reader, in the active language: only what is known is said."""
        month = _known(self.month)
        day = _known(self.day)
        year = None if "X" in self.year else int(self.year)
        if year and month and day:
            return formats.date_format(dt.date(year, month, day), "DATE_FORMAT")
        if month and day:
            return formats.date_format(dt.date(2000, month, day), "MONTH_DAY_FORMAT")
        if year and month:
            return formats.date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")
        return str(year or (MONTHS[month] if month else self))


def validate_partial_date(value: str) -> None:
    """Refuse what is not of the grammar."""
    try:
        PartialDate(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


class PartialDateField(models.CharField):
    """An EDTF string; on save the bounds are written to the date fields named in ``bounds`` (declared after it)."""

    description = _("Partial date (EDTF)")

    def __init__(self, *args: Any, bounds: tuple[str, str] | None = None, **kwargs: Any):
        self.bounds = bounds
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", _("As 2023-05-17, 2023-05 or 2023; XXXX-05-17 where the year is not stated."))
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_partial_date]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.bounds:
            kwargs["bounds"] = self.bounds
        kwargs.pop("help_text", None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if self.bounds:
            date = PartialDate(value) if value else None
            setattr(model_instance, self.bounds[0], date.earliest if date else None)
            setattr(model_instance, self.bounds[1], date.latest if date else None)
        return value
