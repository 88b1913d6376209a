"""A real site for the browser: the demonstration in a folder of its own, served without any worker."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240  # seconds until a test gives up: on a busy machine the preparation alone takes a minute
PASSWORD = "demo-press-office"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, patience=PATIENCE):
    """The first true answer of ``condition``; fails when there is none in time."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"gave up waiting: {what}"
        time.sleep(0.1)
    return found


def furnish(var, template):
    """Make ``var`` a copy of the folder ``template``, which was prepared once for many."""
    shutil.copytree(template, var, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.log"))


class Site:
    """One site: its folder, its port, its environment, and the processes started for it."""

    def __init__(self, var, **environment):
        self.var, self.port = var, free_port()
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.environment = inherited | {"VAR": str(var), "PORT": str(self.port), "DEMO": "1"} | environment
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes = []
        self.log = (var / "site.log").open("ab")

    def manage(self, *arguments):
        """Run one management command to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *command):
        process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.processes.append(process)
        return process

    def serve(self):
        """The web server alone: no worker, no beat, nothing that could publish by a job."""
        self.start(
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "pressoffice.wsgi:application",
        )  # fmt: skip
        wait_until(lambda: self.get("/healthz")[0] == 200, "the site answers")

    def work(self):
        """A Celery worker with beat, on whatever broker the environment names."""
        for folder in ("queue", "control"):
            (self.var / "broker" / folder).mkdir(parents=True, exist_ok=True)
        return self.start(
            sys.executable, "-m", "celery", "-A", "pressoffice", "worker", "--beat", "--pool", "solo",
            "--loglevel", "info",
        )  # fmt: skip

    def get(self, path):
        """``(status, text)`` of a GET; status 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def stop(self):
        """End every process started here, and what it started."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.log.close()
