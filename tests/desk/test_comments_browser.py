"""Comments, work, notices and absences in a real browser."""

import pytest
from django.urls import reverse

from articles.desk import comments
from articles.desk.absences import set_absence
from articles.models import Comment
from pressoffice.ground.clock import database_now
from tests.browser.acts import caret_to_end, faults_of_access, until
from tests.factories import make_article, make_user, minutes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_words_are_commented_on_from_the_editor_and_nothing_typed_is_lost(page, live_server, complaints):
    reviewer = make_user("Reviewer", name="reviewer")
    article = make_article(by=reviewer, body="<p>They met.</p><p>They talked about water.</p>")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.locator(".ProseMirror").click()
    caret_to_end(page)
    for _letter in "water.":
        page.keyboard.press("Shift+ArrowLeft")
    until(page, "getSelection().toString() === 'water.'")
    page.keyboard.press("Control+Alt+KeyM")
    until(page, "document.activeElement.matches('.comment-new [name=body]')")
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
        assert (address, faults_of_access(page, complaints)) == (address, [])
