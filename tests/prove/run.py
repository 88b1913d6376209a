"""One proof on one fresh database: made here, proven in a process of its own, and kept only where the proof fails."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.services import find_postgres

ROOT = Path(__file__).resolve().parent.parent.parent
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")

FULL: dict[str, dict[str, Any]] = {
    "schedulers": {"processes": 8, "due": 500},
    "lost_updates": {"pairs": 500},
    "lateness": {"texts": 100, "seconds": 60},
    "contention": {"writers": 16, "readers": 32, "writes": 10_000},
    "kills": {"kills": 1_000, "editions": 10_000, "seconds": 300, "workers": 4, "writers": 3},
    "races": {"races": 500, "staff": 4, "workers": 2, "seconds": 180},
    "bundles": {"bundles": 30, "kills": 150, "seconds": 150, "staff": 3, "workers": 2},
    "mirror": {"steps": 2_000, "kills": 100},
    "fuzz": {"examples": 50_000},
    "lighthouse": {"rounds": 3},
}
SMALL: dict[str, dict[str, Any]] = {
    "schedulers": {"processes": 4, "due": 40},
    "lost_updates": {"pairs": 30},
    "lateness": {"texts": 3, "seconds": 3},
    "contention": {"writers": 4, "readers": 4, "writes": 100},
    "kills": {"kills": 30, "editions": 200, "seconds": 6, "workers": 3, "writers": 2},
    "races": {"races": 15, "staff": 3, "workers": 1, "seconds": 3},
    "bundles": {"bundles": 2, "kills": 4, "seconds": 3, "staff": 2, "workers": 1},
    "mirror": {"steps": 40, "kills": 4},
    "fuzz": {"examples": 300},
}


@dataclass
class Result:
    """What became of one proof. It holds where ``faults`` is empty; ``evidence`` is left where it does not."""

    name: str
    database: str
    sizes: dict[str, Any]
    figures: str = ""
    faults: list[str] = field(default_factory=list)
    version: str = ""
    seconds: float = 0.0
    evidence: Path | None = None


def prove(
    name: str,
    sizes: dict[str, Any],
    server: str | None = None,
    *,
    template: str = "",
    heard: Callable[..., None] = print,
) -> Result:
    """Run the proof ``name`` on a fresh SQLite file, or on a fresh database of the PostgreSQL ``server`` (its URL).

    ``template``: a migrated SQLite file, or the name of a database on the server, to copy where many proofs are run.
    ``heard(done, total)`` is called as it goes on.
    Where the proof fails, its folder stays and holds the database (of PostgreSQL a dump) and what the processes said.
    """
    result = Result(name, "PostgreSQL" if server else "SQLite", sizes)
    folder = Path(tempfile.mkdtemp(prefix=f"prove-{name}-{result.database.lower()}-"))
    began = time.monotonic()
    with _database(server, folder, template) as url:
        _stage(result, folder, url, heard)
        result.seconds = time.monotonic() - began
        if result.faults and server:
            _dump(url, folder / "database.sql")
    if result.faults:
        result.evidence = folder
        (folder / "faults.txt").write_text("\n".join(result.faults) + "\n")
    else:
        shutil.rmtree(folder)
    return result


def _stage(result: Result, folder: Path, url: str, heard: Callable[..., None]) -> None:
    """Fill ``result`` from what the stage says; whatever else ends it is a fault."""
    environment = {key: os.environ[key] for key in INHERITED if key in os.environ}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "pressoffice.settings",
        "VAR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SECURE_SSL_REDIRECT": "off",  # the proof of lateness asks over plain http, on this machine
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "tests.prove.stage", result.name, json.dumps(result.sizes)]
    said = None
    with (folder / "stage.log").open("wb") as log:
        stage = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            assert stage.stdout is not None
            for line in stage.stdout:
                word = json.loads(line)
                if "done" in word:
                    heard(word["done"], word["total"])
                else:
                    said = word
            stage.wait()
        finally:  # whatever it forked lives in its session, and nobody else does
            with suppress(ProcessLookupError):
                os.killpg(stage.pid, signal.SIGKILL)
            stage.wait()
    if said is None:
        last = (folder / "stage.log").read_text(errors="replace").strip().splitlines()[-1:]
        result.faults = [f"the stage ended with code {stage.returncode}: {' '.join(last)}"]
    else:
        result.figures, result.faults, result.version = said["figures"], said["faults"], said["version"]


def migrate(url: str, folder: Path) -> None:
    """Make the tables of the database ``url``, which others may then copy; ``folder`` is the VAR of the command."""
    environment = {key: os.environ[key] for key in INHERITED if key in os.environ}
    environment |= {"VAR": str(folder), "DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(50)}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def make_database(server: str, template: str = "template1") -> str:
    """A new database on the PostgreSQL ``server``, a copy of ``template``; returns its name."""
    import psycopg
    from psycopg import sql

    name = f"prove_{secrets.token_hex(6)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(create)
    return name


def drop_database(server: str, name: str) -> None:
    """Drop a database of ``make_database``, whoever is still connected to it."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _database(server: str | None, folder: Path, template: str = "") -> Iterator[str]:
    """The URL of a database nobody else knows, a copy of ``template``. That of PostgreSQL is dropped afterwards."""
    if server is None:
        path = folder / "pressoffice.sqlite3"
        if template:
            shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        return
    name = make_database(server, template or "template1")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        drop_database(server, name)


def _dump(url: str, path: Path) -> None:
    """Keep the database as SQL, where pg_dump is installed."""
    if programs := find_postgres():
        subprocess.run([programs / "pg_dump", "--file", path, url], stderr=subprocess.DEVNULL, check=False)
