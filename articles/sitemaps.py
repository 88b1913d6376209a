"""What search engines are told: the texts that lists show, and the register pages that exist."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles import register
from articles.addresses import article_url
from articles.models.edition import Edition
from pressoffice.ground.clock import database_now


class OwnSitemap(Sitemap):
    """A sitemap under this site's public address, whatever host was asked."""

    limit = 10_000

    def get_urls(self, page=1, site=None, protocol=None):
        self.protocol = urlsplit(settings.SITE_URL).scheme
        return super().get_urls(page, site, self.protocol)

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class EditionSitemap(OwnSitemap):
    """Listed texts; ``lastmod`` is when the edition became public."""

    def items(self):
        return Edition.objects.listed(database_now()).exclude(document=None).defer("document")

    def location(self, item):
        return article_url(item)

    def lastmod(self, item):
        return item.public_from


class PageSitemap(OwnSitemap):
    """The lists, in each language of the site."""

    i18n = alternates = x_default = True

    def items(self):
        return [
            "home",
            "news",
            "statements",
            "officials",
            "organisations",
            "events",
            "topics",
            "places",
            "contacts",
            "sources",
        ]

    def location(self, item):
        return reverse(item)


class RegisterSitemap(OwnSitemap):
    """Register rows that something public leads to, in each language of the site."""

    i18n = alternates = x_default = True
    visible = None

    def items(self):
        return type(self).visible(database_now()).order_by("sort_key", "uid")


class PersonSitemap(RegisterSitemap):
    visible = register.people


class OrganisationSitemap(RegisterSitemap):
    visible = register.organisations


class EventSitemap(RegisterSitemap):
    visible = register.events

    def items(self):
        return super().items().select_related("root")  # where its address comes from


class TopicSitemap(RegisterSitemap):
    visible = register.topics


class PlaceSitemap(RegisterSitemap):
    visible = register.places


class SourceSitemap(RegisterSitemap):
    visible = register.sources


SITEMAPS = {
    "texts": EditionSitemap,
    "pages": PageSitemap,
    "officials": PersonSitemap,
    "organisations": OrganisationSitemap,
    "events": EventSitemap,
    "topics": TopicSitemap,
    "places": PlaceSitemap,
    "sources": SourceSitemap,
}
