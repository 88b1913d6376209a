"""Registers in which the same person or organisation must not be entered twice: staff are warned while they type."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext

from people.admin.nearness import near_rows
from people.admin.registers import NamedForm, RegisterAdmin, admin_url

SAID = {
    "same": lambda: gettext("the same name"),
    "near": lambda: gettext("a similar name"),
    "family": lambda: gettext("the same family name: another person?"),
}


class NamedAdmin(RegisterAdmin):
    """A register that warns of rows of a similar name: while somebody types, and after a new name is saved."""

    form = NamedForm

    class Media:
        css = {"all": ["admin-registers.css"]}
        js = ["near-duplicates.js"]

    def get_urls(self):
        near = path("near/", self.admin_site.admin_view(self.near_view), name=self.near_name())
        return [near, *super().get_urls()]

    def near_name(self):
        """The name of the address that lists near rows."""
        return f"{self.opts.app_label}_{self.opts.model_name}_near"

    def near_view(self, request):
        """Rows whose name is near ``?name=``, ``?but=`` aside, as JSON for the form's script."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        but = request.GET.get("but", "")
        found = self.near(request.GET.get("name", "")[:200], but=int(but) if but.isascii() and but.isdigit() else None)
        rows = [
            {"text": self.suggestion(one.row), "url": admin_url(one.row), "kind": one.kind, "said": SAID[one.kind]()}
            for one in found
        ]
        return JsonResponse({"heading": heading(len(rows)), "rows": rows})

    def near(self, name, *, but=None):
        """The rows near ``name``, with what is shown of them."""
        return near_rows(self.model, name, but=but, load=self.for_suggestions)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with the address its script asks."""
        context["near_url"] = reverse(f"{self.admin_site.name}:{self.near_name()}")
        context["fields_first"], *context["fields_after"] = context["adminform"]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """Save, and warn of rows of a similar name where the name is new."""
        super().save_related(request, form, formsets, change)
        if "name" in form.changed_data:
            self.warn_of_near(request, form.instance)

    def warn_of_near(self, request, row):
        """Tell which rows have a name near that of ``row``."""
        found = [one for one in self.near(row.name, but=row.pk) if one.kind != "family"]
        if found:
            links = format_html_join(
                ", ", '<a href="{}">{}</a>', ((admin_url(one.row), self.suggestion(one.row)) for one in found)
            )
            self.message_user(request, format_html("{} {}", heading(len(found)), links), messages.WARNING)


def heading(number):
    """The words above ``number`` near rows; empty for none."""
    if not number:
        return ""
    said = ngettext("There is %(number)d row like it:", "There are %(number)d rows like it:", number)
    return said % {"number": number}
