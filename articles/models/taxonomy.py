"""What texts are about."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Registered


class Topic(Registered):
    """A subject, in a tree; ``code`` is the IPTC Media Topic where it is one (``medtop:20000639``)."""

    code = models.CharField(_("code"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    class Meta(Registered.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])
