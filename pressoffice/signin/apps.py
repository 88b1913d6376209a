from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SigninConfig(AppConfig):
    """Sign-in: connects what is recorded of it."""

    name = "pressoffice.signin"
    label = "signin"

    def ready(self):
        from pressoffice.signin import acts

        acts.connect()


class DeskConfig(AdminConfig):
    """Django's admin, with the site of this office."""

    default_site = "pressoffice.signin.site.DeskSite"
