"""What texts are about and where: topics and places, two trees with names in every language."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.organisation import refuse_a_circle
from people.models.register import Registered


class Branch(Registered):
    """A row of a tree with other names, one a line."""

    aliases = models.TextField(_("other names"), blank=True, help_text=_("One a line, in any language or script."))

    class Meta(Registered.Meta):
        abstract = True

    def own_names(self):
        own = [*super().own_names(), *((line.strip(), "") for line in self.aliases.splitlines() if line.strip())]
        return own

    def clean(self):
        """Refuse a tree that runs in a circle."""
        super().clean()
        refuse_a_circle(self)


class Topic(Branch):
    """A subject, in a tree; ``code`` is the IPTC Media Topic where it is one (``medtop:20000639``)."""

    code = models.CharField(_("code"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    class Meta(Branch.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint("code", name="topic_code_stands_once", condition=~Q(code=""))]

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class Place(Branch):
    """A country, region, city or venue. ``country`` is the ISO 3166-1 code of the country it lies in or is."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        CITY = "city", _("City")
        VENUE = "venue", _("Venue")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    code = models.CharField(
        _("code"), max_length=10, blank=True, help_text=_("ISO 3166: AZ for a country, AZ-BA for a part of one.")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code, as AZ."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta(Branch.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint("code", name="place_code_stands_once", condition=~Q(code="")),
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give both coordinates or none."),
            ),
            models.CheckConstraint(
                name="place_lies_on_earth",
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Latitude is -90 to 90, longitude -180 to 180."),
            ),
        ]

    def save(self, *args, **kwargs):
        """A country lies in itself."""
        if self.kind == self.Kind.COUNTRY and self.code:
            self.country = self.code[:2]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("place", args=[self.slug])
