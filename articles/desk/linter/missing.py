"""What a release needs and does not have."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from articles.models.vocabulary import Kind

DATELINED = (Kind.PRESS_RELEASE, Kind.READOUT, Kind.NEWS_REPORT)


def _headline(draft: Draft) -> Iterator[Hit]:
    if not draft.article.headline.strip():
        yield Hit(field="headline")


def _dateline(draft: Draft) -> Iterator[Hit]:
    article = draft.article
    if article.kind not in DATELINED:
        return
    if not article.dateline_place.strip():
        yield Hit(field="dateline_place")
    elif not article.dateline_date:
        yield Hit(field="dateline_date")


def _contact(draft: Draft) -> Iterator[Hit]:
    if not draft.has_contacts:
        yield Hit(field="contacts")


def _topic(draft: Draft) -> Iterator[Hit]:
    if not draft.has_topics:
        yield Hit(field="topics")


CHECKS = [
    Check(
        "no-headline", _("No headline"),
        _("Lists, feeds and mails would show the beginning of the first sentence."), _("Write a headline."),
        _headline,
    ),
    Check(
        "no-dateline", _("The dateline is not complete"),
        _("Readers take place and day of the news from it."), _("Give place and date of the dateline."), _dateline,
    ),
    Check(
        "no-contact", _("No press contact"),
        _("Journalists look for whom to call on the release itself."), _("Choose a press contact."), _contact,
    ),
    Check(
        "no-topic", _("No topic"),
        _("The text is missing from the pages and feeds of topics."), _("Choose at least one topic."), _topic,
    ),
]  # fmt: skip
