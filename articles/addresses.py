"""The addresses of texts. A text lives under its own language and the month it was published in."""

from functools import cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation


def site_language(language):
    """The language of the site under which a text of ``language`` has its address."""
    return language if any(language == code for code, _name in settings.LANGUAGES) else settings.LANGUAGE_CODE


def month_of(published_at):
    """Year and month of a publication in the office's zone, as the address has them: ``("2025", "11")``."""
    local = timezone.localtime(published_at, ZoneInfo(settings.OFFICE_TIME_ZONE))
    return f"{local.year:04d}", f"{local.month:02d}"


def article_url(edition, name="article"):
    """The path of a text's page, or of its ``article-history``."""
    year, month = month_of(edition.published_at)
    before, after = _around_slug(name, site_language(edition.language))
    return f"{before}{year}/{month}/{edition.slug}{after}"


@cache
def _around_slug(name, language):
    """What an address of a text has before its year and after its slug."""
    with translation.override(language):
        return reverse(name, args=["0000", "01", "slug"]).split("0000/01/slug")


@cache
def in_language(code, name):
    """The path of a page without parameters in a language of the site."""
    with translation.override(code):
        return reverse(name)


def absolute(path):
    """``path`` with this site's scheme and host."""
    return f"{settings.SITE_URL}{path}"


def article_uri(reference):
    """The permanent identifier of a text: never reused, redirects to the current page."""
    return absolute(f"/id/articles/PR-{reference}")


def feed_url(**question):
    """The path of the feed (Atom) of the texts that answer ``question``: ``feed_url(official="jane-doe")``."""
    return _asked(reverse("feed"), question)


FEED_FORMS = (("Atom", "atom", "atom+xml"), ("RSS", "rss", "rss+xml"), ("JSON Feed", "json", "feed+json"))


def with_forms(path):
    """``[(name, media type, path), ...]`` of a feed in every form, from its ``path`` in Atom, which comes first."""
    address, mark, query = path.partition("?")
    folder = address.removesuffix("atom")
    return [(name, f"application/{media}", f"{folder}{end}{mark}{query}") for name, end, media in FEED_FORMS]


def calendar_url(**question):
    """The path of the calendar (iCalendar) of the events that answer ``question``: ``calendar_url(place="baku")``."""
    return _asked(reverse("calendar"), question)


def _asked(path, question):
    return f"{path}?{urlencode(question, safe=',')}" if question else path


def with_question(request, address):
    """``address`` with the query of ``request``."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


class Elsewhere(Exception):
    """What is asked for has another ``address`` for good: the register row it names was merged into another one."""

    def __init__(self, address):
        self.address = address
        super().__init__(address)
