"""The one gate for edits of register rows, whichever door they come in by: forms, imports, commands.

A row the public can see is changed at once, or, where it is of a chain and an hour ahead is given, by a coming row that
replaces it at that hour. A chain has at most one coming row; a second edit changes that one. Where four eyes are asked
for, an edit is kept until a second person approves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import audit, telling
from articles.desk.errors import FourEyesError, RegisterError, RightError
from articles.desk.four_eyes import changed_since, needs_second_person, propose, subject
from articles.desk.register_chain import (
    INSTANT,
    coming,
    is_coming,
    lock,
    require_movable,
    set_hour,
    unreplace,
)
from articles.desk.register_rows import (
    CHILDREN,
    OWN,
    children_of,
    differing,
    model_named,
    pack_children,
    pack_values,
    row_named,
)
from articles.desk.register_writing import is_visible, write
from articles.desk.settle import register_change
from articles.models.registers import RegisterEdit
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import Interval, is_public

__all__ = [
    "CHILDREN", "approve", "cancel", "change", "coming", "is_visible", "move", "needs_second_person", "note_change",
    "propose", "refuse", "remove",
]  # fmt: skip

# --- Changing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def change(
    row: Any,
    values: dict[str, Any] | None = None,
    children: dict[str, list[Any]] | None = None,
    *,
    by: Any,
    now: dt.datetime,
    hour: dt.datetime | None = None,
    reason: str = "",
) -> Any:
    """Change ``row`` (or make it, where it is new): at once, or from ``hour`` on where the public can see it.

    ``values`` by field name; None: whatever differs on ``row`` from what is stored, ``public_from`` among them.
    ``children``: whole lists by accessor, each child a dict of fields, of a many-to-many the rows; what is not named
    stays. A row that is not public becomes so at ``hour``; an hour that has passed means now.

    Returns the row that was written, for an hour ahead the coming one; or the ``RegisterEdit`` that waits for a second
    person, and then nothing was written. Raises RegisterError, and changes nothing, where it cannot be.
    """
    stored = None if row._state.adding else type(row)._base_manager.get(pk=row.pk)
    if values is None or stored is None:
        values = differing(row, stored) | (values or {})
        if isinstance(row, Interval) and row.public_from != getattr(stored, "public_from", None):
            values["public_from"] = row.public_from
    base = _base(stored, hour, now)
    wanted = _that_differ(row, base, pack_values(_allowed(type(row), values)))
    hanging = pack_children(type(row), _known_children(type(row), children or {}))
    if base is not None:
        hanging = {name: rows for name, rows in hanging.items() if children_of(base, [name])[name] != rows}
        if not (wanted or hanging or hour):
            return stored
        if not hanging and set(wanted) <= {"public_from"} and is_coming(stored, now):
            given = wanted.get("public_from")
            return move(stored, hour or (dt.datetime.fromisoformat(given) if given else None), by=by, now=now)
    if needs_second_person(stored or row, now=now, values=wanted, hour=hour):
        return propose(stored or row, wanted, hanging, by=by, now=now, hour=hour, reason=reason, base=base)
    return write(stored or row, wanted, hanging, hour=hour, by=by, now=now)


def _base(stored: Any | None, hour: dt.datetime | None, now: dt.datetime) -> Any | None:
    """The row of the chain a change is made over: the coming one where there is one and an hour ahead is given."""
    if stored is None or hour is None or hour <= now:
        return stored
    return coming(stored, now) or stored


def _that_differ(row: Any, base: Any | None, values: dict[str, Any]) -> dict[str, Any]:
    if base is None:
        return values
    there = pack_values({name: getattr(base, name) for name in values})
    return {name: value for name, value in values.items() if there[name] != value}


def _allowed(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    refused = [name for name in values if name in OWN - {"slug", "public_from"}]
    if refused:
        raise RegisterError("not-a-part", field=refused[0], row=str(model._meta.verbose_name))
    return values


def _known_children(model: Any, children: dict[str, list[Any]]) -> dict[str, list[Any]]:
    for accessor in children:
        if accessor not in CHILDREN.get(model, ()):
            raise RegisterError("not-a-part", field=accessor, row=str(model._meta.verbose_name))
    return children


def note_change(row: Any, *, was_public: bool, by: Any, now: dt.datetime) -> None:
    """Write the public log and the record for a row that another door of the desk saved by itself, in its transaction.

    ``was_public``: ``is_visible`` before the change. A row nobody outside sees has no line in the log.
    """
    if was_public or is_visible(row, now):
        register_change(row, now=now)
    audit.record("register", subject(row), by=by, now=now)


# --- What is to come --------------------------------------------------------------------------------------------------


@transaction.atomic
def move(row: Any, hour: dt.datetime | None, *, by: Any, now: dt.datetime) -> Any:
    """Give a coming row another hour; None holds it back. Returns it, or the ``RegisterEdit`` that waits.

    Where four eyes are asked for, only a later hour and holding need nobody else. RegisterError where nothing is to
    come, or its hour strikes within two seconds.
    """
    instant = max(now, database_now())
    row = lock(row, instant)
    if not is_coming(row, instant):
        raise RegisterError("nothing-coming", row=str(row))
    require_movable(row, instant)
    later = row.public_from is not None and (hour is None or hour >= row.public_from)
    if not later and hour is not None and needs_second_person(row, now=now, hour=hour):
        return propose(row, {}, {}, by=by, now=now, hour=hour)
    set_hour(row, hour, instant)
    audit.record("register-hour", subject(row), by=by, now=now, hour=hour)
    return row


@transaction.atomic
def cancel(row: Any, *, by: Any, now: dt.datetime) -> None:
    """Give up a coming change: the row before it goes on; a first row stays without an hour.

    RegisterError where nothing is to come, or its hour strikes within two seconds.
    """
    instant = max(now, database_now())
    row = lock(row, instant)
    if not is_coming(row, instant):
        raise RegisterError("nothing-coming", row=str(row))
    require_movable(row, instant)
    told = subject(row)
    unreplace(row, instant)
    audit.record("register-cancelled", told, by=by, now=now)


@transaction.atomic
def remove(row: Any, *, by: Any, now: dt.datetime) -> None:
    """Take an erroneous public row off the site at once, with what was to come of it.

    Where four eyes are asked for this needs the right to take texts down. RegisterError where it is not public by an
    interval of its own.
    """
    instant = max(now, database_now())
    row = lock(row, instant)
    if not isinstance(row, Interval) or not is_public(row, instant):
        raise RegisterError("not-on-site", row=str(row))
    if needs_second_person(row, now=now) and not by.has_perm("articles.take_down_article"):
        raise RightError("no-right", action=_("Take off the site"))
    next_row = coming(row, instant)
    if next_row is not None:
        require_movable(next_row, instant)
        unreplace(next_row, instant)
    began: dt.datetime = row.public_from  # type: ignore[assignment]
    row.public_until = max(instant, began + INSTANT)
    type(row)._base_manager.filter(pk=row.pk).update(public_until=row.public_until)
    register_change(row, now=instant, did="removed")
    audit.record("register-removed", subject(row), by=by, now=now)


# --- The second person ------------------------------------------------------------------------------------------------


@transaction.atomic
def approve(edits: Iterable[RegisterEdit], *, by: Any, now: dt.datetime, hour: dt.datetime | None = None) -> list[Any]:
    """Say yes to changes that wait, all or none of them; returns the rows written.

    ``hour`` is one hour for all of them (None: each its own; one that has passed means now). Raises a DeskError where
    ``by`` proposed one or has no right, one is decided, or a row is no longer what the change was made over.
    """
    _require_right(by)
    found = _claim(edits)
    rows = [_row_of(edit) for edit in found]
    for edit, row in zip(found, rows, strict=True):
        if edit.by_id == by.pk:
            raise FourEyesError("proposer")
        if edit.row_uid is not None and "merged_into" not in edit.values:  # merging locks texts first, and looks itself
            _require_unchanged(edit, lock(row, max(now, database_now())), hour or edit.hour, now)
    RegisterEdit.objects.filter(pk__in=[edit.pk for edit in found]).update(
        state=RegisterEdit.State.APPROVED, decided_by=by, decided_at=now
    )
    telling.register_edits_over(found, now=now)
    return [_carry_out(edit, row, hour or edit.hour, by, now) for edit, row in zip(found, rows, strict=True)]


@transaction.atomic
def refuse(edit: RegisterEdit, *, by: Any, now: dt.datetime) -> None:
    """Say no to a change that waits; its proposer may take it back so."""
    if edit.by_id != by.pk:
        _require_right(by)
    _claim([edit])
    RegisterEdit.objects.filter(pk=edit.pk).update(state=RegisterEdit.State.REFUSED, decided_by=by, decided_at=now)
    telling.register_edits_over([edit], now=now)
    audit.record("register-refused", f"registeredit:{edit.pk}", by=by, now=now, proposed_by=edit.by_id)


def _require_right(by: Any) -> None:
    if not by.is_active or not by.has_perm("articles.approve_registeredit"):
        raise RightError("no-right", action=_("Approve changes of registers"))


def _claim(edits: Iterable[RegisterEdit]) -> list[RegisterEdit]:
    """The edits as they are stored, locked; RegisterError where one of them is decided."""
    wanted = [edit.pk for edit in edits]
    found = list(RegisterEdit.objects.filter(pk__in=wanted).order_by("pk").select_for_update())
    for edit in found:
        if edit.state != RegisterEdit.State.WAITING:
            raise RegisterError("edit-decided", row=edit.title)
    return found


def _row_of(edit: RegisterEdit) -> Any:
    model = model_named(edit.model)
    if edit.row_uid is None:
        return model()
    row = model._base_manager.filter(uid=edit.row_uid).first()
    if row is None:
        raise RegisterError("row-gone", row=edit.title)
    return row


def _require_unchanged(edit: RegisterEdit, row: Any, hour: dt.datetime | None, now: dt.datetime) -> None:
    base = _base(row, hour, now) or row
    fields = changed_since(base, edit)
    if fields:
        names = ", ".join(_field_name(type(row), name) for name in fields)
        raise RegisterError("changed-since", row=edit.title, fields=names)


def _field_name(model: Any, name: str) -> str:
    found = {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return str(found[name].verbose_name) if name in found else name.replace(".", " ")


def _carry_out(edit: RegisterEdit, row: Any, hour: dt.datetime | None, by: Any, now: dt.datetime) -> Any:
    if "merged_into" in edit.values:
        from articles.desk.merging import merge  # merging asks this module first

        return merge(row, row_named(type(row), edit.values["merged_into"]), by=by, now=now, approved=True)
    return write(row, edit.values, edit.children, hour=hour, by=by, now=now, edit=edit)
