"""Positions as they are shown: with holder, organisation and those they are accredited to, each only where public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, When

from articles import register
from people.models import Organisation, Position
from pressoffice.ground.intervals import public_q

BY_DATE = (F("starts_earliest").desc(nulls_last=True), "title", "uid")


def posts(now: dt.datetime, at: dt.datetime | None = None) -> QuerySet[Position]:
    """The public positions with root, holder and organisation. Give the rows to ``shown`` before they are sent."""
    return (
        register.positions(now, at)
        .select_related("root", "person", "organisation")
        .annotate(
            person_visible=_visible(register.people, "person", now, at),
            organisation_visible=_visible(register.organisations, "organisation", now, at),
        )
    )


def _visible(rows: Callable[..., QuerySet], column: str, now: dt.datetime, at: dt.datetime | None) -> Case:
    """Whether the row in ``column`` exists for the public: it does where the position is public by itself."""
    found = Exists(rows(now, at).filter(pk=OuterRef(column)))
    return Case(When(public_q(at or now), then=True), default=found, output_field=BooleanField())


def with_accreditations(rows: QuerySet[Position], now: dt.datetime, at: dt.datetime | None = None) -> QuerySet:
    """``rows`` in the same statement with what each is accredited to: a line for each pair, which ``shown`` gathers.

    Not for pages by key, whose limit would count the pairs.
    """
    to = {f"to_{name}": F(f"accredited_to__{name}") for name in ("id", "uid", "slug", "name", "labels")}
    visible = _visible(register.organisations, "accredited_to", now, at)
    return rows.annotate(**to, to_visible=visible).order_by(*BY_DATE, "accredited_to__sort_key")


def shown(lines: Iterable[Position]) -> list[Position]:
    """Each position once, with ``public_person``, ``public_organisation`` (None if not public) and ``accredited``."""
    found: dict[int, Position] = {}
    for line in lines:
        position = found.setdefault(line.pk, line)
        if position is line:
            position.public_person = line.person if line.person_visible else None
            position.public_organisation = line.organisation if line.organisation_visible else None
            if hasattr(line, "to_id"):
                position.accredited = []
        if getattr(line, "to_id", None) and line.to_visible:
            to = Organisation(uid=line.to_uid, slug=line.to_slug, name=line.to_name, labels=line.to_labels)
            position.accredited.append(to)
    return list(found.values())


def is_current(position: Position, today: dt.date) -> bool:
    """Whether the position is held ``today``, as far as is known: ``held_q`` for one row."""
    if position.ends and (position.ends_latest is None or position.ends_latest < today):
        return False
    return position.starts_earliest is None or position.starts_earliest <= today
