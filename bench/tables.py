"""Rows by the hundred thousand into either database: COPY on PostgreSQL, ``executemany`` on SQLite."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction


class Table:
    """The columns of a model. ``row`` makes a row from what differs from the defaults; ``keyed``: the key is given."""

    def __init__(self, model: type[models.Model], *, keyed: bool = False):
        fields = [
            f for f in model._meta.concrete_fields if keyed or not (f.primary_key and isinstance(f, models.AutoField))
        ]
        self.name = model._meta.db_table
        self.columns = [f.column for f in fields]
        self._names = [f.attname for f in fields]
        self._known = set(self._names)
        self._defaults = [None if f.has_default() and callable(f.default) else f.get_default() for f in fields]

    def row(self, **values: Any) -> list[Any]:
        """One row; KeyError for what is no column."""
        if values.keys() - self._known:
            raise KeyError(f"{self.name} has no {', '.join(sorted(values.keys() - self._known))}")
        get = values.get
        return [get(name, default) for name, default in zip(self._names, self._defaults, strict=True)]

    def row_of(self, instance: models.Model) -> list[Any]:
        """The row of an instance."""
        return [getattr(instance, name) for name in self._names]


def _for_sqlite(value: Any) -> Any:
    """A value as Django stores it in SQLite."""
    kind = type(value)
    if kind is uuid.UUID:
        return value.hex
    if kind is dt.datetime:
        return str(value.astimezone(dt.UTC).replace(tzinfo=None))
    return value


class Loader:
    """Takes rows and writes them in batches. ``rows`` are those that wait, by table and columns."""

    def __init__(self, batch: int = 20_000):
        self.rows: dict[tuple[str, tuple[str, ...]], list[Any]] = defaultdict(list)
        self._batch, self._count = batch, 0

    def add(self, table: Table, *rows: list[Any]) -> None:
        """Rows of a model."""
        self.add_to(table.name, table.columns, rows)

    def add_to(self, name: str, columns: Iterable[str], rows: Iterable[Any]) -> None:
        """Rows of any table."""
        kept = self.rows[name, tuple(columns)]
        before = len(kept)
        kept.extend(rows)
        self._count += len(kept) - before
        if self._count >= self._batch:
            self.write()

    def write(self) -> None:
        """Write what has come together."""
        with transaction.atomic(), connection.cursor() as cursor:
            for (name, columns), rows in self.rows.items():
                named = ", ".join(f'"{column}"' for column in columns)
                if connection.vendor == "postgresql":
                    with cursor.copy(f'COPY "{name}" ({named}) FROM STDIN') as copy:
                        for row in rows:
                            copy.write_row(row)
                else:
                    marks = ", ".join("?" for _column in columns)
                    cursor.cursor.connection.executemany(
                        f'INSERT INTO "{name}" ({named}) VALUES ({marks})',  # noqa: S608
                        [[_for_sqlite(value) for value in row] for row in rows],
                    )
        self.rows.clear()
        self._count = 0


@contextmanager
def loading(tables: Iterable[str], say: Callable[[str], None] = lambda line: None) -> Iterator[Loader]:
    """A loader for a database of its own: indexes are made at the end, nothing is checked, a crash leaves a ruin."""
    loader = Loader()
    if connection.vendor == "postgresql":
        made_again = list(_bare_postgresql(tables))
        settings = ["SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"]
        before, after = settings, [*made_again, "SET session_replication_role = origin", "VACUUM ANALYZE", "CHECKPOINT"]
    else:
        made_again = list(_bare_sqlite(tables))
        before = ["PRAGMA foreign_keys = OFF", "PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF"]
        before += ["PRAGMA cache_size = -1000000"]
        after = [*made_again, "PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL"]
    for statement in before:
        execute(statement)
    yield loader
    loader.write()
    say(f"making {len(made_again)} indexes")
    for statement in after:
        execute(statement)


def execute(statement: str) -> None:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _bare_postgresql(tables: Iterable[str]) -> Iterator[str]:
    """Drop the indexes but for the keys; the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype IN ('u', 'x') AND conrelid::regclass::text = ANY(%s)",
            [list(tables)],
        )
        for table, name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE NOT indisprimary AND indrelid::regclass::text = ANY(%s)",
            [list(tables)],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            yield definition


def _bare_sqlite(tables: Iterable[str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        marks = ", ".join("%s" for _table in tables)
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",  # noqa: S608
            list(tables),
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            yield definition


def count_on(*some: type[models.Model]) -> None:
    """Let the keys that are given out next follow those that were given here."""
    from django.core.management.color import no_style

    for statement in connection.ops.sequence_reset_sql(no_style(), some):
        execute(statement)
