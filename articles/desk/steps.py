"""The steps of the workflow as a table: who may go from where to where, on what conditions, and what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.desk import chain, takedown
from articles.desk.authorship import authors, needs_another_approval
from articles.desk.document import restore
from articles.desk.errors import FourEyesError, RightError, TransitionError
from articles.desk.freeze import freeze
from articles.desk.preflight import blocking, require_roles
from articles.desk.revise import record_revision
from articles.models.article import Approval, Article
from articles.models.edition import Edition
from articles.models.vocabulary import Capacity, EditionClass, Status

DRAFTS = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


@dataclass(frozen=True)
class Context:
    """Everything a step may ask or need: the locked article, who acts, when, and what was said."""

    article: Article
    by: Any
    now: dt.datetime
    life: chain.Life
    note: str = ""
    at: dt.datetime | None = None
    hold: bool = False
    edition_class: str = ""
    replacement: UUID | None = None
    subject: str = ""

    def refuse(self, code: str, **context: Any) -> TransitionError:
        return TransitionError(code, action=STEPS[self.subject].label, **context)


@dataclass(frozen=True)
class Step:
    """One row of the workflow: who may go from where to where, on what conditions, and what it does."""

    label: Any
    sources: tuple[str, ...]
    target: str | None
    permission: str
    act: Callable[[Context], None]
    guards: tuple[Callable[[Context], None], ...] = ()
    note_needed: bool = False
    takes_hour: bool = False


# --- Guards: each raises, or says nothing -----------------------------------------------------------------------------


def _by_an_author(c: Context) -> None:
    written = authors(c.article)
    if written and c.by.pk not in written:
        raise RightError("not-an-author")


def _ready(c: Context) -> None:
    faults = blocking(c.article)
    if faults:
        raise c.refuse("preflight", faults=" ".join(faults))


def _not_an_author(c: Context) -> None:
    if c.by.pk in authors(c.article):
        raise FourEyesError("author")


def _live(c: Context) -> None:
    if c.life.live is None:
        raise c.refuse("nothing-public")


def _not_taken_down(c: Context) -> None:
    if c.life.taken_down:
        raise c.refuse("taken-down")


def _not_retracted(c: Context) -> None:
    if c.life.live is not None and c.life.live.is_tombstone:
        raise c.refuse("taken-down")


def _taken_down(c: Context) -> None:
    if not c.life.taken_down:
        raise c.refuse("not-taken-down")


def _coming(c: Context) -> None:
    if c.life.coming is None:
        raise c.refuse("no-coming")
    _movable(c, c.life.coming)


def _movable(c: Context, edition: Edition) -> None:
    if edition.public_from is not None and edition.public_from <= c.now + chain.FROZEN:
        raise c.refuse("already-public")


def _held(c: Context) -> None:
    if c.life.coming is None or c.life.coming.public_from is not None:
        raise c.refuse("no-coming")


def _coming_takedown(c: Context) -> None:
    if c.life.coming_takedown is None:
        raise c.refuse("no-coming")
    _movable(c, c.life.coming_takedown)


def _nothing_coming(c: Context) -> None:
    if c.life.coming is not None:
        raise c.refuse("already-public")


def _never_public(c: Context) -> None:
    if c.life.last is not None:
        raise c.refuse("taken-down" if c.life.taken_down else "already-public")


def _hour_ahead(c: Context) -> None:
    if c.at is not None and c.at <= c.now:
        raise c.refuse("past-hour")


def _before_withdrawal(c: Context) -> None:
    takedown_at = c.life.coming_takedown.public_from if c.life.coming_takedown else None
    if takedown_at is not None and (c.hold or (c.at or c.now) >= takedown_at):
        raise c.refuse("withdrawal-first")


def _class_said(c: Context) -> None:
    if c.life.last is None:
        return
    if c.article.next_class not in (EditionClass.UPDATE, EditionClass.CORRECTION):
        raise c.refuse("class-needed")
    if c.article.next_class == EditionClass.CORRECTION and not (
        c.article.correction_class and c.article.public_note.strip()
    ):
        raise c.refuse("correction-needs")


def _words_unchanged(c: Context) -> None:
    assert c.life.live is not None
    revision = c.article.revisions.order_by("-number")[0]
    if revision.text_hash != c.life.live.text_hash:
        raise c.refuse("text-changed")
    if revision.document_hash == c.life.live.document_hash:
        raise c.refuse("nothing-changed")


def _something_changed(c: Context) -> None:
    """An update or a correction of what is public says something new. A text taken down may come back as it was."""
    live = c.life.live
    revision = c.article.revisions.order_by("-number").first()
    if not (live and revision) or c.life.taken_down:
        return
    if (revision.document_hash, c.article.slug) == (live.document_hash, live.slug):
        raise c.refuse("nothing-changed")


# --- Acts -------------------------------------------------------------------------------------------------------------


def _nothing_more(c: Context) -> None:
    """The change of status is all."""


def _publish(c: Context, edition_class: str, capacity: str, *, note: str = "", correction: str = "") -> None:
    revision = c.article.revisions.order_by("-number")[0]
    hour = None if c.hold else (c.at or c.now)
    approval = Approval.objects.create(
        revision=revision,
        edition_class=edition_class,
        correction_class=correction,
        note=note,
        not_before=hour,
        capacity=capacity,
        by=c.by,
        at=c.now,
    )
    freeze(
        c.article,
        revision=revision,
        approval=approval,
        edition_class=edition_class,
        after=c.life.last,
        public_from=hour,
        now=c.now,
    )
    takedown.rebase(c.article, now=c.now)


def _approve(c: Context) -> None:
    require_roles(c.article, None if c.hold else (c.at or c.now), now=c.now)
    if c.life.last is None:
        _publish(c, EditionClass.FIRST, Capacity.APPROVER)
    else:
        correction = c.article.correction_class if c.article.next_class == EditionClass.CORRECTION else ""
        note = c.article.public_note if correction else ""
        _publish(c, c.article.next_class, Capacity.APPROVER, note=note, correction=correction)
    Article.objects.filter(pk=c.article.pk).update(next_class="", correction_class="", public_note="")


def _add(c: Context) -> None:
    _publish(c, EditionClass.ADDITION, Capacity.APPROVER)


def _relink(c: Context) -> None:
    _publish(c, EditionClass.METADATA, Capacity.EDITOR)


def _reopen(c: Context) -> None:
    assert c.life.coming is not None
    edition = c.life.coming
    said = {"next_class": edition.edition_class if c.life.last else "", "public_note": edition.note}
    Article.objects.filter(pk=c.article.pk).update(correction_class=edition.correction_class, **said)
    chain.remove_coming(c.article, edition, now=c.now)
    _void(edition, c.now)
    takedown.rebase(c.article, now=c.now)


def _void(edition: Edition, now: dt.datetime) -> None:
    said = Q(pk=edition.approval_id) | Q(revision=edition.revision_id, edition_class=edition.edition_class)
    Approval.objects.filter(said, voided_at=None).update(voided_at=now)


def _move(c: Context) -> None:
    edition = c.life.coming
    assert edition is not None
    hour = None if c.hold else (c.at or c.now)
    require_roles(c.article, hour, now=c.now)
    if hour is not None and needs_another_approval(edition, hour):
        if not c.by.has_perm("articles.approve_article"):
            raise RightError("no-right", action=STEPS["approve"].label)
        if c.by.pk in authors(c.article):
            raise FourEyesError("author")
        if c.by.pk == edition.approval.by_id:
            raise FourEyesError("second-person")
        Approval.objects.create(
            revision=edition.revision,
            edition_class=edition.edition_class,
            correction_class=edition.correction_class,
            note=edition.note,
            not_before=hour,
            capacity=Capacity.APPROVER,
            by=c.by,
            at=c.now,
        )
    chain.retime(c.article, now=c.now, move=edition, to=hour)
    takedown.rebase(c.article, now=c.now)


def _hold(c: Context) -> None:
    assert c.life.coming is not None
    chain.retime(c.article, now=c.now, move=c.life.coming, to=None)
    takedown.rebase(c.article, now=c.now)


def _begin(c: Context) -> None:
    Article.objects.filter(pk=c.article.pk).update(
        next_class=c.edition_class or EditionClass.CORRECTION, correction_class="", public_note=""
    )


def _abandon(c: Context) -> None:
    last = c.life.last_text
    assert last is not None
    _back_to(c, last)


def _restore(c: Context) -> None:
    last = c.life.last_text
    assert last is not None
    _back_to(c, last, always=True)
    Article.objects.filter(pk=c.article.pk).update(next_class=EditionClass.UPDATE)


def _back_to(c: Context, edition: Edition, *, always: bool = False) -> None:
    """Put the working copy back to the words of ``edition``, as a new revision."""
    if edition.revision.document is None:
        raise c.refuse("empty")
    restore(c.article, orjson.loads(edition.revision.document))
    record_revision(c.article, by=c.by, now=c.now, body_before=c.article.body, always=always, as_it_was=True)
    Article.objects.filter(pk=c.article.pk).update(next_class="", correction_class="", public_note="")


def _take_down(edition_class: str) -> Callable[[Context], None]:
    def act(c: Context) -> None:
        takedown.take_down(
            c.article, c.life, edition_class, by=c.by, now=c.now, at=c.at, note=c.note, replacement=c.replacement
        )

    return act


def _cancel_takedown(c: Context) -> None:
    assert c.life.coming_takedown is not None
    _void(c.life.coming_takedown, c.now)
    chain.remove_coming(c.article, c.life.coming_takedown, now=c.now)


def _confirm(c: Context) -> None:
    takedown.confirm(c.article, by=c.by, now=c.now)


def _last_text(c: Context) -> None:
    if c.life.last_text is None:
        raise c.refuse("nothing-public")


# --- The table --------------------------------------------------------------------------------------------------------

STEPS: dict[str, Step] = {
    "submit": Step(
        _("Submit for review"), (Status.DRAFT, Status.CHANGES_REQUESTED), Status.IN_REVIEW, "submit_article",
        _nothing_more, (_by_an_author, _ready, _something_changed),
    ),
    "request_changes": Step(
        _("Request changes"), (Status.IN_REVIEW,), Status.CHANGES_REQUESTED, "review_article",
        _nothing_more, note_needed=True,
    ),
    "approve": Step(
        _("Approve"), (Status.IN_REVIEW,), Status.APPROVED, "approve_article",
        _approve,
        (_not_an_author, _ready, _nothing_coming, _class_said, _something_changed, _hour_ahead, _before_withdrawal),
        takes_hour=True,
    ),
    "reopen": Step(
        _("Reopen"), (Status.APPROVED,), Status.DRAFT, "change_article", _reopen, (_coming,),
    ),
    "cancel": Step(
        _("Cancel the publication"), (Status.APPROVED,), Status.DRAFT, "approve_article", _reopen, (_coming,),
    ),
    "reschedule": Step(
        _("Change the hour"), (Status.APPROVED,), Status.APPROVED, "approve_article",
        _move, (_coming, _hour_ahead, _before_withdrawal), takes_hour=True,
    ),
    "hold": Step(
        _("Hold"), (Status.APPROVED,), Status.APPROVED, "approve_article", _hold, (_coming,),
    ),
    "release": Step(
        _("Release now"), (Status.APPROVED,), Status.APPROVED, "release_article", _move, (_held, _before_withdrawal),
    ),
    "correct": Step(
        _("Begin a change"), (Status.APPROVED,), Status.DRAFT, "change_article",
        _begin, (_live, _not_taken_down, _nothing_coming),
    ),
    "abandon": Step(
        _("Abandon the change"), DRAFTS, Status.APPROVED, "change_article", _abandon, (_live, _last_text),
    ),
    "addition": Step(
        _("Publish the addition"), DRAFTS, Status.APPROVED, "approve_article",
        _add, (_live, _not_taken_down, _not_an_author, _words_unchanged, _before_withdrawal),
    ),
    "metadata": Step(
        _("Publish links and topics"), DRAFTS, Status.APPROVED, "relink_article",
        _relink, (_live, _not_taken_down, _words_unchanged, _before_withdrawal),
    ),
    "withdraw": Step(
        _("Withdraw"), (*DRAFTS, Status.APPROVED), None, "take_down_article",
        _take_down(EditionClass.WITHDRAWAL), (_live, _not_taken_down, _hour_ahead), note_needed=True, takes_hour=True,
    ),
    "retract": Step(
        _("Retract"), (*DRAFTS, Status.APPROVED), None, "take_down_article",
        _take_down(EditionClass.RETRACTION), (_live, _not_retracted), note_needed=True,
    ),
    "cancel_withdrawal": Step(
        _("Cancel the coming withdrawal"), (*DRAFTS, Status.APPROVED), None, "approve_article",
        _cancel_takedown, (_coming_takedown,),
    ),
    "confirm": Step(
        _("Confirm the takedown"), (*DRAFTS, Status.APPROVED), None, "approve_article", _confirm,
    ),
    "restore": Step(
        _("Restore"), (Status.APPROVED,), Status.DRAFT, "change_article",
        _restore, (_taken_down, _nothing_coming, _last_text),
    ),
    "discard": Step(
        _("Discard"), DRAFTS, Status.DISCARDED, "change_article", _nothing_more, (_never_public,),
    ),
}  # fmt: skip
