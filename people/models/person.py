"""People: officials, and anyone who speaks."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.register import Identifier, OtherName, Registered


class Person(Registered):
    """An official, or anyone who speaks. ``name`` is the house style; other spellings are ``PersonName`` rows."""

    family_name = models.CharField(_("family name"), max_length=120, blank=True, help_text=_("For sorting."))
    biography = models.TextField(_("biography"), blank=True)

    class Meta(Registered.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("import_person", _("Can import people"))]

    def own_names(self):
        own = super().own_names()
        if self.pk:
            own += [(other.name, other.language) for other in self.names.all()]
        return own

    def own_sort_name(self, language):
        """Family name first. The family name is known in the default language; elsewhere the last word is taken."""
        name = self.name_in(language)
        if self.family_name and name == self.name:
            return f"{self.family_name} {name}"
        *given, family = name.split() or [""]
        return " ".join([family, *given])

    def get_absolute_url(self):
        return reverse("official", args=[self.slug])


class PersonName(OtherName):
    """Another spelling of a person's name: in a language or script, or a former one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [models.UniqueConstraint("person", "name", name="person_has_a_name_once")]


class PersonIdentifier(Identifier):
    """A person in another register."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [models.UniqueConstraint("person", "scheme", "value", name="person_has_an_identifier_once")]
