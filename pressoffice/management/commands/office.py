import fcntl
import http.client
import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pressoffice.supervisor import Child, Supervisor

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Run the site and its worker together, with no other server, until Ctrl-C."
    requires_system_checks = []  # each child checks for itself

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=settings.PORT, help="port of the site (default: PORT, or 8000)")
        parser.add_argument("--workers", type=int, default=1, help="processes that answer requests (default: 1)")

    def handle(self, *, port, workers, **options):
        refuse_taken_port(port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR / "office.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CommandError(
                    f"Another office is already at work in {settings.VAR}. "
                    "Stop it first, or give this one a folder of its own: VAR=..."
                ) from error
            office = Supervisor([site(port, workers), worker()])
            office.run(answers=lambda: answers(port), announce=lambda: self.announce(port))
        self.stdout.write("The office is closed.")

    def announce(self, port):
        url = f"http://{HOST}:{port}/"
        self.stdout.write(f"The office is open: {url} (staff: {url}admin/). Ctrl-C closes it.")
        self.stdout.flush()


def refuse_taken_port(port):
    """Raise CommandError where somebody else already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(f"Port {port} of {HOST} is not free. Choose another one: PORT={port + 1}") from error


def site(port, workers):
    threads = min(8, 2 * (os.cpu_count() or 1))  # more of them only wait for each other at Python's lock
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "warning"]
    processes = ["--workers", str(workers), "--blocking-threads", str(threads), "--workers-kill-timeout", "10"]
    lifetime = ["--respawn-failed-workers", "--respawn-interval", "1"]  # keeps the port open meanwhile
    return Child(
        "site",
        [tool("granian"), *options, *processes, *lifetime, "pressoffice.wsgi:application"],
        environment=os.environ | {"PORT": str(port)},
    )


def worker():
    """The solo pool: one process does the tasks, a second keeps the beat; both go within seconds when told to."""
    options = ["--beat", "--pool", "solo", "--loglevel", "WARNING"]
    lean = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # there is no second worker to talk to
    return Child(
        "worker",
        [tool("celery"), "--quiet", "-A", "pressoffice", "worker", *options, *lean],
        # The warning is about pickled messages; ours are JSON without content.
        environment=os.environ | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
        before=empty_broker,
    )


def tool(name):
    """The path of a command that was installed beside this interpreter."""
    return str(Path(sys.executable).with_name(name))


def empty_broker():
    """Make the folders of the embedded broker, without the messages and half-written tables of an earlier life.

    Nothing is lost: a message is only a wake-up, and the beat gives the next one within seconds.
    """
    if not settings.CELERY_BROKER_URL.startswith("filesystem:"):
        return
    for name in ["queue", "control"]:
        folder = settings.BROKER_FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink(missing_ok=True)


def answers(port):
    """Whether the site says that it is up. Asks under the site's public name, which production insists on."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
