"""What can be refused at the desk: one class per decision the caller can take. Messages are for editors."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

MESSAGES = {
    "not-open": lambda c: _("The text is “%(status)s”. Begin a correction or reopen it before editing.") % c,
    "wrong-status": lambda c: _("“%(action)s” is not possible while the text is “%(status)s”.") % c,
    "no-right": lambda c: _("You do not have the right to “%(action)s”.") % c,
    "not-an-author": lambda c: _("Only an author of this text can submit it."),
    "note-needed": lambda c: _("Say why: “%(action)s” needs a note.") % c,
    "nothing-public": lambda c: _("Nothing of this text is public, so “%(action)s” has nothing to act on.") % c,
    "already-public": lambda c: _("This edition is public already (or will be within two seconds)."),
    "no-coming": lambda c: _("There is no approved edition that waits for its hour."),
    "past-hour": lambda c: _("The hour lies in the past. Choose a later one, or publish now."),
    "not-later-than-live": lambda c: _("Another edition of this text becomes public at that instant or later."),
    "withdrawal-first": lambda c: _(
        "A withdrawal is set before that hour. Cancel it first, or choose an earlier hour."
    ),
    "class-needed": lambda c: _("Say whether this is an update or a correction."),
    "correction-needs": lambda c: _("A correction needs its kind and a public note."),
    "text-changed": lambda c: _(
        "The words have changed, so this needs the full approval of an update or a correction."
    ),
    "nothing-changed": lambda c: _("Nothing has changed since the last edition."),
    "taken-down": lambda c: _("This text is withdrawn or retracted. Restore it instead."),
    "not-taken-down": lambda c: _("This text is neither withdrawn nor retracted."),
    "confirmed": lambda c: _("There is no takedown that waits for your confirmation."),
    "preflight": lambda c: _("Not ready: %(faults)s") % c,
    "decided": lambda c: _("Somebody has decided this proposal already."),
    "question": lambda c: _("A question has no answer to accept: answer it in the text, then dismiss it."),
    "erased": lambda c: _("The words of that revision were erased for legal reasons."),
    "empty": lambda c: _("There is no text yet."),
    "row-gone": lambda c: _("A row this change names is gone (%(row)s).") % c,
    "replaced": lambda c: _("“%(row)s” was replaced by a later state of itself. Change that one.") % c,
    "merged": lambda c: _("“%(row)s” was merged into “%(target)s”. Change that one.") % c,
    "hour-struck": lambda c: _("Its hour has struck, or strikes within two seconds. Look at it again.") % c,
    "no-hour": lambda c: _("A change of “%(row)s” cannot wait for an hour: it takes effect at once.") % c,
    "slug-apart": lambda c: _("The slug cannot change at an hour that is to come. Change it apart.") % c,
    "changed-since": lambda c: (
        _("“%(row)s” was changed since this was proposed (%(fields)s). Refuse it and propose it anew.") % c
    ),
    "edit-decided": lambda c: _("Somebody has decided the change of “%(row)s” already.") % c,
    "invalid-edit": lambda c: _("“%(row)s” cannot be changed so: %(faults)s") % c,
    "not-on-site": lambda c: _("“%(row)s” is not on the site by an hour of its own, so it cannot be taken off.") % c,
    "nothing-coming": lambda c: _("Nothing of “%(row)s” is to come.") % c,
    "not-a-part": lambda c: _("“%(field)s” is not part of %(row)s.") % c,
    "roles-changed": lambda c: (
        _(
            "The register says otherwise for that hour: %(roles)s. Save the text again with that hour in “meant for”,"
            " or state the role in words."
        )
        % c
    ),
    "no-right-to-limit": lambda c: _("You do not have the right to say who sees this text."),
    "nobody-could-approve": lambda c: (
        _(
            "Nobody who could approve the text in %(language)s would see it. Open it to somebody who may approve and"
            " did not write it."
        )
        % c
    ),
    "in-bundle": lambda c: (
        _("“%(row)s” goes out together with others (bundle “%(bundle)s”): move, hold or cancel the bundle.") % c
    ),
    "bundle-stale": lambda c: _("Somebody changed this bundle after you opened it. Look at it again first."),
    "bundle-closed": lambda c: _("This bundle is cancelled or has gone out, so nothing of it can change."),
    "bundle-approved": lambda c: _("This bundle is approved. To change what is in it, cancel it first."),
    "bundle-not-approved": lambda c: _("This bundle is not approved, so it has no hour to move or hold."),
    "bundle-empty": lambda c: _("There is nothing in this bundle yet."),
    "bundle-taken": lambda c: _("“%(row)s” is in a bundle already: “%(bundle)s”.") % c,
    "bundle-no-member": lambda c: _("There is nothing with that reference that you may put into a bundle."),
    "bundle-withdraws-texts": lambda c: _("“%(row)s” is no text: only a text can be withdrawn by a bundle.") % c,
    "bundle-reason": lambda c: _("Say why “%(row)s” is withdrawn: readers are told.") % c,
    "bundle-member": lambda c: _("Nothing was changed. “%(row)s”: %(why)s") % c,
    "bundle-not-ready": lambda c: _("Nothing was changed: not everything in this bundle is ready. %(faults)s") % c,
    "bundle-row-hour": lambda c: _("“%(row)s” has a change that waits: give an hour rather than holding it.") % c,
    "bundle-hour-near": lambda c: _("The hour has struck, or strikes too soon for all of it. Nothing was changed."),
    "bundle-approved-by-you": lambda c: _(
        "The first approval is yours. An earlier hour needs another person's approval."
    ),
    "two-of-that-name": lambda c: _("Two people of the register have the name “%(name)s”. Say which is meant.") % c,
    "version-exists": lambda c: _("There is a version of this text in that language already."),
    "no-original": lambda c: _("This text was not made from another, or that was not revised since."),
    "sign-off-open": lambda c: _("Not signed off yet: %(who)s.") % c,
    "signed-already": lambda c: _("You have signed these words off already."),
    "not-asked": lambda c: _("You were not asked to sign this text off."),
    "cannot-be-asked": lambda c: _("%(name)s does not have the right that this needs.") % c,
    "asked-an-author": lambda c: _("%(name)s changed this text, so somebody else must be asked.") % c,
    "asked-already": lambda c: _("%(name)s is asked already.") % c,
    "not-asked-any-more": lambda c: _("This request was taken back already."),
    "may-not-ask": lambda c: _("Only authors of the text and approvers ask others to review it."),
    "not-asker": lambda c: _("Only whoever asked, or an approver who is no author, takes the request back."),
    "not-at-desk": lambda c: _("The text is “%(status)s”: people are asked while it is written or in review.") % c,
    "not-in-review": lambda c: _("The text is “%(status)s”, not in review.") % c,
    "may-not-review": lambda c: _("You do not have the right to review or approve this text."),
    "glass-taken-down": lambda c: _("What was taken down comes back by two people, never by one alone."),
    "nobody-chosen": lambda c: _("Choose whom to ask."),
    "verdict-needed": lambda c: _("Say whether it may stand, and why."),
    "glass-reviewed": lambda c: _("Somebody has looked at this publication already."),
    "everywhere-none": lambda c: _("No language version of this text is where this can begin."),
    "everywhere-refused": lambda c: _("Nothing was changed in any language: %(faults)s") % c,
    "absence-of-others": lambda c: _("You may say of yourself that you are away, not of others."),
    "absence-span": lambda c: _("An absence ends after it begins, and lasts two years at most."),
    "absence-over": lambda c: _("That time is over."),
    "absence-overlaps": lambda c: _("Another absence is set for part of that time. Change that one."),
    "deputy": lambda c: _("The deputy must be somebody else who works here."),
    "no-right-to-assign": lambda c: _("You do not have the right to say who has this text in hand."),
    "not-assignable": lambda c: _("That person cannot work on this text."),
    "no-right-to-comment": lambda c: _("You do not have the right to comment on this text."),
    "comment-empty": lambda c: _("Write a comment first."),
    "comment-long": lambda c: _("A comment has 5,000 characters at most."),
    "comment-place": lambda c: _("That paragraph is not in the text any more. Choose another one."),
    "comment-thread": lambda c: _("That comment is not one of this text."),
    "too-often": lambda c: _("What you type is kept already; the next time is in a moment."),
    "no-waiving": lambda c: _("Only who writes, reviews or approves texts can let a finding pass."),
    "finding-gone": lambda c: _("The text as it is saved has no such finding. Save it, and look again."),
    "finding-blocks": lambda c: _("“%(title)s” cannot be let pass: mend the text.") % c,
    "reason-needed": lambda c: _("Say why it can pass."),
    "no-contacts": lambda c: _("You do not have the right to choose the press contacts of this text."),
    "contacts-stale": lambda c: _("Somebody chose other press contacts meanwhile. Look at them, then choose again."),
    "template-out-of-use": lambda c: _("“%(name)s” is out of use, or of another language.") % c,
    "no-duplicate": lambda c: _("You do not have the right to begin a text."),
    "too-much": lambda c: _("This is too long to be kept while you type. Save it, or take something out."),
    "nothing-to-preview": lambda c: _("There is nothing to show beforehand: no text yet, or it is public already."),
    "preview-limits": lambda c: _("Say for whom the link is, and let it last %(most)d days at most.") % c,
}


class DeskError(Exception):
    """A refusal at the desk: nothing was changed. ``code`` is stable; the message is for an editor."""

    def __init__(self, code: str, **context: Any):
        self.code, self.context = code, context
        super().__init__(code)

    def __str__(self) -> str:
        return MESSAGES[self.code](self.context)


class TransitionError(DeskError):
    """The step cannot be taken from here, or lacks something; the caller can mend that and try again."""


class RightError(TransitionError):
    """This person may not take the step; somebody else may."""


class RegisterError(DeskError):
    """A register row cannot be changed so, or not from where it stands now."""


class BundleError(DeskError):
    """A bundle cannot be changed so; the sentence names the member that stands in the way, where one does."""


class FourEyesError(DeskError):
    """The person is an author of what is to be approved, or already said the first yes."""

    def __str__(self) -> str:
        if self.code == "proposer":
            return _("You proposed this change, so somebody else must approve it.")
        if self.code == "broke-glass":
            return _("You published this alone or wrote it, so somebody else must look at it.")
        if self.code == "second-person":
            return _("The first approval is yours. An earlier hour needs another person's approval.")
        return _("You changed this text since its last edition, so somebody else must approve it.")


class StaleError(DeskError):
    """Somebody saved in the meantime. ``theirs`` is the article as it stands now."""

    @classmethod
    def of(cls, article: Any) -> StaleError:
        """The error for ``article``, which was read before another save."""
        error = cls("stale")
        error.theirs = type(article).objects.filter(pk=article.pk).first()
        return error

    theirs: Any = None

    def __str__(self) -> str:
        return _("Somebody saved this text after you opened it. Nothing of yours was written; compare and save again.")
