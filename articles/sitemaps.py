"""What search engines are told (sitemaps.org, and Google's news sitemap): an index, and sections of it.

The sections of texts are the months they were published in, so that a new text changes one of them; those of a register
are parts of its alphabet. ``lastmod`` is when readers were last told of a change of the words. Everything is asked of
the database in at most four statements, whatever there is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import wraps
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Max, Value
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation

from articles import register
from articles.addresses import absolute, article_url, site_language
from articles.models.edition import Edition
from pressoffice.ground.freshness import not_modified, stamped
from pressoffice.ground.problems import Problem, problem_response

MOST = 5_000  # addresses in a section
NEWS_FOR, MOST_NEWS = dt.timedelta(days=2), 1_000
LISTS = (
    "home", "news", "statements", "officials", "organisations", "events", "topics", "places", "contacts", "sources",
    "corrections", "withdrawn", "corrections-policy", "feeds", "accessibility", "developers",
)  # fmt: skip
REGISTERS = {
    "officials": ("official", register.people),
    "organisations": ("organisation", register.organisations),
    "events": ("event", register.events),
    "topics": ("topic", register.topics),
    "places": ("place", register.places),
    "sources": ("source", register.sources),
}
_MONTH = re.compile(r"texts-(\d{4})-(0[1-9]|1[0-2])(?:-([1-9]\d{0,3}))?")
_PART = re.compile(rf"({'|'.join(REGISTERS)})(?:-([1-9]\d{{0,3}}))?")


def machine_file(content_type: str, state: Any = lambda request: ""):
    """A door for programs: 304 where they have the answer, a lifetime on what is sent. ``state`` as for a page."""

    def door(make):
        @wraps(make)
        def answered(request, *args, **kwargs):
            if request.method not in ("GET", "HEAD"):
                return problem_response(request, Problem("method-not-allowed"))
            unchanged = not_modified(request, state=state(request))
            if unchanged is not None:
                return unchanged
            content = "".join(make(request, *args, **kwargs))
            return stamped(request, HttpResponse(content, content_type=content_type), state=state(request))

        answered.csrf_exempt = True
        return answered

    return door


XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@machine_file(XML)
def index(request) -> Iterator[str]:
    """The sections there are."""
    yield f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for section, changed in sections(request.now):
        address = absolute(reverse("sitemap-section", args=[section]))
        yield f"<sitemap><loc>{escape(address)}</loc>{_lastmod(changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def sections(now: dt.datetime) -> Iterator[tuple[str, dt.datetime | None]]:
    """``(section, its last change)``: the newest month first, then lists and registers. Two statements."""
    yield "pages", None
    zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
    months = texts(now).annotate(month=TruncMonth("published_at", tzinfo=zone)).values("month").order_by("-month")
    for row in months.annotate(number=Count("pk"), changed=Max("stored__significant__public_from")):
        for part in range(_parts(row["number"])):
            yield _numbered(f"texts-{row['month']:%Y-%m}", part), row["changed"]
    counts = [
        visible(now)
        .order_by()
        .values(section=Value(section))
        .annotate(number=Count("pk"))
        .values_list("section", "number")
        for section, (_name, visible) in REGISTERS.items()
    ]
    found = dict(counts[0].union(*counts[1:], all=True))
    for section in REGISTERS:
        for part in range(_parts(found.get(section, 0) * len(settings.LANGUAGES))):
            yield _numbered(section, part), None


def _parts(number: int) -> int:
    return -(-number // MOST)


def _numbered(section: str, part: int) -> str:
    return f"{section}-{part + 1}" if part else section


def texts(now: dt.datetime) -> Any:
    """Listed texts with their words."""
    return Edition.objects.listed(now).exclude(document=None)


@machine_file(XML)
def section(request, section: str) -> Iterator[str]:
    """One section; Http404 where there is none of that name."""
    if section == "pages":
        found = _lists()
    elif match := _MONTH.fullmatch(section):
        found = _month(request.now, int(match[1]), int(match[2]), int(match[3] or 1))
    elif match := _PART.fullmatch(section):
        found = _register(request.now, *REGISTERS[match[1]], int(match[2] or 1))
    else:
        raise Http404
    entries = list(found)
    if not entries:
        raise Http404
    return iter([f"{_HEAD}<urlset {_SPACES}>\n", *entries, "</urlset>\n"])


def _lists() -> Iterator[str]:
    for name in LISTS:
        yield from _in_each_language(name, [])


def _register(now: dt.datetime, name: str, visible: Any, part: int) -> Iterator[str]:
    rows = visible(now).order_by("sort_key", "uid").values_list(register.known_by(visible(now).model, "slug"))
    most = MOST // len(settings.LANGUAGES)
    for (slug,) in rows[(part - 1) * most : part * most]:
        yield from _in_each_language(name, [slug])


def _in_each_language(name: str, args: list[str]) -> Iterator[str]:
    found = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            found[code] = absolute(reverse(name, args=args))
    links = _alternates(found)
    for address in found.values():
        yield f"<url><loc>{escape(address)}</loc>{links}</url>\n"


def _month(now: dt.datetime, year: int, month: int, part: int) -> Iterator[str]:
    """The texts of a month, each with its other languages. Two statements."""
    zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
    if not year:
        return
    first = dt.datetime(year, month, 1, tzinfo=zone)
    after = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone) if (year, month) < (9999, 12) else None
    rows = texts(now).filter(published_at__gte=first).order_by("-published_at", "-uid")
    rows = rows.filter(published_at__lt=after) if after else rows
    rows = rows.only("slug", "language", "work", "published_at")
    rows = rows.annotate(changed=F("stored__significant__public_from"))
    page = list(rows[(part - 1) * MOST : part * MOST])
    if not page:
        return
    siblings: dict[Any, dict[str, str]] = defaultdict(dict)
    for one in (
        texts(now).filter(work__in=rows.order_by().values("work")).only("slug", "language", "work", "published_at")
    ):
        siblings[one.work][one.language] = absolute(article_url(one))
    for one in page:
        languages = siblings[one.work]
        links = _alternates(languages) if len(languages) > 1 else ""
        yield f"<url><loc>{escape(absolute(article_url(one)))}</loc>{_lastmod(one.changed)}{links}</url>\n"


def _alternates(addresses: dict[str, str]) -> str:
    """The same page in each language; the site's own language for whoever reads none of them."""
    told = {**addresses}
    if settings.LANGUAGE_CODE in addresses:
        told["x-default"] = addresses[settings.LANGUAGE_CODE]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>' for code, address in told.items()
    )


def _lastmod(instant: dt.datetime | None) -> str:
    if instant is None:
        return ""
    return f"<lastmod>{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>"


# --- News -------------------------------------------------------------------------------------------------------------


def _hour(request: Any) -> str:
    """The hour from which news are counted: they leave the file on the hour, so that it moves with the clock."""
    return f"{request.now:%Y-%m-%dT%H}"


@machine_file(XML, state=_hour)
def news(request) -> Iterator[str]:
    """The texts of the last two days, the newest first: what news services read every few minutes. One statement."""
    since = request.now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1) - NEWS_FOR
    rows = texts(request.now).filter(published_at__gt=since).order_by("-published_at", "-uid")
    yield f'{_HEAD}<urlset {_SPACES} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
    for one in rows.only("slug", "language", "published_at", "title")[:MOST_NEWS]:
        yield (
            f"<url><loc>{escape(absolute(article_url(one)))}</loc><news:news><news:publication>"
            f"<news:name>{escape(settings.OFFICE_NAME)}</news:name>"
            f"<news:language>{site_language(one.language)}</news:language></news:publication>"
            f"<news:publication_date>{one.published_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}</news:publication_date>"
            f"<news:title>{escape(one.title)}</news:title></news:news></url>\n"
        )
    yield "</urlset>\n"
