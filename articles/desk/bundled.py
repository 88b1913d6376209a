"""What a bundle keeps together: asked by the steps of a text and by the gate of the registers, before they move one.

A member of an approved bundle moves with all the others or not at all; ``moving`` is how ``desk.bundles`` does that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.desk import access, audit
from articles.desk.errors import RegisterError, TransitionError
from articles.models.article import Article
from articles.models.bundle import Bundle, BundleItem
from articles.models.event import Event
from people.models import Position
from pressoffice.ground.chains import Chained

_moving: ContextVar[int | None] = ContextVar("moving", default=None)
MEMBER = {Article: "article", Event: "event", Position: "position"}  # the column of a member, by its model


@contextmanager
def moving(bundle: Bundle) -> Iterator[None]:
    """Inside, the members of ``bundle`` may be moved: all of them, in one transaction."""
    token = _moving.set(bundle.pk)
    try:
        yield
    finally:
        _moving.reset(token)


def visible_to(user: Any, bundles: QuerySet[Bundle] | None = None) -> QuerySet[Bundle]:
    """The bundles ``user`` may know of: one that holds a text they may not see does not exist for them."""
    found = Bundle.objects.all() if bundles is None else bundles
    limited = BundleItem.objects.filter(bundle=OuterRef("pk"), article__limited=True)
    return found.exclude(Exists(limited.exclude(article__in=access.visible_to(user))))


def row_of(item: BundleItem) -> Any:
    """The text, event or position that ``item`` is about."""
    return item.article or item.event or item.position


def waiting(now: dt.datetime) -> QuerySet[BundleItem]:
    """The members of approved bundles that are still to go out at ``now``: with an hour ahead, or held."""
    ahead = Q(bundle__hour=None) | Q(bundle__hour__gt=now)
    return BundleItem.objects.filter(ahead, open=True, bundle__state=Bundle.State.APPROVED)


def approved_bundle(row: Any, now: dt.datetime) -> Bundle | None:
    """The approved bundle in which ``row`` (a text, an event, a position) waits for its hour; None where none does."""
    column = MEMBER.get(type(row))
    if column is None or row.pk is None:
        return None
    entity = row.entity if isinstance(row, Chained) else row
    item = waiting(now).filter(**{column: entity.pk}).select_related("bundle").first()
    return item.bundle if item else None


def require_apart(article: Article, *, by: Any, now: dt.datetime) -> None:
    """TransitionError where an approved bundle holds the text and is not itself moving it."""
    bundle = approved_bundle(article, now)
    if bundle is not None and bundle.pk != _moving.get():
        raise TransitionError("in-bundle", row=str(article), bundle=name_for(bundle, by))


def require_row_apart(row: Any, now: dt.datetime) -> None:
    """RegisterError where an approved bundle holds the register row and is not itself moving it."""
    bundle = approved_bundle(row, now)
    if bundle is not None and bundle.pk != _moving.get():
        raise RegisterError("in-bundle", row=str(row), bundle=name_for(bundle, None))


def leave(article: Article, *, by: Any, now: dt.datetime) -> None:
    """A takedown that cannot wait took away what was to come of ``article``: it leaves its bundle, on the record.

    The other members stay together. Nobody may have to ask for a bundle before taking down what harms.
    """
    bundle = approved_bundle(article, now)
    if bundle is not None and bundle.pk != _moving.get():
        BundleItem.objects.filter(bundle=bundle, article=article, open=True).update(open=False)
        audit.record("bundle-left", f"bundle:{bundle.uid}", by=by, now=now, member=f"article:{article.uid}")


def name_for(bundle: Bundle, user: Any) -> str:
    """The name of the bundle, for whoever may know of all it holds; of one without limited texts that is anybody."""
    if user is None:
        limited = BundleItem.objects.filter(bundle=bundle, article__limited=True).exists()
        return "…" if limited else bundle.name
    return bundle.name if visible_to(user, Bundle.objects.filter(pk=bundle.pk)).exists() else "…"
