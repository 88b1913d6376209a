"""The chain of an article's editions: each public until the next begins. ``retime`` alone writes the clock columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Q

from articles.desk.errors import TransitionError
from articles.models.article import Article
from articles.models.edition import LINKS, TAKEDOWNS, Edition
from articles.models.parts import Statement
from articles.models.vocabulary import EditionClass
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import is_public

FROZEN = dt.timedelta(seconds=2)  # an hour can no longer be moved when less than this is left


@dataclass(frozen=True)
class Life:
    """The public life of a text at one instant."""

    editions: tuple[Edition, ...]
    live: Edition | None
    coming: Edition | None
    coming_takedown: Edition | None

    @property
    def last(self) -> Edition | None:
        """The newest edition that is or was public."""
        return max((e for e in self.editions if e.settled_at), key=lambda e: e.number or 0, default=None)

    @property
    def last_text(self) -> Edition | None:
        """The newest edition that is or was public and is no takedown."""
        texts = (e for e in self.editions if e.settled_at and e.edition_class not in TAKEDOWNS)
        return max(texts, key=lambda e: e.number or 0, default=None)

    @property
    def taken_down(self) -> bool:
        return self.live is not None and self.live.edition_class in TAKEDOWNS


def life(article: Article, now: dt.datetime) -> Life:
    """What of ``article`` is public at ``now`` and what is to come. One query."""
    editions = tuple(Edition.objects.filter(article=article).order_by("number", "pk").select_related("approval"))
    waiting = [e for e in editions if e.settled_at is None and not is_public(e, now)]
    return Life(
        editions=editions,
        live=next((e for e in editions if is_public(e, now)), None),
        coming=next((e for e in waiting if e.edition_class not in TAKEDOWNS), None),
        coming_takedown=next((e for e in waiting if e.edition_class in TAKEDOWNS), None),
    )


@transaction.atomic
def retime(article: Article, *, now: dt.datetime, move: Edition | None = None, to: dt.datetime | None = None) -> None:
    """Write the clock columns of every edition of ``article``, and their copies in the link rows.

    ``move`` gives one edition a new hour (``to``; None holds it). An edition whose hour strikes within two seconds, or
    has struck, is not moved: TransitionError. The caller holds the lock on the article's row; while it waited for
    that, the hour may have struck, so the clock is asked again.
    """
    if move is not None:
        movable = Edition.objects.filter(pk=move.pk, settled_at=None).filter(
            Q(public_from=None) | Q(public_from__gt=max(now, database_now()) + FROZEN)
        )
        # The old interval is taken away first: until the chain is laid anew below, this edition has none.
        if not movable.update(public_from=None, public_until=None):
            raise TransitionError("already-public")
    editions = list(Edition.objects.filter(article=article))
    for edition in editions:
        if move is not None and edition.pk == move.pk:
            edition.public_from = to
    editions.sort(key=lambda e: (e.public_from is None, e.public_from or now, e.pk))
    timed = [e for e in editions if e.public_from]
    for earlier, later in pairwise(timed):
        if earlier.public_from == later.public_from:
            raise TransitionError("not-later-than-live")
    start = timed[0].public_from if timed else None
    erased: dt.datetime | None = None
    until: dt.datetime | None = None
    wanted: dict[int, dict[str, object]] = {}
    for number, edition in reversed(list(enumerate(editions, start=1))):
        is_tombstone = edition.edition_class == EditionClass.RETRACTION
        wanted[edition.pk] = {
            "public_from": edition.public_from,
            "public_until": until if edition.public_from else None,
            "text_until": erased,
            "published_at": (edition.released_at or start) if edition.public_from else None,
            "number": number,
        }
        if edition.public_from:
            until = edition.public_from
            if is_tombstone:
                erased = edition.public_from
    _write(article, wanted)


def _write(article: Article, wanted: dict[int, dict[str, object]]) -> None:
    """Write what differs: intervals that close first, then those that open; numbers out of each other's way."""
    stored = {e.pk: e for e in Edition.objects.filter(article=article)}
    changed = [pk for pk, clock in wanted.items() if any(getattr(stored[pk], k) != v for k, v in clock.items())]
    renumbered = [pk for pk in changed if stored[pk].number not in (None, wanted[pk]["number"])]
    if renumbered:
        Edition.objects.filter(pk__in=renumbered).update(number=None)
    changed.sort(key=lambda pk: (wanted[pk]["public_from"] is None, wanted[pk]["public_from"] or 0, pk))
    for pk in changed:
        Edition.objects.filter(pk=pk).update(**wanted[pk])
        copies = {k: v for k, v in wanted[pk].items() if k != "number"}
        for link in LINKS:
            link.objects.filter(edition_id=pk).update(**copies)
        Statement.objects.filter(edition_id=pk).update(published_at=wanted[pk]["published_at"])


@transaction.atomic
def remove_coming(article: Article, edition: Edition, *, now: dt.datetime) -> None:
    """Take an edition that waits off the chain; TransitionError where its hour has struck or is about to."""
    retime(article, now=now, move=edition, to=None)
    Edition.objects.get(pk=edition.pk).delete()
    retime(article, now=now)
