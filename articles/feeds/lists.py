"""The lists of the site as feeds: texts, statements, events, corrections; each in Atom, RSS and JSON Feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import ical, notices
from articles.addresses import absolute, article_uri
from articles.agenda import told
from articles.feeds import archives
from articles.feeds.archives import ENTRIES, Found, Key, Part
from articles.feeds.asking import asked, subscribed, with_query
from articles.filters import EditionFilter, EventFilter, PublicFilterSet, StatementFilter
from articles.filters.corrections import CorrectionFilter
from articles.formats import atom, entries, jsonfeed, rss
from articles.formats.feed import Channel, Entry, Written, titled
from articles.models.edition import Edition, text_q
from articles.models.parts import Statement
from articles.models.vocabulary import EditionClass
from articles.templatetags.wording import sentence
from pressoffice.ground.kept import Kept
from pressoffice.ground.prepared import Prepared

FORMS = {"atom": (atom, ""), "rss": (rss, "-rss"), "json": (jsonfeed, "-json")}  # module, and how its address is named
GONE = 50
_kept_gone = Kept(2)
_kept_entries = Kept(2000)


class ListFeed:
    """The newest entries of a list, and all before them as its archive.

    ``name`` and ``page`` are the names of its address (in Atom) and of the list for readers. ``column`` is the instant
    that the list is sorted by, newest first, ties broken by ``uid``.
    """

    name: ClassVar[str]
    page: ClassVar[str]
    filterset_class: ClassVar[type[PublicFilterSet]]
    column: ClassVar[str] = "published_at"

    def __init__(self, request: Any, form: str):
        self.request, self.form = request, form
        self.now: dt.datetime = request.now
        self.language = get_language() or settings.LANGUAGE_CODE
        self.filterset: Any = None  # the question, where one is asked

    @classmethod
    def as_door(cls, form: str) -> Any:
        """The view that answers in one of ``FORMS``."""

        @subscribed
        def door(request: HttpRequest) -> HttpResponse:
            return cls(request, form).answer()

        return door

    def subject(self) -> str:
        """What is listed, in words, where no filter narrows it."""
        raise NotImplementedError

    def rows(self) -> QuerySet:
        """What the filters choose from."""
        raise NotImplementedError

    def key(self, row: Any) -> Key:
        """The place of a row in the list."""
        return getattr(row, self.column), row.uid

    def entries(self, rows: Sequence[Any]) -> Sequence[Entry | Written]:
        """Rows as entries."""
        raise NotImplementedError

    def gone(self) -> Sequence[tuple[str, dt.datetime]]:
        """What a reader may hold and must delete."""
        return ()

    @property
    def query(self) -> str:
        """The question as it stands in addresses; empty where none is asked."""
        return self.filterset.query if self.filterset is not None else ""

    def matching(self) -> tuple[QuerySet, str]:
        """The rows that answer the question, and what they are sorted by: a column or an alias, with its sign."""
        if not self.query:
            return self.rows(), f"-{self.column}"
        rows = self.filterset.qs
        return rows, self.filterset.sorting(f"-{self.column}")

    def newest(self) -> Sequence[Any]:
        """The newest rows that answer the question, one more than are shown."""
        rows, order = self.matching()
        return self.load(rows.order_by(order, "-uid")[: ENTRIES + 1])

    def load(self, rows: Iterable[Any]) -> Sequence[Any]:
        """What ``matching`` gives as ``key`` and ``entries`` take it."""
        return list(rows)

    def find(self, part: Part | None) -> Found:
        """The rows of one document."""
        if part is None:
            return archives.newest(self.newest(), self.key)
        return archives.read(*self.matching(), part, self.key, self.now, column=self.column, load=self.load)

    def answer(self) -> HttpResponse:
        """The document that is asked for."""
        part = archives.part_asked(self.request.GET)
        if not self.filterset_class.base_filters.keys().isdisjoint(self.request.GET):
            self.filterset = asked(self.request, self.filterset_class, self.rows())
        found = self.find(part)
        links = []
        if found.older:
            links.append(("prev-archive", self.address(found.older)))
        if part is not None:
            links.append(("current", self.address()))
            if found.newer:
                links.append(("next-archive", self.address(found.newer)))
        is_whole = part is None and not self.query
        module = FORMS[self.form][0]
        listed = sentence(self.filterset, self.subject()) if self.query else self.subject()
        content = module.write(
            Channel(
                title=titled(f"{listed} – {settings.OFFICE_NAME}"),
                language=self.language,
                uri=self.address(form="atom"),
                self_url=self.address(part),
                page_url=absolute(with_query(_path(self.page, self.language), self.query)),
                entries=self.entries(found.rows),
                links=links,
                is_archive=part is not None,
                gone=self.gone() if is_whole and self.form == "atom" else (),
            )
        )
        return HttpResponse(content, content_type=f"{module.MEDIA_TYPE}; charset=utf-8")

    def address(self, part: Part | None = None, *, form: str = "") -> str:
        """The address of a part of this feed; of the feed itself if None."""
        path = _path(f"{self.name}{FORMS[form or self.form][1]}", self.language)
        return absolute(with_query(path, self.query, part.query if part else ""))


@lru_cache(maxsize=256)
def _path(name: str, _language: str) -> str:
    """The path of a name in the active language."""
    return reverse(name)


class TextFeed(ListFeed):
    """Listed texts. Written from what was made ready when they were frozen, once in each visible set: no document is
    read."""

    name, page, filterset_class = "feed", "news", EditionFilter

    def subject(self):
        return _("News")

    def rows(self):
        return _with_stored(Edition.objects.listed(self.now))

    def key(self, row):
        return row.key

    def matching(self):
        rows, order = super().matching()
        return rows.values_list("pk"), order

    def newest(self):
        return super().newest() if self.query else self.load(_newest_texts.rows(now=self.now))

    def load(self, keys):
        """The entries of editions, in their order: those kept, and the others by one statement."""
        version, about = self.request.visible.version, (self.form, self.language, settings.DEMO)
        found = {pk: _kept_entries.known(version, (pk, *about)) for (pk,) in keys}
        if missing := [pk for pk, one in found.items() if one is None]:
            write = FORMS[self.form][0].entry
            for pk, *columns in self.rows().filter(pk__in=missing).order_by().values_list("pk", *entries.TEXT_COLUMNS):
                [made] = entries.of_texts([columns])
                uid, published = columns[:2]
                found[pk] = Written((published, uid), made.updated, write(made))
                _kept_entries.put(version, (pk, *about), found[pk])
        return [one for one in found.values() if one is not None]

    def entries(self, rows):
        return rows

    def gone(self):
        """The texts that were taken back last: id and time, and nothing else."""
        return _kept_gone.get(
            self.request.visible.version,
            "texts",
            lambda: [(article_uri(reference), when) for reference, when in _retracted.rows(now=self.now)],
        )


def _with_stored(rows: QuerySet) -> QuerySet:
    """Editions that have their words (a legal erasure takes them)."""
    return rows.filter(stored__isnull=False, document__isnull=False)


_newest_texts = Prepared(
    lambda now: (
        _with_stored(Edition.objects.listed(now)).order_by("-published_at", "-uid").values_list("pk")[: ENTRIES + 1]
    ),
    now="instant",
)
_retracted = Prepared(
    lambda now: (
        Edition.objects.public(now)
        .filter(edition_class=EditionClass.RETRACTION)
        .order_by("-public_from", "-uid")
        .values_list("article_reference", "public_from")[:GONE]
    ),
    now="instant",
)


class StatementFeed(ListFeed):
    """The ledger of statements."""

    name, page, filterset_class = "statements-feed", "statements", StatementFilter

    def subject(self):
        return _("Statements")

    def rows(self):
        spoken = Statement.objects.listed(self.now).exclude(edition__document=None).exclude(words="")
        return spoken.select_related("edition").annotate(significant=F("edition__stored__significant__public_from"))

    def entries(self, rows):
        return entries.of_statements(rows)


class CorrectionFeed(ListFeed):
    """The log of corrections: what was put right, in which text, by which edition of it."""

    name, page, filterset_class, column = "corrections-feed", "corrections", CorrectionFilter, "public_from"

    def subject(self):
        return _("Corrections")

    def rows(self):
        """The corrections, each with ``compared``: whether the words it put right may still be read beside it."""
        before = Edition.objects.were_public(self.now).filter(
            text_q(self.now), article=OuterRef("article"), number=OuterRef("number") - 1, redacted_at=None
        )
        readable = Exists(before.exclude(edition_class=EditionClass.RETRACTION))
        return notices.corrections(self.now).defer("document").annotate(compared=readable)

    def entries(self, rows):
        return entries.of_corrections(rows)


class EventFeed(ListFeed):
    """The events of which readers were told something last. No archive: what is over stands in the list of events."""

    name, page, filterset_class = "events-feed", "events", EventFilter

    def subject(self):
        return _("Events")

    def rows(self):
        return ical.with_changes(told(self.now), self.now)

    def find(self, part):
        rows, _order = self.matching()
        return Found(list(ical.by_last_word(rows, self.now)[:ENTRIES]))

    def entries(self, rows):
        return entries.of_events(rows)
