"""The baseline as an application."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """Its models are known as ``plain``."""

    name = "bench.plain"
    label = "plain"
    default_auto_field = "django.db.models.BigAutoField"
