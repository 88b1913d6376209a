"""A text taken down from a phone, and the pages of the workflow in both colour schemes, in a real browser."""

import pytest
from django.urls import reverse

from articles.desk import reviewing
from articles.models import Edition
from articles.models.vocabulary import Capacity
from pressoffice.ground.clock import database_now
from tests.browser.acts import faults_of_access
from tests.factories import make_approver, make_article, make_user, make_writer, minutes, publish, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, client, live_server, user):
    """Who sits at the browser from here on."""
    client.force_login(user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url + "/admin/"}])


def test_a_duty_publisher_takes_a_text_down_from_a_phone_in_three_taps(page, client, live_server):
    now, writer = database_now(), make_writer()
    text = make_article(by=writer, now=now - minutes(9))
    publish(text, writer=writer, approver=make_approver(), now=now - minutes(5))
    sign_in(page, client, live_server, make_user("Duty publisher"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("admin:index"))

    change = reverse("admin:articles_article_change", args=[text.pk])
    with page.expect_navigation():
        page.locator(f'a[href="{change}"]').first.click()  # one: open the text
    page.locator("summary.step", has_text="Withdraw").click()  # two: the step; the cursor stands in the reason
    assert page.evaluate("document.activeElement.matches('.step-details[open] textarea')")  # with the tap itself
    page.keyboard.type("Issued in error.")
    page.locator(".step-details[open] button[type=submit]").click()  # three: confirm
    page.wait_for_selector(".messagelist .success")

    live = Edition.objects.public(database_now()).get()
    assert (live.edition_class, live.note) == ("withdrawal", "Issued in error.")


def test_the_pages_of_the_workflow_have_no_fault_of_access(page, client, live_server, complaints):
    now, writer, lawyer = database_now(), make_writer(), make_user("Sign-off", name="lawyer")
    chief = make_approver(name="chief")
    text = make_article(by=writer, now=now - minutes(9))
    take(text, "submit", by=writer, now=now - minutes(8))
    reviewing.ask(text, lawyer, Capacity.LEGAL, by=writer, now=now - minutes(8))
    reviewing.claim_review(text, by=chief, now=now - minutes(7))
    alone = make_article(by=writer, now=now - minutes(9), headline="Alone")
    take(alone, "break_glass", by=make_user("Duty publisher"), now=now - minutes(5), note="The ministry is on fire.")
    sign_in(page, client, live_server, chief)
    texts = [reverse("admin:articles_article_change", args=[one.pk]) for one in (text, alone)]
    addresses = [
        *texts,
        reverse("admin:articles_article_everywhere", args=[alone.pk]),
        reverse("admin:break-glass"),
    ]

    for address in addresses:
        page.goto(live_server.url + address, wait_until="load")
        page.evaluate("document.querySelectorAll('.bar details, .ask').forEach((one) => (one.open = true))")
        part = {"include": [[".bar"], [".asked"]]} if address in texts else None  # the form is another room's
        assert (address, faults_of_access(page, complaints, part=part, height=2600)) == (address, [])
