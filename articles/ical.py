"""Events as a calendar that programs subscribe to (iCalendar, RFC 5545; the calendar's own properties, RFC 7986).

Only events of which a full day is known: a date is never completed. There is no METHOD and no ORGANIZER: nobody is
invited, and RFC 5545 forbids an organiser where there is no group to schedule. DTSTAMP is the last public change.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, vDuration, vText, vUri
from icalendar import Event as Entry

from articles import register
from articles.addresses import absolute
from articles.agenda import coming_q, dated_q, days_of, in_order, sequence_of
from articles.models.change import Change
from articles.models.edition import EditionEvent, listed_link_q
from articles.models.event import Event
from articles.models.vocabulary import EventType
from articles.templatetags.when import hour_words, time_words

KEPT = dt.timedelta(days=365)  # how long an event stays after it is over
ASK_AGAIN = dt.timedelta(hours=1)
STATUS = {
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",  # there is no word for it: what stands is not what will be
    Event.Status.CANCELLED: "CANCELLED",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # not allowed in any text (RFC 5545, 3.1)


def kept_q(today: dt.date) -> Q:
    """Events that belong into a calendar: fully dated, and over for a year at most."""
    return dated_q() & coming_q(today - KEPT)


def with_changes(events: QuerySet[Event], now: dt.datetime) -> QuerySet[Event]:
    """``events`` with ``changed_at`` and ``named_at``: the last line of the public log, the last text about it."""
    entity = Coalesce(OuterRef("root"), OuterRef("pk"))
    texts = EditionEvent.objects.filter(listed_link_q(now), event=entity).order_by().values("event")
    changes = Change.objects.filter(subject_uid=Coalesce(OuterRef("root__uid"), OuterRef("uid"))).order_by("-number")
    return events.annotate(
        changed_at=Subquery(changes.values("at")[:1]),
        named_at=Subquery(texts.annotate(last=Max("public_from")).values("last")),
    )


def by_last_word(events: QuerySet[Event], now: dt.datetime) -> QuerySet[Event]:
    """``events`` of ``with_changes`` with ``last_word``: when readers were last told of each. Newest first."""
    never = Value(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), output_field=DateTimeField())
    begun = Case(When(public_from__lte=now, then="public_from"), default=never)
    told = Greatest(Coalesce("changed_at", never), Coalesce("named_at", never), begun)
    return events.annotate(last_word=told).order_by("-last_word", "-pk")


def noted(events: Sequence[Event], now: dt.datetime) -> list[Any]:
    """Rows that were read without them, with what ``with_changes`` and ``by_last_word`` say. One statement."""
    rows = by_last_word(with_changes(Event.objects.filter(pk__in=[event.pk for event in events]), now), now)
    said = {pk: rest for pk, *rest in rows.values_list("pk", "changed_at", "named_at", "last_word")}
    for event in events:
        event.changed_at, event.named_at, event.last_word = said[event.pk]  # type: ignore[attr-defined]
    return list(events)


def taken_off(now: dt.datetime, today: dt.date) -> QuerySet[Event]:
    """The last rows of events that were public by themselves and are not any more, of the same time."""
    entity = Coalesce(OuterRef("root"), OuterRef("pk"))
    shown = register.events(now).annotate(known=Coalesce(F("root"), F("pk"))).filter(known=entity)
    ended = Event.objects.select_related("root").filter(kept_q(today), public_from__lt=now, public_until__lte=now)
    return with_changes(ended.exclude(replaced_by__public_from__lte=now).exclude(Exists(shown)), now)


def calendar(
    events: Iterable[Event],
    *,
    name: str,
    source: str,
    page: str,
    now: dt.datetime,
    gone: Iterable[Event] = (),
) -> bytes:
    """A calendar of ``events`` (rows of ``agenda.told`` and ``with_changes``) in the active language.

    ``source`` is its own address, ``page`` the one for readers. Of those that are ``gone`` nothing is said but that
    they are.
    """
    made = Calendar()
    made.add("prodid", f"-//{_host()}//pressoffice//EN")
    made.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        made.add(key, _text(name))
    made.add("source", vUri(absolute(source)), parameters={"VALUE": "URI"})
    made.add("url", vUri(absolute(page)))
    made.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(ASK_AGAIN))
    made.add("x-wr-timezone", _text(settings.OFFICE_TIME_ZONE))
    rows = in_order(event for event in events if days_of(event))
    removed = in_order(event for event in gone if days_of(event))
    for event in rows:
        made.add_component(entry(event, now))
    for event in removed:
        made.add_component(notice(event))
    _add_zones(made, [*rows, *removed])
    return made.to_ical()


def entry(event: Event, now: dt.datetime) -> Entry:
    """One event."""
    made = _identified(event, _changed(event, now), sequence=sequence_of(event, now))
    _put_time(made, event)
    made.add("status", _status(event))
    if event.status != Event.Status.SCHEDULED:
        made.add("transp", "TRANSPARENT")  # it takes nobody's time
    made.add("summary", _text(summary(event)), parameters={"LANGUAGE": language_of(event)})
    place = event.place
    if where := where_words(event):
        made.add("location", _text(where))
    if place and place.latitude is not None:
        made.add("geo", (float(place.latitude), float(place.longitude)))
    if words := description(event):
        made.add("description", _text(words))
    if contact := _contact(event):
        made.add("contact", _text(contact))
    made.add("categories", [str(EventType(event.type).label)])
    made.add("url", vUri(absolute(event.get_absolute_url())))
    return made


def notice(event: Event) -> Entry:
    """That an event which was public is no more, without a word of it."""
    stamp = max(filter(None, (event.changed_at, event.public_until)))  # type: ignore[attr-defined]
    made = _identified(event, stamp, sequence=event.sequence + 1)
    _put_time(made, event)
    made.add("status", "CANCELLED")
    made.add("transp", "TRANSPARENT")
    made.add("summary", _text(_("Taken off the calendar")))
    return made


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _text(words: str) -> vText:
    return vText(_CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))


def _identified(event: Event, stamp: dt.datetime, *, sequence: int) -> Entry:
    made = Entry()
    made.add("uid", f"{event.entity.uid}@{_host()}")
    made.add("sequence", sequence)
    made.add("dtstamp", stamp.replace(microsecond=0))
    made.add("last-modified", stamp.replace(microsecond=0))
    return made


def _changed(event: Any, now: dt.datetime) -> dt.datetime:
    """When what readers see of it last changed: instants that are public, and no others."""
    begun = event.public_from if event.public_from is not None and event.public_from <= now else None
    return max(filter(None, (event.changed_at, event.named_at, begun)))


def _put_time(made: Entry, event: Event) -> None:
    """Days as days (the end is the day after the last), hours by the event's own clock."""
    first, _last = days_of(event)  # type: ignore[misc]
    if event.starts_at is None:
        made.add("dtstart", first)
        made.add("dtend", _last + dt.timedelta(days=1))
        return
    zone: dt.tzinfo = dt.UTC if event.zone == "UTC" else ZoneInfo(event.zone)
    made.add("dtstart", event.starts_at.astimezone(zone))
    if event.ends_at is not None and event.ends_at > event.starts_at:
        made.add("dtend", event.ends_at.astimezone(zone))


def _status(event: Event) -> str:
    """An uncertain or approximate day is tentative."""
    status = STATUS[Event.Status(event.status)]
    return "TENTATIVE" if status == "CONFIRMED" and event.starts[-1:] in "?~%" else status


def summary(event: Event) -> str:
    """Its name, with the word that must be read before it."""
    words = {
        Event.Status.POSTPONED: _("Postponed: %(name)s"),
        Event.Status.CANCELLED: _("Cancelled: %(name)s"),
    }.get(Event.Status(event.status), "%(name)s") % {"name": event.label}
    return _("Demonstration: %(title)s") % {"title": words} if settings.DEMO else words


def where_words(event: Event) -> str:
    """Where it is, as plain text; empty where nobody said."""
    return ", ".join(filter(None, (event.venue, event.place.label if event.place else "")))


def language_of(event: Event) -> str:
    """The language its name is shown in."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in (event.labels or {}) else settings.LANGUAGE_CODE


def description(event: Any) -> str:
    """What is said of it beside time and place, as plain text."""
    parts = [event.status_reason if event.status != Event.Status.SCHEDULED else ""]
    if event.ends and not _end_is_told(event):
        parts.append(time_words(event))
    parts.append(event.description)
    if event.organiser and (event.own or event.organiser_visible):
        parts.append(_("Organiser: %(name)s") % {"name": event.organiser.label})
    if event.accreditation:
        parts.append(_("Accreditation: %(words)s") % {"words": event.accreditation})
    if event.accreditation_until:
        closes = hour_words(event.accreditation_until, event.zone)
        parts.append(_("Accreditation closes on %(time)s.") % {"time": closes})
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def _end_is_told(event: Event) -> bool:
    """Whether DTEND says what is known of the end."""
    if event.starts_at is not None:
        return event.ends_at is not None
    return event.ends_earliest is not None and event.ends_earliest == event.ends_latest


def _contact(event: Any) -> str:
    contact = event.contact
    if contact is None or not event.contact_visible:
        return ""
    return ", ".join(filter(None, (contact.label, contact.phone, contact.email)))


def _add_zones(made: Calendar, events: list[Event]) -> None:
    """A VTIMEZONE for every zone that is used, over the years that are; of an empty calendar, the office's.

    (A calendar must have a component.)
    """
    years = [day.year for event in events for day in (event.starts_earliest, event.ends_latest) if day]
    if not years:
        zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
        made.add_component(Timezone.from_tzinfo(zone, settings.OFFICE_TIME_ZONE, *_YEARS))
        return
    first, last = max(min(years) - 1, 1), min(max(years) + 2, dt.MAXYEAR)
    made.add_missing_timezones(first_date=dt.date(first, 1, 1), last_date=dt.date(last, 1, 1))


_YEARS = (dt.date(2020, 1, 1), dt.date(2030, 1, 1))
