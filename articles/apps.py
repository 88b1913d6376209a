from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """What: articles, their editions, and all that hangs on them."""

    name = "articles"
    verbose_name = _("Press texts")

    def ready(self):
        """Connect the checks; put evidence triggers and groups in place at the end of every migrate."""
        from django.db.models.signals import post_migrate, pre_migrate

        from articles import checks, stored  # noqa: F401
        from articles.desk import groups
        from articles.models import evidence
        from articles.views import text_page

        evidence.connect(self)
        stored.kept.connect(text_page.keep, dispatch_uid="articles.text_page")
        pre_migrate.connect(groups.remember, sender=self, dispatch_uid="articles.groups.before")
        post_migrate.connect(groups.install, sender=self, dispatch_uid="articles.groups")
