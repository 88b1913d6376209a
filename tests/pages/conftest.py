"""What tests of the public pages start from."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.models.edition import Edition
from tests.factories import edit, make_approver, make_public, make_writer, minutes, take

_count = itertools.count(1)


def ago(number):
    return timezone.now() - minutes(number)


def stamp(instant):
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def live(article):
    return Edition.objects.public(timezone.now()).get(article_uid=article.uid)


def page(client, address, status=200):
    """The page, parsed."""
    visible.forget()
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code, response.content[:400])
    return etree.HTML(response.content.decode())


def words(nodes):
    return [" ".join("".join(node.itertext()).split()) for node in nodes]


class Desk:
    """Two people who publish: ``writer`` writes, ``approver`` approves."""

    def __init__(self):
        self.writer, self.approver = make_writer(), make_approver()

    def publish(self, *, at=None, **fields):
        """A public text; ``at`` is its hour, in the past."""
        hour = at or ago(30)
        article = make_public(writer=self.writer, approver=self.approver, now=hour, **fields)
        visible.forget()
        return article

    def correct(self, article, *, note="A word was wrong.", grade="typo", now=None, **fields):
        """A correction, public at once."""
        now = now or timezone.now()
        fields = fields or {"summary": f"In short, {next(_count)}."}  # something must change
        take(article, "correct", by=self.writer, now=now)
        edit(article, by=self.writer, now=now, correction_class=grade, public_note=note, **fields)
        take(article, "submit", by=self.writer, now=now)
        take(article, "approve", by=self.approver, now=now)
        visible.forget()

    def take(self, article, action, **options):
        """One step by the approver, now."""
        take(article, action, by=self.approver, now=timezone.now(), **options)
        visible.forget()


@pytest.fixture
def desk(db):
    return Desk()
