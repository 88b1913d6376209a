from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """What: articles, their editions, and all that hangs on them."""

    name = "articles"
    verbose_name = _("Press texts")

    def ready(self):
        """Connect the checks; put evidence triggers and groups in place at the end of every migrate."""
        from django.db.models.signals import post_migrate, pre_migrate

        from articles import checks  # noqa: F401
        from articles.desk import groups
        from articles.models import evidence

        evidence.connect(self)
        pre_migrate.connect(groups.remember, sender=self, dispatch_uid="articles.groups.before")
        post_migrate.connect(groups.install, sender=self, dispatch_uid="articles.groups")
