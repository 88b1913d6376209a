"""How places are told: coordinates for readers and for maps."""

from django import template
from django.utils import formats
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def coordinates(place):
    """Latitude and longitude in degrees: ``40.40926° N, 49.86709° E``."""
    north, east = place.latitude >= 0, place.longitude >= 0
    return ", ".join(
        (
            f"{_degrees(place.latitude)}° {pgettext('latitude', 'N') if north else pgettext('latitude', 'S')}",
            f"{_degrees(place.longitude)}° {pgettext('longitude', 'E') if east else pgettext('longitude', 'W')}",
        )
    )


@register.filter
def geo(place):
    """The ``geo:`` address by which a map of the reader's own shows the place (RFC 5870)."""
    return f"geo:{place.latitude},{place.longitude}"


def _degrees(value):
    return formats.localize(abs(value.normalize()))
