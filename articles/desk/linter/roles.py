"""Roles somebody did not hold on the day of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from articles.models.parts import Mention
from people.models import Position
from people.names import fold

# Said of a role that is over, before it, folded: "former Foreign Minister".
_PAST = re.compile(
    r"(?:former|formerly|ex-|then|then-|previous|late|sabiq|kecmis|o zamanki|byvsh\w+|eks-|togdashn\w+|prezhn\w+)\s*$"
)


def _not_held(draft: Draft) -> Iterator[Hit]:
    if not any(mention.person_id for mention in draft.mentions):
        return
    others = _titles_not_held(draft)
    if not others:
        return
    day = formats.date_format(draft.moment.day, "DATE_FORMAT")
    told_of: set[tuple[int, str]] = set()
    for mention in draft.mentions:
        person = mention.person
        if person is None:
            continue
        title = _told(mention, others[person.pk], draft.language)
        name = person.name_in(draft.language)
        block = mention.block if mention.block in draft.numbers else ""
        found = [(block, title)] if title else list(_in_words(draft, name, others[person.pk]))
        for where, wrong in found:
            if (person.pk, fold(wrong)) in told_of:
                continue
            told_of.add((person.pk, fold(wrong)))
            told = {"name": name, "title": wrong, "day": day}
            yield Hit(f"{wrong}: {name}", block=where, field="" if where else "mentions", told=told)


def _titles_not_held(draft: Draft) -> dict[int, list[Position]]:
    """The positions, by person, that the register has for other days only."""
    held = {one.position.pk for rows in draft.held.values() for one in rows}
    names = {(person, fold(one.title_in(draft.language))) for person, rows in draft.held.items() for one in rows}
    found: dict[int, list[Position]] = defaultdict(list)
    for row in draft.ever_held:
        if row.entity.pk not in held and (row.person_id, fold(row.title_in(draft.language))) not in names:
            found[row.person_id].append(row)
    return found


def _told(mention: Mention, others: list[Position], language: str) -> str:
    """The title a mention gives that was not held; empty where it gives none of those."""
    for row in others:
        title = str(row.title_in(language))
        chosen = mention.position is not None and mention.position.entity.pk == row.entity.pk
        if (chosen and not mention.role) or (mention.role and fold(mention.role) == fold(title)):
            return title
    return ""


def _in_words(draft: Draft, name: str, others: list[Position]) -> Iterator[tuple[str, str]]:
    """``(block, title)`` of each of ``others`` that the text puts right before or after ``name``."""
    own = fold(name)
    for row in others:
        title = str(row.title_in(draft.language))
        before, after = f"{fold(title)} {own}", f"{own}, {fold(title)}"
        for block, _field, line in draft.said:
            folded = fold(line)
            at = folded.find(before)
            past = at >= 0 and _PAST.search(folded[:at])
            if (at >= 0 and not past) or after in folded:
                yield block, title
                break


CHECKS = [
    Check(
        "role-not-held", _("A role not held on the day"),
        _("The register does not have %(name)s as “%(title)s” on %(day)s."),
        _("Choose the position of that day, say “former”, or mend the register."), _not_held,
    ),
]  # fmt: skip
