"""Who is told what: notices in the admin and by mail, absences with a deputy, and when somebody was last here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing one person is told: shown in the admin, owed by mail. ``key`` names the cause, told once a person.

    The row is the outbox: ``mail_at`` is when a mail is owed next (null: none), leased by ``locked_until``. A notice
    that asks for an act is ``done_at`` once the act is no longer needed; until then it is reminded of, then the deputy
    is told (``for_person`` is whose place the deputy takes).
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("To review and approve")
        SIGN_OFF = "sign_off", _("To sign off")
        CHANGES = "changes", _("Changes requested")
        COMMENT = "comment", _("Comment")
        ASSIGNED = "assigned", _("Assigned to you")
        APPROVED = "approved", _("Approved")
        MOVED = "moved", _("Hour changed")
        PUBLIC = "public", _("Public")
        TAKEDOWN = "takedown", _("Takedown to confirm")
        BREAK_GLASS = "break_glass", _("Published without a second person")
        NOT_READY = "not_ready", _("Not ready for its hour")
        REGISTER = "register", _("Register change to approve")
        RECORD = "record", _("The record of acts is not whole")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    for_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    key = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    reference = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    asks = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("read"), null=True)
    done_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mails = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    deputy_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("user", "key", name="person_is_told_once_of_a_thing")]
        indexes = [
            models.Index("mail_at", name="notice_by_mail_owed", condition=Q(mail_at__isnull=False)),
            models.Index("user", F("at").desc(), name="notice_by_person"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"


class Absence(models.Model):
    """A time somebody is away. Whoever must act meanwhile is the deputy, if one is named."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    begins = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-begins", "-pk"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(ends__gt=F("begins"))),
            models.CheckConstraint(name="deputy_is_somebody_else", condition=Q(deputy=None) | ~Q(deputy=F("user"))),
        ]

    def __str__(self):
        return str(self.user)


class DeskVisit(models.Model):
    """When somebody was last at the desk, in which language, and when the visit before that ended."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_visit")
    seen_at = models.DateTimeField()
    away_since = models.DateTimeField(null=True)
    language = models.CharField(max_length=12, blank=True)

    def __str__(self):
        return str(self.user)
