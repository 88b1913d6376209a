"""The role on the day: which position somebody held, in the words the register had for it at that hour.

What is found is frozen in the document of the text; a later change of the register rewrites nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.parts import Mention
from people.models import Organisation, Person, Position
from pressoffice.ground.partial_dates import PartialDate


@dataclass(frozen=True)
class Moment:
    """What a text is dated by: the ``day`` whose roles it tells, and the ``hour`` at which the register is asked."""

    day: dt.date
    hour: dt.datetime


@dataclass(frozen=True)
class Held:
    """A position held on a day: its root, and the row of its chain that was in force."""

    position: Position
    row: Position

    @property
    def organisation(self) -> Organisation | None:
        return self.row.organisation

    def title_in(self, language: str | None = None) -> str:
        """The title in ``language``, the active one if not given."""
        return str(self.row.title_in(language))


def moment(article: Article, now: dt.datetime, *, hour: dt.datetime | None = None) -> Moment:
    """The moment of a text: of an archive text its day, of a public one its first hour; else the hour it is for.

    That is ``hour``, for which it is to be approved; if not given, the hour of the edition that waits, or the one the
    text is meant for; ``now`` where none is ahead.
    """
    if article.released_at is not None:
        return Moment(_office_day(article.released_at), now)
    editions = Edition.objects.filter(article=article).exclude(public_from=None).order_by("public_from")
    first = editions.values_list("public_from", flat=True).first()
    if first is not None and first <= now:
        return Moment(_office_day(first), first)
    planned = hour or first or article.meant_for
    at = max(planned, now) if planned else now
    return Moment(_office_day(at), at)


def _office_day(instant: dt.datetime) -> dt.date:
    return instant.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)).date()


# --- What the register said at an hour --------------------------------------------------------------------------------


def rows_in_force(model: Any, roots: Iterable[Any], hour: dt.datetime) -> dict[int, Any]:
    """``{key of the root: the row of its chain in force at hour}`` for positions or events. One query.

    That is the last row whose hour had struck; before the first hour, and of a chain without hours, the root. A row
    that was taken off the site has its words still.
    """
    keys = {row.root_id or row.pk for row in roots}
    if not keys:
        return {}
    rows = model._base_manager.filter(Q(pk__in=keys) | Q(root__in=keys, public_from__lte=hour)).select_related("root")
    if model is Position:
        rows = rows.select_related("organisation", "root")
    found: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: (row.root_id is not None, row.public_from or hour, row.pk)):
        found[row.root_id or row.pk] = row
    return found


def held_on(person: Person, day: dt.date, *, hour: dt.datetime) -> list[Held]:
    """The positions ``person`` held on ``day`` as the register said at ``hour``, the latest begun first.

    What has an hour that had not struck is not told. Where one position ends on the day another begins, the day is
    that of the new one.
    """
    return held_by([person.pk], day, hour=hour)[person.pk]


def held_by(people: Iterable[int], day: dt.date, *, hour: dt.datetime) -> dict[int, list[Held]]:
    """``held_on`` for several people at once, by key. Two queries."""
    roots = Position.objects.roots().filter(_ever_of(people))
    found: dict[int, list[Held]] = defaultdict(list)
    rows = rows_in_force(Position, roots, hour)
    for row in rows.values():
        if _was_told(row, hour) and _holds(row, day):
            found[row.person_id].append(Held(row.entity, row))
    for person, held in found.items():
        successors = [one for one in held if _exactly(one.row.starts) == day]
        if successors:
            held = [one for one in held if one in successors or _exactly(one.row.ends) != day]
        held.sort(key=lambda one: (one.row.starts_earliest or dt.date.min, one.row.pk), reverse=True)
        found[person] = held
    return found


def _ever_of(people: Iterable[int]) -> Q:
    """Roots of chains of which any row is of one of ``people``."""
    keys = list(people)
    return Q(person__in=keys) | Q(pk__in=Position._base_manager.filter(person__in=keys).values("root"))


def _was_told(row: Position, hour: dt.datetime) -> bool:
    """Whether the row stood in the register for the public at ``hour``: no hour of its own, or one that holds."""
    if row.public_from is None:
        return True
    return row.public_from <= hour and (row.public_until is None or hour < row.public_until)


def _holds(row: Position, day: dt.date) -> bool:
    """The rule of ``people.models.position.held_q`` for one row in hand."""
    over = row.ends and (row.ends_latest is None or row.ends_latest < day)
    return (row.starts_earliest is None or row.starts_earliest <= day) and not over


def _exactly(said: str) -> dt.date | None:
    date = PartialDate(said) if said else None
    return date.earliest if date and date.earliest == date.latest else None


# --- Roles of a text --------------------------------------------------------------------------------------------------


def positions_for(article: Article, at: Moment) -> dict[int, Position | None]:
    """``{key of a mention: the position to tell}`` for the people of the working copy nobody chose a position for.

    Exactly one position was held that day, or one of several is chosen for the same person elsewhere in the text;
    otherwise None. Mentions with the role in words have none.
    """
    open_ones: list[tuple[int, Mention]] = []
    chosen: set[tuple[int, int]] = set()
    for mention in article.mentions.all():
        if mention.person_id is None:
            continue
        if mention.position_id is None or mention.looked_up:
            open_ones.append((mention.person_id, mention))
        else:
            chosen.add((mention.person_id, mention.position_id))
    held = held_by({person for person, mention in open_ones if not mention.role}, at.day, hour=at.hour)
    found: dict[int, Position | None] = {}
    for person, mention in open_ones:
        candidates = [] if mention.role else [one.position for one in held.get(person, ())]
        if len(candidates) > 1:
            candidates = [one for one in candidates if (person, one.pk) in chosen]
        found[mention.pk] = candidates[0] if len(candidates) == 1 else None
    return found


def look_up(article: Article, at: Moment) -> None:
    """Write the positions of ``positions_for`` to the working copy; what was found before and is no longer is unset."""
    for key, position in positions_for(article, at).items():
        rows = Mention.objects.filter(pk=key)
        rows.exclude(position=position, looked_up=position is not None).update(
            position=position, looked_up=position is not None
        )
