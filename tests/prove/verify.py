"""What the database says afterwards. Each function returns its faults in words; none means that it is as promised."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Count, F

from articles.desk import audit
from articles.desk.hashing import sha256
from articles.desk.settle import change_hash
from articles.models import evidence
from articles.models.change import Change, ChangeCounter
from articles.models.edition import Edition
from articles.search import sqlite


def everything(plan: dict[int, dt.datetime]) -> list[str]:
    """All that must hold once everything due has been settled. ``plan`` says when which edition was to be public."""
    return [*releases(plan), *public_log(), *search_index(), *record(), *soundness()]


def releases(plan: dict[int, dt.datetime]) -> list[str]:
    """Each edition that has an hour settled, once, not before it; its words those that were approved."""
    faults = []
    hours = dict(Edition.objects.values_list("pk", "public_from"))
    faults += [f"edition {pk} has no row" for pk in plan.keys() - hours.keys()]
    faults += [f"edition {pk} has another hour" for pk, hour in plan.items() if pk in hours and hours[pk] != hour]
    lines = Change.objects.values_list("key", flat=True)
    keys = set(lines)
    if len(lines) != len(keys):
        faults.append("doubled: a key stands twice in the public log")
    timed = {f"edition:{pk}" for pk, hour in hours.items() if hour is not None}
    faults += [f"lost: {key} has no change" for key in sorted(timed - keys)]
    faults += [f"early: {key} has a change and no edition with an hour" for key in sorted(keys - timed)]
    for pk in Edition.objects.filter(settled_at=None).exclude(public_from=None).values_list("pk", flat=True):
        faults.append(f"lost: edition {pk} is not settled")
    for pk in Edition.objects.filter(settled_at__lt=F("public_from")).values_list("pk", flat=True):
        faults.append(f"early: edition {pk} was settled before its hour")
    doubled = Change.objects.values("subject_uid", "type").annotate(lines=Count("pk")).filter(lines__gt=1)
    faults += [f"doubled: {row['subject_uid']} was published {row['lines']} times" for row in doubled]
    said = dict(Change.objects.values_list("key", "payload"))
    rows = Edition.objects.select_related("revision").iterator(chunk_size=500)
    for edition in rows:
        if sha256(edition.document) != edition.document_hash or edition.document != edition.revision.document:
            faults.append(f"edition {edition.pk} is not what was approved")
        if edition.public_from and edition.document_hash not in said.get(
            f"edition:{edition.pk}", edition.document_hash
        ):
            faults.append(f"the change of edition {edition.pk} names another document")
    return faults


def public_log() -> list[str]:
    """Numbers from 1 without gap, each line chained to the one before, the counter at the end of both."""
    faults, previous, expected = [], "", 1
    for change in Change.objects.order_by("number").iterator(chunk_size=500):
        if change.number != expected:
            faults.append(f"change {expected} is missing")
        if change.previous_hash != previous or change.hash != change_hash(change):
            faults.append(f"the chain breaks at change {change.number}")
        previous, expected = change.hash, change.number + 1
    counter = ChangeCounter.objects.filter(pk=1).first()
    if ((counter.number, counter.head) if counter else (0, "")) != (expected - 1, previous):
        faults.append(f"the log ends at {expected - 1}, the counter does not")
    return faults


def search_index() -> list[str]:
    """The newest settled edition of every text in the index once, and nothing else."""
    found = indexed()
    settled = Edition.objects.exclude(settled_at=None).order_by("number")
    wanted = set(dict(settled.values_list("article", "pk")).values())
    faults = [f"edition {pk} is not in the search index" for pk in sorted(wanted - set(found))]
    faults += [f"early: edition {pk} is in the search index" for pk in sorted(set(found) - wanted)]
    return faults if len(found) == len(set(found)) else [*faults, "an edition is in the search index twice"]


def indexed() -> list[int]:
    """Ids of the editions that search finds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT edition_id FROM articles_search")
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT rowid FROM articles_search")
        return [sqlite.pk_of(row[0]) for row in cursor.fetchall()]


def record() -> list[str]:
    """The record of acts whole, the triggers that guard evidence in place."""
    return [*audit.faults(), *(f"trigger {name} is missing" for name in evidence.missing())]


def soundness() -> list[str]:
    """What SQLite says of its own file, indexes and foreign keys. PostgreSQL has no such question."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")
        cursor.execute("PRAGMA foreign_key_check")
        return faults + [f"a row of {row[0]} points nowhere" for row in cursor.fetchall()]
