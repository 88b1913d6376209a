"""Who read a restricted text: one that is limited, or approved and not public yet. Every door writes it down here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.desk import audit
from articles.desk.access import who_may_see
from articles.desk.hashing import canonical
from articles.models.article import Article
from articles.models.audit import AuditEntry, AuditHead
from articles.models.edition import Edition
from articles.models.preview import PreviewView

ACTION = "read"


def is_restricted(article: Article, now: dt.datetime) -> bool:
    """Whether reads of ``article`` are recorded: it is limited, or an approved edition of it is not public yet."""
    if article.limited:
        return True
    not_yet = Q(public_from=None) | Q(public_from__gt=now)
    return Edition.objects.filter(not_yet, article=article).exists()


def note(article: Article, *, by: Any, door: str, now: dt.datetime, revisions: Iterable[int] | None = None) -> None:
    """Record that ``by`` read ``revisions`` (the newest, if none is named) of ``article`` through ``door``.

    At most one entry a person, revision, door and hour of the clock. Nothing is written where the text is not
    restricted.
    """
    if not is_restricted(article, now):
        return
    if revisions is None:
        newest = article.revisions.order_by("-number").values_list("number", flat=True).first()
        revisions = [newest or 0]
    for number in dict.fromkeys(revisions):
        said = {"revision": number, "door": door}
        if not _is_noted(article, by, said, now):
            with transaction.atomic():
                list(AuditHead.objects.select_for_update().filter(pk=1))  # two requests at once are one read
                if not _is_noted(article, by, said, now):
                    audit.record(ACTION, f"article:{article.uid}", by=by, now=now, **said)


def _is_noted(article: Article, by: Any, said: dict[str, Any], now: dt.datetime) -> bool:
    begins = now.replace(minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(
        subject=f"article:{article.uid}",
        action=ACTION,
        by=by,
        at__gte=begins,
        at__lt=begins + dt.timedelta(hours=1),
        detail=canonical(said),
    ).exists()


# --- The ledger -------------------------------------------------------------------------------------------------------


@dataclass
class Read:
    """Somebody saw ``revision`` of a text; ``before``: while no edition of those words was public."""

    at: dt.datetime
    who: str
    revision: int
    door: str
    before: bool


def could_see(article: Article) -> QuerySet[Any]:
    """The staff who may know of ``article`` as rights and limits stand now; how they stood is in the record."""
    return who_may_see(article)


def reads_of(article: Article, now: dt.datetime) -> Iterator[Read]:
    """Who saw which revision of ``article``, oldest first: its authors, who read it, and looks by preview links.

    Reads are recorded while a text is restricted; what stood open to the whole desk is not in it.
    """
    editions = Edition.objects.filter(article=article).exclude(public_from=None).select_related("revision")
    public: dict[int, dt.datetime] = {}
    for edition in editions.order_by("-public_from").defer("document"):
        assert edition.public_from is not None  # held ones are left out
        public[edition.revision.number] = edition.public_from

    def read(at: dt.datetime, who: str, number: int, door: str) -> Read:
        since = public.get(number)
        return Read(at, who, number, door, since is None or at < since)

    found = [
        read(one.at, _name(one.by), one.number, "wrote")
        for one in article.revisions.select_related("by").defer("document").exclude(by=None).order_by("number")
    ]
    entries = AuditEntry.objects.filter(subject=f"article:{article.uid}", action=ACTION).select_related("by")
    for entry in entries.order_by("number"):
        said = orjson.loads(entry.detail)
        found.append(read(entry.at, _name(entry.by), said["revision"], said["door"]))
    views = PreviewView.objects.filter(link__revision__article=article).select_related("link__revision")
    found += [read(view.at, view.link.recipient, view.link.revision.number, "link") for view in views.order_by("pk")]
    yield from sorted(found, key=lambda one: one.at)


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
