"""The addresses of texts. A text lives under its own language and the month it was published in."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation


def site_language(language):
    """The language of the site under which a text of ``language`` has its address."""
    codes = [code for code, _name in settings.LANGUAGES]
    return language if language in codes else settings.LANGUAGE_CODE


def month_of(published_at):
    """Year and month of a publication in the office's zone, as the address has them: ``("2025", "11")``."""
    local = timezone.localtime(published_at, ZoneInfo(settings.OFFICE_TIME_ZONE))
    return f"{local.year:04d}", f"{local.month:02d}"


def article_url(edition, name="article"):
    """The path of a text's page, or of its ``article-history``."""
    year, month = month_of(edition.published_at)
    with translation.override(site_language(edition.language)):
        return reverse(name, args=[year, month, edition.slug])


def absolute(path):
    """``path`` with this site's scheme and host."""
    return f"{settings.SITE_URL}{path}"


def article_uri(reference):
    """The permanent identifier of a text: never reused, redirects to the current page."""
    return absolute(f"/id/articles/PR-{reference}")


def feed_url(**question):
    """The path of the feed (Atom) of the texts that answer ``question``: ``feed_url(official="jane-doe")``."""
    return _asked(reverse("feed"), question)


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
