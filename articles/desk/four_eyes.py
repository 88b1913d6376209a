"""Which register changes wait for a second person: those of somebody in office, and positions that become public."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from articles import register
from articles.desk import audit, telling
from articles.desk.register_rows import children_of, pack, pack_children, pack_values, plain_fields, unpack_values
from articles.models.registers import RegisterEdit
from people.models import Person, Position
from pressoffice.ground.chains import Chained
from pressoffice.ground.partial_dates import PartialDate


def needs_second_person(
    row: Any, *, now: dt.datetime, values: dict[str, Any] | None = None, hour: dt.datetime | None = None
) -> bool:
    """Whether a change of ``row`` waits for a second person: setting REGISTER_FOUR_EYES, and somebody is in office.

    That is a person who holds a position the public sees as held today, or will see from a coming hour; such a
    position; and any position that becomes public, or held today, by the change. ``values`` are packed.
    """
    if not settings.REGISTER_FOUR_EYES:
        return False
    if isinstance(row, Person):
        return row.pk is not None and in_office(now).filter(person=row).exists()
    if isinstance(row, Position):
        if row.pk is not None and in_office(now).filter(Q(pk=row.entity.pk) | Q(root=row.entity.pk)).exists():
            return True
        return _would_be_in_office(row, values or {}, hour, now)
    return False


def office_day(now: dt.datetime) -> dt.date:
    """The day of ``now`` by the office's clocks."""
    return now.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)).date()


def in_office(now: dt.datetime) -> Any:
    """Rows of positions the public sees as held today, and of those that are to come."""
    held = register.positions(now).held_on(office_day(now)).values("pk")  # type: ignore[attr-defined]
    ahead = Q(public_from__gt=now) | Q(public_from=None, replaces__isnull=False)
    return Position.objects.filter(Q(pk__in=held) | ahead)


def _would_be_in_office(row: Position, values: dict[str, Any], hour: Any, now: dt.datetime) -> bool:
    if hour is not None or values.get("public_from"):
        return True
    if row.pk is None or not register.positions(now).filter(pk=row.pk).exists():
        return False
    starts, ends = (values.get(name, getattr(row, name)) for name in ("starts", "ends"))
    day = office_day(now)
    begun, over = (PartialDate(said) if said else None for said in (starts, ends))
    if begun is not None and begun.earliest is not None and begun.earliest > day:
        return False
    return over is None or (over.latest is not None and over.latest >= day)


# --- What waits -------------------------------------------------------------------------------------------------------


def propose(
    row: Any,
    values: dict[str, Any],
    children: dict[str, list[Any]],
    *,
    by: Any,
    now: dt.datetime,
    hour: dt.datetime | None = None,
    reason: str = "",
    base: Any | None = None,
) -> RegisterEdit:
    """Keep a change of ``row`` until a second person approves it; nothing of it is written.

    ``base``: the row of the chain the change is made over, if it is not ``row``.
    """
    said, hanging = pack_values(values), pack_children(type(row), children)
    given = said.get("public_from")
    if given and hour is None:
        hour = dt.datetime.fromisoformat(given)
    if hour is not None:
        said.pop("public_from", None)
        if hour <= now:
            said["public_from"], hour = pack(hour), None
    new = row._state.adding
    edit = RegisterEdit.objects.create(
        model=row._meta.label_lower,
        row_uid=None if new else row.uid,
        title=_title(row, said),
        values=said,
        children=hanging,
        before={} if new else before(base or row, said, hanging, hour),
        hour=hour,
        reason=reason[:300],
        by=by,
        at=now,
    )
    telling.tell_of_register_edit(edit, now=now)
    audit.record(
        "register-proposed", subject(row), by=by, now=now, edit=edit.pk, values=said, children=hanging, hour=hour
    )
    return edit


def subject(row: Any) -> str:
    """How the record of acts names a register row."""
    entity = row.entity if isinstance(row, Chained) else row
    return f"{row._meta.model_name}:{entity.uid}"


def _title(row: Any, values: dict[str, Any]) -> str:
    if not isinstance(row, Position):
        return str(row)[:300]
    said = unpack_values(Position, {k: v for k, v in values.items() if k in ("person", "organisation", "title")})
    told = Position(
        person=said.get("person") or row.person,
        organisation=said.get("organisation", row.organisation if row.organisation_id else None),
        title=said.get("title", row.title),
    )
    return f"{told.person}: {told}"[:300]


def before(row: Any, values: dict[str, Any], children: dict[str, Any], hour: dt.datetime | None) -> dict[str, Any]:
    """What a change is made over: the fields it names as they stand; the whole row where it makes that public.

    Of a position also whose it is, by name: nobody is to be renamed between proposal and approval.
    """
    names = {name for name in values if name not in ("public_from", "merged_into")}
    accessors = set(children)
    if isinstance(row, Position) and (hour is not None or values.get("public_from")):
        names |= {field.name for field in plain_fields(Position)}
        accessors.add("accredited_to")
    found = pack_values({name: getattr(row, name) for name in sorted(names)}) | children_of(row, sorted(accessors))
    if isinstance(row, Position):
        found["person.name"] = row.person.name
    return found


def changed_since(row: Any, edit: RegisterEdit) -> list[str]:
    """The fields in which ``row`` is no longer what ``edit`` was made over."""
    now_there = before(row, edit.values, edit.children, edit.hour)
    return sorted(name for name, value in edit.before.items() if now_there.get(name) != value)
