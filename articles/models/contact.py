"""Whom the press calls."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.register import Registered
from pressoffice.ground.intervals import Interval, IntervalQuerySet

a_telephone_number = RegexValidator(
    r"\+[1-9][0-9 ()./-]{4,24}", _("Give the number with its country code, as +994 12 123 45 67.")
)


def office_zone():
    """The zone of the office."""
    return settings.OFFICE_TIME_ZONE


class Contact(Registered, Interval):
    """A press desk or a spokesperson, public while its interval holds.

    ``hours`` in the grammar of schema.org's openingHours: ``Mo-Fr 09:00-18:00; Sa 10:00-14:00``, by ``zone``.
    """

    role = models.CharField(_("what for"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[a_telephone_number])
    out_of_hours_phone = models.CharField(
        _("telephone out of hours"), max_length=30, blank=True, validators=[a_telephone_number]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    languages = models.CharField(
        _("languages spoken"), max_length=100, blank=True, help_text=_("Codes by commas, as az, en, ru.")
    )
    hours = models.CharField(
        _("office hours"), max_length=200, blank=True, help_text=_("As Mo-Fr 09:00-18:00; Sa 10:00-14:00.")
    )
    zone = models.CharField(_("time zone"), max_length=50, default=office_zone)

    objects = IntervalQuerySet.as_manager()

    class Meta(Registered.Meta):
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        constraints = [
            models.CheckConstraint(
                name="contact_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
        ]

    def get_absolute_url(self):
        return f"{reverse('contacts')}#{self.slug}"


class TextContact(models.Model):
    """A press contact of a text. A live part: it belongs to the text, not to an edition, and needs no new one."""

    article_uid = models.UUIDField(db_index=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="texts", verbose_name=_("press contact"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("press contact of a text")
        verbose_name_plural = _("press contacts of texts")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("article_uid", "contact", name="contact_stands_once_at_a_text")]

    def __str__(self):
        return str(self.contact)
