"""The body of a text: sanitised HTML whose top-level blocks carry ids that survive edits.

Parts (statements, mentions...) point at a block id and a range of characters in that block's text.
"""

from __future__ import annotations

import hashlib
import html as html_entities
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import nh3
from lxml import etree
from lxml import html as lxml_html
from rapidfuzz import fuzz

from articles.markup import LINES, house_markup

BODY_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"protocols": ["https", "http", "mailto"], "enableTarget": False},
}

_TITLE_LIMIT = 90
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‑-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+(?=[\"“«‘(]?[^\W\d_a-zа-яё])")


@dataclass(frozen=True)
class Block:
    """One top-level element: ``text`` is what spans count in, with inner white space collapsed to single blanks.

    Cells, items and lines are a blank apart.
    """

    id: str
    tag: str
    text: str
    html: str


@cache
def _cleaner() -> nh3.Cleaner:
    from django_prose_editor.config import allowlist_from_extensions, expand_extensions

    return nh3.Cleaner(**allowlist_from_extensions(expand_extensions(BODY_EXTENSIONS)))


def clean(html: str) -> str:
    """``html`` with only what the editor can make: no script, style, event attribute, foreign URL scheme or id.

    What was pasted from elsewhere keeps its headings, lists, tables, quotes and links. Cleaning twice changes nothing.
    """
    return _cleaner().clean(house_markup(html))


def _elements(html: str) -> list[etree._Element]:
    if not html.strip():
        return []
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    loose = (root.text or "").strip()
    elements = []
    if loose:
        paragraph = etree.Element("p")
        paragraph.text = loose
        elements.append(paragraph)
    for child in list(root):
        tail, child.tail = (child.tail or "").strip(), None
        elements.append(child)
        if tail:
            paragraph = etree.Element("p")
            paragraph.text = tail
            elements.append(paragraph)
    return elements


def _text(element: etree._Element) -> str:
    parts = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if one.tag in LINES:
            parts.append(" ")
        if event == "start":
            parts.append(one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def blocks(html: str) -> list[Block]:
    """The top-level blocks of a body, in order."""
    return [
        Block(
            element.get("id", ""),
            str(element.tag),
            _text(element),
            lxml_html.tostring(element, encoding="unicode", with_tail=False),
        )
        for element in _elements(html)
    ]


def plain(html: str) -> str:
    """The words of a body: one block a paragraph, an empty line between."""
    return "\n\n".join(block.text for block in blocks(html) if block.text)


def word_count(html: str) -> int:
    """How many words a body has; one with an apostrophe or a hyphen inside is one word."""
    return len(_WORD.findall(unicodedata.normalize("NFC", plain(html))))


def from_paragraphs(paragraphs: list[str] | tuple[str, ...]) -> str:
    """A body of plain paragraphs."""
    return "".join(f"<p>{html_entities.escape(text, quote=False)}</p>" for text in paragraphs)


def with_ids(html: str, before: str = "") -> str:
    """``html`` sanitised, every block with an id; a block that was in ``before`` keeps the id it had there.

    Unchanged blocks are matched first, then changed ones in their place by likeness, then moved ones.
    """
    elements = _elements(clean(html))
    old = blocks(before)
    texts, old_texts = [_text(e) for e in elements], [b.text for b in old]
    ids: list[str | None] = [None] * len(elements)
    free: set[int] = set(range(len(old)))

    def keep(new_index: int, old_index: int) -> None:
        if ids[new_index] is None and old_index in free and old[old_index].id:
            ids[new_index] = old[old_index].id
            free.discard(old_index)

    matcher = SequenceMatcher(None, old_texts, texts, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                keep(j, i)
        elif tag == "replace":
            likeness = sorted(
                ((fuzz.ratio(old_texts[i], texts[j]), i, j) for i in range(i1, i2) for j in range(j1, j2)), reverse=True
            )
            for score, i, j in likeness:
                if score >= 50 or (i2 - i1 == j2 - j1 and i - i1 == j - j1):
                    keep(j, i)
    for j, text in enumerate(texts):
        if ids[j] is None:
            for i in sorted(free):
                if old_texts[i] == text:
                    keep(j, i)
                    break
    used = {block.id for block in old} | {one for one in ids if one}
    for j, text in enumerate(texts):
        if ids[j] is None:
            ids[j] = _new_id(text, used)
            used.add(ids[j] or "")
    parts = []
    for element, block_id in zip(elements, ids, strict=True):
        element.set("id", str(block_id))
        parts.append(lxml_html.tostring(element, encoding="unicode", with_tail=False))
    return "".join(parts)


def _new_id(text: str, used: set[str]) -> str:
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{attempt}:{text}".encode()).hexdigest()
        candidate = f"p{int(digest[:10], 16) % 36**5:05d}"[:8]
        if candidate not in used:
            return candidate
        attempt += 1


def first_sentence(html: str, *, dateline_place: str = "") -> str:
    """The first sentence, cut at a word before 90 characters: the title of a text without a headline.

    Where the text opens with its dateline ("BAKU, November 3. ..."), the sentence after it.
    """
    text = next((block.text for block in blocks(html) if block.text), "")
    if dateline_place:
        opening = re.compile(rf"{re.escape(dateline_place)}\b[^.–—\n]{{0,60}}(?:\.|\s[–—-])\s+(?=\S)", re.IGNORECASE)
        text = opening.sub("", text, count=1) if opening.match(text) else text
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0] if text else ""
    if len(sentence) < _TITLE_LIMIT:
        return sentence
    return sentence[: _TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def locate(words: str, text: str, near: int = 0) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text`` (the place nearest to ``near``), or where words very like them stand."""
    if not words:
        return None
    places = [match.start() for match in re.finditer(re.escape(words), text)]
    if places:
        start = min(places, key=lambda place: abs(place - near))
        return start, start + len(words)
    if len(words) < 12 or len(words) > 4 * len(text):
        return None
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=85)
    if found is None or found.dest_start == found.dest_end:
        return None
    return found.dest_start, found.dest_end
