"""One question has one answer: the list, the API, the table and the feeds hold the same texts for any two filters."""

import itertools
import re
from urllib.parse import urlencode

import orjson
import pytest
from django.utils import timezone

from articles import visible
from articles.models import Place, Topic
from articles.models.edition import Edition
from tests.factories import Event, Mention, Organisation, edit, make_article, publish
from tests.feeds.test_text_feeds import ago

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office(make_rich, writer, approver):
    """Six public texts that share some of their people, topics and places, and one that is not public yet."""
    first = make_rich(1, kind="readout", now=ago(60 * 24 * 40))
    make_rich(2, kind="speech", language="az", now=ago(60 * 24 * 3))
    make_rich(3, kind="readout", now=ago(90))
    make_rich(4, kind="readout", at=timezone.now() + timezone.timedelta(hours=2))
    person = first.mentions.first().person
    trade = Topic.objects.get(name="Topic 1")
    narrower = Topic.objects.create(name="Steel", parent=trade)
    country = Place.objects.create(name="Romania", kind="country", code="RO")
    city = Place.objects.create(name="Bucharest", parent=country)
    for number, (topic, place) in enumerate([(trade, country), (narrower, city), (narrower, country)]):
        article = make_article(
            by=writer, now=ago(50), headline=f"Steel talks {number}", language=["en", "ru"][number % 2]
        )
        Mention.objects.create(article=article, person=person, relation="mentioned")
        Mention.objects.create(article=article, place=place, relation="mentioned")
        article.topics.add(topic)
        edit(article, by=writer, now=ago(50))
        publish(article, writer=writer, approver=approver, now=ago(40 - number))
    visible.forget()
    return {
        "q": ["steel", '"we agree"'],
        "kind": ["readout", "readout,speech"],
        "kind_not": ["speech"],
        "topic": ["topic-1", "topic-2,steel"],
        "topic_exact": ["true"],
        "official": ["ali-terhes1", "ali-terhes1,ali-terhes2"],
        "official_not": ["ali-terhes3"],
        "speaker": ["ali-terhes1"],
        "organisation": [Organisation.objects.get(name="Ministry 1").slug],
        "event": [Event.objects.get(name="Meeting 2").slug],
        "source": ["agency-3"],
        "place": ["romania", "bucharest"],
        "country": ["romania"],
        "language": ["en", "az,ru"],
        "published_after": [ago(60 * 24 * 10).strftime("%Y-%m-%dT%H:%M:%SZ")],
        "published_on": [f"{timezone.now():%Y}"],
    }


def listed(client, query):
    page = client.get(f"/en/news/?{query}", follow=True).content.decode()
    results = page.partition('id="results"')[2].partition("</main>")[0]
    return set(re.findall(r"PR-([0-9A-Z]{6})", results))


def told(client, query):
    return {one["reference"][3:] for one in client.get(f"/api/v1/articles/?{query}&limit=100").json()["results"]}


def tabled(client, query):
    lines = b"".join(client.get(f"/api/v1/articles/?{query}&format=ndjson&fields=reference").streaming_content)
    return {orjson.loads(line)["reference"][3:] for line in lines.splitlines()}


def fed(client, query):
    return {one["id"][-6:] for one in client.get(f"/en/news/feed.json?{query}").json()["items"]}


def test_any_two_filters_give_the_same_texts_everywhere(client, office):
    every = set(Edition.objects.listed(timezone.now()).values_list("article_reference", flat=True))
    singles = [(name, value) for name, values in office.items() for value in values]
    pairs = [pair for pair in itertools.combinations(singles, 2) if pair[0][0] != pair[1][0]]
    answers = {}
    for question in ((), *((one,) for one in singles), *pairs[::4]):
        query = urlencode(question)
        answers[query] = told(client, query)
        assert fed(client, query) == answers[query], query
        assert answers[query] <= every

    for query in list(answers)[::6]:
        assert tabled(client, query) == answers[query], query
        assert listed(client, query) == answers[query], query
    assert answers[""] == every
    assert len(every) == 6
    assert len({frozenset(found) for found in answers.values()}) > 15  # the questions part the texts
