"""Events the text refers to beside the one it reports: signings, gatherings, measures, and the visit of a guest."""

from __future__ import annotations

import re

from articles.importer.parse.document import DateFound, EventFound, Reason, Span
from articles.importer.parse.people import Roster
from articles.importer.parse.places import Place
from articles.importer.parse.roles import Role
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import EVENT_NOUNS

_DOCUMENT = (
    r"(?:Declaration|Agreement|Treaty|Memorandum(?: of Understanding)?|Protocol|Contract|Accord|Accords|Charter"
    r"|Convention"
    r"|declaration|agreement|treaty|memorandum|protocol|contract|accord)"
)
_SIGNED = re.compile(rf"(?P<name>(?:[A-Z][\w’'-]{{1,30}}\s){{0,6}}{_DOCUMENT})\s(?:was\s|were\s|that was\s)?signed\b")
_TOOK_PLACE = re.compile(
    r"(?P<name>(?:\d+(?:st|nd|rd|th)\s)?(?:[A-Z][\w’'-]{1,30}\s(?:(?:of|on|for|and)\s(?:the\s)?)?){1,16}?"
    r"(?P<noun>Summit|Conference|Forum|Meeting|Session|Congress)?"
    r"(?:(?:\s(?:of|on|for|and)(?:\sthe)?)?\s[A-Z][\w’'-]{1,30}){0,16})\s(?:which was |that was )?(?P<verb>held"
    r"|hosted|which took place|that took place)\s(?=in|on|at)"
)
_CARRIED_OUT = re.compile(
    r"\b(?P<noun>[a-z]{4,20})\s(?:that were |which were )?(?:carried out|conducted|undertaken|launched)\s"
    r"(?P<where>in\s(?:the\s)?[A-Z][^,.;]{2,40}?)\s(?=in\s|on\s)"
)
_VISITING = re.compile(r"\bvisiting\b")


def referred_events(
    paragraphs: list[Paragraph], dates: dict[int, list[DateFound]], places: dict[int, list[Place]]
) -> list[EventFound]:
    """Events named together with their date, each once, in the order of the text.

    Only the noun is taken from words like "the ... measures carried out in X": how a speaker calls them stays in the
    statement.
    """
    found: dict[str, EventFound] = {}
    for paragraph in paragraphs:
        for first, last in paragraph.sentences:
            if first >= last:
                continue
            span = paragraph.span(first, last)
            sentence = paragraph.text[span.start : span.end]
            for match, kind, name, rule in _named(sentence):
                start = span.start + match.start()
                days = dates.get(paragraph.number, [])
                date = next((day for day in days if start <= day.span.start < span.end and day.edtf), None)
                if date is None or name in found:
                    continue
                place = _place_after(paragraph, start, places.get(paragraph.number, []))
                where = Span(paragraph.number, start, span.end)
                found[name] = EventFound(kind, name, date, place, (), False, False, where, Reason(rule, 0.85))
    return list(found.values())


def _named(sentence: str) -> list[tuple[re.Match[str], str, str, str]]:
    """What a sentence names: the match, the type, the name of the event and the rule."""
    named = []
    if "signed" in sentence and (match := _SIGNED.search(sentence)):
        document = match["name"].removeprefix("The ")
        named.append((match, "signing", f"Signing of the {document}", "event-signed"))
    if "held" in sentence or "took place" in sentence or "hosted" in sentence:
        match = _TOOK_PLACE.search(sentence)
        if match and (kind := _kind_of(match["name"])):
            named.append((match, kind, match["name"].removeprefix("The "), "event-held"))
    if match := _CARRIED_OUT.search(sentence):
        named.append((match, "other", f"{match['noun'].capitalize()} {match['where']}", "event-carried-out"))
    return named


def _place_after(paragraph: Paragraph, start: int, places: list[Place]) -> str:
    for place in places:
        link = place.first - 1 - (paragraph.low(place.first - 1) == "the")
        stated = paragraph.low(link) in ("in", "at") and paragraph.owner[place.first] == "place"
        if stated and paragraph.tokens[place.first].start >= start:
            return place.name
    return ""


def visit_of_guest(paragraphs: list[Paragraph], roles: dict[int, list[Role]], roster: Roster) -> EventFound | None:
    """The visit that "the visiting Secretary General of X" tells of; None where ``paragraphs`` tell of none."""
    for paragraph in paragraphs:
        for match in _VISITING.finditer(paragraph.text):
            for role in roles.get(paragraph.number, []):
                if not 0 <= paragraph.tokens[role.first].start - match.end() <= 2:
                    continue
                guest = next((m for m in roster.by_paragraph[paragraph.number] if m.role is role), None)
                name = f"Visit of the {paragraph.words(role.first, role.last)}"
                names = (roster.named(guest),) if guest else ()
                span = Span(paragraph.number, match.start(), paragraph.tokens[role.last - 1].end)
                return EventFound("visit", name, None, "", names, False, True, span, Reason("event-visiting", 0.9))
    return None


def _kind_of(name: str) -> str:
    kinds = [EVENT_NOUNS[word.lower()] for word in name.split() if word.lower() in EVENT_NOUNS and word[0].isupper()]
    return kinds[0] if kinds else ""
