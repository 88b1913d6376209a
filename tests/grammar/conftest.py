"""A small newsroom of which every answer is known."""

import pytest

from articles import visible
from articles.desk.revise import revising
from articles.models import EventLink, Topic
from tests.api.conftest import Reader, ago, make_full
from tests.factories import make_approver, make_article, make_writer, publish


@pytest.fixture
def reader(client):
    return Reader(client)


@pytest.fixture
def writer(db):
    return make_writer()


@pytest.fixture
def approver(db):
    return make_approver()


@pytest.fixture
def newsroom(writer, approver):
    """Four texts: ``one`` of everything (``full``), two speeches on trade, which is part of the economy, one of them at
    ``full``'s event, and a statement on nothing.
    """
    full = make_full(writer=writer, approver=approver, now=ago(60), headline="Full", kind="readout")
    economy = Topic.objects.create(name="Economy", labels={"az": "İqtisadiyyat"})
    trade = Topic.objects.create(name="Trade", parent=economy)

    def make(headline, kind, *, topic=None, event=None, minutes=50, language="en"):
        now = ago(minutes)
        article = make_article(
            by=writer, now=now, headline=headline, kind=kind, language=language, body=f"<p>{headline} it was.</p>"
        )
        if topic or event:
            with revising(article, by=writer, version=article.version, now=now):
                if topic:
                    article.topics.add(topic)
                if event:
                    EventLink.objects.create(article=article, event=event)
        publish(article, writer=writer, approver=approver, now=now)
        article.refresh_from_db()
        return article

    made = {
        "full": full,
        "speech": make("First speech", "speech", topic=trade, minutes=50),
        "talk": make("Second speech", "speech", topic=trade, event=full.things["events"], minutes=40),
        "plain": make("Plain", "statement", minutes=30, language="az"),
        "make": make,
        "economy": economy,
        "trade": trade,
    }
    visible.forget()
    return made
