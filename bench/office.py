"""The generated office in this project's own database: what staff, freezing and settling would have left there.

Documents, hashes, stored forms and words of the index come from the project's own functions; rows go straight into
their tables. A test compares a sample with what ``freeze.index`` and ``search.index`` make. What no public door may
read is left out: the documents of revisions, parts of working copies, proposals, comments, the record of acts.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.contrib.auth import get_user_model
from django.db import connections

from articles import stored
from articles.desk.document import document_hash, text_hash
from articles.desk.freeze import link_hash
from articles.desk.hashing import canonical, sha256
from articles.desk.settle import TYPE_OF, change_hash
from articles.models import (
    Approval,
    Article,
    Change,
    ChangeCounter,
    Citation,
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionPlace,
    EditionSource,
    EditionTopic,
    Event,
    EventLink,
    Mention,
    Place,
    Revision,
    Source,
    Statement,
    StoredEdition,
    Topic,
)
from articles.models.vocabulary import Capacity, EditionClass, Status
from bench.corpus import BEGINS, Corpus
from bench.documents import Documents
from bench.facts import Edition as Stand
from bench.facts import Row, Text
from bench.index import TABLE, entry, folded, remembering
from bench.tables import Loader, Table, count_on, loading
from people.models import Organisation, Person, Position
from pressoffice.ground.identity import reference_from

LINKS = {
    "people": (EditionPerson, "person_id"),
    "organisations": (EditionOrganisation, "organisation_id"),
    "events": (EditionEvent, "event_id"),
    "topics": (EditionTopic, "topic_id"),
    "places": (EditionPlace, "place_id"),
    "sources": (EditionSource, "source_id"),
}
CHUNK = 1_000
MOST_EDITIONS = 2  # of a text: what is left between the keys of editions
KEYED = (Article, Revision, Approval, Edition, StoredEdition)
REGISTERS = (Person, Organisation, Position, Topic, Place, Source, Event)
"""Keys of register rows are their numbers in the corpus and one more."""


def fill(
    corpus: Corpus,
    say: Callable[[str], None] = lambda line: None,
    *,
    bare: bool = True,
    processes: int = 0,
    lean: bool = False,
) -> None:
    """Put the office into an empty, migrated database.

    ``lean``: without what listings, filters and articles do not ask for: statements, mentions, words of the index.
    ``bare``: the database is its own, so that indexes may be made at the end. ``processes`` make rows beside this one.
    """
    staff = [get_user_model().objects.create(username=name, is_staff=True).pk for name in ("writer", "approver")]
    filled = _Filled(corpus, *staff, lean=lean)
    filled.registers()
    say("registers made")
    if bare:
        with loading([*(t.name for t in filled.tables.values()), TOPICS_OF_ARTICLE, TABLE], say) as loader:
            filled.texts(loader, say, processes)
    else:
        filled.texts(loader := Loader(), say)
        loader.write()
    count_on(*KEYED, *REGISTERS, Change)


TOPICS_OF_ARTICLE = Article.topics.through._meta.db_table


class _Filled:
    def __init__(self, corpus: Corpus, writer: int, approver: int, *, lean: bool):
        self.corpus, self.writer, self.approver, self.lean = corpus, writer, approver, lean
        self.documents = Documents(corpus)
        self.tables = {
            model: Table(model, keyed=model in KEYED)
            for model in (
                *KEYED, Change, Mention, Statement, Citation, EventLink, *(link for link, _column in LINKS.values())
            )
        }  # fmt: skip
        self.changes: list[tuple[dt.datetime, str, str, Any, dict[str, Any]]] = []

    # --- Registers ----------------------------------------------------------------------------------------------------

    def registers(self) -> None:
        """People with their positions, organisations, topics, places, sources, events."""
        corpus = self.corpus
        self._register(Organisation, corpus.organisations, lambda row: {"kind": row.kind})
        self._register(Person, corpus.people, lambda row: {"family_name": row.family})
        self._register(Topic, corpus.topics, lambda row: {"parent_id": _key(row.parent)})
        self._register(
            Place,
            corpus.places,
            lambda row: {"kind": row.kind, "code": row.code, "country": row.country, "parent_id": _key(row.parent)},
        )
        self._register(Source, corpus.sources, lambda row: {"kind": row.kind, "reuse": Source.Reuse.PERMITTED})
        self._register(Event, corpus.events, self._event)
        since = BEGINS - dt.timedelta(days=1)
        positions = [
            Position(
                pk=row.number + 1,
                uid=row.position,
                reference=reference_from(row.position),
                person_id=row.number + 1,
                organisation_id=row.at + 1,
                title=row.title,
                public_from=since,
                settled_at=since,
                public_changes=1,
            )
            for row in corpus.people
        ]
        Position.objects.bulk_create(positions, batch_size=1000)
        for row in positions:
            self._changed(row, "position.published", since)

    def _register(self, model: Any, rows: list[Row], more: Callable[[Row], dict[str, Any]]) -> None:
        made = []
        for row in rows:
            one = model(uid=row.uid, reference=reference_from(row.uid), name=row.name, slug=row.slug, **more(row))
            one.derive()
            one.pk = row.number + 1
            made.append(one)
        made.sort(key=lambda one: getattr(one, "parent_id", None) is not None)
        model.objects.bulk_create(made, batch_size=1000)

    def _event(self, row: Row) -> dict[str, Any]:
        """Every second event is public by itself, the others through texts alone."""
        own: dict[str, Any] = {}
        if row.number % 2 == 0:
            own = {"public_from": row.starts, "settled_at": row.starts, "public_changes": 1, "sequence": 1}
            uid, reference = row.uid, reference_from(row.uid)
            self.changes.append(
                (row.starts, f"event:{row.number + 1}:1", "event.published", uid, {"reference": reference})
            )
        return {"type": row.kind, "starts": f"{row.starts:%Y-%m-%d}", "place_id": _key(row.parent), **own}

    def _changed(self, row: Any, kind: str, at: dt.datetime) -> None:
        key = f"{row._meta.model_name}:{row.pk}:1"
        self.changes.append((at, key, kind, row.uid, {"reference": row.reference}))

    # --- Texts --------------------------------------------------------------------------------------------------------

    def texts(self, loader: Loader, say: Callable[[str], None], processes: int = 0) -> None:
        """Texts with all that belongs to them, then the log of what became public."""
        began = time.monotonic()
        for done, (rows, changes) in enumerate(self._chunks(processes), start=1):
            for (name, columns), some in rows.items():
                loader.add_to(name, columns, some)
            self.changes += changes
            if done % 5 == 0:
                count = min(done * CHUNK, self.corpus.size)
                pace = count / (time.monotonic() - began)
                say(f"{count:,} of {self.corpus.size:,} texts, {pace:,.0f} a second")
        loader.write()
        self._log(loader)

    def _chunks(self, processes: int) -> Iterator[Any]:
        """The rows of a thousand texts at a time, made by other processes where some are asked for."""
        starts = range(0, self.corpus.size, CHUNK)
        if not processes:
            yield from map(self.chunk, starts)
            return
        global _at_work
        _at_work = self
        connections.close_all()
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            yield from pool.imap(_chunk_at_work, starts)

    def chunk(self, start: int) -> tuple[dict[Any, list[Any]], list[Any]]:
        """The rows and public changes of the thousand texts from ``start`` on."""
        kept, self.changes = self.changes, []
        gathered = Loader(batch=10**9)
        with remembering():
            for text in self.corpus.texts(start, min(start + CHUNK, self.corpus.size)):
                self._text(gathered, text)
        made, self.changes = self.changes, kept
        return gathered.rows, made

    def _text(self, loader: Loader, text: Text) -> None:
        key, tables = text.number + 1, self.tables
        first, live = text.editions[0], text.live
        reference = reference_from(text.uid)
        loader.add(
            tables[Article],
            tables[Article].row(
                id=key,
                uid=text.uid,
                reference=reference,
                work=text.work,
                language=text.language,
                kind=text.kind,
                slug=text.slug,
                headline=text.headline,
                summary=text.summary,
                body=text.html(live if live.paragraphs else first),
                **self.documents.dateline_columns(text),
                status=Status.APPROVED.value,
                version=len(text.editions) + 2,
                created_by_id=self.writer,
                created_at=first.hour,
                updated_at=live.hour,
            ),
        )
        loader.add_to(TOPICS_OF_ARTICLE, ("article_id", "topic_id"), [(key, topic + 1) for topic in text.topics])
        retracted = live.hour if live.kind == "retraction" else None
        before: Edition | None = None
        for number, stand in enumerate(text.editions, start=1):
            until = text.editions[number].hour if number < len(text.editions) else None
            clock = {
                "public_from": stand.hour,
                "public_until": until,
                "text_until": retracted if stand.kind != "retraction" else None,
                "published_at": first.hour,
            }
            before = self._edition(loader, text, stand, number, before, clock, last=until is None)

    def _edition(
        self,
        loader: Loader,
        text: Text,
        stand: Stand,
        number: int,
        before: Edition | None,
        clock: dict[str, Any],
        *,
        last: bool,
    ) -> Edition:
        key, tables, gone = text.number * MOST_EDITIONS + number, self.tables, stand.kind == "retraction"
        document = None if gone else self.documents.of(text, stand)
        if document is None:
            words_of = canonical({"kind": text.kind, "language": text.language, "retracted": True})
            digest, of_words = sha256(words_of), ""
        else:
            words_of, digest, of_words = canonical(document), document_hash(document), text_hash(document)
            document = orjson.loads(words_of)  # with its keys in order
        grade = "factual" if stand.kind == "correction" else ""
        edition = Edition(
            pk=key,
            uid=stand.uid,
            article_id=text.number + 1,
            article_uid=text.uid,
            article_reference=reference_from(text.uid),
            work=text.work,
            revision_id=key,
            approval_id=key,
            number=number,
            edition_class=stand.kind,
            correction_class=grade,
            note=stand.note,
            kind=text.kind,
            language=text.language,
            slug=text.slug,
            title="" if gone else text.title[:300],
            document=words_of,
            document_hash=digest,
            text_hash=of_words,
            previous_hash=link_hash(before) if before else "",
            settled_at=stand.hour,
            **clock,
        )
        revision = tables[Revision].row(
            id=key, article_id=text.number + 1, number=number, document_hash=digest, text_hash=of_words,
            by_id=self.writer, at=stand.hour,
        )  # fmt: skip
        approval = tables[Approval].row(
            id=key, revision_id=key, edition_class=stand.kind, correction_class=grade, note=stand.note,
            capacity=Capacity.APPROVER.value, by_id=self.approver, at=stand.hour,
        )  # fmt: skip
        loader.add(tables[Revision], revision)
        loader.add(tables[Approval], approval)
        loader.add(tables[Edition], tables[Edition].row_of(edition))
        self._note_change(edition)
        if document is not None:
            self._links(loader, text, edition, clock)
            if not self.lean:
                self._parts(loader, text, stand, edition, clock)
            self._stored(loader, edition, document)
            if last and not self.lean:
                row = entry(edition, document)
                loader.add_to(TABLE, tuple(row), [list(row.values())])
        return edition

    def _stored(self, loader: Loader, edition: Edition, document: dict[str, Any]) -> None:
        """Stored forms; the page, which depends on templates and address of the site, is filler until ``pages``."""
        forms = StoredEdition(edition=edition, significant=edition, **stored.forms(document))
        forms.head, forms.page = forms.short, edition.document
        loader.add(self.tables[StoredEdition], self.tables[StoredEdition].row_of(forms))

    def _parts(self, loader: Loader, text: Text, stand: Stand, edition: Edition, clock: dict[str, Any]) -> None:
        tables, blocks, paragraphs = self.tables, text.blocks(stand), stand.paragraphs
        key = edition.pk

        def place(part: Any, order: int) -> dict[str, Any]:
            start = getattr(part, "start", 0)
            return {
                "edition_id": key, "uid": part.uid, "order": order, "block": blocks[part.paragraph],
                "start": start, "end": part.end, "words": paragraphs[part.paragraph][start : part.end],
            }  # fmt: skip

        row = tables[Statement].row
        loader.add(
            tables[Statement],
            *(
                row(
                    **(placed := place(one, order)),
                    verb=one.verb,
                    form="direct" if one.direct else "reported",
                    voice="single",
                    speaker_words=one.speaker_words,
                    folded=" ".join(folded(placed["words"])),
                    published_at=clock["published_at"],
                )
                for order, one in enumerate(text.statements)
            ),
        )
        row = tables[Mention].row
        loader.add(
            tables[Mention],
            *(
                row(
                    **place(one, order),
                    relation=one.relation,
                    statement_uid=one.statement,
                    person_id=one.number + 1 if one.what == "people" else None,
                    position_id=one.number + 1 if one.what == "people" else None,
                    organisation_id=one.number + 1 if one.what == "organisations" else None,
                    place_id=one.number + 1 if one.what == "places" else None,
                    role=one.role,
                )
                for order, one in enumerate(text.mentions)
            ),
        )
        row = tables[Citation].row
        loader.add(
            tables[Citation],
            *(
                row(**place(one, order), source_id=one.number + 1, role=one.relation, verb=one.verb)
                for order, one in enumerate(text.sources)
            ),
        )
        row = tables[EventLink].row
        loader.add(
            tables[EventLink],
            *(
                row(**place(one, order), event_id=one.number + 1, relation=one.relation)
                for order, one in enumerate(text.events)
            ),
        )

    def _links(self, loader: Loader, text: Text, edition: Edition, clock: dict[str, Any]) -> None:
        speakers = {one.number for one in text.mentions if one.relation == "speaker"}
        for what, numbers in self.corpus.linked(text).items():
            link, column = LINKS[what]
            row = self.tables[link].row
            loader.add(
                self.tables[link],
                *(
                    row(
                        edition_id=edition.pk,
                        **{column: number + 1},
                        **clock,
                        **({"speaks": number in speakers} if what == "people" else {}),
                    )
                    for number in numbers
                ),
            )

    # --- The public log -----------------------------------------------------------------------------------------------

    def _note_change(self, edition: Edition) -> None:
        kind = TYPE_OF[EditionClass(edition.edition_class)]
        payload = {
            "reference": edition.article_reference,
            "edition": edition.number,
            "language": edition.language,
            "kind": edition.kind,
            "class": edition.edition_class,
            "significance": "editorial",
            "note": edition.note,
            "sha256": edition.document_hash,
            "replaced_by": None,
        }
        self.changes.append((edition.public_from, f"edition:{edition.pk}", kind.value, edition.article_uid, payload))

    def _log(self, loader: Loader) -> None:
        self.changes.sort(key=lambda change: change[:2])
        head, table = "", self.tables[Change]
        for number, (at, key, kind, subject, payload) in enumerate(self.changes, start=1):
            change = Change(
                number=number, key=key, type=kind, subject_uid=subject, at=at, payload=canonical(payload),
                previous_hash=head,
            )  # fmt: skip
            head = change.hash = change_hash(change)
            loader.add(table, table.row_of(change))
        ChangeCounter.objects.update_or_create(pk=1, defaults={"number": len(self.changes), "head": head})


_at_work: Any = None  # what the processes that make rows inherit


def _chunk_at_work(start: int) -> Any:
    return _at_work.chunk(start)


def _key(number: int | None) -> int | None:
    return None if number is None else number + 1
