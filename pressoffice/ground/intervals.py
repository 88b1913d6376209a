"""THE rule: what is public, and when.

    public_from <= now  and  (public_until is null or now < public_until)

Every answer to "may somebody outside the office see this row?" comes from here. Time is always an argument.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def public_q(now: dt.datetime, prefix: str = "") -> Q:
    """The rule as a condition on rows, or on rows reached through ``prefix`` (``"edition__"``)."""
    return Q(**{f"{prefix}public_from__lte": now}) & (
        Q(**{f"{prefix}public_until": None}) | Q(**{f"{prefix}public_until__gt": now})
    )


def is_public(row: Any, now: dt.datetime) -> bool:
    """The rule for one row already in hand."""
    return (
        row.public_from is not None and row.public_from <= now and (row.public_until is None or now < row.public_until)
    )


class IntervalQuerySet(models.QuerySet):
    """Questions about rows with an interval."""

    def public(self, now: dt.datetime) -> IntervalQuerySet:
        """What may be read at ``now``."""
        return self.filter(public_q(now))

    def due(self, now: dt.datetime) -> IntervalQuerySet:
        """What has become public and is not settled yet, oldest first."""
        return self.filter(settled_at=None, public_from__lte=now).order_by("public_from", "pk")

    def coming(self, now: dt.datetime) -> IntervalQuerySet:
        """What has an hour that is still to come."""
        return self.filter(public_from__gt=now)


class Interval(models.Model):
    """A row that is public from one instant until another. Null ``public_from`` means not public, no hour set."""

    public_from = models.DateTimeField(_("public from"), null=True, blank=True, db_index=True)
    public_until = models.DateTimeField(_("public until"), null=True, blank=True, db_index=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
