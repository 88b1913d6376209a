"""The pages of the desk that are no list or form of one table. Each room gives its own by ``urls(site)``."""

from django.contrib import admin

from articles.admin import (
    absences,
    access,
    agenda,
    break_glass,
    bundles,
    concerned,
    dashboard,
    front_page,
    ledger,
    notices,
    readiness,
    records_request,
    search,
)

ROOMS = [
    dashboard,
    search,
    agenda,
    concerned,
    access,
    ledger,
    records_request,
    notices,
    absences,
    break_glass,
    bundles,
    readiness,
    front_page,
]

for room in ROOMS:
    admin.site.add_pages(room.urls)
admin.site.first_page = dashboard.dashboard
admin.site.enable_nav_sidebar = False  # the words need the width; the header leads everywhere
