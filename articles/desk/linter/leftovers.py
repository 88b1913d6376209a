"""Words of a template that were to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.desk.linter.dates import MONTH_WORDS
from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit

# XX is a century or a congress, too: only what a number would stand before, or nothing, makes it a gap.
_COUNTED = (
    r"percent|per cent|million|billion|thousand|people|manat|dollars|euros|a\.m\.|p\.m\.|faiz|milyon|milyard|min|nəfər|"
    r"процент\w*|млн|млрд|тыс|миллион\w*|миллиард\w*|тысяч\w*|человек\w*|манат\w*"
)
_XX = re.compile(
    rf"\b(?:X{{4,}}|xx+)\b|\bX{{2,3}}(?:[:.]\s?X{{2}}\b|\s?%|\s+(?:{MONTH_WORDS}|{_COUNTED})\b)|(?<=[$€£₼])X{{2,3}}\b"
    rf"|(?<=[a-zəıöüğçşа-яё]\s)(?<!\band\s)(?<!\bи\s)(?<!\bvə\s)X{{2,3}}(?=[.,;:!?]|$)"
)
_TO_COME = re.compile(r"\b(?:TBC|TBD|TBA)\b(?![-’'])(?!\s+[A-ZƏİÖÜĞÇŞА-ЯЁ])")  # TBC Bank is a bank
_GAP = re.compile(r"_{3,}|\?{3,}|\{\{[^}]*\}\}|<<[^>]{1,40}>>|\blorem ipsum\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\[\]]{0,60}\]")
_QUOTES = re.compile('["“”„«»]')

_ORDERS = frozenset("insert add enter fill вставить вставьте указать укажите добавить daxil əlavə yazın".split())
_THINGS = frozenset(
    "name names date day time title role place city venue number figure quote contact link phone speaker event tbc tbd "
    "tba ad adı tarix gün saat vəzifə yer şəhər rəqəm sitat имя дата день время должность место город число цифра "
    "цитата".split()
)


def _leftover(draft: Draft) -> Iterator[Hit]:
    for block, field, line in draft.said:
        for words in leftovers(line):
            yield Hit(words, block=block, field=field, told={"words": words})


def leftovers(line: str) -> list[str]:
    """The places of ``line`` that somebody was to fill in, in order."""
    quoted = bool(_QUOTES.search(line))
    brackets = [m for m in _BRACKETS.finditer(line) if _asks(m[0][1:-1].strip(), quoted=quoted)]
    inside = [range(m.start(), m.end()) for m in brackets]
    found = [(m.start(), m[0].strip()) for shape in (_XX, _TO_COME, _GAP) for m in shape.finditer(line)]
    found = [(at, words) for at, words in found if not any(at in place for place in inside)]
    return [words for _at, words in sorted([*found, *((m.start(), m[0]) for m in brackets)])]


def _asks(content: str, *, quoted: bool) -> bool:
    """Whether a bracket waits for words. An editor's own words within a quotation do not, nor does an omission."""
    if content in ("…", "..."):
        return not quoted
    if not content.strip("._ "):
        return True
    first, *rest = content.casefold().split()
    if first in _ORDERS or (first in _THINGS and (not rest or content.isupper())):
        return True
    return len(rest) > 0 and content.isupper() and not quoted


CHECKS = [
    Check(
        "leftover", _("Words of a template are left"),
        _("“%(words)s” was to be filled in."), _("Fill it in, or take it out."), _leftover,
    ),
]  # fmt: skip
