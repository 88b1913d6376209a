"""``python -m tests.browser.pictures``: the pictures of docs/editors.md, of a demonstration made for them."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.site import PASSWORD, ROOT, Site

IMAGES = ROOT / "docs" / "images"
TEXTS = """
import datetime as dt
from django.contrib.auth import get_user_model
from articles.importer.reading_along import read_along
from articles.models import Article
from pressoffice.ground.clock import database_now
from tests.factories import make_article, publish, take
users = get_user_model().objects
writer, approver = users.get(username="writer"), users.get(username="approver")
now = database_now()
soon = make_article(by=writer, now=now, headline="Foreign Minister to visit the Council of Europe")
publish(soon, writer=writer, approver=approver, now=now, at=now + dt.timedelta(minutes=20))
text = make_article(by=writer, now=now, kind="readout", headline="Foreign Minister receives the Secretary General",
    body="<p>BAKU, November 22. Foreign Minister Jeyhun Bayramov met with Secretary General of the Council of Europe "
    "Marija Pejčinović Burić on Monday.</p><p>Bayramov said that the dialogue would continue.</p>"
    "<p>Other issues of mutual interest were also discussed.</p>")
read_along(text)
take(text, "submit", by=writer, now=database_now())
draft = make_article(by=users.get(username="second-approver"), now=now, headline="Statement on the harbour")
Article.objects.filter(pk=draft.pk).update(due_at=now - dt.timedelta(hours=1), assignee=approver)
print(text.pk)
"""


def main():
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        try:
            site.manage("prepare", "--demo")
            text = site.manage("shell", "-v", "0", "-c", TEXTS).strip().splitlines()[-1]
            site.serve()
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
            size = {"width": 1200, "height": 820}
            page = browser.new_context(base_url=site.url, viewport=size, reduced_motion="reduce").new_page()
            page.goto("/admin/")
            page.fill("#id_login", "approver")
            page.fill("#id_password", PASSWORD)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            page.screenshot(path=IMAGES / "desk.png")
            page.goto(f"/admin/articles/article/{text}/change/")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / "text.png")
            page.click(".bar summary:has-text('Approve')")
            page.locator(".bar").screenshot(path=IMAGES / "approve.png")
            browser.close()
        finally:
            site.stop()


if __name__ == "__main__":
    main()
