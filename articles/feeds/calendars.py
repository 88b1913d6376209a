"""The events of any question as a calendar to subscribe to (iCalendar, RFC 5545)."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import ical
from articles.addresses import Elsewhere, with_question
from articles.agenda import told
from articles.feeds.asking import asked, subscribed, with_query
from articles.filters import EventFilter
from articles.register import find, find_merged
from articles.templatetags.wording import sentence
from pressoffice.ground.problems import Problem


@subscribed
def events_calendar(request):
    """The events of a question, as far as they are fully dated, from a year ago on.

    A calendar of every event also says which were taken off the site, and no more of them; from one with filters they
    vanish, since the answer to a filter would say something of them.
    """
    now, today = request.now, timezone.localdate(request.now)
    filterset = asked(request, EventFilter, ical.with_changes(told(now), now).filter(ical.kept_q(today)))
    content = ical.calendar(
        filterset.qs,
        name=f"{sentence(filterset, _('Events'))} – {settings.OFFICE_NAME}",
        source=with_query(reverse("calendar"), filterset.query),
        page=with_query(reverse("events"), filterset.query),
        now=now,
        gone=() if filterset.query else ical.taken_off(now, today),
    )
    return _calendar_file(content, "events")


@subscribed
def event_calendar(request, slug):
    """One event; without an entry while no full day of it is known."""
    event = find(ical.with_changes(told(request.now), request.now), slug)
    if event is None or event.entity.slug != slug:
        row = find_merged(told(request.now), slug)
        if row is None or row.slug == slug:
            raise Problem("not-found")
        raise Elsewhere(with_question(request, reverse("event-calendar", args=[row.slug])))
    content = ical.calendar(
        [event],
        name=f"{event.label} – {settings.OFFICE_NAME}",
        source=reverse("event-calendar", args=[slug]),
        page=event.get_absolute_url(),
        now=request.now,
    )
    return _calendar_file(content, slug)


def _calendar_file(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
