"""Writing in a real browser: one that is killed, words pasted from Word, names, two who save, by keyboard alone."""

import contextlib
import os
import signal

import pytest
from django.urls import reverse

from articles.blocks import blocks
from articles.models import Article, Mention
from articles.models.writing import Buffer
from people.models import Person
from tests.desk.pasted import DOCS, WORD
from tests.factories import edit, make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([element, html]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@contextlib.contextmanager
def another_browser(chromium, live_server, client):
    """``(page, kill)`` of a browser of its own, in which the person of ``client`` is signed in."""
    from playwright.sync_api import sync_playwright

    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url + "/admin/"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(locale="en")
        context.add_cookies([cookie])
        page = context.new_page()

        def kill():
            processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
            os.kill(next(one["id"] for one in processes if one["type"] == "browser"), signal.SIGKILL)

        yield page, kill
        with contextlib.suppress(Exception):
            browser.close()


def open_form(page, live_server, article):
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.wait_for_selector(".ProseMirror")


def focus_by_keyboard(page, selector):
    """Press Tab until the focus stands on ``selector``."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not come to {selector}")


def without_faults(page, complaints):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        for width in (390, 1280):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 2600})  # what sticks covers nothing
            page.wait_for_timeout(150)
            heard = list(complaints)
            found = Axe().run(page, options=RULES).response["violations"]
            complaints[:] = heard  # the checker itself tries an inline style
            assert [(fault["id"], [n["html"][:200] for n in fault["nodes"]]) for fault in found] == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            if folder := os.environ.get("SCREENSHOTS"):
                name = "conflict" if page.locator(".conflict").count() else "form"
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)


def test_a_killed_browser_loses_five_seconds_at_most_and_all_is_done_by_keyboard(
    chromium, live_server, client, monkeypatch
):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    writer = make_writer()
    article = make_article(by=writer, body="<p>They met.</p>")
    kept = blocks(article.body)[0].id
    client.force_login(writer)
    with another_browser(chromium, live_server, client) as (page, kill):
        open_form(page, live_server, article)
        focus_by_keyboard(page, ".ProseMirror")
        page.keyboard.press("Control+End")
        page.keyboard.type(" What was typed five seconds before is kept.")
        page.wait_for_timeout(5000)
        page.keyboard.type(" The last words.")
        kill()

    assert Article.objects.get(pk=article.pk).body == article.body
    with another_browser(chromium, live_server, client) as (page, _kill):
        open_form(page, live_server, article)
        assert "What was typed five seconds before is kept." in page.locator(".unsaved ins").first.inner_text()
        focus_by_keyboard(page, ".unsaved .button-link")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=It is not saved yet")
        focus_by_keyboard(page, ".ProseMirror")
        page.keyboard.press("Control+s")
        page.wait_for_selector(".messagelist")
        assert page.evaluate("document.activeElement.matches('.ProseMirror')")
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
        page.locator(".ProseMirror").press("Control+a")
        editor.evaluate("(element, html) => (" + PASTE + ")([element, html])", pasted.html)
        page.keyboard.press("Control+s")
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
    page.keyboard.press("Control+End")
    page.keyboard.type(" @")
    page.wait_for_selector("dialog.naming[open]")
    page.keyboard.type("Джейхун Байрамо")
    page.wait_for_selector("dialog.naming li[aria-selected=true]")
    page.keyboard.press("Enter")
    page.keyboard.type(" today.")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist")

    article.refresh_from_db()
    assert blocks(article.body)[0].text == "Said by Jeyhun Bayramov today."
    mention = Mention.objects.get(article=article)
    assert (mention.person, mention.words, mention.start) == (person, "Jeyhun Bayramov", 8)


def test_two_who_save_choose_what_of_both_stays_and_no_page_has_a_fault_of_access(page, live_server, complaints):
    writer, other = make_writer(), make_writer(name="other", first_name="Ana", last_name="Pop")
    article = make_article(by=writer, body="<p>One is here.</p><p>Two is here.</p><p>Three is here.</p>")
    open_form(page, live_server, article)
    without_faults(page, complaints)
    page.set_viewport_size({"width": 390, "height": 800})
    edit(article, by=other, headline="Ministers met", body=article.body.replace("One is", "One was"))

    focus_by_keyboard(page, ".ProseMirror")
    page.keyboard.press("Control+End")
    page.keyboard.type(" And mine.")
    page.wait_for_selector(".save-trouble:not([hidden]) >> text=Ana Pop saved this text")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".conflict")
    complaints[:] = [one for one in complaints if "409" not in one]
    without_faults(page, complaints)
    focus_by_keyboard(page, "button[name=_merge]")
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

    page.locator(".ProseMirror").press("Control+End")
    page.keyboard.type(" More words.")
    page.wait_for_selector(".save-trouble:not([hidden]) >> text=You are signed out")
    page.context.add_cookies([session])
    page.wait_for_selector(".save-trouble", state="hidden")

    complaints[:] = [one for one in complaints if "Failed to load resource" not in one]
    assert "More words." in Buffer.objects.get().values["body"][0]
