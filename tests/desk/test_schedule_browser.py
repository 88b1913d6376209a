"""The readiness board and a bundle in a real browser: no fault of access, at a phone's width and a desk's."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.desk import bundles
from articles.models import Event
from pressoffice.ground.clock import database_now
from tests.browser.acts import faults_of_access
from tests.factories import make_article, make_public, make_writer, minutes, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_board_and_bundles_have_no_fault_of_access_and_a_bundle_is_approved_by_touch(page, live_server, complaints):
    get_user_model().objects.get().groups.add(Group.objects.get(name="Approver"))
    writer, now = make_writer(), database_now()
    ready = make_article(by=writer, now=now, headline="Communiqué of the summit of the heads of state and government")
    take(ready, "submit", by=writer, now=now)
    bundle = bundles.make("Visit of the President", by=writer, now=now)
    bundles.add(bundle, ready, by=writer, version=0, now=now)
    late = make_article(by=writer, now=now, headline="Not written yet", meant_for=now - minutes(5))
    make_public(now=now, at=now + minutes(30), headline="Approved")
    Event.objects.create(name="Signing", starts=f"{now.date() + minutes(24 * 60)}")
    boards = {
        "readiness": reverse("admin:readiness"),
        "bundles": reverse("admin:bundles"),
        "bundle": reverse("admin:bundle", args=[bundle.uid]) + f"?q={late.reference}",
    }

    for name, address in boards.items():
        page.goto(live_server.url + address, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert (name, faults_of_access(page, complaints, name=name)) == (name, [])

    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_label("As soon as possible").check()
    page.get_by_role("button", name="Approve the bundle").click()
    page.wait_for_selector(".messagelist .success")
    bundle.refresh_from_db()
    assert bundle.state == "approved"
