"""Register rows as JSON and back: what an edit changes, what hangs on a row, a copy of it for a coming hour."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from articles.desk.errors import RegisterError
from articles.desk.hashing import canonical
from articles.models.event import Event
from people.models import Organisation, OtherName, Person, Position
from people.models.register import script_of
from pressoffice.ground.partial_dates import PartialDateField

CHILDREN: dict[Any, tuple[str, ...]] = {
    Person: ("names", "identifiers"),
    Organisation: ("names", "identifiers"),
    Position: ("accredited_to",),
    Event: ("participants",),
}
OWN = frozenset(
    ("id", "uid", "reference", "slug", "merged_into", "replaces", "root", "public_from", "public_until", "settled_at",
     "public_changes", "sequence")
)  # fmt: skip  # what makes a row this row and no other: the gate alone writes it, but for the slug


def plain_fields(model: Any) -> list[models.Field]:
    """The fields of a row that say something about the thing: not its identity, its interval, nor what is derived."""
    derived = set(getattr(model, "DERIVED", ()))
    for field in model._meta.concrete_fields:
        if isinstance(field, PartialDateField):
            derived |= set(field.bounds or ())
    return [field for field in model._meta.concrete_fields if field.name not in OWN | derived]


def changeable(model: Any) -> list[models.Field]:
    """The fields an edit may name: those that say something, and the slug."""
    slug = [field for field in model._meta.concrete_fields if field.name == "slug"]
    return [*plain_fields(model), *slug]


def differing(row: Any, stored: Any | None) -> dict[str, Any]:
    """The fields in which ``row`` differs from ``stored``; from an empty row where that is None."""
    other = stored if stored is not None else type(row)()
    return {
        field.name: getattr(row, field.name)
        for field in changeable(type(row))
        if getattr(row, field.attname) != getattr(other, field.attname)
    }


# --- JSON -------------------------------------------------------------------------------------------------------------


def pack(value: Any) -> Any:
    """A value as JSON has it: a row by its uid, instants and days by ISO 8601."""
    if isinstance(value, models.Model):
        return str(value.uid) if hasattr(value, "uid") else value.pk
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, str):
        return str(value)
    return value


def pack_values(values: dict[str, Any]) -> dict[str, Any]:
    """Values of fields as JSON."""
    return {name: pack(value) for name, value in values.items()}


def unpack_values(model: Any, packed: dict[str, Any]) -> dict[str, Any]:
    """The values that ``pack_values`` packed. RegisterError where a row they name is gone."""
    found = {}
    for name, value in packed.items():
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            found[name] = None if value is None else row_named(field.related_model, value)
        else:
            found[name] = None if value is None else field.to_python(value)
    return found


def row_named(model: Any, key: Any) -> Any:
    """The row with this uid (or, of a model without one, this key); one that was merged stands for its target."""
    column = "uid" if _has_uid(model) else "pk"
    row = model._base_manager.filter(**{column: key}).first()
    if row is None:
        raise RegisterError("row-gone", row=str(model._meta.verbose_name))
    return getattr(row, "merged_into", None) or row


def _has_uid(model: Any) -> bool:
    return any(field.name == "uid" for field in model._meta.concrete_fields)


# --- Children ---------------------------------------------------------------------------------------------------------


def child_model(model: Any, accessor: str) -> tuple[Any, str]:
    """``(model of the children, name of their key to the parent)``; the name is empty for a many-to-many."""
    if any(field.name == accessor for field in model._meta.many_to_many):
        return model._meta.get_field(accessor).related_model, ""
    relation = next(r for r in model._meta.related_objects if r.get_accessor_name() == accessor)
    return relation.related_model, relation.field.name


def child_fields(model: Any, accessor: str) -> list[str]:
    """The names of the fields a child is told by."""
    child, parent = child_model(model, accessor)
    return [f.name for f in child._meta.concrete_fields if f.name != parent and not f.primary_key]


def pack_children(model: Any, children: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Whole lists of children as JSON, in an order of their own so that equal lists are equal."""
    packed: dict[str, list[Any]] = {}
    for accessor, rows in children.items():
        child, parent = child_model(model, accessor)
        entries = [pack(row) if not parent else _entry(child, parent, row) for row in rows]
        packed[accessor] = sorted(entries, key=canonical)
    return packed


def _entry(child: Any, parent: str, row: Any) -> dict[str, Any]:
    """One child as JSON, with every field: those not given have the model's default."""
    fields = [f for f in child._meta.concrete_fields if f.name != parent and not f.primary_key]
    given = row if isinstance(row, dict) else {field.name: getattr(row, field.name) for field in fields}
    unknown = set(given) - {field.name for field in fields}
    if unknown:
        raise RegisterError("not-a-part", field=unknown.pop(), row=str(child._meta.verbose_name))
    entry = {field.name: pack(given.get(field.name, field.get_default())) for field in fields}
    if issubclass(child, OtherName):
        entry["script"] = entry["script"] or script_of(entry["name"])  # as saving it will say
    return entry


def children_of(row: Any, accessors: Any) -> dict[str, list[Any]]:
    """The children of ``row`` as they are stored, as JSON."""
    if row.pk is None:
        return {accessor: [] for accessor in accessors}
    return pack_children(type(row), {accessor: list(getattr(row, accessor).all()) for accessor in accessors})


def put_children(row: Any, packed: dict[str, list[Any]]) -> bool:
    """Make the children of ``row`` what ``packed`` says; a child that stays keeps its key. True where any changed."""
    changed = False
    for accessor, wanted in packed.items():
        child, parent = child_model(type(row), accessor)
        if not parent:
            rows = [row_named(child, key) for key in wanted]
            before = set(getattr(row, accessor).values_list("pk", flat=True))
            getattr(row, accessor).set(rows)
            changed = changed or before != {one.pk for one in rows}
            continue
        missing = list(wanted)
        gone = []
        for one in getattr(row, accessor).all():
            entry = _entry(child, parent, one)
            if entry in missing:
                missing.remove(entry)
            else:
                gone.append(one.pk)
        child._base_manager.filter(pk__in=gone).delete()
        for entry in missing:
            child(**unpack_values(child, entry), **{parent: row}).save()
        changed = changed or bool(gone or missing)
    getattr(row, "_prefetched_objects_cache", {}).clear()
    return changed


# --- Copies -----------------------------------------------------------------------------------------------------------


def copy_of(row: Any) -> Any:
    """An unsaved row that says the same of the same thing."""
    return type(row)(**{field.attname: getattr(row, field.attname) for field in plain_fields(type(row))})


def fill_bounds(row: Any) -> None:
    """Write the bounds of every partial date, by which constraints judge, as saving will."""
    for field in row._meta.concrete_fields:
        if isinstance(field, PartialDateField):
            field.pre_save(row, add=False)


def model_named(label: str) -> Any:
    """The model of a register by its label, as ``people.position``."""
    return apps.get_model(label)
