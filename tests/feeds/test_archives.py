"""A list from its newest entry to its oldest: archived feeds (RFC 5005)."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from articles.models import Topic
from articles.models.edition import Edition
from tests.feeds.many import day, make_many
from tests.feeds.test_text_feeds import ATOM, facts
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FH = "{http://purl.org/syndication/history/1.0}archive"


@pytest.fixture
def office(writer, approver):
    """What ``make_many`` needs of an office."""
    return {"writer": writer, "approver": approver}


def document(client, address, form="atom"):
    """``(ids of the entries, {rel: address}, whether it is an archive)``."""
    content = client.get(address.removeprefix("https://press.example")).content
    tree = etree.fromstring(content)
    links = {link.get("rel"): link.get("href") for link in tree.iterfind("a:link", ATOM)}
    return [entry[0] for entry in facts(content, form)], links, tree.find(FH) is not None


def walk(client, start, between=lambda: None):
    """Every document from ``start`` on to older ones."""
    address = start
    while address:
        found = document(client, address)
        yield address, *found
        between()
        address = found[1].get("prev-archive")


def newest_first(editions):
    return [f"https://press.example/id/articles/PR-{e.article_reference}"
            for e in sorted(editions, key=lambda e: (e.published_at, e.uid), reverse=True)]  # fmt: skip


def test_the_archive_gives_every_text_once_while_others_are_published(client, office):
    old = make_many(130, first=day("2024-11-20"), step=dt.timedelta(hours=7), seed=1, **office)
    tied = make_many(60, first=day("2024-10-01"), step=dt.timedelta(0), seed=2, **office)
    late = iter(range(100))

    def publish_more():
        make_many(3, first=day("2025-03-01") + dt.timedelta(days=next(late)), step=dt.timedelta(0),
                  seed=100 + next(late), **office)  # fmt: skip

    pages = list(walk(client, "/en/news/feed.atom", publish_more))
    read = [one for _address, entries, _links, _archive in pages for one in entries]

    assert read == newest_first([*old, *tied])
    assert [archive for *_rest, archive in pages] == [False] + [True] * (len(pages) - 1)
    assert all(len(entries) <= 50 for _address, entries, *_rest in pages)


def test_documents_of_past_months_keep_their_addresses_and_lead_both_ways(client, office):
    make_many(70, first=day("2024-10-01"), step=dt.timedelta(hours=10), seed=1, **office)
    make_many(130, first=day("2024-12-01"), step=dt.timedelta(hours=5), seed=2, **office)
    before = [page[0] for page in walk(client, "/en/news/feed.atom")]
    make_many(2, first=day("2025-02-01"), step=dt.timedelta(hours=5), seed=3, **office)
    after = [page[0] for page in walk(client, "/en/news/feed.atom")]

    whole_months = [a for a in before if "archive=2024-10" in a]
    assert whole_months
    assert set(whole_months) <= set(after)
    for address in whole_months:
        _entries, links, _archive = document(client, address)
        assert links["current"] == "https://press.example/en/news/feed.atom"
        assert document(client, links["next-archive"])[1]["prev-archive"] == address


def test_a_filtered_feed_has_an_archive_of_its_own(client, office):
    topic = Topic.objects.create(name="Trade", slug="trade")
    other = Topic.objects.create(name="Culture", slug="culture")
    editions = make_many(140, first=day("2024-10-01"), step=dt.timedelta(hours=12), topics=[topic, other], **office)
    tagged = [e for e in editions if e.topic_links.filter(topic=topic).exists()]
    pages = list(walk(client, "/en/news/feed.atom?topic=trade"))

    assert [one for page in pages for one in page[1]] == newest_first(tagged)
    assert len(tagged) > 50
    assert all(parse_qs(urlsplit(page[0]).query)["topic"] == ["trade"] for page in pages)


@pytest.mark.parametrize("form", ["rss", "json"])
def test_rss_and_json_feed_lead_to_their_own_archives(client, office, form):
    editions = make_many(120, first=day("2024-10-01"), step=dt.timedelta(hours=12), **office)
    address, read = f"/en/news/feed.{form}", []
    while address:
        response = client.get(address.removeprefix("https://press.example"))
        read += [entry[0] for entry in facts(response.content, form)]
        if form == "json":
            address = response.json().get("next_url")
        else:
            tree = etree.fromstring(response.content)
            address = {a.get("rel"): a.get("href") for a in tree.iterfind("channel/a:link", ATOM)}.get("prev-archive")

    assert read == newest_first(editions)


def test_an_archive_costs_the_same_however_much_it_holds(client, office):
    costs = []
    for seed in (1, 2):
        make_many(70 * seed, first=day("2024-10-01"), step=dt.timedelta(minutes=seed), seed=seed, **office)
        make_many(70 * seed, first=day("2024-11-01"), step=dt.timedelta(minutes=seed), seed=seed + 9, **office)
        with statements() as asked:
            client.get("/en/news/feed.atom?archive=2024-10")
        costs.append(len(asked))

    assert costs == [3, 3]
    assert Edition.objects.count() == 424
