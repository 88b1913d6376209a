"""Rows for tests: each ``make_...`` gives only what the test is about."""

import datetime as dt
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles.desk.hashing import canonical
from articles.desk.revise import revising
from articles.desk.workflow import transition
from articles.models import Article, Event, EventLink, Mention, Source, Statement, Topic
from articles.models.vocabulary import Status
from people.models import Organisation, Person, Position

NOW = dt.datetime(2100, 1, 1, 9, 0, tzinfo=dt.UTC)
_count = itertools.count(1)


def minutes(number):
    """A length of time."""
    return dt.timedelta(minutes=number)


def make_user(*groups, name="", **fields):
    """A member of staff in the named groups."""
    user = get_user_model().objects.create(
        username=name or f"user{next(_count)}", is_staff=True, **{"is_active": True, **fields}
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_writer(**fields):
    return make_user("Writer", **fields)


def make_approver(**fields):
    return make_user("Writer", "Approver", **fields)


def make_article(*, by, now=NOW, headline="Ministers meet", body="<p>They met.</p><p>They talked.</p>", **fields):
    """A draft with one revision by ``by``."""
    article = Article.objects.create(created_by=by, **fields)
    with revising(article, by=by, version=article.version, now=now):
        article.headline, article.body = headline, body
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
    return article


def take(article, action, *, by, now=NOW, **options):
    """One step of the workflow with the version as it stands."""
    article.refresh_from_db()
    return transition(article, action, by=by, version=article.version, now=now, **options)


def edit(article, *, by, now=NOW, **fields):
    """Save other fields of a working copy."""
    article.refresh_from_db()
    with revising(article, by=by, version=article.version, now=now):
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()


def publish(article, *, writer, approver, now=NOW, at=None, hold=False):
    """Submit and approve by two people."""
    take(article, "submit", by=writer, now=now)
    return take(article, "approve", by=approver, now=now, at=at, hold=hold)


def make_public(*, writer=None, approver=None, now=NOW, at=None, **fields):
    """An article whose first edition is approved for ``at`` (``now`` if none)."""
    writer, approver = writer or make_writer(), approver or make_approver()
    article = make_article(by=writer, now=now, **fields)
    return publish(article, writer=writer, approver=approver, now=now, at=at)


__all__ = [
    "NOW", "Article", "Event", "EventLink", "Mention", "Organisation", "Person", "Position", "Source", "Statement",
    "Status", "Topic", "canonical", "edit", "make_approver", "make_article", "make_public", "make_user", "make_writer",
    "minutes", "publish", "take",
]  # fmt: skip
