"""What the office has put right or taken back: corrections and takedowns, as far as the public is told of them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from articles.models.edition import TAKEDOWNS, Edition, text_q
from articles.models.vocabulary import EditionClass


def corrections(now: dt.datetime) -> QuerySet[Edition]:
    """Every correction that is or was public, but for those of words that were taken back."""
    made = Edition.objects.were_public(now).filter(edition_class=EditionClass.CORRECTION)
    return made.filter(text_q(now), redacted_at=None)


def takedowns(now: dt.datetime) -> QuerySet[Edition]:
    """The texts that are withdrawn (their words stand, under a notice) or retracted (they do not) at ``now``."""
    return Edition.objects.public(now).filter(edition_class__in=TAKEDOWNS)
