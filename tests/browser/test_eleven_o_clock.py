"""Eleven o'clock, two phones: a readout from the event to the public in twelve taps, and off again in three."""

import json

import pytest

from tests.browser.acts import choose_all, until
from tests.browser.site import PASSWORD, wait_until
from tests.sitemap import whole_sitemap

pytestmark = pytest.mark.browser

PARAGRAPHS = [
    "BAKU, November 22. Foreign Minister Jeyhun Bayramov met with Secretary General of the Council of Europe Marija "
    "Pejčinović Burić on Sunday.",
    "The sides discussed cooperation between Azerbaijan and the Council of Europe.",
    "Bayramov said that the dialogue would continue.",
    "Pejčinović Burić noted the importance of the reforms that were carried out.",
    "They exchanged views on the regional situation.",
    "Other issues of mutual interest were also discussed.",
]
EVENT = """
import datetime as dt
from articles.models import Event, Participant
from people.models import Person
event = Event.objects.create(name="Talks at eleven", type="meeting", starts=str(dt.date.today()))
for name in ("Jeyhun Bayramov", "Marija Pejčinović Burić"):
    Participant.objects.create(event=event, person=Person.objects.get(name=name))
print(event.pk)
"""
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}  # bytes a second


class Phone:
    """A phone in somebody's hand: a narrow window, touch, a slow network, and every tap counted."""

    def __init__(self, browser, site, username):
        self.context = browser.new_context(
            base_url=site.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
        )
        self.page = self.context.new_page()
        self.taps = 0
        self.page.goto("/admin/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        network = self.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", SLOW)

    def tap(self, target, leads_on=False):
        """One tap on the first of what ``target`` finds; ``leads_on`` waits for the page it leads to."""
        self.taps += 1
        found = self.page.locator(target).first if isinstance(target, str) else target.first
        found.scroll_into_view_if_needed()
        if not leads_on:
            found.tap()
            return
        with self.page.expect_navigation():
            found.tap()

    def button(self, name):
        return self.page.get_by_role("button", name=name)

    def paste(self, paragraphs):
        """What the clipboard holds goes in as one paste."""
        html = "".join(f"<p class=MsoNormal><span style='color:red'>{words}</span></p>" for words in paragraphs)
        self.page.evaluate(
            """html => {
                const clipboard = new DataTransfer()
                clipboard.setData("text/html", html)
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}))
            }""",
            html,
        )


def headlines(site):
    return [entry["title"] for entry in json.loads(site.get("/api/v1/articles/")[1])["results"]]


def surfaces(site, title, address):
    """On which of the site's surfaces the text stands."""
    return {
        "page": title in site.get(address)[1] and site.get(address)[0] == 200,
        "list": title in site.get("/en/news/")[1],
        "home": title in site.get("/en/")[1],
        "feed": title in site.get("/en/news/feed.atom")[1],
        "sitemap": address in whole_sitemap(lambda path: site.get(path)[1]),
        "API": title in headlines(site),
    }


def test_a_readout_is_public_after_twelve_taps_and_gone_after_three(browser, site):
    event = site.manage("shell", "-v", "0", "-c", EVENT).strip().splitlines()[-1]

    # Eleven o'clock: the talks are over. The writer stands in the corridor.
    writer = Phone(browser, site, "writer")
    writer.page.goto(f"/admin/articles/event/{event}/change/")  # the link in the coverage plan
    writer.tap(writer.button("Begin readout: English"), leads_on=True)
    title = writer.page.locator("#id_headline").input_value() or "Readout of the talks"
    writer.page.fill("#id_headline", title)
    writer.tap("[contenteditable=true]")
    choose_all(writer.page)
    writer.paste(PARAGRAPHS)
    writer.tap("[name=_save]", leads_on=True)
    writer.tap(writer.button("Accept all sure ones"))
    until(writer.page, "document.querySelector('#text-says [data-said]').textContent")
    writer.tap(writer.button("Submit for review"), leads_on=True)
    assert "In review" in writer.page.locator(".bar .status").first.inner_text()
    address = writer.page.url.removeprefix(site.url)

    # The approver, elsewhere, follows the link of the mail.
    approver = Phone(browser, site, "approver")
    approver.page.goto(address)
    assert "Bayramov said that the dialogue would continue." in approver.page.locator("body").inner_text()
    approver.tap(".bar summary:has-text('Approve')")
    approver.tap("details[open] input[type=radio][value=now]")
    approver.tap("details[open] [type=submit]", leads_on=True)

    listed = json.loads(site.get("/api/v1/articles/")[1])["results"]
    public = next(entry["url"] for entry in listed if entry["title"] == title).removeprefix(site.url)
    wait_until(lambda: all(surfaces(site, title, public).values()), "the readout stands everywhere")
    assert writer.taps + approver.taps <= 12
    assert "the dialogue would continue" in site.get("/en/statements/")[1]

    # An error is found. Whoever is on duty takes it down from the phone.
    duty = Phone(browser, site, "second-approver")
    duty.page.goto(address)
    duty.tap(".bar summary:has-text('Retract')")
    duty.page.locator("details[open] textarea").first.fill("Sent in error.")
    duty.tap("details[open] [type=submit]", leads_on=True)

    assert duty.taps <= 3
    wait_until(lambda: not any(surfaces(site, title, public).values()), "it is gone everywhere")
    assert site.get(public)[0] == 410
