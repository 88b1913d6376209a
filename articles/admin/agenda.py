"""The agenda of the desk: events by month, week and as a list, who covers them, what is missing; the week ahead."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.life import office_time, office_zone
from articles.desk import drafting
from articles.desk.coverage import Gap, gaps, plan
from articles.desk.events import in_force
from articles.models import Event
from articles.models.event import Coverage
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import is_public

VIEWS = ("week", "month", "list")
LIST_DAYS = 30
MOST = 500  # events on one page
ONE = dt.timedelta(days=1)


@dataclass
class Entry:
    """An event on one day of the agenda, in the words the page shows."""

    event: Event
    when: str
    office: str
    where: str
    release: str
    goes_on: bool = False
    owed: list[Coverage] = field(default_factory=list)
    gap: Gap | None = None
    chosen: bool = False


# --- What is asked ----------------------------------------------------------------------------------------------------


@dataclass
class Asked:
    """What the address asks for; what cannot be read falls back to this week and everybody."""

    view: str
    day: dt.date
    today: dt.date
    who: str

    @classmethod
    def of(cls, request):
        """What ``request`` asks for."""
        today = timezone.localtime(request.now, office_zone()).date()
        view, who = request.GET.get("view", ""), request.GET.get("who", "")
        try:
            day = dt.date.fromisoformat(request.GET.get("day", ""))
        except ValueError:
            day = today
        if not 1900 < day.year < 9000:
            day = today
        return cls(view if view in VIEWS else "week", day, today, who if who.isdecimal() else "")

    def span(self):
        """The first and last day shown."""
        if self.view == "month":
            first = self.day.replace(day=1)
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            return first - first.weekday() * ONE, last + (6 - last.weekday()) * ONE
        if self.view == "list":
            return self.day, self.day + (LIST_DAYS - 1) * ONE
        first = self.day - self.day.weekday() * ONE
        return first, first + 6 * ONE

    def beside(self):
        """The days by which the page before and the page after are asked for."""
        if self.view == "month":
            first = self.day.replace(day=1)
            return (first - ONE).replace(day=1), (first + 31 * ONE).replace(day=1)
        step = 7 if self.view == "week" else LIST_DAYS
        return self.day - step * ONE, self.day + step * ONE

    def title(self):
        """What the page shows, in words."""
        first, last = self.span()
        if self.view == "month":
            return formats.date_format(self.day, "YEAR_MONTH_FORMAT")
        told = {"first": formats.date_format(first, "j M Y"), "last": formats.date_format(last, "j M Y")}
        return _("%(first)s to %(last)s") % told

    def address(self, **other):
        """The address of this page with other answers."""
        said = {"view": self.view, "day": self.day.isoformat(), "who": self.who} | other
        return "?" + urlencode({name: value for name, value in said.items() if value})


# --- What is shown ----------------------------------------------------------------------------------------------------


def agenda_view(request):
    """The agenda; the same number of queries however many events there are."""
    if not request.user.has_perm("articles.view_event"):
        raise PermissionDenied
    asked = Asked.of(request)
    first, last = asked.span()
    missing = gaps(request.now, asked.who or None)
    by_day, undated = entries(asked, missing, request.now)
    before, after = asked.beside()
    context = {
        **admin.site.each_context(request),
        "title": _("Agenda"),
        "subtitle": asked.title(),
        "asked": asked,
        "views": [(view, label, asked.address(view=view)) for view, label in _views()],
        "before": asked.address(day=before.isoformat()),
        "after": asked.address(day=after.isoformat()),
        "to_today": asked.address(day=asked.today.isoformat()),
        "days": [_day(day, by_day[day], asked) for day in _days(first, last)],
        "weekdays": [formats.date_format(first + n * ONE, "D") for n in range(7)],
        "undated": undated,
        "missing": missing,
        "people": people(),
        "week_ahead": _week_ahead(request, asked, by_day, first, last),
    }
    return TemplateResponse(request, "admin/agenda.html", context)


def _views():
    return [("month", _("Month")), ("week", _("Week")), ("list", _("List"))]


def _days(first, last):
    return [first + n * ONE for n in range((last - first).days + 1)]


def _day(day, found, asked):
    return {
        "date": day,
        "label": formats.date_format(day, "l, j F Y"),
        "entries": found,
        "is_today": day == asked.today,
        "outside": asked.view == "month" and day.month != asked.day.month,
    }


def people():
    """Staff who cover something, to choose from: ``(key, name)``."""
    covering = Coverage.objects.exclude(assignee=None).values("assignee")
    return [(str(user.pk), str(user)) for user in get_user_model().objects.filter(pk__in=covering).order_by("username")]


def entries(asked, missing, now):
    """``({day: entries}, entries without a day)`` of the days shown, each day in the order of its hours."""
    first, last = asked.span()
    rows = (
        in_force(now)
        .annotate(until=Coalesce("ends_latest", "starts_latest"))
        .filter(Q(starts_earliest__lte=last), Q(until__gte=first) | Q(until=None))
        .select_related("root", "place", "series")
        .order_by(F("starts_at").asc(nulls_first=True), "starts_earliest", "sort_key", "pk")
    )
    if asked.who:
        theirs = Coverage.objects.filter(assignee=asked.who).values("event")
        rows = rows.filter(Q(pk__in=theirs) | Q(root__in=theirs))
    rows = list(rows[:MOST])
    owed = defaultdict(list)
    for line in plan(now).filter(event__in={row.root_id or row.pk for row in rows}):
        owed[line.event_id].append(line)
    gap_of = {gap.event.pk: gap for gap in missing}
    by_day, undated = defaultdict(list), []
    for row in rows:
        said = _entry(row, owed[row.root_id or row.pk], gap_of.get(row.pk), now, first)
        if row.starts_earliest != row.starts_latest:
            undated.append(said)
            continue
        for day in _days(max(first, row.starts_earliest), min(last, row.until or row.starts_earliest)):
            goes_on = day != row.starts_earliest
            by_day[day].append(said if not goes_on else _entry(row, [], None, now, first, goes_on=True))
    return by_day, undated


def _entry(event, owed, gap, now, first, *, goes_on=False):
    clock, office = "", ""
    if event.starts_at and event.starts_time and not goes_on:
        clock = f"{event.starts_time:%H:%M}" + (f"–{event.ends_time:%H:%M}" if event.ends_time else "")
        if event.zone != settings.OFFICE_TIME_ZONE:
            clock += f" {event.zone.rsplit('/', 1)[-1].replace('_', ' ')}"
            office = office_time(event.starts_at)
    starts = dt.datetime.combine(first, dt.time(), office_zone())
    shown = is_public(event, now) or (event.public_from is not None and now < event.public_from <= starts)
    return Entry(
        event,
        clock or (_("goes on") if goes_on else _("all day") if event.all_day else ""),
        office,
        drafting.where(event, settings.LANGUAGE_CODE),
        _release(event, now),
        goes_on,
        owed,
        gap,
        chosen=shown and event.status == Event.Status.SCHEDULED,
    )


def _release(event, now):
    """What readers see of it, in words, where that is not simply everything."""
    if is_public(event, now):
        return ""
    if event.public_from is None:
        return _("not public")
    if event.public_from > now:
        return _("public from %(hour)s") % {"hour": office_time(event.public_from)}
    return _("taken off the site")


# --- The week ahead ---------------------------------------------------------------------------------------------------


def _week_ahead(request, asked, by_day, first, last):
    """The events to choose from for the note on the week shown; None where there is nothing to write."""
    if asked.view != "week" or last < asked.today or not request.user.has_perm("articles.add_article"):
        return None
    found = [entry for day in _days(first, last) for entry in by_day[day] if not entry.goes_on]
    return {"entries": found, "languages": settings.LANGUAGES, "day": first.isoformat()} if found else None


@require_POST
def week_ahead_view(request):
    """Draft the note on a week from the events chosen, and go to its form."""
    if not (request.user.has_perm("articles.add_article") and request.user.has_perm("articles.view_event")):
        raise PermissionDenied
    back = reverse("admin:agenda")
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return HttpResponseRedirect(back)
    back += f"?{urlencode({'view': 'week', 'day': day.isoformat()})}"
    language = request.POST.get("language", "")
    now = database_now()
    chosen = in_force(now).filter(pk__in=[pk for pk in request.POST.getlist("event") if pk.isdecimal()])
    chosen = list(chosen.select_related("root", "place").order_by("starts_earliest", "starts_at", "sort_key"))
    if language not in dict(settings.LANGUAGES) or not chosen:
        messages.error(request, _("Choose a language and at least one event."))
        return HttpResponseRedirect(back)
    article = drafting.draft_week_ahead(chosen, language, day, by=request.user, now=now)
    hidden = [str(event) for event in chosen if not is_public(event, now)]
    if hidden:
        told = {"events": ", ".join(hidden)}
        messages.warning(request, _("Not public yet; a public text about them makes them so: %(events)s.") % told)
    messages.success(request, _("The note was drafted from the events you chose."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def urls(site):
    """The addresses of the agenda, behind the sign-in of ``site``."""
    return [
        path("agenda/", site.admin_view(agenda_view), name="agenda"),
        path("agenda/week-ahead/", site.admin_view(week_ahead_view), name="week-ahead"),
    ]
