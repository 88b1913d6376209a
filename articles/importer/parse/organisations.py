"""Institutions, agencies, ministries, companies: found by the nouns that open or close their names, and by acronyms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from articles.importer.parse.gazetteer import (
    LONGEST_NAME,
    country_named,
    country_of_adjective,
    may_start_place,
    place_named,
)
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import (
    BODY_NOUNS,
    GENERIC_BODIES,
    KNOWN_BODIES,
    MILITARY,
    MONTHS,
    OPENING_BODY_NOUNS,
    PORTFOLIOS,
    ROLE_NOUNS,
    STOP,
    TITLES,
    VENUE_MODIFIERS,
    WEEKDAYS,
)
from people.names import fold

# Capitals that are no body: units, offices, formats, titles.
_NOT_BODIES = frozenset(
    """covid covid-19 tv ceo cfo coo cto pm gdp mp mps mep meps ai ict it sms usd eur azn hiv aids dna vip pdf faq q&a
    sme smes ngo ngos phd mba am hr pr id gmt utc est edt dc d.c. ii iii iv vi vii viii ix xi xii xx xxi xix no vat ip
    iot 5g 4g led suv atm fm ok sos lng cpi fdi ppp mou mous ied ieds uav uavs wmd url note end ends""".split()
)  # fmt: skip
# "Embassy in Romania": these take a place along.
_SEATED = frozenset("embassy consulate mission office representation delegation centre center".split())
_STANDING_ALONE = frozenset(
    "congress senate parliament pentagon kremlin bundestag duma riksdag sejm knesset seimas".split()
)
# "the Press Service of the Ministry": a part, named after the body it belongs to.
_PARTS = frozenset(
    "department service office division directorate secretariat bureau committee press-service commission".split()
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name at one place of the text. ``part`` is the sub-unit printed before it, if any."""

    paragraph: int
    first: int
    last: int
    name: str
    rule: str
    confidence: float
    part: str = ""
    main_first: int = 0


@cache
def _known() -> dict[str, list[tuple[tuple[str, ...], bool, str]]]:
    """By first folded word: folded words, whether the capitals count, and the name."""
    table: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    for name in KNOWN_BODIES:
        parts = tuple(fold(word) for word in name.split())
        exact = len(parts) == 1 and (name.isupper() or name in ("CoE", "Quad"))
        table.setdefault(parts[0], []).append((parts, exact, name))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def known_body_at(paragraph: Paragraph, index: int) -> int:
    """The end of a well-known body's name that starts at ``index``; 0 if none does."""
    token = paragraph.tokens[index]
    if not token.capital:
        return 0
    for parts, exact, name in _known().get(token.low, ()):
        if exact and token.text != name:
            continue
        end = index + len(parts)
        if end <= len(paragraph.tokens) and all(
            paragraph.tokens[index + i].low == part
            and (len(part) < 4 or paragraph.tokens[index + i].capital or part in ("and", "for"))
            for i, part in enumerate(parts)
        ):
            return end
    return 0


def find_bodies(paragraph: Paragraph, extra: tuple[str, ...] = ()) -> list[Body]:
    """The bodies named in ``paragraph``, in order; their tokens are claimed as ``body``.

    ``extra`` holds names the caller knows (the register's organisations).
    """
    found, index = [], 0
    registered = {tuple(fold(name).split()): name for name in extra}
    longest = max((len(words) for words in registered), default=0)
    heading = paragraph.shouted
    while index < len(paragraph.tokens):
        token = paragraph.tokens[index]
        body = None
        if token.capital and paragraph.free(index):
            body = _registered_at(paragraph, index, registered, longest) or _body_at(paragraph, index, heading)
        if body is None:
            index += 1
            continue
        paragraph.claim(body.first, body.last, "body")
        found.append(body)
        index = body.last
    return found


def _registered_at(
    paragraph: Paragraph, index: int, registered: dict[tuple[str, ...], str], longest: int
) -> Body | None:
    for size in range(min(longest, len(paragraph.tokens) - index), 0, -1):
        words = tuple(paragraph.tokens[index + i].low for i in range(size))
        if words in registered and (size > 1 or paragraph.tokens[index].text == registered[words]):
            last = index + size
            return Body(
                paragraph.number, index, last, paragraph.words(index, last), "organisation-in-register", 0.95, "", index
            )
    return None


def _country_end(paragraph: Paragraph, index: int) -> int:
    """The end of a country's name at ``index`` ("Republic of Azerbaijan", "the U.S."); 0 if there is none."""
    if not may_start_place(paragraph.low(index)):
        return 0
    for size in range(min(LONGEST_NAME, len(paragraph.tokens) - index), 0, -1):
        token = paragraph.tokens[index]
        if not token.capital:
            return 0
        if not paragraph.tokens[index + size - 1].word:
            continue
        words = paragraph.words(index, index + size)
        if country_named(words) and (len(words) > 3 or token.acronym):
            return index + size
    return 0


def _run_end(paragraph: Paragraph, index: int, limit: int = 14) -> int:
    """End of the run of capitalised words from ``index``; "and", "&" and a joining dash may stand inside."""
    end = index
    while end < len(paragraph.tokens) and end - index < limit:
        token = paragraph.tokens[end]
        if token.line and end > index:
            break
        if (
            token.capital
            and paragraph.free(end)
            or (
                token.low in ("and", "&", "–", "-", "/", "'s")
                and end > index
                and paragraph.capital(end + 1)
                and paragraph.free(end + 1)
                and token.low != "'s"
                and (token.low in ("and", "&") or token.end == paragraph.tokens[end + 1].start)
            )
        ):
            end += 1
        else:
            break
    return end


def _body_at(paragraph: Paragraph, index: int, heading: bool) -> Body | None:
    tokens = paragraph.tokens
    first = index
    if tokens[first].low in STOP and tokens[first].low not in (
        "new",
        "joint",
        "state",
        "press",
        "united",
        "first",
        "second",
    ):
        return None
    if paragraph.low(first - 1) in ("of", "for") and paragraph.low(first - 2) in ("minister", "ministers"):
        return None
    known = known_body_at(paragraph, first)
    end = _run_end(paragraph, first)
    # A body noun closes or opens the name; roles, titles and what follows a closed name stay outside.
    head = -1
    for i in range(first, end):
        low = tokens[i].low
        if (
            low in ROLE_NOUNS
            and low not in ("general", "state")
            and low not in BODY_NOUNS
            or low in TITLES
            and low not in ("general", "royal")
        ):
            if i == first:
                return None
            break
        if low in ("and", "&"):
            left = tokens[i - 1].low
            if head == i - 1 or country_named(left) or country_of_adjective(left) or place_named(left):
                break
        if low in MONTHS and len(low) > 3 and low != "may" or low in WEEKDAYS:
            break
        if low in BODY_NOUNS and tokens[i].capital:
            if head >= 0 and low in ("force", "forces", "service") and head < i - 1:
                break
            head = i
            if low in OPENING_BODY_NOUNS and paragraph.low(i + 1) in ("of", "for", "on", "in"):
                break
    if known and (head < known or tokens[head].low not in BODY_NOUNS):
        last = known
        if tokens[known - 1].low in OPENING_BODY_NOUNS and head == known - 1 and paragraph.low(known) == "of":
            last = _complement_end(paragraph, known - 1)
        name = paragraph.words(first, last)
        return Body(paragraph.number, first, last, name, "organisation-well-known", 0.97, "", first)
    if head >= 0 and tokens[head].low == "government" and paragraph.low(head - 1) in ("and", "of", "&"):
        return None
    if head >= 0 and not ((heading or not paragraph.number) and head - first > 5):
        return _closed_or_opened(paragraph, first, head)
    token = tokens[first]
    if token.acronym and not heading and 2 <= len(token.text.replace(".", "")) <= 10:
        if (
            token.low in _NOT_BODIES
            or country_named(token.text)
            or place_named(token.text)
            or not token.text[0].isalpha()
        ):
            return None
        if all(c in "IVXL" for c in token.text) or any(paragraph.low(i).isdigit() for i in (first + 1,)):
            return None
        if len(token.text) > 4 and _name_before(paragraph, first):
            return None
        if "-" in token.text and not token.text.replace("-", "").isalpha():
            return None
        return Body(paragraph.number, first, first + 1, token.text, "organisation-acronym", 0.6, "", first)
    if token.text.lower().endswith((".az", ".com", ".org", ".ru", ".net", ".ge")) and token.capital:
        return Body(paragraph.number, first, first + 1, token.text, "organisation-site", 0.6, "", first)
    return None


def _name_before(paragraph: Paragraph, index: int) -> bool:
    """Whether the capitals at ``index`` are rather a family name set in capitals ("Anna KOVACS")."""
    token = paragraph.tokens[index - 1] if index and not paragraph.tokens[index].line else None
    return (
        token is not None and token.capital and not token.acronym and paragraph.free(index - 1)
        and token.low not in STOP and token.low not in ROLE_NOUNS and token.low not in BODY_NOUNS
        and country_of_adjective(token.low) is None
    )  # fmt: skip


def _closed_or_opened(paragraph: Paragraph, first: int, head: int) -> Body | None:
    tokens = paragraph.tokens
    noun = tokens[head].low
    last = head + 1
    if noun in OPENING_BODY_NOUNS:
        last = _complement_end(paragraph, head)
    if last == head + 1:
        if head == first and noun in GENERIC_BODIES and noun not in _STANDING_ALONE:
            return None
        if (
            head == first
            and (noun in ("inc.", "ltd.", "forces", "army", "center", "house") or paragraph.starts_sentence(head))
            and noun not in _STANDING_ALONE
        ):
            return None
        if noun in ("center", "centre", "house", "hall") and any(
            tokens[i].low in VENUE_MODIFIERS for i in range(first, head)
        ):
            return None
        if (
            noun in ("forces", "army", "program", "programme", "exchange", "initiative", "police", "library")
            and head - first < 2
        ):
            return None
    if head == first and noun == "board":
        return None
    rule = "organisation-opening-noun" if last > head + 1 else "organisation-closing-noun"
    part, main_first = "", first
    # "Department of the Presidential Administration": the part goes to ``part``, the body to ``name``.
    for i in range(head + 1, last - 1):
        if tokens[i].low in ("of", "at", "under") and noun in _PARTS and tokens[i].low in ("of", "at", "under"):
            start = i + 2 if tokens[i + 1].low == "the" else i + 1
            if start + 1 < last and any(tokens[j].low in BODY_NOUNS and tokens[j].capital for j in range(start, last)):
                part, main_first = paragraph.words(first, i), start
                break
    return Body(
        paragraph.number,
        first,
        last,
        paragraph.words(main_first, last),
        rule,
        0.9 if last - first > 1 else 0.75,
        part,
        main_first,
    )


def _complement_end(paragraph: Paragraph, head: int) -> int:
    """Where the words end that "of/for/on/in" adds to the body noun at ``head``; ``head + 1`` if it adds none."""
    tokens, last = paragraph.tokens, head + 1
    noun = tokens[head].low
    for _ in range(4):
        link = paragraph.low(last)
        start = last
        if link in ("of", "for", "on", "under", "at", "against") or link == "in" and (noun in _SEATED):
            start += 1
        elif noun in ("embassy", "consulate") and paragraph.capital(last) and place_named(tokens[last].text):
            return last + 1
        else:
            break
        if link == "in" and not (
            paragraph.capital(start) and (_country_end(paragraph, start) or place_named(tokens[start].text))
        ):
            break
        if link == "at" and last == head + 1:
            break
        if paragraph.low(start) == "the":
            start += 1
        if not (paragraph.capital(start) and paragraph.free(start)):
            break
        country = _country_end(paragraph, start)
        if country:
            last = country
            if noun in _SEATED:
                continue
            break
        end = _topic_end(paragraph, start)
        if end == start:
            break
        last = end
    return last


def _topic_end(paragraph: Paragraph, start: int) -> int:
    """End of the capitalised words of a complement; after portfolio words nothing else follows (a person's name)."""
    tokens = paragraph.tokens
    known = known_body_at(paragraph, start)
    if known:
        return known
    end = _run_end(paragraph, start, 12)
    portfolio = tokens[start].low in PORTFOLIOS
    head = max((i for i in range(start, end) if tokens[i].low in BODY_NOUNS), default=-1)
    i = start
    while i < end:
        low = tokens[i].low
        if (
            low in MILITARY
            and low not in ("general",)
            or low in TITLES
            and i > start
            and low not in ("general", "royal")
        ):
            break
        if low in ROLE_NOUNS and i > start and low not in BODY_NOUNS:
            break
        if portfolio and i > head and low not in PORTFOLIOS and low not in ("and", "&"):
            break
        if head >= start and i > head:
            break
        i += 1
    while i > start and tokens[i - 1].low in ("and", "&"):
        i -= 1
    # "Ministry of Labour, Family and Social Affairs"
    if portfolio and paragraph.low(i) == "," and paragraph.low(i + 1) in PORTFOLIOS and paragraph.capital(i + 1):
        further = _topic_end(paragraph, i + 1)
        return further if further > i + 1 else i
    return i
