"""Sources."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.merging import MergeableAdmin
from articles.admin.public_rows import GatedAdmin
from articles.models import Source
from people.admin import RegisterAdmin


@admin.register(Source)
class SourceAdmin(MergeableAdmin, GatedAdmin, RegisterAdmin):
    list_display = ["name", "kind", "reuse", "organisation", "reference"]
    list_select_related = ["organisation"]
    list_filter = ["kind", "reuse"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "organisation", "website"]}),
        (_("Right of reuse"), {"fields": ["reuse", "reuse_note"]}),
        (_("More"), {"fields": ["slug"]}),
    ]
