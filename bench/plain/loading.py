"""The generated office in the baseline's database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from bench.corpus import Corpus
from bench.facts import Row, Text
from bench.plain.models import (
    Article,
    ArticleChange,
    Attribution,
    Event,
    Organisation,
    Participation,
    Person,
    Place,
    Source,
    Statement,
    Topic,
)
from bench.tables import Loader, Table, count_on, loading

REGISTERS = (Organisation, Person, Topic, Place, Source, Event)
LINKS = {"organisations": "organisation_id", "topics": "topic_id", "places": "place_id", "events": "event_id"}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def fill(
    corpus: Corpus,
    say: Callable[[str], None] = lambda line: None,
    *,
    bare: bool = True,
    processes: int = 0,
    lean: bool = False,
) -> None:
    """Put the office into an empty, migrated database: always whole, and quick enough for one process."""
    _register(Organisation, corpus.organisations)
    _register(Person, corpus.people, lambda row: {"title": row.title, "organisation_id": row.at + 1})
    _register(Topic, corpus.topics, _parent)
    _register(Place, corpus.places, _parent)
    _register(Source, corpus.sources)
    _register(
        Event,
        corpus.events,
        lambda row: {"kind": row.kind, "starts": row.starts.date(), "place_id": row.parent + 1},
    )
    tables = {model: Table(model, keyed=model is Article) for model in (
        Article, Participation, Attribution, Statement, ArticleChange
    )}  # fmt: skip
    through = {what: getattr(Article, what).through._meta.db_table for what in LINKS}
    names = [*(table.name for table in tables.values()), *through.values()]
    if bare:
        with loading(names, say) as loader:
            _texts(corpus, loader, tables, through, say)
            _search_vectors(say)
    else:
        _texts(corpus, loader := Loader(), tables, through, say)
        loader.write()
    count_on(Article, *REGISTERS)


def _parent(row: Row) -> dict[str, Any]:
    return {"parent_id": None if row.parent is None else row.parent + 1}


def _register(model: Any, rows: list[Row], more: Callable[[Row], dict[str, Any]] = lambda row: {}) -> None:
    made = [model(pk=row.number + 1, uid=row.uid, name=row.name, slug=row.slug, **more(row)) for row in rows]
    model.objects.bulk_create(made, batch_size=1000)


def _texts(corpus: Corpus, loader: Loader, tables: Any, through: dict[str, str], say: Callable[[str], None]) -> None:
    began = time.monotonic()
    for text in corpus.texts():
        _text(corpus, text, loader, tables, through)
        if (text.number + 1) % 10_000 == 0:
            say(f"{text.number + 1:,} texts, {(text.number + 1) / (time.monotonic() - began):,.0f} a second")
    loader.write()


def _text(corpus: Corpus, text: Text, loader: Loader, tables: Any, through: dict[str, str]) -> None:
    key, live, first = text.number + 1, text.live, text.editions[0]
    city = None if text.city is None else corpus.places[text.city]
    loader.add(
        tables[Article],
        tables[Article].row(
            id=key,
            uid=text.uid,
            work=text.work,
            reference="".join(CROCKFORD[text.uid.int >> shift & 31] for shift in range(25, -1, -5)),
            status="published" if text.listed else "retracted",
            kind=text.kind,
            language=text.language,
            slug=text.slug,
            headline=text.headline,
            summary=text.summary,
            dateline=f"{city.name}, {corpus.places[city.parent or 0].name}, {text.day:%d.%m}" if city else "",
            body=text.html(live if text.listed else first),
            text="\n\n".join((live if text.listed else first).paragraphs),
            notice=live.note if live.kind == "withdrawal" else "",
            version=len(text.editions),
            published_at=first.hour,
            updated_at=live.hour,
        ),
    )
    for change in text.editions[1:]:
        loader.add(tables[ArticleChange], tables[ArticleChange].row(
            article_id=key, at=change.hour, kind=change.kind, note=change.note
        ))  # fmt: skip
    relations = corpus.relations(text)
    row = tables[Participation].row
    loader.add(tables[Participation], *(
        row(article_id=key, person_id=number + 1, role=corpus.people[number].title, relation=relation)
        for number, relation in relations.items()
    ))  # fmt: skip
    row = tables[Attribution].row
    loader.add(tables[Attribution], *(
        row(article_id=key, source_id=one.number + 1, role=one.relation, verb=one.verb) for one in text.sources
    ))  # fmt: skip
    row = tables[Statement].row
    words = (live if text.listed else first).paragraphs
    loader.add(tables[Statement], *(
        row(uid=one.uid, article_id=key, speaker_id=one.speaker + 1, verb=one.verb,
            form="direct" if one.direct else "reported", words=words[one.paragraph][: one.end])
        for one in text.statements
    ))  # fmt: skip
    linked = corpus.linked(text)
    for what, column in LINKS.items():
        loader.add_to(through[what], ("article_id", column), [(key, number + 1) for number in linked[what]])


def _search_vectors(say: Callable[[str], None]) -> None:
    """What a site updates on every save, for all at once."""
    if connection.vendor != "postgresql":
        return
    say("making search vectors")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE plain_article SET search = setweight(to_tsvector('english', headline), 'A')"
            " || setweight(to_tsvector('english', text), 'B')"
        )
