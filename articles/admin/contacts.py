"""Press contacts: whom the press calls, in which languages, at which hours."""

from babel import Locale
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.life import OfficeHourField
from articles.admin.public_rows import PublicRowAdmin
from articles.models import Contact
from people.admin import RegisterAdmin, RegisterForm
from pressoffice.ground.clock import database_now
from pressoffice.ground.opening_hours import HoursError, parse
from pressoffice.ground.zones import nearest_zone, zone_names

HOURS_HELP = {
    "public_from": _("In the office's time. Empty: not public. An hour that has passed means now."),
    "public_until": _("In the office's time. Empty: until somebody says so."),
}


class ContactForm(RegisterForm):
    """A contact whose hours, zone and languages can be read."""

    def clean_hours(self):
        """Hours in the grammar of office hours; the refusal names what cannot be read."""
        hours = self.cleaned_data["hours"].strip()
        try:
            parse(hours)
        except HoursError as error:
            raise ValidationError(str(error)) from error
        return hours

    def clean_zone(self):
        """A zone of the IANA database."""
        zone = self.cleaned_data["zone"].strip()
        if zone in zone_names():
            return zone
        refusal = gettext("There is no time zone “%(zone)s”.") % {"zone": zone}
        if near := nearest_zone(zone):
            refusal += " " + gettext("Did you mean “%(near)s”?") % {"near": near}
        raise ValidationError(refusal)

    def clean_languages(self):
        """Codes of languages, by commas, each once."""
        codes = dict.fromkeys(code.strip().lower() for code in self.cleaned_data["languages"].split(","))
        known = Locale("en").languages
        for code in filter(None, codes):
            if code not in known:
                raise ValidationError(
                    gettext("“%(code)s” is not the code of a language, as az or ru.") % {"code": code}
                )
        return ", ".join(filter(None, codes))

    def clean(self):
        """A contact is reached somehow, and its interval is not empty."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("phone", "out_of_hours_phone", "email")) and not self.errors:
            raise ValidationError(gettext("Give a telephone number or an e-mail address."))
        begins, ends = cleaned.get("public_from") or self.instance.public_from, cleaned.get("public_until")
        if ends and begins and ends <= begins:
            self.add_error("public_until", gettext("That is before it becomes public."))
        elif ends and "public_until" in self.changed_data and ends <= database_now():
            self.add_error("public_until", gettext("That hour has passed: take the contact off the site instead."))
        return cleaned


@admin.register(Contact)
class ContactAdmin(PublicRowAdmin, RegisterAdmin):
    form = ContactForm
    list_display = ["name", "role", "phone", "email", "hours", "public_now"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["name", "labels", "role", "organisation"]}),
        (_("How"), {"fields": ["phone", "out_of_hours_phone", "email", "languages"]}),
        (_("When"), {"fields": ["hours", "zone"]}),
        (_("For the public"), {"fields": [("public_from", "public_until"), "slug"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Hours by the office's clocks; without one, a contact is not public."""
        if db_field.name in HOURS_HELP:
            label = capfirst(db_field.verbose_name)
            return OfficeHourField(label=label, required=False, help_text=HOURS_HELP[db_field.name])
        return super().formfield_for_dbfield(db_field, request, **kwargs)
