"""The revisions of a text at the desk: compared, and restored."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.blocks import blocks
from articles.models import AuditEntry
from tests.desk.admin_forms import change_url, told
from tests.factories import Mention, Person, edit, make_approver, make_article, make_writer, publish, take
from tests.statements import statements

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def at_desk(writer):
    client = Client()
    client.force_login(writer)
    return client


def versions_url(article):
    return reverse("admin:articles_article_versions", args=[article.pk])


def test_any_two_revisions_are_compared_word_by_word(at_desk, writer):
    article = make_article(by=writer, body="<p>They met on Monday.</p>")
    edit(article, by=writer, body="<p>They met on Tuesday.</p>")
    edit(article, by=writer, body="<p>They met on Friday.</p>")

    page = at_desk.get(versions_url(article), {"from": "1", "to": "3"}).content.decode()

    assert "They met on <del>Monday</del><ins>Friday</ins>." in page


def test_what_changed_since_it_was_public_is_one_link_away(at_desk, writer):
    now = timezone.now()
    article = make_article(by=writer, body="<p>They met on Monday.</p>")
    publish(article, writer=writer, approver=make_approver(), now=now)
    take(article, "correct", by=writer, now=now)
    edit(article, by=writer, body="<p>They met on Tuesday.</p>")
    edit(article, by=writer, body="<p>They met on Friday.</p>")
    link = f"{versions_url(article)}?from=public"

    assert link in at_desk.get(change_url(article)).content.decode()
    assert "They met on <del>Monday</del><ins>Friday</ins>." in at_desk.get(link).content.decode()


def test_earlier_revision_comes_back_as_a_new_draft_with_its_parts(at_desk, writer):
    article = make_article(by=writer, body="<p>They met on Monday.</p><p>Jane Doe spoke.</p>")
    jane = Person.objects.create(name="Jane Doe")
    block = blocks(article.body)[1].id
    Mention.objects.create(article=article, person=jane, words="Jane Doe", block=block, start=0, end=8)
    edit(article, by=writer, summary="With Jane.")
    before = article.revisions.get(number=2)
    edit(article, by=writer, body="<p>Nothing of it stands.</p>", summary="")

    article.refresh_from_db()
    response = at_desk.post(versions_url(article), {"revision": "2", "version": article.version}, follow=True)

    article.refresh_from_db()
    newest = article.revisions.order_by("-number").first()
    assert told(response) == ["The words of revision 2 are the draft now."]
    assert (newest.number, newest.document_hash, newest.by) == (4, before.document_hash, writer)
    assert article.mentions.get(person=jane).words == "Jane Doe"


def test_stale_page_restores_nothing(at_desk, writer):
    article = make_article(by=writer, body="<p>They met on Monday.</p>")
    edit(article, by=writer, body="<p>They met on Friday.</p>")
    acts = AuditEntry.objects.count()

    at_desk.post(versions_url(article), {"revision": "1", "version": "0"})

    article.refresh_from_db()
    assert (blocks(article.body)[0].text, AuditEntry.objects.count()) == ("They met on Friday.", acts)


def test_nonsense_is_no_error(at_desk, writer):
    article = make_article(by=writer)

    for query in ({"from": "x", "to": "-1"}, {"from": "99999999999999", "to": "7"}, {"from": "public"}):
        assert at_desk.get(versions_url(article), query).status_code == 200
    assert at_desk.post(versions_url(article), {"revision": "x", "version": "y"}).status_code == 404


def test_page_costs_the_same_with_two_and_with_ten_revisions(at_desk, writer):
    article = make_article(by=writer)

    def asked():
        with statements() as counted:
            at_desk.get(versions_url(article))
        return len(counted)

    edit(article, by=writer, summary="1")
    asked()
    with_two = asked()
    for number in range(8):
        edit(article, by=writer, summary=f"again {number}")

    assert asked() == with_two
