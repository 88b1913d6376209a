"""Writing an edit of a register row, once it may be written: in place, or as the coming row of its chain."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from articles import register
from articles.desk import audit
from articles.desk.bundled import require_row_apart
from articles.desk.errors import RegisterError
from articles.desk.four_eyes import subject
from articles.desk.register_chain import (
    carry,
    coming,
    lock,
    replace,
    require_latest,
    require_movable,
    save,
    set_hour,
)
from articles.desk.register_rows import children_of, pack_values, unpack_values
from articles.desk.settle import register_change
from articles.models.contact import Contact
from articles.models.event import Event
from articles.models.registers import RegisterEdit
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from people.models import Organisation, Person, Position
from pressoffice.ground.chains import Chained
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import Interval, is_public

PUBLIC: dict[Any, Any] = {
    Person: register.people,
    Organisation: register.organisations,
    Position: register.positions,
    Event: register.events,
    Source: register.sources,
    Topic: register.topics,
    Place: register.places,
    Contact: register.contacts,
}


def is_visible(row: Any, now: dt.datetime) -> bool:
    """Whether the public can see ``row`` itself at ``now``."""
    return row.pk is not None and PUBLIC[type(row)](now).filter(pk=row.pk).exists()


@transaction.atomic
def write(
    row: Any,
    values: dict[str, Any],
    children: dict[str, list[Any]],
    *,
    by: Any,
    now: dt.datetime,
    hour: dt.datetime | None = None,
    edit: RegisterEdit | None = None,
) -> Any:
    """Write packed values and children, as ``change`` and ``approve`` found they may be; returns the row written.

    Nobody else calls this but ``bundles``, whose one approval is for all its members: it asks nobody.
    """
    said, instant = dict(values), max(now, database_now())
    told: dict[str, Any] = {"values": sorted(values), "children": sorted(children), "hour": hour}
    if edit is not None:
        told |= {"edit": edit.pk, "proposed_by": edit.by_id}
    holds = hour is None and "public_from" in said and said["public_from"] is None
    given = said.pop("public_from", None)
    hour = hour or (dt.datetime.fromisoformat(given) if given else None)
    if row._state.adding:
        written, changed = _make(row, said, children, hour, instant, check=edit is not None), True
    else:
        row = lock(row, instant)
        written, changed = _place(row, said, children, hour, holds, instant, check=edit is not None)
    if changed:
        audit.record("register", subject(written), by=by, now=now, **told)
    return written


def _make(
    row: Any, values: dict[str, Any], children: dict[str, list[Any]], hour: Any, instant: dt.datetime, *, check: bool
) -> Any:
    for name, value in unpack_values(type(row), values).items():
        setattr(row, name, value)
    if isinstance(row, Interval):
        row.public_from = None if hour is None else max(hour, instant)
    save(row, children, check=check)
    return row


def _place(
    row: Any,
    values: dict[str, Any],
    children: dict[str, list[Any]],
    hour: Any,
    holds: bool,
    instant: dt.datetime,
    *,
    check: bool,
) -> tuple[Any, bool]:
    """Find the row of the chain this edit belongs to and write it there: ``(row, whether anything changed)``."""
    ahead = hour is not None and hour > instant
    next_row = coming(row, instant)
    if next_row is not None and next_row.pk == row.pk:
        return _edit_coming(row, values, children, hour, holds, instant), True
    require_latest(row, instant)
    seen = is_visible(row, instant)
    if ahead and next_row is not None:
        if "slug" in values:
            raise RegisterError("slug-apart")
        return _edit_coming(next_row, values, children, hour, False, instant), True
    taken_off = isinstance(row, Interval) and row.public_from is not None and not is_public(row, instant)
    if isinstance(row, Chained) and ((ahead and seen) or (hour is not None and taken_off)):
        if "slug" in values:
            raise RegisterError("slug-apart")
        return replace(row, values, children, max(hour, instant), instant), True
    if ahead and (seen or not isinstance(row, Interval)):
        raise RegisterError("no-hour", row=str(row))
    before = pack_values({name: getattr(row, name) for name in values}) | children_of(row, children)
    appears = hour is not None and isinstance(row, Interval) and not is_public(row, instant)
    if appears:
        require_row_apart(row, instant)
        row.public_from, row.public_until, row.settled_at = max(hour, instant), None, None
    changed = _apply(row, values, children, check=check) or appears
    owed = appears and not ahead  # its publication: settling writes that
    if changed and not owed and (seen or is_visible(row, instant)):
        register_change(row, now=instant)
    if changed and next_row is not None:
        carry(next_row, row, before, values, children)
    return row, changed


def _edit_coming(
    row: Any, values: dict[str, Any], children: dict[str, list[Any]], hour: Any, holds: bool, instant: dt.datetime
) -> Any:
    require_movable(row, instant)
    _apply(row, values, children, check=True)
    if hour is not None or holds:
        set_hour(row, None if holds else hour, instant)
    return row


def _apply(row: Any, values: dict[str, Any], children: dict[str, list[Any]], *, check: bool) -> bool:
    """Write values and children to ``row``; True where anything differs from before."""
    wanted = unpack_values(type(row), values)
    differs = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in differs:
        setattr(row, name, wanted[name])
    hanging = {name: entries for name, entries in children.items() if children_of(row, [name])[name] != entries}
    save(row, hanging, check=check)
    return bool(differs or hanging)
