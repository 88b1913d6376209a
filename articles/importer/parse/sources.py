"""Whose report a text is (publisher) and whom it cites for the whole (attributed)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from articles.importer.parse.dateline import DatelineRead
from articles.importer.parse.document import Reason, SourceFound, Span
from articles.importer.parse.gazetteer import country_named, place_named
from articles.importer.parse.organisations import Body
from articles.importer.parse.people import Roster
from articles.importer.parse.segment import is_credit
from articles.importer.parse.tokens import Paragraph
from people.names import fold

_NAME = r"[A-ZÀ-ÞĀ-ŽƏ][\w.’'&-]{0,40}(?:\s(?:[A-ZÀ-ÞĀ-ŽƏ][\w.’'&-]{0,40}|of|for)){0,6}"
_REPORTS = re.compile(
    rf"(?:[,”\"]\s|^)(?P<name>{_NAME}?)\s(?P<verb>reports|informs|writes|has learned|learned|reported|informed)\b"
)
_CITES = re.compile(
    r"\b(?P<verb>citing|with reference to|referring to|according to|via|with a link to|quoting)\s(?:the\s)?"
    r"(?P<name>[^,.;\n]{2,140})"
)
_PRESS_OFFICE = re.compile(
    rf"\b(?:the\s)?(?P<name>(?:{_NAME}[’']s?\s)?(?:[Pp]ress|[Ii]nformation|[Mm]edia)\s(?:[Ss]ervice|[Oo]ffice"
    rf"|[Cc]ent(?:er|re)|[Dd]epartment|[Ss]ecretary)"
    rf"(?:\s(?:of|at)\s(?:the\s)?{_NAME})?)\s(?P<verb>told|said|says|reported|informed|announced)(?:\s"
    rf"(?P<outlet>{_NAME}))?"
)
_TOLD = re.compile(rf"\b(?P<verb>told)\s(?P<name>{_NAME})(?=[,.;\s]|$)")
_IN_A_RELEASE = re.compile(
    rf"\b(?:the\s)?(?P<name>{_NAME})\s(?P<verb>said|announced|reported|noted|stated|informed)(?:\s(?:today|on"
    rf"\s\w+))?\s(?:in|through|via)\s(?:a|its|an)\s"
    r"(?:\w+\s){0,2}(?:press release|statement|news release|communiqu[eé]|release)\b"
)
_OWN_RELEASE = re.compile(
    rf"(?:information|press release|statement|commentary|comment|readout|communiqu[eé]|announcement)\s(?:of|by"
    rf"|from)\sthe\s(?P<name>{_NAME}(?:\sof\sthe\s{_NAME}){{0,3}})",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"(?:source|источник|mənbə)\s?[:–-]\s?(?P<name>[^\n]{2,100})", re.IGNORECASE)
_ATTRIBUTABLE = re.compile(r"\battributable to\b|\bstatement (?:by|from|of)\b|\bremarks (?:by|of)\b", re.IGNORECASE)
_OFFICE_LINE = re.compile(
    r"(?:the )?office of the [\w’' -]{3,60}|[^\n.]{0,80}\bpress (?:office|service|centre|center"
    r"|department)(?: of [^\n.]{2,100})?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"\((?P<name>{_NAME})\)\s*$")
_BYLINE = re.compile(r"by\s", re.IGNORECASE)


_Add = Callable[[str, str, str, Span, str, float], None]
# A reporting clause stands in the first sentences.
_LEAD_LENGTH = 3000


def find_sources(
    paragraphs: list[Paragraph],
    heading: Paragraph | None,
    dateline: DatelineRead,
    roster: Roster,
    bodies: dict[int, list[Body]],
) -> tuple[SourceFound, ...]:
    """The sources of a text, publisher and attributed, each once, in the order found."""
    found: dict[tuple[str, str], SourceFound] = {}

    def add(name: str, role: str, verb: str, span: Span, rule: str, confidence: float) -> None:
        name = " ".join(name.split()).strip(" ,")
        if name.startswith("The ") and name.lower() != "the hague":
            name, span = name[4:], Span(span.paragraph, span.start + 4, span.end)
        if name and (fold(name), role) not in found:
            found[fold(name), role] = SourceFound(name, role, verb, span, Reason(rule, confidence))

    if dateline.agency and dateline.agency_span:
        add(dateline.agency, "publisher", "", dateline.agency_span, "source-dateline-agency", 0.97)
    lead = [paragraph for paragraph in paragraphs if len(paragraph.text) > 40 and not is_credit(paragraph.text)][:2]
    for paragraph in paragraphs:
        text, number = paragraph.text, paragraph.number
        short = len(text) < 160
        if short and (match := _OFFICE_LINE.fullmatch(text)):
            add(text, "publisher", "", Span(number, 0, len(text)), "source-office-line", 0.92)
        elif short and (match := _SOURCE_LINE.fullmatch(text)):
            add(match["name"], "publisher", "", Span(number, *match.span("name")), "source-line", 0.92)
        elif short and _ATTRIBUTABLE.search(text) and roster.by_paragraph[number]:
            mention = roster.by_paragraph[number][-1]
            add(
                roster.named(mention),
                "attributed",
                "attributable",
                paragraph.span(mention.first, mention.last),
                "source-attributable",
                0.95,
            )
        elif number <= 3 and is_credit(text) and not _BYLINE.match(text) and roster.by_paragraph[number]:
            mention = roster.by_paragraph[number][0]
            if mention.first == 0 or mention.outer_first == 0:
                add(
                    roster.named(mention),
                    "attributed",
                    "",
                    paragraph.span(mention.first, mention.last),
                    "source-credit-line",
                    0.92,
                )
        if short and _BYLINE.match(text) and (match := _BRACKETED.search(text)):
            add(match["name"], "publisher", "", Span(number, *match.span("name")), "source-byline-agency", 0.92)
        for match in _PRESS_OFFICE.finditer(text):
            if _quoted_at(paragraph, match.start()):
                continue
            add(
                match["name"],
                "attributed",
                match["verb"],
                Span(number, *match.span("name")),
                "source-press-office-speaks",
                0.93,
            )
            if match["verb"] == "told" and match["outlet"]:
                outlet = _trimmed(match["outlet"])
                start = match.start("outlet")
                add(outlet, "publisher", "told", Span(number, start, start + len(outlet)), "source-told-outlet", 0.93)
        for match in _IN_A_RELEASE.finditer(text):
            if _is_body(match["name"], bodies[number]):
                add(
                    match["name"],
                    "attributed",
                    match["verb"],
                    Span(number, *match.span("name")),
                    "source-in-a-release",
                    0.9,
                )
    for paragraph in lead:
        _reporting_clause(paragraph, roster, add)
    if heading is not None:
        _from_heading(heading, roster, add)
    return tuple(found.values())


def _quoted_at(paragraph: Paragraph, start: int) -> bool:
    index = bisect_right(paragraph.tokens, start, key=lambda token: token.start) - 1
    return index >= 0 and paragraph.quoted[index]


def _trimmed(name: str) -> str:
    """The name without a final full stop or possessive, unless it is a site's ("Example.com")."""
    return re.sub(r"(?:[’']s|[.’'])$", "", name)


def _is_body(name: str, bodies: list[Body]) -> bool:
    return any(name.endswith(body.name) or body.name.endswith(name) for body in bodies)


def _reporting_clause(paragraph: Paragraph, roster: Roster, add: _Add) -> None:
    text, number = paragraph.text[:_LEAD_LENGTH], paragraph.number
    people = {roster.named(mention) for mention in roster.by_paragraph[number]} | {
        m.words for m in roster.by_paragraph[number]
    }
    match = None
    for match in _REPORTS.finditer(text):
        name = _trimmed(match["name"])
        if (
            name in people
            or country_named(name)
            or name in ("The", "It", "He", "She", "They", "This")
            or place_named(name)
        ):
            continue
        if match["verb"] in ("reported", "informed") and match.end() < len(text) - 60:
            continue
        start = match.start("name")
        add(name, "publisher", match["verb"], Span(number, start, start + len(name)), "source-agency-reports", 0.95)
        cites = _CITES.match(text, match.end() + 1) or _CITES.match(text, match.end() + 2)
        if cites:
            name = re.sub(r"[’']s?\s(?:report|website|statement)$", "", cites["name"])
            start = cites.start("name")
            add(name, "attributed", cites["verb"], Span(number, start, start + len(name)), "source-agency-cites", 0.92)
    for match in _TOLD.finditer(text):
        name = _trimmed(match["name"])
        if "-based" in name or name in people or any(name == m.words for m in roster.by_paragraph[number]):
            continue
        if len(name.split()) > 3 or any(name in person.name or person.name in name for person in roster.people):
            continue
        start = match.start("name")
        add(name, "publisher", "told", Span(number, start, start + len(name)), "source-told-outlet", 0.85)


def _from_heading(heading: Paragraph, roster: Roster, add: _Add) -> None:
    text = heading.text
    if match := _OWN_RELEASE.search(text):
        add(match["name"], "publisher", "", Span(0, *match.span("name")), "source-own-release", 0.9)
        return
    match = _ATTRIBUTABLE.search(text)
    if match and match.start() < 30:
        speakers = [
            mention for mention in roster.by_paragraph.get(0, []) if heading.tokens[mention.first].start > match.end()
        ]
        if speakers:
            mention = speakers[0]
            add(
                roster.named(mention),
                "attributed",
                "statement",
                heading.span(mention.first, mention.last),
                "source-statement-by",
                0.92,
            )
