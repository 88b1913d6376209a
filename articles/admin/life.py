"""Instants and public life in words, for staff."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.edition import TAKEDOWNS
from articles.models.vocabulary import EditionClass
from pressoffice.ground.intervals import is_public


def office_zone():
    """The zone the office keeps its hours in."""
    return ZoneInfo(settings.OFFICE_TIME_ZONE)


def office_time(instant):
    """An instant in the office's zone, with UTC beside it where that differs: ``3 Jan 2100, 13:00 (09:00 UTC)``."""
    local = timezone.localtime(instant, office_zone())
    words = formats.date_format(local, "j M Y, H:i")
    if local.utcoffset():
        words = f"{words} ({instant.astimezone(dt.UTC):%H:%M} UTC)"
    return words


def office_hour(naive):
    """The instant of a wall-clock hour in the office's zone, in UTC.

    Raises ValidationError for an hour the clocks leave out or pass twice: code never guesses which is meant.
    """
    zone = office_zone()
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    instant = first.astimezone(dt.UTC)
    if first.utcoffset() == second.utcoffset():
        return instant
    told = {"hour": f"{naive:%H:%M}", "day": formats.date_format(naive, "j M Y"), "zone": zone.key}
    if instant.astimezone(zone).replace(tzinfo=None) != naive:
        raise ValidationError(
            _("There is no %(hour)s on %(day)s in %(zone)s: the clocks go forward over it. Choose another hour.") % told
        )
    raise ValidationError(
        _("%(hour)s comes twice on %(day)s in %(zone)s: the clocks go back. Choose an hour before or after.") % told
    )


class OfficeHourField(forms.DateTimeField):
    """An hour by the office's clocks, as an instant in UTC; one that is left out or comes twice is refused."""

    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]

    def __init__(self, **kwargs):
        attributes = {"type": "datetime-local", "data-office-hour": "", "data-zone": settings.OFFICE_TIME_ZONE}
        kwargs["widget"] = forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
        super().__init__(**kwargs)

    def to_python(self, value):
        """The instant meant by a wall-clock hour."""
        if not value:
            return None
        for shape in self.input_formats:
            try:
                return office_hour(dt.datetime.strptime(value, shape))  # noqa: DTZ007
            except ValueError:
                continue
        raise ValidationError(gettext_lazy("Give the hour as 2026-05-17T09:30."))


def public_life(editions, now):
    """Short sentences on what of a text is public at ``now`` and what is to come; ``editions`` are all it has."""
    live = next((edition for edition in editions if is_public(edition, now)), None)
    said = [_of_live(live)] if live else []
    for edition in editions:
        if edition.settled_at is None and not is_public(edition, now):
            said.append(_of_coming(edition))
    return said or [_("never public")]


def _of_live(edition):
    if edition.edition_class == EditionClass.RETRACTION:
        return _("retracted")
    if edition.edition_class == EditionClass.WITHDRAWAL:
        return _("withdrawn")
    return _("public: edition %(number)s") % {"number": edition.number}


def _of_coming(edition):
    if edition.public_from is None:
        return _("held")
    told = {"hour": office_time(edition.public_from)}
    if edition.edition_class in TAKEDOWNS:
        return _("taken down at %(hour)s") % told
    return _("coming at %(hour)s") % told
