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


class FourEyesError(DeskError):
    """The person is an author of what is to be approved, or already said the first yes."""

    def __str__(self) -> str:
        if self.code == "proposer":
            return _("You proposed this change, so somebody else must approve it.")
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
