"""Texts, statements, events and corrections as entries of feeds, whoever asks for them: the site or the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import ical, stored
from articles.addresses import absolute, article_uri, article_url, month_of, site_language
from articles.formats.feed import Channel, Entry, noticed, titled
from articles.models.edition import Edition
from articles.models.stored import StoredEdition
from articles.models.vocabulary import EditionClass, Kind
from articles.templatetags.when import time_words

TEXT_COLUMNS = (
    "uid",
    "published_at",
    "article_reference",
    "language",
    "slug",
    "title",
    "kind",
    "edition_class",
    "note",
    "stored__significant__public_from",
    "stored__card",
    "stored__content",
)
_TITLE = 120  # letters of a statement


# --- Texts ------------------------------------------------------------------------------------------------------------


def of_texts(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    """Entries of rows of ``TEXT_COLUMNS``."""
    labels = {kind.value: str(kind.label) for kind in Kind}
    made = []
    for _uid, published, reference, language, slug, title, kind, klass, note, updated, card, content in rows:
        withdrawn = klass == EditionClass.WITHDRAWAL
        made.append(
            Entry(
                uri=article_uri(reference),
                url=_text_url(language, slug, published),
                title=titled(title, withdrawn=withdrawn) if withdrawn or settings.DEMO else title,
                language=language,
                published=published,
                updated=updated,
                summary=orjson.loads(card)["lead"],
                content=noticed(content, note, withdrawn=withdrawn) if note else content,
                term=kind,
                label=labels[kind],
            )
        )
    return made


def of_shown(rows: Sequence[Any]) -> list[Entry]:
    """Entries of ``Shown``. One statement."""
    editions = [shown.edition for shown in rows]
    rows_of = StoredEdition.objects.filter(edition__in=editions)
    forms = {pk: rest for pk, *rest in rows_of.values_list("pk", "significant__public_from", "card", "content")}
    columns = [name for name in TEXT_COLUMNS if not name.startswith("stored__")]
    return of_texts([*(getattr(e, name) for name in columns), *forms[e.pk]] for e in editions if e.pk in forms)


def of_edition(edition: Edition) -> Entry:
    """The entry of an edition that is not public yet, from its document."""
    made = stored.forms(orjson.loads(edition.document or "{}"))
    columns = [getattr(edition, name) for name in TEXT_COLUMNS if not name.startswith("stored__")]
    return of_texts([(*columns, edition.public_from, made["card"], made["content"])])[0]


@lru_cache(maxsize=4096)
def _folder(language: str, year: str, month: str) -> str:
    with translation.override(language):
        return absolute(reverse("article", args=[year, month, "x"])[:-1])


def _text_url(language: str, slug: str, published: dt.datetime) -> str:
    return _folder(site_language(language), *month_of(published)) + slug


# --- Statements -------------------------------------------------------------------------------------------------------


def of_statements(rows: Iterable[Any]) -> list[Entry]:
    """Entries of statements with their ``edition`` and, as ``significant``, when readers were last told of its text."""
    made, documents = [], {}
    for row in rows:
        edition = row.edition
        if edition.pk not in documents:
            document = orjson.loads(edition.document)
            documents[edition.pk] = {entry["id"]: entry for entry in document["statements"]}
        said = documents[edition.pk].get(str(row.uid))
        if said is None:
            continue
        speakers = ", ".join(_speaker(one) for one in said["speakers"]) or said["speaker_words"]
        words = said["words"] if len(said["words"]) <= _TITLE else said["words"][:_TITLE].rsplit(" ", 1)[0] + "…"
        title = f"{_names(said) or edition.title}: {words}"
        url = absolute(reverse("statement", args=[row.uid]))
        text = absolute(article_url(edition)) + (f"#{said['block']}" if said["block"] else "")
        content = f"<blockquote><p>{escape(said['words'])}</p></blockquote>"
        content += f"<p>{escape(speakers)}</p>" if speakers else ""
        content += f'<p><a href="{escape(text)}">{escape(edition.title)}</a></p>'
        made.append(
            Entry(
                uri=f"urn:uuid:{row.uid}",
                url=url,
                title=titled(title, withdrawn=edition.is_withdrawn),
                language=edition.language,
                published=row.published_at,
                updated=row.significant or row.published_at,
                summary=said["words"],
                content=noticed(content, edition.note if edition.is_withdrawn else "", withdrawn=True),
            )
        )
    return made


def _names(said: dict[str, Any]) -> str:
    return ", ".join(one["name"] for one in said["speakers"]) or said["speaker_words"]


def _speaker(one: dict[str, Any]) -> str:
    """A speaker with the role of that day."""
    return ", ".join(filter(None, (one["name"], one["role"])))


# --- Corrections ------------------------------------------------------------------------------------------------------


def of_corrections(rows: Iterable[Any]) -> list[Entry]:
    """Entries of corrections: what was put right, with the way to the words before and after where ``compared``."""
    made = []
    for row in rows:
        url = absolute(article_url(row, "article-history"))
        if row.compared:
            url += f"?from={row.number - 1}&to={row.number}"
        grade = row.get_correction_class_display()
        text = f'<p><a href="{escape(absolute(article_url(row)))}">{escape(row.title)}</a></p>'
        made.append(
            Entry(
                uri=f"urn:uuid:{row.uid}",
                url=url,
                title=titled(_("Correction: %(title)s") % {"title": row.title}),
                language=row.language,
                published=row.public_from,
                updated=row.public_from,
                summary=row.note,
                content=linebreaks(row.note, autoescape=True) + text,
                term=row.correction_class,
                label=grade,
            )
        )
    return made


# --- Events -----------------------------------------------------------------------------------------------------------


def of_events(rows: Iterable[Any]) -> list[Entry]:
    """Entries of events as ``agenda.told`` and ``ical.by_last_word`` give them."""
    made = []
    for row in rows:
        words = [time_words(row), ical.where_words(row), ical.description(row)]
        content = "".join(linebreaks(one, autoescape=True) for one in words if one)
        made.append(
            Entry(
                uri=f"urn:uuid:{row.entity.uid}",
                url=absolute(row.get_absolute_url()),
                title=ical.summary(row),
                language=ical.language_of(row),
                published=row.last_word,
                updated=row.last_word,
                summary=", ".join(filter(None, words[:2])),
                content=content,
                term=row.type,
                label=row.get_type_display(),
            )
        )
    return made


# --- Lists of the API -------------------------------------------------------------------------------------------------


def channel_of(listed: Any, request: Any) -> Channel:
    """A page of a list of the API as a channel."""
    links = [("next", listed.next_url), ("previous", listed.previous_url), ("first", listed.first_url)]
    return Channel(
        title=titled(f"{listed.title} – {settings.OFFICE_NAME}"),
        language=get_language() or settings.LANGUAGE_CODE,
        uri=listed.first_url or listed.self_url,
        self_url=listed.self_url,
        page_url=listed.page_url,
        entries=_OF_RESOURCE[listed.resource](listed.rows, request),
        links=[(rel, url) for rel, url in links if url],
    )


def _statements(rows: Sequence[Any], _request: Any) -> list[Entry]:
    when = StoredEdition.objects.filter(edition__in={row.edition_id for row in rows})
    told = dict(when.values_list("pk", "significant__public_from"))
    for row in rows:
        row.significant = told.get(row.edition_id)
    return of_statements(rows)


_OF_RESOURCE = {
    "articles": lambda rows, _request: of_shown(rows),
    "search": lambda rows, _request: of_shown(rows),
    "statements": _statements,
    "events": lambda rows, request: of_events(ical.noted(rows, request.now)),
}
