"""Positions: who holds what title where, and when."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Organisation
from people.models.person import Person
from pressoffice.ground.chains import Chained, ChainQuerySet
from pressoffice.ground.identity import Identified
from pressoffice.ground.labels import LabelsField, in_language
from pressoffice.ground.partial_dates import PartialDateField


def held_q(day: dt.date, prefix: str = "") -> Q:
    """Held on ``day``, as far as is known: a date without a year counts as no bound, an open date as its widest."""
    begun = Q(**{f"{prefix}starts_earliest": None}) | Q(**{f"{prefix}starts_earliest__lte": day})
    over = ~Q(**{f"{prefix}ends": ""}) & (Q(**{f"{prefix}ends_latest": None}) | Q(**{f"{prefix}ends_latest__lt": day}))
    return begun & ~over


class PositionQuerySet(ChainQuerySet):
    """Questions about positions."""

    def held_on(self, day: dt.date) -> PositionQuerySet:
        """Positions held on ``day``, as far as is known."""
        return self.filter(held_q(day))


class Position(Identified, Chained):
    """A title that a person holds at an organisation for a time (Popolo's membership).

    Shown to the public while its own interval holds, or through a public text that names it. A change under embargo
    is a new row that ``replaces`` this one at its hour; a correction without embargo edits the row.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="positions", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="positions", null=True, blank=True, verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    labels = LabelsField(_("title in other languages"))
    acting = models.BooleanField(_("acting"), default=False)
    joint = models.BooleanField(_("held jointly with others"), default=False)
    accredited_to = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="accredited",
        verbose_name=_("accredited to"),
        help_text=_("States and international bodies to which an ambassador is accredited."),
    )
    starts = PartialDateField(_("from"), bounds=("starts_earliest", "starts_latest"))
    starts_earliest = models.DateField(null=True, editable=False)
    starts_latest = models.DateField(null=True, editable=False)
    ends = PartialDateField(_("until"), bounds=("ends_earliest", "ends_latest"))
    ends_earliest = models.DateField(null=True, editable=False)
    ends_latest = models.DateField(null=True, editable=False)
    public_changes = models.PositiveIntegerField(default=0, editable=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        permissions = [("import_position", _("Can import positions"))]
        ordering = [F("starts_earliest").desc(nulls_last=True), "title", "pk"]
        indexes = [models.Index("title", "uid", name="position_by_title")]
        constraints = [
            models.CheckConstraint(
                name="position_ends_after_it_starts",
                condition=Q(ends_latest=None) | Q(starts_earliest=None) | Q(ends_latest__gte=F("starts_earliest")),
                violation_error_message=_("A position cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="position_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
        ]

    def __str__(self):
        at = f", {self.organisation}" if self.organisation else ""
        return f"{self.title}{at}"

    def title_in(self, language=None):
        """The title in ``language``, the active one if not given."""
        return in_language(self.title, self.labels, language)

    @property
    def label(self):
        """The title in the active language."""
        return self.title_in()
