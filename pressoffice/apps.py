from django.apps import AppConfig


class PressofficeConfig(AppConfig):
    """The office: the roof that joins the rooms."""

    name = "pressoffice"

    def ready(self):
        """Make the Celery application the one that shared tasks belong to, in every process."""
        from pressoffice import celery  # noqa: F401
        from pressoffice.ground import turns

        turns.connect()
