"""Who is asked about a text by name, and how their sign-offs stand on the words as they are.

A sign-off that was asked for is required until it is withdrawn: nobody approves the text before its yes stands on the
very words, the class of the edition and the public note. It never counts as the approval of a second person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from articles.desk.colleagues import name_of
from articles.models.article import Approval, Article
from articles.models.edition import Edition
from articles.models.review import ReviewRequest
from articles.models.vocabulary import SIGN_OFFS, Capacity, EditionClass

REVIEWS = (Capacity.REVIEWER, Capacity.APPROVER)


@dataclass(frozen=True)
class Said:
    """What the next edition is said to be: its class, and of a correction its kind and public note."""

    edition_class: str
    correction_class: str = ""
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """A sign-off that was asked for: the yes on what stands now, or the last one, on something else."""

    request: ReviewRequest
    yes: Approval | None
    earlier: Approval | None

    @property
    def is_open(self) -> bool:
        """It keeps the text from being approved."""
        return self.yes is None


def said_to_be(article: Article) -> Said:
    """What the next edition of ``article`` is said to be, as its fields stand; the class is empty where none is."""
    if not Edition.objects.filter(article=article).exclude(settled_at=None).exists():
        return Said(EditionClass.FIRST)
    if article.next_class != EditionClass.CORRECTION:
        return Said(article.next_class)
    return Said(article.next_class, article.correction_class, article.public_note)


def requests(article: Article) -> QuerySet[ReviewRequest]:
    """Everybody who is asked, in the order of asking."""
    return ReviewRequest.objects.filter(article=article, withdrawn_at=None).select_related("person", "asked_by")


def asked_of(article: Article, person: Any) -> list[ReviewRequest]:
    """The sign-offs that were asked of ``person``."""
    return list(requests(article).filter(person=person, capacity__in=SIGN_OFFS))


def standings(article: Article) -> list[Standing]:
    """How each sign-off that was asked for stands on the words, the class and the public note as they are."""
    asked = list(requests(article).filter(capacity__in=SIGN_OFFS))
    if not asked:
        return []
    words = article.revisions.order_by("-number").values_list("document_hash", flat=True).first()
    said = said_to_be(article)
    yeses = Approval.objects.filter(revision__article=article, capacity__in=SIGN_OFFS, voided_at=None)
    given: dict[tuple[str, int], list[Approval]] = {}
    for approval in yeses.select_related("revision").order_by("at", "pk"):
        given.setdefault((approval.capacity, approval.by_id), []).append(approval)
    found = []
    for request in asked:
        theirs = given.get((request.capacity, request.person_id), [])
        holding = [
            approval
            for approval in theirs
            if approval.revision.document_hash == words
            and Said(approval.edition_class, approval.correction_class, approval.note) == said
        ]
        found.append(Standing(request, holding[-1] if holding else None, theirs[-1] if theirs else None))
    return found


def open_sign_offs(article: Article) -> list[ReviewRequest]:
    """The sign-offs that keep ``article`` from being approved."""
    return [standing.request for standing in standings(article) if standing.is_open]


def in_words(request: ReviewRequest) -> str:
    """Who is asked and in what capacity: ``Legal (A. Person)``."""
    return f"{request.get_capacity_display()} ({name_of(request.person)})"


def named(article: Article) -> list[ReviewRequest]:
    """Reviewers and approvers asked by name since the last edition was approved."""
    last = (
        Edition.objects.filter(article=article).exclude(settled_at=None).order_by("-number").values_list("approval__at")
    ).first()
    asked = requests(article).filter(capacity__in=REVIEWS).exclude(asked_by=None)
    return list(asked.filter(asked_at__gte=last[0]) if last else asked)


def claims(article: Article) -> list[ReviewRequest]:
    """Who says to be looking at ``article`` now."""
    return list(requests(article).exclude(claimed_at=None))
