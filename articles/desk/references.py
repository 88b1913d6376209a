"""What points at a register row, anywhere in the database: found from the models, so that a new table is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.models.article import Article
from articles.models.edition import EditionLink
from articles.models.parts import Part
from people.models import OtherName
from pressoffice.ground.chains import Chained

CHUNK = 500  # keys in one statement: SQLite takes no more than some thousands
CLOCK = ("public_from", "public_until", "text_until", "published_at")


def references(model: Any) -> list[Any]:
    """Every foreign key of the database to ``model`` that says "this thing"; many-to-many by its table.

    Not in it are names, which stay with the row that bears them, and what makes a chain of rows one.
    """
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.concrete or not relation.auto_created or not (relation.one_to_many or relation.one_to_one):
            continue
        column = relation.field
        of_chain = issubclass(model, Chained) and column.model is model and column.name in ("replaces", "root")
        if not of_chain and not issubclass(column.model, OtherName):
            found.append(column)
    return found


def unique_keys(column: Any) -> list[tuple[list[str], Q]]:
    """Each rule by which two rows of the table must not both have one value of ``column``.

    ``(the other columns, for which rows it holds)``.
    """
    keys = [(list(names), Q()) for names in column.model._meta.unique_together]
    for rule in column.model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            expressions: Any = rule.expressions
            names = list(rule.fields) or [str(vars(one)["name"]) for one in expressions if isinstance(one, F)]
            keys.append((names, rule.condition or Q()))
    if column.unique:
        keys.append(([column.name], Q()))
    return [([name for name in key if name != column.name], rows) for key, rows in keys if column.name in key]


def clashes(column: Any, source: int, target: int) -> dict[int, int]:
    """``{row of source: row of target}`` of those that cannot both point at ``target``."""
    found: dict[int, int] = {}
    for others, held in unique_keys(column):
        rows = column.model._base_manager.filter(held)
        names = [column.model._meta.get_field(name).attname for name in others]
        theirs = {tuple(rest): pk for pk, *rest in rows.filter(**{column.name: target}).values_list("pk", *names)}
        for pk, *rest in rows.filter(**{column.name: source}).values_list("pk", *names) if theirs else ():
            if tuple(rest) in theirs and None not in rest:
                found.setdefault(pk, theirs[tuple(rest)])
    return found


def of_a_text(model: Any) -> bool:
    """Whether rows of ``model`` belong to a text: its parts, its links and its topics come and go with its words."""
    return issubclass(model, Part | EditionLink) or model is Article.topics.through


def meaning(column: Any, row: Any) -> Iterator[Any]:
    """The fields of ``row`` that say more than what it joins: texts, and yes or no."""
    keys = {name for key, _rows in unique_keys(column) for name in key}
    for field in row._meta.concrete_fields:
        says = isinstance(field, models.BooleanField | models.CharField | models.TextField)
        if says and field is not column and field.name not in keys and not field.unique:
            yield field


def stored(row: Any) -> dict[str, Any]:
    """Every column of ``row`` as JSON that ``restored`` reads back exactly."""
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, dt.datetime):
            values[field.attname] = value.astimezone(dt.UTC).isoformat()
            continue
        plain = value is None or isinstance(value, bool | int | str | list | dict)
        values[field.attname] = value if plain else field.value_to_string(row)
    return values


def restored(model: Any, found: list[dict[str, Any]]) -> list[Any]:
    """The rows that ``stored`` wrote down, not saved; without those of which something they hang on is gone."""
    fields = model._meta.concrete_fields
    rows = [model(**{f.attname: f.to_python(values[f.attname]) for f in fields}) for values in found]
    for field in fields:
        if field.is_relation:
            keys = sorted({getattr(row, field.attname) for row in rows} - {None})
            gone = missing(field.related_model, keys)
            rows = [row for row in rows if getattr(row, field.attname) not in gone]
    return rows


def missing(model: Any, keys: list[int]) -> set[int]:
    """The keys of which there is no row any more."""
    there: set[int] = set()
    for part in chunks(keys):
        there |= set(model._base_manager.filter(pk__in=part).values_list("pk", flat=True))
    return set(keys) - there


def words_of(model: Any) -> str:
    """What rows of ``model`` are, in words: many of them."""
    if issubclass(model, EditionLink):
        return _("editions")
    owner = model._meta.auto_created
    if owner:  # the table of a many-to-many field
        field = next(one for one in owner._meta.many_to_many if one.remote_field.through is model)
        return f"{owner._meta.verbose_name_plural}: {field.verbose_name}"
    return str(model._meta.verbose_name_plural)


def label_of(model: Any) -> str:
    """The name by which ``model_of`` finds a model."""
    return model._meta.label_lower


def model_of(label: str) -> Any:
    """The model of a ``label_of``."""
    return apps.get_model(label)


def chunks(keys: list[Any]) -> Iterator[list[Any]]:
    """``keys`` in pieces that fit into one statement."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
