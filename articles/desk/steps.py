"""The steps of the workflow as a table: who may go from where to where, on what conditions, and what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.desk import chain, guards, reviewing, takedown
from articles.desk.asked import said_to_be
from articles.desk.authorship import needs_another_approval
from articles.desk.document import restore
from articles.desk.errors import FourEyesError, RightError
from articles.desk.freeze import freeze
from articles.desk.guards import Context
from articles.desk.preflight import require_roles
from articles.desk.revise import record_revision
from articles.models.article import Approval, Article
from articles.models.edition import Edition
from articles.models.review import BreakGlass
from articles.models.vocabulary import SIGN_OFFS, Capacity, EditionClass, Status

DRAFTS = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


@dataclass(frozen=True)
class Step:
    """One row of the workflow: who may go from where to where, on what conditions, and what it does.

    ``act`` has a docstring that says what is recorded. With ``keeps_version`` the step is refused over an older state
    of the text as every other, but leaves it as it is for everybody who has it open.
    """

    label: Any
    sources: tuple[str, ...]
    target: str | None
    permission: str
    act: Callable[[Context], None]
    guards: tuple[Callable[[Context], None], ...] = ()
    note_needed: bool = False
    takes_hour: bool = False
    keeps_version: bool = False


# --- Acts: the docstring says what is recorded beside the step itself -------------------------------------------------


def _nothing_more(c: Context) -> None:
    """Nothing else."""


def _submit(c: Context) -> None:
    """Of a text that no person wrote (an import), a revision by whoever submits it: who thereby is its author."""
    if not c.authors:
        record_revision(c.article, by=c.by, now=c.now, body_before=c.article.body, always=True, as_it_was=True)


def _publish(c: Context, edition_class: str, capacity: str, *, note: str = "", correction: str = "") -> Edition:
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
    edition = freeze(
        c.article,
        revision=revision,
        approval=approval,
        edition_class=edition_class,
        after=c.life.last,
        public_from=hour,
        now=c.now,
    )
    takedown.rebase(c.article, now=c.now)
    return edition


def _publish_as_said(c: Context, capacity: str) -> Edition:
    """The next edition with the class and the public note that stand at the text."""
    require_roles(c.article, None if c.hold else (c.at or c.now), now=c.now)
    said = said_to_be(c.article)
    edition = _publish(c, said.edition_class, capacity, note=said.note, correction=said.correction_class)
    Article.objects.filter(pk=c.article.pk).update(next_class="", correction_class="", public_note="")
    return edition


def _approve(c: Context) -> None:
    """The approval of these words, this class, this public note and this hour; the edition made from them."""
    _publish_as_said(c, Capacity.APPROVER)


def _break_glass(c: Context) -> None:
    """The approval “alone, for a grave reason”, the edition, and that another person owes a look at it in 24 hours."""
    edition = c.life.coming
    if edition is None:
        edition = _publish_as_said(c, Capacity.BREAK_GLASS)
    else:
        require_roles(c.article, c.now, now=c.now)
        _say_yes(c, edition, c.now, Capacity.BREAK_GLASS)
        chain.retime(c.article, now=c.now, move=edition, to=c.now)
        takedown.rebase(c.article, now=c.now)
    BreakGlass.objects.create(edition=edition, reason=c.note, by=c.by, at=c.now)


def _sign_off(c: Context) -> None:
    """A yes in each capacity asked for, to these words, this class and this public note."""
    reviewing.record_yes(c.article, by=c.by, now=c.now)


def _decline(c: Context) -> None:
    """The note with the no; an earlier yes of the same person is void."""
    reviewing.record_no(c.article, by=c.by, now=c.now)


def _add(c: Context) -> None:
    """The approval of the addition and its edition."""
    _publish(c, EditionClass.ADDITION, Capacity.APPROVER)


def _relink(c: Context) -> None:
    """The yes of the editor of links and topics, and the edition."""
    _publish(c, EditionClass.METADATA, Capacity.EDITOR)


def _reopen(c: Context) -> None:
    """The approval is void, the edition that waited is gone; its class and note stand at the text again."""
    assert c.life.coming is not None
    edition = c.life.coming
    said = {"next_class": edition.edition_class if c.life.last else "", "public_note": edition.note}
    Article.objects.filter(pk=c.article.pk).update(correction_class=edition.correction_class, **said)
    chain.remove_coming(c.article, edition, now=c.now)
    _void(edition, c.now)
    takedown.rebase(c.article, now=c.now)


def _void(edition: Edition, now: dt.datetime) -> None:
    """No approval of ``edition`` holds any longer; a sign-off does, as long as the words are the same."""
    said = Q(pk=edition.approval_id) | Q(revision=edition.revision_id, edition_class=edition.edition_class)
    Approval.objects.filter(said, voided_at=None).exclude(capacity__in=SIGN_OFFS).update(voided_at=now)


def _move(c: Context) -> None:
    """The new hour; where it is earlier than anybody approved, the new approval of a person who is no author."""
    edition = c.life.coming
    assert edition is not None
    hour = None if c.hold else (c.at or c.now)
    require_roles(c.article, hour, now=c.now)
    if hour is not None and needs_another_approval(edition, hour):
        if not c.by.has_perm("articles.approve_article"):
            raise RightError("no-right", action=STEPS["approve"].label)
        if c.by.pk in c.authors:
            raise FourEyesError("author")
        if c.by.pk == edition.approval.by_id:
            raise FourEyesError("second-person")
        _say_yes(c, edition, hour, Capacity.APPROVER)
    chain.retime(c.article, now=c.now, move=edition, to=hour)
    takedown.rebase(c.article, now=c.now)


def _say_yes(c: Context, edition: Edition, hour: dt.datetime, capacity: str) -> None:
    """One more yes to an edition that is there, for an earlier hour."""
    Approval.objects.create(
        revision=edition.revision,
        edition_class=edition.edition_class,
        correction_class=edition.correction_class,
        note=edition.note,
        not_before=hour,
        capacity=capacity,
        by=c.by,
        at=c.now,
    )


def _hold(c: Context) -> None:
    """The edition waits without an hour."""
    assert c.life.coming is not None
    chain.retime(c.article, now=c.now, move=c.life.coming, to=None)
    takedown.rebase(c.article, now=c.now)


def _begin(c: Context) -> None:
    """What the change will be for readers; what is public stays as it is."""
    Article.objects.filter(pk=c.article.pk).update(
        next_class=c.edition_class or EditionClass.CORRECTION, correction_class="", public_note=""
    )


def _abandon(c: Context) -> None:
    """A revision with the words of the last edition; no revision is lost."""
    last = c.life.last_text
    assert last is not None
    _back_to(c, last)


def _restore(c: Context) -> None:
    """A revision with the words of the last edition, by whoever restores: who thereby is its author."""
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
        """The order of one person with its public reason, its edition, and that another person owes a confirmation."""
        takedown.take_down(
            c.article, c.life, edition_class, by=c.by, now=c.now, at=c.at, note=c.note, replacement=c.replacement
        )

    return act


def _cancel_takedown(c: Context) -> None:
    """The order is void, the withdrawal that waited is gone."""
    assert c.life.coming_takedown is not None
    _void(c.life.coming_takedown, c.now)
    chain.remove_coming(c.article, c.life.coming_takedown, now=c.now)


def _confirm(c: Context) -> None:
    """The second person's yes to the takedown."""
    takedown.confirm(c.article, by=c.by, now=c.now)


# --- The table --------------------------------------------------------------------------------------------------------

STEPS: dict[str, Step] = {
    "submit": Step(
        _("Submit for review"), (Status.DRAFT, Status.CHANGES_REQUESTED), Status.IN_REVIEW, "submit_article",
        _submit, (guards.by_an_author, guards.ready, guards.something_changed),
    ),
    "request_changes": Step(
        _("Request changes"), (Status.IN_REVIEW,), Status.CHANGES_REQUESTED, "review_article",
        _nothing_more, note_needed=True,
    ),
    "sign_off": Step(
        _("Sign off"), (Status.IN_REVIEW,), None, "sign_off_article",
        _sign_off,
        (guards.asked_to_sign_off, guards.not_an_author, guards.class_said, guards.not_signed_yet),
        keeps_version=True,
    ),
    "decline": Step(
        _("Decline to sign off"), (Status.IN_REVIEW,), Status.CHANGES_REQUESTED, "sign_off_article",
        _decline, (guards.asked_to_sign_off,), note_needed=True,
    ),
    "approve": Step(
        _("Approve"), (Status.IN_REVIEW,), Status.APPROVED, "approve_article",
        _approve,
        (
            guards.not_an_author, guards.ready, guards.nothing_coming, guards.class_said, guards.something_changed,
            guards.hour_ahead, guards.before_withdrawal, guards.signed_off,
        ),
        takes_hour=True,
    ),
    "break_glass": Step(
        _("Publish alone, for a grave reason"), (*DRAFTS, Status.APPROVED), Status.APPROVED, "break_glass_article",
        _break_glass, (guards.not_in_bundle, guards.breakable, guards.ready, guards.before_withdrawal),
        note_needed=True,
    ),
    "reopen": Step(
        _("Reopen"), (Status.APPROVED,), Status.DRAFT, "change_article",
        _reopen, (guards.not_in_bundle, guards.coming),
    ),
    "cancel": Step(
        _("Cancel the publication"), (Status.APPROVED,), Status.DRAFT, "approve_article",
        _reopen, (guards.not_in_bundle, guards.coming),
    ),
    "reschedule": Step(
        _("Change the hour"), (Status.APPROVED,), Status.APPROVED, "approve_article",
        _move, (guards.not_in_bundle, guards.coming, guards.hour_ahead, guards.before_withdrawal), takes_hour=True,
    ),
    "hold": Step(
        _("Hold"), (Status.APPROVED,), Status.APPROVED, "approve_article",
        _hold, (guards.not_in_bundle, guards.coming),
    ),
    "release": Step(
        _("Release now"), (Status.APPROVED,), Status.APPROVED, "release_article",
        _move, (guards.not_in_bundle, guards.held, guards.before_withdrawal),
    ),
    "correct": Step(
        _("Begin a change"), (Status.APPROVED,), Status.DRAFT, "change_article",
        _begin, (guards.live, guards.not_taken_down, guards.nothing_coming),
    ),
    "abandon": Step(
        _("Abandon the change"), DRAFTS, Status.APPROVED, "change_article",
        _abandon, (guards.live, guards.last_text),
    ),
    "addition": Step(
        _("Publish the addition"), DRAFTS, Status.APPROVED, "approve_article",
        _add,
        (guards.live, guards.not_taken_down, guards.not_an_author, guards.words_unchanged, guards.before_withdrawal),
    ),
    "metadata": Step(
        _("Publish links and topics"), DRAFTS, Status.APPROVED, "relink_article",
        _relink, (guards.live, guards.not_taken_down, guards.words_unchanged, guards.before_withdrawal),
    ),
    "withdraw": Step(
        _("Withdraw"), (*DRAFTS, Status.APPROVED), None, "take_down_article",
        _take_down(EditionClass.WITHDRAWAL), (guards.live, guards.not_taken_down, guards.hour_ahead),
        note_needed=True, takes_hour=True,
    ),
    "retract": Step(
        _("Retract"), (*DRAFTS, Status.APPROVED), None, "take_down_article",
        _take_down(EditionClass.RETRACTION), (guards.live, guards.not_retracted), note_needed=True,
    ),
    "cancel_withdrawal": Step(
        _("Cancel the coming withdrawal"), (*DRAFTS, Status.APPROVED), None, "approve_article",
        _cancel_takedown, (guards.not_in_bundle, guards.coming_takedown),
    ),
    "confirm": Step(
        _("Confirm the takedown"), (*DRAFTS, Status.APPROVED), None, "approve_article",
        _confirm, (guards.unconfirmed_by_another,),
    ),
    "restore": Step(
        _("Restore"), (Status.APPROVED,), Status.DRAFT, "change_article",
        _restore, (guards.taken_down, guards.nothing_coming, guards.last_text),
    ),
    "discard": Step(
        _("Discard"), DRAFTS, Status.DISCARDED, "change_article", _nothing_more, (guards.never_public,),
    ),
}  # fmt: skip
