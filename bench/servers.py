"""Servers to be measured, and the processor time they and their database have taken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.databases import ROOT, Database
from bench.load import ask
from tests.services import free_port

WORKERS, THREADS = 2, 4
TARGETS = {"ours": "pressoffice.wsgi:application", "plain": "bench.plain.wsgi:application"}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server at work."""

    name: str
    port: int
    pid: int
    database: int | None  # the process of its database server

    def processor_seconds(self) -> float:
        """What its processes and those of the database have taken so far."""
        return sum(_taken(pid) for pid in (self.pid, self.database) if pid)


def _taken(root: int) -> float:
    """Seconds of a process, of all below it, and of those of them that have ended."""
    below: dict[int, list[int]] = {}
    taken: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            pid = int(folder.name)
            below.setdefault(int(fields[1]), []).append(pid)
            taken[pid] = sum(map(int, fields[11:15])) / TICKS
    found, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        found += taken.get(pid, 0.0)
        waiting += below.get(pid, [])
    return found


@contextmanager
def serve(database: Database, *, page_cache: bool = False) -> Iterator[Server]:
    """An application over its database, in production settings."""
    environment = database.environment() | {"PAGE_CACHE_MEGABYTES": "64" if page_cache else "0"}
    with _granian(TARGETS[database.app], environment) as (port, pid):
        yield Server(f"{database.app}{' with page cache' if page_cache else ''}", port, pid, database.server)


@contextmanager
def serve_bytes(answer: bytes, media_type: str) -> Iterator[Server]:
    """The ceiling: the same server with nothing to do but to give out ``answer``."""
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"bench-bytes-{os.getpid()}"
    path.write_bytes(answer)
    try:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "BYTES": str(path), "MEDIA_TYPE": media_type}
        with _granian("bench.ceiling:application", environment) as (port, pid):
            yield Server("prebuilt bytes", port, pid, None)
    finally:
        path.unlink()


@contextmanager
def _granian(target: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    port = free_port()
    tool = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    options += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "10"]
    server = subprocess.Popen(
        [tool, *options, target], env=environment | {"PORT": str(port)}, cwd=ROOT, start_new_session=True
    )
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        with suppress(OSError):
            ask(port, "/healthz")
            return
        time.sleep(0.2)
    raise SystemExit("the server does not answer")
