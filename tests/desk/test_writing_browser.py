"""Writing in a real browser: one that is killed, words pasted from Word, names, two who save, by keyboard alone."""

import os
import signal

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.models import Article, Mention
from articles.models.writing import Buffer
from people.models import Person
from tests.browser.acts import (
    caret_to_end,
    choose_all,
    faults_of_access,
    focus_by_keyboard,
    save_by_key,
    settle,
    until,
)
from tests.browser.site import wait_until
from tests.desk.pasted import DOCS, WORD
from tests.factories import edit, make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TALL = 2600  # what sticks to the edge of the window covers nothing

PASTE = """([element, html]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def open_form(page, live_server, article):
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.wait_for_selector(".ProseMirror")


def kill(browser):
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(one["id"] for one in processes if one["type"] == "browser"), signal.SIGKILL)


def test_a_killed_browser_loses_five_seconds_at_most_and_all_is_done_by_keyboard(
    start_browser, open_page, live_server, client
):
    article = make_article(by=make_writer(), body="<p>They met.</p>")
    kept = blocks(article.body)[0].id
    client.force_login(article.created_by)
    killed = start_browser()
    page = open_page(client, by=killed, heard=[])
    open_form(page, live_server, article)
    focus_by_keyboard(page, ".ProseMirror")
    caret_to_end(page)
    page.keyboard.type(" What was typed five seconds before is kept.")
    page.wait_for_timeout(5000)
    page.keyboard.type(" The last words.")
    kill(killed)
    wait_until(lambda: Buffer.objects.exists(), "what was sent before is kept")

    assert Article.objects.get(pk=article.pk).body == article.body
    page = open_page(client, heard=[])
    open_form(page, live_server, article)
    assert "What was typed five seconds before is kept." in page.locator(".unsaved ins").first.inner_text()
    focus_by_keyboard(page, ".unsaved .button-link")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("text=It is not saved yet")
    page.wait_for_selector(".ProseMirror")
    focus_by_keyboard(page, ".ProseMirror")
    save_by_key(page)
    page.wait_for_selector(".messagelist")
    until(page, "document.activeElement.matches('.ProseMirror')")
    assert page.locator(".unsaved").count() == 0

    article.refresh_from_db()
    (block,) = blocks(article.body)
    assert block.id == kept
    assert block.text.startswith("They met. What was typed five seconds before is kept.")
    assert article.revisions.count() == 2
    assert not Buffer.objects.exists()


def test_what_is_pasted_from_word_and_docs_has_the_markup_of_the_house(page, live_server):
    article = make_article(by=make_writer(), body="")
    open_form(page, live_server, article)
    editor = page.locator(".ProseMirror")
    for pasted in (WORD, DOCS):
        choose_all(page)
        editor.evaluate("(element, html) => (" + PASTE + ")([element, html])", pasted.html)
        save_by_key(page)
        page.wait_for_selector(".messagelist")
        page.wait_for_selector(".ProseMirror")
        body = Article.objects.get(pk=article.pk).body
        assert [(block.tag, block.text) for block in blocks(body)] == pasted.blocks
        assert not any(left in body for left in ("mso", "Mso", "style", "class", "span", "docs-internal", "<img"))


def test_a_name_is_found_in_any_spelling_and_stands_in_the_text_as_a_mention(page, live_server):
    person = Person.objects.create(name="Jeyhun Bayramov")
    article = make_article(by=make_writer(), body="<p>Said by</p>")
    open_form(page, live_server, article)

    focus_by_keyboard(page, ".ProseMirror")
    caret_to_end(page)
    page.keyboard.type(" @")
    page.wait_for_selector("dialog.naming[open]")
    page.keyboard.type("Джейхун Байрамо")
    page.wait_for_selector("dialog.naming li[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.naming", state="hidden")
    until(page, "document.activeElement.matches('.ProseMirror')")
    settle(page)
    page.keyboard.type(" today.")
    save_by_key(page)
    page.wait_for_selector(".messagelist")

    article.refresh_from_db()
    assert blocks(article.body)[0].text == "Said by Jeyhun Bayramov today."
    mention = Mention.objects.get(article=article)
    assert (mention.person, mention.words, mention.start) == (person, "Jeyhun Bayramov", 8)


def test_two_who_save_choose_what_of_both_stays_and_no_page_has_a_fault_of_access(page, live_server, complaints):
    writer, other = make_writer(), make_writer(name="other", first_name="Ana", last_name="Pop")
    article = make_article(by=writer, body="<p>One is here.</p><p>Two is here.</p><p>Three is here.</p>")
    open_form(page, live_server, article)
    assert faults_of_access(page, complaints, name="form", height=TALL) == []
    page.set_viewport_size({"width": 390, "height": 800})
    edit(article, by=other, headline="Ministers met", body=article.body.replace("One is", "One was"))

    focus_by_keyboard(page, ".ProseMirror")
    caret_to_end(page)
    page.keyboard.type(" And mine.")
    page.wait_for_selector(".save-trouble:not([hidden]) >> text=Ana Pop saved this text")
    save_by_key(page)
    page.wait_for_selector(".conflict")
    complaints[:] = [one for one in complaints if "409" not in one]
    assert faults_of_access(page, complaints, name="conflict", height=TALL) == []
    focus_by_keyboard(page, "button[name=_merge]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")

    article.refresh_from_db()
    assert article.headline == "Ministers met"
    assert [b.text for b in blocks(article.body)] == ["One was here.", "Two is here.", "Three is here. And mine."]


def test_whoever_is_signed_out_is_told_and_goes_on_after_signing_in_again(page, live_server, client, complaints):
    writer = make_writer()
    article = make_article(by=writer)
    open_form(page, live_server, article)
    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")

    caret_to_end(page)
    page.keyboard.type(" More words.")
    page.wait_for_selector(".save-trouble:not([hidden]) >> text=You are signed out")
    page.context.add_cookies([session])
    page.wait_for_selector(".save-trouble", state="hidden")

    complaints[:] = [one for one in complaints if "Failed to load resource" not in one]
    wait_until(lambda: Buffer.objects.exists(), "what was typed is kept")
    assert "More words." in Buffer.objects.get().values["body"][0]
