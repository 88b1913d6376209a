"""Markdown (CommonMark, with the tables of GitHub): for people and programs that read plain files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from articles.formats.facts import facts_of
from articles.serializers.texts import Shown

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_LINE_START = re.compile(r"^(\s*\d*)([#+\-.)=])", re.MULTILINE)
_HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}


def one(shown: Shown, request: Any) -> bytes:
    """A text: notices first, then the title, who says it and when, the words, and whom to ask."""
    facts = facts_of(shown)
    parts = [f"> **{escaped(what)}:** {escaped(words)}".replace("\n", "\n> ") for what, words in facts.notices]
    parts.append(f"# {escaped(facts.title)}")
    parts.append("  \n".join([f"*{facts.kind}* · {facts.reference}, {facts.edition}", *facts.times]))
    parts += [f"**{escaped(facts.dateline)}**"] if facts.dateline else []
    parts += [f"*{escaped(facts.summary)}*"] if facts.summary else []
    parts += [words_of(shown.document["body"]["html"]), "---"]
    for rubric, lines in facts.rubrics:
        parts.append(f"**{rubric}**\n\n" + "\n".join(f"- {escaped(line)}" for line in lines))
    parts.append("  \n".join(f"<{address}>" for address in facts.addresses))
    return ("\n\n".join(parts) + "\n").encode()


def escaped(words: str) -> str:
    """``words`` so that Markdown takes none of them for a mark."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", words))


def words_of(html: str) -> str:
    """A stored body as Markdown."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return "\n\n".join(block for child in root for block in _blocks(child))


def _blocks(element: etree._Element) -> Iterator[str]:
    if element.tag in _HEADINGS:
        yield f"{_HEADINGS[element.tag]} {' '.join(_inline(element).split())}"
    elif element.tag in ("ul", "ol"):
        yield _list(element)
    elif element.tag == "blockquote":
        inner = "\n\n".join(block for child in element for block in _blocks(child)) or _inline(element)
        yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    elif element.tag == "table":
        yield _table(element)
    elif words := _inline(element).strip():
        yield words


def _list(element: etree._Element) -> str:
    lines = []
    start = int(element.get("start") or 1)
    for number, item in enumerate(element.iterchildren("li"), start=start):
        mark = f"{number}. " if element.tag == "ol" else "- "
        inner = [child for child in item if child.tag in ("p", "ul", "ol", "blockquote", "table")]
        if inner:
            loose = escaped(" ".join((item.text or "").split()))
            parts = [*filter(None, [loose]), *(block for child in inner for block in _blocks(child))]
        else:
            parts = [_inline(item).strip()]
        lines.append(mark + "\n\n".join(parts).replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _table(element: etree._Element) -> str:
    rows = [[" ".join(_inline(cell).split()) for cell in row.iter("td", "th")] for row in element.iter("tr")]
    width = max((len(row) for row in rows), default=0)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]])


def _inline(element: etree._Element) -> str:
    """The words of an element with what marks them."""
    parts = [escaped(element.text or "")]
    for child in element:
        inner = _inline(child)
        if child.tag == "br":
            inner = "  \n"
        elif child.tag in ("strong", "em") and inner.strip():
            mark = "**" if child.tag == "strong" else "*"
            core = inner.strip()
            before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            inner = f"{before}{mark}{core}{mark}{after}"
        elif child.tag == "a" and child.get("href"):
            target = child.get("href").replace(" ", "%20").replace(">", "%3E").replace("<", "%3C")
            inner = f"[{inner}](<{target}>)"
        parts += [inner, escaped(child.tail or "")]
    return "".join(parts)
