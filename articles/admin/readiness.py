"""The readiness board: what goes out in the next 48 hours, by the office's clock and in UTC, and what it lacks."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.admin.life import office_time, office_zone
from articles.desk.readiness import AHEAD, due
from articles.models import Bundle, RegisterEdit
from pressoffice.ground.clock import database_now
from pressoffice.ground.numbers import read_number

HOURS = (24, 48, 168)


@dataclass
class Shown:
    """A row of the board as a page shows it."""

    row: object
    url: str
    title: str
    clock: str
    utc: str
    day: str

    def __getattr__(self, name):
        return getattr(self.row, name)

    @property
    def meant(self):
        """Whether the hour is only planned."""
        return self.row.planned

    @property
    def ready(self):
        """Whether it goes out as meant."""
        return self.row.ready


def rows(request, until, *, now=None, thorough=False):
    """What is due until ``until`` of what the signed-in person may know of, with titles and addresses."""
    return [_shown(row) for row in due(now or database_now(), until, user=request.user, thorough=thorough)]


def _shown(row):
    local = timezone.localtime(row.hour, office_zone())
    return Shown(
        row,
        address_of(row.thing),
        str(row.thing) if row.kind != "position" else f"{row.thing.person}: {row.thing}",
        f"{local:%H:%M}",
        f"{row.hour.astimezone(dt.UTC):%H:%M} UTC",
        formats.date_format(local, "l, j F Y"),
    )


def address_of(thing):
    """The page of a thing at the desk."""
    if isinstance(thing, Bundle):
        return reverse("admin:bundle", args=[thing.uid])
    if isinstance(thing, RegisterEdit):
        return reverse("admin:articles_registeredit_change", args=[thing.pk])
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def readiness_view(request):
    """The board; ``?hours=`` looks further or less far ahead."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    asked = request.GET.get("hours", "")
    number = read_number(asked)
    hours = number if number in HOURS else int(AHEAD.total_seconds() // 3600)
    now = database_now()
    found = rows(request, now + dt.timedelta(hours=hours), now=now, thorough=True)
    late, ahead = [row for row in found if row.overdue], [row for row in found if not row.overdue]
    context = {
        **admin.site.each_context(request),
        "title": _("Ready for the next %(hours)d hours?") % {"hours": hours},
        "now": office_time(now),
        "zone": settings.OFFICE_TIME_ZONE,
        "late": late,
        "days": [(day, list(group)) for day, group in groupby(ahead, key=lambda row: row.day)],
        "unready": sum(not row.ready for row in found),
        "count": len(found),
        "choices": [(number, number == hours) for number in HOURS],
    }
    return TemplateResponse(request, "admin/readiness/board.html", context)


def urls(site):
    """The address of the board."""
    return [path("readiness/", site.admin_view(readiness_view), name="readiness")]
