"""Asking people by name to review, approve or sign off a text; being looked at; and the answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from articles.desk import audit, telling
from articles.desk.access import may_see, visible_to
from articles.desk.asked import REVIEWS, asked_of, requests, said_to_be, standings
from articles.desk.authorship import authors
from articles.desk.colleagues import holders, name_of
from articles.desk.errors import RightError, TransitionError
from articles.models.article import Approval, Article, Revision
from articles.models.review import ReviewRequest
from articles.models.vocabulary import SIGN_OFFS, Capacity, EditionClass, Status

ASKED = (*REVIEWS, *SIGN_OFFS)  # in what capacity somebody can be asked
RIGHT = {
    Capacity.REVIEWER: "articles.review_article",
    Capacity.APPROVER: "articles.approve_article",
    **dict.fromkeys(SIGN_OFFS, "articles.sign_off_article"),
}
OPEN = (Status.DRAFT, Status.CHANGES_REQUESTED, Status.IN_REVIEW)
# For lists: whoever is looking at each text, in ``article.claims``.
CLAIMS = Prefetch(
    "review_requests",
    ReviewRequest.objects.filter(withdrawn_at=None).exclude(claimed_at=None).select_related("person"),
    to_attr="claims",
)


def waiting_for(person: Any) -> QuerySet[Article]:
    """Texts in review that ``person`` was asked about by name and has not answered, longest asked first."""
    words = Revision.objects.filter(article=OuterRef("article")).order_by("-number").values("document_hash")
    asked = (
        ReviewRequest.objects.filter(person=person, withdrawn_at=None, article__status=Status.IN_REVIEW)
        .exclude(asked_by=None)
        .annotate(words=Subquery(words[:1]))
    )
    correction = Q(
        note=OuterRef("article__public_note"), correction_class=OuterRef("article__correction_class"),
        edition_class=EditionClass.CORRECTION,
    )  # fmt: skip
    signed = Approval.objects.filter(
        Q(edition_class=EditionClass.FIRST) | Q(edition_class=OuterRef("article__next_class")),
        correction | ~Q(edition_class=EditionClass.CORRECTION),
        revision__article=OuterRef("article"),
        revision__document_hash=OuterRef("words"),
        capacity=OuterRef("capacity"),
        capacity__in=SIGN_OFFS,
        by=person,
        voided_at=None,
    )
    unanswered = asked.filter(~Exists(signed))
    first = unanswered.filter(article=OuterRef("pk")).order_by("asked_at").values("asked_at")[:1]
    texts = Article.objects.filter(pk__in=unanswered.values("article"))
    return visible_to(person, texts).order_by(Subquery(first), "pk")


# --- Asking -----------------------------------------------------------------------------------------------------------


def may_ask(article: Article, by: Any) -> bool:
    """Authors and approvers ask, while the text is at the desk."""
    if article.status not in OPEN or not may_see(by, article):
        return False
    writes = by.has_perm("articles.submit_article") and (by.pk in authors(article) or by.pk == article.created_by_id)
    return writes or by.has_perm("articles.approve_article")


def can_be_asked(article: Article, capacity: str) -> QuerySet[Any]:
    """Who can be asked in ``capacity``: with the right, no author of the text, and not asked in it already."""
    already = requests(article).filter(capacity=capacity).exclude(asked_by=None).values("person")
    return holders(RIGHT[Capacity(capacity)]).exclude(pk__in=authors(article)).exclude(pk__in=already)


def _unfit(person: Any, capacity: str, written: set[int]) -> TransitionError | None:
    name = {"name": name_of(person)}
    if not person.is_active or not person.has_perm(RIGHT[Capacity(capacity)]):
        return TransitionError("cannot-be-asked", **name)
    if person.pk in written:
        return TransitionError("asked-an-author", **name)
    return None


@transaction.atomic
def ask(article: Article, person: Any, capacity: str, *, by: Any, now: dt.datetime, note: str = "") -> ReviewRequest:
    """Ask ``person`` by name; whoever is asked may see the text.

    Raises RightError where ``by`` may not ask, TransitionError where the text is not at the desk, or ``person`` lacks
    the right, is an author, or is asked in that capacity already.
    """
    article = _locked(article)
    if article.status not in OPEN:
        raise TransitionError("not-at-desk", status=article.get_status_display())
    if not may_ask(article, by):
        raise RightError("may-not-ask")
    unfit = _unfit(person, capacity, authors(article))
    if unfit is not None:
        raise unfit
    if requests(article).filter(person=person, capacity=capacity).exclude(asked_by=None).exists():
        raise TransitionError("asked-already", name=name_of(person))
    request, _made = ReviewRequest.objects.update_or_create(
        article=article,
        person=person,
        capacity=capacity,
        withdrawn_at=None,
        defaults={"note": note.strip()[:300], "asked_by": by, "asked_at": now},
    )
    telling.tell_of_request(request, now=now)
    _record("review-asked", request, by=by, now=now, note=request.note)
    return request


@transaction.atomic
def withdraw(request: ReviewRequest, *, by: Any, now: dt.datetime) -> None:
    """Take the request back: a sign-off is no longer required. Only whoever asked, or an approver."""
    article = _locked(request.article)
    if not may_withdraw(request, by):
        raise RightError("not-asker")
    if not ReviewRequest.objects.filter(pk=request.pk, withdrawn_at=None).update(withdrawn_at=now, claimed_at=None):
        raise TransitionError("not-asked-any-more")
    request.article = article
    telling.request_over(request, now=now)
    _record("review-withdrawn", request, by=by, now=now)


def may_withdraw(request: ReviewRequest, by: Any) -> bool:
    """Whoever asked takes it back, or somebody who may approve texts, but no author takes back what others required."""
    if not may_see(by, request.article):
        return False
    if request.asked_by_id == by.pk:
        return True
    return by.has_perm("articles.approve_article") and by.pk not in authors(request.article)


# --- Being looked at --------------------------------------------------------------------------------------------------


@transaction.atomic
def claim_review(article: Article, *, by: Any, now: dt.datetime) -> None:
    """Say that ``by`` is looking at the text; others may still act. Ends when the text leaves review."""
    article = _locked(article)
    if article.status != Status.IN_REVIEW:
        raise TransitionError("not-in-review", status=article.get_status_display())
    capacity = claims_as(article, by)
    if capacity is None:
        raise RightError("may-not-review")
    request, _made = ReviewRequest.objects.get_or_create(
        article=article, person=by, capacity=capacity, withdrawn_at=None, defaults={"asked_at": now}
    )
    if request.claimed_at is None:
        ReviewRequest.objects.filter(pk=request.pk).update(claimed_at=now)
        _record("review-claimed", request, by=by, now=now)


def claims_as(article: Article, by: Any) -> str | None:
    """In what capacity ``by`` may look at the text: the one asked for, else the right ``by`` has; None without any."""
    if not by.is_active or not may_see(by, article):
        return None
    asked = [request.capacity for request in requests(article).filter(person=by)]
    able = [capacity for capacity in (Capacity.APPROVER, Capacity.REVIEWER) if by.has_perm(RIGHT[capacity])]
    return next((capacity for capacity in (*asked, *able) if by.has_perm(RIGHT[Capacity(capacity)])), None)


@transaction.atomic
def unclaim_review(article: Article, *, by: Any, now: dt.datetime) -> None:
    """Say that ``by`` is no longer looking at the text; nothing where ``by`` was not."""
    article = _locked(article)
    for request in requests(article).filter(person=by).exclude(claimed_at=None):
        _let_go(ReviewRequest.objects.filter(pk=request.pk), now)
        _record("review-unclaimed", request, by=by, now=now)


def let_go(article: Article, now: dt.datetime) -> None:
    """Nobody looks at the text any longer: it left review. The caller holds its lock."""
    _let_go(ReviewRequest.objects.filter(article=article, withdrawn_at=None), now)


def _let_go(found: QuerySet[ReviewRequest], now: dt.datetime) -> None:
    """Whoever was asked stays asked; whoever only said to be looking goes."""
    found.filter(asked_by=None).update(withdrawn_at=now, claimed_at=None)
    found.exclude(claimed_at=None).update(claimed_at=None)


# --- Answering: the acts of the steps “sign off” and “decline” --------------------------------------------------------


def record_yes(article: Article, *, by: Any, now: dt.datetime) -> None:
    """One yes in each capacity that ``by`` is asked in and has not given on what stands now."""
    revision = article.revisions.order_by("-number")[0]
    said = said_to_be(article)
    for standing in standings(article):
        if standing.request.person_id != by.pk or not standing.is_open:
            continue
        Approval.objects.create(
            revision=revision,
            edition_class=said.edition_class,
            correction_class=said.correction_class,
            note=said.note,
            capacity=standing.request.capacity,
            by=by,
            at=now,
        )
    asked = [request.pk for request in asked_of(article, by)]
    ReviewRequest.objects.filter(pk__in=asked).update(declined_at=None, claimed_at=None)


def record_no(article: Article, *, by: Any, now: dt.datetime) -> None:
    """The requests to ``by`` are declined, and whatever ``by`` signed of this text is void."""
    asked = [request.pk for request in asked_of(article, by)]
    ReviewRequest.objects.filter(pk__in=asked).update(declined_at=now, claimed_at=None)
    given = Approval.objects.filter(revision__article=article, capacity__in=SIGN_OFFS, by=by, voided_at=None)
    given.update(voided_at=now)


def _locked(article: Article) -> Article:
    """``article`` as it stands, its row locked for the rest of the transaction; its version stays."""
    Article.objects.filter(pk=article.pk).update(version=F("version"))
    return Article.objects.get(pk=article.pk)


def _record(action: str, request: ReviewRequest, *, by: Any, now: dt.datetime, **detail: Any) -> None:
    told = {"capacity": request.capacity, "person": request.person_id, **detail}
    audit.record(action, f"article:{request.article.uid}", by=by, now=now, **told)
