"""The chain of a register row: what is to come of it, the row that replaces another, the hour it does so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.desk.bundled import require_row_apart
from articles.desk.chain import FROZEN
from articles.desk.errors import RegisterError
from articles.desk.register_rows import CHILDREN, children_of, copy_of, fill_bounds, pack, put_children, unpack_values
from articles.desk.settle import settle_row
from pressoffice.ground.chains import Chained
from pressoffice.ground.intervals import Interval

INSTANT = dt.timedelta(microseconds=1)  # the shortest a row can have been public


def chain_q(row: Any) -> Q:
    """The condition on the rows of the chain of ``row``; of a row without a chain, itself."""
    if not isinstance(row, Chained):
        return Q(pk=row.pk)
    root = row.root_id or row.pk  # type: ignore[attr-defined]
    return Q(pk=root) | Q(root=root)


def coming(row: Any, now: dt.datetime) -> Any | None:
    """What of the chain of ``row`` is still to come at ``now``: with an hour ahead, or held without one."""
    if not isinstance(row, Interval) or row.pk is None:
        return None
    rows = type(row)._base_manager.filter(chain_q(row)).order_by("pk")
    return next((one for one in rows if is_coming(one, now)), None)


def is_coming(row: Any, now: dt.datetime) -> bool:
    """Whether ``row`` waits for its hour: set ahead, or held (a row that is to replace another and has none)."""
    if row.public_from is None:
        return getattr(row, "replaces_id", None) is not None
    return bool(row.public_from > now)


def lock(row: Any, instant: dt.datetime) -> Any:
    """``row`` as it is stored, locked with its chain; what of it is due is settled first."""
    model = type(row)
    found = list(model._base_manager.filter(chain_q(row)).order_by("pk").select_for_update())
    if row.pk not in [one.pk for one in found]:
        raise RegisterError("row-gone", row=str(row))
    target = getattr(row, "merged_into", None)
    if target is not None:
        raise RegisterError("merged", row=str(row), target=str(target))
    if isinstance(row, Interval):
        for one in found:
            if one.settled_at is None and one.public_from is not None and one.public_from <= instant:
                settle_row(one, instant)
    return model._base_manager.get(pk=row.pk)


def require_latest(row: Any, instant: dt.datetime) -> None:
    """Refuse to change what a later row has replaced."""
    later = getattr(row, "replaced_by", None) if isinstance(row, Chained) else None
    if later is not None and later.public_from is not None and later.public_from <= instant:
        raise RegisterError("replaced", row=str(row))


def require_movable(row: Any, instant: dt.datetime) -> None:
    """Refuse to touch a coming row whose hour strikes within two seconds, or that a bundle holds."""
    require_row_apart(row, instant)
    if row.public_from is not None and row.public_from <= instant + FROZEN:
        raise RegisterError("hour-struck")


def set_hour(row: Any, hour: dt.datetime | None, instant: dt.datetime) -> None:
    """Give a coming row another hour, now at the earliest; None holds it. The row before it ends then, never sooner."""
    before = row.replaces if isinstance(row, Chained) and row.replaces_id else None  # type: ignore[attr-defined]
    if hour is not None:
        hour = max(hour, instant)
        if before is not None and before.public_from is not None:
            hour = max(hour, before.public_from + INSTANT)
    row.public_from = hour
    type(row)._base_manager.filter(pk=row.pk).update(public_from=hour)
    if before is not None:
        _close(before, hour, instant)


def _close(row: Any, hour: dt.datetime | None, instant: dt.datetime) -> None:
    """End the interval of a row at ``hour``. One that has none, or was taken off already, stays as it is."""
    if row.public_from is None or (row.public_until is not None and row.public_until <= instant):
        return
    row.public_until = hour
    type(row)._base_manager.filter(pk=row.pk).update(public_until=hour)


def replace(
    row: Any, values: dict[str, Any], children: dict[str, list[Any]], hour: dt.datetime, instant: dt.datetime
) -> Any:
    """A new row of the chain of ``row`` that replaces it at ``hour``, with everything the edit does not name."""
    new = copy_of(row)
    new.replaces, new.root, new.public_from = row, row.entity, hour
    if hasattr(row, "sequence"):
        new.sequence = row.sequence
    for name, value in unpack_values(type(row), values).items():
        setattr(new, name, value)
    _close(row, hour, instant)
    save(new, children_of(row, CHILDREN.get(type(row), ())) | children, check=True)
    return new


def unreplace(row: Any, instant: dt.datetime) -> None:
    """Take a coming row off its chain: the row before it goes on. A first row loses its hour and stays."""
    if not isinstance(row, Chained) or row.replaces_id is None:  # type: ignore[attr-defined]
        set_hour(row, None, instant)
        return
    _close(row.replaces, None, instant)
    row.delete()


def save(row: Any, children: dict[str, list[Any]], *, check: bool) -> None:
    """Save ``row`` and what hangs on it, so that it is found by its other names.

    What the database would refuse is refused in words; ``check``: everything a form would refuse, too.
    """
    try:
        fill_bounds(row)
        if check:
            row.full_clean(exclude=["slug"])
        else:
            row.validate_constraints()
    except (ValidationError, ValueError) as invalid:
        faults = invalid.messages if isinstance(invalid, ValidationError) else [str(invalid)]
        raise RegisterError("invalid-edit", row=str(row), faults=" ".join(faults)) from invalid
    row.save()
    if put_children(row, children) and hasattr(row, "derive"):
        row.save()


def carry(
    next_row: Any, row: Any, before: dict[str, Any], values: dict[str, Any], children: dict[str, list[Any]]
) -> None:
    """Take a change of the row in force over to the coming one, where that says still what was there before."""
    same = {name: value for name, value in values.items() if pack(getattr(next_row, name)) == before[name]}
    hanging = {
        accessor: entries
        for accessor, entries in children.items()
        if children_of(next_row, [accessor])[accessor] == before[accessor]
    }
    for name, value in unpack_values(type(row), {k: v for k, v in same.items() if k != "slug"}).items():
        setattr(next_row, name, value)
    if hasattr(row, "sequence"):
        next_row.sequence = row.sequence
    save(next_row, hanging, check=True)
