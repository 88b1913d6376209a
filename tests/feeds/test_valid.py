"""Both seeds and two hundred generated texts, as feeds that hold to their standards."""

import datetime as dt
import json
import re

import feedparser
import orjson
import pytest
from lxml import etree

from articles.models.edition import Edition
from tests.feeds.many import make_many
from tests.feeds.test_text_feeds import ATOM, ago

pytestmark = pytest.mark.django_db

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def json_feed(schemas):
    """A validator of JSON Feed 1.1."""
    from jsonschema import Draft4Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    first, newer = (json.loads((schemas / name).read_text()) for name in ("feed-1.json", "feed.json"))
    base = newer.get("id", "").rpartition("/")[0]
    resource = Resource.from_contents(first, default_specification=DRAFT4)
    registry = Registry().with_resources([("feed-1", resource), (f"{base}/feed-1", resource)])
    return Draft4Validator(newer, registry=registry, format_checker=FormatChecker())


def documents(client, form):
    """Every document of the feed and its archive."""
    address = f"/en/news/feed.{form}"
    while address:
        content = client.get(address.removeprefix("https://press.example")).content
        yield content
        if form == "json":
            address = orjson.loads(content).get("next_url")
        else:
            links = etree.fromstring(content).iter("{http://www.w3.org/2005/Atom}link")
            address = {link.get("rel"): link.get("href") for link in links}.get("prev-archive")


def test_every_document_of_both_seeds_and_two_hundred_texts_is_valid(client, seeds, writer, approver, json_feed):
    make_many(200, first=ago(60 * 24 * 200), step=dt.timedelta(days=1), writer=writer, approver=approver)
    listed = Edition.objects.exclude(title__startswith="Model ").values_list("article_reference", flat=True)
    every = sorted(f"https://press.example/id/articles/PR-{reference}" for reference in listed)

    for form in ("atom", "rss"):
        found = [feedparser.parse(content) for content in documents(client, form)]
        assert [one.bozo for one in found] == [False] * len(found)
        entries = [entry for one in found for entry in one.entries]
        assert sorted(entry.id for entry in entries) == every
        assert all(entry.title and entry.link and entry.published_parsed for entry in entries)
    for content in documents(client, "atom"):
        require_rfc_4287(etree.fromstring(content))
    feeds = [orjson.loads(content) for content in documents(client, "json")]
    assert [error.message for feed in feeds for error in json_feed.iter_errors(feed)] == []
    assert {feed["version"] for feed in feeds} == {"https://jsonfeed.org/version/1.1"}
    assert sorted(item["id"] for feed in feeds for item in feed["items"]) == every
    assert len(every) == 202


def require_rfc_4287(feed):
    """Fail unless the feed and each entry have what they must have once."""
    assert feed.find("a:author/a:name", ATOM).text == "Press Office"
    for element in (feed, *feed.iterfind("a:entry", ATOM)):
        names = [etree.QName(child).localname for child in element]
        assert [names.count(name) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert RFC_3339.fullmatch(element.findtext("a:updated", namespaces=ATOM))
        if element is not feed:
            assert [names.count(name) for name in ("published", "content", "summary", "link")] == [1, 1, 1, 1]
