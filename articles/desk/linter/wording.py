"""Slips of the hand: a word twice, quotation marks and brackets left open, a headline in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from people.names.letters import lower

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+)\s+(\1)(?![\w'’-])", re.IGNORECASE)
# Said twice on purpose, or by grammar.
_MAY_STAND_TWICE = frozenset(
    "that had her is do in very many much so no never really far long bye ha more well "
    "çox lap tez yavaş bir cür az qat-qat böyük sonra "
    "очень да нет много давно никогда так ещё еще далеко-далеко что".split()
)
_PAIRS = {"(": ")", "[": "]", "«": "»", "{": "}"}
_CLOSES = {closing: opening for opening, closing in _PAIRS.items()}
_ENUMERATOR = re.compile(r"(?:^|[\s;,:(])(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5})\)$")
_INCH = re.compile(r"\d[\"”]")


def _double(draft: Draft) -> Iterator[Hit]:
    for block, field, line in draft.said:
        for words in doubled(line, draft.language):
            yield Hit(words, block=block, field=field)


def doubled(line: str, language: str) -> list[str]:
    """The words that stand twice in ``line`` by mistake: not names (Baden Baden), nor what is said twice on purpose."""
    found = []
    for match in _TWICE.finditer(line):
        first, second = match[1], match[2]
        name = first[0].isupper() and second[0].isupper()
        if not name and lower(first, language) not in _MAY_STAND_TWICE:
            found.append(match[0])
    return found


def _unclosed(draft: Draft) -> Iterator[Hit]:
    lines = draft.said
    for n, (block, field, line) in enumerate(lines):
        following = lines[n + 1][2] if n + 1 < len(lines) else ""
        for sign, around in unclosed(line, following):
            yield Hit(around, block=block, field=field, told={"sign": sign})


def unclosed(line: str, following: str = "") -> list[tuple[str, str]]:
    """``(sign, words around it)`` of each quotation mark or bracket of ``line`` that has no partner.

    A quotation that goes on in the next paragraph, which then opens with a mark of its own, is left open rightly.
    """
    open_at: list[tuple[str, int]] = []
    found: list[tuple[str, int]] = []
    for at, sign in enumerate(line):
        if sign in _PAIRS:
            open_at.append((sign, at))
        elif sign in _CLOSES:
            if open_at and open_at[-1][0] == _CLOSES[sign]:
                open_at.pop()
            elif not (sign == ")" and _ENUMERATOR.search(line[: at + 1])):
                found.append((sign, at))
    for opening, at in open_at:
        if not (opening == "«" and following.startswith("«")):
            found.append((opening, at))
    found += _quotes(line, following)
    return [(sign, _around(line, at)) for sign, at in sorted(found, key=lambda one: one[1])]


def _quotes(line: str, following: str) -> list[tuple[str, int]]:
    """Marks that curl or are straight. „ is closed by “ or ”; two ” are a pair where no “ stands in the line."""
    found: list[tuple[str, int]] = []
    inches = {m.end() - 1 for m in _INCH.finditer(line)}
    straight = [at for at, sign in enumerate(line) if sign == '"' and (at not in inches or line.count('"') % 2 == 0)]
    if len(straight) % 2 and not following.startswith('"'):
        found.append(('"', straight[-1]))
    low, high = "„" in line, "“" in line
    if not (low or high):
        ends = [at for at, sign in enumerate(line) if sign == "”" and at not in inches]
        return [*found, ("”", ends[-1])] if len(ends) % 2 else found
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(line):
        if sign == "„" or (sign == "“" and not (opened and opened[-1][0] == "„")):
            opened.append((sign, at))
        elif sign in "“”":
            if opened:
                opened.pop()
            elif at not in inches:
                found.append((sign, at))
    if opened and not following.startswith(("“", "„")):
        found += opened
    return found


def _around(line: str, at: int) -> str:
    start, end = line.rfind(" ", 0, max(0, at - 20)) + 1, line.find(" ", at + 20)
    return line[start : end if end > 0 else len(line)]


def _capitals(draft: Draft) -> Iterator[Hit]:
    headline = draft.article.headline.strip()
    if in_capitals(headline):
        yield Hit(headline[:120], field="headline")


def in_capitals(headline: str) -> bool:
    """Whether a headline is shouted: more than abbreviations, and no small letter."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", headline) if len(word) > 3]
    return len(long_words) > 1 and headline.isupper()


CHECKS = [
    Check(
        "double-word", _("A word stands twice"), _("The same word follows itself."), _("Take one of them out."), _double
    ),
    Check(
        "unclosed", _("A quotation mark or bracket has no partner"),
        _("“%(sign)s” is opened and not closed in this paragraph, or the other way round."),
        _("Close it, or take it out."), _unclosed,
    ),
    Check(
        "headline-capitals", _("The headline is in capitals"),
        _("Screen readers may spell it out, and names lose their form."), _("Write it as a sentence."), _capitals,
    ),
]  # fmt: skip
