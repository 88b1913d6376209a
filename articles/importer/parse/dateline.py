"""The dateline: place, country and date at the head of a text, with the agency that signs there."""

from __future__ import annotations

from dataclasses import dataclass

from articles.importer.parse.dates import find_dates
from articles.importer.parse.document import DateFound, Dateline, Reason, Span
from articles.importer.parse.gazetteer import country_named, place_named
from articles.importer.parse.places import Place
from articles.importer.parse.segment import is_dated_line
from articles.importer.parse.tokens import Paragraph, Token, read_paragraph

_DASHES = frozenset("–—-―")
_NO_PLACES = frozenset(
    "UPDATE URGENT BREAKING FACTBOX NOTE ADVISORY PHOTO VIDEO LIVE WATCH READ OPINION EXCLUSIVE".split()
)
_LINES_SEARCHED = 4


@dataclass(frozen=True)
class DatelineRead:
    """The dateline and what else stands in it: the agency named there and the places for the list of places."""

    dateline: Dateline | None
    agency: str = ""
    agency_span: Span | None = None
    places: tuple[Place, ...] = ()


def read_dateline(paragraphs: list[Paragraph], heading: Paragraph | None) -> DatelineRead:
    """The dateline of a text, from its first paragraphs or from a line that holds only a date.

    Claims its tokens as ``dateline``. The country is given only where the line prints it.
    """
    for paragraph in paragraphs[:_LINES_SEARCHED]:
        read = _at_start(paragraph)
        if read is not None:
            if read.dateline is not None and read.dateline.date is None:
                dated = _dated_line(paragraphs, heading)
                line = read.dateline
                dateline = Dateline(line.words, line.place, line.country, dated, line.span, line.reason)
                return DatelineRead(dateline, read.agency, read.agency_span, read.places)
            return read
        if len(paragraph.text) > 240:
            break
    above = _above(heading)
    if above is not None:
        return above
    dated = _dated_line(paragraphs, heading)
    if dated is None:
        return DatelineRead(None)
    return DatelineRead(Dateline(dated.words, "", "", dated, dated.span, Reason("dateline-dated-line", 0.95)))


def _above(heading: Paragraph | None) -> DatelineRead | None:
    """A dateline on a line of its own above the headline."""
    offset = 0
    for line in heading.text.split("\n") if heading else []:
        read = _at_start(read_paragraph(0, line))
        if read is not None and read.dateline is not None and read.dateline.date is not None:
            found = read.dateline
            date = found.date
            if date is not None:
                date = DateFound(date.words, date.edtf, Span(0, date.span.start + offset, date.span.end + offset))
            span = Span(0, found.span.start + offset, found.span.end + offset)
            return DatelineRead(
                Dateline(found.words, found.place, found.country, date, span, found.reason), read.agency
            )
        offset += len(line) + 1
    return None


def _dated_line(paragraphs: list[Paragraph], heading: Paragraph | None) -> DateFound | None:
    """The date of a line that holds nothing else, above or right under the headline."""
    for paragraph in [*([heading] if heading else []), *paragraphs[:_LINES_SEARCHED]]:
        offset = 0
        for line in paragraph.text.split("\n"):
            if is_dated_line(line):
                day = next((date for date in find_dates(line, paragraph.number) if len(date.edtf) == 10), None)
                if day is not None:
                    span = Span(paragraph.number, day.span.start + offset, day.span.end + offset)
                    return DateFound(day.words, day.edtf, span)
            offset += len(line) + 1
    return None


def _at_start(paragraph: Paragraph) -> DatelineRead | None:
    tokens = paragraph.tokens
    if not tokens or not tokens[0].capital:
        return None
    end = _place_end(paragraph)
    if not end or tokens[0].text in _NO_PLACES:
        return None
    words = paragraph.words(0, end)
    shouted = all(token.acronym for token in tokens[:end] if token.word and token.low not in ("of", "the"))
    known = place_named(words) or country_named(words)
    index, country, country_first = end, "", end
    if _text(tokens, index) == "," and index + 1 < len(tokens) and tokens[index + 1].capital:
        stop = index + 1
        while stop < len(tokens) and tokens[stop].capital and stop - index < 5:
            stop += 1
        for last in range(stop, index + 1, -1):
            name = paragraph.words(index + 1, last)
            if country_named(name) or place_named(name):
                country, country_first, index = name, index + 1, last
                break
        else:
            # A region the gazetteer does not have: "SPRINGFIELD, Ill., March 3".
            behind = stop + (_text(tokens, stop) == ".")
            if stop > index + 1 and _text(tokens, behind) == "," and _text(tokens, behind + 1)[:1].isalnum():
                near = paragraph.text[tokens[behind].start : tokens[behind].start + 30]
                if any(date.span.start < 4 for date in find_dates(near, paragraph.number)):
                    index = behind
    date = None
    dates = [d for d in find_dates(paragraph.text[:160], paragraph.number) if len(d.edtf) == 10]
    start = tokens[index].end if _text(tokens, index) in (",", "(", ".") else tokens[index - 1].end
    if (
        dates
        and not paragraph.text[start : dates[0].span.start].strip(" ,(")
        and dates[0].span.start >= tokens[index - 1].end
    ):
        date = dates[0]
        while index < len(tokens) and tokens[index].start < date.span.end:
            index += 1
    agency, agency_span, index = _agency(paragraph, index)
    mark = _text(tokens, index)
    alone = index >= len(tokens)
    ended = alone or mark in _DASHES or mark in (".", ":", ")") or tokens[index].line
    strong = (
        date is not None
        or agency
        or mark in _DASHES
        and (shouted or country)
        or alone
        and (known or "/" in words and shouted)
    )
    if not (ended and strong and (known or shouted or country or alone and date and agency)):
        return None
    last = min(index + (0 if alone else 1), len(tokens))
    place = known if known and shouted else words.title() if shouted and not known else words
    if "/" in place and shouted:
        place = "/".join((place_named(part) or part.title()) for part in place.split("/"))
    found = _places(paragraph, end, words, country, country_first)
    paragraph.claim(0, last, "dateline")
    span = paragraph.span(0, max(index, 1))
    stated = country if country_named(country) else ""
    line = Dateline(
        paragraph.text[span.start : span.end],
        place,
        stated,
        date,
        span,
        Reason("dateline-place-date", 0.97 if date else 0.9),
    )
    return DatelineRead(line, agency, agency_span, tuple(found))


def _text(tokens: list[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def _place_end(paragraph: Paragraph) -> int:
    """End of the place a paragraph starts with; 0 where it starts otherwise."""
    tokens = paragraph.tokens
    for size in range(min(5, len(tokens)), 0, -1):
        words = paragraph.words(0, size)
        if not tokens[size - 1].word:
            continue
        if place_named(words) or country_named(words):
            if _text(tokens, size) == "/":
                break
            return size
    end = 0
    while end < len(tokens) and end < 6:
        token = tokens[end]
        if token.word and token.acronym and len(token.text) > 2 or token.text == "/" and end:
            end += 1
        else:
            break
    if end:
        return end
    # An unknown town in ordinary letters needs a comma and a date or country behind it.
    if len(tokens) > 2 and tokens[0].capital and tokens[1].text == ",":
        return 1
    return 0


def _agency(paragraph: Paragraph, index: int) -> tuple[str, Span | None, int]:
    """The agency at ``index``, in brackets, slashes or after a comma, and the token behind it."""
    tokens = paragraph.tokens
    mark = _text(tokens, index)
    if mark in ("(", "/", ",") or mark == "." and _text(tokens, index + 1) == "/":
        start = index + (2 if mark == "." else 1)
        stop = start
        while (
            stop < len(tokens)
            and stop - start < 5
            and tokens[stop].word
            and (tokens[stop].capital or tokens[stop].acronym)
        ):
            stop += 1
        closing = _text(tokens, stop)
        named = (
            stop > start
            and not country_named(paragraph.words(start, stop))
            and not place_named(paragraph.words(start, stop))
        )
        if named and (mark == "(" and closing == ")" or mark in "/." and closing == "/"):
            return paragraph.words(start, stop), paragraph.span(start, stop), stop + 1
        if (
            named
            and mark == ","
            and stop - start <= 2
            and tokens[start].acronym
            and (stop >= len(tokens) or closing in _DASHES or closing == ".")
        ):
            return paragraph.words(start, stop), paragraph.span(start, stop), stop
    return "", None, index


def _places(paragraph: Paragraph, end: int, words: str, country: str, country_first: int) -> list[Place]:
    found = []
    parts = [i for i in range(end) if paragraph.tokens[i].text != "/"] if "/" in words else []
    for i in parts:
        name = paragraph.tokens[i].text
        known = place_named(name) or country_named(name) or name.title()
        found.append(Place(paragraph.number, i, i + 1, name, known, False, "place-dateline", 0.97))
    if not parts:
        known = place_named(words) or country_named(words) or (words.title() if words.isupper() else "")
        found.append(
            Place(paragraph.number, 0, end, words, known, country_named(words) is not None, "place-dateline", 0.97)
        )
    if country:
        stated = country_named(country) or place_named(country) or ""
        last = country_first + len(country.split())
        found.append(
            Place(
                paragraph.number,
                country_first,
                last,
                country,
                stated,
                country_named(country) is not None,
                "place-dateline",
                0.97,
            )
        )
    return found
