"""Mails by a real worker, into files: within seconds of the act, each once, none lost when a sender is killed."""

import datetime as dt
import email
import os
import signal
import socketserver
import subprocess
import sys
import threading

import pytest
from django.core import mail
from django.db import connection

from articles.desk.outbox import send_due
from articles.models import Notice
from pressoffice.ground.clock import database_now
from tests.browser.site import ROOT, wait_until
from tests.factories import make_approver, make_article, make_user, make_writer, take

SEND = "import django; django.setup(); from articles.desk.outbox import send_due; print(send_due(), flush=True)"
PEOPLE = 12


def start(*command, **environment):
    """A process of its own on the database of this test."""
    name = connection.settings_dict["NAME"]
    stem = "sqlite://" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rpartition("/")[0]
    settings = {"DATABASE_URL": f"{stem}/{name}", "DJANGO_SETTINGS_MODULE": "pressoffice.settings", "DEMO": "1"}
    return subprocess.Popen(
        [sys.executable, *command], env=os.environ | settings | environment, cwd=ROOT, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def end(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.django_db(transaction=True)
def test_whoever_must_approve_gets_one_mail_within_ten_seconds(tmp_path):
    writer, approver = make_writer(), make_approver(email="approver@press.example")
    for name in ("queue", "control"):
        (tmp_path / "broker" / name).mkdir(parents=True)
    worker = start("-m", "celery", "-A", "pressoffice", "worker", "--beat", "--pool", "solo", VAR=str(tmp_path))
    try:
        owe(writer, "the worker is up", email="writer@press.example")
        wait_until(lambda: Notice.objects.exclude(mailed_at=None).exists(), "the worker sends mails")
        now = database_now()
        article = make_article(by=writer, now=now, headline="Nobody may read this in a mail")
        take(article, "submit", by=writer, now=now)
        wait_until(lambda: approver.notices.exclude(mailed_at=None).exists(), "the approver has a mail")

        letters = [path.read_bytes() for path in (tmp_path / "mail").glob("*.log")]
        letter = email.message_from_bytes(next(one for one in letters if b"approver@" in one))
        assert (len(letters), letter["To"]) == (2, "approver@press.example")
        assert letter["Subject"] == f"PR-{article.reference}: To review and approve"
        assert "Nobody may read" not in letter.as_string()
        assert approver.notices.get().mailed_at - now < dt.timedelta(seconds=10)
    finally:
        end(worker)


def owe(user, key, *, email):
    """A notice with a mail owed."""
    type(user).objects.filter(pk=user.pk).update(email=email)
    now = database_now()
    return Notice.objects.create(
        user=user, kind=Notice.Kind.REGISTER, key=key, path="/admin/", reference="R-1", at=now, mail_at=now
    )


class Sink(socketserver.ThreadingTCPServer):
    """A mail server on a free port of this machine that keeps what it is given; it says yes once ``stall`` is set."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.letters, self.stall, self.reached = [], threading.Event(), threading.Event()
        self.stall.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def ids(self):
        return sorted(email.message_from_bytes(letter)["Message-ID"] for letter in self.letters)


class Session(socketserver.StreamRequestHandler):
    """One connection of RFC 5321, as much of it as is needed to take mails."""

    def handle(self):
        self.answer("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.answer("354 go on")
                lines = []
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(text)
                self.server.reached.set()
                self.server.stall.wait(30)
                self.server.letters.append(b"".join(lines))
            self.answer("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def answer(self, line):
        try:
            self.wfile.write(line.encode() + b"\r\n")
        except OSError:
            pass


@pytest.fixture
def sink():
    with Sink() as server:
        yield server
        server.shutdown()


def sender(sink):
    """A process that sends what is owed, and says how many mails that were."""
    return start("-c", SEND, EMAIL_URL=sink.url)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_senders_send_each_mail_once_and_a_killed_one_loses_none(sink):
    rows = [owe(make_user(), f"register:{n}", email=f"p{n}@press.example") for n in range(PEOPLE)]
    owed = sorted(f"<notice-{row.pk}-0@press.example>" for row in rows)
    sink.stall.clear()
    killed = sender(sink)
    assert sink.reached.wait(60)  # it has handed over the words of one mail and waits for the yes
    end(killed)
    sink.letters.clear()
    sink.stall.set()
    wait_until(lambda: len(sink.letters) >= 1, "the server took the mail of the killed sender")
    sink.letters.clear()

    senders = [sender(sink) for _n in range(2)]
    sent = sum(int(one.communicate(timeout=90)[0]) for one in senders)
    assert (sent, len(sink.ids())) == (PEOPLE - 1, PEOPLE - 1)  # the mail in the hands of the dead one is leased

    Notice.objects.exclude(locked_until=None).update(locked_until=database_now())  # its two minutes are over
    assert (send_due(), send_due()) == (1, 0)
    assert sorted([*sink.ids(), mail.outbox[0].extra_headers["Message-ID"]]) == owed
