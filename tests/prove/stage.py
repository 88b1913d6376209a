"""The process in which one proof runs: ``python -m tests.prove.stage NAME SIZES``, on the DATABASE_URL it is given.

Says what it finds on stdout, one JSON object a line: ``{"done", "total"}`` as it goes on, at the end ``{"figures",
"faults", "version"}``. The database is empty, or freshly migrated.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

import django

_starter, sys.stdout = sys.stdout, sys.stderr  # whatever a command prints is no word of ours


def say(**words: object) -> None:
    """One line to whoever started this process."""
    print(json.dumps(words), file=_starter, flush=True)


def progress(done: float, total: float) -> None:
    """How far the proof is."""
    say(done=done, total=total)


def main(name: str, sizes: str) -> None:
    assert os.environ["DATABASE_URL"]
    assert os.environ["VAR"]
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "postgresql":
        version = connection.pg_version
        version = f"PostgreSQL {version // 10000}.{version % 10000}"
    else:
        import sqlite3

        version = f"SQLite {sqlite3.sqlite_version}"
    figures, faults = importlib.import_module(f"tests.prove.{name}").run(**json.loads(sizes), progress=progress)
    connection.close()
    say(figures=figures, faults=faults[:50], version=version)


if __name__ == "__main__":
    main(*sys.argv[1:])
