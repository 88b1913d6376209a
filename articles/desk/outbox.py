"""The mails that are owed, sent by anybody, at any time, in any number. A notice is a row leased by whoever sends it.

One mail a notice, with a Message-ID of its own. A sender killed before the mail is handed over loses nothing: the lease
runs out and the next one sends it. Killed after that and before the row says so, the same mail (the same Message-ID)
goes out again: at least once, never nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core import mail
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import override

from articles.desk.access import may_see
from articles.desk.notice_words import language_of, sentences, subject
from articles.models.change import Trouble
from articles.models.told import Notice
from pressoffice.ground.clock import database_now

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
DELAYS = [dt.timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000)]  # then every ten hours
QUIET = 30  # seconds
SHOWN_AFTER = 3  # failures, before staff are shown the trouble


_quiet_until = 0.0  # by this process's own clock: a broker that did not answer is left alone for a while


def wake() -> None:
    """Have a worker send what is owed now; nothing is lost where none can be told, the beat comes within seconds."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        current_app.send_task("articles.tasks.tell_due", retry=False, expires=10)
    except Exception as error:
        _quiet_until = time.monotonic() + QUIET
        log.warning("could not wake a worker for the mails: %s", error)


def send_due(now: dt.datetime | None = None, *, limit: int = 50) -> int:
    """Send the mails that are due at ``now`` (the database's clock if not given), oldest first; returns how many.

    One that fails waits (5 s, 5 min, 30 min, 2 h, 5 h, 10 h) and is shown to staff from the third time on; where the
    server itself does not answer, all wait. Called twice, or by eight at once, each mail goes out once.
    """
    due = Notice.objects.filter(mail_at__lte=now or database_now()).order_by("mail_at", "pk")
    connection, sent = None, 0
    for pk in list(due.filter(_free(now or database_now())).values_list("pk", flat=True)[:limit]):
        instant = now or database_now()
        notice = _lease(pk, instant)
        if notice is None:
            continue  # somebody else sends it, or it is no longer owed
        try:
            letter = compose(notice)
        except Exception as error:
            log.exception("the mail of notice %s could not be written", pk)
            _wait(notice, error, instant)
            continue
        if letter is None:
            Notice.objects.filter(pk=pk).update(mail_at=None, locked_until=None)
            continue
        try:
            if connection is None:
                connection = mail.get_connection()
                connection.open()
        except Exception as error:
            _all_wait(notice, error, instant)
            break
        try:
            connection.send_messages([letter])
        except Exception as error:
            log.warning("the mail of notice %s could not be sent: %s", pk, type(error).__name__)
            _wait(notice, error, instant)
            _close(connection)
            connection = None
        else:
            _mark_sent(notice, instant)
            sent += 1
    if connection is not None:
        _close(connection)
    _forget_troubles()
    return sent


def _free(now: dt.datetime) -> Q:
    return Q(locked_until=None) | Q(locked_until__lte=now)


def _lease(pk: int, now: dt.datetime) -> Notice | None:
    """The notice, ours for two minutes; None where it is not free or not due any more."""
    rows = Notice.objects.filter(_free(now), pk=pk, mail_at__lte=now)
    if not rows.update(locked_until=now + LEASE):
        return None
    return Notice.objects.select_related("user", "by", "for_person", "article").get(pk=pk)


def compose(notice: Notice) -> mail.EmailMessage | None:
    """The mail of ``notice``; None where its person has no address, cannot sign in, or may not see the text by now."""
    user = notice.user
    if not (user.email and user.is_active) or (notice.article is not None and not may_see(user, notice.article)):
        return None
    with override(language_of(user)):
        link = f"{settings.SITE_URL}{notice.path}"
        told = {"sentences": sentences(notice), "link": link, "office": settings.OFFICE_NAME}
        body = render_to_string("mail/notice.txt", told)
        heading = subject(notice)
    headers = {
        "Message-ID": f"<notice-{notice.pk}-{notice.mails}@{urlsplit(settings.SITE_URL).hostname}>",
        "Date": format_datetime(notice.at if not notice.mails else notice.mail_at or notice.at),
        "Auto-Submitted": "auto-generated",
    }
    return mail.EmailMessage(heading, body, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers)


# --- What becomes of it -----------------------------------------------------------------------------------------------


def _mark_sent(notice: Notice, now: dt.datetime) -> None:
    mine = Notice.objects.filter(pk=notice.pk, locked_until=notice.locked_until)
    mine.update(mail_at=None, mailed_at=now, mails=F("mails") + 1, tries=0, locked_until=None, error="")


def _wait(notice: Notice, error: Exception, now: dt.datetime) -> None:
    """Count the failure of one mail and set when it is tried again; an ask that ended meanwhile owes none."""
    tries, said = notice.tries + 1, f"{type(error).__name__}: {error}"[:300]
    again = now + DELAYS[min(tries, len(DELAYS)) - 1]
    mine = Notice.objects.filter(pk=notice.pk, locked_until=notice.locked_until)
    mine.update(tries=tries, error=said, locked_until=None)
    mine = Notice.objects.filter(pk=notice.pk, tries=tries, locked_until=None)
    if mine.exclude(mail_at=None).update(mail_at=again) and tries >= SHOWN_AFTER:
        shown: dict[str, Any] = {"tries": tries, "error": said, "retry_at": again}
        Trouble.objects.update_or_create(key=f"notice:{notice.pk}", defaults=shown)


def _all_wait(notice: Notice, error: Exception, now: dt.datetime) -> None:
    """The server does not answer: whatever is due waits, so that no worker tries one mail after the other in vain."""
    log.warning("the mail server cannot be reached: %s: %s", type(error).__name__, error)
    _wait(notice, error, now)
    due = Notice.objects.filter(_free(now), mail_at__lte=now)
    said = f"{type(error).__name__}: {error}"[:300]
    for number, delay in reversed(list(enumerate(DELAYS))):
        level = Q(tries__gte=number) if number == len(DELAYS) - 1 else Q(tries=number)
        due.filter(level).update(tries=F("tries") + 1, error=said, mail_at=now + delay)


def _forget_troubles() -> None:
    """Staff are shown the trouble with a mail as long as that mail is owed. One query where there is none."""
    for key in Trouble.objects.filter(key__startswith="notice:").values_list("key", flat=True):
        if not Notice.objects.filter(pk=key.split(":")[1], tries__gt=0).exclude(mail_at=None).exists():
            Trouble.objects.filter(key=key).delete()


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as error:
        log.warning("the connection to the mail server did not close: %s", type(error).__name__)
