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
from pressoffice.ground.zones import EARLIER, LATER, ClockChange, instant_of


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


def office_hour(naive, which=""):
    """The instant of a wall-clock hour in the office's zone, in UTC.

    Raises ValidationError for an hour the clocks leave out, and for one they pass twice (code ``twice``) unless
    ``which`` says which of the two is meant: code never guesses.
    """
    try:
        return instant_of(naive.date(), naive.time(), settings.OFFICE_TIME_ZONE, which)
    except ClockChange as change:
        told = {"hour": f"{naive:%H:%M}", "day": formats.date_format(naive, "j M Y"), "zone": change.zone}
        if change.skipped:
            raise ValidationError(
                _("There is no %(hour)s on %(day)s in %(zone)s: the clocks go forward over it. Choose another hour.")
                % told
            ) from change
        raise ValidationError(
            _("%(hour)s comes twice on %(day)s in %(zone)s: the clocks go back. Say which of the two is meant.") % told,
            code="twice",
        ) from change


class OfficeHourInput(forms.DateTimeInput):
    """A box for an hour; beside an hour the clocks show twice, the choice between the two.

    Its value is the hour as typed, with ``~earlier`` or ``~later`` behind it where that was chosen.
    """

    template_name = "forms/hour.html"

    def value_from_datadict(self, data, files, name):
        """What was typed and, in the small field beside it, chosen."""
        typed, which = data.get(name), data.get(f"{name}_which")
        return f"{typed}~{which}" if typed and which in (EARLIER, LATER) else typed

    def get_context(self, name, value, attrs):
        """The box, and the choice where there is one to make."""
        naive, which = value, ""
        if isinstance(value, str):
            value, _mark, which = value.partition("~")
            naive = _typed(value)
        elif isinstance(value, dt.datetime):
            which = LATER if value.fold else EARLIER
        context = super().get_context(name, value, attrs)
        both = _twice(naive) if isinstance(naive, dt.datetime) else None
        if both:
            words = {EARLIER: _("the first time (%(hour)s UTC)"), LATER: _("the second time (%(hour)s UTC)")}
            context["twice"] = [
                (key, words[key] % {"hour": f"{both[key]:%H:%M}"}, key == which) for key in (EARLIER, LATER)
            ]
        return context


def _typed(words):
    """The wall-clock hour in ``words``; None where they are not one, or at an end of the calendar.

    Such an hour is none in another zone.
    """
    for shape in OfficeHourField.input_formats:
        try:
            naive = dt.datetime.strptime(words, shape)  # noqa: DTZ007
        except ValueError:
            continue
        return naive if 1 < naive.year < 9999 else None
    return None


def _twice(naive):
    """``{earlier: instant, later: instant}`` of an hour the office's clocks show twice; None for any other."""
    try:
        office_hour(naive)
    except ValidationError as refused:
        return {key: office_hour(naive, key) for key in (EARLIER, LATER)} if refused.code == "twice" else None
    return None


class OfficeHourField(forms.DateTimeField):
    """An hour by the office's clocks, as an instant in UTC; one that is left out is refused, one that comes twice too
    until it is said which of the two is meant."""

    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]

    def __init__(self, **kwargs):
        attributes = {"type": "datetime-local", "data-office-hour": "", "data-zone": settings.OFFICE_TIME_ZONE}
        kwargs["widget"] = OfficeHourInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
        super().__init__(**kwargs)

    def to_python(self, value):
        """The instant meant by a wall-clock hour."""
        if not value:
            return None
        words, _mark, which = value.partition("~")
        naive = _typed(words)
        if naive is None:
            raise ValidationError(gettext_lazy("Give the hour as 2026-05-17T09:30."))
        return office_hour(naive, which)


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
