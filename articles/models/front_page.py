"""What stands on top of the site for a time: urgent notices on every page, and the texts that lead the front page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pressoffice.ground.identity import reference_from
from pressoffice.ground.intervals import Interval, IntervalQuerySet

MOST_LEADS = 3


class FrontPageItem(Interval):
    """One notice in one language, or one text on one of the leading places; public while its interval holds.

    ``work`` joins what is decided together: the languages of a notice, the leading texts of a language. ``authors``
    wrote it; ``approved_by`` is somebody else. ``until`` is when it shall end; ``public_until`` when it does, since
    the next in its place ends it too (``desk.front_page`` alone writes both, and ``public_from``).
    """

    class Kind(models.TextChoices):
        URGENT = "urgent", _("Urgent notice")
        LEAD = "lead", _("Leading text")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.UUIDField(default=uuid.uuid4, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    language = models.CharField(_("language"), max_length=12)
    order = models.PositiveSmallIntegerField(_("place"), default=1)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    words = models.CharField(_("words"), max_length=500, blank=True)
    article_uid = models.UUIDField(_("text"), null=True, blank=True)
    authors = models.JSONField(default=list, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(_("until"), null=True, blank=True)
    public_changes = models.PositiveIntegerField(default=0, editable=False)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the front page")
        verbose_name_plural = _("items of the front page")
        ordering = ["-pk"]
        permissions = [
            ("approve_frontpageitem", "Can approve what stands on top of the site"),
            ("end_frontpageitem", "Can take down what stands on top of the site"),
        ]
        constraints = [
            models.UniqueConstraint("work", "language", "order", name="front_page_place_is_taken_once_in_a_decision"),
            models.UniqueConstraint(
                "kind",
                "language",
                "order",
                name="front_page_place_has_one_without_an_end",
                condition=Q(public_until=None, public_from__isnull=False),
            ),
            models.CheckConstraint(
                name="front_page_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
            models.CheckConstraint(
                name="front_page_item_with_an_hour_is_approved",
                condition=Q(public_from=None) | Q(approved_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.headline or f"{self.get_kind_display()} {self.language} {self.order}"

    @property
    def reference(self):
        return reference_from(self.uid)

    @property
    def log_word(self):
        """What the public log calls it."""
        return "urgent_notice" if self.kind == self.Kind.URGENT else "lead"
