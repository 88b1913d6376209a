"""``manage.py office`` as a user meets it: real processes, a real port, real signals."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.site import furnish

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds until a test gives up
PROC = Path("/proc")

pytestmark = pytest.mark.skipif(not (PROC / "self" / "environ").exists(), reason="counts processes in /proc")


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"gave up waiting: {what}"
        time.sleep(0.1)
    return found


def manage(var, *arguments, port=0, **options):
    """``manage.py`` as a process of its own, on the embedded default and the folder ``var``."""
    inherited = {name: os.environ[name] for name in ["PATH", "HOME", "LANG", "TMPDIR"] if name in os.environ}
    environment = inherited | {"VAR": str(var), "PORT": str(port), "DEMO": "1", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen([sys.executable, ROOT / "manage.py", *arguments], env=environment, cwd=ROOT, **options)


def processes_in(var):
    """Command lines by process id of all that live with this folder in their environment."""
    mark = f"VAR={var}".encode()
    found = {}
    for folder in PROC.iterdir():
        with contextlib.suppress(OSError):  # gone meanwhile
            if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


class Office:
    """One running office and everything that descends from it."""

    def __init__(self, var):
        self.var = var
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = var / "office.log"
        with self.log.open("wb") as log:
            self.process = manage(var, "office", port=self.port, stdout=log, stderr=log)

    def processes(self):
        return processes_in(self.var)

    def worker(self):
        """Process ids of the worker's family."""
        return {pid for pid, command in self.processes().items() if " -A pressoffice worker " in command}

    def answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def is_open(self):
        log = self.log.read_text()
        assert self.process.poll() is None, log
        assert "Traceback" not in log, log
        return "The office is open" in log and len(self.worker()) == 2

    def port_is_free(self):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


@pytest.fixture(scope="module")
def var(tmp_path_factory, demonstration):
    folder = tmp_path_factory.mktemp("var")
    furnish(folder, demonstration)
    return folder


@pytest.fixture
def office(var):
    office = Office(var)
    try:
        wait_until(office.is_open, "the office to open")
        yield office
    finally:
        for pid in office.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        office.process.wait()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_office_leaves_nothing_behind_when_told_to_stop(office, signum):
    assert office.answers()

    office.process.send_signal(signum)

    assert office.process.wait(PATIENCE) == 0
    assert office.processes() == {}
    assert office.port_is_free()
    assert office.log.read_text().endswith("The office is closed.\n")


def test_office_starts_a_killed_worker_again(office):
    before = office.worker()

    os.kill(min(before), signal.SIGKILL)

    after = wait_until(lambda: len(family := office.worker() - before) == 2 and family, "a new worker")
    assert office.worker() == after  # the beat of the killed one is gone too
    assert "The worker was killed by signal 9; starting it again in 1 s." in office.log.read_text()
    assert office.answers()


def test_office_starts_a_killed_site_again(office):
    granian = [pid for pid, command in office.processes().items() if "granian" in command]

    os.kill(min(granian), signal.SIGKILL)

    wait_until(lambda: not set(granian) & set(office.processes()), "the old site to go")
    assert wait_until(office.answers, "the site to answer again")


def test_killed_office_leaves_no_process_and_no_port(office):
    office.process.kill()

    assert office.process.wait(PATIENCE) == -signal.SIGKILL
    wait_until(lambda: not office.processes(), "every process to end")
    assert office.port_is_free()


def test_second_office_in_the_same_folder_is_refused(office):
    second = manage(office.var, "office", "--port", "0", stderr=subprocess.PIPE, text=True)

    _, errors = second.communicate(timeout=PATIENCE)

    assert second.returncode == 1
    assert errors == (
        f"CommandError: Another office is already at work in {office.var}. "
        "Stop it first, or give this one a folder of its own: VAR=...\n"
    )


def test_office_refuses_a_taken_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused = manage(tmp_path, "office", port=port, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        output, errors = refused.communicate(timeout=PATIENCE)

    assert refused.returncode == 1
    assert output == ""
    assert errors == (f"CommandError: Port {port} of 127.0.0.1 is not free. Choose another one: PORT={port + 1}\n")


def test_prepare_does_nothing_the_second_time(var):
    again = manage(var, "prepare", stdout=subprocess.PIPE, text=True)

    output, _ = again.communicate(timeout=PATIENCE)

    assert again.returncode == 0
    assert output == ""


STUBBORN = """
import sys
from pressoffice.supervisor import Child, Supervisor

deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
office = Supervisor([Child("deaf", [sys.executable, "-c", deaf]), Child("brief", ["false"])], grace=0.5)
office.run(answers=lambda: False, announce=lambda: None)
"""


def test_supervisor_ends_by_force_what_does_not_stop(tmp_path):
    script = tmp_path / "stubborn.py"
    script.write_text(STUBBORN)
    environment = os.environ | {"VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    supervisor = subprocess.Popen(
        [sys.executable, script], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert supervisor.stdout.readline() == "deaf\n"
    assert supervisor.stderr.readline() == "The brief ended with code 1; starting it again in 1 s.\n"

    supervisor.terminate()
    _, errors = supervisor.communicate(timeout=PATIENCE)

    assert supervisor.returncode == 0
    assert errors.splitlines()[-1] == "Ending by force: deaf."
    assert processes_in(tmp_path) == {}
