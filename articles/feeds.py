"""What programs subscribe to: the newest texts (Atom, RFC 4287) and the events (iCalendar, RFC 5545) of any question.

The questions are those of the lists, with one mercy: parameters that a reader adds of its own are passed over. A bad
value of one that is known is a 400, as everywhere.
"""

import datetime as dt
from functools import wraps
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles import ical
from articles.addresses import Elsewhere, absolute, article_uri, article_url, with_question
from articles.agenda import told
from articles.filters import EditionFilter, EventFilter
from articles.models.edition import Edition
from articles.register import find, find_merged
from articles.templatetags.wording import sentence
from pressoffice.ground.freshness import not_modified, stamped
from pressoffice.ground.problems import Problem, problem_response

ENTRIES = 50


def subscribed(door):
    """``door`` for programs: 304 where they have the answer, a Problem as such, a lifetime on what is sent."""

    @wraps(door)
    def answered(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return problem_response(request, Problem("method-not-allowed"))
        unchanged = not_modified(request)
        if unchanged is not None:
            return unchanged
        try:
            return stamped(request, door(request, *args, **kwargs))
        except Problem as problem:
            return problem_response(request, problem)
        except Elsewhere as moved:
            return stamped(request, HttpResponsePermanentRedirect(moved.address))

    answered.csrf_exempt = True
    return answered


def asked(request, filterset_class, rows):
    """The question, as a filter set without faults; ``query`` on it is the question without what is not one.

    Raises Problem where a value is bad, and Elsewhere where it names a row that was merged into another one.
    """
    filterset = filterset_class(request.GET, rows, now=request.now, ignore_unknown=True, empty_is_error=False)
    faults = filterset.problems()
    if faults:
        raise Problem("invalid-parameter", errors=faults)
    if filterset.moved():
        pairs = filterset.canonical((name, value) for name, values in request.GET.lists() for value in values)
        raise Elsewhere(f"{request.path}?{urlencode(pairs, safe=',')}")
    given = {name: ",".join(filter(None, values)) for name, values in request.GET.lists() if name in filterset.filters}
    filterset.query = urlencode({name: value for name, value in given.items() if value}, safe=",")
    return filterset


class FullTextAtom(Atom1Feed):
    """Atom with the whole text of each entry in its own language."""

    def latest_post_date(self):
        """When the newest entry changed; a feed without entries has always been so, whenever it is asked."""
        return super().latest_post_date() if self.items else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class EditionFeed(Feed):
    """The 50 newest listed texts."""

    feed_type = FullTextAtom

    csrf_exempt = True

    def __call__(self, request, *args, **kwargs):
        return subscribed(super().__call__)(request, *args, **kwargs)

    def get_object(self, request):
        """The question, as a filter set without faults."""
        return asked(request, EditionFilter, Edition.objects.listed(request.now).exclude(document=None))

    def feed_url(self, obj):
        return absolute(_with_query(reverse("feed"), obj))

    def title(self, obj):
        return f"{sentence(obj, _('News'))} – {settings.OFFICE_NAME}"

    def link(self, obj):
        return absolute(_with_query(reverse("news"), obj))

    def feed_guid(self, obj):
        return self.feed_url(obj)

    def author_name(self):
        return settings.OFFICE_NAME

    def items(self, obj):
        return obj.qs[:ENTRIES]

    def item_title(self, item):
        title = _("Withdrawn: %(title)s") % {"title": item.title} if item.is_withdrawn else item.title
        return _("Demonstration: %(title)s") % {"title": title} if settings.DEMO else title

    def item_link(self, item):
        return absolute(article_url(item))

    def item_guid(self, item):
        return article_uri(item.article_reference)

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.public_from

    def item_description(self, item):
        return orjson.loads(item.document)["summary"] or item.title

    def item_extra_kwargs(self, item):
        content = orjson.loads(item.document)["body"]["html"]
        if item.note:
            content = f"<p><strong>{_notice(item)}</strong></p>{content}"
        return {"content": content, "language": item.language}


def _with_query(path, question):
    return f"{path}?{question.query}" if question.query else path


def _notice(item):
    """The public note of an edition as the text's first paragraph, escaped."""
    words = _("Withdrawn: %(note)s") if item.is_withdrawn else _("Note: %(note)s")
    return (words % {"note": item.note}).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- Calendars --------------------------------------------------------------------------------------------------------


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
        source=_with_query(reverse("calendar"), filterset),
        page=_with_query(reverse("events"), filterset),
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
