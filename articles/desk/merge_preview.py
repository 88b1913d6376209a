"""What a merge would do, before anybody does it: both rows side by side, what moves, what speaks against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.access import visible_rows, visible_to
from articles.desk.merge_rules import (
    MergeError,
    anchor,
    contradictions,
    is_visible,
    refuse,
    require_mergeable,
)
from articles.desk.merging import is_guarded
from articles.desk.references import clashes, of_a_text, references, words_of
from articles.desk.register_rows import plain_fields
from articles.desk.revise import OPEN
from articles.models.article import Article
from articles.models.edition import Edition, EditionLink
from articles.models.event import Participant
from articles.models.parts import Mention, Part
from people.models import Organisation, Person, Position
from people.names import fold

NAMED = 5  # how many of many are named


@dataclass(frozen=True)
class Side:
    """One line of the comparison: what the two rows say under ``label``."""

    label: str
    source: str
    target: str

    @property
    def differs(self) -> bool:
        """Whether what the source says is not what will stay."""
        return bool(self.source) and self.source != self.target


@dataclass(frozen=True)
class Preview:
    """``refusal`` says why they cannot be one, or nothing. ``contradictions`` must be confirmed, ``warnings`` read."""

    source: Any
    target: Any
    sides: list[Side]
    moves: list[tuple[str, int]]
    contradictions: list[str]
    warnings: list[str]
    notes: list[str]
    refusal: str
    waits: bool


def preview(source: Any, target: Any, *, now: dt.datetime, by: Any) -> Preview:
    """What ``merge(source, target)`` would do at ``now``, as far as ``by`` may know of the texts it touches.

    Nothing is changed. Raises MergeError for unlike rows.
    """
    require_mergeable(source, target)
    try:
        refuse(source, target, now=now, confirmed=True)
        refusal = ""
    except MergeError as refused:
        refusal = str(refused)
    return Preview(
        source=source,
        target=target,
        sides=list(_sides(source, target)),
        moves=[(words, number) for words, number in _moves(source, now, by) if number],
        contradictions=contradictions(source, target),
        warnings=list(_warnings(source, target, now, by)),
        notes=list(_notes(source, target, now)),
        refusal=refusal,
        waits=not refusal and is_guarded(source, target, now),
    )


# --- Side by side -----------------------------------------------------------------------------------------------------


def _sides(source: Any, target: Any) -> Iterator[Side]:
    rows = (source, target)
    yield Side(_("Reference"), *(row.reference for row in rows))
    for field in plain_fields(type(source)):
        said = [_shown(row, field) for row in rows]
        if any(said):
            yield Side(capfirst(str(field.verbose_name)), *said)
    yield Side(_("Address"), *(row.get_absolute_url() for row in rows))
    for accessor in ("names", "identifiers"):
        if hasattr(source, accessor):
            said = ["; ".join(str(one) for one in getattr(row, accessor).all()) for row in rows]
            if any(said):
                label = getattr(type(source), accessor).rel.related_model._meta.verbose_name_plural
                yield Side(capfirst(str(label)), *said)


def _shown(row: Any, field: Any) -> str:
    value = getattr(row, field.name)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return "; ".join(f"{code}: {name}" for code, name in sorted(value.items()))
    return "" if value is None else str(value)


# --- What moves -------------------------------------------------------------------------------------------------------


def _moves(source: Any, now: dt.datetime, by: Any) -> Iterator[tuple[str, int]]:
    """``(what, how many)`` of what would point at the other row."""
    columns = references(type(source))
    links = Q(pk__in=[])
    in_work = Q(pk__in=[])
    for column in columns:
        rows = column.model._base_manager.filter(**{column.name: source.pk})
        if issubclass(column.model, EditionLink):
            links |= Q(pk__in=rows.values("edition"))
        if issubclass(column.model, Part) or column.model is Article.topics.through:
            in_work |= Q(pk__in=rows.values("article"))
    editions = Edition.objects.filter(links)
    coming = editions.filter(settled_at=None).exclude(public_from__lte=now)
    yield _("Public texts that name it"), editions.listed(now).count()
    open_texts = Article.objects.filter(in_work, status__in=OPEN) | Article.objects.filter(editions__in=coming)
    yield _("Texts in work that name it"), visible_to(by, open_texts).distinct().count()
    if isinstance(source, Person | Organisation):
        spoken = Mention.objects.listed(now).filter(
            Q(person=source) if isinstance(source, Person) else Q(organisation=source),
            relation=Mention.Relation.SPEAKER,
        )
        yield _("Public statements of it"), spoken.values("statement_uid").distinct().count()
    for column in columns:
        if not of_a_text(column.model):
            key = anchor(column, source, now)
            rows = column.model._base_manager.filter(**{column.name: key})
            yield _words_for(column), visible_rows(by, rows, now).count()
    if hasattr(source, "own_names"):
        yield _("Names by which the other is found too"), len({name for name, _code in source.own_names() if name})


def _words_for(column: Any) -> str:
    """What rows of this column are, in words."""
    if column.name == "merged_into":
        return _("Rows merged into it before")
    name = capfirst(words_of(column.model))
    plain = column.model._meta.auto_created or column.name == column.related_model._meta.model_name
    return name if plain else f"{name}: {column.verbose_name}"


# --- What speaks against it -------------------------------------------------------------------------------------------


def _warnings(source: Any, target: Any, now: dt.datetime, by: Any) -> Iterator[str]:
    for column in references(type(source)):
        doubles = clashes(column, anchor(column, source, now), anchor(column, target, now))
        if not doubles:
            continue
        rows = visible_rows(by, column.model._base_manager.filter(pk__in=list(doubles)[:100]), now)
        number = len(doubles) if len(doubles) > 100 else len(rows)
        if not number:
            continue
        if issubclass(column.model, EditionLink):
            named = list(dict.fromkeys(row.edition.title for row in rows.select_related("edition")))
            said = ngettext("Both are named in %(number)d edition: %(titles)s.",
                            "Both are named in %(number)d editions: %(titles)s.", number)  # fmt: skip
            yield said % {"number": number, "titles": _some(named)}
        elif column.model is Participant:
            said = ngettext("Both take part in %(number)d event: %(titles)s.",
                            "Both take part in %(number)d events: %(titles)s.", len(doubles))  # fmt: skip
            events = [str(row.event if column.name == "person" else row.person) for row in rows]
            if column.name == "event":
                said = ngettext("%(number)d person takes part in both: %(titles)s.",
                                "%(number)d people take part in both: %(titles)s.", len(doubles))  # fmt: skip
            yield said % {"number": len(doubles), "titles": _some(events)}
    yield from _held_twice(source, target)


def _some(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _held_twice(source: Any, target: Any) -> Iterator[str]:
    """Titles both hold at once: or, of organisations, the same person at both."""
    if not isinstance(source, Person | Organisation):
        return
    column, other = ("person", "organisation") if isinstance(source, Person) else ("organisation", "person")
    posts = Position.objects.roots().select_related("person", "organisation")
    theirs = list(posts.filter(**{column: target}))
    for mine in posts.filter(**{column: source}):
        for held in theirs:
            same = getattr(mine, f"{other}_id") == getattr(held, f"{other}_id")
            if same and fold(mine.title) == fold(held.title) and _overlap(mine, held):
                yield _("Both hold the position “%(position)s” at once.") % {
                    "position": mine if column == "person" else f"{mine.person}: {mine.title}"
                }


def _overlap(one: Position, other: Position) -> bool:
    """Whether both were held on some day, as far as is known."""

    def ends_before(first: Position, second: Position) -> bool:
        over, begun = first.ends_latest, second.starts_earliest
        return over is not None and begun is not None and over < begun

    return not ends_before(one, other) and not ends_before(other, one)


def _notes(source: Any, target: Any, now: dt.datetime) -> Iterator[str]:
    """What is worth knowing before one says yes."""
    yield _("“%(name)s” stays the house style; everything else that is said of it stays, too.") % {"name": target}
    shown, target_shown = is_visible(source, now), is_visible(target, now)
    if shown:
        yield _("The old address leads to the new one, and the public log tells the merge.")
    if shown and not target_shown:
        yield _("“%(name)s” is not public yet. With the merge its page is.") % {"name": target}
    if not shown and not target_shown:
        yield _("Neither is public: nobody outside sees anything of it.")
