"""Public texts the register disagrees with: what was approved says another name, role or date than the register now.

Nothing is rewritten. A text is evidence of what was known that day; who finds it wrong begins a correction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.desk.document import rows_by_uid
from articles.desk.roles import rows_in_force
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from articles.posts import is_current
from people.models import Organisation, Person, Position
from pressoffice.ground.paging import keyset_page
from pressoffice.ground.partial_dates import PartialDate

READ = 200  # texts looked at for one page

LINK = {
    Person: "person_links__person",
    Organisation: "organisation_links__organisation",
    Event: "event_index__event",
    Source: "source_links__source",
    Topic: "topic_links__topic",
    Place: "place_links__place",
    Position: "mentions__position",
}
NAMED = {
    Person: "officials",
    Organisation: "organisations",
    Event: "events",
    Topic: "topics",
    Place: "places",
}


@dataclass(frozen=True)
class Difference:
    """``said``: what the text says of ``row``; ``holds``: what the register says; ``also``: the position concerned."""

    what: str
    row: Any
    said: str
    holds: str
    also: Any = None

    def is_of(self, row: Any) -> bool:
        """Whether it is about ``row``."""
        return any(
            type(one) is type(row) and _entity(one).pk == _entity(row).pk for one in (self.row, self.also) if one
        )


@dataclass(frozen=True)
class Concern:
    """A public text, in the edition that is read now, and where the register disagrees with it."""

    edition: Edition
    differences: list[Difference]


@dataclass(frozen=True)
class Report:
    """The concerns among ``read`` texts; the cursors of the pages before and after."""

    concerns: list[Concern]
    read: int
    next: str | None
    previous: str | None


def concerned(row: Any | None = None, *, now: dt.datetime, cursor: str = "") -> Report:
    """The texts public at ``now`` that a change of ``row`` (of any row, if None) concerns, the newest first.

    ``READ`` texts are looked at for one page, in a constant number of statements. Raises Problem ``cursor-mismatch``
    for a cursor that is not of this report.
    """
    about = "" if row is None else f"{row._meta.label_lower}:{row.uid}"
    page = keyset_page(texts_naming(row, now), order="-published_at", limit=READ, cursor=cursor, query=about)
    return Report(list(_concerns(page.results, row, now)), len(page.results), page.next, page.previous)


def all_concerned(row: Any | None = None, *, now: dt.datetime) -> Iterator[Concern]:
    """Every concern of ``concerned``, page by page."""
    cursor: str | None = ""
    while cursor is not None:
        report = concerned(row, now=now, cursor=cursor)
        yield from report.concerns
        cursor = report.next


def texts_naming(row: Any | None, now: dt.datetime) -> QuerySet:
    """Editions that are public at ``now`` with their words, and name ``row`` if one is given."""
    editions = Edition.objects.listed(now).exclude(document=None).select_related("article")
    if row is None:
        return editions
    named = Edition.objects.filter(**{LINK[type(row)]: _entity(row)})
    return editions.filter(pk__in=named.values("pk"))


def _entity(row: Any) -> Any:
    """The row that texts point at: the first of its chain, or what it was merged into."""
    return getattr(row, "merged_into", None) or getattr(row, "entity", row)


def _concerns(editions: list[Edition], only: Any, now: dt.datetime) -> Iterator[Concern]:
    documents = [orjson.loads(edition.document or "{}") for edition in editions]
    register = _Register(documents, now)
    for edition, document in zip(editions, documents, strict=True):
        found = list(dict.fromkeys(register.differences(document, edition)))
        if only is not None:
            found = [one for one in found if one.is_of(only)]
        if found:
            yield Concern(edition, found)


class _Register:
    """What the register says now of everything some documents name. A statement for each kind of row."""

    def __init__(self, documents: list[dict[str, Any]], now: dt.datetime):
        self.rows = {
            model: rows_by_uid(model, (entry["id"] for document in documents for entry in document.get(key, ())))
            for model, key in NAMED.items()
        }
        cited = (entry["source"]["id"] for document in documents for entry in document["attribution"])
        self.rows[Source] = rows_by_uid(Source, cited)
        self.events = rows_in_force(Event, self.rows[Event].values(), now)
        held = {m["position"] for document in documents for m in document["mentions"] if m["position"]}
        self.positions: dict[str, list[Position]] = {}
        chains = Position.objects.filter(Q(root=None, uid__in=held) | Q(root__uid__in=held))
        for position in chains.select_related("root", "organisation").order_by("public_from", "pk") if held else ():
            self.positions.setdefault(str(position.entity.uid), []).append(position)

    def differences(self, document: dict[str, Any], edition: Edition) -> Iterator[Difference]:
        """Where the register disagrees with a document."""
        language = document["language"]
        for model, key in NAMED.items():
            for entry in document.get(key, ()):
                row = self.rows[model].get(entry["id"])
                if row is not None:
                    yield from self._name(row, entry["name"], language)
                    if isinstance(row, Event):
                        yield from self._facts(row, entry, language)
        for entry in document["attribution"]:
            row = self.rows[Source].get(entry["source"]["id"])
            if row is not None:
                yield from self._name(row, entry["source"]["name"], settings.LANGUAGE_CODE)
        yield from self._roles(document, edition)

    def _name(self, row: Any, said: str, language: str) -> Iterator[Difference]:
        told = self.events.get(row.pk, row) if isinstance(row, Event) else row
        if said != told.name_in(language):
            yield Difference(_("name"), row, said, told.name_in(language))

    def _facts(self, root: Event, entry: dict[str, Any], language: str) -> Iterator[Difference]:
        """The day and the venue of an event."""
        event = self.events.get(root.pk, root)
        if (entry["starts"] or "") != event.starts:
            said, holds = (PartialDate(day).words() if day else "–" for day in (entry["starts"], event.starts))
            yield Difference(_("day"), root, said, holds)
        if entry["place"] != event.venue:
            yield Difference(_("venue"), root, entry["place"] or "–", event.venue or "–")

    def _roles(self, document: dict[str, Any], edition: Edition) -> Iterator[Difference]:
        """Roles that a text took from the register; one in the writer's own words is the writer's."""
        language, hour = document["language"], edition.published_at
        assert hour is not None  # it is public
        day = hour.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)).date()
        taken: dict[str, Any] = {}
        for mention in document["mentions"]:
            if mention["person"] and (mention["role"] or mention["position"]):
                taken.setdefault(mention["person"], mention)
        for entry in document["officials"]:
            mention = taken.get(entry["id"])
            if mention is None or mention["role"] or mention["position"] not in self.positions:
                continue
            row = _in_force(self.positions[mention["position"]], hour)
            root, person = row.entity, self.rows[Person].get(entry["id"])
            said = _role(entry["role"], entry["organisation"])
            if not is_current(row, day):
                holds = _("not held on %(day)s") % {"day": day.isoformat()}
            elif person is not None and row.person_id != person.pk:
                holds = _("held by somebody else")
            else:
                holds = _role(row.title_in(language), row.organisation.name_in(language) if row.organisation else "")
            if said != holds:
                yield Difference(_("role"), person or root, said, holds, also=root)


def _role(title: str, organisation: str) -> str:
    return f"{title}, {organisation}" if organisation else title


def _in_force(chain: list[Position], hour: dt.datetime) -> Position:
    """The row of a chain that was in force at ``hour``: the last whose hour had struck, or the root."""
    root = next((row for row in chain if row.root_id is None), chain[0])
    struck = [row for row in chain if row.root_id is not None and row.public_from and row.public_from <= hour]
    return struck[-1] if struck else root
