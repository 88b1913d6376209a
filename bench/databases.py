"""The databases that are measured: made once for each size under ``VAR/bench``, found there at every later round."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.services import find_postgres, free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("VAR") or ROOT / "var").resolve() / "bench"
SITE_URL = "https://press.example"
VERSION = 1  # of what is generated: raise it, and databases are made anew
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1h",
    "fsync": "off",  # nothing is written while it is measured
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
APPS = {"ours": "pressoffice.settings", "plain": "bench.plain.settings"}


@dataclass(frozen=True)
class Database:
    """One filled database. ``processes`` are those of its server, empty for SQLite."""

    app: str
    vendor: str
    size: int
    url: str
    server: int | None = None

    @property
    def name(self) -> str:
        return name_of(self.app, self.size)

    def environment(self) -> dict[str, str]:
        """What a server over it finds in its environment: production, behind a proxy that ends TLS."""
        kept = {key: value for key, value in os.environ.items() if key not in ("DEBUG", "DEMO", "DATABASE_URL", "PORT")}
        folder = HOME / self.app
        folder.mkdir(parents=True, exist_ok=True)
        return kept | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": APPS[self.app],
            "VAR": str(folder),
            "SITE_URL": SITE_URL,
            "ALLOWED_HOSTS": "press.example,127.0.0.1",
            "BEHIND_PROXY": "1",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments: str) -> None:
        """Run a Python module in its environment."""
        subprocess.run([sys.executable, "-m", *arguments], env=self.environment(), cwd=ROOT, check=True)


def name_of(app: str, size: int) -> str:
    """What the database of an application is called."""
    return f"{app}_{size}"


@contextmanager
def postgresql() -> Iterator[tuple[str, int]]:
    """``(url without a database, process id)`` of the server of ``VAR/bench``, there as long as anybody uses it."""
    folder = HOME / "postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    with (HOME / "postgresql.users").open("w") as users:
        with _turn("postgresql"):
            fcntl.flock(users, fcntl.LOCK_SH)
            pid, port = _running(folder / "cluster") or _start(folder)
        try:
            yield _server_url(folder, port), pid
        finally:
            with _turn("postgresql"), suppress(BlockingIOError):  # somebody else uses it
                fcntl.flock(users, fcntl.LOCK_UN)
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.kill(pid, signal.SIGINT)
                while (folder / "cluster" / "postmaster.pid").exists():
                    time.sleep(0.1)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """One process at a time; who comes meanwhile waits."""
    with (HOME / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _server_url(folder: Path, port: int) -> str:
    return f"postgres://postgres:{(folder / 'password').read_text()}@127.0.0.1:{port}"


def _start(folder: Path) -> tuple[int, int]:
    """``(process id, port)`` of a new server over the cluster in ``folder``, which is made where there is none."""
    programs = find_postgres()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: choose --db sqlite")
    owner: dict[str, object] = {}
    if os.geteuid() == 0:
        owner = {"user": "postgres", "group": "postgres", "extra_groups": []}
    if not (folder / "cluster" / "PG_VERSION").exists():
        password_file = folder / "password"
        password_file.write_text(os.urandom(12).hex())
        if owner:
            for path in (folder, password_file):
                shutil.chown(path, "postgres", "postgres")
        options = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"]
        subprocess.run(
            [programs / "initdb", "--pgdata", folder / "cluster", *options, "--encoding=UTF8", "--locale=C.UTF-8"],
            cwd=folder, stdout=subprocess.DEVNULL, check=True, **owner,
        )  # fmt: skip
    log, port = folder / "log", free_port()
    where = ["-D", folder / "cluster", "-h", "127.0.0.1", "-p", str(port), "-k", folder]
    chosen = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        server = subprocess.Popen(
            [programs / "postgres", *where, *chosen],
            **{"cwd": folder, "stdout": output, "stderr": output, "start_new_session": True, **owner},
        )
    wait_for_port(port, server, log)
    _wait_until_it_answers(f"{_server_url(folder, port)}/postgres")
    return server.pid, port


def _wait_until_it_answers(url: str) -> None:
    """A server that was not ended in order looks through its log first."""
    deadline = time.monotonic() + 300
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _running(cluster: Path) -> tuple[int, int] | None:
    """``(process id, port)`` of a server that is at work in ``cluster`` already."""
    with suppress(OSError, IndexError, ValueError):
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
        os.kill(pid, 0)
        return pid, port
    return None


@contextmanager
def database(app: str, vendor: str, size: int, *, again: bool = False) -> Iterator[Database]:
    """The filled database of an application, brought up to date; made where it is not there."""
    HOME.mkdir(parents=True, exist_ok=True)
    with ExitStack() as room:
        server, pid = room.enter_context(postgresql()) if vendor == "postgresql" else ("", None)
        with _turn(f"{vendor}-{name_of(app, size)}"):
            if vendor == "sqlite":
                found = _sqlite(app, size, again=again)
            else:
                found = _in_postgresql(app, size, server, pid, again=again)
        found.run("django", "migrate", "--run-syncdb", "--skip-checks", "-v0")
        if app == "ours":
            found.run("django", "collectstatic", "--no-input", "-v0")
        yield found


def _stamp(vendor: str, name: str) -> Path:
    return HOME / f"{vendor}-{name}.json"


def _is_made(vendor: str, name: str) -> bool:
    stamp = _stamp(vendor, name)
    return stamp.exists() and json.loads(stamp.read_text()) == {"version": VERSION}


def _fill(made: Database) -> None:
    print(f"making {made.name} ({made.vendor})", file=sys.stderr, flush=True)
    made.run("django", "migrate", "--run-syncdb", "--skip-checks", "-v0")
    made.run("bench.fill", str(made.size))


def _sqlite(app: str, size: int, *, again: bool) -> Database:
    name = name_of(app, size)
    path = HOME / f"{name}.sqlite3"
    found = Database(app, "sqlite", size, f"sqlite:///{path}")
    if again or not path.exists() or not _is_made("sqlite", name):
        _stamp("sqlite", name).unlink(missing_ok=True)
        for part in HOME.glob(f"{name}.sqlite3*"):
            part.unlink()
        _fill(found)
        _stamp("sqlite", name).write_text(json.dumps({"version": VERSION}))
    return found


def _in_postgresql(app: str, size: int, server: str, pid: int | None, *, again: bool) -> Database:
    name = name_of(app, size)
    found = Database(app, "postgresql", size, f"{server}/{name}", pid)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not again and there and _is_made("postgresql", name):
            return found
        _stamp("postgresql", name).unlink(missing_ok=True)
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    _fill(found)
    _stamp("postgresql", name).write_text(json.dumps({"version": VERSION}))
    return found
