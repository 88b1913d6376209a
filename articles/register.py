"""Register rows that exist for the public: those something public leads to, and no others."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models.edition import (
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionSource,
    EditionTopic,
    listed_link_q,
)
from articles.models.event import Event
from articles.models.parts import Mention
from articles.models.source import Source
from articles.models.taxonomy import Topic
from people.models import Organisation, Person, Position
from pressoffice.ground.intervals import public_q


def positions(now: dt.datetime) -> QuerySet[Position]:
    """Positions whose own interval holds, or that a listed text names."""
    named = Mention.objects.listed(now).exclude(position=None).values("position")
    return Position.objects.filter(public_q(now) | Q(pk__in=named))


def people(now: dt.datetime) -> QuerySet[Person]:
    """People a listed text names, or who hold a public position."""
    return Person.objects.filter(
        Exists(EditionPerson.objects.filter(listed_link_q(now), person=OuterRef("pk")))
        | Exists(Position.objects.public(now).filter(person=OuterRef("pk")))
    )


def organisations(now: dt.datetime) -> QuerySet[Organisation]:
    """Organisations a listed text names, or at which a public position is held."""
    return Organisation.objects.filter(
        Exists(EditionOrganisation.objects.filter(listed_link_q(now), organisation=OuterRef("pk")))
        | Exists(Position.objects.public(now).filter(organisation=OuterRef("pk")))
    )


def events(now: dt.datetime) -> QuerySet[Event]:
    """Events whose own interval holds, or that a listed text is about."""
    return Event.objects.filter(
        public_q(now) | Exists(EditionEvent.objects.filter(listed_link_q(now), event=OuterRef("pk")))
    )


def sources(now: dt.datetime) -> QuerySet[Source]:
    """Sources a listed text rests on."""
    return Source.objects.filter(Exists(EditionSource.objects.filter(listed_link_q(now), source=OuterRef("pk"))))


def topics(now: dt.datetime) -> QuerySet[Topic]:
    """Topics of a listed text."""
    return Topic.objects.filter(Exists(EditionTopic.objects.filter(listed_link_q(now), topic=OuterRef("pk"))))


def find(queryset: QuerySet, value: str) -> Any | None:
    """The row of ``queryset`` with this slug or uid, or None."""
    try:
        return queryset.filter(uid=uuid.UUID(value)).first()
    except ValueError:
        return queryset.filter(slug=value).first()
