"""Organisations: anything a position is held at."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.register import Identifier, OtherName, Registered
from pressoffice.ground.partial_dates import PartialDateField


class Organisation(Registered):
    """A state, ministry, parliament, agency, outlet..., in a tree, from a date until another (Popolo)."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        GOVERNMENT = "government", _("Government body")
        PARLIAMENT = "parliament", _("Parliament")
        INTERNATIONAL = "international", _("International body")
        EMBASSY = "embassy", _("Embassy")
        OUTLET = "outlet", _("News outlet")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Other")

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code, as AZ."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    founded = PartialDateField(_("founded"), bounds=("founded_earliest", "founded_latest"))
    founded_earliest = models.DateField(null=True, editable=False)
    founded_latest = models.DateField(null=True, editable=False)
    dissolved = PartialDateField(_("dissolved"), bounds=("dissolved_earliest", "dissolved_latest"))
    dissolved_earliest = models.DateField(null=True, editable=False)
    dissolved_latest = models.DateField(null=True, editable=False)
    website = models.URLField(_("website"), blank=True)

    class Meta(Registered.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = [("import_organisation", _("Can import organisations"))]
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_it_starts",
                condition=Q(dissolved_latest=None) | Q(founded_earliest=None)
                | Q(dissolved_latest__gte=F("founded_earliest")),
                violation_error_message=_("An organisation cannot be dissolved before it is founded."),
            ),
        ]  # fmt: skip

    def own_names(self):
        own = [*super().own_names(), (self.short_name, "")]
        if self.pk:
            own += [(other.name, other.language) for other in self.names.all()]
        return own

    def clean(self):
        """Refuse a tree that runs in a circle."""
        super().clean()
        refuse_a_circle(self)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])


def refuse_a_circle(row):
    """Raise ValidationError where ``row`` would be, at any height, part of itself."""
    above, seen = row.parent, set()
    while above is not None and above.pk not in seen:
        if above.pk == row.pk and row.pk is not None:
            raise ValidationError({"parent": _("“%(name)s” cannot be part of itself.") % {"name": row}})
        seen.add(above.pk)
        above = above.parent


class OrganisationName(OtherName):
    """Another name of an organisation: in a language, an abbreviation, a former name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint("organisation", "name", name="organisation_has_a_name_once")]


class OrganisationIdentifier(Identifier):
    """An organisation in another register."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint("organisation", "scheme", "value", name="organisation_has_an_identifier_once")
        ]
