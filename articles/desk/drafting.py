"""Drafts begun from events: the readout of one, the advisory for a week of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.blocks import from_paragraphs
from articles.desk import audit
from articles.desk.access import visible_to
from articles.desk.revise import revising
from articles.desk.roles import Held, held_by
from articles.models.article import Article
from articles.models.event import Coverage, Event
from articles.models.parts import EventLink, Mention
from articles.models.vocabulary import Kind, Status
from people.models import Position
from people.names import slugify
from pressoffice.ground.partial_dates import PartialDate

# --- A readout from its event -----------------------------------------------------------------------------------------


@transaction.atomic
def draft_readout(event: Event, language: str, *, by: Any, now: dt.datetime) -> tuple[Article, bool]:
    """The readout of ``event`` in ``language``: ``(text, made)``. Where there is one already, that one.

    One that ``by`` may not know of does not count: they begin their own.

    A new one has the dateline, the participants in the role of the day, the event, an opening to write over, and ``by``
    as its author; it is the text of the coverage that asks for a readout in that language.
    """
    root = event.entity
    list(Event.objects.select_for_update().filter(pk=root.pk))  # two clicks at once are one draft
    there = visible_to(by).exclude(status=Status.DISCARDED).filter(kind=Kind.READOUT, language=language)
    known = there.filter(Q(coverage__event=root) | Q(eventlinks__event=root, eventlinks__relation="main"))
    article = known.order_by("pk").first()
    if article is not None:
        return article, False
    with override(language):
        opening = _opening(event, language)
    article = Article(kind=Kind.READOUT, language=language, created_by=by)
    article.slug = slugify(f"{event.name_in(language)} {event.starts}")[:90]
    article.save()
    with revising(article, by=by, version=article.version, now=now):
        article.body = from_paragraphs([opening])
        article.dateline_place = _dateline_place(event, language)
        article.dateline_date = event.starts
        article.save()
        EventLink.objects.create(article=article, event=root, relation=EventLink.Relation.MAIN)
        participants = list(event.participants.select_related("person"))
        day = event.starts_earliest or now.date()
        held = held_by([one.person_id for one in participants], day, hour=now)
        for order, one in enumerate(participants):
            role, position = _role(one, held.get(one.person_id, []))
            Mention.objects.create(
                article=article,
                person=one.person,
                relation=Mention.Relation.PARTICIPANT,
                role=role,
                position=position,
                order=order,
            )
    _assign(root, article, by)
    audit.record("readout", f"event:{root.uid}", by=by, now=now, article=str(article.uid), language=language)
    return article, True


def _assign(root: Event, article: Article, by: Any) -> None:
    """Put the text on the plan: where a readout in its language is asked for, else as a new line of whoever began."""
    asked = Coverage.objects.filter(event=root, product=Coverage.Product.READOUT, article=None)
    line = asked.filter(language=article.language).first() or asked.filter(language="").first()
    if line is None:
        line = Coverage(event=root, product=Coverage.Product.READOUT)
    line.article, line.language, line.assignee = article, article.language, line.assignee or by
    line.save()


def _role(participant: Any, held: list[Held]) -> tuple[str, Position | None]:
    """``(role in words, position)``: the position of the day where the words are its title, else the words.

    So the text says the title in its own language. Without words, the one position held that day.
    """
    if not participant.role:
        return "", held[0].position if len(held) == 1 else None
    for one in held:
        if participant.role in (one.row.title, *one.row.labels.values()):
            return "", one.position
    return participant.role, None


def _opening(event: Event, language: str) -> str:
    day = PartialDate(event.starts).words() if event.starts else event.date_words
    told = {"name": event.name_in(language), "venue": where(event, language), "day": day}
    told["when"] = ", ".join(word for word in (day, told["venue"]) if word)
    whole = event.starts_earliest is not None and event.starts_earliest == event.starts_latest
    if whole and told["venue"]:
        return _("“%(name)s” took place on %(day)s at %(venue)s.") % told
    if whole:
        return _("“%(name)s” took place on %(day)s.") % told
    return _("“%(name)s” took place (%(when)s).") % told if told["when"] else _("“%(name)s” took place.") % told


def where(event: Event, language: str) -> str:
    """Venue and place of an event in words."""
    place = event.place.name_in(language) if event.place else ""
    return ", ".join(dict.fromkeys(word for word in (event.venue, place) if word))


def _dateline_place(event: Event, language: str) -> str:
    """The city an event takes place in, or the place itself where none is known above it."""
    place = event.place
    while place is not None:
        if place.kind == place.Kind.CITY:
            return str(place.name_in(language))
        place = place.parent
    return str(event.place.name_in(language)) if event.place else ""


# --- The week ahead ---------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_week_ahead(events: Iterable[Event], language: str, first: dt.date, *, by: Any, now: dt.datetime) -> Article:
    """A draft advisory in ``language`` on ``events`` of the week from ``first`` on, each linked to its words."""
    chosen = list(events)
    with override(language):
        last = first + dt.timedelta(days=6)
        told = {"first": formats.date_format(first, "DATE_FORMAT"), "last": formats.date_format(last, "DATE_FORMAT")}
        headline = _("Week ahead: %(first)s to %(last)s") % told
        lines = [line(event, language) for event in chosen]
        opening = _("The office announces for the coming week:")
    article = Article(kind=Kind.MEDIA_ADVISORY, language=language, created_by=by, headline=headline)
    article.save()
    with revising(article, by=by, version=article.version, now=now):
        article.body = from_paragraphs([opening, *lines])
        article.save()
        for order, event in enumerate(chosen):
            EventLink.objects.create(
                article=article,
                event=event.entity,
                relation=EventLink.Relation.REFERRED,
                words=event.name_in(language),
                order=order,
            )
    audit.record("week-ahead", f"article:{article.uid}", by=by, now=now, events=[str(e.entity.uid) for e in chosen])
    return article


def line(event: Event, language: str) -> str:
    """An event in one paragraph, in the active language: when, what, where, how to come."""
    said = [f"{when(event)}: {event.name_in(language)}."]
    if event.status == Event.Status.CANCELLED:
        said.append(_("Cancelled."))
    if event.status == Event.Status.POSTPONED:
        said.append(_("Postponed."))
    place = where(event, language)
    if place:
        said.append(f"{place}.")
    if event.accreditation:
        said.append(_("Accreditation: %(note)s") % {"note": " ".join(event.accreditation.split())})
    if event.accreditation_until:
        said.append(_("Accreditation closes on %(hour)s.") % {"hour": _office_hour(event.accreditation_until)})
    return " ".join(said)


def when(event: Event) -> str:
    """Day, time and zone of an event in words of the active language; a day without a time stays a day."""
    day = PartialDate(event.starts).words() if event.starts else event.date_words
    if event.starts_earliest and event.starts_earliest == event.starts_latest:
        day = formats.date_format(event.starts_earliest, "l, ") + day
    if event.ends and event.ends != event.starts:
        day = f"{day} – {PartialDate(event.ends).words()}"
    if not event.starts_time or not event.starts_at:
        return day
    hours = f"{event.starts_time:%H:%M}" + (f"–{event.ends_time:%H:%M}" if event.ends_time else "")
    return f"{day}, {hours} ({zone_words(event.zone, event.starts_at)})"


def zone_words(zone: str, instant: dt.datetime) -> str:
    """A zone by its city, with its offset at ``instant``: ``Baku, UTC+04:00``; ``UTC`` for itself."""
    if zone == "UTC":
        return zone
    offset = f"{instant.astimezone(ZoneInfo(zone)):%z}"
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')}, UTC{offset[:3]}:{offset[3:5]}"


def _office_hour(instant: dt.datetime) -> str:
    zone = settings.OFFICE_TIME_ZONE
    local = instant.astimezone(ZoneInfo(zone))
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M} ({zone_words(zone, instant)})"
