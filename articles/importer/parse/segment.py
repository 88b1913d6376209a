"""From raw text to headline block and paragraphs.

Nothing that carries meaning is dropped: sign-offs ("###", "ENDS") are kept apart, characters that print nothing are
taken out with a warning.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from articles.importer.parse.document import Warned

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE])
_CONTROLS = dict.fromkeys([*range(0x09), 0x0E, 0x0F, *range(0x10, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
_SPACES = str.maketrans(dict.fromkeys((9, 160, 5760, *range(8192, 8203), 8239, 8287, 12288), " "))
_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_RUN_OF_SPACES = re.compile(r" {2,}")

_SIGN_OFF = re.compile(
    r"(?:#\s?){1,6}|-\s?30\s?-|\*\s?\*\s?\*|[-–—_*=]{3,}|(?:-\s?)?(?:ends?|конец|son)(?:\s?-)?|/ends?|\(ends?\)|-0-",
    re.IGNORECASE,
)
_RELEASE_LINE = re.compile(
    r"(?:for immediate release|press release|news release|media release|media advisory|for release|press statement"
    r"|for general release|immediate release|official release|пресс-релиз|press-reliz|mətbuat məlumatı)\s?[:.]?",
    re.IGNORECASE,
)
_EMBARGO = re.compile(
    r"(?:embargoed|embargo|strictly embargoed|not for publication|for release)\b.{0,100}", re.IGNORECASE
)
_CREDIT = re.compile(
    r"by\s+[A-Z].{0,80}|office of the .{1,60}|.{0,60}\b(?:press (?:office|service|centre|center|department)"
    r"|information department)"
    r"|(?:media )?contacts?\b.{0,200}|.{3,80},\s(?:\w+ ){0,4}(?:spokesperson|spokesman|spokeswoman)"
    r"|washington,? d\.?c\.?|source: .{1,80}|.{0,80}\battributable to\b.{0,100}",
    re.IGNORECASE,
)
_CREDIT_WITH_OFFICE = re.compile(
    r"[A-Z][\w.’'-]*(?: [\w.’'-]+){1,4}, (?:Secretary|Deputy|Under Secretary|Assistant|Acting|Minister"
    r"|President|Chargé|Ambassador)\b.{0,90}"
)
_DATED_LINE = re.compile(
    r"(?:\w{6,10},?\s+)?(?:\d{1,2}\s+[^\W\d_]{3,10}\.?,?\s+\d{4}|[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?"
    r"\s+\d{4}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)"
    r"(?:\s+(?:года|г\.?|il))?[\s,.|–-]*(?:\d{1,2}:\d\d.{0,20})?",
)
_DATELINE_START = re.compile(r"[A-ZÀ-ÞĀ-ŽƏ][^\n]{1,80}?(?:\s[–—-]{1,2}\s|\d\.\s|\d,\s[A-Z]{3,}|\d\)\s)")
_PLACE_AND_DATE = re.compile(
    r"[A-ZÀ-ÞĀ-ŽƏА-Я][\w .’'/-]{1,40}(?:,\s[A-ZÀ-ÞĀ-ŽƏА-Я][\w .’'-]{1,40}){0,2},\s(?:\d{1,2}\s[^\W\d_]{3,10}"
    r"|[^\W\d_]{3,10}\s\d{1,2})"
    r"(?:,?\s\d{4})?(?:,\s[A-ZÀ-ÞƏ]{3,12})?[\s.–—-]*"
)
_BULLET = re.compile(r"(?:[-–—•*·▪◦]|\d{1,3}[.)]|[a-z][.)])\s")
_LAST_DOT_OF_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.[A-Z]\.|\b(?:Jr|Sr|Inc|Ltd|Co|D\.C|etc)\.)$")
_SENTENCE_END = re.compile(r"[.!?…:;][\"”»’')\]]*$")


@dataclass(frozen=True)
class Segments:
    """``headline_block`` holds the headline and any lines printed above it; the headline is one of its lines."""

    headline: str
    headline_block: str
    paragraphs: tuple[str, ...]
    sign_offs: tuple[str, ...]
    warnings: tuple[Warned, ...]


def clean(text: str) -> tuple[str, tuple[Warned, ...]]:
    """``text`` in NFC with plain spaces and line feeds, without characters that print nothing.

    Warns of control and bidirectional characters it took out; soft hyphens,
    joiners and the byte order mark go silently.
    """
    warnings = []
    text = _LINE_ENDS.sub("\n", text)
    without = text.translate(_CONTROLS)
    if without != text:
        count = len(text) - len(without)
        warnings.append(
            Warned("control-characters-removed", f"{count} control character(s) were taken out of the text.")
        )
    text, without = without, without.translate(_BIDI)
    if without != text:
        count = len(text) - len(without)
        warnings.append(
            Warned("bidi-characters-removed", f"{count} text-direction character(s) were taken out of the text.")
        )
    text = without.translate(_INVISIBLE).translate(_SPACES)
    return unicodedata.normalize("NFC", _RUN_OF_SPACES.sub(" ", text)), tuple(warnings)


def _blocks(text: str) -> list[list[str]]:
    """Lines between blank lines; in a text without blank lines every line is a block, unless it is hard-wrapped."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if len(blocks) == 1 and len(blocks[0]) > 1:
        lines = blocks[0]
        if not _wrapped_width(blocks) or len(lines[0]) < 0.5 * max(map(len, lines)):
            return [[line] for line in lines]
    return blocks


def _wrapped_width(blocks: list[list[str]]) -> int:
    """The width at which the lines of a text are hard-wrapped; 0 where they are not."""
    lines = [line for block in blocks for line in block]
    inner = [line for block in blocks for line in block[:-1]]
    width = max(map(len, lines), default=0)
    if not inner or not 45 <= width <= 120:
        return 0
    full = sum(len(line) > 0.75 * width for line in inner)
    return width if full * 10 >= len(inner) * 6 else 0


def _join_lines(lines: list[str], width: int) -> str:
    """The lines of a block as one text: a line break stays where the line ended early or a list item follows."""
    text = lines[0]
    previous = lines[0]
    for line in lines[1:]:
        continues = line[0].islower() and not _BULLET.match(line) and not _SENTENCE_END.search(previous)
        if width and not _BULLET.match(line):
            first_word = line.split(" ", 1)[0]
            continues = continues or len(previous) + 1 + len(first_word) > width - 3
        if not continues:
            text += "\n" + line
        elif text.endswith("-") and line[0].islower() and len(text) > 1 and text[-2].isalpha():
            text += line
        else:
            text += " " + line
        previous = line
    return text


def is_dated_line(text: str) -> bool:
    """Whether ``text`` is a date with its year, alone on its line."""
    return len(text) < 60 and bool(_DATED_LINE.fullmatch(text))


def is_credit(text: str) -> bool:
    """Whether ``text`` is a line about who issues the text or whom to call rather than a headline or a paragraph."""
    if len(text) > 220 or "\n" in text:
        return False
    return bool(_CREDIT.fullmatch(text) or _CREDIT_WITH_OFFICE.fullmatch(text))


def _is_headline(text: str, following: list[str]) -> bool:
    if not following or len(text) > 320 or is_dated_line(text) or is_credit(text) or _BULLET.match(text):
        return False
    if _PLACE_AND_DATE.fullmatch(text):
        return False
    if text[0] in '“"«„' and _SENTENCE_END.search(text) and len(text) > 120:
        return False
    if text.endswith((".", ":", ";", ",", "…")) and not _LAST_DOT_OF_ABBREVIATION.search(text):
        return (
            text.endswith(".")
            and len(text) <= 140
            and bool(_DATELINE_START.match(following[0]))
            and not _DATELINE_START.match(text)
        )
    return any(len(block) > len(text) or _SENTENCE_END.search(block) for block in following)


def segment(raw: str) -> Segments:
    """The parts of ``raw``: headline block, paragraphs in their order, and the lines that sign it off."""
    text, warnings = clean(raw)
    blocks = _blocks(text)
    width = _wrapped_width(blocks)

    above: list[str] = []
    while blocks and blocks[0]:
        line = blocks[0][0]
        if not (_RELEASE_LINE.fullmatch(line) or _EMBARGO.fullmatch(line)):
            break
        above.append(line)
        blocks[0] = blocks[0][1:]
        if not blocks[0]:
            blocks = blocks[1:]
    if above:
        while len(blocks) > 2 and len(blocks[0]) == 1 and _goes_above(blocks[0][0]):
            above.append(blocks.pop(0)[0])

    if blocks and len(blocks[0]) > 1 and _starts_body(blocks[0][1]) and not _SENTENCE_END.search(blocks[0][0]):
        blocks = [blocks[0][:1], blocks[0][1:], *blocks[1:]]

    paragraphs, sign_offs = [], []
    for block in blocks:
        kept = [line for line in block if not _SIGN_OFF.fullmatch(line)]
        sign_offs += [line for line in block if _SIGN_OFF.fullmatch(line)]
        if kept:
            paragraphs.append(_join_lines(kept, width))

    headline = ""
    if paragraphs and _is_headline(_one_line(paragraphs[0]), paragraphs[1:]):
        headline = _one_line(paragraphs.pop(0)).removeprefix("# ").strip()
        above.append(headline)
    return Segments(headline, "\n".join(above), tuple(paragraphs), tuple(sign_offs), warnings)


def _goes_above(line: str) -> bool:
    return is_dated_line(line) or is_credit(line) or bool(_PLACE_AND_DATE.fullmatch(line))


def _one_line(text: str) -> str:
    return text.replace("\n", " ") if len(text) <= 320 else text


def _starts_body(line: str) -> bool:
    """Whether ``line`` opens the body right under a headline: a dateline or a credit line."""
    return is_dated_line(line) or is_credit(line) or bool(_DATELINE_START.match(line)) and len(line) > 60
