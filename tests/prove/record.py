"""docs/proof.md: what was run at full size, when, on what; a run of a part leaves the other rows as they are."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess

from tests.prove.run import FULL, ROOT, Result

PAGE = ROOT / "docs" / "proof.md"
COLUMNS = ("Proof", "Database", "Sizes", "Result", "Took", "Date", "Commit", "Machine")
HEAD = """# Proofs

What the office promises, measured. `make prove` runs this anew and writes this page; with `--only NAME`, `python -m
tests.prove` runs one proof and replaces its rows. Each proof has a fresh database of its own and real processes; what
they left is asked of the database afterwards. A row tells only of what was run, at full size, on the day it names. A
`+` after the commit means that the files differed from it.

- **schedulers**: processes that settle the same due texts at once. Each text is settled once; numbers have no gap.
- **lost_updates**: two processes save the same version of one text at the same moment. One wins, the other is told.
- **lateness**: the site itself is asked over HTTP, again and again, for texts that fall due; how long after its hour
  each is first seen (the interval between two questions included), with no worker and with one.
- **contention**: processes that save, as fast as they can, and processes that read, with a rest of 0.5 s between looks.
- **kills**: `kill -9` of workers and of staff's processes while texts fall due; every other blow is aimed at somebody
  inside a transaction. It kills processes of the office, not the database server, and does not cut the power; the
  PostgreSQL of `make prove` runs without fsync.
- **races**: staff approve, move, hold, release and cancel each text within the seconds around its hour, two or three at
  once, while workers settle. What each was told, the record of acts, the clock columns, the public log and what a
  reader saw must tell one story for every text.
- **bundles**: `kill -9` of staff who approve, move, hold and cancel bundles of ten around their hours, and of workers.
  A reader asks for all members in one statement, and must see all of a bundle or none.
- **mirror**: the client of the documentation follows the change feed of the site through a random history, killed again
  and again; it, another that reads the log from its first line, and one that begins at the end hold what the API has.
- **fuzz**: schemathesis puts questions made from the OpenAPI document, good and bad, to every operation of the API; all
  its checks must hold, on every answer.
- **lighthouse**: Lighthouse judges a full list and a text as on a phone; 100 of 100 four times, in the median round.
  A browser behind a line of slow 4G with 400 ms must show the page within two seconds, handshakes included.

"""


def record(results: list[Result]) -> None:
    """Put ``results`` in the place of the rows of the same proof and database."""
    rows = _kept()
    for result in results:
        rows[result.name, result.database] = _row(result)
    order = [(name, database) for name in FULL for database in ("SQLite", "PostgreSQL")]
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *(rows[key] for key in order if key in rows)]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")


def _kept() -> dict[tuple[str, str], str]:
    rows = {}
    for line in PAGE.read_text().splitlines() if PAGE.exists() else []:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == len(COLUMNS):
            rows[cells[0], cells[1]] = line
    return rows


def _row(result: Result) -> str:
    sizes = ", ".join(f"{name} {size:,}" for name, size in result.sizes.items())
    became = f"FAILED: {result.faults[0]}. {result.figures}" if result.faults else result.figures
    today = dt.datetime.now(dt.UTC).date().isoformat()
    took = f"{result.seconds:.0f} s"
    return _line([result.name, result.database, sizes, became, took, today, _commit(), _machine(result)])


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def _machine(result: Result) -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {result.version}"


def _commit() -> str:
    """The short hash, with ``+`` where files differ from it; empty without git."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        return ""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (
        "+" if git("status", "--porcelain", "--", ".", ":!docs/proof.md") else ""
    )
