"""Lends PostgreSQL, Redis and a browser to one command, and takes back exactly what it lent.

    python tests/services.py run -- pytest

The command finds TEST_POSTGRES_URL, TEST_REDIS_URL and CHROMIUM in its environment. A service that is named there
already is left as it is; one that cannot be had is not named, and a line says why. Where this runs as root on
Debian or Ubuntu, what is absent gets installed. Servers listen on 127.0.0.1 alone, behind a password, on a free port.
Standard library only.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 30  # seconds for a server to come up or go down
POSTGRES_FOLDERS = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"]
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]
REDIS_NAMES = ["redis-server", "valkey-server"]


class ServiceError(Exception):
    """The service cannot be had; the message says why."""


def say(line: str) -> None:
    print(f"services: {line}", file=sys.stderr, flush=True)


# --- Finding and installing -------------------------------------------------------------------------------------------


def find_program(names: list[str]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def find_postgres() -> Path | None:
    """The folder with initdb and postgres; the newest, where there are several."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    folders = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern[1:])]
    found = [folder for folder in folders if (folder / "initdb").exists()]
    return max(
        found, key=lambda folder: [int(part) for part in folder.parts[-2].split("-") if part.isdigit()], default=None
    )


def install_absent() -> None:
    """Install with apt what is absent, where that is possible and allowed."""
    absent = []
    if "TEST_POSTGRES_URL" not in os.environ and not find_postgres():
        absent.append("postgresql")
    if "TEST_REDIS_URL" not in os.environ and not find_program(REDIS_NAMES):
        absent.append("redis-server")
    if "CHROMIUM" not in os.environ and not find_program(CHROMIUM_NAMES):
        absent.append("chromium")
    if not shutil.which("java"):
        absent.append("default-jre-headless")
    if not absent or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"installing {', '.join(absent)}")
    # RUNLEVEL=1 keeps the packages from starting servers of their own.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *absent]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            say(f"apt-get {command[0]} failed; going on without what is absent")
            return


# --- Servers ----------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise ServiceError(f"it did not come up: {log.read_text(errors='replace')[-500:]}")


def stop(server: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    server.send_signal(signum)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def start_postgres(room: ExitStack, folder: Path) -> str:
    """The URL of a fresh cluster that lives as long as ``room``. As root, it runs as the system user postgres."""
    programs = find_postgres()
    if programs is None:
        raise ServiceError("it is not installed")
    folder.mkdir()
    password = secrets.token_urlsafe(16)
    password_file = folder / "password"
    password_file.write_text(password)
    owner: dict[str, object] = {}
    if os.geteuid() == 0:
        owner = {"user": "postgres", "group": "postgres", "extra_groups": []}
        try:
            for path in (folder, password_file):
                shutil.chown(path, "postgres", "postgres")
        except LookupError as error:
            raise ServiceError("it refuses to run as root, and there is no system user postgres") from error
    cluster, log, port = folder / "cluster", folder / "log", free_port()
    with log.open("wb") as output:
        options = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={password_file}"]
        initdb = [
            programs / "initdb",
            "--pgdata",
            cluster,
            *options,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        if subprocess.run(initdb, cwd=folder, stdout=output, stderr=output, check=False, **owner).returncode:
            raise ServiceError(f"initdb failed: {log.read_text(errors='replace')[-500:]}")
        where = ["-D", cluster, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        speed = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        server = subprocess.Popen(
            [programs / "postgres", *where, *speed],
            **{"cwd": folder, "stdout": output, "stderr": output, "start_new_session": True, **owner},
        )
    room.callback(stop, server, signal.SIGINT)  # "fast shutdown": ends the sessions that are still open
    wait_for_port(port, server, log)
    return f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"


def start_redis(room: ExitStack, folder: Path) -> str:
    """The URL of an empty server, kept in memory, that lives as long as ``room``."""
    program = find_program(REDIS_NAMES)
    if program is None:
        raise ServiceError("it is not installed")
    folder.mkdir()
    password, port, log = secrets.token_urlsafe(16), free_port(), folder / "log"
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {folder}\nsave ""\nappendonly no\n'
    with log.open("wb") as output:
        server = subprocess.Popen(
            [program, "-"], stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True
        )
        assert server.stdin is not None
        server.stdin.write(settings.encode())
        server.stdin.close()
    room.callback(stop, server, signal.SIGTERM)
    wait_for_port(port, server, log)
    return f"redis://:{password}@127.0.0.1:{port}/0"


# --- The command ------------------------------------------------------------------------------------------------------


def run(command: list[str]) -> int:
    """The exit code of ``command``, run with the services in its environment."""
    install_absent()
    environment = dict(os.environ)
    with ExitStack() as room:
        folder = Path(room.enter_context(tempfile.TemporaryDirectory(prefix="services-")))
        folder.chmod(0o711)  # postgres may pass through
        for name, variable, start in [
            ("PostgreSQL", "TEST_POSTGRES_URL", start_postgres),
            ("Redis", "TEST_REDIS_URL", start_redis),
        ]:
            if variable not in environment:
                try:
                    environment[variable] = start(room, folder / name.lower())
                except ServiceError as error:
                    say(f"no {name}: {error}. Tests that need it are skipped")
        if "CHROMIUM" not in environment:
            if browser := find_program(CHROMIUM_NAMES):
                environment["CHROMIUM"] = browser
            else:
                say("no Chromium: it is not installed. Tests that need it are skipped")
        return run_and_pass_signals(command, environment)


def run_and_pass_signals(command: list[str], environment: dict[str, str]) -> int:
    """Run in a session of its own, so that a signal reaches the command once: from here, whoever sent it."""
    child = subprocess.Popen(command, env=environment, start_new_session=True)

    def pass_on(signum: int, frame: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signum)

    for signum in STOP_SIGNALS:
        signal.signal(signum, pass_on)
    code = child.wait()
    for signum in STOP_SIGNALS:  # what is left to do is to stop the services
        signal.signal(signum, signal.SIG_IGN)
    return code if code >= 0 else 128 - code


def interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    if sys.argv[1:3] != ["run", "--"] or not sys.argv[3:]:
        sys.exit("usage: services.py run -- COMMAND ...")
    for signum in STOP_SIGNALS:  # until the command runs: leave, and stop what was started
        signal.signal(signum, interrupt)
    try:
        sys.exit(run(sys.argv[3:]))
    except KeyboardInterrupt:
        sys.exit(130)
