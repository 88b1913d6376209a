"""The form and the list of articles at the staff's door."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.blocks import blocks
from articles.models import Article, Edition, Mention, Revision, Statement
from people.models import Person
from tests.desk.admin_forms import change_url, form_data, save
from tests.factories import Status, edit, make_approver, make_article, make_user, make_writer, publish, take
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def at_desk(client, writer):
    client.force_login(writer)
    return client


def test_writer_makes_a_text_and_its_first_revision(at_desk, writer):
    url = reverse("admin:articles_article_add")
    typed = {"headline": "Ministers meet", "body": "<p onclick='x()'>They met.</p><script>x()</script>"}

    response = at_desk.post(url, form_data(at_desk.get(url)) | typed)

    article = Article.objects.get()
    assert response.url == change_url(article)
    assert (article.created_by, article.status, article.slug) == (writer, Status.DRAFT, "ministers-meet")
    assert [(block.tag, block.text) for block in blocks(article.body)] == [("p", "They met.")]
    assert all(block.id for block in blocks(article.body))
    assert "onclick" not in article.body
    assert Revision.objects.get().by == writer


def test_a_save_makes_a_revision_and_keeps_block_ids(at_desk, writer):
    article = make_article(by=writer, body="<p>One here.</p><p>Two here.</p>")
    before = [block.id for block in blocks(article.body)]

    save(at_desk, article, body="<p>One here.</p><p>Two there.</p>")

    article.refresh_from_db()
    assert [block.id for block in blocks(article.body)] == before
    assert [revision.number for revision in article.revisions.all()] == [2, 1]


def test_a_form_that_posts_a_status_changes_none(at_desk, writer):
    article = make_article(by=writer)

    save(at_desk, article, status="approved", headline="Ministers met")

    article.refresh_from_db()
    assert (article.status, article.headline) == (Status.DRAFT, "Ministers met")


def test_second_save_over_the_same_state_is_refused_with_both_texts(at_desk, writer):
    article = make_article(by=writer, body="<p>They met on Monday.</p>")
    url = change_url(article)
    opened = form_data(at_desk.get(url))
    edit(article, by=writer, body="<p>They met on Tuesday.</p>")

    response = at_desk.post(url, opened | {"body": "<p>They met on Friday.</p>", "summary": "Mine."})

    assert response.status_code == 409
    page = response.content.decode()
    assert "They met on Tuesday." in page
    assert "They met on Friday." in page
    assert "<del>Tuesday</del><ins>Friday</ins>." in page
    article.refresh_from_db()
    assert (blocks(article.body)[0].text, article.summary) == ("They met on Tuesday.", "")


def test_what_was_typed_can_be_saved_over_the_newer_state(at_desk, writer):
    article = make_article(by=writer, body="<p>They met on Monday.</p>")
    url = change_url(article)
    opened = form_data(at_desk.get(url))
    edit(article, by=writer, body="<p>They met on Tuesday.</p>")
    conflict = at_desk.post(url, opened | {"body": "<p>They met on Friday.</p>", "summary": "Mine."})
    kept = dict(conflict.context["typed"])

    at_desk.post(url, kept | {"version": conflict.context["version"]})

    article.refresh_from_db()
    assert (blocks(article.body)[0].text, article.summary) == ("They met on Friday.", "Mine.")
    assert article.revisions.count() == 3


def test_a_row_that_is_gone_meanwhile_is_offered_as_a_new_one(at_desk, writer):
    article = make_article(by=writer)
    Statement.objects.create(article=article, words="They met.")
    url = change_url(article)
    opened = form_data(at_desk.get(url))
    Statement.objects.all().delete()
    edit(article, by=writer, summary="Shorter.")
    conflict = at_desk.post(url, opened)
    kept = dict(conflict.context["typed"])

    at_desk.post(url, kept | {"version": conflict.context["version"]})

    statement = Statement.objects.get(article=article)
    assert (statement.words, statement.start, statement.end) == ("They met.", 0, 9)


def test_typed_text_is_not_lost_where_the_text_was_approved_meanwhile(at_desk, writer):
    article = make_article(by=writer)
    url = change_url(article)
    opened = form_data(at_desk.get(url))
    publish(article, writer=writer, approver=make_approver(), hold=True)

    response = at_desk.post(url, opened | {"summary": "Mine."})

    assert response.status_code == 409
    assert ("summary", "Mine.") in response.context["typed"]


def test_an_approved_text_is_read_only(at_desk, writer):
    article = make_article(by=writer)
    publish(article, writer=writer, approver=make_approver(), hold=True)

    response = at_desk.get(change_url(article))

    assert response.context["has_change_permission"] is False
    assert [step.action for step in response.context["bar"]["steps"]] == ["reopen"]
    assert 'name="headline"' not in response.content.decode()


def test_words_of_a_part_are_found_in_the_text_and_parts_stand_in_its_order(at_desk, writer):
    article = make_article(by=writer, body="<p>Ana said yes.</p><p>Bob said no.</p>")
    person = Person.objects.create(name="Ana Pop")
    last = Statement.objects.create(article=article, words="Bob said no.", order=7)
    row = {
        "statements-TOTAL_FORMS": "2",
        "statements-1-words": "Ana said yes.",
        "statements-1-form": "reported",
        "statements-1-voice": "single",
        "mentions-TOTAL_FORMS": "1",
        "mentions-0-relation": "speaker",
        "mentions-0-statement_uid": str(last.uid),
        "mentions-0-person": str(person.pk),
        "mentions-0-words": "Bob",
    }
    edit(article, by=writer, summary="Settled.")

    response = save(at_desk, article, **row)

    assert response.status_code == 302
    first, second = Statement.objects.filter(article=article)
    assert [first.words, second.words] == ["Ana said yes.", "Bob said no."]
    assert (first.block, first.end) == (blocks(Article.objects.get().body)[0].id, 13)
    mention = Mention.objects.get()
    assert (mention.person, mention.statement_uid, mention.start, mention.end) == (person, last.uid, 0, 3)


def test_a_speaker_speaks_in_a_statement(at_desk, writer):
    article = make_article(by=writer)
    row = {"mentions-TOTAL_FORMS": "1", "mentions-0-relation": "speaker", "mentions-0-words": "They"}

    response = save(at_desk, article, **row)

    assert response.status_code == 200
    assert not Mention.objects.exists()


def test_a_text_with_a_revision_is_not_deleted_even_by_a_superuser(client, writer):
    article = make_article(by=writer)
    client.force_login(make_user(is_superuser=True))

    response = client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Article.objects.exists()


def test_dating_a_text_before_this_system_needs_its_own_right(client, at_desk, writer):
    article = make_article(by=writer)
    assert "released_at" not in form_data(at_desk.get(change_url(article)))
    save(at_desk, article, released_at="2001-02-03T10:00")
    article.refresh_from_db()
    assert article.released_at is None

    client.force_login(make_approver())
    save(client, article, released_at="2001-02-03T10:00")

    article.refresh_from_db()
    assert article.released_at.year == 2001


def test_a_taken_slug_is_no_error_and_gets_the_reference(at_desk, writer):
    make_article(by=writer, slug="ministers-meet")
    article = make_article(by=writer, headline="Another")

    save(at_desk, article, slug="ministers-meet")

    article.refresh_from_db()
    assert article.slug == f"ministers-meet-{article.reference.lower()}"


def test_the_list_says_the_public_life_in_a_constant_number_of_queries(at_desk, writer):
    approver = make_approver()
    url = reverse("admin:articles_article_changelist")

    def another():
        article = make_article(by=writer)
        publish(article, writer=writer, approver=approver, hold=True)

    another()
    at_desk.get(url)
    with statements() as first:
        response = at_desk.get(url)
    assert "held" in response.content.decode()
    another()
    another()
    with statements() as again:
        at_desk.get(url)
    assert len(again) == len(first) <= 20
    assert Edition.objects.count() == 3


@pytest.mark.parametrize("term", ["Ministers", "terhes", "reference"])
def test_search_finds_headline_person_and_reference(at_desk, writer, term):
    article = make_article(by=writer)
    make_article(by=writer, headline="Other")
    Mention.objects.create(article=article, person=Person.objects.create(name="Cristian Terheş"))
    asked = f"PR-{article.reference}" if term == "reference" else term

    response = at_desk.get(reverse("admin:articles_article_changelist"), {"q": asked})

    assert [row.pk for row in response.context["cl"].result_list] == [article.pk]


def test_somebody_without_rights_sees_no_text(client, writer):
    article = make_article(by=writer)
    client.force_login(make_user())

    assert client.get(change_url(article)).status_code == 403
    assert client.get(reverse("admin:articles_article_proposals", args=[article.pk])).status_code == 403
    assert client.get(reverse("admin:articles_article_history", args=[article.pk])).status_code == 403


def test_the_import_map_carries_the_nonce_of_the_policy(at_desk, writer):
    response = at_desk.get(change_url(make_article(by=writer)))

    policy = response["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    maps = html.fromstring(response.content).xpath("//script[@type='importmap']")
    assert [one.get("nonce") for one in maps] == [nonce]
    assert "unsafe" not in policy


def test_posting_needs_a_token(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    article = make_article(by=writer)

    assert client.post(change_url(article), {"version": 1}).status_code == 403
    transition = reverse("admin:articles_article_transition", args=[article.pk])
    assert client.post(transition, {"action": "submit", "version": 1}).status_code == 403
    assert take(article, "submit", by=writer).status == Status.IN_REVIEW
