"""What the change feed tells about the things it names: every address they had, and whether they are there now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.urls import reverse
from django.utils import translation

from articles import register
from articles.addresses import absolute, article_uri, article_url
from articles.models.edition import Edition
from articles.serializers.shapes import api_address
from pressoffice.ground.intervals import is_public

PAGES = {  # the rows of the register that have pages, and how their pages are called
    "official": register.people,
    "organisation": register.organisations,
    "event": register.events,
    "source": register.sources,
    "topic": register.topics,
    "place": register.places,
}
RENDITIONS = (".json", ".md", ".txt")


class Texts:
    """The public lives of some texts at ``now``: every edition that is or was public, without its words.

    ``answering`` is a condition of which ``answers`` tells whether it holds for a text as it is now. One statement.
    """

    def __init__(self, uids: Iterable[Any], now: dt.datetime, *, answering: Any = None):
        self._now = now
        self._lives: dict[uuid.UUID, list[Edition]] = defaultdict(list)
        self._answering: set[uuid.UUID] = set()
        wanted = {uuid.UUID(str(uid)) for uid in uids}
        if not wanted:
            return
        rows = Edition.objects.were_public(now).filter(article_uid__in=wanted).order_by("public_from")
        rows = rows.only(
            "article_uid", "article_reference", "number", "slug", "language", "edition_class", "public_from",
            "public_until", "text_until", "published_at", "redacted_at",
        )  # fmt: skip
        for row in rows if answering is None else rows.annotate(answers=answering):
            self._lives[row.article_uid].append(row)
            if answering is not None and row.answers:
                self._answering.add(row.article_uid)

    def answers(self, uid: uuid.UUID) -> bool:
        """Whether the text, as it is now, meets the condition."""
        return uid in self._answering

    def live(self, uid: uuid.UUID) -> Edition | None:
        """The edition that lists show now, or None."""
        shown = (e for e in self._lives.get(uid, ()) if is_public(e, self._now))
        return next((e for e in shown if not e.is_tombstone and not self._taken_back(e)), None)

    def uri_of(self, uid: str | None) -> str | None:
        """The permanent identifier of a text that lists show now: an embargoed replacement is not told."""
        edition = self.live(uuid.UUID(uid)) if uid else None
        return article_uri(edition.article_reference) if edition else None

    def may_be_told(self, uid: uuid.UUID, number: int) -> bool:
        """Whether the words of an edition, and so its note, have not been taken back."""
        return not any(e.number == number and self._erased(e) for e in self._lives.get(uid, ()))

    def addresses(self, uid: uuid.UUID) -> list[str]:
        """Every address of the text: its page now and how that reads for machines, pages it had, short, permanent.

        Of words that were erased for good none is told but those without words.
        """
        life = self._lives.get(uid, ())
        if not life:
            return [api_address("article", uid)]
        pages = [absolute(article_url(e)) for e in reversed(life) if e.redacted_at is None and not e.is_tombstone]
        pages = [page + suffix for page in dict.fromkeys(pages) for suffix in ("", *RENDITIONS)]
        reference = life[0].article_reference
        short = absolute(reverse("article-short", args=[reference]))
        return [*pages, short, article_uri(reference), api_address("article", uid)]

    def _erased(self, edition: Edition) -> bool:
        return edition.text_until is not None and edition.text_until <= self._now

    def _taken_back(self, edition: Edition) -> bool:
        return self._erased(edition) or edition.redacted_at is not None


def pages_of(things: Iterable[tuple[str, uuid.UUID]], now: dt.datetime) -> dict[uuid.UUID, list[str]]:
    """The pages of rows of the register, given as ``(subject, uid)``; those of texts and what is not public aside.

    One statement, or none.
    """
    wanted = defaultdict(set)
    for subject, uid in things:
        if subject in PAGES:
            wanted[subject].add(uid)
    asked = []
    for subject, uids in wanted.items():
        rows = PAGES[subject](now)
        known = {name: register.known_by(rows.model, name) for name in ("uid", "slug")}
        rows = rows.filter(register.known_as_q(rows.model, uid__in=uids)).order_by()
        asked.append(rows.values_list(Value(subject), known["uid"], known["slug"]))
    if not asked:
        return {}
    found = defaultdict(list)
    with translation.override(settings.LANGUAGE_CODE):
        for subject, uid, slug in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
            found[uid].append(absolute(reverse(subject, args=[slug])))
    return found
