"""Language versions: begun from a text, beside it, and told when it changes."""

import orjson
import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.desk import translating
from articles.desk.access import visible_to
from articles.desk.errors import TransitionError
from articles.diff import State
from articles.importer.reading_along import read_along
from articles.importer.records import accept
from articles.models import (
    Access,
    Article,
    AuditEntry,
    Citation,
    Contact,
    Event,
    EventLink,
    Mention,
    Place,
    Source,
    Statement,
    TextContact,
    Topic,
)
from articles.visible import forget
from people.models import Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, form_data, told
from tests.factories import (
    NOW,
    Status,
    edit,
    make_approver,
    make_article,
    make_user,
    make_writer,
    publish,
    take,
)

pytestmark = pytest.mark.django_db
BODY = (
    "<p>Jeyhun Bayramov met the press.</p><p>Jeyhun Bayramov said that the talks go on.</p><p>They end on Friday.</p>"
)


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def original(writer):
    """A text with a part of every kind, a topic and a contact."""
    article = make_article(by=writer, headline="The minister met the press", body=BODY, dateline_place="Baku")
    first, second, _third = blocks(article.body)
    person = Person.objects.create(name="Jeyhun Bayramov", labels={"az": "Ceyhun Bayramov", "ru": "Джейхун Байрамов"})
    post = Position.objects.create(person=person, title="Foreign Minister", labels={"az": "Xarici işlər naziri"})
    event = Event.objects.create(name="Briefing", labels={"az": "Brifinq"}, type="briefing")
    Place.objects.create(name="Baku", labels={"az": "Bakı"})
    said = Statement.objects.create(
        article=article, verb="said", words=second.text, block=second.id, start=0, end=len(second.text), order=1
    )
    named = {"article": article, "person": person, "position": post}
    Mention.objects.create(**named, words="Jeyhun Bayramov", block=first.id, start=0, end=15, relation="participant")
    Mention.objects.create(**named, words="Jeyhun Bayramov", block=second.id, start=0, end=15, relation="participant")
    Mention.objects.create(**named, relation="speaker", statement_uid=said.uid)
    Citation.objects.create(article=article, source=Source.objects.create(name="Trend"), verb="reports")
    EventLink.objects.create(article=article, event=event, words="")
    article.topics.add(Topic.objects.create(name="Diplomacy"))
    TextContact.objects.create(article_uid=article.uid, contact=Contact.objects.create(name="Press desk"), order=2)
    edit(article, by=writer, summary="On talks.")
    article.refresh_from_db()
    return article


def start(original, writer, language="az", **options):
    return translating.start_version(original, language, by=writer, now=NOW, **{"with_words": False} | options)


def test_a_version_is_a_draft_of_its_own_in_the_same_work(original, writer):
    article = start(original, writer)

    assert (article.work, article.language, article.status) == (original.work, "az", Status.DRAFT)
    assert article.uid != original.uid
    assert (article.translated_from, article.created_by) == (original, writer)
    assert article.translated_revision == original.revisions.first()
    assert article.revisions.get().by == writer
    assert (article.body, article.headline, article.dateline_place) == ("", "", "Bakı")
    told = AuditEntry.objects.get(action="translate")
    assert orjson.loads(told.detail)["original"] == str(original.uid)


def test_parts_topics_and_contacts_come_along_in_the_language_of_the_version(original, writer):
    article = start(original, writer)

    document = orjson.loads(article.revisions.get().document)
    assert [(o["name"], o["role"]) for o in document["officials"]] == [("Ceyhun Bayramov", "Xarici işlər naziri")]
    assert [e["name"] for e in document["events"]] == ["Brifinq"]
    assert [a["source"]["name"] for a in document["attribution"]] == ["Trend"]
    statement = article.statements.get()
    assert (statement.words, statement.block, statement.verb) == ("", "", "")
    speaker = article.mentions.get(relation="speaker")
    assert speaker.statement_uid == statement.uid != original.statements.get().uid
    assert [m.words for m in article.mentions.filter(relation="participant")] == ["Ceyhun Bayramov"]
    assert list(article.topics.all()) == list(original.topics.all())
    contact = TextContact.objects.get(article_uid=article.uid)
    assert (contact.contact.name, contact.order) == ("Press desk", 2)
    theirs = {
        row.uid for model in (Mention, Statement, Citation, EventLink) for row in model.objects.filter(article=original)
    }
    own = {
        row.uid for model in (Mention, Statement, Citation, EventLink) for row in model.objects.filter(article=article)
    }
    assert not theirs & own


def test_names_find_their_place_once_the_words_are_written(original, writer):
    article = start(original, writer)

    edit(article, by=writer, body="<p>Nazir Ceyhun Bayramov jurnalistlərlə görüşüb.</p>")

    mention = article.mentions.get(relation="participant")
    block = blocks(Article.objects.get(pk=article.pk).body)[0]
    assert (mention.block, block.text[mention.start : mention.end]) == (block.id, "Ceyhun Bayramov")


def test_a_statement_of_a_version_gets_its_words_from_what_is_read(original, writer):
    article = start(original, writer, language="ru")
    edit(article, by=writer, body="<p>Министр Джейхун Байрамов заявил, что переговоры продолжатся.</p>")
    article.refresh_from_db()
    assert read_along(article)

    accept(article.proposals.get(kind="statement"), by=writer, now=NOW)

    statement = article.statements.get()
    assert "переговоры" in statement.words
    assert article.mentions.get(relation="speaker").statement_uid == statement.uid


def test_a_version_may_begin_with_the_words_of_the_original(original, writer):
    article = start(original, writer, with_words=True)

    assert (article.headline, article.body) == (original.headline, original.body)
    assert article.slug == original.slug


@pytest.mark.both_databases
def test_one_version_a_language(original, writer):
    start(original, writer)

    with pytest.raises(TransitionError):
        start(original, writer)

    assert Article.objects.filter(work=original.work).count() == 2


def test_a_limited_original_has_limited_versions_seen_by_the_same_people(original, writer):
    reader, stranger = make_user("Writer"), make_user("Writer")
    Article.objects.filter(pk=original.pk).update(limited=True)
    original.refresh_from_db()
    Access.objects.create(article=original, user=reader)

    article = start(original, writer)

    assert article.limited
    assert visible_to(reader, Article.objects.filter(pk=article.pk)).exists()
    assert not visible_to(stranger, Article.objects.filter(pk=article.pk)).exists()
    assert translating.versions(original, stranger) == []
    assert translating.versions(original, reader) == [article]


def test_only_the_paragraphs_that_changed_since_are_told(original, writer):
    article = start(original, writer, with_words=True)
    edit(original, by=writer, body=original.body.replace("Friday", "Monday"), summary="On long talks.")

    sides = translating.side_by_side(Article.objects.get(pk=article.pk))

    assert [row.drifted for row in sides.rows] == [False, False, True]
    assert "<del>Friday</del><ins>Monday</ins>" in sides.rows[2].change.html
    assert [row.name for row in sides.fields] == ["summary"]
    assert (sides.drifted, sides.behind) == (2, True)
    assert list(translating.behind(Article.objects.all())) == [article]


def test_a_paragraph_added_or_taken_out_is_told_where_it_stood(original, writer):
    article = start(original, writer, with_words=True)
    first, _second, third = blocks(original.body)
    edit(
        original,
        by=writer,
        body=f"{first.html}<p>A wholly different sentence about the weather of that day.</p>{third.html}",
    )

    sides = translating.side_by_side(Article.objects.get(pk=article.pk))

    states = [row.change.state for row in sides.rows if row.drifted]
    assert set(states) <= {State.ADDED, State.REMOVED, State.CHANGED}
    assert [row.original.text for row in sides.rows if row.original] == [
        b.text for b in blocks(Article.objects.get(pk=original.pk).body)
    ]
    assert [row.own.text for row in sides.rows if row.own] == [b.text for b in blocks(article.body)]


def test_paragraphs_written_anew_stand_beside_the_original_in_their_order(original, writer):
    article = start(original, writer)
    edit(article, by=writer, body="<p>Bir.</p><p>İki.</p>")

    rows = translating.side_by_side(Article.objects.get(pk=article.pk)).rows

    assert [(row.original.text[:6], row.own.text if row.own else None) for row in rows] == [
        ("Jeyhun", "Bir."), ("Jeyhun", "İki."), ("They e", None),
    ]  # fmt: skip


@pytest.mark.both_databases
def test_brought_up_to_date_is_recorded_once(original, writer):
    article = start(original, writer)
    edit(original, by=writer, headline="The minister met journalists")
    latest = original.revisions.first()
    version = article.version

    translating.bring_up_to_date(article, revision=latest.number, by=writer, now=NOW)
    with pytest.raises(TransitionError):
        translating.bring_up_to_date(article, revision=latest.number, by=writer, now=NOW)

    article.refresh_from_db()
    assert (article.translated_revision, article.version) == (latest, version)
    assert AuditEntry.objects.filter(action="up-to-date").count() == 1
    assert not translating.behind(Article.objects.all()).exists()


def test_missing_languages_are_told_once_a_work(original, writer, django_assert_num_queries):
    start(original, writer)
    alone = make_article(by=writer, headline="Alone", language="ru")
    gone = translating.start_version(alone, "en", with_words=False, by=writer, now=NOW)
    take(gone, "discard", by=writer)

    with django_assert_num_queries(2):
        left = translating.missing(Article.objects.order_by("pk"))

    assert left == [(original, ["ru"]), (alone, ["en", "az"])]


def test_the_public_sees_only_the_versions_that_are_live(client, original, writer):
    forget()
    before = database_now()
    Source.objects.update(reuse="own")
    publish(original, writer=writer, approver=make_approver(), now=before)
    article = start(original, writer, with_words=True)
    edit(article, by=writer, now=before, headline="Nazir jurnalistlərlə görüşüb")
    take(article, "submit", by=writer, now=before)
    forget()

    page = client.get(original.editions.get().get_absolute_url()).content.decode()

    assert article.__class__.objects.get(pk=article.pk).status == Status.IN_REVIEW
    assert 'hreflang="az"' not in page.split("</head>")[0]
    assert "Nazir" not in page


# --- At the staff's door --------------------------------------------------------------------------------------------


def translate_url(article):
    return reverse("admin:articles_article_translate", args=[article.pk])


def test_a_version_is_begun_from_the_form_of_a_text(client, original, writer):
    client.force_login(writer)
    page = client.get(change_url(original)).content.decode()
    assert translate_url(original) in page

    response = client.post(translate_url(original), {"language": "az", "begin": "words"}, follow=True)

    article = Article.objects.get(language="az")
    assert response.redirect_chain[-1][0] == change_url(article)
    shown = response.content.decode()
    assert "Beside the original" in shown
    assert "Jeyhun Bayramov met the press." in shown
    assert change_url(article) in client.get(change_url(original)).content.decode()


def test_the_list_of_versions_says_where_each_stands(original, writer):
    now = database_now()
    Source.objects.update(reuse="own")
    article = start(original, writer)
    publish(original, writer=writer, approver=make_approver(), now=now)

    there = translating.versions(article, writer)
    before = translating.versions(original, writer)
    take(original, "correct", by=writer, now=now)
    edit(original, by=writer, headline="Anew")
    after = translating.versions(original, writer)

    assert [(one.language, one.live, one.is_behind) for one in there] == [("en", True, False)]
    assert [(one.language, one.live, one.is_behind) for one in before] == [("az", False, False)]
    assert [one.is_behind for one in after] == [True]


def test_the_form_of_a_version_shows_what_changed_and_the_button_ends_it(client, original, writer):
    client.force_login(writer)
    article = start(original, writer, with_words=True)
    edit(original, by=writer, body=original.body.replace("Friday", "Monday"))
    number = original.revisions.first().number

    page = client.get(change_url(article)).content.decode()
    done = client.post(translate_url(article), {"up_to_date": number}, follow=True)
    again = client.post(translate_url(article), {"up_to_date": number}, follow=True)

    assert "<del>Friday</del><ins>Monday</ins>" in page
    assert "The original changed in 1 place since" in page
    assert "Recorded" in told(done)[-1]
    assert "has not changed" in done.content.decode()
    assert "was not revised" in told(again)[-1]


def test_a_save_of_the_version_keeps_it_a_version(client, original, writer):
    client.force_login(writer)
    article = start(original, writer)
    url = change_url(article)

    client.post(url, form_data(client.get(url)) | {"headline": "Nazir görüşüb", "body": "<p>Bir.</p>"})

    article.refresh_from_db()
    assert (article.translated_from, article.headline) == (original, "Nazir görüşüb")


def test_who_may_not_know_of_the_original_does_not_see_it_beside(client, original, writer):
    article = start(original, writer)
    Article.objects.filter(pk=original.pk).update(limited=True)
    stranger = make_writer()
    client.force_login(stranger)

    page = client.get(change_url(article)).content.decode()

    assert "Beside the original" not in page
    assert "The minister met the press" not in page
    assert client.get(translate_url(original)).status_code == 404
    assert client.post(translate_url(article), {"up_to_date": "2"}).status_code in (403, 404)


def test_a_reader_of_the_desk_begins_no_version(client, original):
    client.force_login(make_user("Reviewer"))

    assert client.post(translate_url(original), {"language": "az", "begin": "empty"}).status_code == 403
    assert not Article.objects.filter(language="az").exists()


def test_a_form_without_a_language_is_asked_again(client, original, writer):
    client.force_login(writer)

    response = client.post(translate_url(original), {"begin": "empty"})

    assert response.status_code == 422
    assert not Article.objects.filter(language="az").exists()
