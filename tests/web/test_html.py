"""Every kind of page is HTML without a fault."""

import re
from datetime import UTC, datetime

from tests.web.checker import faults
from tests.web.reading import ask, texts_of

TODAY = datetime.now(UTC)
PAGES = [
    "/en/", "/az/", "/ru/", "/en/news/", "/ru/news/", "/az/news/?kind=speech", "/en/news/?order=published",
    "/en/news/?kind=readout&official=jeyhun-bayramov", "/en/news/?knd=1", "/en/news/?published_after=never",
    "/en/search/", "/en/search/?q=minister", "/en/search/?q=zzzz", "/en/officials/", "/en/officials/jeyhun-bayramov/",
    "/en/organisations/", "/en/organisations/council-of-europe/", "/en/events/", "/en/events/calendar/2023-05/",
    "/en/events/calendar/2023-W20/", "/en/topics/", "/en/places/", "/en/places/baku/", "/en/contacts/", "/en/sources/",
    "/en/sources/news-az/", "/en/statements/", "/en/feeds/", "/en/corrections/", "/en/corrections/policy/",
    "/en/withdrawn/", "/en/developers/", "/en/accessibility/", "/en/nothing/",
    f"/en/news/{TODAY:%Y}/", f"/en/news/{TODAY:%Y/%m}/", f"/en/news/{TODAY:%Y/%m/%d}/",
]  # fmt: skip


def first(site, list_, pattern):
    """The first address on a list that looks like ``pattern``."""
    return re.search(f'href="({pattern})"', ask(site, list_).text).group(1)


def test_no_page_has_a_fault_in_its_html(newsroom, tmp_path):
    texts = texts_of(newsroom)
    seeds = texts_of(newsroom, "/en/news/?order=published")[:2]
    withdrawn = first(newsroom, "/en/withdrawn/", '/en/news/20[^"#?]*[a-z0-9]')
    event = first(newsroom, "/en/events/", "/en/events/[a-z0-9-]+/")
    statement = first(newsroom, "/en/statements/", "/en/statements/[a-f0-9-]{36}/")
    names = {}
    for number, path in enumerate([*PAGES, texts[0], *seeds, f"{seeds[0]}/history/", withdrawn, event, statement]):
        answer = ask(newsroom, path)
        assert answer.status in (200, 400, 404), path
        names[f"{number}.html"] = path
        (tmp_path / f"{number}.html").write_bytes(answer.body)

    assert [(names[file], line, message) for file, line, message in faults(tmp_path)] == []
