"""Trees of rows that know their parent: everything below some rows, or above them, inside one statement.

SQLite and PostgreSQL both read these recursive subqueries, and each ends where a tree runs in a circle.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Subquery


class Lineage(Subquery):
    """The keys of ``rows`` and of all that ``reaches`` from them, for ``pk__in`` and its kin."""

    template = (
        "(WITH RECURSIVE lineage(id) AS (%(subquery)s UNION SELECT kin.%(gives)s FROM %(table)s kin"
        " JOIN lineage ON kin.%(meets)s = lineage.id WHERE kin.%(gives)s IS NOT NULL) SELECT id FROM lineage)"
    )

    def __init__(self, rows: QuerySet, *, gives: str, meets: str, **extra: Any):
        table = rows.model._meta.db_table
        super().__init__(rows.order_by().values("pk"), gives=gives, meets=meets, table=f'"{table}"', **extra)


def below(rows: QuerySet) -> Lineage:
    """The keys of ``rows`` and of everything that is part of them, at any depth, through the column ``parent``."""
    return Lineage(rows, gives="id", meets="parent_id")


def above(rows: QuerySet) -> Lineage:
    """The keys of ``rows`` and of everything they are part of, at any height, through the column ``parent``."""
    return Lineage(rows, gives="parent_id", meets="id")
