"""The whole story of a text under embargo, by people at a browser, with every worker stopped."""

import datetime as dt
import json
import time

import pytest

from tests.browser.acts import caret_to_end, follow
from tests.browser.site import PASSWORD, wait_until
from tests.sitemap import whole_sitemap

pytestmark = pytest.mark.browser
HEADLINE = "Embargoed words of the harbour opening"


def sign_in(browser, site, username):
    page = browser.new_context(base_url=site.url).new_page()
    page.goto("/admin/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    follow(page, "[type=submit]")
    return page


def open_text(page, headline=HEADLINE):
    page.goto("/admin/articles/article/")
    follow(page, f"#result_list a:has-text('{headline}')")


def buttons(page):
    """The steps the page offers, by their labels."""
    return [text.strip().rstrip("…") for text in page.locator(".bar .step").all_inner_texts()]


def where_it_stands(site, slug, number_of_texts):
    """On which surfaces the text can be seen."""
    path = f"/en/news/{dt.datetime.now(dt.UTC):%Y/%m}/{slug}"
    listing = json.loads(site.get("/api/v1/articles/")[1])["results"]
    return {
        "page": site.get(path)[0] == 200,
        "list": HEADLINE in site.get("/en/news/")[1],
        "home": HEADLINE in site.get("/en/")[1],
        "feed": HEADLINE in site.get("/en/news/feed.atom")[1],
        "search": HEADLINE in site.get("/en/search/?q=harbour")[1].replace("<mark>", "").replace("</mark>", ""),
        "sitemap": slug in whole_sitemap(lambda path: site.get(path)[1]),
        "API list": len(listing) == number_of_texts + 1,
        "API search": HEADLINE in site.get("/api/v1/search/?q=harbour")[1],
    }


def changes_of(site, reference):
    entries = json.loads(site.get("/api/v1/changes/?limit=100")[1])["results"]
    return [entry["type"] for entry in entries if entry.get("reference") == f"PR-{reference}"]


def test_a_text_under_embargo_from_the_first_word_to_the_change_log(browser, site):
    before = len(json.loads(site.get("/api/v1/articles/")[1])["results"])

    # The writer writes, submits, and is not offered the approval.
    writer = sign_in(browser, site, "writer")
    writer.goto("/admin/articles/article/add/")
    writer.fill("#id_headline", HEADLINE)
    writer.locator("[contenteditable=true]").click()
    caret_to_end(writer)
    writer.keyboard.type("The harbour will open in spring.")
    follow(writer, "[name=_save]")
    reference = writer.locator(".bar .meta").first.inner_text().split("·")[0].strip().removeprefix("PR-")
    follow(writer, ".bar .step:has-text('Submit for review')")
    assert "In review" in writer.locator(".bar .status").inner_text()
    assert "Approve" not in buttons(writer)

    # A superuser who edits it becomes an author: the approval is no longer offered, and a forged one is refused.
    chief = sign_in(browser, site, "admin")
    open_text(chief)
    assert "Approve" in buttons(chief)
    chief.fill("#id_summary", "A harbour.")
    follow(chief, "[name=_save]")
    assert "Approve" not in buttons(chief)

    # Somebody else approves it for the next full minute that is far enough ahead.
    hour = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    hour = hour.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    approver = sign_in(browser, site, "approver")
    open_text(approver)
    approver.click(".bar summary:has-text('Approve')")
    form = approver.locator("details[open]")
    form.locator("input[type=radio][value=hour]").check()
    form.locator("input[type=datetime-local]").fill(f"{hour:%Y-%m-%dT%H:%M}")
    follow(approver, "details[open] [type=submit]")
    assert "Approved" in approver.locator(".bar .status").inner_text()
    slug = "embargoed-words-of-the-harbour-opening"

    # Until the hour nothing of it can be seen; at the hour everything, and no worker has ever run.
    while True:
        seen = where_it_stands(site, slug, before)
        asked = dt.datetime.now(dt.UTC)
        if asked >= hour:
            break
        assert not any(seen.values()), f"{seen} at {asked}, before {hour}"
        time.sleep(0.2)
    wait_until(lambda: all(where_it_stands(site, slug, before).values()), "the text stands everywhere")

    # A worker that starts only now finds nothing lost and writes nothing twice.
    worker = site.work()
    wait_until(lambda: "settle_due" in (site.var / "site.log").read_text(), "the worker has looked")
    site.manage("settle")
    assert worker.poll() is None
    assert changes_of(site, reference) == ["article.published"]


def test_both_seed_texts_are_listed_readable_and_marked(browser, site):
    page = browser.new_context(base_url=site.url).new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    page.goto("/en/news/?order=published")
    titles = page.locator(".row-title, .lead-title").all_inner_texts()
    assert len([title for title in titles if "Bayramov" in title or "Prospects" in title]) == 2
    follow(page, "main a:has-text('Prospects for the development')")
    assert page.locator("text=Terheş emphasized").count() >= 1
    assert "emonstration" in page.locator("body").inner_text()

    page.goto("/en/officials/jeyhun-bayramov/")
    words = page.locator("main").inner_text()
    assert "Foreign Minister" in words
    assert page.locator("main article.said").count() == 4

    for question, found in (("Terhes", "Prospects"), ("Pejcinovic Buric", "Bayramov")):
        page.goto(f"/en/search/?q={question}")
        assert page.locator(f"main a:has-text('{found}')").count() >= 1
    assert faults == []


def test_a_misspelt_filter_is_refused_by_name(site):
    status, text = site.get("/en/news/?oficial=jeyhun-bayramov")
    assert (status, "oficial" in text) == (400, True)
    status, text = site.get("/api/v1/articles/?oficial=jeyhun-bayramov")
    assert (status, json.loads(text)["errors"][0]["did_you_mean"]) == (400, "official")
    status, text = site.get("/api/v1/articles/?official=jeyhun-bayramov")
    assert (status, len(json.loads(text)["results"])) == (200, 1)
