"""What people say about a text before it goes out: who is asked, comments, findings let pass, doors broken."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.vocabulary import Capacity


class ReviewRequest(models.Model):
    """Somebody asked by name: to review or approve a text, or to sign it off in a capacity (legal, protocol...).

    A sign-off that was asked for is required: until its yes stands on the words as they are, nobody can approve. The
    yes itself is an ``Approval``. A request ends when it is withdrawn.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="review_requests")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_requests", verbose_name=_("person")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    claimed_at = models.DateTimeField(_("being looked at since"), null=True)
    declined_at = models.DateTimeField(_("declined"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("request for a review")
        verbose_name_plural = _("requests for reviews")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "article",
                "capacity",
                "person",
                name="person_is_asked_once_in_a_capacity",
                condition=Q(withdrawn_at=None),
            )
        ]

    def __str__(self):
        return f"{self.get_capacity_display()}: {self.person}"


class Comment(models.Model):
    """A remark on a paragraph (or on the whole text), answered in a thread and resolved. None is ever deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    revision = models.ForeignKey("articles.Revision", models.PROTECT, null=True, related_name="+")
    block = models.CharField(_("paragraph"), max_length=12, blank=True)
    words = models.TextField(_("words in the text"), blank=True)
    body = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.body[:80]


class Waiver(models.Model):
    """A finding of the linter that somebody let pass by name, for one place of a text: ``key`` names the finding."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="waivers")
    code = models.CharField(_("finding"), max_length=40)
    key = models.CharField(max_length=64)
    words = models.CharField(_("finding in words"), max_length=300)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("finding let pass")
        verbose_name_plural = _("findings let pass")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint("article", "key", name="finding_is_let_pass_once")]

    def __str__(self):
        return self.words


class BreakGlass(models.Model):
    """An edition that went out without a second person: why, and what the one who looked at it afterwards says."""

    class Verdict(models.TextChoices):
        FINE = "fine", _("It may stand")
        MEND = "mend", _("It must be corrected or withdrawn")

    edition = models.OneToOneField("articles.Edition", models.PROTECT, related_name="break_glass")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, blank=True, choices=Verdict)
    review_note = models.TextField(_("what the review says"), blank=True)

    class Meta:
        verbose_name = _("publication without a second person")
        verbose_name_plural = _("publications without a second person")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="break_glass_is_reviewed_by_a_second_person",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("by")),
            )
        ]

    def __str__(self):
        return str(self.edition)
