"""Limiting a text, its ledger, the record and a records request, at the width of a phone."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.browser.acts import faults_of_access
from tests.factories import make_approver, make_article, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_text_is_limited_on_a_phone_and_its_pages_have_no_fault_of_access(page, live_server, complaints):
    officer = get_user_model().objects.get()
    officer.groups.set(Group.objects.filter(name__in=["Approver", "Records officer"]))
    text, colleague = make_article(by=make_writer()), make_approver(name="colleague")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[text.pk]))

    page.get_by_role("link", name="Change who sees it").click()
    page.get_by_label("Limited access").check()
    page.get_by_label("colleague").check()
    page.get_by_role("button", name="Save who sees it").click()

    page.get_by_text("Access to the text is limited.").wait_for()
    text.refresh_from_db()
    assert text.limited
    assert [str(row) for row in text.access.all()] == [colleague.username]  # the officer reads every text

    for address in [
        *(reverse(f"admin:articles_article_{door}", args=[text.pk]) for door in ("access", "ledger", "history")),
        reverse("admin:articles_auditentry_changelist"),
        reverse("admin:ledger"),
        reverse("admin:records-request"),
    ]:
        page.goto(live_server.url + address)
        assert (address, faults_of_access(page, complaints)) == (address, [])
