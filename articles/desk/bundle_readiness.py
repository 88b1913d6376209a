"""The members of a bundle: what each is, who wrote or proposed it, and what it still lacks for its hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from articles.desk import bundled, chain, registers
from articles.desk.authorship import authors
from articles.desk.errors import DeskError, FourEyesError, RightError
from articles.desk.four_eyes import subject
from articles.desk.guards import Context
from articles.desk.preflight import require_roles
from articles.desk.register_chain import chain_q
from articles.desk.steps import STEPS
from articles.models.audit import AuditEntry
from articles.models.bundle import Bundle, BundleItem
from articles.models.registers import RegisterEdit
from articles.models.vocabulary import Status
from pressoffice.ground.intervals import is_public

WRITTEN = ("register", "register-proposed", "register-hour")


@dataclass(frozen=True)
class Member:
    """One member of a bundle, and the questions about it."""

    item: BundleItem

    @property
    def row(self) -> Any:
        return bundled.row_of(self.item)

    @property
    def subject(self) -> str:
        """How the record of acts names it."""
        article = self.item.article
        return f"article:{article.uid}" if article else subject(self.row)

    @property
    def reference(self) -> str:
        """How it is named where its words may not stand."""
        return f"PR-{self.row.reference}" if self.item.article else str(self.row.reference)

    def hour(self, now: dt.datetime) -> dt.datetime | None:
        """The hour set for what this bundle makes of it; None where none is."""
        if self.item.article is None:
            coming = registers.coming(self.row, now)
            return coming.public_from if coming else None
        edition = self._edition(now)
        return edition.public_from if edition else None

    def edits(self) -> list[RegisterEdit]:
        """The changes of a register row that wait for a second person; a merge is none, it cannot wait for an hour."""
        chain_of = type(self.row)._base_manager.filter(chain_q(self.row)).values("uid")
        waiting = RegisterEdit.objects.filter(row_uid__in=chain_of, state=RegisterEdit.State.WAITING)
        found = waiting.filter(model=self.row._meta.label_lower).order_by("pk")
        return [edit for edit in found if "merged_into" not in edit.values]

    def faults(self, hour: dt.datetime | None, now: dt.datetime) -> list[str]:
        """Sentences that say why it could not be approved for ``hour`` (None: held); empty where it could."""
        if self.item.article is None:
            return self._row_faults(now)
        return self._text_faults(hour, now)

    def faults_now(self, bundle: Bundle, now: dt.datetime) -> list[str]:
        """What it lacks as things stand: before the approval its preparation, after it the hour of the bundle."""
        if bundle.state == Bundle.State.APPROVED and not bundle.is_out(now):
            withdraws = self.item.act == BundleItem.Act.WITHDRAW
            held = bundle.hour is None and (withdraws or self.item.article is None)
            if held or (self.hour(now) == bundle.hour and (self.item.article is None or self._edition(now))):
                return []
            return [_("It no longer has the hour of the bundle.")]
        return self.faults(bundle.hour, now) if bundle.state == Bundle.State.OPEN else []

    def _edition(self, now: dt.datetime) -> Any:
        assert self.item.article is not None
        life = chain.life(self.item.article, now)
        return life.coming_takedown if self.item.act == BundleItem.Act.WITHDRAW else life.coming

    def _row_faults(self, now: dt.datetime) -> list[str]:
        row = self.row
        if target := getattr(row, "merged_into", None):
            return [_("It was merged into “%(target)s”.") % {"target": target}]
        coming = registers.coming(row, now)
        if coming is None and not self.edits() and row.public_from is not None:
            public = type(row)._base_manager.filter(chain_q(row))
            if any(is_public(one, now) for one in public):
                return [_("It is public, and nothing of it is to come.")]
            return [_("It was taken off the site, and nothing of it is to come.")]
        return []

    def _text_faults(self, hour: dt.datetime | None, now: dt.datetime) -> list[str]:
        article = self.item.article
        assert article is not None
        life = chain.life(article, now)
        if self.item.act == BundleItem.Act.WITHDRAW:
            action = "withdraw"
        elif article.status == Status.APPROVED and life.coming is not None:
            action = "reschedule"
        else:
            action = "approve"
        step = STEPS[action]
        if article.status not in step.sources:
            return [_not_submitted(article, life)]
        held = hour is None and action != "withdraw"
        context = Context(article, AnonymousUser(), now, life, at=hour, hold=held, label=step.label)
        found = []
        with bundled.moving(self.item.bundle):
            for guard in step.guards:
                try:
                    guard(context)
                except (FourEyesError, RightError):
                    continue  # of a person, whoever that will be
                except DeskError as fault:
                    found.append(str(fault))
        if action != "withdraw":
            try:
                require_roles(article, hour, now=now)
            except DeskError as fault:
                found.append(str(fault))
        return found


def members(items: Iterable[BundleItem]) -> list[Member]:
    """``items`` as members."""
    return [Member(item) for item in items]


def writers_of(item: BundleItem, now: dt.datetime) -> set[int]:
    """Ids of everybody who wrote or proposed what this member makes public: none of them may approve it.

    Of a text its authors; of a register row whoever put it into the bundle, proposed a change that waits, or changed it
    since it was last public.
    """
    if item.article is not None:
        return authors(item.article)
    row = bundled.row_of(item)
    found = {edit.by_id for edit in Member(item).edits()} | {item.added_by_id}
    began = [one.public_from for one in type(row)._base_manager.filter(chain_q(row)) if one.public_from]
    acts = AuditEntry.objects.filter(subject=subject(row), action__in=WRITTEN)
    if past := [instant for instant in began if instant <= now]:
        acts = acts.filter(at__gt=max(past))
    for by, detail in acts.values_list("by", "detail"):
        found.add(orjson.loads(detail).get("proposed_by") or by)
    return {pk for pk in found if pk is not None}


def _not_submitted(article: Any, life: chain.Life) -> str:
    """Why a text in its status cannot be approved, in words that say what to do."""
    if article.status == Status.APPROVED:
        return _("It is public already, and no change of it waits.") if life.live else _("Nothing of it waits.")
    if article.status == Status.DISCARDED:
        return _("It is discarded.")
    return _("It is “%(status)s”: its author submits it first.") % {"status": article.get_status_display()}
