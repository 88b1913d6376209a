"""What publication owes, done exactly once: ``settle`` may be called by anybody, at any time, in any number."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import orjson
from django.db import DatabaseError, transaction
from django.db.models import F

from articles import search
from articles.desk.hashing import canonical, chained
from articles.models.article import Article
from articles.models.change import Change, ChangeCounter, Trouble
from articles.models.contact import Contact
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.front_page import FrontPageItem
from articles.models.vocabulary import EditionClass
from people.models import Position
from pressoffice.ground.clock import database_now

log = logging.getLogger(__name__)

TYPE_OF = {
    EditionClass.FIRST: Change.Type.ARTICLE_PUBLISHED,
    EditionClass.UPDATE: Change.Type.ARTICLE_UPDATED,
    EditionClass.CORRECTION: Change.Type.ARTICLE_CORRECTED,
    EditionClass.ADDITION: Change.Type.ARTICLE_UPDATED,
    EditionClass.METADATA: Change.Type.ARTICLE_UPDATED,
    EditionClass.WITHDRAWAL: Change.Type.ARTICLE_WITHDRAWN,
    EditionClass.RETRACTION: Change.Type.ARTICLE_RETRACTED,
}
DUE = (Edition, Position, Event, Contact, FrontPageItem)  # every row with an interval of its own
UNANNOUNCED = (EditionClass.ADDITION, EditionClass.METADATA)
RENEWING = (EditionClass.UPDATE, EditionClass.CORRECTION, *UNANNOUNCED)


def settle(now: dt.datetime | None = None, *, limit: int = 500) -> int:
    """Settle what is due at ``now`` (the database's clock if not given), oldest first; returns how many rows.

    Each row has a transaction of its own. One that fails is counted, tried again later (after 2, 4, 8... seconds, at
    most an hour) and shown to staff; the others go on. Running it twice, or eight times at once, does no harm.
    """
    now = now or database_now()
    waiting = [key.split(":") for key in Trouble.objects.filter(retry_at__gt=now).values_list("key", flat=True)]
    due: list[tuple[dt.datetime, Any]] = []
    for model in DUE:
        # Left out by the query: were they only passed over, ``limit`` of them would keep all others from their turn.
        resting = [int(pk) for name, pk in waiting if name == model._meta.model_name]
        rows = model.objects.due(now).exclude(pk__in=resting).only("pk", "public_from")[:limit]
        due += [(row.public_from, row) for row in rows]
    due.sort(key=lambda pair: pair[0])
    settled = 0
    for _instant, row in due[:limit]:
        try:
            with transaction.atomic():
                settled += _settle_row(type(row), row.pk, now)
        except Exception as error:
            log.exception("could not settle %s", _key(row))
            _note_trouble(_key(row), error, now)
    return settled


def settle_article(article: Article, now: dt.datetime) -> int:
    """Settle what is due of one article, inside the caller's transaction: a dead worker never blocks a correction."""
    due = list(Edition.objects.due(now).filter(article=article).values_list("pk", flat=True))
    # All rows first, the counter after them: whoever settles one row at a time takes the locks in that order too.
    claimed = [pk for pk in due if _claim(Edition, pk, now)]
    for pk in claimed:
        _owe(Edition.objects.get(pk=pk))
    return len(claimed)


def settle_row(row: Any, now: dt.datetime) -> int:
    """Settle one row, where it is due, inside the caller's transaction; returns how many were."""
    return _settle_row(type(row), row.pk, now)


def _key(row: Any) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def _settle_row(model: Any, pk: int, now: dt.datetime) -> int:
    if not _claim(model, pk, now):
        return 0  # somebody else was first, or the hour was moved
    _owe(model.objects.get(pk=pk))
    return 1


def _claim(model: Any, pk: int, now: dt.datetime) -> int:
    return model.objects.filter(pk=pk, settled_at=None, public_from__lte=now).update(settled_at=now)


def _owe(row: Any) -> None:
    """Do what the publication of a claimed row owes."""
    instant: dt.datetime = row.public_from
    if isinstance(row, Edition):
        search.index(row)
        write_change(f"edition:{row.pk}", TYPE_OF[EditionClass(row.edition_class)], row.article_uid, instant, {
            "reference": row.article_reference,
            "edition": row.number,
            "language": row.language,
            "kind": row.kind,
            "class": row.edition_class,
            "significance": "metadata" if row.edition_class in UNANNOUNCED else "editorial",
            "note": row.note,
            "sha256": row.document_hash,
            "replaced_by": str(row.replacement_uid) if row.replacement_uid else None,
            **_differing(row),
        })  # fmt: skip
    else:
        register_change(row, now=instant)
    Trouble.objects.filter(key=_key(row)).delete()


def _differing(edition: Edition) -> dict[str, list[str]]:
    """Which members of the document of a new edition differ from the one before; nothing where it says nothing new."""
    if edition.edition_class not in RENEWING:
        return {}
    before = Edition.objects.filter(article=edition.article_id, number=(edition.number or 0) - 1).first()
    if before is None or before.document is None or edition.document is None:
        return {}
    old, new = orjson.loads(before.document), orjson.loads(edition.document)
    return {"fields": sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))}


WORD = {"person": "official"}  # the word of the public log, where it is not the model's own


def register_change(row: Any, *, now: dt.datetime, did: str = "") -> Change:
    """Write the next public change of a register row; call it in the transaction of the edit.

    ``did``: ``changed``, ``removed``, ``merged``...; if not given, ``published`` for the first change of a row with an
    interval of its own that replaces none, else ``changed`` (``cancelled`` for a cancelled event).
    """
    name = row._meta.model_name
    counted: dict[str, Any] = {"public_changes": F("public_changes") + 1}
    if isinstance(row, Event):
        counted["sequence"] = F("sequence") + 1
    type(row).objects.filter(pk=row.pk).update(**counted)
    row.refresh_from_db(fields=list(counted))
    entity = getattr(row, "entity", row)
    if not did:
        first = row.public_changes == 1 and hasattr(row, "settled_at") and entity == row
        cancelled = isinstance(row, Event) and row.status == Event.Status.CANCELLED
        did = "published" if first else "cancelled" if cancelled else "changed"
    word = getattr(row, "log_word", WORD.get(name, name))
    payload = {"reference": entity.reference}
    if row_merged_into := getattr(row, "merged_into", None):
        payload["into"] = str(row_merged_into.uid)
    return write_change(f"{name}:{row.pk}:{row.public_changes}", f"{word}.{did}", entity.uid, now, payload)


def write_change(key: str, kind: str, subject_uid: Any, at: dt.datetime, payload: dict[str, Any]) -> Change:
    """Append one line to the public log, with the next number. The unique key refuses a second line for one cause."""
    if not ChangeCounter.objects.filter(pk=1).update(number=F("number") + 1):
        ChangeCounter.objects.get_or_create(pk=1)
        ChangeCounter.objects.filter(pk=1).update(number=F("number") + 1)
    counter = ChangeCounter.objects.get(pk=1)
    change = Change(
        number=counter.number,
        key=key,
        type=kind,
        subject_uid=subject_uid,
        at=at,
        payload=canonical(payload),
        previous_hash=counter.head,
    )
    change.hash = change_hash(change)
    change.save(force_insert=True)
    ChangeCounter.objects.filter(pk=1).update(head=change.hash)
    return change


def change_hash(change: Change) -> str:
    """The hash of a line of the public log, over the line before it."""
    at = change.at.astimezone(dt.UTC).isoformat()
    return chained(change.previous_hash, [change.number, change.type, str(change.subject_uid), at, change.payload])


def _note_trouble(key: str, error: Exception, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            trouble, _created = Trouble.objects.get_or_create(key=key, defaults={"retry_at": now})
            trouble.tries += 1
            trouble.error = f"{type(error).__name__}: {error}"[:500]
            trouble.retry_at = now + dt.timedelta(seconds=min(2**trouble.tries, 3600))
            trouble.save()
    except DatabaseError:
        log.exception("could not note the trouble with %s", key)
