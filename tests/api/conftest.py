"""A reader of the API: every answer it gets is checked against the OpenAPI document, whatever the test is about."""

import datetime as dt
import re
import zlib
from functools import cache

import pytest
from django.conf import settings
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from articles import visible
from articles.desk.revise import revising
from articles.viewsets.reference import document
from people.models import Organisation, Person, Position
from tests.factories import (
    Event,
    EventLink,
    Mention,
    Source,
    Statement,
    Topic,
    make_approver,
    make_article,
    make_writer,
    minutes,
    publish,
)


@cache
def validator(reference):
    """A validator of one shape of the document."""
    return Draft202012Validator(
        {"$ref": reference, "components": document()["components"]}, format_checker=FormatChecker()
    )


@cache
def operations():
    """Each path of the document as a pattern, the plainest first."""
    paths = sorted(document()["paths"].items(), key=lambda pair: pair[0].count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), methods["get"]) for path, methods in paths]


def require_described(path, response):
    """Fail unless the document says that ``path`` answers so, and in this shape."""
    described = next((operation for pattern, operation in operations() if pattern.fullmatch(path)), None)
    if described is None:
        return
    answer = described["responses"][str(response.status_code)]
    if response.status_code in (301, 304):
        return
    content = answer["content"][response.headers["Content-Type"]]
    validator(content["schema"]["$ref"]).validate(response.json())


class Reader:
    """Asks the API as a stranger would, at this moment."""

    def __init__(self, client):
        self.client = client

    def get(self, address, query=None, **headers):
        """The answer to ``address`` (under ``/api/v1``, or a whole address that an answer gave)."""
        visible.forget()
        path = address.removeprefix(settings.SITE_URL)
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        response = self.client.get(path, query, headers=headers)
        require_described(path.partition("?")[0], response)
        return response

    def rows(self, address, query=None):
        """The rows of a page that must be there."""
        response = self.get(address, query)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def faults(self, address, query=None):
        """(parameter, code) of what a refused query did wrong."""
        response = self.get(address, query)
        assert response.status_code == 400, response.content
        assert response.headers["Content-Type"] == "application/problem+json"
        return [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]]

    def walk(self, address, query=None, rel="next"):
        """Every page from ``address`` on."""
        page = self.get(address, query).json()
        yield page
        while page[rel]:
            page = self.get(page[rel]).json()
            yield page


@pytest.fixture
def reader(client):
    return Reader(client)


@pytest.fixture
def writer(db):
    return make_writer()


@pytest.fixture
def approver(db):
    return make_approver()


def ago(number):
    """The instant ``number`` minutes before now."""
    return timezone.now() - minutes(number)


def ahead(number):
    """The instant ``number`` minutes from now."""
    return timezone.now() + minutes(number)


PARAGRAPHS = "<p>Jane Doe met Ivan Petrov in Baku.</p><p>“We agreed,” said Jane Doe.</p>"


def make_full(*, writer, approver, now=None, at=None, hold=False, tag="", **fields):
    """A text with one of everything that a text can name, and those things."""
    now = now or ago(60)
    ministry = Organisation.objects.create(name=f"Foreign Ministry {tag}".strip(), kind="government", country="AZ")
    jane = Person.objects.create(name=f"Jane Doe {tag}".strip(), biography="A diplomat.")
    post = Position.objects.create(person=jane, organisation=ministry, title="Minister", starts="2020-XX-05")
    event = Event.objects.create(name=f"Talks in Baku {tag}".strip(), type="meeting", starts="2025-11-03")
    event.participants.create(person=jane, role="Minister")
    source = Source.objects.create(name=f"Press service {tag}".strip(), kind="press_service")
    topic = Topic.objects.create(name=f"Diplomacy {tag}".strip(), code=f"medtop:{zlib.crc32(tag.encode())}")
    article = make_article(by=writer, now=now, body=PARAGRAPHS, **fields)
    with revising(article, by=writer, version=article.version, now=now):
        said = Statement.objects.create(
            article=article, words="We agreed", verb="said", form="direct", speaker_words="Jane Doe"
        )
        Mention.objects.create(
            article=article, words="Jane Doe", person=jane, position=post, relation="participant", role="Minister"
        )
        Mention.objects.create(
            article=article, words="Jane Doe", person=jane, position=post, relation="speaker", statement_uid=said.uid
        )
        article.citations.create(source=source, role="publisher")
        EventLink.objects.create(article=article, event=event)
        article.topics.add(topic)
    publish(article, writer=writer, approver=approver, now=now, at=at, hold=hold)
    article.refresh_from_db()
    article.things = {
        "officials": jane,
        "organisations": ministry,
        "positions": post,
        "events": event,
        "sources": source,
        "topics": topic,
        "statements": said,
    }
    return article


def instant(text):
    """An instant as the API writes it."""
    assert text.endswith("Z")
    return dt.datetime.fromisoformat(text)
