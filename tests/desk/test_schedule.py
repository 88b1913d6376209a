"""Hours at the staff's door: the pages of bundles, and an hour that the clocks show twice."""

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from articles.desk import bundles
from articles.desk.chain import FROZEN
from articles.desk.errors import TransitionError
from articles.models import Bundle, Edition, Event
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, step, told
from tests.factories import NOW, edit, make_approver, make_article, make_public, make_user, make_writer, minutes, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def approver():
    return make_approver(name="approver")


@pytest.fixture
def submitted(writer):
    article = make_article(by=writer, headline="A text", now=database_now())
    take(article, "submit", by=writer, now=database_now())
    return article


def press(client, bundle, does, **said):
    bundle.refresh_from_db()
    url = reverse("admin:bundle", args=[bundle.uid])
    return client.post(url, {"do": does, "version": bundle.version, **said}, follow=True)


def found(response):
    """``{title: key}`` of what the search on a board shows."""
    return {row["title"]: row["key"] for row in response.context["results"]}


def test_a_bundle_is_made_filled_approved_moved_held_and_cancelled_by_its_pages(client, writer, approver, submitted):
    event = Event.objects.create(name="Signing of a text", starts="2100-01-02")
    client.force_login(writer)
    page = client.post(reverse("admin:bundles"), {"name": "Visit"}, follow=True)
    bundle = Bundle.objects.get()
    url = reverse("admin:bundle", args=[bundle.uid])
    assert page.redirect_chain == [(url, 302)]
    for words in (f"PR-{submitted.reference}", "signing"):
        [key] = found(client.get(url, {"q": words})).values()
        press(client, bundle, "add", row=key, act="publish")
    assert [item.article or item.event for item in bundle.items.all()] == [submitted, event]
    assert "move_form" not in client.get(url).content.decode()
    assert press(client, bundle, "approve", when="soon").status_code == 409

    client.force_login(approver)
    first = (database_now() + minutes(60)).replace(second=0, microsecond=0)
    page = press(client, bundle, "approve", when="hour", hour=f"{first:%Y-%m-%dT%H:%M}")
    assert Edition.objects.get().public_from == first
    assert "All of it goes out at" in told(page)[0]
    later = first + minutes(5)
    press(client, bundle, "move", when="hour", hour=f"{later:%Y-%m-%dT%H:%M}")
    event.refresh_from_db()
    assert (Edition.objects.get().public_from, event.public_from) == (later, later)
    press(client, bundle, "hold")
    assert Edition.objects.get().public_from is None
    press(client, bundle, "cancel")
    bundle.refresh_from_db()
    assert (bundle.state, Edition.objects.count()) == ("cancelled", 0)
    assert "Cancelled the bundle" in client.get(url).content.decode()


def test_the_board_names_what_is_not_ready_and_the_refusal_does_too(client, writer, approver, submitted):
    draft = make_article(by=writer, headline="Not yet submitted")
    bundle = bundles.make("Visit", by=writer, now=database_now())
    for n, row in enumerate((submitted, draft)):
        bundles.add(bundle, row, by=writer, version=n, now=database_now())
    client.force_login(approver)

    page = press(client, bundle, "approve", when="soon")

    assert page.status_code == 409
    assert "“Not yet submitted”: It is “Draft”: its author submits it first." in told(page)[0]
    assert [bool(one["faults"]) for one in page.context["members"]].count(True) == 1
    assert not Edition.objects.exists()


def test_a_member_says_in_its_form_in_which_bundle_it_is_and_offers_no_hour(client, writer, approver, submitted):
    bundle = bundles.make("Visit of the President", by=writer, now=database_now())
    bundles.add(bundle, submitted, by=writer, version=0, now=database_now())
    bundles.approve(bundle, None, by=approver, version=1, now=database_now(), hold=True)
    client.force_login(approver)

    page = client.get(change_url(submitted))
    refused = step(client, submitted, "release")

    assert {one.action for one in page.context["bar"]["steps"]} & {"hold", "reschedule", "cancel", "release"} == set()
    assert reverse("admin:bundle", args=[bundle.uid]) in page.content.decode()
    assert "goes out together with others (bundle “Visit of the President”)" in told(refused)[0]


def test_a_bundle_with_a_limited_text_answers_404_to_whoever_may_not_see_it(client, writer):
    article = make_article(by=writer, headline="Hidden words", limited=True)
    bundle = bundles.make("A plan nobody knows", by=writer, now=database_now())
    bundles.add(bundle, article, by=writer, version=0, now=database_now())
    open_to_all = bundles.make("Open", by=writer, now=database_now())
    client.force_login(make_approver())

    assert client.get(reverse("admin:bundle", args=[bundle.uid])).status_code == 404
    assert press(client, bundle, "cancel").status_code == 404
    assert "nobody knows" not in client.get(reverse("admin:bundles")).content.decode()
    page = client.get(reverse("admin:bundle", args=[open_to_all.uid]), {"q": "Hidden"})
    assert page.context["results"] == []
    refused = press(client, open_to_all, "add", row=f"article:{article.uid}", act="publish")
    assert told(refused) == ["There is nothing with that reference that you may put into a bundle."]


def test_who_may_only_read_has_no_button(client, writer, submitted):
    bundle = bundles.make("Visit", by=writer, now=database_now())
    client.force_login(make_user("Media librarian"))

    page = client.get(reverse("admin:bundle", args=[bundle.uid]))

    forms = html.fromstring(page.content).xpath("//div[@id='content-main']//form")
    assert forms == []
    assert press(client, bundle, "cancel").status_code == 409


@pytest.mark.parametrize("action", ["hold", "reschedule", "cancel"])
def test_an_hour_can_be_taken_back_until_two_seconds_before_it(writer, approver, action):
    hour, moment = NOW + minutes(60), dt.timedelta(milliseconds=1)
    early, late = (make_public(writer=writer, approver=approver, at=hour) for _ in range(2))
    said = {"by": approver, "at": hour + minutes(5) if action == "reschedule" else None}

    take(early, action, now=hour - FROZEN - moment, **said)
    with pytest.raises(TransitionError) as refused:
        take(late, action, now=hour - FROZEN, **said)

    assert refused.value.code == "already-public"
    assert not early.editions.filter(public_from=hour).exists()
    assert late.editions.get().public_from == hour


@pytest.mark.parametrize(("which", "utc"), [("earlier", "00:30"), ("later", "01:30")])
def test_an_hour_that_comes_twice_is_asked_for_and_then_taken(client, approver, submitted, settings, which, utc):
    settings.OFFICE_TIME_ZONE = "Europe/Berlin"
    client.force_login(approver)

    asked = step(client, submitted, "approve", when="hour", hour="2099-10-25T02:30")

    assert asked.status_code == 400
    assert "02:30 comes twice on 25 Oct 2099" in told(asked)[0]
    [choice] = html.fromstring(asked.content).xpath("//select[@name='hour_which']")
    assert [option.get("value") for option in choice] == ["", "earlier", "later"]
    step(client, submitted, "approve", when="hour", hour="2099-10-25T02:30", hour_which=which)
    assert f"{Edition.objects.get().public_from:%Y-%m-%d %H:%M}" == f"2099-10-25 {utc}"


def test_an_hour_that_comes_twice_is_kept_by_a_save_that_does_not_touch_it(client, writer, settings):
    settings.OFFICE_TIME_ZONE = "Europe/Berlin"
    article = make_article(by=writer)
    edit(article, by=writer, meant_for=dt.datetime(2099, 10, 25, 1, 30, tzinfo=dt.UTC))
    client.force_login(writer)

    page = html.fromstring(client.get(change_url(article)).content)

    assert page.xpath("//input[@name='meant_for']/@value") == ["2099-10-25T02:30"]
    assert page.xpath("//select[@name='meant_for_which']/option[@selected]/@value") == ["later"]
    assert page.xpath("//select[@name='due_at_which']") == []
