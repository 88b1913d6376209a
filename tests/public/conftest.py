"""What tests of the public pages start from."""

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone, translation

from articles import visible
from articles.models import Citation
from articles.visible import Visible
from pressoffice.ground import kept
from tests.factories import (
    Event,
    EventLink,
    Mention,
    Organisation,
    Person,
    Position,
    Source,
    Statement,
    Topic,
    make_approver,
    make_article,
    make_writer,
    publish,
)


@pytest.fixture
def writer(db):
    return make_writer()


@pytest.fixture
def approver(db):
    return make_approver()


@pytest.fixture
def make_rich(writer, approver):
    """``make_rich(number)``: a public text with its own person, organisation, event, topic, source and statement."""

    def make(number=1, now=None, at=None, **fields):
        now = now or timezone.now()
        body = f"<p>They met.</p><p>We agree on point {number}.</p>"
        article = make_article(by=writer, now=now, headline=f"Text {number}", body=body, **fields)
        organisation = Organisation.objects.create(name=f"Ministry {number}")
        person = Person.objects.create(name=f"Ali Terheş{number}")
        position = Position.objects.create(person=person, organisation=organisation, title=f"Minister {number}")
        event = Event.objects.create(name=f"Meeting {number}", starts=f"20{10 + number}-05")
        statement = Statement.objects.create(article=article, words=f"We agree on point {number}.", form="direct")
        Mention.objects.create(
            article=article,
            person=person,
            position=position,
            role=f"Minister of {number}",
            relation="speaker",
            statement_uid=statement.uid,
        )
        Citation.objects.create(article=article, source=Source.objects.create(name=f"Agency {number}"), verb="told")
        EventLink.objects.create(article=article, event=event)
        article.topics.add(Topic.objects.create(name=f"Topic {number}"))
        revise(article, writer, now)
        publish(article, writer=writer, approver=approver, now=now, at=at)
        visible.forget()
        return article

    return make


def revise(article, by, now):
    """Save once more, so that the newest revision holds the parts."""
    from tests.factories import edit

    edit(article, by=by, now=now)


@pytest.fixture
def ask():
    """``ask(path, now)``: the page at ``path`` as a reader would get it at any instant, rendered."""

    def answer(path, now, **headers):
        kept.forget()  # the version below names any visible set
        request = RequestFactory().get(path, headers=headers)
        request.now, request.visible = now, Visible("test", 0.0, timezone.timedelta(0), None, False)
        with translation.override(path.split("/")[1]):
            match = request.resolver_match = resolve(request.path)
            response = match.func(request, *match.args, **match.kwargs)
            return response.render() if hasattr(response, "render") else response

    return answer
