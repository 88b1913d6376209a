"""A plan carried out: all of it or nothing."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from articles.desk import audit, registers
from articles.desk.register_many import add_many, change_many, unseen
from articles.models import ChangeCounter, RegisterEdit
from articles.visible import forget

_BATCH = 500


@dataclass
class Written:
    """How many rows were added and changed, and how many wait for a second person."""

    added: int = 0
    changed: int = 0
    waiting: int = 0


def write(register, plan, *, by, now, name, content):
    """Write ``plan`` in one transaction, yielding how many rows are done; returns ``Written``.

    Rows of which nobody outside sees anything are written many at a time. Every other one goes through the gate of the
    desk, which writes the public log, or keeps the change until a second person approves it. Whatever is raised, by
    the desk or the database, leaves nothing written. ``name`` and ``content`` are the file, for the record of acts.
    """
    with transaction.atomic():
        _take_locks(register.model, plan)
        written = yield from _write(register, plan, by, now)
        audit.record(
            "import",
            f"register:{register.model._meta.model_name}",
            by=by,
            now=now,
            file=name[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            added=written.added,
            changed=written.changed,
            waiting=written.waiting,
            rows=[str(entry.row.uid) for entry in plan.entries if entry.kind != "same"],
        )
        transaction.on_commit(forget)
    return written


def _take_locks(model, plan):
    """Lock the rows that change, then the counter of the public log: the order of every other writer."""
    for keys in batched(sorted(entry.row.pk for entry in plan.of("changed"))):
        list(model.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
    list(ChangeCounter.objects.filter(pk=1).select_for_update())


def _write(register, plan, by, now):
    model, written, done = register.model, Written(), 0
    new, changed = plan.of("new"), plan.of("changed")
    for level in _levels([entry for entry in new if not entry.values.get("public_from")]):
        for batch in batched(level):
            add_many(model, [(entry.row, entry.children) for entry in batch])
            written.added += len(batch)
            done += len(batch)
            yield done
    gated = [entry for entry in new if entry.values.get("public_from")]
    for batch in batched(changed):
        free = unseen(model, [entry.row.pk for entry in batch], now=now)
        gated += [entry for entry in batch if entry.row.pk not in free]
        alone = [(entry.row, entry.values, entry.children) for entry in batch if entry.row.pk in free]
        change_many(model, alone)
        written.changed += len(alone)
        done += len(alone)
        yield done
    for entry in gated:
        values = None if entry.kind == "new" else entry.values
        found = registers.change(entry.row, values, entry.children, by=by, now=now)
        if isinstance(found, RegisterEdit):
            written.waiting += 1
        elif entry.kind == "new":
            written.added += 1
        else:
            written.changed += 1
        done += 1
        if done % 100 == 0:
            yield done
    yield done
    return written


def batched(entries):
    """``entries`` in lists of a few hundred."""
    return [entries[start : start + _BATCH] for start in range(0, len(entries), _BATCH)]


def _levels(entries):
    """New rows, those before that others are part of."""
    left = entries
    while left:
        waiting = {id(entry.row) for entry in left}
        ready = [entry for entry in left if id(entry.values.get("parent")) not in waiting]
        yield ready
        chosen = {id(entry.row) for entry in ready}
        left = [entry for entry in left if id(entry.row) not in chosen]
