"""What staff did: a record chained by hash, written in the transaction of the act."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class AuditHead(models.Model):
    """The single row that holds the number and hash of the last entry."""

    number = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self):
        return f"{self.number}"


class AuditEntry(models.Model):
    """One act: who, what, on which row, when, with what words."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    action = models.CharField(_("action"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    detail = models.TextField(_("detail"))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("record of an act")
        verbose_name_plural = _("record of acts")
        ordering = ["-number"]
        indexes = [
            models.Index("action", F("number").desc(), name="audit_by_action"),
            models.Index("by", F("number").desc(), name="audit_by_person"),
            models.Index("subject", F("number").desc(), name="audit_by_subject"),
            models.Index("at", name="audit_by_instant"),
        ]

    def __str__(self):
        return f"{self.number} {self.action} {self.subject}"
