"""What is typed and not saved, who is at a text, and names found while typing: the doors a browser uses."""

import datetime as dt

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.desk import writing
from articles.desk.writing import WritingError, be_at, keep, others_at, typed_by
from articles.models import Article, AuditEntry, EventLink, Mention
from articles.models.writing import Buffer, Presence
from people.models import Organisation, Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, form_data, save, told
from tests.factories import NOW, Event, edit, make_approver, make_article, make_user, make_writer, publish, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def article(writer):
    return make_article(by=writer, body="<p>They met on Monday.</p><p>They talked.</p>")


@pytest.fixture
def at_desk(client, writer):
    client.force_login(writer)
    return client


def keep_url(article):
    return reverse("admin:articles_article_keep", args=[article.pk])


def type_into(client, article, **typed):
    """What the page's script sends: the fields that differ from what the form was opened with."""
    opened = form_data(client.get(change_url(article)))
    said = {name: opened[name] for name in ("version", "opened")}
    return client.post(keep_url(article), said | {"typing": "1"} | typed)


# --- Keeping ----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_the_text_is_as_it_was(at_desk, writer, article):
    entries = AuditEntry.objects.count()

    answer = type_into(at_desk, article, headline="Typed")

    assert answer.status_code == 200
    assert answer.json()["kept"]
    assert typed_by(writer, article).values["headline"] == ["Typed"]
    stands = Article.objects.get(pk=article.pk)
    assert (stands.headline, stands.version, stands.updated_at) == (
        "Ministers meet",
        article.version,
        article.updated_at,
    )
    assert (article.revisions.count(), AuditEntry.objects.count()) == (1, entries)


def test_two_hundred_keepings_and_a_save_make_one_revision(at_desk, writer, article):
    for number in range(200):
        now = NOW + dt.timedelta(seconds=4 * number)
        keep(writer, article, values={"summary": ["x" * number]}, version=article.version, now=now)

    save(at_desk, article, summary="Done.")

    assert [revision.number for revision in article.revisions.all()] == [2, 1]
    assert not Buffer.objects.exists()


def test_what_was_typed_is_shown_with_its_difference_and_restored_into_the_form(at_desk, writer, article):
    type_into(at_desk, article, body="<p>They met on Friday.</p><p>They talked.</p>", topics=[])

    page = at_desk.get(change_url(article)).content.decode()
    assert "<del>Monday</del><ins>Friday</ins>" in page

    restored = form_data(at_desk.get(change_url(article) + "?restore=1"))
    assert restored["body"].strip() == "<p>They met on Friday.</p><p>They talked.</p>"
    at_desk.post(change_url(article), restored)
    article.refresh_from_db()
    assert blocks(article.body)[0].text == "They met on Friday."
    assert not Buffer.objects.exists()


def test_rows_of_parts_that_were_typed_are_restored(at_desk, article):
    row = {
        "statements-TOTAL_FORMS": "1", "statements-INITIAL_FORMS": "0", "statements-MIN_NUM_FORMS": "0",
        "statements-MAX_NUM_FORMS": "1000", "statements-0-words": "They talked.", "statements-0-form": "reported",
        "statements-0-voice": "single", "statements-0-verb": "said",
    }  # fmt: skip
    type_into(at_desk, article, **row)

    restored = form_data(at_desk.get(change_url(article) + "?restore=1"))
    at_desk.post(change_url(article), restored)

    assert [(one.words, one.verb) for one in article.statements.all()] == [("They talked.", "said")]


def test_what_was_typed_can_be_thrown_away(at_desk, article):
    type_into(at_desk, article, headline="Typed")

    at_desk.post(reverse("admin:articles_article_typed", args=[article.pk]), {"do": "throw"})

    assert not Buffer.objects.exists()
    assert at_desk.get(change_url(article)).context["writing"]["unsaved"] is None


def test_what_says_nothing_new_is_dropped_without_a_word(at_desk, article):
    type_into(at_desk, article, headline="Ministers meet")

    assert at_desk.get(change_url(article)).context["writing"]["unsaved"] is None
    assert not Buffer.objects.exists()


def test_typing_over_an_older_text_leads_to_the_choice_of_both(at_desk, article):
    type_into(at_desk, article, body="<p>They met on Monday.</p><p>They talked long.</p>")
    edit(article, by=make_writer(), body="<p>They met on Tuesday.</p><p>They talked.</p>")

    banner = at_desk.get(change_url(article)).context["writing"]["unsaved"]
    assert (banner["stale"], banner["may_restore"]) == (True, False)
    assert form_data(at_desk.get(change_url(article) + "?restore=1"))["body"].strip() == Article.objects.get().body

    page = at_desk.post(reverse("admin:articles_article_typed", args=[article.pk]), {"do": "compare"})
    assert page.status_code == 409
    at_desk.post(change_url(article), chosen(page))
    article.refresh_from_db()
    assert [block.text for block in blocks(article.body)] == ["They met on Tuesday.", "They talked long."]
    assert not Buffer.objects.exists()


def chosen(page):
    """The form of the page that compares, with what it proposes to take."""
    from lxml import html

    form = html.fromstring(page.content).xpath("//form[.//button[@name='_merge']]")[0]
    return dict(form.form_values()) | {"_merge": "1"}


def test_a_save_by_others_is_told_while_typing_and_nothing_is_lost(at_desk, writer, article):
    opened = form_data(at_desk.get(change_url(article)))
    edit(article, by=make_writer(first_name="Ana", last_name="Pop"), summary="Theirs.")

    answer = at_desk.post(keep_url(article), {"version": opened["version"], "typing": "1", "headline": "Mine"})

    assert answer.json()["stale"].startswith("Ana Pop saved this text at ")
    assert typed_by(writer, article).values["headline"] == ["Mine"]


def test_what_is_typed_belongs_to_its_writer_alone(at_desk, client, article):
    type_into(at_desk, article, headline="A secret word")
    client.force_login(make_approver())

    assert "A secret word" not in client.get(change_url(article)).content.decode()
    assert client.get(change_url(article)).context["writing"]["unsaved"] is None
    client.post(reverse("admin:articles_article_typed", args=[article.pk]), {"do": "throw"})
    assert Buffer.objects.count() == 1


def test_nothing_is_kept_for_whoever_may_not_change_the_text(client, at_desk, writer, article):
    publish(article, writer=writer, approver=make_approver(), hold=True)
    answer = at_desk.post(keep_url(article), {"version": "1", "typing": "1", "headline": "Typed"})
    assert (answer.status_code, "cannot be changed" in answer.json()["said"]) == (403, True)

    other = make_article(by=writer)
    client.force_login(make_user())
    assert client.post(keep_url(other), {"typing": "1", "headline": "Typed"}).status_code == 403
    compare = client.post(reverse("admin:articles_article_typed", args=[other.pk]), {"do": "compare"})
    assert compare.status_code == 403
    Article.objects.filter(pk=other.pk).update(limited=True)
    client.force_login(make_writer())
    assert client.post(keep_url(other), {"typing": "1", "headline": "Typed"}).status_code == 404
    client.logout()
    assert client.post(keep_url(other), {"typing": "1", "headline": "Typed"}).status_code == 302
    assert not Buffer.objects.exists()
    assert not Presence.objects.exists()


def test_too_much_and_too_often_are_refused_and_what_was_kept_stays(writer, article):
    keep(writer, article, values={"body": ["kept"]}, version=1, now=NOW)

    with pytest.raises(WritingError) as often:
        keep(writer, article, values={"body": ["next"]}, version=1, now=NOW + dt.timedelta(milliseconds=100))
    with pytest.raises(WritingError) as much:
        keep(writer, article, values={"body": ["x" * 1_000_001]}, version=1, now=NOW + dt.timedelta(seconds=4))

    assert (often.value.code, much.value.code) == ("too-often", "too-much")
    assert typed_by(writer, article).values == {"body": ["kept"]}


@pytest.mark.both_databases
def test_one_buffer_a_person_and_text_and_the_latest_of_new_texts(writer, article):
    for number in range(writing.MOST_NEW_TEXTS + 3):
        keep(writer, None, token=f"token-{number:04}", values={}, version=0, now=NOW + dt.timedelta(seconds=number))
    for second in (0, 4):
        keep(writer, article, values={"body": [str(second)]}, version=1, now=NOW + dt.timedelta(seconds=second))

    begun = Buffer.objects.filter(article=None).order_by("token")
    assert [one.token for one in begun] == [f"token-{n:04}" for n in range(3, writing.MOST_NEW_TEXTS + 3)]
    assert [one.values for one in Buffer.objects.filter(article=article)] == [{"body": ["4"]}]


def test_a_new_text_that_was_not_saved_is_offered_restored_and_saved(at_desk, writer):
    add = reverse("admin:articles_article_add")
    opened = form_data(at_desk.get(add))
    kept = at_desk.post(
        reverse("admin:articles_article_keep_new"),
        {"token": opened["token"], "typing": "1", "headline": "Begun", "body": "<p>Words.</p>"},
    )
    assert kept.json()["kept"]

    page = at_desk.get(add)
    assert [one["words"] for one in page.context["writing"]["begun"]] == ["Begun"]
    restored = form_data(at_desk.get(f"{add}?restore={opened['token']}"))
    assert (restored["token"], restored["headline"].strip()) == (opened["token"], "Begun")
    at_desk.post(add, restored)

    assert Article.objects.get().headline == "Begun"
    assert not Buffer.objects.exists()


# --- Presence ---------------------------------------------------------------------------------------------------------


def test_each_sees_who_else_is_here_and_who_types(writer, article):
    other = make_writer(first_name="Ana", last_name="Pop")
    seconds = dt.timedelta(seconds=1)

    be_at(article, other, typing=True, now=NOW)
    be_at(article, writer, typing=False, now=NOW)

    assert others_at(article, writer, NOW + 5 * seconds) == [(other, True)]
    assert others_at(article, other, NOW + 5 * seconds) == [(writer, False)]
    be_at(article, other, typing=False, now=NOW + 14 * seconds)
    assert others_at(article, writer, NOW + 20 * seconds) == [(other, False)]
    assert others_at(article, writer, NOW + 30 * seconds) == []


def test_the_page_says_who_is_here_and_forgets_who_left(at_desk, client, article):
    other = make_writer(first_name="Ana", last_name="Pop")
    be_at(article, other, typing=True, now=database_now())

    here = at_desk.post(keep_url(article), {"version": article.version}).json()["others"]
    assert here == ["Ana Pop is typing"]
    assert "Ana Pop is typing" in at_desk.get(change_url(article)).content.decode()

    at_desk.post(keep_url(article), {"leave": "1"})
    assert [one.user for one in Presence.objects.all()] == [other]


def test_a_form_left_open_over_a_new_sign_in_gets_a_token(at_desk, article):
    assert len(at_desk.get(keep_url(article)).json()["csrf"]) > 30


# --- Names ------------------------------------------------------------------------------------------------------------


def test_names_are_found_in_any_spelling_with_the_words_of_the_language(at_desk):
    person = Person.objects.create(name="Jeyhun Bayramov", labels={"ru": "Джейхун Байрамов"})
    event = Event.objects.create(name="Bayram summit")

    found = at_desk.get(reverse("admin:articles_article_names"), {"q": "ceyhun bayr", "language": "ru"}).json()["rows"]
    both = at_desk.get(reverse("admin:articles_article_names"), {"q": "bayram"}).json()["rows"]

    assert [(row["value"], row["name"]) for row in found] == [(f"person:{person.pk}", "Джейхун Байрамов")]
    assert {row["value"] for row in both} == {f"person:{person.pk}", f"event:{event.pk}"}


def test_names_are_for_those_who_may_see_them(client):
    Person.objects.create(name="Jeyhun Bayramov")
    client.force_login(make_user())

    assert client.get(reverse("admin:articles_article_names"), {"q": "bayramov"}).status_code == 403


def test_a_name_chosen_is_a_mention_with_its_words_and_the_role_of_that_day(at_desk, article):
    ministry = Organisation.objects.create(name="Ministry")
    person = Person.objects.create(name="Jeyhun Bayramov")
    position = Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020")
    event = Event.objects.create(name="Summit")

    save(
        at_desk,
        article,
        body="<p>Jeyhun Bayramov spoke at the Summit.</p>",
        named=[
            f"person:{person.pk}:Jeyhun Bayramov", f"event:{event.pk}:Summit", f"person:{person.pk}:Nobody",
            "person:999999:Summit", "thing:1:Summit", "x",
        ],
    )  # fmt: skip

    mention, link = Mention.objects.get(), EventLink.objects.get()
    assert (mention.person, mention.words, mention.position, mention.looked_up) == (
        person, "Jeyhun Bayramov", position, True,
    )  # fmt: skip
    assert (mention.start, link.event, link.words, link.start) == (0, event, "Summit", 29)
    save(at_desk, article, named=[f"person:{person.pk}:Jeyhun Bayramov"])
    assert Mention.objects.count() == 1


# --- The form ---------------------------------------------------------------------------------------------------------


def test_sections_stand_in_the_order_of_the_work_and_open_where_they_hold_an_error(at_desk, article):
    page = at_desk.get(change_url(article))
    keys = [section.key for section in page.context["sections"]]
    assert keys == ["part-text", "part-dateline", "part-about", "part-people", "part-publication"]
    assert not page.context["sections"][-1].open

    refused = save(at_desk, article, meant_for="soon")
    assert refused.context["sections"][-1].open


def test_saving_keeps_the_place(at_desk, article):
    assert save(at_desk, article, _place="editor:340:17").url == change_url(article) + "#at=editor:340:17"
    assert save(at_desk, article, _place="x:1#//evil").url == change_url(article)


def test_pictures_left_out_are_told(at_desk, article):
    url = change_url(article)
    data = form_data(at_desk.get(url)) | {"body": '<p>Here: <img src="https://x.example/a.png"></p>'}

    page = at_desk.post(url, data, follow=True)

    assert any("Pictures" in said for said in told(page))
    assert Article.objects.get(pk=article.pk).body.endswith("Here: </p>")


def test_the_number_of_words_is_said(at_desk, article):
    assert at_desk.get(change_url(article)).context["writing"]["words"] == 6
    assert take(article, "submit", by=article.created_by).status == "in_review"
