"""Evidence that refuses to change: triggers in the database itself, for SQLite and PostgreSQL.

``Revision``, ``Approval``, ``Edition``, ``Change`` and ``AuditEntry`` refuse UPDATE and DELETE, with four exceptions:
an edition's clock columns; its ``settled_at``, once; ``voided_at`` of an approval, once; ``document`` to null together
with ``redacted_at``, once, on editions and revisions. The one DELETE allowed is that of a coming edition.

SQLite drops triggers whenever a migration rebuilds a table, so they are put in place after every migrate; a system
check and ``/readyz`` verify them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connections, transaction
from django.db.models.signals import post_migrate

GUARDED = ("revision", "approval", "edition", "change", "auditentry")
FREE_COLUMNS = {
    "edition": {"public_from", "public_until", "text_until", "published_at", "number"},
    "revision": set(),
    "approval": set(),
    "change": set(),
    "auditentry": set(),
}
ONCE_COLUMNS = {"edition": {"settled_at"}, "approval": {"voided_at"}}
REDACTED = {"edition", "revision"}


def _table(name: str) -> str:
    return apps.get_model("articles", name)._meta.db_table


def _forbidden_update(name: str, distinct: str) -> str:
    """The SQL condition under which an UPDATE of OLD to NEW is refused."""
    conditions = []
    for field in apps.get_model("articles", name)._meta.concrete_fields:
        column, differs = field.column, f'OLD."{field.column}" {distinct} NEW."{field.column}"'
        if column in FREE_COLUMNS[name]:
            continue
        if column in ONCE_COLUMNS.get(name, ()):
            conditions.append(f'(OLD."{column}" IS NOT NULL AND {differs})')
        elif name in REDACTED and column == "document":
            conditions.append(
                f'({differs} AND NOT (NEW."document" IS NULL AND OLD."redacted_at" IS NULL'
                f' AND NEW."redacted_at" IS NOT NULL))'
            )
        elif name in REDACTED and column == "redacted_at":
            conditions.append(f'({differs} AND NOT (OLD."redacted_at" IS NULL AND NEW."document" IS NULL))')
        else:
            conditions.append(f"({differs})")
    return " OR ".join(conditions)


def _statements(vendor: str) -> Iterator[tuple[str, str, str]]:
    """``(trigger name, SQL that makes it, SQL that drops it)`` for one kind of database."""
    for name in GUARDED:
        table = _table(name)
        refusal = f"{name} is evidence and does not change"
        if vendor == "sqlite":
            kept = "1"
            if name == "edition":
                kept = (
                    "OLD.settled_at IS NOT NULL OR (OLD.public_from IS NOT NULL"
                    " AND OLD.public_from <= strftime('%Y-%m-%d %H:%M:%f', 'now'))"
                )
            for event, condition in (("UPDATE", _forbidden_update(name, "IS NOT")), ("DELETE", kept)):
                trigger = f"evidence_{name}_{event.lower()}"
                body = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                trigger = _versioned(trigger, condition)
                yield (
                    trigger,
                    f'CREATE TRIGGER "{trigger}" BEFORE {event} ON "{table}" WHEN {condition} {body}',
                    f'DROP TRIGGER IF EXISTS "{trigger}"',
                )
        else:
            function = """CREATE OR REPLACE FUNCTION evidence_refuses() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION '% is evidence and does not change', TG_ARGV[0]
                USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"""
            kept = "true"
            if name == "edition":
                kept = (
                    "OLD.settled_at IS NOT NULL OR"
                    " (OLD.public_from IS NOT NULL AND OLD.public_from <= clock_timestamp())"
                )
            for event, condition in (("UPDATE", _forbidden_update(name, "IS DISTINCT FROM")), ("DELETE", kept)):
                trigger = _versioned(f"evidence_{name}_{event.lower()}", condition)
                yield (
                    trigger,
                    f'{function}; CREATE TRIGGER "{trigger}" BEFORE {event} ON "{table}" FOR EACH ROW'
                    f" WHEN ({condition}) EXECUTE FUNCTION evidence_refuses('{name}')",
                    f'DROP TRIGGER IF EXISTS "{trigger}" ON "{table}"',
                )
            trigger = f"evidence_{name}_truncate"
            yield (
                trigger,
                f'CREATE TRIGGER "{trigger}" BEFORE TRUNCATE ON "{table}"'
                f" FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuses('{name}')",
                f'DROP TRIGGER IF EXISTS "{trigger}" ON "{table}"',
            )


def _versioned(trigger: str, condition: str) -> str:
    """The name carries a hash of the condition, so that a changed model is seen as a missing trigger."""
    return f"{trigger}_{hashlib.sha256(condition.encode()).hexdigest()[:8]}"


def _present(connection) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evidence\\_%' ESCAPE '\\'"
            )
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
                " AND tgname LIKE 'evidence\\_%%' AND pg_table_is_visible(pg_class.oid) AND tgenabled <> 'D'"
            )
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """The triggers that should stand in the database and do not."""
    connection = connections[using]
    present = _present(connection)
    return [name for name, _make, _drop in _statements(connection.vendor) if name not in present]


def install(using: str = "default") -> None:
    """Put every trigger in place that is not; drop those of an older form."""
    connection = connections[using]
    wanted = {name: make for name, make, _drop in _statements(connection.vendor)}
    present = _present(connection)
    if present == set(wanted):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in present - set(wanted):
            model = name.split("_")[1]
            cursor.execute(
                f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{_table(model)}"')
            )
        for name, make in wanted.items():
            if name not in present:
                cursor.execute(make)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers: for emptying a test database, never for anything else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for _name, _make, drop in _statements(connection.vendor):
            cursor.execute(drop)
    try:
        yield
    finally:
        install(using)


def _after_migrate(using: str, **_kwargs) -> None:
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    tables = connection.introspection.table_names()
    if all(_table(name) in tables for name in GUARDED):
        install(using)


def connect(app_config) -> None:
    """Install after every migrate of this app."""
    post_migrate.connect(_after_migrate, sender=app_config, dispatch_uid="articles.evidence")
