"""Where a text begins: from a template, as a copy of another one; and words kept ready put into it."""

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.desk.authorship import authors
from articles.desk.errors import RightError, StaleError, TransitionError
from articles.desk.starting import duplicate, insert_boilerplate, keep_ready, start_from_template
from articles.models import Access, Article, AuditEntry, Boilerplate, Citation, EventLink, Mention, Statement
from articles.models import TextTemplate as Template
from articles.models.contact import Contact, TextContact
from articles.models.taxonomy import Topic
from people.models import Person
from tests.desk.admin_forms import change_url, form_data
from tests.factories import (
    NOW,
    Event,
    Source,
    make_approver,
    make_article,
    make_public,
    make_user,
    make_writer,
    take,
)

pytestmark = pytest.mark.django_db

NEW = "/admin/articles/article/new/"


def make_template(**fields):
    known = {"name": "Readout", "kind": "readout", "headline": "Meeting with [NAME]", "body": "<p>They met.</p>"}
    return Template.objects.create(**known | fields)


def contacts_of(article):
    return [row.contact for row in TextContact.objects.filter(article_uid=article.uid)]


# --- From a template --------------------------------------------------------------------------------------------------


def test_text_begins_from_a_template_in_two_clicks(client):
    writer = make_writer()
    template = make_template(summary="In short", dateline_place="Baku")
    template.topics.add(Topic.objects.create(name="Peace"))
    template.contacts.add(Contact.objects.create(name="Desk"))
    make_template(name="Out of use", in_use=False)
    client.force_login(writer)

    page = client.get(NEW)  # the first click; the second is a button of the page
    response = client.post(NEW, form_data_of(page) | {"template": template.pk})

    article = Article.objects.get()
    assert response.url == change_url(article)
    assert b"Out of use" not in page.content
    assert (article.kind, article.headline, article.summary, article.dateline_place, article.status) == (
        "readout", "Meeting with [NAME]", "In short", "Baku", "draft",
    )  # fmt: skip
    assert [block.text for block in blocks(article.body)] == ["They met."]
    assert [str(topic) for topic in article.topics.all()] == ["Peace"]
    assert contacts_of(article) == list(template.contacts.all())
    assert authors(article) == {writer.pk}


def form_data_of(page):
    return {"csrfmiddlewaretoken": page.context["csrf_token"]}


def test_template_out_of_use_or_a_person_without_the_right_begins_nothing(client):
    template = make_template(in_use=False)
    with pytest.raises(TransitionError):
        start_from_template(template, by=make_writer(), now=NOW)
    reader = make_user("Reviewer")
    client.force_login(reader)
    assert client.get(NEW).status_code == 403
    with pytest.raises(RightError):
        duplicate(make_article(by=make_writer()), by=reader, now=NOW)
    assert Article.objects.count() == 1


def test_templates_are_changed_by_approvers_and_recorded(client):
    template = make_template()
    url = reverse("admin:articles_texttemplate_change", args=[template.pk])
    client.force_login(make_writer())
    assert client.post(url, {}).status_code == 403

    approver = make_approver()
    client.force_login(approver)
    data = form_data(client.get(url), "texttemplate_form")
    response = client.post(url, data | {"body": '<p style="x">New <script>x</script>words.</p>'})

    assert response.status_code == 302
    template.refresh_from_db()
    assert template.body == "<p>New words.</p>"
    assert AuditEntry.objects.filter(action="template", by=approver).count() == 1


# --- A copy -----------------------------------------------------------------------------------------------------------


def make_rich(**fields):
    """A text with a part of every kind, a topic and a contact."""
    article = make_public(headline="Ministers meet", body="<p>They said it was agreed.</p>", **fields)
    person = Person.objects.create(name="Jane Doe")
    take(article, "correct", by=make_writer())
    statement = Statement.objects.create(article=article, words="it was agreed", verb="said")
    Mention.objects.create(article=article, person=person, relation="speaker", statement_uid=statement.uid)
    source = Source.objects.create(name="Wire")
    Citation.objects.create(article=article, source=source, url="https://wire.example/1")
    EventLink.objects.create(article=article, event=Event.objects.create(name="Talks"))
    article.topics.add(Topic.objects.create(name="Peace"))
    for order, name in enumerate(("Second", "First")):
        TextContact.objects.create(article_uid=article.uid, contact=Contact.objects.create(name=name), order=2 - order)
    return article


def test_copy_has_words_parts_topics_and_contacts_of_its_own(client):
    article, writer = make_rich(), make_writer()
    client.force_login(writer)

    response = client.post(reverse("admin:articles_article_duplicate", args=[article.pk]))

    copy = Article.objects.latest("pk")
    assert response.url == change_url(copy)
    assert (copy.headline, copy.status, copy.created_by) == ("Ministers meet", "draft", writer)
    assert [block.text for block in blocks(copy.body)] == ["They said it was agreed."]
    for model in (Statement, Mention, Citation, EventLink):
        ours, theirs = model.objects.get(article=article), model.objects.get(article=copy)
        assert ours.uid != theirs.uid
    statement, mention = Statement.objects.get(article=copy), Mention.objects.get(article=copy)
    assert (statement.words, mention.statement_uid) == ("it was agreed", statement.uid)
    assert [str(one) for one in contacts_of(copy)] == ["First", "Second"]
    assert [str(topic) for topic in copy.topics.all()] == ["Peace"]
    assert authors(copy) == {writer.pk}


def test_copy_says_nothing_that_was_said_of_the_other_text():
    article = make_rich()
    article.refresh_from_db()
    copy = duplicate(article, by=make_writer(), now=NOW)

    assert copy.work != article.work
    assert copy.slug != article.slug
    assert (copy.editions.count(), copy.released_at, copy.meant_for, copy.source_text) == (0, None, None, None)
    assert copy.revisions.get().approvals.count() == 0
    assert Citation.objects.get(article=copy).url == ""


def test_copy_of_a_limited_text_is_limited_alike_and_made_by_nobody_else():
    owner, friend = make_writer(), make_writer()
    article = make_article(by=owner, limited=True)
    Access.objects.create(article=article, user=friend)

    copy = duplicate(article, by=owner, now=NOW)

    copy.refresh_from_db()
    assert copy.limited
    assert [row.user for row in copy.access.all()] == [friend]
    with pytest.raises(RightError):
        duplicate(article, by=make_writer(), now=NOW)


# --- Words kept ready -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "found"), [(0, ["One.", "About us.", "Two."]), (None, ["One.", "Two.", "About us."])]
)
def test_boilerplate_goes_behind_a_paragraph_or_to_the_end(client, after, found):
    writer = make_writer()
    article = make_article(by=writer, body="<p>One.</p><p>Two.</p>")
    before = [block.id for block in blocks(article.body)]
    about = Boilerplate.objects.create(name="About", body="<p>About us.</p>")
    client.force_login(writer)

    client.post(
        reverse("admin:articles_article_boilerplate", args=[article.pk]),
        {"boilerplate": about.pk, "after": before[after] if after is not None else "", "version": article.version},
    )

    now = blocks(Article.objects.get().body)
    assert [block.text for block in now] == found
    assert [block.id for block in now if block.text != "About us."] == before
    assert article.revisions.count() == 2


def test_boilerplate_over_another_state_or_of_another_language_is_refused():
    writer = make_writer()
    article = make_article(by=writer)
    about = Boilerplate.objects.create(name="About", body="<p>About us.</p>")
    russian = Boilerplate.objects.create(name="О нас", language="ru", body="<p>О нас.</p>")

    with pytest.raises(StaleError):
        insert_boilerplate(article, about, by=writer, version=article.version - 1, now=NOW)
    article.refresh_from_db()
    with pytest.raises(TransitionError):
        insert_boilerplate(article, russian, by=writer, version=article.version, now=NOW)


def test_boilerplate_keeps_its_earlier_wordings():
    about = Boilerplate(name="About", body="<p>First.</p>")
    for body in ("<p>First.</p>", "<p>Second.</p>", "<p>Second.</p>", "<p>First.</p>"):
        about.body = body
        keep_ready(about, by=make_approver(), now=NOW)

    assert (about.body, about.earlier) == ("<p>First.</p>", ["<p>First.</p>", "<p>Second.</p>"])
