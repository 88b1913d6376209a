"""Time zones and times of day in forms of the desk."""

from django import forms
from django.conf import settings

from pressoffice.ground.zones import zone_names


class ZoneWidget(forms.TextInput):
    """A zone by its name, with every zone to choose from, the office's own first."""

    template_name = "forms/zone.html"

    def get_context(self, name, value, attrs):
        """The box and its list."""
        context = super().get_context(name, value, {"autocomplete": "off", "class": "vTextField", **(attrs or {})})
        own = settings.OFFICE_TIME_ZONE
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_zones"
        context["zones"] = [own, *(zone for zone in zone_names() if zone != own)]
        return context


class ClockWidget(forms.TimeInput):
    """A time of day, to the minute."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)
