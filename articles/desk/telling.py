"""Who is told what: a row in the admin and a mail owed, written in the transaction of the act.

A notice holds a reference and a link, never words of a text. One that asks for an act ends (``done_at``) once the act
is no longer needed. The mails are sent by ``articles.desk.outbox``; ``articles.desk.reminding`` comes back to the asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from articles.desk import outbox
from articles.desk.absences import away, deputy_of
from articles.desk.access import who_may_see
from articles.desk.authorship import authors
from articles.desk.colleagues import holders
from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.registers import RegisterEdit
from articles.models.review import Comment, ReviewRequest
from articles.models.told import Notice
from articles.models.vocabulary import SIGN_OFFS, Status

Kind = Notice.Kind

# --- Who can do what a notice asks for --------------------------------------------------------------------------------

NO_AUTHOR = (Kind.REVIEW, Kind.SIGN_OFF)  # the four eyes: what these ask for, an author cannot give
RIGHTS = {
    Kind.REVIEW: ("articles.approve_article",),
    Kind.SIGN_OFF: ("articles.sign_off_article",),
    Kind.CHANGES: ("articles.change_article",),
    Kind.ASSIGNED: ("articles.change_article",),
    Kind.TAKEDOWN: ("articles.approve_article",),
    Kind.BREAK_GLASS: ("articles.approve_article",),
    Kind.REGISTER: ("articles.approve_registeredit",),
    Kind.RECORD: ("articles.view_trouble",),
}
ANYBODY = (Kind.REVIEW, Kind.TAKEDOWN, Kind.BREAK_GLASS, Kind.REGISTER)  # whoever can may, where no deputy is named


def able(kind: str, article: Article | None, *, by: Any = None) -> list[Any]:
    """Staff who could do what a notice of ``kind`` on ``article`` asks for: with the right, in the know, not ``by``.

    Of a review or a sign-off no author.
    """
    users = holders(*RIGHTS[Kind(kind)])
    if article is not None:
        written = authors(article) if kind in NO_AUTHOR else ()
        users = who_may_see(article).filter(pk__in=users.values("pk")).exclude(pk__in=written)
    return list(users if by is None else users.exclude(pk=by.pk))


# --- The one way a notice is written ----------------------------------------------------------------------------------


@transaction.atomic
def tell(
    kind: str,
    people: Iterable[Any],
    *,
    key: str,
    now: dt.datetime,
    by: Any = None,
    article: Article | None = None,
    path: str = "",
    reference: str = "",
    asks: bool = False,
    for_person: Any = None,
) -> None:
    """Tell each of ``people`` once of the thing ``key`` names: in the admin, and by mail who has an address.

    Not ``by``, nobody who cannot sign in, nobody who may not see ``article``; who is asked for an act that is open
    already is not asked again. Of an act (``asks``) the deputy of whoever is away is told as well.
    """
    wanted = {user.pk for user in people} - {by.pk if by is not None else None}
    if not wanted:
        return
    known = holders(*RIGHTS.get(Kind(kind), ("articles.view_article",))) if article is None else who_may_see(article)
    found = list(known.filter(pk__in=wanted))
    if asks and article is not None:
        there = Notice.objects.filter(article=article, kind=kind, asks=True, done_at=None)
        asked = set(there.values_list("user", flat=True))
        found = [user for user in found if user.pk not in asked]
    if article is not None:
        path = path or reverse("admin:articles_article_change", args=[article.pk])
        reference = reference or f"PR-{article.reference}"
    rows = [
        Notice(
            user=user,
            for_person=for_person,
            article=article,
            kind=kind,
            key=key,
            path=path,
            reference=reference,
            by=by,
            at=now,
            asks=asks,
            mail_at=now if user.email else None,
            deputy_told_at=now if for_person is not None else None,
        )
        for user in found
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(outbox.wake, robust=True)
    if asks and for_person is None:
        for pk in away(now, found):
            _call_deputy(Notice.objects.select_related("user", "by", "article").get(user=pk, key=key), now)


def call_deputy(notice: Notice, now: dt.datetime) -> bool:
    """Tell the deputy of whom ``notice`` asked for an act, once; False where somebody else was first."""
    with transaction.atomic():
        if notice.article is not None:  # texts are locked before notices
            list(Article.objects.select_for_update().filter(pk=notice.article.pk))
        return _call_deputy(notice, now)


def _call_deputy(notice: Notice, now: dt.datetime) -> bool:
    claimed = Notice.objects.filter(pk=notice.pk, deputy_told_at=None, done_at=None).update(deputy_told_at=now)
    if not claimed:
        return False
    fit = [user for user in able(notice.kind, notice.article, by=notice.by) if user.pk != notice.user_id]
    deputy = deputy_of(notice.user, now, fit)
    gone = away(now, fit)
    present = [user for user in fit if user.pk not in gone]
    tell(
        notice.kind,
        [deputy] if deputy is not None else present if notice.kind in ANYBODY else [],
        key=notice.key,
        now=now,
        by=notice.by,
        article=notice.article,
        path=notice.path,
        reference=notice.reference,
        asks=True,
        for_person=notice.user,
    )
    return True


def over(article: Article, kinds: Iterable[str], *, now: dt.datetime, user: Any = None) -> int:
    """End the asks of ``kinds`` for ``article`` (those of ``user`` and of who stands in, if given); no mail follows."""
    asks = Notice.objects.filter(article=article, kind__in=list(kinds), asks=True, done_at=None)
    if user is not None:
        asks = asks.filter(Q(user=user) | Q(for_person=user))
    return asks.update(done_at=now, mail_at=None)


# --- Whom a text concerns ---------------------------------------------------------------------------------------------


def writers(article: Article, now: dt.datetime) -> list[Any]:
    """Authors of the words in hand (of the last edition, where nothing was written since), and the assignee.

    What was settled at ``now`` went public by the act itself: its authors are the ones to tell.
    """
    settled = Edition.objects.filter(article=article, settled_at__lt=now).order_by("-number")
    base = settled.values_list("revision__number", flat=True).first() or 0
    revisions = article.revisions.exclude(by=None).order_by("number")
    keys = set(revisions.filter(number__gt=base).values_list("by", flat=True)) or set(
        revisions.values_list("by", flat=True)
    )
    found = [*get_user_model()._default_manager.filter(pk__in=keys)]
    return [*found, article.assignee] if article.assignee is not None else found


# --- Everything else that is told -------------------------------------------------------------------------------------


def tell_of_request(request: ReviewRequest, *, now: dt.datetime, by: Any = None) -> None:
    """Ask the person of ``request``: for a sign-off at once, for a review once the text is in review."""
    signs = request.capacity in SIGN_OFFS
    article = Article.objects.get(pk=request.article_id)
    if article.status in (Status.APPROVED, Status.DISCARDED) or not (signs or article.status == Status.IN_REVIEW):
        return
    kind = Kind.SIGN_OFF if signs else Kind.REVIEW
    key = f"{'sign-off' if signs else 'review'}:{request.pk}:{now.isoformat()}"
    tell(kind, [request.person], key=key, now=now, by=by or request.asked_by, article=article, asks=True)


def request_over(request: ReviewRequest, *, now: dt.datetime) -> None:
    """``request`` was withdrawn, declined or answered: what was asked of its person ends."""
    kind = Kind.SIGN_OFF if request.capacity in SIGN_OFFS else Kind.REVIEW
    over(request.article, [kind], now=now, user=request.person)


def break_glass_over(article: Article, *, now: dt.datetime) -> None:
    """A second person looked at it."""
    over(article, [Kind.BREAK_GLASS], now=now)


def tell_not_ready(article: Article, people: Iterable[Any], *, key: str, now: dt.datetime) -> None:
    """Tell ``people`` that ``article`` is not ready for its hour; once each and ``key``."""
    tell(Kind.NOT_READY, people, key=f"not-ready:{key}", now=now, article=article)


def tell_assigned(article: Article, *, by: Any, now: dt.datetime) -> None:
    """Tell the assignee that the text is theirs now."""
    if article.assignee is not None:
        asks = article.status in (Status.DRAFT, Status.CHANGES_REQUESTED)
        key = f"assigned:{article.pk}:{now.isoformat()}"
        tell(Kind.ASSIGNED, [article.assignee], key=key, now=now, by=by, article=article, asks=asks)


def tell_of_comment(comment: Comment, *, now: dt.datetime) -> None:
    """Tell the authors, the assignee and everybody in the thread of a comment."""
    thread = comment.parent or comment
    people = [*writers(comment.article, now), thread.by, *(one.by for one in thread.answers.select_related("by"))]
    path = f"{reverse('admin:articles_article_comments', args=[comment.article_id])}#comment-{comment.pk}"
    key = f"{'answer' if comment.parent_id else 'comment'}:{comment.uid}"
    tell(Kind.COMMENT, people, key=key, now=now, by=comment.by, article=comment.article, path=path)


def tell_of_register_edit(edit: RegisterEdit, *, now: dt.datetime) -> None:
    """Ask who may approve changes of registers to decide ``edit``."""
    path = reverse("admin:articles_registeredit_change", args=[edit.pk])
    people = able(Kind.REGISTER, None, by=edit.by)
    key = f"register:{edit.pk}"
    tell(Kind.REGISTER, people, key=key, now=now, by=edit.by, path=path, reference=f"R-{edit.pk}", asks=True)


def register_edits_over(edits: Iterable[RegisterEdit], *, now: dt.datetime) -> None:
    """Each of ``edits`` is decided: nobody is asked any more."""
    keys = [f"register:{edit.pk}" for edit in edits]
    asks = Notice.objects.filter(kind=Kind.REGISTER, key__in=keys, asks=True, done_at=None)
    asks.update(done_at=now, mail_at=None)
