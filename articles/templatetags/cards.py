"""Rows of lists, made of the stored cards of editions: each kind of row is rendered once, with gaps."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import groupby
from types import SimpleNamespace
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.addresses import article_url
from articles.models.vocabulary import EditionClass, Kind
from articles.stored import form_of
from articles.templatetags.pages import day, hour
from pressoffice.ground.gaps import Sheet, gap, without_marks

COLUMNS = ("article_reference", "edition_class", "kind", "language", "slug", "published_at", "stored__card")


class Row(NamedTuple):
    """What a list asks of an edition: ``COLUMNS``, after the two by which pages are kept in order."""

    sort_value: Any
    uid: Any
    article_reference: str
    edition_class: str
    kind: str
    language: str
    slug: str
    published_at: dt.datetime
    card: str


def by_day(rows: list[Row], *, level: int = 2) -> SafeString:
    """The rows under the days of the office's calendar on which they were published, in the order they have."""
    found, language = [], get_language()
    for when, texts in groupby(rows, key=lambda row: timezone.localdate(row.published_at)):
        items = "".join(f"<li>{_card(row, language, level + 1, True, settings.DEMO)}</li>" for row in texts)
        found.append(_issue(language, level, when).fill({"texts": items}))
    return mark_safe("".join(found))


@lru_cache(maxsize=4096)
def _issue(language: str, level: int, when: dt.date) -> Sheet:
    """The frame around the texts of a day."""
    return Sheet(render_to_string("public/parts/issue.html", {"day": when, "level": level, "texts": gap("texts")}))


@lru_cache(maxsize=4096)
def _card(row: Row, language: str, level: int, in_day: bool, demo: bool) -> str:
    """One row. The newest are asked for at every first page."""
    card = orjson.loads(row.card or form_of(row.uid, "card"))
    about = row.language, row.kind, row.edition_class, bool(card["sources"])
    return _sheet(language, *about, level, in_day, demo).fill(
        {
            "when": hour(row.published_at) if in_day else day(row.published_at),
            "reference": row.article_reference,
            "title": escape(without_marks(card["title"])),
            "lead": escape(without_marks(card["lead"])),
            "sources": escape(without_marks(", ".join(card["sources"]))),
            "url": escape(article_url(row)),
        }
    )


@lru_cache(maxsize=1024)
def _sheet(
    here: str,
    language: str,
    kind: str,
    edition_class: str,
    sources: bool,
    level: int,
    in_day: bool,
    demo: bool,
) -> Sheet:
    """One kind of row, rendered with gaps."""
    edition = SimpleNamespace(
        published_at=gap("when"),
        article_reference=gap("reference"),
        kind=kind,
        get_kind_display=Kind(kind).label,
        language=language,
        edition_class=edition_class,
        is_withdrawn=edition_class == EditionClass.WITHDRAWAL,
        is_correction=edition_class == EditionClass.CORRECTION,
    )
    item = {
        "edition": edition,
        "language": language,
        "title": gap("title"),
        "lead": gap("lead"),
        "url": gap("url"),
        "sources": [gap("sources")] if sources else [],
    }
    context = {"item": item, "level": level, "by_day": in_day, "DEMO": demo, "LANGUAGE_CODE": here}
    return Sheet(render_to_string("public/parts/card.html", context))
