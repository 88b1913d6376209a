"""The roof's own pages: health, errors, and what every template is told."""

from django.conf import settings


def office(request):
    """Context processor: the office's name and whether this is a demonstration."""
    return {"OFFICE_NAME": settings.OFFICE_NAME, "DEMO": settings.DEMO, "SITE_URL": settings.SITE_URL}
