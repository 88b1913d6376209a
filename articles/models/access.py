"""Who may see a text that is not open to the whole office, and who read it."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Access(models.Model):
    """One person or group that may see a limited text. To everybody else at the desk the text does not exist."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("group"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("access to a limited text")
        verbose_name_plural = _("access to limited texts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="access_is_for_a_person_or_a_group",
                condition=Q(user__isnull=False, group=None) | Q(user=None, group__isnull=False),
            ),
            models.UniqueConstraint("article", "user", name="access_is_given_once_to_a_person"),
            models.UniqueConstraint("article", "group", name="access_is_given_once_to_a_group"),
        ]

    def __str__(self):
        return str(self.user or self.group)
