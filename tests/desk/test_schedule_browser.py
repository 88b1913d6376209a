"""The readiness board and a bundle in a real browser: no fault of access, at a phone's width and a desk's."""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.desk import bundles
from articles.models import Event
from pressoffice.ground.clock import database_now
from tests.factories import make_article, make_public, make_writer, minutes, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = [(1280, "light"), (390, "dark")]


def test_board_and_bundles_have_no_fault_of_access_and_a_bundle_is_approved_by_touch(page, live_server, complaints):
    from axe_playwright_python.sync_playwright import Axe

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

    for width, scheme in VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in boards.items():
            page.goto(live_server.url + address, wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            page.wait_for_timeout(100)
            if "SCREENSHOTS" in os.environ:
                page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}-{width}-{scheme}.png", full_page=True)
            heard = list(complaints)
            found = Axe().run(page, options={"runOnly": RULES})
            complaints[:] = heard  # the checker itself tries an inline style
            faults = [
                (fault["id"], [n["html"][:200] for n in fault["nodes"]]) for fault in found.response["violations"]
            ]
            assert (name, width, faults) == (name, width, [])
            assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= (name, 0)

    page.get_by_label("As soon as possible").check()
    page.get_by_role("button", name="Approve the bundle").click()
    page.wait_for_selector(".messagelist .success")
    bundle.refresh_from_db()
    assert bundle.state == "approved"
