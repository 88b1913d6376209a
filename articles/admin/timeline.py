"""Positions in the order they were held, in words for staff; what waits for its hour is marked."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.life import office_time
from people.admin import today
from people.models import Position
from people.models.position import held_q
from pressoffice.ground.partial_dates import PartialDate

_LAST = dt.date.max


@dataclass
class Line:
    """One position as it stands, or as it will from an hour on."""

    when: str
    what: str
    url: str = ""
    words: list = field(default_factory=list)
    today: bool = False
    coming: str = ""


def in_force_or_coming():
    """The positions as their rows in force say, and those that wait for their hour; what was replaced is left out."""
    return Position.objects.filter(Q(public_until=None) | Q(public_until__gt=timezone.now()))


def timeline_of(person, *, link):
    """The positions of ``person``, oldest first, in two statements; ``link``: whether each leads to its form."""
    rows = list(
        in_force_or_coming().filter(person=person).select_related("organisation").prefetch_related("accredited_to")
    )
    rows.sort(key=lambda row: (row.starts_earliest or row.ends_latest or _LAST, row.pk))
    return [_line(row, row.label + (f", {row.organisation.label}" if row.organisation else ""), link) for row in rows]


def holders_of(organisation, *, link, most=50):
    """Who holds a position there, today or from an hour on, and whether there are more, in two statements."""
    now = timezone.now()
    rows = list(
        in_force_or_coming()
        .filter(held_q(today()) | Q(public_from__gt=now), organisation=organisation)
        .select_related("person")
        .prefetch_related("accredited_to")
        .order_by("title", "person__sort_key", "pk")[: most + 1]
    )
    return [_line(row, f"{row.person.label}, {row.label}", link) for row in rows[:most]], len(rows) > most


def when(position):
    """From when until when, as far as is known, in words."""
    starts, ends = (PartialDate(text).words() if text else "" for text in (position.starts, position.ends))
    if starts and ends:
        return f"{starts} – {ends}"
    if starts:
        return _("since %(date)s") % {"date": starts}
    if ends:
        return _("until %(date)s") % {"date": ends}
    return _("dates not known")


def _line(row, what, link):
    words = []
    if row.acting:
        words.append(_("acting"))
    if row.joint:
        words.append(_("held jointly"))
    if accredited := [body.label for body in row.accredited_to.all()]:
        words.append(_("accredited to %(bodies)s") % {"bodies": ", ".join(accredited)})
    return Line(
        when=when(row),
        what=what,
        url=reverse("admin:people_position_change", args=[row.pk]) if link else "",
        words=words,
        today=_holds_today(row),
        coming=_coming(row),
    )


def _coming(row):
    """That the row waits for an hour, or gives way to one that does."""
    if row.public_from is not None and row.public_from > timezone.now():
        return _("under embargo until %(hour)s") % {"hour": office_time(row.public_from)}
    if row.public_until is not None:
        return _("changes at %(hour)s") % {"hour": office_time(row.public_until)}
    return ""


def _holds_today(row):
    """``held_q`` for a row in hand, of which what waits for its hour does not hold yet."""
    if row.public_from is not None and row.public_from > timezone.now():
        return False
    day = today()
    over = bool(row.ends) and (row.ends_latest is None or row.ends_latest < day)
    return not over and (row.starts_earliest is None or row.starts_earliest <= day)
