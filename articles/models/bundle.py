"""Several things that go out together: one hour, one approval, all or none."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Bundle(models.Model):
    """Texts, takedowns, events and appointments under one hour and one approval.

    While it is open its members are prepared one by one; approving it approves each of them for ``hour`` in one
    transaction, and from then on their hours move only together.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being prepared")
        APPROVED = "approved", _("Approved")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    hour = models.DateTimeField(_("hour"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    not_before = models.DateTimeField(null=True, editable=False)  # the earliest hour somebody said yes to

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.name

    def is_out(self, now):
        """Whether its hour has struck."""
        return self.state == self.State.APPROVED and self.hour is not None and self.hour <= now


class BundleItem(models.Model):
    """One member of a bundle: a text to publish or to take down, or a coming change of an event or a position."""

    class Act(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        WITHDRAW = "withdraw", _("Withdraw")

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="items")
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="bundle_items", verbose_name=_("text")
    )
    event = models.ForeignKey(
        "articles.Event", models.PROTECT, null=True, blank=True, related_name="bundle_items", verbose_name=_("event")
    )
    position = models.ForeignKey(
        "people.Position", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("position")
    )
    act = models.CharField(_("what happens"), max_length=10, choices=Act, default=Act.PUBLISH)
    note = models.TextField(_("reason, for readers"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    open = models.BooleanField(default=True, editable=False)  # false once the bundle is cancelled or public

    class Meta:
        verbose_name = _("member of a bundle")
        verbose_name_plural = _("members of bundles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="bundle_item_is_exactly_one_thing",
                condition=Q(article__isnull=False, event=None, position=None)
                | Q(article=None, event__isnull=False, position=None)
                | Q(article=None, event=None, position__isnull=False),
            ),
            models.UniqueConstraint("article", name="text_is_in_one_open_bundle", condition=Q(open=True)),
            models.UniqueConstraint("event", name="event_is_in_one_open_bundle", condition=Q(open=True)),
            models.UniqueConstraint("position", name="position_is_in_one_open_bundle", condition=Q(open=True)),
        ]

    def __str__(self):
        return str(self.article or self.event or self.position)
