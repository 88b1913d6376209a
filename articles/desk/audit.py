"""The record of acts: one entry in the transaction of each act, chained by hash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from articles.desk.hashing import canonical, chained
from articles.models.audit import AuditEntry, AuditHead


def record(action: str, subject: str, *, by: Any, now: dt.datetime, **detail: Any) -> AuditEntry:
    """Write one entry. Must be called inside the transaction of the act it records, as its last lock."""
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
        detail=canonical(detail),
        previous_hash=head.head,
    )
    entry.hash = chained(entry.previous_hash, _content(entry))
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(head=entry.hash)
    return entry


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
