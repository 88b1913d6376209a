"""Vocabularies that come with the product: the subjects of the news (IPTC Media Topics) and the countries (ISO 3166-1).

They are a beginning, not a rule: once a term is a row, the row is the office's, and loading again leaves it alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from articles import register
from articles.desk.settle import register_change
from articles.models.taxonomy import Place, Topic
from articles.vocabularies.terms import Term, countries, languages, media_topics, name_key
from people.names import slugify
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import reference_from

__all__ = ["Term", "countries", "languages", "load", "media_topics"]


def load(now: dt.datetime | None = None) -> dict[str, int]:
    """Add the terms that are missing; returns how many topics and countries were added, and how many adopted.

    A term is there where any row has its code; that row is left as it is, whatever an editor made of it. Where a row
    without code has the term's name in any language, it is adopted: it gets the code, and of labels, other names and
    parent what it lacks; its name, uid and slug stay, and if the public sees it, the change is in the public log at
    ``now`` (the database's clock if not given). Running it twice, or many at once, does no harm.
    """
    now = now or database_now()
    try:
        return _load(now)
    except IntegrityError:
        return _load(now)  # another process added the same terms at this moment: what it left out is added now


@transaction.atomic
def _load(now: dt.datetime) -> dict[str, int]:
    topics_added, topics_adopted = _add(media_topics(), Topic.objects.all(), register.topics, now)
    site = [code for code, _name in settings.LANGUAGES]
    adoptable = Place.objects.filter(kind__in=[Place.Kind.COUNTRY, Place.Kind.OTHER])
    countries_added, countries_adopted = _add(countries(site), adoptable, register.places, now, kind=Place.Kind.COUNTRY)
    return {
        "topics_added": topics_added,
        "topics_adopted": topics_adopted,
        "countries_added": countries_added,
        "countries_adopted": countries_adopted,
    }


def _add(
    terms: Sequence[Term],
    adoptable: QuerySet[Any],
    public: Callable[[dt.datetime], QuerySet[Any]],
    now: dt.datetime,
    **fields: Any,
) -> tuple[int, int]:
    """Make the missing ``terms`` rows with ``fields``; returns how many were added and how many adopted."""
    model = adoptable.model
    there = {row.code: row for row in model.objects.filter(code__in=[term.code for term in terms])}
    missing = [term for term in terms if term.code not in there]
    adopted = _find_unnumbered(missing, adoptable)
    there |= adopted
    new = [term for term in missing if term.code not in adopted]
    for level in ([term for term in new if not term.broader], [term for term in new if term.broader]):
        rows = [_make_row(model, term, parent=_current(there.get(term.broader)), **fields) for term in level]
        _create(model, rows)
        there |= {row.code: row for row in rows}
    for term in missing:
        if term.code in adopted:
            _adopt(adopted[term.code], term, parent=_current(there.get(term.broader)), **fields)
    for row in public(now).filter(pk__in=[row.pk for row in adopted.values()]):
        register_change(row, now=now)
    return len(new), len(adopted)


def _find_unnumbered(terms: Sequence[Term], adoptable: QuerySet[Any]) -> dict[str, Any]:
    """By code, the rows that have a term's name and no code; where several have it, the oldest."""
    codes = {key: term.code for term in terms for key in term.name_keys()}
    found: dict[str, int] = {}
    if codes:
        for pk, name in adoptable.filter(code="", merged_into=None).order_by("pk").values_list("pk", "name"):
            if code := codes.get(name_key(name)):
                found.setdefault(code, pk)
    rows = adoptable.in_bulk(found.values())
    return {code: rows[pk] for code, pk in found.items()}


def _names(term: Term) -> tuple[str, dict[str, str]]:
    """The term's name in the default language (English where it has none), and its labels in the site's others."""
    labels = {code: name for code, _language in settings.LANGUAGES if (name := term.name_in(code))}
    labels.pop(settings.LANGUAGE_CODE, None)
    return term.name_in(settings.LANGUAGE_CODE) or term.names["en"], labels


def _make_row(model: Any, term: Term, **fields: Any) -> Any:
    name, labels = _names(term)
    row = model(code=term.code, name=name, labels=labels, aliases="\n".join(term.also), **fields)
    if isinstance(row, Place):
        row.country = term.code
    return row


def _create(model: Any, rows: Sequence[Any]) -> None:
    """Write new rows as saving each would, but in one statement, save for those whose slug or reference is taken."""
    for row in rows:
        row.derive()
        row.slug, row.reference = slugify(row.name) or "x", reference_from(row.uid)
    found = model.objects.filter
    slugs = set(found(slug__in=[row.slug for row in rows]).values_list("slug", flat=True))
    references = set(found(reference__in=[row.reference for row in rows]).values_list("reference", flat=True))
    free: list[Any] = []
    clashing: list[Any] = []
    for row in rows:
        (clashing if row.slug in slugs or row.reference in references else free).append(row)
        slugs.add(row.slug)
        references.add(row.reference)
    model.objects.bulk_create(free)
    for row in clashing:
        row.reference = ""
        row.save()


def _adopt(row: Any, term: Term, *, parent: Any, **fields: Any) -> None:
    """Give ``row`` the term's code and ``fields``, and what it lacks of labels, other names and parent."""
    name, labels = _names(term)
    row.code = term.code
    for field, value in fields.items():
        setattr(row, field, value)
    row.labels = labels | row.labels
    known = {name_key(own) for own, _language in row.own_names()}
    aliases = [row.aliases.strip(), *(other for other in (name, *term.also) if name_key(other) not in known)]
    row.aliases = "\n".join(filter(None, aliases))
    if row.parent_id is None and parent and row.pk not in _line_of(parent):
        row.parent = parent
    row.save()


def _current(row: Any) -> Any:
    """``row``, or the row it was merged into."""
    while row and row.merged_into:
        row = row.merged_into
    return row


def _line_of(row: Any) -> set[int]:
    """The keys of ``row`` and of all it is part of."""
    line: set[int] = set()
    while row and row.pk not in line:
        line.add(row.pk)
        row = row.parent
    return line
