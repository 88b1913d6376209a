"""Files that programs look for at known addresses: robots.txt, security.txt, llms.txt, opensearch.xml.

They say how to read the site, and nothing of what stands on it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

PLAIN, MARKDOWN = "text/plain; charset=utf-8", "text/markdown; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml"


def _sent(content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _page(name: str, *args: Any) -> str:
    """The absolute address of a page in the site's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read (RFC 9309): everything public; nothing of a demonstration."""
    lines = ["User-agent: *", "Disallow: /"]
    if not settings.DEMO:
        lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/", ""]
        lines += [f"Sitemap: {_page(name)}" for name in ("sitemap", "sitemap-news")]
    return _sent("\n".join(lines) + "\n", PLAIN)


def security(request: Any) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). There is no such file where the office names no address."""
    if not settings.OFFICE_EMAIL:
        raise Http404
    month = request.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    expires = month + dt.timedelta(days=183)  # it holds for half a year from the month it is read in
    lines = [
        f"Contact: mailto:{settings.OFFICE_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {_page('security-txt')}",
    ]
    return _sent("\n".join(lines) + "\n", PLAIN)


def llms(request: HttpRequest) -> HttpResponse:
    """The site for language models and other readers of plain files, in the shape of llmstxt.org."""
    api = _page("api-index")
    demonstration = "This is a demonstration: nothing here is an official release.\n\n" if settings.DEMO else ""
    return _sent(
        f"""# {settings.OFFICE_NAME}

> Releases, statements and readouts of this office, with who said what in which role, as approved. Every text has a
> permanent reference (PR- and six letters or digits) and numbered editions; corrections and withdrawals are shown.

{demonstration}Quote a text with its reference and edition number. A withdrawn text carries a notice before its words:
do not quote it without. A retracted one answers 410: forget it.

## Plain files

- [Texts as Markdown]({api}articles/?format=json): the list; `{api}articles/PR-XXXXXX/?format=md` is one text as
  Markdown, `?format=txt` as plain text, `?format=jsonld` in the words of schema.org
- [Statements]({api}statements/): who said what, in which role, in which text
- [Changes]({api}changes/): everything that became public, was corrected or taken back, in order

## For programs

- [How to read the API]({_page("api-docs")})
- [OpenAPI]({_page("api-openapi")})
- [Newest texts (Atom)]({_page("feed")})
- [Site map]({_page("sitemap")})

## Pages

- [News]({_page("news")})
- [Officials]({_page("officials")})
- [Statements]({_page("statements")})
- [Press contacts]({_page("contacts")})
""",
        MARKDOWN,
    )


def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches the site (OpenSearch 1.1), in the site's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        search, feed, name = reverse("search"), reverse("feed"), settings.OFFICE_NAME
        words = _("Search all texts")
    html = quoteattr(f"{settings.SITE_URL}{search}?q={{searchTerms}}")
    atom = quoteattr(f"{settings.SITE_URL}{feed}?q={{searchTerms}}")
    return _sent(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(name[:16])}</ShortName>\n<LongName>{escape(name[:48])}</LongName>\n"
        f"<Description>{escape(f'{name}: {words}'[:1024])}</Description>\n"
        f'<Url type="text/html" template={html}/>\n<Url type="application/atom+xml" template={atom}/>\n'
        f"<Language>{settings.LANGUAGE_CODE}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        "</OpenSearchDescription>\n",
        OPENSEARCH,
    )
