"""Bundles: several things under one hour and one approval, all or none."""

import json
from contextlib import contextmanager

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation

from articles.desk import bundled, bundles, registers
from articles.desk.bundle_readiness import members
from articles.desk.errors import BundleError, DeskError, RightError, TransitionError
from articles.desk.settle import settle
from articles.models import AuditEntry, Bundle, BundleItem, Change, Edition, Event
from articles.visible import Visible
from people.models import Organisation, Person, Position
from tests.factories import (
    NOW,
    Status,
    edit,
    make_approver,
    make_article,
    make_public,
    make_user,
    make_writer,
    minutes,
    take,
)

pytestmark = pytest.mark.django_db
HOUR = NOW + minutes(60)
MOMENT = minutes(1) / 60_000_000


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def approver():
    return make_approver(name="approver")


@pytest.fixture
def ask():
    """``ask(path, now)``: what a reader gets at any instant, with no worker anywhere."""

    def answer(path, now):
        request = RequestFactory().get(path)
        request.now, request.visible = now, Visible(f"at {now}", 0.0, timezone.timedelta(0), None, False)
        match = request.resolver_match = resolve(request.path_info)
        with translation.override("en"):
            response = match.func(request, *match.args, **match.kwargs)
            return response.render() if hasattr(response, "render") else response

    return answer


def submitted(writer, headline, now=NOW):
    article = make_article(by=writer, headline=headline, now=now)
    take(article, "submit", by=writer, now=now)
    return article


def put(bundle, row, *, by, **said):
    bundle.refresh_from_db()
    return bundles.add(bundle, row, by=by, version=bundle.version, now=NOW, **said)


def act(name, bundle, *args, by, now=NOW, **said):
    bundle.refresh_from_db()
    return getattr(bundles, name)(bundle, *args, by=by, version=bundle.version, now=now, **said)


def bundle_of(writer, *rows):
    bundle = bundles.make("Visit of the President", by=writer, now=NOW)
    for row in rows:
        put(bundle, row, by=writer)
    return bundle


@pytest.fixture
def registrar():
    return make_user("Writer", "Registry editor", name="registrar")


@pytest.fixture
def ten(writer, registrar):
    """Ten things: five new texts, an update, a withdrawal, a new event, an event that moves, an appointment."""
    early = NOW - minutes(60)
    texts = [submitted(writer, f"Text {n}") for n in range(5)]
    changed = make_public(headline="To be updated", now=early)
    take(changed, "correct", by=writer, edition_class="update")
    edit(changed, by=writer, headline="Updated")
    take(changed, "submit", by=writer)
    withdrawn = make_public(headline="To be withdrawn", now=early)
    new = Event.objects.create(name="Signing", starts="2100-01-02")
    moved = Event.objects.create(name="Visit", starts="2100-01-03", public_from=early)
    registers.change(moved, {"starts": "2100-01-04"}, by=registrar, now=NOW, hour=NOW + minutes(240))
    minister = Position.objects.create(
        person=Person.objects.create(name="Ana Pop"), organisation=Organisation.objects.create(name="Ministry"),
        title="Minister",
    )  # fmt: skip
    settle(NOW)
    bundle = bundles.make("Visit of the President", by=registrar, now=NOW)
    for row in (*texts, changed, new, moved, minister):
        put(bundle, row, by=registrar)
    put(bundle, withdrawn, by=registrar, act="withdraw", note="It was wrong.")
    bundle.texts, bundle.changed, bundle.withdrawn = texts, changed, withdrawn
    bundle.new, bundle.moved, bundle.minister = new, moved, minister
    return bundle


def hours(bundle, now=NOW):
    return [member.hour(now) for member in members(bundles.ordered(bundle))]


def reads(ask, bundle, now):
    """What readers see of all ten at one instant: pages, the list and the API."""
    seen = {}
    for text in (*bundle.texts, bundle.changed, bundle.withdrawn):
        try:
            page = ask(reverse("article", args=["2100", "01", text.slug]), now).content.decode()
        except Http404:
            page = ""
        seen[text.headline] = (
            "withdrawn" if "It was wrong." in page else "updated" if "<h1" in page and "Updated" in page else
            "there" if "<h1" in page else "absent"
        )  # fmt: skip
    listed = json.loads(ask("/api/v1/articles/", now).content)["results"]
    seen["list"] = sorted(row["title"] for row in listed)
    news = ask(reverse("news"), now).content.decode()
    seen["news"] = [f"Text {n}" in news for n in range(5)]
    events = json.loads(ask("/api/v1/events/", now).content)["results"]
    seen["events"] = sorted((row["name"], row["starts"]["date"] if isinstance(row["starts"], dict) else row["starts"])
                            for row in events)  # fmt: skip
    seen["positions"] = [row["title"] for row in json.loads(ask("/api/v1/positions/", now).content)["results"]]
    return seen


@pytest.mark.both_databases
def test_ten_members_become_public_in_one_instant_with_no_worker(ten, approver, ask):
    before = reads(ask, ten, HOUR - MOMENT)

    act("approve", ten, HOUR, by=approver)

    assert hours(ten) == [HOUR] * 10
    assert reads(ask, ten, HOUR - MOMENT) == before
    after = reads(ask, ten, HOUR)
    assert [after[f"Text {n}"] for n in range(5)] == ["there"] * 5
    assert (after["Updated"], after["To be withdrawn"]) == ("updated", "withdrawn")
    assert after["news"] == [True] * 5
    assert [name for name, _day in after["events"]] == ["Signing", "Visit"]
    assert after["events"] != before["events"]
    assert (before["positions"], after["positions"]) == ([], ["Minister"])
    settle(HOUR)
    at_hour = Change.objects.filter(at=HOUR)
    assert at_hour.count() == 10
    assert settle(HOUR) == 0
    entry = AuditEntry.objects.get(action="bundle-approved")
    assert (entry.by, len(json.loads(entry.detail)["members"])) == (approver, 10)


@pytest.mark.parametrize("fault", ["no words", "not submitted", "author", "role"])
def test_one_member_that_is_not_ready_stops_all_ten(ten, approver, writer, fault):
    late = ten.texts[4]
    if fault == "no words":
        type(late).objects.filter(pk=late.pk).update(body="")
    elif fault == "not submitted":
        take(late, "request_changes", by=approver, note="Shorter.")
    elif fault == "author":
        edit(late, by=approver, headline="Text 4, shorter")
    else:
        person = Person.objects.create(name="Ion Rusu")
        late.mentions.create(person=person, words="")
        edit(late, by=writer, summary="With Ion Rusu.")
        Position.objects.create(person=person, title="Envoy", starts="2099", public_from=NOW - minutes(60))
    late.refresh_from_db()
    before = [(one.status, one.version) for one in map(reread, ten.texts)]
    acts = AuditEntry.objects.count()

    with pytest.raises(BundleError) as refused:
        act("approve", ten, HOUR, by=approver)

    assert [n for n in range(5) if f"“Text {n}" in str(refused.value)] == [4]
    ten.refresh_from_db()
    assert ten.state == Bundle.State.OPEN
    assert [(one.status, one.version) for one in map(reread, ten.texts)] == before
    assert (AuditEntry.objects.count(), Edition.objects.filter(public_from=HOUR).count()) == (acts, 0)


@contextmanager
def refused_as(code):
    with pytest.raises(DeskError) as refused:
        yield
    assert refused.value.code == code


def reread(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.both_databases
def test_all_move_are_held_and_are_cancelled_together(ten, approver):
    act("approve", ten, HOUR, by=approver)

    later = HOUR + minutes(30)
    act("move", ten, later, by=approver)
    assert hours(ten) == [later] * 10

    act("hold", ten, by=approver)
    assert hours(ten) == [None] * 10
    assert not Edition.objects.filter(public_from__gt=NOW).exists()

    act("move", ten, later, by=approver)
    assert hours(ten) == [later] * 10

    act("cancel", ten, by=approver)
    assert not Edition.objects.filter(settled_at=None).exists()
    assert {reread(one).status for one in (*ten.texts, ten.changed)} == {Status.DRAFT}
    assert reread(ten.withdrawn).status == Status.APPROVED
    assert not BundleItem.objects.filter(open=True).exists()
    held = registers.coming(ten.moved, NOW)
    assert (held.starts, held.public_from) == ("2100-01-04", None)
    assert [reread(row).public_from for row in (ten.new, ten.minister)] == [None, None]
    assert Change.objects.count() == 3


def test_an_earlier_hour_needs_another_person(writer, approver, registrar):
    event = Event.objects.create(name="Signing", starts="2100-01-02")
    bundle = bundles.make("Signing", by=registrar, now=NOW)
    put(bundle, event, by=registrar)
    put(bundle, submitted(writer, "A text"), by=registrar)
    act("approve", bundle, HOUR, by=approver)
    act("hold", bundle, by=approver)
    earlier = HOUR - minutes(30)

    with refused_as("bundle-approved-by-you"):
        act("move", bundle, earlier, by=approver)
    with refused_as("bundle-member"):
        writer.groups.add(*approver.groups.all())
        act("move", bundle, earlier, by=type(writer).objects.get(pk=writer.pk))
    act("move", bundle, earlier, by=make_approver())

    assert hours(bundle) == [earlier] * 2


def test_who_put_an_event_in_cannot_approve_it_superuser_or_not(approver):
    chief = make_user(is_superuser=True)
    event = Event.objects.create(name="Signing", starts="2100-01-02")
    bundle = bundles.make("Signing", by=chief, now=NOW)
    put(bundle, event, by=chief)

    with refused_as("bundle-member"):
        act("approve", bundle, HOUR, by=chief)
    with pytest.raises(RightError):
        act("approve", bundle, HOUR, by=make_writer())
    act("approve", bundle, HOUR, by=approver)

    assert hours(bundle) == [HOUR]


def test_a_change_that_waits_for_a_second_person_goes_out_with_the_bundle(settings, approver, registrar):
    settings.REGISTER_FOUR_EYES = True
    row = Position.objects.create(
        person=Person.objects.create(name="Ana Pop"), title="Minister", public_from=NOW - minutes(60)
    )
    settle(NOW)
    waits = registers.change(row, {"ends": "2100"}, by=registrar, now=NOW, hour=NOW + minutes(1))
    bundle = bundles.make("Reshuffle", by=approver, now=NOW)
    keeper = make_user("Writer", "Registry editor")
    put(bundle, row, by=keeper)

    act("approve", bundle, HOUR, by=approver)

    waits.refresh_from_db()
    assert (waits.state, waits.decided_by, registers.coming(row, NOW).public_from) == ("approved", approver, HOUR)


@pytest.mark.parametrize("step", ["reschedule", "hold", "cancel", "reopen"])
def test_a_member_does_not_move_alone(writer, approver, step):
    article = submitted(writer, "A text")
    bundle = bundle_of(writer, article)
    act("approve", bundle, HOUR, by=approver)

    with pytest.raises(TransitionError) as refused:
        take(article, step, by=approver, at=HOUR + minutes(5) if step == "reschedule" else None)

    assert refused.value.code == "in-bundle"
    assert "Visit of the President" in str(refused.value)
    assert hours(bundle) == [HOUR]


def test_a_held_member_is_not_released_alone_nor_is_the_glass_broken(writer, approver):
    article = submitted(writer, "A text")
    bundle = bundle_of(writer, article)
    act("approve", bundle, None, by=approver, hold=True)
    duty = make_user("Writer", "Approver", "Duty publisher")

    for step in ("release", "break_glass"):
        with refused_as("in-bundle"):
            take(article, step, by=duty, note="Now.")

    assert Edition.objects.get().public_from is None


def test_a_coming_change_of_an_event_does_not_move_alone(ten, approver, registrar):
    act("approve", ten, HOUR, by=approver)
    coming = registers.coming(ten.moved, NOW)

    for one in (
        lambda: registers.move(coming, None, by=registrar, now=NOW),
        lambda: registers.cancel(coming, by=registrar, now=NOW),
        lambda: registers.change(coming, {"venue": "Hall 2"}, by=registrar, now=NOW),
        lambda: registers.change(ten.new, {"public_from": None}, by=registrar, now=NOW),
        lambda: registers.remove(ten.moved, by=registrar, now=NOW),
    ):
        with refused_as("in-bundle"):
            one()

    assert hours(ten) == [HOUR] * 10


def test_members_of_an_approved_bundle_leave_only_by_cancelling(writer, approver):
    article = submitted(writer, "A text")
    bundle = bundle_of(writer, article)
    act("approve", bundle, HOUR, by=approver)

    with refused_as("bundle-approved"):
        act("remove", bundle, bundle.items.get(), by=approver)
    with refused_as("bundle-approved"):
        put(bundle, submitted(writer, "Another"), by=approver)


def test_a_takedown_that_cannot_wait_takes_the_text_out_of_the_bundle(ten, approver):
    act("approve", ten, HOUR, by=approver)

    take(ten.changed, "retract", by=make_user("Duty publisher"), note="It harms.")

    assert len(hours(ten)) == 9
    assert AuditEntry.objects.filter(action="bundle-left").count() == 1
    act("move", ten, HOUR + minutes(5), by=approver)
    assert hours(ten) == [HOUR + minutes(5)] * 9


def test_a_thing_is_in_one_bundle_at_a_time_until_that_has_gone_out(writer, approver):
    article = submitted(writer, "A text")
    bundle = bundle_of(writer, article)
    other = bundles.make("Another", by=writer, now=NOW)

    with pytest.raises(BundleError) as refused:
        put(other, article, by=writer)
    act("approve", bundle, HOUR, by=approver)
    bundles.add(other, article, by=writer, version=other.version, now=HOUR)

    assert "Visit of the President" in str(refused.value)
    assert list(BundleItem.objects.filter(open=True)) == [other.items.get()]
    with refused_as("bundle-closed"):
        act("cancel", bundle, by=approver, now=HOUR)


def test_a_bundle_with_a_text_one_may_not_see_does_not_exist(writer, approver):
    article = submitted(writer, "A secret")
    article.limited = True
    article.save()
    bundle = bundle_of(writer, submitted(writer, "A text"))
    put(bundle, article, by=writer)
    stranger = make_approver()

    assert not bundled.visible_to(stranger)
    assert list(bundled.visible_to(writer)) == [bundle]
    with pytest.raises(RightError):
        act("approve", bundle, HOUR, by=stranger)
    with refused_as("bundle-no-member"):
        put(bundles.make("Mine", by=stranger, now=NOW), article, by=stranger)


def test_a_bundle_changed_meanwhile_is_not_approved(writer, approver):
    bundle = bundle_of(writer, submitted(writer, "A text"))
    seen = bundle.version
    put(bundle, submitted(writer, "Slipped in"), by=writer)

    with refused_as("bundle-stale"):
        bundles.approve(bundle, HOUR, by=approver, version=seen, now=NOW)


def test_an_hour_that_strikes_too_soon_for_all_is_refused(writer, approver):
    bundle = bundle_of(writer, submitted(writer, "A text"))

    for hour in (NOW, NOW + minutes(1) / 60):
        with pytest.raises(DeskError):
            act("approve", bundle, hour, by=approver)
    act("approve", bundle, None, by=approver)

    assert hours(bundle) == [NOW + bundles.SOON]
