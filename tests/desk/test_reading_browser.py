"""The pass over what the parser read along, in a real browser: by keyboard alone, and by one tap of a phone."""

import re

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.importer.reading_along import read_along
from articles.models import Article, Mention, Proposal
from tests.browser.acts import caret_to_end, faults_of_access
from tests.factories import edit, make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = ["Baiba Braže", "Alain Berset", "Anna Roe", "John Doe", "Cristian Terheş"]
ROLES = ["Foreign Minister of Latvia", "Deputy Minister", "Chairman", "Executive Director", "Ambassador"]
PARAGRAPHS = [f"{role} {name} attended the meeting in Baku." for role, name in zip(ROLES, PEOPLE, strict=True)]
PARAGRAPHS += [f"{name} said that the work on road {n} goes on." for n, name in enumerate(PEOPLE)]
BODY = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


def open_form(page, live_server, article):
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]), wait_until="load")


def left_of(article):
    return article.proposals.filter(state=Proposal.State.OPEN).count()


def test_a_readout_of_ten_paragraphs_is_taken_by_keyboard_alone(page, live_server):
    from playwright.sync_api import expect

    article = make_article(by=make_writer(), body=BODY, headline="Readout")
    assert read_along(article)
    total = left_of(article)
    revisions = article.revisions.count()
    assert total >= 12
    open_form(page, live_server, article)
    page.evaluate("window.stayed = true")
    first = page.locator("#text-says li.read").first
    first.get_by_role("button", name="Accept").focus()

    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Baiba Brazhe")
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    for number in range(total):
        page.keyboard.press("Enter" if number % 2 else "a")
    expect(page.locator("#text-says li.read")).to_have_count(0)

    assert page.evaluate("window.stayed")
    assert left_of(article) == 0
    assert article.proposals.filter(state=Proposal.State.REJECTED).count() == 1
    assert Mention.objects.filter(article=article, person__name="Baiba Brazhe", words="Baiba Braže").exists()
    assert article.statements.count() == 5
    assert article.revisions.count() > revisions
    said = page.locator("#text-says [role=status]").inner_text()
    assert re.search("The text has everything", said)

    # The form goes on from there: what is typed now is saved over what was accepted.
    page.locator("#id_summary").fill("Typed after the pass.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_selector(".messagelist")
    article = Article.objects.get(pk=article.pk)
    assert article.summary == "Typed after the pass."
    assert article.statements.count() == 5
    assert article.mentions.filter(relation="speaker").count() == 5


def test_on_a_phone_typed_words_are_read_saved_and_taken_by_one_tap(page, live_server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    article = make_article(by=make_writer(), body="<p>Opening.</p>", headline="Readout")
    open_form(page, live_server, article)

    page.locator(".ProseMirror").first.click()
    caret_to_end(page)
    for words in PARAGRAPHS[:6]:
        page.keyboard.press("Enter")
        page.keyboard.insert_text(words)
    sure = page.get_by_role("button", name="Accept all sure ones")
    sure.wait_for()
    assert not Proposal.objects.exists()
    assert faults_of_access(page, complaints, part="#text-says") == []
    assert all(box["height"] >= 44 for box in [b.bounding_box() for b in page.locator("#text-says button").all()])
    with page.expect_navigation():
        sure.click()
    page.wait_for_selector(".messagelist")

    article = Article.objects.get(pk=article.pk)
    assert len(blocks(article.body)) == 7
    assert article.mentions.exclude(person=None).exists()
    assert article.statements.count() == 1
    assert page.url.endswith("#text-says")


def test_a_version_is_begun_by_keyboard_and_stands_beside_its_original(page, live_server, complaints):
    writer = make_writer()
    article = make_article(by=writer, body="<p>They met.</p><p>They talk on Friday.</p>", headline="Talks")
    open_form(page, live_server, article)
    page.get_by_role("link", name="Start a version in").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Language").select_option("az")
    assert faults_of_access(page, complaints, part="#content-main") == []
    page.get_by_label("With the words of the original").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#beside")
    edit(article, by=writer, body=article.body.replace("Friday", "Monday"))

    page.set_viewport_size({"width": 390, "height": 844})
    page.reload(wait_until="load")
    assert page.locator("#beside ins").inner_text() == "Monday"
    assert faults_of_access(page, complaints, part="#beside") == []
    page.get_by_role("button", name="Brought up to date").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist")

    version = Article.objects.get(language="az")
    assert version.translated_revision == article.revisions.first()
    assert page.locator("#beside ins").count() == 0
