"""Many register rows in a few statements: what the gate does row by row, for rows of which the public sees nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Q

from articles.desk.register_writing import PUBLIC
from people.names import slugify
from pressoffice.ground.chains import Chained
from pressoffice.ground.identity import reference_from
from pressoffice.ground.intervals import Interval
from pressoffice.ground.partial_dates import PartialDateField

Children = dict[str, list[Any]]  # whole lists by accessor, as ``registers.change`` takes them


def unseen(model: Any, keys: list[int], *, now: dt.datetime) -> set[int]:
    """Those of ``keys`` whose rows may be changed here: nobody outside sees them, or will, and four eyes ask for none.

    Every other row is for the gate.
    """
    if settings.REGISTER_FOUR_EYES:
        return set()
    rows = model._base_manager.filter(pk__in=keys).exclude(pk__in=PUBLIC[model](now).filter(pk__in=keys).values("pk"))
    if issubclass(model, Interval):
        rows = rows.filter(public_from=None)
    if issubclass(model, Chained):
        rows = rows.filter(Q(root=None), replaced_by=None)
    if any(field.name == "merged_into" for field in model._meta.concrete_fields):
        rows = rows.filter(merged_into=None)
    return set(rows.values_list("pk", flat=True))


def add_many(model: Any, made: list[tuple[Any, Children]]) -> None:
    """Write new rows with a uid, and what hangs on them. None of them may have an hour from which it is public."""
    _identify(model, [row for row, _children in made])
    model._base_manager.bulk_create([row for row, _children in made])
    _hang(model, made)
    _derive(model, [row.pk for row, children in made if children.get("names")], {})


def change_many(model: Any, changes: list[tuple[Any, dict[str, Any], Children]]) -> None:
    """Write changes of rows that ``unseen`` named, locked by the caller: ``(row, values by field, children)``."""
    hanging = [(row, children) for row, _values, children in changes]
    for accessor in {accessor for _row, children in hanging for accessor in children}:
        _take_off(model, accessor, [row for row, children in hanging if accessor in children])
    _hang(model, hanging)
    _derive(model, [row.pk for row, _values, _children in changes], {row.pk: values for row, values, _c in changes})


def _identify(model: Any, rows: list[Any]) -> None:
    """Give new rows a reference and, where the register has addresses, a slug, as saving each alone would."""
    made = [reference_from(row.uid) for row in rows]
    taken = set(model._base_manager.filter(reference__in=made).values_list("reference", flat=True))
    for row in rows:
        row.reference = reference_from(row.uid)
        while row.reference in taken:  # another row has the same 30 bits
            row.uid = model._meta.get_field("uid").get_default()
            row.reference = reference_from(row.uid)
        taken.add(row.reference)
    if not hasattr(model, "derive"):
        return
    slugs = [slugify(row.name) or "x" for row in rows]
    used = set(model._base_manager.filter(slug__in=set(slugs)).values_list("slug", flat=True))
    for row, slug in zip(rows, slugs, strict=True):
        row.slug = f"{slug[:80]}-{row.reference.lower()}" if slug in used else slug
        used.add(row.slug)
        row.derive()


def _hang(model: Any, made: list[tuple[Any, Children]]) -> None:
    """Write the children of rows, or the rows they are linked to."""
    for accessor in sorted({accessor for _row, children in made for accessor in children}):
        pairs = [(row, one) for row, children in made for one in children.get(accessor, ())]
        child, ours, theirs = _relation(model, accessor)
        if theirs:
            child._base_manager.bulk_create([child(**{ours: row, theirs: one}) for row, one in pairs])
        else:
            child._base_manager.bulk_create([child(**{ours: row}, **one) for row, one in pairs])


def _take_off(model: Any, accessor: str, rows: list[Any]) -> None:
    child, ours, _theirs = _relation(model, accessor)
    child._base_manager.filter(**{f"{ours}__in": rows}).delete()


def _relation(model: Any, accessor: str) -> tuple[Any, str, str]:
    """``(model, its key to the row, its key to what is linked)``; the last is empty where children hang on the row."""
    relation = model._meta.get_field(accessor)
    if relation.many_to_many:
        return relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    return relation.related_model, relation.field.name, ""


def _derive(model: Any, keys: list[int], values: dict[int, dict[str, Any]]) -> None:
    """Set ``values`` by key, and fill what is derived from names and dates anew."""
    if not keys:
        return
    changed = {name for one in values.values() for name in one}
    columns = set(changed)
    rows = model._base_manager.filter(pk__in=keys)
    if hasattr(model, "derive"):
        columns |= set(model.DERIVED)
        rows = rows.prefetch_related("names", "merged_from__names")
    dates = [field for field in model._meta.concrete_fields if isinstance(field, PartialDateField)]
    found = list(rows)
    for row in found:
        for name, value in values.get(row.pk, {}).items():
            setattr(row, name, value)
        if hasattr(row, "derive"):
            row.derive()
        for field in dates:
            if field.name in changed:
                field.pre_save(row, False)
                columns |= set(field.bounds or ())
    if columns:
        model._base_manager.bulk_update(found, sorted(columns))
