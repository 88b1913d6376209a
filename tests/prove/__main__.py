"""``python -m tests.prove``: every proof on SQLite, and on PostgreSQL where TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from tests.prove.record import PAGE, record
from tests.prove.run import FULL, SMALL, Result, prove

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--small", action="store_true", help="sizes that take seconds; nothing is written down")
    parser.add_argument("--only", choices=FULL, metavar="NAME", help=f"one of {', '.join(FULL)}")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one of the databases")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of every "finally": nothing stays behind
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server and options.on == "postgresql":
        parser.error("TEST_POSTGRES_URL is not set.")
    if not server:
        console.print("TEST_POSTGRES_URL is not set: SQLite only.")
    servers = {"sqlite": [None], "postgresql": [server]}.get(options.on, [None, server] if server else [None])
    failed = False
    for name, sizes in (SMALL if options.small else FULL).items():
        if options.only in (None, name):
            for server in servers:
                result = _shown(name, sizes, server)
                failed = failed or bool(result.faults)
                if not options.small:
                    record([result])
    if not options.small:
        console.print(f"Written: {PAGE}")
    return int(failed)


def _shown(name: str, sizes: dict[str, object], server: str | None) -> Result:
    """Run one proof with a bar that goes along; then say what became of it."""
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"{name} on {'PostgreSQL' if server else 'SQLite'}", total=None)
        result = prove(name, sizes, server, heard=lambda done, total: bar.update(task, completed=done, total=total))
    word = "FAILED" if result.faults else "holds"
    console.print(
        f"{name} on {result.version or result.database}: {word} after {result.seconds:.0f} s. {result.figures}"
    )
    for fault in result.faults[:10]:
        console.print(f"  {fault}", markup=False)
    if result.evidence:
        console.print(f"  The evidence is kept in {result.evidence}")
    return result


if __name__ == "__main__":
    sys.exit(main())
