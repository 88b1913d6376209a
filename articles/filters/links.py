"""How texts, and what stands in them, are looked for by the register rows they are linked to.

Each kind of link has a table of its own, in date order for every register row. A question for one row walks that table
and reads no more texts than it shows; one for several walks the texts and looks into the table, or, where the links
are few, reads those.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, TextField
from django.db.models.expressions import RawSQL

from articles import register
from articles.filters.things import FlagFilter, ThingFilter
from articles.models.edition import EditionPlace

FEW = 1000  # so many links are read and sorted sooner than texts are walked and looked up one by one
_COUNTED = "(SELECT COUNT(*) FROM (SELECT 1 FROM {link} WHERE {link}.{column} = {of} LIMIT {few}) few)"


class LinkFilter(ThingFilter):
    """Editions linked to any of the named register rows (``exclude=True``: to none of them).

    ``owner``: the column of the rows that leads to the edition; the rows are editions where it is ``pk``.
    """

    def __init__(self, *, link: Any, column: str, visible: Callable[..., QuerySet], owner: str = "pk", **kwargs: Any):
        self.link, self.column, self.owner, self.only = link, column, owner, kwargs.pop("only", {})
        super().__init__(visible=visible, **kwargs)

    @property
    def field(self) -> Any:
        self.extra |= {"prepare": self.measured, "prepared": (type(self), self.link)}
        return super().field

    def measured(self, rows: QuerySet) -> QuerySet:
        """``rows`` with ``reach``: the keys each stands for and how many links those have, up to ``FEW``."""
        table = f'"{rows.model._meta.db_table}"'
        own = f'COALESCE({table}."root_id", {table}."id")' if hasattr(rows.model, "root") else f'{table}."id"'
        join = "string_agg" if connection.vendor == "postgresql" else "group_concat"
        link = f'"{self.link._meta.db_table}"'
        column = f'"{self.link._meta.get_field(self.column).column}"'
        counted = _COUNTED.format(link=link, column=column, of="reached.id", few=FEW)
        sql = f"(SELECT {join}(reached.id || ':' || {counted}, ',') FROM ({self.reaching(table, own)}) reached)"  # noqa: S608
        return rows.annotate(reach=RawSQL(sql, [], output_field=TextField()))

    def reaching(self, _table: str, own: str) -> str:
        """The SELECT of the keys that the row with the key ``own`` stands for: itself."""
        return f"SELECT {own} AS id"

    def reached(self, value: list[Any]) -> dict[int, int]:
        """The keys that the rows stand for together, each with how many links it has, counted up to ``FEW``."""
        if not all(hasattr(row, "reach") for row in value):  # merged rows: the question is sent on before it is asked
            return {getattr(row, "root_id", None) or row.pk: FEW for row in value}
        pairs = (pair.split(":") for row in value for pair in row.reach.split(","))
        return {int(key): int(links) for key, links in pairs}

    def alone(self, value: list[Any]) -> tuple[int, int] | None:
        """The one key that is asked for and the number of its links; None where there are several."""
        keys = self.reached(value) if value and not self.exclude and not self.only else {}
        return next(iter(keys.items())) if len(keys) == 1 else None

    def walk(self, qs: QuerySet, key: int) -> QuerySet:
        """The editions linked to ``key``, by way of the links; ``dated`` is their date, as the links have it."""
        through = self.link._meta.get_field("edition").remote_field.related_name
        return qs.filter(**{f"{through}__{self.column}": key}).annotate(dated=F(f"{through}__published_at"))

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        keys = self.reached(value)
        rows = self.link.objects.filter(**{f"{self.column}__in": list(keys)}, **self.only)
        if sum(keys.values()) < FEW and not self.exclude:
            return qs.filter(**{f"{self.owner}__in": rows.values("edition")})
        there = Exists(rows.filter(edition=OuterRef(self.owner)))
        return qs.filter(~there if self.exclude else there)


class EveryFilter(LinkFilter):
    """Editions linked to each of the named register rows."""

    def alone(self, value: list[Any]) -> None:
        return None

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        for row in value or ():
            qs = super().filter(qs, [row])
        return qs


class TreeFilter(LinkFilter):
    """Texts linked to any of the named rows of a tree or to anything that is part of them.

    ``exact``: the parameter that, where it is ``true``, leaves the parts out.
    """

    def __init__(self, *, exact: str = "", **kwargs: Any):
        self.exact = exact
        super().__init__(**kwargs)

    def reaching(self, table: str, own: str) -> str:
        return (  # of names of our own alone
            f"WITH RECURSIVE lineage(id) AS (SELECT {own} UNION SELECT kin.id FROM {table} kin"  # noqa: S608
            " JOIN lineage ON kin.parent_id = lineage.id) SELECT id FROM lineage"
        )

    def reached(self, value: list[Any]) -> dict[int, int]:
        keys = super().reached(value)
        if self.exact and self.parent.form.cleaned_data.get(self.exact):
            return {row.pk: keys[row.pk] for row in value}
        return keys


class InCountryFilter(TreeFilter):
    """Texts that name any of the countries or a place in them, by the tree or by the code a place carries."""

    def __init__(self, **kwargs: Any):
        super().__init__(link=EditionPlace, column="place", visible=register.countries, **kwargs)

    def reaching(self, table: str, own: str) -> str:
        return (  # of names of our own alone
            f"WITH RECURSIVE lineage(id) AS (SELECT held.id FROM {table} held WHERE held.id = {own}"  # noqa: S608
            f" OR (held.country <> '' AND held.country = {table}.code) UNION SELECT kin.id FROM {table} kin"
            " JOIN lineage ON kin.parent_id = lineage.id) SELECT id FROM lineage"
        )


class MissingFilter(FlagFilter):
    """``true``: editions without a link of a kind; ``false``: those that have one."""

    def __init__(self, *, link: Any, **kwargs: Any):
        self.link = link
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        if value is None:
            return qs
        linked = Exists(self.link.objects.filter(edition=OuterRef("pk")))
        return qs.filter(~linked if value else linked)
