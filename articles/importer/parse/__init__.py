"""Reads a raw press text into reviewable findings. Pure Python: no Django, no network, nothing invented.

``parse`` gives a ``ParsedDocument``, ``parse_paragraphs`` that of a text already in parts; ``exchange_record`` is its
short JSON form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.importer.parse.actors import ActorReader
from articles.importer.parse.dateline import read_dateline
from articles.importer.parse.dates import exchange_date, find_dates, resolve
from articles.importer.parse.document import DateFound, ParsedDocument, SourceFound, StatementFound
from articles.importer.parse.events import EventReader
from articles.importer.parse.language import language_of
from articles.importer.parse.names import claim_titles
from articles.importer.parse.organisation_names import body_key, merge_bodies
from articles.importer.parse.organisations import Body, find_bodies
from articles.importer.parse.other_languages import read_other
from articles.importer.parse.people import Roster, found_people, read_people
from articles.importer.parse.places import Place, find_places, find_unknown_places, merge_places
from articles.importer.parse.questions import find_questions
from articles.importer.parse.roles import Role, find_roles
from articles.importer.parse.segment import Segments, segment
from articles.importer.parse.sources import find_sources
from articles.importer.parse.statements import find_statements
from articles.importer.parse.tokens import Paragraph, read_paragraph
from articles.importer.parse.warnings import mixed_script_names
from people.names import fold

__all__ = ["ParsedDocument", "exchange_record", "parse", "parse_paragraphs"]


def parse(text: str, *, known_people: Iterable[str] = (), known_organisations: Iterable[str] = ()) -> ParsedDocument:
    """Everything ``text`` says, each value with the characters it came from, the rule and its confidence.

    Never raises on any string. ``known_people`` and ``known_organisations`` are names from the register: they help to
    recognise a name that the text prints, and add nothing the text does not print.
    """
    parts = segment(text)
    language = language_of("\n".join((parts.headline, *parts.paragraphs)))
    return _read(parts, language, known_people, known_organisations)


def parse_paragraphs(
    headline: str, paragraphs: Iterable[str], *, language: str, known_people: Iterable[str] = ()
) -> ParsedDocument:
    """As ``parse``, of a text whose headline, paragraphs and language are known: nothing of it is taken apart."""
    return _read(Segments(headline, headline, tuple(paragraphs), (), ()), language, known_people, ())


def _read(
    parts: Segments, language: str, known_people: Iterable[str], known_organisations: Iterable[str]
) -> ParsedDocument:
    paragraphs = [read_paragraph(number, words) for number, words in enumerate(parts.paragraphs, start=1)]
    heading = read_paragraph(0, parts.headline_block) if parts.headline_block else None
    everything = [*paragraphs, *([heading] if heading else [])]
    by_number = {paragraph.number: paragraph for paragraph in everything}

    dateline = read_dateline(paragraphs, heading)
    dates = {p.number: find_dates(p.text, p.number) for p in everything}
    dated = dateline.dateline.date.edtf if dateline.dateline and dateline.dateline.date else ""
    for paragraph in everything:
        _claim_dates(paragraph, dates[paragraph.number])

    if language not in ("en", "und"):
        # The rules below are those of English; other languages are imported whole with what is sure.
        found = read_other(language, parts.headline, parts.paragraphs, dateline.dateline, dates)
        return ParsedDocument(
            language=language,
            headline=parts.headline,
            paragraphs=parts.paragraphs,
            dateline=dateline.dateline,
            sources=found.sources,
            people=found.people,
            places=found.places,
            events=found.events,
            statements=found.statements,
            questions=find_questions(
                parts.headline,
                dateline.dateline,
                [],
                found.events,
                found.people,
                found.statements,
                Roster([], {}),
                by_number,
                True,
                bool(found.sources),
            ),
            warnings=parts.warnings,
            headline_block=parts.headline_block,
            sign_offs=parts.sign_offs,
        )

    extra = tuple(known_organisations)
    bodies: dict[int, list[Body]] = {p.number: find_bodies(p, extra) for p in everything}
    places: dict[int, list[Place]] = {p.number: find_places(p) for p in everything}
    roles: dict[int, list[Role]] = {}
    latest = ""
    for paragraph in everything:
        roles[paragraph.number] = find_roles(paragraph, bodies[paragraph.number], places[paragraph.number], latest)
        latest = bodies[paragraph.number][-1].name if bodies[paragraph.number] else latest
        claim_titles(paragraph)
    roster = read_people(everything, roles, bodies, places, known_people)
    for paragraph in everything:
        places[paragraph.number] += find_unknown_places(paragraph)
    for place in dateline.places:
        places[place.paragraph].insert(0, place)

    sources = find_sources(paragraphs, heading, dateline, roster, bodies)
    _, body_names = merge_bodies([b for p in everything for b in bodies[p.number]], by_number, set())
    reader = ActorReader(roster, roles, bodies, body_names, frozenset(fold(source.name) for source in sources))
    statements = _without_sources(find_statements(paragraphs, reader), sources, paragraphs)
    people = found_people(roster, by_number)
    listed = _listed(roster, statements)
    organisations, _ = merge_bodies(_bodies_in_order(everything, bodies, sources), by_number, listed)
    author = next((s.name for s in sources if s.role == "attributed" and any(s.name == p.name for p in people)), "")
    events = EventReader(paragraphs, heading, dates, places, bodies, roles, roster, statements, dated, author).read()
    main = next((event for event in events if event.main), None)
    city = bool(main and main.place and _names_city(main.place, places))
    resolved = [resolve(date, dated) for p in paragraphs for date in dates[p.number]]
    return ParsedDocument(
        language=language,
        headline=parts.headline,
        paragraphs=parts.paragraphs,
        dateline=dateline.dateline,
        sources=sources,
        people=people,
        organisations=tuple(organisations),
        places=tuple(merge_places([place for p in everything for place in places[p.number]], by_number)),
        events=events,
        statements=statements,
        questions=find_questions(
            parts.headline,
            dateline.dateline,
            resolved,
            events,
            people,
            statements,
            roster,
            by_number,
            city,
            any(source.role == "publisher" for source in sources),
        ),
        warnings=(*parts.warnings, *mixed_script_names(people, by_number)),
        headline_block=parts.headline_block,
        sign_offs=parts.sign_offs,
    )


def _claim_dates(paragraph: Paragraph, dates: list[DateFound]) -> None:
    spans = iter(sorted((date.span.start, date.span.end) for date in dates))
    current = next(spans, None)
    for index, token in enumerate(paragraph.tokens):
        while current is not None and token.start >= current[1]:
            current = next(spans, None)
        if current is None:
            return
        if token.start >= current[0] and not paragraph.owner[index]:
            paragraph.owner[index] = "date"


def _listed(roster: Roster, statements: tuple[StatementFound, ...]) -> set[str]:
    """Folded names of bodies that somebody speaks for or that speak: these are listed even as a bare acronym."""
    names = {m.organisation for person in roster.people for m in person.mentions if m.organisation}
    names |= {speaker for statement in statements for speaker in statement.speakers}
    return {body_key(name) for name in names}


def _bodies_in_order(
    everything: list[Paragraph], bodies: dict[int, list[Body]], sources: tuple[SourceFound, ...]
) -> list[Body]:
    """The bodies for the list of organisations: the outlets that publish the text are sources, not subjects of it."""
    outlets = {fold(source.name) for source in sources if source.role == "publisher" and len(source.name.split()) < 3}
    return [body for p in everything for body in bodies[p.number] if fold(body.name) not in outlets]


def _without_sources(
    statements: tuple[StatementFound, ...], sources: tuple[SourceFound, ...], paragraphs: list[Paragraph]
) -> tuple[StatementFound, ...]:
    """The statements without those of the agency that reports the text."""
    outlets = {fold(source.name) for source in sources if source.role == "publisher"}
    return tuple(s for s in statements if not (s.voice == "single" and fold(s.speakers[0]) in outlets))


def _names_city(place: str, places: dict[int, list[Place]]) -> bool:
    """Whether ``place`` is a city or names one, as "Baku Convention Center" does."""
    known = [p for found in places.values() for p in found if p.name == place and p.rule != "place-venue"]
    if known and not known[0].country:
        return True
    cities = {p.known for found in places.values() for p in found if p.known and not p.country}
    return any(city and city in place for city in cities)


def exchange_record(document: ParsedDocument) -> dict[str, Any]:
    """The parse as the import command's JSON: joint statements once per speaker, collective and unstated ones not."""
    line = document.dateline
    main = next((event for event in document.events if event.main), None)
    statements = []
    for statement in document.statements:
        if statement.voice not in ("single", "joint"):
            continue
        kind = "direct" if statement.kind == "direct" else "indirect"
        for speaker in statement.speakers:
            statements.append({"speaker": speaker, "kind": kind, "paragraph": statement.span.paragraph})
    return {
        "headline": document.headline or None,
        "dateline": {
            "place": line.place or None if line else None,
            "country": line.country or None if line else None,
            "date": exchange_date(line.date.edtf) if line and line.date else None,
        },
        "sources": [{"name": source.name, "role": source.role} for source in document.sources],
        "people": [
            {"name": person.name, "role": person.role or None, "organisation": person.organisation or None}
            for person in document.people
        ],
        "organisations": [thing.name for thing in document.organisations],
        "event": None
        if main is None
        else {
            "type": main.type,
            "date": exchange_date(main.date.edtf) if main.date else None,
            "place": main.place or None,
            "participants": list(main.participants),
        },
        "places": [thing.name for thing in document.places],
        "statements": statements,
        "language": document.language,
    }
