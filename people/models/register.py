"""What every register row has: names in languages and scripts, a slug, sort keys, the row it was merged into."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.names import fold, slugify, sort_key, spellings
from pressoffice.ground.identity import Identified, reference_from
from pressoffice.ground.labels import LabelsField, in_language


def filed(queryset, language=None):
    """``queryset`` with ``filed``, the key that sorts its rows by the alphabet of ``language`` (the active one)."""
    code = language or get_language() or settings.LANGUAGE_CODE
    if code == settings.LANGUAGE_CODE:  # an index has this order
        return queryset.annotate(filed=models.F("sort_key"))
    return queryset.annotate(
        filed=Coalesce(KeyTextTransform(code, "sort_keys"), "sort_key", output_field=models.CharField())
    )


def named_exactly(model, name):
    """The rows of ``model`` of which ``name`` is one whole name, in any spelling; merged ones aside."""
    keys = [key for key in spellings(name) if key]
    if not keys:
        return model.objects.none()
    return model.objects.filter(merged_into=None, folded__contains=f"|{keys[0]}|")


def rederive(model):
    """Fill what every row of ``model`` derives from its names anew; returns how many rows there are."""
    beside = [name for name in ("merged_from", "names") if hasattr(model, name)]
    count, batch = 0, []
    for row in model.objects.prefetch_related(*beside).order_by("pk").iterator(chunk_size=500):
        row.derive()
        batch.append(row)
        if len(batch) == 500:
            count += model.objects.bulk_update(batch, model.DERIVED)
            batch = []
    return count + (model.objects.bulk_update(batch, model.DERIVED) if batch else 0)


class Registered(Identified):
    """A register row with a name, addressed by ``slug``.

    ``name`` is the house style in the default language, ``labels`` the house style in the others. ``folded`` holds
    every spelling it is found by, as ``|jeyhun bayramov|ceyhun bayramov|``. A row that turned out to be another one is
    kept and points there (``merged_into``).
    """

    DERIVED = ("folded", "sort_key", "sort_keys")

    name = models.CharField(_("name"), max_length=200)
    labels = LabelsField(_("name in other languages"))
    slug = models.SlugField(_("slug"), max_length=90, unique=True, blank=True)
    folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)
    sort_keys = models.JSONField(editable=False, default=dict)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    public_changes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["sort_key", "uid"]

    def __str__(self):
        return self.name

    def name_in(self, language=None):
        """The house style in ``language``, the active one if not given; the name as it is where there is none."""
        return in_language(self.name, self.labels, language)

    @property
    def label(self):
        """The name in the active language."""
        return self.name_in()

    def own_names(self):
        """Every name of this row, as ``(name, language)``: the language may be empty."""
        return [(self.name, settings.LANGUAGE_CODE), *((name, code) for code, name in (self.labels or {}).items())]

    def every_name(self):
        """Every name this row is found by: its own, and those of the rows merged into it."""
        merged = self.merged_from.all() if self.pk else []
        return [*self.own_names(), *(name for row in merged for name in row.every_name())]

    def own_sort_name(self, language):
        """The name as it is filed under the alphabet of ``language``."""
        return self.name_in(language)

    def save(self, *args, **kwargs):
        """Fill what is derived from the names; a slug that is taken gets the row's own reference."""
        self.derive()
        if not self.slug:
            self.slug = slugify(self.name) or "x"
        if type(self)._base_manager.filter(slug=self.slug).exclude(pk=self.pk).exists():
            self.slug = f"{self.slug[:80]}-{reference_from(self.uid).lower()}"
        super().save(*args, **kwargs)

    def derive(self):
        """Fill ``folded`` and the sort keys from the names."""
        keys = (key for name, language in self.every_name() if name for key in spellings(name, language))
        self.folded = f"|{'|'.join(dict.fromkeys(keys))}|"
        self.sort_key = sort_key(self.own_sort_name(settings.LANGUAGE_CODE), settings.LANGUAGE_CODE)
        others = (code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
        self.sort_keys = {code: sort_key(self.own_sort_name(code), code) for code in others}


def script_of(name):
    """The ISO 15924 code of the script most letters of ``name`` are of; empty where it is none we know."""
    counts = {
        code: sum(low <= ord(letter) <= high for letter in name)
        for code, low, high in (("Cyrl", 0x400, 0x52F), ("Arab", 0x600, 0x6FF), ("Grek", 0x370, 0x3FF),
                                ("Geor", 0x10A0, 0x10FF), ("Armn", 0x530, 0x58F), ("Hebr", 0x590, 0x5FF))
    }  # fmt: skip
    code, most = max(counts.items(), key=lambda pair: pair[1])
    if most:
        return code
    return "Latn" if any("a" <= letter <= "z" for letter in fold(name)) else ""


class OtherName(models.Model):
    """Another name of a register row: in a language or script, an abbreviation, a former one (Popolo's other_names)."""

    class Script(models.TextChoices):
        LATIN = "Latn", _("Latin")
        CYRILLIC = "Cyrl", _("Cyrillic")
        ARABIC = "Arab", _("Arabic")
        GREEK = "Grek", _("Greek")
        GEORGIAN = "Geor", _("Georgian")
        ARMENIAN = "Armn", _("Armenian")
        HEBREW = "Hebr", _("Hebrew")

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47 code, as az or ru."))
    script = models.CharField(
        _("script"), max_length=4, choices=Script, blank=True, help_text=_("Seen from the letters if empty.")
    )
    former = models.BooleanField(_("former"), default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Fill the script from the letters where nobody said it."""
        self.script = self.script or script_of(self.name)
        super().save(*args, **kwargs)


class Identifier(models.Model):
    """What a register row is called in another register (Popolo's identifiers)."""

    class Scheme(models.TextChoices):
        WIKIDATA = "wikidata", "Wikidata"
        ISNI = "isni", "ISNI"
        VIAF = "viaf", "VIAF"
        GND = "gnd", "GND"
        LCNAF = "lcnaf", "LCNAF"
        ROR = "ror", "ROR"
        LEI = "lei", "LEI"
        OTHER = "other", _("Other")

    SHAPES = {
        Scheme.WIKIDATA: (r"Q[1-9]\d*", "https://www.wikidata.org/wiki/{}"),
        Scheme.ISNI: (r"\d{15}[\dX]", "https://isni.org/isni/{}"),
        Scheme.VIAF: (r"[1-9]\d{1,21}", "https://viaf.org/viaf/{}"),
        Scheme.GND: (r"[\dX-]{4,12}", "https://d-nb.info/gnd/{}"),
        Scheme.LCNAF: (r"n[a-z]{0,2}\d{8,10}", "https://id.loc.gov/authorities/names/{}"),
        Scheme.ROR: (r"0[a-z0-9]{8}", "https://ror.org/{}"),
        Scheme.LEI: (r"[A-Z0-9]{18}\d{2}", "https://search.gleif.org/#/record/{}"),
    }

    scheme = models.CharField(_("register"), max_length=12, choices=Scheme)
    value = models.CharField(_("identifier"), max_length=80)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self):
        """Refuse an identifier that is not of its scheme's shape."""
        if self.scheme == self.Scheme.ISNI:
            self.value = self.value.replace(" ", "")
        shape = self.SHAPES.get(self.scheme)
        if shape and not re.fullmatch(shape[0], self.value or ""):
            raise ValidationError(
                {
                    "value": ValidationError(
                        _("“%(value)s” is not an identifier of %(scheme)s."),
                        code="invalid",
                        params={"value": self.value, "scheme": self.get_scheme_display()},
                    )
                }
            )

    @property
    def url(self):
        """Where the other register shows it; empty where it has no page."""
        shape = self.SHAPES.get(self.scheme)
        return shape[1].format(self.value) if shape else ""
