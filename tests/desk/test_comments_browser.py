"""Comments, work, notices and absences in a real browser."""

import pytest
from django.urls import reverse

from articles.desk import comments
from articles.desk.absences import set_absence
from articles.models import Comment
from pressoffice.ground.clock import database_now
from tests.factories import make_article, make_user, minutes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page, complaints):
    """What the checker of accessibility finds on the page, in both colour schemes."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        heard = list(complaints)
        result = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        complaints[:] = heard  # the checker itself tries an inline style
        found += [(scheme, fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in result]
    return found


def test_words_are_commented_on_from_the_editor_and_nothing_typed_is_lost(page, live_server, complaints):
    reviewer = make_user("Reviewer", name="reviewer")
    article = make_article(by=reviewer, body="<p>They met.</p><p>They talked about water.</p>")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    editor = page.locator(".ProseMirror")
    editor.click()
    page.keyboard.press("Control+End")
    for _letter in "water.":
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Control+Alt+KeyM")
    page.keyboard.type("Which water?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="The comment is written.").wait_for()

    comment = Comment.objects.get()
    assert (comment.words, comment.body) == ("water.", "Which water?")
    page.locator("#id_headline").fill("Typed and not saved")
    page.get_by_role("button", name="Resolve").press("Enter")
    page.get_by_role("status").filter(has_text="The comment is resolved.").wait_for()
    assert page.locator("#id_headline").input_value() == "Typed and not saved"
    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert page.locator(".comment-here").bounding_box()["height"] >= 44


def test_the_pages_of_this_room_have_no_fault_of_access(page, live_server, complaints):
    reviewer = make_user("Reviewer", name="reviewer")
    article = make_article(by=reviewer)
    writer = type(reviewer).objects.get(groups__name="Writer")
    thread = comments.write(article, "Which?", by=reviewer, now=database_now())
    comments.write(article, "The third.", by=writer, now=database_now(), parent=thread)
    thread = comments.write(article, "And?", by=writer, now=database_now())
    comments.write(article, "Nothing.", by=reviewer, now=database_now(), parent=thread)
    begins = database_now()
    set_absence(writer, begins=begins, ends=begins + minutes(60), deputy=reviewer, by=writer, now=begins)
    page.set_viewport_size({"width": 390, "height": 844})
    addresses = [
        reverse("admin:articles_article_comments", args=[article.pk]), reverse("admin:notices"),
        reverse("admin:absences"),
    ]  # fmt: skip

    for address in addresses:
        page.goto(live_server.url + address, wait_until="load")
        page.evaluate(
            "document.querySelectorAll('.panel details, #content-main details').forEach((d) => (d.open = true))"
        )
        assert (address, faults(page, complaints)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
