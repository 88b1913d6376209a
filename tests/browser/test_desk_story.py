"""A text through every hand of the office, by keyboard alone; each page on the way is asked for faults of access."""

import datetime as dt
import json

import pytest

from tests.browser.acts import caret_to_end, faults_of_access, focus_by_keyboard
from tests.browser.site import PASSWORD, wait_until

pytestmark = pytest.mark.browser
HEADLINE = "The harbour opens in spring"


class Hand:
    """Somebody at the desk with a keyboard and no mouse."""

    def __init__(self, browser, site, username):
        context = browser.new_context(
            base_url=site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        )
        self.page = context.new_page()
        self.page.goto("/admin/")
        self.reach("#id_login")
        self.type(username)
        self.reach("#id_password")
        self.type(PASSWORD)
        self.press("Enter", leads_on=True)
        self.look()

    def type(self, words):
        self.page.keyboard.type(words)

    def press(self, key, leads_on=False):
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def reach(self, target):
        """Press Tab until the focus stands on what ``target`` (a selector) names."""
        focus_by_keyboard(self.page, target)

    def follow(self, target):
        """Reach something and press Enter on it; it leads to another page."""
        self.reach(target)
        self.press("Enter", leads_on=True)

    def step(self, label):
        """Reach a button of the workflow by its words, through every Tab before it; open it or press it."""
        self.page.evaluate(
            """label => {
                for (const one of document.querySelectorAll('.bar .step'))
                    one.toggleAttribute('data-wanted', one.textContent.trim().replace(/…$/, '') === label)
            }""",
            label,
        )
        self.reach("[data-wanted]")
        leads_on = self.page.evaluate("document.activeElement.tagName !== 'SUMMARY'")
        self.press("Enter", leads_on=leads_on)

    def look(self):
        """The page has no fault of access."""
        assert faults_of_access(self.page, height=2600) == [], self.page.url  # what sticks to the edge covers nothing

    def status(self):
        return self.page.locator(".bar .status").first.inner_text()

    def send(self):
        """Press the button of the step that stands open."""
        self.reach("details[open] [type=submit]")
        self.press("Enter", leads_on=True)


def types_of(site):
    return [entry["type"] for entry in json.loads(site.get("/api/v1/changes/?limit=100")[1])["results"]]


def titles(site):
    return [entry["title"] for entry in json.loads(site.get("/api/v1/articles/")[1])["results"]]


def test_a_text_through_every_hand_by_keyboard_alone(browser, site):
    # A writer begins, saves by a key, and hands in.
    writer = Hand(browser, site, "writer")
    writer.follow("a[href='/admin/articles/article/new/']")
    writer.look()
    writer.follow("a[href*='/admin/articles/article/add/']")
    writer.reach("#id_headline")
    writer.type(HEADLINE)
    writer.reach("[contenteditable=true]")
    writer.type("The harbour will open in spring.")
    writer.press("Enter")
    writer.type("Ships are invited.")
    writer.press("Control+s", leads_on=True)
    writer.look()
    text = writer.page.url
    writer.step("Submit for review")
    assert writer.status() == "In review"

    # An approver finds it waiting, comments, and asks for changes.
    approver = Hand(browser, site, "approver")
    approver.follow("a[href='/admin/waiting/']")
    approver.look()
    approver.follow(f"a[href='{text.removeprefix(site.url)}']")
    approver.look()
    approver.step("Request changes")
    approver.reach("details[open] textarea")
    approver.type("Say which ships.")
    approver.send()
    assert approver.status() == "Changes requested"

    # The writer reads why, changes it, and sees what changed.
    writer.page.goto(text)
    assert "Say which ships." in writer.page.locator(".bar").inner_text()
    writer.look()
    writer.reach("[contenteditable=true]")
    caret_to_end(writer.page)
    writer.type(" Ferries come first.")
    writer.press("Control+s", leads_on=True)
    writer.follow("a[href$='/versions/']")
    writer.look()
    writer.page.goto(text)
    writer.step("Submit for review")

    # Approved for tomorrow; an earlier hour needs somebody else; no worker runs.
    approver.page.goto(text)
    approver.step("Approve")
    approver.reach("details[open] input[type=radio]")
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    approver.press("ArrowDown")
    approver.reach("details[open] input[type=datetime-local]")
    approver.type(f"{tomorrow:%m%d%Y}")
    approver.press("Tab")
    approver.type(f"{tomorrow:%I%M%p}")
    approver.send()
    assert approver.status() == "Approved"
    approver.look()
    assert HEADLINE not in titles(site)
    approver.page.goto("/admin/readiness/")
    approver.look()
    second = Hand(browser, site, "second-approver")
    second.page.goto(text)
    second.step("Change the hour")
    second.reach("details[open] input[type=radio]")
    second.press("Space")
    second.send()
    wait_until(lambda: HEADLINE in titles(site), "it is public")

    # Corrected, withdrawn, retracted.
    writer.page.goto(text)
    writer.step("Begin a change")
    writer.send()
    writer.reach("[contenteditable=true]")
    caret_to_end(writer.page)
    writer.type(" So do sailing boats.")
    writer.reach("#id_correction_class")
    writer.type("F")
    writer.reach("#id_public_note")
    writer.type("Sailing boats had been left out.")
    writer.press("Control+s", leads_on=True)
    writer.step("Submit for review")
    second.page.goto(text)
    second.step("Approve")
    second.reach("details[open] input[type=radio]")
    second.press("Space")
    second.send()
    wait_until(lambda: "article.corrected" in types_of(site), "it is corrected")
    for step, change in (("Withdraw", "article.withdrawn"), ("Retract", "article.retracted")):
        approver.page.goto(text)
        approver.step(step)
        if step == "Withdraw":
            approver.reach("details[open] input[type=radio]")
            approver.press("Space")
        approver.reach("details[open] textarea")
        approver.type("Sent in error.")
        approver.send()
        wait_until(lambda change=change: change in types_of(site), change)
    approver.look()
    assert HEADLINE not in titles(site)
    assert types_of(site)[-4:] == ["article.published", "article.corrected", "article.withdrawn", "article.retracted"]
