"""Numbers, days and names that stand in one language version of a text and not in another."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.desk.linter.dates import days, without_days
from articles.desk.linter.draft import Draft
from articles.desk.linter.figures import figures, hours
from articles.desk.linter.finding import Check, Hit
from articles.desk.linter.sentences import word_count
from articles.models.article import Article

_PART = 0.5  # a version with fewer words than this part of the other is not finished: nothing is compared
_Place = tuple[str, str, str]  # block, field, line
_Said = tuple[str, str, str]  # words, block, field


def _compared(draft: Draft) -> Iterator[tuple[Article, list[_Place]]]:
    """The other versions, with their lines, as far as they are written."""
    own = word_count(draft.text)
    for version in draft.versions:
        lines = Draft(version, draft.now).said
        other = word_count("\n".join(line for _block, _field, line in lines))
        if own and other and min(own, other) / max(own, other) >= _PART:
            yield version, lines


def _numbers(lines: list[_Place], language: str) -> dict[str, tuple[str, str, str]]:
    """``{value: (words, block, field)}`` of the numbers and hours of ``lines``, days left out."""
    found: dict[str, tuple[str, str, str]] = {}
    for block, field, line in lines:
        bare = without_days(line)
        for value, words in (figures(bare, language) | hours(bare)).items():
            found.setdefault(value, (words, block, field))
    return found


def _days(lines: list[_Place]) -> dict[tuple[int, int], tuple[str, str, str]]:
    found: dict[tuple[int, int], tuple[str, str, str]] = {}
    for block, field, line in lines:
        for day in days(line):
            if day.day <= calendar.monthrange(2024, day.month)[1]:
                found.setdefault((day.month, day.day), (day.words, block, field))
    return found


def _different_numbers(draft: Draft) -> Iterator[Hit]:
    if not draft.versions:
        return
    own = _numbers(draft.said, draft.language)
    for version, lines in _compared(draft):
        theirs = _numbers(lines, version.language)
        yield from _apart(own, theirs, version)


def _different_days(draft: Draft) -> Iterator[Hit]:
    if not draft.versions:
        return
    own = _days(draft.said)
    for version, lines in _compared(draft):
        yield from _apart(own, _days(lines), version)


def _apart(own: dict[Any, _Said], theirs: dict[Any, _Said], version: Article) -> Iterator[Hit]:
    """What only one side has: our own words at their place, theirs as something this text does not have."""
    told = {"language": version.get_language_display()}
    missing_there = [key for key in own if key not in theirs]
    missing_here = [theirs[key][0] for key in theirs if key not in own]
    for key in missing_there:
        words, block, field = own[key]
        told_here = told | {"words": words, "theirs": ", ".join(missing_here[:5]) or "–"}
        yield Hit(words, block=block, field=field, about=version.language, told=told_here)
    if missing_here and not missing_there:
        told_here = told | {"words": "–", "theirs": ", ".join(missing_here[:5])}
        yield Hit(", ".join(missing_here[:5]), field="language", about=version.language, told=told_here)


def _different_names(draft: Draft) -> Iterator[Hit]:
    if not draft.versions or not draft.mentions:
        return
    named: dict[int, dict[str, str]] = defaultdict(dict)
    for mention in draft.mentions_of_versions:
        thing = mention.person or mention.organisation
        if thing and mention.article_id:
            named[mention.article_id].setdefault(str(thing.uid), thing.name_in(draft.language))
    own: dict[str, tuple[str, str]] = {}
    for mention in draft.mentions:
        thing = mention.person or mention.organisation
        if thing:
            own.setdefault(str(thing.uid), (thing.name_in(draft.language), mention.block))
    for version in draft.versions:
        theirs = named[version.pk]
        if not theirs:
            continue  # nobody has linked anybody there yet
        told = {"language": version.get_language_display()}
        for uid, (name, block) in own.items():
            if uid not in theirs:
                here = block if block in draft.numbers else ""
                field = "" if here else "mentions"
                yield Hit(name, block=here, field=field, about=version.language, told=told | {"side": _("only here")})
        for uid, name in theirs.items():
            if uid not in own:
                yield Hit(name, field="mentions", about=version.language, told=told | {"side": _("only there")})


CHECKS = [
    Check(
        "version-figures", _("Numbers differ between languages"),
        _("Here: %(words)s. In %(language)s instead: %(theirs)s."), _("Compare the two texts."), _different_numbers,
    ),
    Check(
        "version-dates", _("Days differ between languages"),
        _("Here: %(words)s. In %(language)s instead: %(theirs)s."), _("Compare the two texts."), _different_days,
    ),
    Check(
        "version-names", _("Names differ between languages"),
        _("Linked %(side)s, as against %(language)s."), _("Link the same people and bodies in both."),
        _different_names,
    ),
]  # fmt: skip
