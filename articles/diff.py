"""From one document of a text to another: paragraph by paragraph, word by word.

Paragraphs are aligned by the ids that blocks keep through edits, so that a paragraph that was moved or rewritten is
compared with itself. What was added stands in ``ins``, what was taken away in ``del``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.blocks import Block, blocks

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "br", "strong", "em", "a", "ins", "del"}
TAGS |= {"table", "tbody", "tr", "th", "td"}
FIELDS = ("headline", "summary")


class State(StrEnum):
    """What happened to a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Row:
    """One field or paragraph. ``name``: a field, or empty for a paragraph; ``html`` is sanitised."""

    name: str
    state: State
    html: SafeString


_TOKEN = re.compile(r"<[^>]*>|&#?\w+;|\w+|[^\w\s<&]|\s+|[<&]")


def words_html(before: str, after: str) -> SafeString:
    """From one piece of sanitised HTML to another, as the markup of ``after``.

    New words stand in ``ins``, lost ones in ``del``; a change of one letter marks one word, a change of markup none.
    """
    old = [token for token in _TOKEN.findall(before) if not token.startswith("<")]
    new = _TOKEN.findall(after) if after else _TOKEN.findall(before)
    places = [place for place, token in enumerate(new) if not token.startswith("<")]
    matcher = SequenceMatcher(None, old, [new[place] for place in places] if after else [], autojunk=False)
    marks = dict.fromkeys(places, "ins" if after else "del")
    lost: dict[int, str] = {}
    if after:
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                marks |= dict.fromkeys(places[j1:j2], "")
            elif i1 < i2:
                at = places[j1] if j1 < len(places) else (places[-1] + 1 if places else 0)
                lost[at] = "".join(old[i1:i2])
    parts, open_mark = [], ""
    for place, token in [*enumerate(new), (len(new), "")]:
        mark = marks.get(place, "")
        if open_mark and (mark != open_mark or place in lost):
            parts.append(f"</{open_mark}>")
            open_mark = ""
        if place in lost:
            parts.append(f"<del>{lost[place]}</del>")
        if mark and not open_mark:
            parts.append(f"<{mark}>")
            open_mark = mark
        parts.append(token)
    return mark_safe(nh3.clean("".join(parts), tags=TAGS, attributes={}))


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    """Every field and paragraph of two documents, in the order of ``after``; what was removed stands where it stood."""
    rows = [row for name in FIELDS if (row := _field(name, before.get(name) or "", after.get(name) or ""))]
    dateline = [(document.get("dateline") or {}).get("text", "") for document in (before, after)]
    rows += [row] if (row := _field("dateline", *dateline)) else []
    return [*rows, *_paragraphs(_body(before), _body(after))]


def changed(rows: list[Row]) -> bool:
    """Whether two documents differ in a word."""
    return any(row.state != State.SAME for row in rows)


def _body(document: dict[str, Any]) -> list[Block]:
    return blocks((document.get("body") or {}).get("html", ""))


def _field(name: str, before: str, after: str) -> Row | None:
    if not (before or after):
        return None
    state = State.SAME if before == after else State.CHANGED
    return Row(name, state, words_html(f"<p>{escape(before)}</p>", f"<p>{escape(after)}</p>"))


def _paragraphs(before: list[Block], after: list[Block]) -> Iterator[Row]:
    old = {block.id: block for block in before}
    kept = [block.id for block in after if block.id in old]
    # The longest run of ids in the same order stands; the others were moved.
    matcher = SequenceMatcher(None, [block.id for block in before if block.id in set(kept)], kept, autojunk=False)
    standing = {kept[j + offset] for _i, j, size in matcher.get_matching_blocks() for offset in range(size)}
    new_ids = {block.id for block in after}
    waiting = list(before)
    for block in after:
        while waiting and (waiting[0].id not in new_ids or waiting[0].id not in standing):
            gone = waiting.pop(0)
            if gone.id not in new_ids:
                yield Row("", State.REMOVED, words_html(gone.html, ""))
        if block.id not in old:
            yield Row("", State.ADDED, words_html("", block.html))
            continue
        if block.id in standing and waiting and waiting[0].id == block.id:
            waiting.pop(0)
        same = old[block.id].html == block.html
        state = State.MOVED if block.id not in standing else State.SAME if same else State.CHANGED
        yield Row("", state, words_html(old[block.id].html, block.html))
    for gone in waiting:
        if gone.id not in new_ids:
            yield Row("", State.REMOVED, words_html(gone.html, ""))
