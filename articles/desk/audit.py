"""The record of acts: one entry in the transaction of each act, chained by hash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import F

from articles.desk.hashing import canonical, chained
from articles.models.audit import AuditEntry, AuditHead

_gathered: ContextVar[list[tuple[str, str, Any, dt.datetime, str]] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Keep the entries of the acts inside and write them at the end, in their order; none where the block raises.

    For an act over many rows in one transaction: the head of the record stays the last lock, as it is for single acts.
    """
    if _gathered.get() is not None:
        yield  # whoever began writes them all
        return
    kept: list[tuple[str, str, Any, dt.datetime, str]] = []
    token = _gathered.set(kept)
    try:
        yield
    finally:
        _gathered.reset(token)
    for entry in kept:
        _write(*entry)


def record(action: str, subject: str, *, by: Any, now: dt.datetime, **detail: Any) -> None:
    """Write one entry. Must be called inside the transaction of the act it records, as its last lock."""
    kept = _gathered.get()
    if kept is not None:
        kept.append((action, subject, by, now, canonical(detail)))
    else:
        _write(action, subject, by, now, canonical(detail))


def _write(action: str, subject: str, by: Any, now: dt.datetime, detail: str) -> None:
    if not AuditHead.objects.filter(pk=1).update(number=F("number") + 1):
        AuditHead.objects.get_or_create(pk=1)
        AuditHead.objects.filter(pk=1).update(number=F("number") + 1)
    head = AuditHead.objects.get(pk=1)
    entry = AuditEntry(
        number=head.number,
        at=now,
        by=by,
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=head.head,
    )
    entry.hash = chained(entry.previous_hash, _content(entry))
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(head=entry.hash)


def _content(entry: AuditEntry) -> list[Any]:
    at = entry.at.astimezone(dt.UTC).isoformat()
    return [entry.number, at, entry.by_id, entry.action, entry.subject, entry.detail]


def faults() -> Iterator[str]:
    """What is wrong with the record, first fault first; nothing where it is whole."""
    previous, expected = "", 1
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=500):
        if entry.number != expected:
            yield f"entry {expected} is missing"
            expected = entry.number
        if entry.previous_hash != previous or entry.hash != chained(previous, _content(entry)):
            yield f"entry {entry.number} is not as it was written"
        previous, expected = entry.hash, expected + 1
    number, head = AuditHead.objects.values_list("number", "head").first() or (0, "")
    if (number, head) != (expected - 1, previous):
        yield f"the record should end with entry {number}, it ends with entry {expected - 1}"
