"""What stands on top of the site now: urgent notices, and the texts that lead the front page."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from articles.addresses import article_url
from articles.models.edition import Edition
from articles.models.front_page import FrontPageItem
from pressoffice.ground.kept import Kept


@dataclass(frozen=True)
class Notice:
    """An urgent notice as a page shows it; ``url`` is that of the text it is about, where that is public."""

    uid: uuid.UUID
    language: str
    headline: str
    words: str
    url: str | None
    public_from: dt.datetime


@dataclass(frozen=True)
class Top:
    """What stands on top of the pages of one language: notices, and the uids of the leading texts in their order."""

    urgent: tuple[Notice, ...] = ()
    leads: tuple[uuid.UUID, ...] = ()


_kept = Kept(1)


def top(now: dt.datetime, version: str, language: str) -> Top:
    """What stands on top in ``language``. One statement for each visible set, two where something does."""
    return every_top(now, version).get(language, Top())


def every_top(now: dt.datetime, version: str) -> dict[str, Top]:
    """``top`` in each language in which something stands there."""
    return _kept.get(version, "top", lambda: _read(now))


def _read(now: dt.datetime) -> dict[str, Top]:
    rows = list(FrontPageItem.objects.public(now).order_by("order", "pk"))
    about = [row.article_uid for row in rows if row.article_uid]
    editions = Edition.objects.listed(now).filter(article_uid__in=about, redacted_at=None).defer("document")
    listed = {edition.article_uid: edition for edition in editions} if about else {}
    found = {}
    for language in {row.language for row in rows}:
        own = [row for row in rows if row.language == language]
        notices = tuple(
            Notice(
                row.uid,
                row.language,
                row.headline,
                row.words,
                article_url(listed[row.article_uid]) if row.article_uid in listed else None,
                row.public_from,
            )
            for row in own
            if row.kind == FrontPageItem.Kind.URGENT
        )
        leads = tuple(r.article_uid for r in own if r.kind == FrontPageItem.Kind.LEAD and r.article_uid in listed)
        found[language] = Top(notices, leads)
    return found
