"""Links by which somebody without an account sees one revision before it is public."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PreviewLink(models.Model):
    """A link to one revision. Its secret is stored hashed; it ends at ``expires_at``, when revoked, on release."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.ForeignKey("articles.Revision", models.PROTECT, related_name="preview_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(_("for whom"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.recipient


class PreviewView(models.Model):
    """One look through a preview link."""

    link = models.ForeignKey(PreviewLink, models.PROTECT, related_name="views")
    at = models.DateTimeField(_("at"))
    page = models.CharField(max_length=20)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.link} {self.at}"
