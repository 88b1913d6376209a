"""Two register rows that turn out to be one: everything that points at one is moved to the other, and can go back.

No document is touched: editions go on naming the row they were approved with, and what is made from them (links, pages,
filters, ``reindex``) follows ``merged_into``. ``Merge.moved`` holds every change, row by row and column by column.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, Model, Q

from articles.desk import audit
from articles.desk.four_eyes import needs_second_person, propose, subject
from articles.desk.merge_rules import MergeError, anchor, is_visible, refuse, require_mergeable
from articles.desk.references import chunks, clashes, label_of, meaning, of_a_text, references, stored
from articles.desk.register_chain import chain_q
from articles.desk.settle import register_change, settle_row
from articles.models.article import Article
from articles.models.edition import EditionLink
from articles.models.parts import Part
from articles.models.registers import Merge, RegisterEdit
from pressoffice.ground.chains import Chained
from pressoffice.ground.intervals import Interval


@transaction.atomic
def merge(
    source: Any, target: Any, *, by: Any, now: dt.datetime, confirmed: bool = False, approved: bool = False
) -> Merge | RegisterEdit:
    """Make ``source`` one with ``target``, whose names and facts stay; returns what ``undo`` needs.

    Where four eyes guard one of them and ``approved`` is false, nothing is written: the ``RegisterEdit`` that now waits
    is returned. ``confirmed``: they are one although identifiers contradict. Raises MergeError, and changes nothing,
    where they cannot be one.
    """
    require_mergeable(source, target)
    source, target = lock_pair(source, target, now)
    refuse(source, target, now=now, confirmed=confirmed or approved, approved=approved)
    if not approved and is_guarded(source, target, now):
        return propose(source, {"merged_into": target}, {}, by=by, now=now)
    was_public, target_was_public = is_visible(source, now), is_visible(target, now)
    highest: dict[str, int] = {}
    moved: list[dict[str, Any]] = []
    for column in references(type(source)):
        highest[key_of(column)] = column.model._base_manager.aggregate(top=Max("pk"))["top"] or 0
        moved += _move(column, anchor(column, source, now), anchor(column, target, now))
    moved += _close(source, now)
    moved.append(_set(source, "merged_into_id", target.pk))
    derive(target, source)
    if was_public and not is_visible(target, now):
        raise MergeError("hidden-target", source=source, target=target)
    told = "merged" if was_public else "changed" if target_was_public else ""
    if told:
        register_change(source if was_public else target, now=now, did=told)
    done = Merge.objects.create(
        model=label_of(type(source)),
        source_uid=source.uid,
        target_uid=target.uid,
        title=f"{source} → {target}"[:450],
        moved=[{"did": "told", "as": told}, {"did": "seen", "highest": highest}, *moved],
        by=by,
        at=now,
    )
    audit.record("merge", subject(source), by=by, now=now, into=str(target.uid), merge=done.pk)
    return done


def is_guarded(source: Any, target: Any, now: dt.datetime) -> bool:
    """Whether four eyes guard one of the two."""
    return needs_second_person(source, now=now) or needs_second_person(target, now=now)


def lock_pair(source: Any, target: Any, now: dt.datetime) -> tuple[Any, Any]:
    """Both rows as they stand, locked after the texts that name ``source``: nobody points at it meanwhile.

    What is due of them is settled, so that a worker that does not run stops nobody.
    """
    texts = Q(pk__in=[])
    for column in references(type(source)):
        rows = column.model._base_manager.filter(**{column.name: source.pk})
        if issubclass(column.model, EditionLink | Part):
            texts |= Q(pk__in=rows.values("edition__article"))
        if issubclass(column.model, Part) or column.model is Article.topics.through:
            texts |= Q(pk__in=rows.values("article"))
    list(Article.objects.filter(texts).select_for_update().order_by("uid").values_list("pk", flat=True))
    rows = type(source)._base_manager.select_for_update()
    for row in rows.filter(chain_q(source) | chain_q(target)).order_by("pk"):
        if isinstance(row, Interval):
            settle_row(row, now)
    pair = type(source)._base_manager.in_bulk([source.pk, target.pk])
    return pair[source.pk], pair[target.pk]


def key_of(column: Any) -> str:
    """A column by its table and its name."""
    return f"{label_of(column.model)}.{column.name}"


def _move(column: Any, source: int, target: int) -> list[dict[str, Any]]:
    """Point the rows of one table at ``target``; of two that would be the same the target's stays."""
    model, rows = column.model, column.model._base_manager
    entries: list[dict[str, Any]] = []
    doubles = clashes(column, source, target)
    for part in chunks(sorted(doubles)):
        kept = rows.in_bulk([doubles[pk] for pk in part])
        for row in rows.filter(pk__in=part).order_by("pk"):
            entries += _combine(column, row, kept[doubles[row.pk]])
        rows.filter(pk__in=part).delete()
    left = rows.filter(**{column.name: source}).order_by("pk")
    if of_a_text(model):
        names = ["pk", *(name for name in ("article_id", "edition_id", "uid") if _has(model, name))]
        found = [_plain(dict(zip(names, values, strict=True))) for values in left.values_list(*names)]
    else:
        joined = [field.name for field in model._meta.concrete_fields if field.is_relation]
        found = [{"pk": row.pk, "title": str(row)[:120]} for row in left.select_related(*joined)]
    if found:
        moved = {"did": "moved", "model": label_of(model), "column": column.name, "from": source, "to": target}
        entries.append({**moved, "rows": found})
        rows.filter(**{column.name: source}).update(**{column.name: target})
    return entries


def _has(model: type[Model], attname: str) -> bool:
    return any(field.attname == attname for field in model._meta.concrete_fields)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "uid" else value for name, value in values.items() if value is not None}


def _combine(column: Any, row: Any, kept: Any) -> list[dict[str, Any]]:
    """What ``row`` says and ``kept`` does not is said by ``kept`` from now on; ``row`` is written down for ``undo``."""
    entries = []
    for field in meaning(column, row):
        says = getattr(row, field.attname)
        if says and not getattr(kept, field.attname):
            entries.append(_set(kept, field.attname, says))
    removed = {"did": "removed", "model": label_of(type(row)), "column": column.name, "kept": kept.pk}
    return [*entries, {**removed, "title": str(row)[:120], "values": stored(row)}]


def _set(row: Any, attname: str, value: Any) -> dict[str, Any]:
    """Give one column of one row another value, and change nothing else of it."""
    before = stored(row)[attname]
    setattr(row, attname, value)
    type(row)._base_manager.filter(pk=row.pk).update(**{attname: value})
    entry = {"did": "set", "model": label_of(type(row)), "row": row.pk, "column": attname}
    return {**entry, "from": before, "to": stored(row)[attname]}


def _close(source: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """End the interval of its own that ``source`` has: from now on the public reads the other row."""
    if not isinstance(source, Chained):
        return []
    rows = type(source).objects.filter(chain_q(source)).public(now).order_by("pk")  # type: ignore[attr-defined]
    shortest = dt.timedelta(microseconds=1)
    return [_set(row, "public_until", max(now, row.public_from + shortest)) for row in rows]


def derive(*rows: Any) -> None:
    """Fill what rows are found and sorted by anew: a row is found by the names of those merged into it, too."""
    for row in rows:
        fresh = type(row).objects.get(pk=row.pk)
        fresh.save(update_fields=list(fresh.DERIVED))
