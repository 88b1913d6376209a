"""Bundles: texts, takedowns, events and positions that go out together, at one hour, by one approval, all or none.

Every act is one transaction. Locks are taken in this order: bundle, texts by uid, their editions, register rows, change
counter, audit head. Each member takes the same step it would take alone, at the same gate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles.desk import audit, bundled, chain, registers
from articles.desk.access import may_see
from articles.desk.bundle_readiness import Member, members, writers_of
from articles.desk.errors import BundleError, DeskError, FourEyesError, RightError, TransitionError
from articles.desk.register_chain import lock
from articles.desk.register_writing import write
from articles.desk.workflow import transition
from articles.models.article import Article
from articles.models.bundle import Bundle, BundleItem
from articles.models.edition import Edition
from articles.models.vocabulary import Status
from pressoffice.ground.chains import Chained
from pressoffice.ground.clock import database_now

__all__ = ["SOON", "add", "approve", "cancel", "close_past", "hold", "lock_texts", "make", "move", "plan", "remove"]

SOON = dt.timedelta(seconds=10)  # "as soon as possible": time enough to set the hour of every member before it strikes
LEFT = dt.timedelta(seconds=0.5)  # what must be left of the time to an hour when everything is written
RIGHT_TO_PUT = {"article": "articles.change_article", "event": "articles.change_event",
                "position": "people.change_position"}  # fmt: skip


@dataclass
class Act:
    """One act on a locked bundle. ``hours``: those that may not strike before it is over."""

    bundle: Bundle
    by: Any
    now: dt.datetime
    hours: list[dt.datetime | None] = field(default_factory=list)

    def items(self) -> list[BundleItem]:
        """The open members in the order of locks."""
        return ordered(self.bundle)

    def note(self, action: str, **detail: Any) -> None:
        """Record the act, with everything it was about."""
        told = [member.subject for member in members(self.items())]
        audit.record(action, f"bundle:{self.bundle.uid}", by=self.by, now=self.now, members=told, **detail)


def ordered(bundle: Bundle) -> list[BundleItem]:
    """The open members of ``bundle``: texts by uid, then events, then positions."""
    found = bundle.items.filter(open=True).select_related("article", "event", "position__person")
    return sorted(found, key=lambda one: (
        one.article_id is None, str(one.article.uid) if one.article else "", one.event_id is None, one.event_id or 0,
        one.position_id or 0,
    ))  # fmt: skip


@contextmanager
def _acting(bundle: Bundle, *states: str, by: Any, version: int, now: dt.datetime, right: str = "") -> Iterator[Act]:
    """Lock ``bundle`` and all in it; write what is done inside, or nothing of it where anything is refused.

    ``right``: what ``by`` needs; if not given, to write texts while it is prepared, to approve them afterwards.
    """
    with transaction.atomic():
        with audit.gathered(), bundled.moving(bundle):
            if not Bundle.objects.filter(pk=bundle.pk, version=version).update(version=F("version") + 1):
                raise BundleError("bundle-stale")
            act = Act(Bundle.objects.get(pk=bundle.pk), by, max(now, database_now()))
            _require_right(act, states, right)
            lock_texts(act.bundle.items.filter(open=True).values_list("article", flat=True))
            for item in act.items():
                if item.article is None:
                    with _named(item):
                        lock(bundled.row_of(item), act.now)
            yield act
        if any(hour is not None and hour <= max(now, database_now()) + LEFT for hour in act.hours):
            raise BundleError("bundle-hour-near")


def lock_texts(texts: Any) -> None:
    """Lock texts and their editions, in one order for everybody who needs more than one."""
    found = Article.objects.filter(pk__in=[pk for pk in texts if pk]).order_by("uid")
    keys = list(found.select_for_update(no_key=True).values_list("pk", flat=True))
    list(Edition.objects.filter(article__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _require_right(act: Act, states: tuple[str, ...], right: str) -> None:
    """The person may change the bundle, which is in one of ``states`` and has not gone out."""
    bundle, by = act.bundle, act.by
    is_open = bundle.state == Bundle.State.OPEN
    needed = right or ("articles.change_article" if is_open else "articles.approve_article")
    if not (by.is_active and by.has_perm(needed)) or not bundled.visible_to(by, Bundle.objects.filter(pk=bundle.pk)):
        raise RightError("no-right", action=_("Change this bundle"))
    if bundle.state == Bundle.State.CANCELLED or bundle.is_out(act.now):
        raise BundleError("bundle-closed")
    if bundle.state not in states:
        approved = bundle.state == Bundle.State.APPROVED
        raise BundleError("bundle-approved" if approved else "bundle-not-approved")


def close_past(now: dt.datetime) -> None:
    """Let go the members of bundles that have gone out, so that they can be in another."""
    BundleItem.objects.filter(open=True, bundle__state=Bundle.State.APPROVED, bundle__hour__lte=now).update(open=False)


# --- While it is prepared ---------------------------------------------------------------------------------------------


@transaction.atomic
def make(name: str, *, by: Any, now: dt.datetime) -> Bundle:
    """A bundle with nothing in it yet."""
    if not by.is_active or not by.has_perm("articles.change_article"):
        raise RightError("no-right", action=_("Make a bundle"))
    bundle = Bundle.objects.create(name=name.strip()[:200], made_by=by)
    audit.record("bundle-made", f"bundle:{bundle.uid}", by=by, now=now, name=bundle.name)
    return bundle


def add(
    bundle: Bundle,
    row: Any,
    *,
    by: Any,
    version: int,
    now: dt.datetime,
    act: str = BundleItem.Act.PUBLISH,
    note: str = "",
) -> BundleItem:
    """Put a text, an event or a position into ``bundle``; of a chain always its first row.

    Raises a DeskError where ``by`` may not change it, it is in a bundle already, or ``bundle`` is approved. With the
    act ``withdraw`` a text is withdrawn at the hour, for the reason ``note``, which readers are told.
    """
    column = bundled.MEMBER[type(row)]
    if not by.has_perm(RIGHT_TO_PUT[column]) or (column == "article" and not may_see(by, row)):
        raise BundleError("bundle-no-member")
    entity = row.entity if isinstance(row, Chained) else row
    act = act if act in BundleItem.Act.values else BundleItem.Act.PUBLISH
    if act == BundleItem.Act.WITHDRAW:
        if column != "article":
            raise BundleError("bundle-withdraws-texts", row=str(row))
        if not note.strip():
            raise BundleError("bundle-reason", row=str(row))
    with _acting(bundle, Bundle.State.OPEN, by=by, version=version, now=now) as acting:
        close_past(acting.now)
        taken = BundleItem.objects.filter(**{column: entity}, open=True).select_related("bundle").first()
        if taken is not None:
            raise BundleError("bundle-taken", row=str(row), bundle=bundled.name_for(taken.bundle, by))
        item = BundleItem.objects.create(
            bundle=acting.bundle, act=act, note=note.strip(), added_by=by, **{column: entity}
        )
        member = members([item])[0]
        audit.record("bundle-added", f"bundle:{bundle.uid}", by=by, now=now, member=member.subject, does=act)
    return item


def remove(bundle: Bundle, item: BundleItem, *, by: Any, version: int, now: dt.datetime) -> None:
    """Take a member out of a bundle that is not approved; the member itself stays as it is."""
    with _acting(bundle, Bundle.State.OPEN, by=by, version=version, now=now):
        found = BundleItem.objects.select_related("article", "event", "position").filter(bundle=bundle, pk=item.pk)
        subject = members(found)[0].subject
        found.delete()
        audit.record("bundle-removed", f"bundle:{bundle.uid}", by=by, now=now, member=subject)


def plan(bundle: Bundle, hour: dt.datetime | None, *, by: Any, version: int, now: dt.datetime) -> Bundle:
    """Write down the hour an open bundle is meant for: it is prepared against that, and nothing goes out by it."""
    with _acting(bundle, Bundle.State.OPEN, by=by, version=version, now=now) as act:
        act.bundle.hour = hour
        act.bundle.save(update_fields=["hour"])
        audit.record("bundle-planned", f"bundle:{bundle.uid}", by=by, now=now, hour=hour)
    return act.bundle


# --- The one approval, and the one hour -------------------------------------------------------------------------------


def approve(
    bundle: Bundle, hour: dt.datetime | None, *, by: Any, version: int, now: dt.datetime, hold: bool = False
) -> Bundle:
    """Approve every member for ``hour`` (None: in a few seconds; ``hold``: no hour yet), or none of them.

    ``by`` may approve texts and neither wrote a text of it nor proposed a register row: BundleError names the member
    otherwise, as it does for every member that is not ready.
    """
    needed = "articles.approve_article"
    with _acting(bundle, Bundle.State.OPEN, by=by, version=version, now=now, right=needed) as act:
        hour = _hour(act, hour, hold)
        items = act.items()
        if not items:
            raise BundleError("bundle-empty")
        _require_second_person(act, items)
        late = [(one, fault) for one in members(items) for fault in one.faults(hour, act.now)]
        if late:
            said = " ".join(f"“{one.row}”: {fault}" for one, fault in late)
            raise BundleError("bundle-not-ready", faults=said)
        for item in items:
            with _named(item):
                _approve_one(item, hour, act)
        _set(act, hour, state=Bundle.State.APPROVED, approved_by=by, approved_at=act.now, not_before=hour)
        act.note("bundle-approved", hour=hour)
    return act.bundle


def move(bundle: Bundle, hour: dt.datetime | None, *, by: Any, version: int, now: dt.datetime) -> Bundle:
    """Give all members another hour (None: in a few seconds), or none of them.

    An hour earlier than the one approved needs the new approval of another person, who wrote and proposed none of it.
    """
    with _acting(bundle, Bundle.State.APPROVED, by=by, version=version, now=now) as act:
        hour = _hour(act, hour, hold=False)
        assert hour is not None
        first = act.bundle.not_before
        if first is not None and hour < first:
            if by.pk == act.bundle.approved_by_id:
                raise BundleError("bundle-approved-by-you")
            _require_second_person(act, act.items())
            first = hour
        for item in act.items():
            with _named(item):
                _move_one(item, hour, act)
        _set(act, hour, not_before=first)
        act.note("bundle-moved", hour=hour)
    return act.bundle


def hold(bundle: Bundle, *, by: Any, version: int, now: dt.datetime) -> Bundle:
    """Take the hour from all members; what was approved stays approved."""
    with _acting(bundle, Bundle.State.APPROVED, by=by, version=version, now=now) as act:
        for item in act.items():
            with _named(item):
                _move_one(item, None, act)
        _set(act, None)
        act.note("bundle-held")
    return act.bundle


def cancel(bundle: Bundle, *, by: Any, version: int, now: dt.datetime) -> Bundle:
    """Give the bundle up: its texts are drafts again, withdrawals are off, register changes are held."""
    with _acting(bundle, Bundle.State.OPEN, Bundle.State.APPROVED, by=by, version=version, now=now) as act:
        act.note("bundle-cancelled")
        if act.bundle.state == Bundle.State.APPROVED:
            for item in act.items():
                with _named(item):
                    _cancel_one(item, act)
        act.bundle.items.filter(open=True).update(open=False)
        _set(act, act.bundle.hour, state=Bundle.State.CANCELLED)
    return act.bundle


def _hour(act: Act, hour: dt.datetime | None, hold: bool) -> dt.datetime | None:
    """The hour meant; BundleError where it is past or so near that not every member could be given it."""
    if hold:
        return None
    if hour is None:
        return (act.now + SOON).replace(microsecond=0)
    if hour <= act.now:
        raise TransitionError("past-hour")
    if hour <= act.now + chain.FROZEN:
        raise BundleError("bundle-hour-near")
    return hour


def _require_second_person(act: Act, items: list[BundleItem]) -> None:
    """BundleError, with the member, where the person wrote or proposed any of it."""
    for item in items:
        if act.by.pk in writers_of(item, act.now):
            why = FourEyesError("author" if item.article else "proposer")
            raise BundleError("bundle-member", row=str(item), why=str(why))
        if item.article is None and not act.by.has_perm("articles.approve_registeredit"):
            raise RightError("no-right", action=_("Approve changes of registers"))


def _set(act: Act, hour: dt.datetime | None, **fields: Any) -> None:
    """Write the bundle itself; every member has exactly its hour now, and the old one has not struck."""
    if fields.get("state", act.bundle.state) == Bundle.State.APPROVED:
        for member in members(act.items()):
            if member.hour(act.now) != hour:
                raise BundleError("bundle-hour-near")
    act.hours += [act.bundle.hour, hour]
    for name, value in ({"hour": hour} | fields).items():
        setattr(act.bundle, name, value)
    act.bundle.save(update_fields=["hour", *fields])


@contextmanager
def _named(item: BundleItem) -> Iterator[None]:
    """Say which member a refusal is about."""
    try:
        yield
    except BundleError:
        raise
    except DeskError as refused:
        raise BundleError("bundle-member", row=str(item), why=str(refused)) from refused


# --- What becomes of one member ---------------------------------------------------------------------------------------


def _step(item: BundleItem, action: str, act: Act, **said: Any) -> None:
    article = item.article
    assert article is not None
    version = Article.objects.values_list("version", flat=True).get(pk=article.pk)
    transition(article, action, by=act.by, version=version, now=act.now, **said)


def _life(item: BundleItem, act: Act) -> chain.Life:
    assert item.article is not None
    return chain.life(item.article, act.now)


def _approve_one(item: BundleItem, hour: dt.datetime | None, act: Act) -> None:
    if item.article is None:
        edits = Member(item).edits()
        if edits and hour is None:
            raise BundleError("bundle-row-hour", row=str(item))
        if edits:
            registers.approve(edits, by=act.by, now=act.now, hour=hour)
        _time_row(item, hour, act)
    elif item.act == BundleItem.Act.WITHDRAW:
        _withdraw(item, hour, act)
    elif item.article.status == Status.APPROVED:
        _step(item, "reschedule", act, at=hour, hold=hour is None)
    else:
        _step(item, "approve", act, at=hour, hold=hour is None)


def _move_one(item: BundleItem, hour: dt.datetime | None, act: Act) -> None:
    if item.article is None:
        _time_row(item, hour, act)
    elif item.act == BundleItem.Act.WITHDRAW:
        _withdraw(item, hour, act)
    elif hour is None:
        _step(item, "hold", act)
    else:
        _step(item, "reschedule", act, at=hour)


def _cancel_one(item: BundleItem, act: Act) -> None:
    if item.article is None:
        _time_row(item, None, act)
    elif item.act == BundleItem.Act.WITHDRAW:
        _withdraw(item, None, act)
    else:
        _step(item, "cancel", act)


def _withdraw(item: BundleItem, hour: dt.datetime | None, act: Act) -> None:
    """Order the withdrawal for ``hour``, in the place of the one ordered before; None: no longer."""
    if _life(item, act).coming_takedown is not None:
        _step(item, "cancel_withdrawal", act)
    if hour is not None:
        _step(item, "withdraw", act, at=hour, note=item.note)


def _time_row(item: BundleItem, hour: dt.datetime | None, act: Act) -> None:
    """Give the coming row of a chain its hour; None holds it. The first row of one never public is itself to come."""
    row = bundled.row_of(item)
    target = registers.coming(row, act.now) or row
    write(target, {} if hour else {"public_from": None}, {}, by=act.by, now=act.now, hour=hour)
