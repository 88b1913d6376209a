"""Whoever saves second: what both changed is laid side by side, and one text is made of it. Without a script."""

import pytest
from django.urls import reverse
from lxml import html

from articles.blocks import blocks, with_ids
from articles.desk.paragraphs import Changed, Take, joined, side_by_side
from articles.models import Topic
from tests.desk.admin_forms import change_url, form_data, step
from tests.factories import edit, make_approver, make_article, make_writer, publish, take

BEGAN = with_ids("<p>One is here.</p><p>Two is here.</p><p>Three is here.</p><p>Four is here.</p>")


def texts(body):
    return [block.text for block in blocks(body)]


def changes(theirs, mine):
    return [
        (pair.theirs.text if pair.theirs else "", pair.mine.text if pair.mine else "", str(pair.changed))
        for pair in side_by_side(BEGAN, with_ids(theirs, BEGAN), mine)
    ]


# --- Paragraphs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "mine", "result"),
    [
        ("<p>One.</p>", "<p>One.</p>", ["One."]),
        (BEGAN.replace("One is", "One was"), BEGAN.replace("Three is", "Three was"),
         ["One was here.", "Two is here.", "Three was here.", "Four is here."]),
        (BEGAN.replace("One is", "One was"), BEGAN.replace("One is", "One will be"),
         ["One was here.", "One will be here.", "Two is here.", "Three is here.", "Four is here."]),
        (BEGAN + "<p>Five, theirs.</p>", "<p>Zero, mine.</p>" + BEGAN,
         ["Zero, mine.", "One is here.", "Two is here.", "Three is here.", "Four is here.", "Five, theirs."]),
        ("<p>One is here.</p><p>Two is here.</p><p>Four is here.</p>", BEGAN,
         ["One is here.", "Two is here.", "Four is here."]),
        (BEGAN, "<p>One is here.</p><p>Two is here.</p><p>Four is here.</p>",
         ["One is here.", "Two is here.", "Four is here."]),
        (BEGAN.replace("Three is", "Three was"), "<p>One is here.</p><p>Two is here.</p><p>Four is here.</p>",
         ["One is here.", "Two is here.", "Three was here.", "Four is here."]),
        (BEGAN, "<p>Four is here.</p><p>One is here.</p><p>Two is here.</p><p>Three is here.</p>",
         ["Four is here.", "One is here.", "Two is here.", "Three is here."]),
    ],
    ids=["same", "apart", "both", "added", "they-deleted", "i-deleted", "i-deleted-what-they-changed", "moved"],
)  # fmt: skip
def test_what_is_proposed_loses_no_change_of_either(theirs, mine, result):
    pairs = side_by_side(BEGAN, with_ids(theirs, BEGAN), mine)

    assert texts(joined(pairs, {})) == result


def test_each_pair_says_who_changed_it():
    assert changes(BEGAN.replace("One is", "One was"), BEGAN.replace("One is", "One will be") + "<p>Mine.</p>") == [
        ("One was here.", "One will be here.", Changed.BOTH),
        ("Two is here.", "Two is here.", Changed.NOBODY),
        ("Three is here.", "Three is here.", Changed.NOBODY),
        ("Four is here.", "Four is here.", Changed.NOBODY),
        ("", "Mine.", Changed.MINE),
    ]


@pytest.mark.parametrize(
    ("take_it", "result"), [(Take.MINE, "Mine."), (Take.THEIRS, "Theirs."), (Take.BOTH, "Theirs. Mine.")]
)
def test_what_is_chosen_is_taken(take_it, result):
    pairs = side_by_side(with_ids("<p>It.</p>"), with_ids("<p>Theirs.</p>", with_ids("<p>It.</p>")), "<p>Mine.</p>")

    assert " ".join(texts(joined(pairs, {0: take_it}))) == result


def test_where_nobody_knows_what_it_was_nothing_is_left_out():
    pairs = side_by_side("", with_ids("<p>Theirs alone, quite other words.</p>"), "<p>Mine.</p><p>More.</p>")

    assert set(texts(joined(pairs, {}))) == {"Theirs alone, quite other words.", "Mine.", "More."}


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def writer(db):
    return make_writer()


@pytest.fixture
def at_desk(client, writer):
    client.force_login(writer)
    return client


def conflict(client, article, *, theirs, mine):
    """The page the second of two gets."""
    opened = form_data(client.get(change_url(article)))
    edit(article, by=make_writer(), **theirs)
    return client.post(change_url(article), opened | mine)


def offered(page):
    """The names and values of the page's form as it proposes them."""
    form = html.fromstring(page.content).xpath("//form[.//button[@name='_merge']]")[0]
    return {name: [value for key, value in form.form_values() if key == name] for name, _value in form.form_values()}


def test_the_page_proposes_for_each_field_whoever_changed_it(at_desk, writer):
    article = make_article(by=writer, summary="Short.", body="<p>They met.</p>", dateline_place="Baku")
    topic = Topic.objects.create(name="Trade")

    page = conflict(
        at_desk,
        article,
        theirs={"headline": "Theirs", "summary": "Long."},
        mine={"summary": "Mine.", "topics": [topic.pk]},
    )

    assert page.status_code == 409
    said = {one["name"]: (one["changed"], one["take"]) for one in page.context["differences"]}
    assert said == {"headline": ("theirs", "theirs"), "summary": ("both", "mine"), "topics": ("mine", "mine")}
    at_desk.post(change_url(article), offered(page) | {"_merge": "1"})
    article.refresh_from_db()
    assert (article.headline, article.summary, list(article.topics.all())) == ("Theirs", "Mine.", [topic])


def test_choices_are_saved_as_made_paragraph_by_paragraph(at_desk, writer):
    article = make_article(by=writer, body="<p>One is here.</p><p>Two is here.</p>")
    page = conflict(
        at_desk,
        article,
        theirs={"headline": "Theirs", "body": article.body.replace("One is", "One was").replace("Two is", "Two was")},
        mine={"headline": "Mine", "body": "<p>One will be here.</p><p>Two will be here.</p>"},
    )

    answer = at_desk.post(
        change_url(article),
        offered(page) | {"take-headline": "theirs", "row-0": "theirs", "row-1": "both", "_merge": "1"},
    )

    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.headline == "Theirs"
    assert texts(article.body) == ["One was here.", "Two was here.", "Two will be here."]
    assert article.revisions.count() == 3


def test_a_third_save_while_choosing_is_no_lost_update(at_desk, writer):
    article = make_article(by=writer, body="<p>One is here.</p>")
    page = conflict(at_desk, article, theirs={"summary": "Theirs."}, mine={"summary": "Mine."})
    edit(article, by=make_writer(), headline="Third")

    again = at_desk.post(change_url(article), offered(page) | {"_merge": "1"})

    assert again.status_code == 409
    article.refresh_from_db()
    assert (article.headline, article.summary) == ("Third", "Theirs.")
    at_desk.post(change_url(article), offered(again) | {"_merge": "1"})
    article.refresh_from_db()
    assert (article.headline, article.summary) == ("Third", "Mine.")


@pytest.mark.parametrize("opened", ["", "{", "[]", '{"revision": "x", "values": 3}', '{"revision": 99}'])
def test_a_page_that_does_not_say_what_it_was_opened_over_still_loses_nothing(at_desk, writer, opened):
    article = make_article(by=writer, body="<p>One is here.</p>")

    page = conflict(
        at_desk,
        article,
        theirs={"body": "<p>Theirs alone.</p>"},
        mine={"opened": opened, "body": "<p>My own words.</p>"},
    )

    at_desk.post(change_url(article), offered(page) | {"_merge": "1"})
    article.refresh_from_db()
    assert {"Theirs alone.", "My own words."} <= set(texts(article.body))


def test_every_way_to_save_refuses_a_stale_form(at_desk, writer):
    article = make_article(by=writer)
    stale = article.version
    edit(article, by=make_writer(), headline="Theirs")
    stands = (article.revisions.count(), article.version)
    base = {"version": stale}

    versions = reverse("admin:articles_article_versions", args=[article.pk])
    at_desk.post(versions, base | {"revision": "1"})
    at_desk.post(reverse("admin:articles_article_transition", args=[article.pk]), base | {"action": "submit"})
    at_desk.post(change_url(article), base | {"headline": "Mine", "_save": "1"})
    at_desk.post(change_url(article), base | {"headline": "Mine", "_merge": "1"})

    article.refresh_from_db()
    assert (article.headline, article.status) == ("Theirs", "draft")
    assert (article.revisions.count(), article.version) == stands


def test_what_was_typed_into_a_text_approved_meanwhile_is_shown_and_nothing_is_written(at_desk, writer):
    article = make_article(by=writer)
    opened = form_data(at_desk.get(change_url(article)))
    publish(article, writer=writer, approver=make_approver(), hold=True)

    page = at_desk.post(change_url(article), opened | {"summary": "Mine.", "_merge": "1"})

    assert (page.status_code, page.context["closed"] != "") == (409, True)
    assert ("summary", "Mine.") in page.context["typed"]
    step(at_desk, article, "reopen")
    assert take(article, "submit", by=writer).summary == ""
