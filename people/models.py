"""Who: organisations, people, and the positions people hold (terms of Popolo)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.names import fold, slugify
from pressoffice.ground.identity import Identified, reference_from
from pressoffice.ground.intervals import Interval, IntervalQuerySet
from pressoffice.ground.partial_dates import PartialDateField


class Registered(Identified):
    """A register row with a name: found by ``folded`` (all its names, folded), addressed by ``slug``."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=90, unique=True, blank=True)
    folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False, default="", db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_key", "uid"]

    def __str__(self):
        return self.name

    def own_names(self):
        """Every spelling this row is found by."""
        return [self.name]

    def own_sort_name(self):
        """The name as it is filed."""
        return self.name

    def save(self, *args, **kwargs):
        """Fill what is derived from the names; a slug that is taken gets the row's own reference."""
        self.folded = " ".join(dict.fromkeys(fold(name) for name in self.own_names() if name))
        self.sort_key = fold(self.own_sort_name())[:200]
        if not self.slug:
            self.slug = slugify(self.name) or "x"
        if type(self)._base_manager.filter(slug=self.slug).exclude(pk=self.pk).exists():
            self.slug = f"{self.slug}-{reference_from(self.uid).lower()}"
        super().save(*args, **kwargs)


class Organisation(Registered):
    """A state, ministry, parliament, agency, outlet...: anything a position is held at."""

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
    website = models.URLField(_("website"), blank=True)

    class Meta(Registered.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def own_names(self):
        variants = [variant.name for variant in self.names.all()] if self.pk else []
        return [self.name, self.short_name, *variants]

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])


class OrganisationName(models.Model):
    """Another name of an organisation: in a language, an abbreviation, a former name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    former = models.BooleanField(_("former"), default=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint("organisation", "name", name="organisation_has_a_name_once")]

    def __str__(self):
        return self.name


class Person(Registered):
    """An official, or anyone who speaks. ``name`` is the house style; other spellings are ``PersonName`` rows."""

    family_name = models.CharField(_("family name"), max_length=120, blank=True, help_text=_("For sorting."))
    biography = models.TextField(_("biography"), blank=True)
    wikidata = models.CharField(_("Wikidata"), max_length=20, blank=True)

    class Meta(Registered.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def own_names(self):
        return [self.name, *([variant.name for variant in self.names.all()] if self.pk else [])]

    def own_sort_name(self):
        if not self.family_name:
            *given, family = self.name.split() or [""]
            return " ".join([family, *given])
        return f"{self.family_name} {self.name}"

    def get_absolute_url(self):
        return reverse("official", args=[self.slug])


class PersonName(models.Model):
    """Another spelling of a person's name: in a language or script, or a former one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    former = models.BooleanField(_("former"), default=False)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [models.UniqueConstraint("person", "name", name="person_has_a_name_once")]

    def __str__(self):
        return self.name


class Position(Identified, Interval):
    """A title that a person holds at an organisation for a time (Popolo's membership).

    Shown to the public while its own interval holds, or through a public text that names it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="positions", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="positions", null=True, blank=True, verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    acting = models.BooleanField(_("acting"), default=False)
    starts = PartialDateField(_("from"), bounds=("starts_earliest", "starts_latest"))
    starts_earliest = models.DateField(null=True, editable=False)
    starts_latest = models.DateField(null=True, editable=False)
    ends = PartialDateField(_("until"), bounds=("ends_earliest", "ends_latest"))
    ends_earliest = models.DateField(null=True, editable=False)
    ends_latest = models.DateField(null=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    public_changes = models.PositiveIntegerField(default=0, editable=False)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-starts_earliest", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="position_ends_after_it_starts",
                condition=Q(ends_latest=None) | Q(starts_earliest=None) | Q(ends_latest__gte=F("starts_earliest")),
                violation_error_message=_("A position cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="position_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
        ]

    def __str__(self):
        at = f", {self.organisation}" if self.organisation else ""
        return f"{self.title}{at}"
