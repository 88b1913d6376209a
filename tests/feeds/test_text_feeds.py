"""The newest texts in Atom, RSS and JSON Feed: the same facts, valid, whole, and the rule kept."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

import feedparser
import orjson
import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.addresses import article_url
from tests.factories import edit, make_public, publish, take
from tests.feeds.many import make_many
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FORMS = ["atom", "rss", "json"]
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


def ago(minutes):
    return timezone.now() - dt.timedelta(minutes=minutes)


def facts(content, form):
    """``[(id, url, title, language, published, updated, summary, content), ...]`` of a feed in any form."""
    if form == "json":
        return [
            (i["id"], i["url"], i["title"], i["language"], i["date_published"], i["date_modified"], i["summary"],
             i["content_html"])
            for i in orjson.loads(content)["items"]
        ]  # fmt: skip
    tree = etree.fromstring(content)
    dc = "{http://purl.org/dc/elements/1.1/}language"
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    if form == "rss":
        return [
            (i.findtext("guid"), i.findtext("link"), i.findtext("title"), i.findtext(dc),
             _iso(i.findtext("pubDate")), i.findtext("a:updated", namespaces=ATOM), i.findtext("description"),
             i.findtext(encoded))
            for i in tree.iter("item")
        ]  # fmt: skip
    return [
        (e.findtext("a:id", namespaces=ATOM), e.find("a:link", ATOM).get("href"),
         e.findtext("a:title", namespaces=ATOM), e.get("{http://www.w3.org/XML/1998/namespace}lang"),
         e.findtext("a:published", namespaces=ATOM), e.findtext("a:updated", namespaces=ATOM),
         e.findtext("a:summary", namespaces=ATOM), e.findtext("a:content", namespaces=ATOM))
        for e in tree.iterfind("a:entry", ATOM)
    ]  # fmt: skip


def _iso(rfc822):
    return parsedate_to_datetime(rfc822).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_three_forms_state_the_same_facts_of_generated_texts(client, writer, approver):
    editions = make_many(60, first=ago(600), step=dt.timedelta(minutes=1), writer=writer, approver=approver)
    said = {form: facts(client.get(f"/en/news/feed.{form}").content, form) for form in FORMS}

    assert said["atom"] == said["rss"] == said["json"]
    assert len(said["atom"]) == 50
    newest = said["atom"][0]
    last = editions[-1]
    document = orjson.loads(last.document)
    assert newest == (
        f"https://press.example/id/articles/PR-{last.article_reference}",
        f"https://press.example{article_url(last)}",
        last.title,
        last.language,
        f"{last.published_at:%Y-%m-%dT%H:%M:%SZ}",
        f"{last.public_from:%Y-%m-%dT%H:%M:%SZ}",
        newest[6],
        document["body"]["html"].replace("]]>", "]]&gt;"),
    )


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_feeds_are_read_by_a_common_reader_without_complaint(client, make_rich, form):
    make_rich(1, kind="readout")
    response = client.get(f"/en/news/feed.{form}")
    feed = feedparser.parse(response.content)

    assert not feed.bozo
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert response["Content-Type"] == f"application/{form}+xml; charset=utf-8"
    assert feed.feed.title == "News – Press Office"
    assert feed.feed.rights == "© Press Office"
    assert [entry.tags[0].label or entry.tags[0].term for entry in feed.entries] == ["Readout"]


def test_atom_has_what_rfc_4287_asks_for(client, make_rich):
    make_rich(1)
    tree = etree.fromstring(client.get("/en/news/feed.atom?kind=press_release&reader=7").content)

    assert [tree.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title")] == [
        "https://press.example/en/news/feed.atom?kind=press_release",
        "Press releases – Press Office",
    ]
    links = {(link.get("rel"), link.get("href")) for link in tree.iterfind("a:link", ATOM)}
    assert links == {
        ("self", "https://press.example/en/news/feed.atom?kind=press_release"),
        ("alternate", "https://press.example/en/news/?kind=press_release"),
    }
    [entry] = tree.iterfind("a:entry", ATOM)
    content = entry.find("a:content", ATOM)
    assert (content.get("type"), content.get("{http://www.w3.org/XML/1998/namespace}base")) == (
        "html",
        entry.find("a:link", ATOM).get("href"),
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_xml_cannot_hold_is_left_out_and_a_feed_without_entries_is_always_the_same(client, make_rich, form):
    empty = client.get(f"/en/news/feed.{form}").content
    assert facts(empty, form) == []
    assert client.get(f"/en/news/feed.{form}").content == empty

    make_rich(1, summary="Bad\x0b\ufffe character")
    if form != "json":
        assert facts(client.get(f"/en/news/feed.{form}").content, form)[0][6] == "Bad character"


def test_updated_moves_with_a_correction_and_not_with_what_no_reader_need_be_told(client, make_rich, writer, approver):
    article = make_rich(1, now=ago(60))
    [before] = facts(client.get("/en/news/feed.atom").content, "atom")
    take(article, "correct", by=writer, now=ago(50))
    article.topics.clear()
    edit(article, by=writer, now=ago(50))
    take(article, "metadata", by=approver, now=ago(45))
    visible.forget()
    [quiet] = facts(client.get("/en/news/feed.atom").content, "atom")
    take(article, "correct", by=writer, now=ago(40), edition_class="correction")
    edit(article, by=writer, now=ago(40), headline="Text 2", correction_class="factual", public_note="It was point 2.")
    publish(article, writer=writer, approver=approver, now=ago(30))
    visible.forget()
    [loud] = facts(client.get("/en/news/feed.atom").content, "atom")

    assert quiet[4:6] == before[4:6]
    assert loud[4] == before[4]
    assert loud[5] > before[5]
    assert "<strong>Note: It was point 2.</strong>" in loud[7]


def test_withdrawn_texts_stay_under_their_notice_and_retracted_ones_are_deleted(client, writer, approver):
    kept = make_public(writer=writer, approver=approver, now=ago(9), headline="Kept")
    gone = make_public(writer=writer, approver=approver, now=ago(9), headline="Gone")
    take(kept, "withdraw", by=approver, now=ago(5), note="A <note>.")
    take(gone, "retract", by=approver, now=ago(4), note="Issued in error.")
    visible.forget()
    at = f"{gone.editions.get(number=2).public_from:%Y-%m-%dT%H:%M:%SZ}"

    for form in FORMS:
        [entry] = facts(client.get(f"/en/news/feed.{form}").content, form)
        assert (entry[2], entry[7]) == (
            "Withdrawn: Kept",
            "<p><strong>Withdrawn: A &lt;note&gt;.</strong></p>"
            + orjson.loads(kept.editions.get(number=1).document)["body"]["html"],
        )
    assert "Withdrawn: Kept" not in facts(client.get("/az/news/feed.atom").content, "atom")[0][2]

    tree = etree.fromstring(client.get("/en/news/feed.atom").content)
    deleted = [dict(one.attrib) for one in tree.iterfind("at:deleted-entry", ATOM)]
    assert deleted == [{"ref": f"https://press.example/id/articles/PR-{gone.reference}", "when": at}]
    for elsewhere in ("?kind=press_release", "?archive=2020-01"):  # the answer to a filter would tell
        assert b"deleted-entry" not in client.get(f"/en/news/feed.atom{elsewhere}").content
    assert b"Issued in error" not in client.get("/en/news/feed.atom").content


def test_a_retracted_text_that_comes_back_is_an_entry_again_and_no_deleted_one(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(9))
    take(article, "retract", by=approver, now=ago(8), note="Issued in error.")
    take(article, "restore", by=writer, now=ago(7), edition_class="update")
    edit(article, by=writer, now=ago(7), public_note="It was right.")
    publish(article, writer=writer, approver=approver, now=ago(6))
    visible.forget()
    content = client.get("/en/news/feed.atom").content

    assert b"deleted-entry" not in content
    assert len(facts(content, "atom")) == 1


@pytest.mark.parametrize("query", ["", "?published_after=2020-01-01"])
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_costs_the_same_whatever_it_holds_and_less_once_it_is_written(client, writer, approver, form, query):
    made = {"step": dt.timedelta(seconds=1), "writer": writer, "approver": approver}
    address = f"/en/news/feed.{form}{query}"
    costs = []
    for count in (1, 60):
        make_many(count, first=ago(600 - count), seed=count, **made)
        with statements() as asked:
            client.get(address)
            costs.append(len(asked))
            client.get(address)
            costs.append(len(asked) - costs[-1])
    tag = client.get(address)["ETag"]
    with statements() as asked:
        unchanged = client.get(address, headers={"if-none-match": tag})

    assert costs == [3 if (form, query) == ("atom", "") else 2, 1] * 2
    assert (unchanged.status_code, len(asked)) == (304, 0)


@pytest.mark.parametrize("query", ["kind=bogus", "archive=2025-13", "archive=2025-11&before=x", "before=2025", "q=%00"])
def test_bad_values_of_known_parameters_are_refused_by_name_and_unknown_ones_passed_over(client, make_rich, query):
    make_rich(1)
    refused = client.get(f"/en/news/feed.rss?{query}&utm_source=reader")

    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"
    assert [fault["parameter"] for fault in refused.json()["errors"]] == [re.split("[=&]", query)[-2]]
    assert facts(client.get("/en/news/feed.rss?limit=3&nonsense=1&kind=").content, "rss") != []


def test_a_demonstration_says_so_in_every_title(client, make_rich, settings):
    make_rich(1)
    settings.DEMO = True

    for form in FORMS:
        content = client.get(f"/en/news/feed.{form}").content
        assert facts(content, form)[0][2] == "Demonstration: Text 1"
        assert b"Demonstration: News \xe2\x80\x93 Press Office" in content
