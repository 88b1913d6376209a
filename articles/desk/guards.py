"""What each step of the workflow demands: a guard raises, or says nothing. Its docstring is printed in the table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from articles.desk import asked, bundled, chain, takedown
from articles.desk.authorship import authors
from articles.desk.errors import FourEyesError, RightError, TransitionError
from articles.desk.preflight import blocking
from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.vocabulary import EditionClass, Status


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
    label: Any = ""
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def authors(self) -> set[int]:
        """Who wrote what is at the desk; asked once for all guards."""
        if "authors" not in self.known:
            self.known["authors"] = authors(self.article)
        return self.known["authors"]

    @property
    def faults(self) -> list[str]:
        """Why the text cannot go on; asked once for all guards."""
        if "faults" not in self.known:
            self.known["faults"] = blocking(self.article)
        return self.known["faults"]

    def refuse(self, code: str, **context: Any) -> TransitionError:
        """The error of ``code`` about this step."""
        return TransitionError(code, action=self.label, **context)


# --- Who --------------------------------------------------------------------------------------------------------------


def by_an_author(c: Context) -> None:
    """Whoever acts changed the text since its last edition, if anybody did."""
    if c.authors and c.by.pk not in c.authors:
        raise RightError("not-an-author")


def not_an_author(c: Context) -> None:
    """Whoever acts has not changed the text since its last edition, superusers and importers included."""
    if c.by.pk in c.authors:
        raise FourEyesError("author")


def asked_to_sign_off(c: Context) -> None:
    """Whoever acts was asked by name to sign the text off."""
    if not asked.asked_of(c.article, c.by):
        raise RightError("not-asked")


def not_signed_yet(c: Context) -> None:
    """Whoever acts has not signed these words already."""
    if not any(one.is_open for one in asked.standings(c.article) if one.request.person_id == c.by.pk):
        raise c.refuse("signed-already")


def unconfirmed_by_another(c: Context) -> None:
    """Somebody else took the text down, and no second person has confirmed it."""
    takedown.require_unconfirmed(c.article, by=c.by)


# --- The text ---------------------------------------------------------------------------------------------------------


def ready(c: Context) -> None:
    """Nothing of the checks blocks the text."""
    if c.faults:
        raise c.refuse("preflight", faults=" ".join(c.faults))


def class_said(c: Context) -> None:
    """A later edition is said to be an update or a correction, a correction with its kind and a public note."""
    if c.life.last is None:
        return
    if c.article.next_class not in (EditionClass.UPDATE, EditionClass.CORRECTION):
        raise c.refuse("class-needed")
    if c.article.next_class == EditionClass.CORRECTION and not (
        c.article.correction_class and c.article.public_note.strip()
    ):
        raise c.refuse("correction-needs")


def something_changed(c: Context) -> None:
    """It says something else than what is public; a text taken down may come back as it was."""
    live = c.life.live
    revision = c.article.revisions.order_by("-number").first()
    if not (live and revision) or c.life.taken_down:
        return
    if (revision.document_hash, c.article.slug) == (live.document_hash, live.slug):
        raise c.refuse("nothing-changed")


def words_unchanged(c: Context) -> None:
    """Not a word differs from what is public, nor its address: only links, sources or topics."""
    assert c.life.live is not None
    revision = c.article.revisions.order_by("-number")[0]
    if revision.text_hash != c.life.live.text_hash or c.article.slug != c.life.live.slug:
        raise c.refuse("text-changed")
    if revision.document_hash == c.life.live.document_hash:
        raise c.refuse("nothing-changed")


def signed_off(c: Context) -> None:
    """Every sign-off that was asked for stands on these very words, this class and this public note."""
    waiting = asked.open_sign_offs(c.article)
    if waiting:
        raise c.refuse("sign-off-open", who=", ".join(asked.in_words(request) for request in waiting))


# --- Its public life --------------------------------------------------------------------------------------------------


def live(c: Context) -> None:
    """Something of the text is public."""
    if c.life.live is None:
        raise c.refuse("nothing-public")


def last_text(c: Context) -> None:
    """Some text of it is or was public."""
    if c.life.last_text is None:
        raise c.refuse("nothing-public")


def never_public(c: Context) -> None:
    """Nothing of the text was ever public."""
    if c.life.last is not None:
        raise c.refuse("taken-down" if c.life.taken_down else "already-public")


def not_taken_down(c: Context) -> None:
    """The text is neither withdrawn nor retracted."""
    if c.life.taken_down:
        raise c.refuse("taken-down")


def not_retracted(c: Context) -> None:
    """The text is not retracted."""
    if c.life.live is not None and c.life.live.is_tombstone:
        raise c.refuse("taken-down")


def taken_down(c: Context) -> None:
    """The text is withdrawn or retracted."""
    if not c.life.taken_down:
        raise c.refuse("not-taken-down")


def coming(c: Context) -> None:
    """An approved edition waits, held or for an hour more than two seconds ahead."""
    if c.life.coming is None:
        raise c.refuse("no-coming")
    _movable(c, c.life.coming)


def not_in_bundle(c: Context) -> None:
    """No approved bundle holds the text: its members move together."""
    bundled.require_apart(c.article, by=c.by, now=c.now)


def held(c: Context) -> None:
    """An approved edition is held."""
    if c.life.coming is None or c.life.coming.public_from is not None:
        raise c.refuse("no-coming")


def coming_takedown(c: Context) -> None:
    """A withdrawal waits for an hour more than two seconds ahead."""
    if c.life.coming_takedown is None:
        raise c.refuse("no-coming")
    _movable(c, c.life.coming_takedown)


def _movable(c: Context, edition: Edition) -> None:
    if edition.public_from is not None and edition.public_from <= c.now + chain.FROZEN:
        raise c.refuse("already-public")


def nothing_coming(c: Context) -> None:
    """No approved edition waits."""
    if c.life.coming is not None:
        raise c.refuse("already-public")


def hour_ahead(c: Context) -> None:
    """The hour, where one is given, lies ahead."""
    if c.at is not None and c.at <= c.now:
        raise c.refuse("past-hour")


def before_withdrawal(c: Context) -> None:
    """No withdrawal is set before that hour."""
    takedown_at = c.life.coming_takedown.public_from if c.life.coming_takedown else None
    if takedown_at is not None and (c.hold or (c.at or c.now) >= takedown_at):
        raise c.refuse("withdrawal-first")


def breakable(c: Context) -> None:
    """An approved edition still waits, or a text at the desk has its class and note and says something new."""
    if c.life.taken_down:
        raise c.refuse("glass-taken-down")
    if c.article.status == Status.APPROVED:
        coming(c)
        return
    nothing_coming(c)
    class_said(c)
    something_changed(c)
