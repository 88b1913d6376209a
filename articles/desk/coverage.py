"""Who writes what of an event by when: what is owed, and where a gap is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.desk.events import in_force, over_at
from articles.models.edition import Edition, listed_q
from articles.models.event import Coverage, Event
from articles.models.parts import EventLink
from articles.models.vocabulary import Kind

FORGOTTEN = dt.timedelta(days=90)  # an event without a text is nobody's work any more after so long


@dataclass
class Gap:
    """An event that is over and not covered: no public text about it, or ``owed``, what was planned and is open."""

    event: Event
    no_text: bool
    owed: list[Coverage] = field(default_factory=list)


def plan(now: dt.datetime) -> QuerySet[Any]:
    """Coverage with ``is_open``: not done, and its text is not public."""
    text = Edition.objects.filter(listed_q(now), article=OuterRef("article"))
    return Coverage.objects.select_related("assignee", "article").annotate(is_open=Q(done=False) & ~Exists(text))


def gaps(now: dt.datetime, who: Any = None) -> list[Gap]:
    """Events over for longer than ``EVENT_GAP_HOURS`` without a public text about them, or with open coverage.

    Newest first. Postponed, cancelled and removed events have none; an advisory announces and covers nothing. One
    without a text is shown for 90 days, open coverage until it is done. ``who``: only where coverage is theirs.
    """
    by_event: dict[int, list[Coverage]] = defaultdict(list)
    owed = plan(now).filter(is_open=True)
    for one in owed if who is None else owed.filter(assignee=who):
        by_event[one.event_id].append(one)
    planned = Q(pk__in=by_event) | Q(root__in=by_event)
    recent = Q(starts_latest__gte=(now - FORGOTTEN).date()) | Q(ends_latest__gte=(now - FORGOTTEN).date())
    told = EventLink.objects.filter(listed_q(now, "edition__"), relation=EventLink.Relation.MAIN).exclude(
        edition__kind=Kind.MEDIA_ADVISORY
    )
    events = (
        in_force(now)
        .filter(planned if who is not None else planned | recent, status=Event.Status.SCHEDULED)
        .filter(starts_earliest__lte=(now + dt.timedelta(days=1)).date())
        .exclude(public_until__lte=now)
        .annotate(has_text=Exists(told.filter(Q(event=OuterRef("pk")) | Q(event=OuterRef("root")))))
        .select_related("root", "place")
        .order_by("-starts_earliest", "-starts_at", "pk")
    )
    patience = dt.timedelta(hours=settings.EVENT_GAP_HOURS)
    found = []
    for event in events:
        over = over_at(event)
        open_here = by_event.get(event.root_id or event.pk, [])
        no_text = not event.has_text and over is not None and over > now - FORGOTTEN
        if over is not None and over + patience <= now and (open_here or (no_text and who is None)):
            found.append(Gap(event, no_text, open_here))
    return found
