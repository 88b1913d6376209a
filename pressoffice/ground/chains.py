"""Rows whose change can wait for an hour: the coming row ``replaces`` the one that is public until then.

A chain of such rows is one thing to everybody outside: its first row, the *root*, carries uid, reference and slug for
ever; what is shown is the row of the chain that is public at that instant.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pressoffice.ground.intervals import Interval, IntervalQuerySet, public_q


class ChainQuerySet(IntervalQuerySet):
    """Questions about chained rows."""

    def roots(self) -> ChainQuerySet:
        """The first row of every chain: what links point at."""
        return self.filter(root=None)

    def shown(self, at: dt.datetime, named: Q) -> ChainQuerySet:
        """The one row of each chain to show for ``at``: the public one, or the root while only ``named`` holds.

        ``named``: a condition on a root, that something public names it although it has no interval of its own.
        """
        later = self.model._base_manager.filter(root=OuterRef("pk"), public_from__lte=at)
        by_name = Q(root=None) & (Q(public_from=None) | Q(public_from__gt=at)) & named & ~Exists(later)
        return self.filter(public_q(at) | by_name)


class Chained(Interval):
    """A row of a chain. ``root`` is None on the first row; ``replaces`` is the row before."""

    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="chain", editable=False)

    class Meta:
        abstract = True

    @property
    def entity(self) -> Any:
        """The root: the row whose uid, reference and slug everybody outside knows this thing by."""
        return self if self.root_id is None else self.root  # type: ignore[attr-defined]
