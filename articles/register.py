"""Register rows that exist for the public: those something public leads to, and no others.

Every question takes ``now`` and, for time travel, ``at``: what readers saw then, of what may still be read now.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models.contact import Contact, TextContact
from articles.models.edition import (
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionPlace,
    EditionSource,
    EditionTopic,
    listed_link_at_q,
    listed_q,
    text_q,
)
from articles.models.event import Event
from articles.models.parts import Mention
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from people.models import Organisation, Person, Position
from pressoffice.ground.intervals import public_q
from pressoffice.ground.prepared import Prepared
from pressoffice.ground.trees import above


def _linked(link: Any, column: str, now: dt.datetime, at: dt.datetime | None) -> Exists:
    """That a text that lists show names the row."""
    return Exists(link.objects.filter(listed_link_at_q(at or now, now), **{column: OuterRef("pk")}))


def _still_told(rows: QuerySet, now: dt.datetime, at: dt.datetime | None) -> QuerySet:
    """``rows`` of an earlier instant without those taken off the site since with nothing in their place."""
    return rows if at is None else rows.exclude(public_until__lte=now, replaced_by=None)


def positions(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Position]:
    """One row of each position: the one whose own interval holds, or its root where a listed text names it."""
    seen = at or now
    named = Mention.objects.filter(listed_q(seen, "edition__"), text_q(now, "edition__")).exclude(position=None)
    return _still_told(Position.objects.shown(seen, Q(pk__in=named.values("position"))), now, at)


def _held_in_public(now: dt.datetime, at: dt.datetime | None, **condition: Any) -> Exists:
    """That a position with a public interval of its own meets ``condition``."""
    return Exists(_still_told(Position.objects.public(at or now), now, at).filter(**condition))


def people(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Person]:
    """People a listed text names, or who hold a public position."""
    return Person.objects.filter(
        _linked(EditionPerson, "person", now, at) | _held_in_public(now, at, person=OuterRef("pk"))
    )


def organisations(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Organisation]:
    """Organisations a listed text names, or at which, or accredited to which, a public position is held."""
    return Organisation.objects.filter(
        _linked(EditionOrganisation, "organisation", now, at)
        | _held_in_public(now, at, organisation=OuterRef("pk"))
        | _held_in_public(now, at, accredited_to=OuterRef("pk"))
    )


def events(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Event]:
    """One row of each event: the one whose own interval holds, or its root where a listed text is about it."""
    seen = at or now
    named = EditionEvent.objects.filter(listed_link_at_q(seen, now)).values("event")
    return _still_told(Event.objects.shown(seen, Q(pk__in=named)), now, at)


def sources(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Source]:
    """Sources a listed text rests on."""
    return Source.objects.filter(_linked(EditionSource, "source", now, at))


def topics(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Topic]:
    """Topics of a listed text, and all that those are part of: whatever a public topic is part of is public too.

    The way up the tree is a recursive subquery: it costs no statement of its own.
    """
    return Topic.objects.filter(pk__in=above(Topic.objects.filter(_linked(EditionTopic, "topic", now, at))))


def places(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Place]:
    """Places a listed text names or where a public event takes place, and all that those lie in, as with topics."""
    held = Exists(events(now, at).filter(place=OuterRef("pk")))
    return Place.objects.filter(pk__in=above(Place.objects.filter(_linked(EditionPlace, "place", now, at) | held)))


def countries(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Place]:
    """Countries among the public places."""
    return places(now, at).filter(kind=Place.Kind.COUNTRY)


def contacts(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Contact]:
    """Press contacts whose interval holds."""
    return Contact.objects.filter(public_q(at or now))


def _contact_keys(article: Any, now: Any) -> QuerySet:
    return TextContact.objects.filter(public_q(now, "contact__"), article_uid=article).values_list("contact_id")


_CONTACT_KEYS = Prepared(_contact_keys, article="uid", now="instant")


def contact_keys_of(article_uid: uuid.UUID, now: dt.datetime) -> tuple[int, ...]:
    """The keys of the public press contacts of a text, in their order: most texts have none. One statement."""
    return tuple(key for (key,) in _CONTACT_KEYS.rows(article=article_uid, now=now))


def contacts_of(article_uid: uuid.UUID, now: dt.datetime) -> list[Contact]:
    """The public press contacts of a text in their order, each with ``organisation_visible``. One statement."""
    return contacts_of_many([article_uid], now).get(article_uid, [])


def contacts_of_many(article_uids: Iterable[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, list[Contact]]:
    """``contacts_of`` for several texts at once, by uid."""
    seen = Exists(organisations(now).filter(pk=OuterRef("contact__organisation")))
    rows = TextContact.objects.filter(public_q(now, "contact__"), article_uid__in=list(article_uids))
    found: dict[uuid.UUID, list[Contact]] = {}
    for row in rows.select_related("contact__organisation").annotate(organisation_visible=seen):
        row.contact.organisation_visible = row.organisation_visible
        found.setdefault(row.article_uid, []).append(row.contact)
    return found


def known_as_q(model: Any, **identity: Any) -> Q:
    """The condition that everybody outside knows a row by ``identity`` (``slug=``, ``uid__in=``): a chained one by its
    root's."""
    if not hasattr(model, "root"):
        return Q(**identity)
    return Q(root=None, **identity) | Q(**{f"root__{name}": value for name, value in identity.items()})


def known_by(model: Any, column: str) -> Any:
    """The expression for the ``column`` everybody outside knows a row by: the root's, for a chained one."""
    return Coalesce(f"root__{column}", column) if hasattr(model, "root") else F(column)


def uid_of(value: str) -> uuid.UUID | None:
    """``value`` as a uid, or None where it is no such thing."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def find(queryset: QuerySet, value: str) -> Any | None:
    """The row of ``queryset`` with this slug or uid, or None. A chained row is known by its root's.

    A topic and a place are known by their code too: ``medtop:20000639``, ``AZ``.
    """
    column, wanted = ("uid", uid_of(value)) if uid_of(value) else ("slug", value)
    known = known_as_q(queryset.model, **{column: wanted})
    if column == "slug" and value and hasattr(queryset.model, "code"):
        known |= Q(code__in=[value, value.upper()])
        return max(queryset.filter(known), key=lambda row: row.slug == value, default=None)
    return queryset.filter(known).first()


def merged(visible: QuerySet, known: Q) -> QuerySet:
    """The rows ``known`` that were merged into one of ``visible``, each with that one as ``merged_into``."""
    model = visible.model
    there = Exists(visible.order_by().filter(known_as_q(model, pk=OuterRef("merged_into"))))
    return model._base_manager.filter(known, there).select_related("merged_into")


def find_merged(visible: QuerySet, value: str) -> Any | None:
    """The one of ``visible`` that the row with this slug, uid or code was merged into, or None."""
    if not hasattr(visible.model, "merged_into"):
        return None
    uid = uid_of(value)
    known = Q(slug=value) if uid is None else Q(uid=uid)
    if uid is None and value and hasattr(visible.model, "code"):
        known |= Q(code__in=[value, value.upper()])
    row = merged(visible, known).first()
    return row.merged_into if row else None
