"""Asks that nobody has done: one reminder, then the deputy. An ask that is no longer needed ends here at the latest."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db.models import Q

from articles.desk.absences import away
from articles.desk.takedown import unconfirmed
from articles.desk.telling import call_deputy
from articles.models.registers import RegisterEdit
from articles.models.review import BreakGlass, ReviewRequest
from articles.models.told import Notice
from articles.models.vocabulary import SIGN_OFFS, Status
from pressoffice.ground.clock import database_now

log = logging.getLogger(__name__)

Kind = Notice.Kind
AHEAD = dt.timedelta(minutes=30)  # before the hour it is due, where that comes sooner
MOST = 500  # asks looked at in one turn


def remind(now: dt.datetime | None = None) -> int:
    """Remind whoever was asked and has not acted, and call the deputies that are due; returns how many of both.

    A reminder comes once, ``REMIND_AFTER`` hours after the ask, or half an hour before the text is due or planned
    where that is sooner. The deputy is called ``ESCALATE_AFTER`` hours after the ask, or at once where the person is
    away. Running it twice, or by eight at once, reminds once.
    """
    now = now or database_now()
    did = 0
    for notice in _candidates(now):
        try:
            did += _look_at(notice, now)
        except Exception:
            log.exception("could not remind of notice %s", notice.pk)
    return did


def _look_at(notice: Notice, now: dt.datetime) -> int:
    if not still_asked(notice):
        Notice.objects.filter(pk=notice.pk, done_at=None).update(done_at=now, mail_at=None)
        return 0
    did = 0
    if notice.mails == 1 and notice.mail_at is None and reminder_hour(notice) <= now:
        once = Notice.objects.filter(pk=notice.pk, mails=1, mail_at=None, done_at=None)
        did = once.update(mail_at=now, read_at=None)
    if _deputy_due(notice, now):
        did += call_deputy(notice, now)
    return did


def _hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def _candidates(now: dt.datetime) -> list[Notice]:
    """Open asks that may want something now; what each wants is looked at one by one. Two queries."""
    soon = Q(article__due_at__lte=now + AHEAD) | Q(article__meant_for__lte=now + AHEAD)
    long_ago = Q(at__lte=now - _hours(settings.REMIND_AFTER)) & ~Q(kind=Kind.ASSIGNED)
    to_remind = Q(mails=1, mail_at=None) & (long_ago | soon)
    late = Q(at__lte=now - _hours(settings.ESCALATE_AFTER)) & ~Q(kind=Kind.ASSIGNED)
    to_escalate = Q(deputy_told_at=None) & (late | Q(user__in=list(away(now))))
    asks = Notice.objects.filter(asks=True, done_at=None).filter(to_remind | to_escalate).order_by("at", "pk")
    return list(asks.select_related("user", "by", "article", "for_person")[:MOST])


def reminder_hour(notice: Notice) -> dt.datetime:
    """When the person is reminded of ``notice``; what was asked less than half an hour ahead, half way there."""
    article = notice.article
    hours = [hour for hour in (article.due_at, article.meant_for) if hour and hour > notice.at] if article else []
    due = min(hours, default=None)
    usual = notice.at + _hours(settings.REMIND_AFTER)
    if due is None:
        return usual if notice.kind != Kind.ASSIGNED else dt.datetime.max.replace(tzinfo=dt.UTC)
    before = max(due - AHEAD, notice.at + (due - notice.at) / 2)
    return before if notice.kind == Kind.ASSIGNED else min(usual, before)


def _deputy_due(notice: Notice, now: dt.datetime) -> bool:
    if notice.deputy_told_at is not None:
        return False
    if notice.user_id in away(now, [notice.user]):
        return True
    return notice.kind != Kind.ASSIGNED and notice.at + _hours(settings.ESCALATE_AFTER) <= now


def still_asked(notice: Notice) -> bool:
    """Whether what ``notice`` asks for is still to be done, as things stand."""
    article = notice.article
    if notice.kind == Kind.REGISTER:
        waiting = RegisterEdit.objects.filter(state=RegisterEdit.State.WAITING)
        return waiting.filter(pk=notice.key.split(":")[1]).exists()
    if article is None:
        return True
    if notice.kind == Kind.REVIEW:
        return article.status == Status.IN_REVIEW
    if notice.kind == Kind.CHANGES:
        return article.status == Status.CHANGES_REQUESTED
    if notice.kind == Kind.TAKEDOWN:
        return bool(unconfirmed(article))
    if notice.kind == Kind.BREAK_GLASS:
        return BreakGlass.objects.filter(edition__article=article, reviewed_at=None).exists()
    if notice.kind == Kind.SIGN_OFF:
        person = notice.for_person or notice.user
        open_requests = ReviewRequest.objects.filter(article=article, person=person, capacity__in=SIGN_OFFS)
        waits = open_requests.filter(withdrawn_at=None, declined_at=None).exists()
        return waits and article.status in (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
    if notice.kind == Kind.ASSIGNED:
        person = notice.for_person or notice.user
        writing = article.status in (Status.DRAFT, Status.CHANGES_REQUESTED)
        return writing and article.assignee_id == person.pk
    return True
