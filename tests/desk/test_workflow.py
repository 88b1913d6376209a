"""The workflow, through its one gate."""

import datetime as dt

import pytest

from articles.desk.errors import DeskError, FourEyesError, StaleError, TransitionError
from articles.desk.settle import settle
from articles.desk.workflow import transition
from articles.models import Approval, Change, Edition, Trouble
from articles.models.vocabulary import Capacity
from pressoffice.ground.clock import database_now
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
    publish,
    take,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def approver():
    return make_approver()


def test_approval_now_makes_the_text_public(writer, approver):
    article = make_article(by=writer)

    publish(article, writer=writer, approver=approver)

    edition = Edition.objects.public(NOW).get()
    assert (edition.number, edition.edition_class, edition.published_at) == (1, "first", NOW)
    assert Change.objects.get().type == "article.published"


def test_approval_for_an_hour_is_public_at_that_hour_and_not_before(writer, approver):
    hour = NOW + minutes(60)
    article = make_public(writer=writer, approver=approver, at=hour)

    assert not Edition.objects.public(hour - minutes(1)).exists()
    assert Edition.objects.public(hour).get().article == article
    assert settle(NOW) == 0
    assert settle(hour) == 1
    assert settle(hour) == 0
    assert Change.objects.get().number == 1


def test_writer_cannot_approve_own_text(writer):
    writer.groups.add(*make_approver().groups.all())
    article = make_article(by=writer)
    take(article, "submit", by=writer)

    with pytest.raises(FourEyesError):
        take(article, "approve", by=writer)

    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW


def test_superuser_who_edited_cannot_approve(writer, approver):
    chief = make_user(is_superuser=True)
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    edit(article, by=chief, summary="Shorter.")

    with pytest.raises(FourEyesError):
        take(article, "approve", by=chief)

    take(article, "approve", by=approver)
    assert Edition.objects.public(NOW).count() == 1


def test_stale_version_is_refused(writer, approver):
    article = make_article(by=writer)
    seen = take(article, "submit", by=writer).version
    edit(article, by=writer, summary="Another word.")

    with pytest.raises(StaleError):
        transition(article, "approve", by=approver, version=seen, now=NOW)


def test_correction_needs_class_and_note_and_leaves_the_live_edition(writer, approver):
    article = make_public(writer=writer, approver=approver)
    take(article, "correct", by=writer, now=NOW + minutes(1))
    edit(article, by=writer, now=NOW + minutes(1), body="<p>They met.</p><p>They spoke.</p>")
    take(article, "submit", by=writer, now=NOW + minutes(2))

    with pytest.raises(TransitionError):
        take(article, "approve", by=approver, now=NOW + minutes(3))
    assert Edition.objects.public(NOW + minutes(3)).get().number == 1

    edit(article, by=writer, correction_class="typo", public_note="“talked” was wrong.")
    take(article, "approve", by=approver, now=NOW + minutes(4))

    first, second = Edition.objects.order_by("number")
    assert (second.edition_class, second.note) == ("correction", "“talked” was wrong.")
    assert first.public_until == second.public_from == NOW + minutes(4)
    assert second.published_at == NOW
    assert second.previous_hash != ""


def test_block_ids_survive_an_edit_of_another_paragraph(writer):
    article = make_article(by=writer, body="<p>One here.</p><p>Two here.</p><p>Three here.</p>")
    from articles.blocks import blocks

    article.refresh_from_db()
    before = [b.id for b in blocks(article.body)]
    edit(article, by=writer, body="<p>One here.</p><p>Two there.</p><p>New.</p><p>Three here.</p>")

    after = [b.id for b in blocks(article.body)]
    assert [after[0], after[1], after[3]] == before
    assert after[2] not in before


def test_cancel_takes_the_edition_away_and_voids_the_approval(writer, approver):
    article = make_public(writer=writer, approver=approver, at=NOW + minutes(60))

    take(article, "cancel", by=approver, now=NOW + minutes(1))

    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert not Edition.objects.exists()
    assert Approval.objects.get().voided_at == NOW + minutes(1)


def test_an_hour_is_frozen_two_seconds_before_it_strikes(writer, approver):
    hour = NOW + minutes(60)
    article = make_public(writer=writer, approver=approver, at=hour)
    with pytest.raises(DeskError):
        take(article, "hold", by=approver, now=hour - dt.timedelta(seconds=2))
    take(article, "hold", by=approver, now=hour - dt.timedelta(seconds=2.1))
    assert Edition.objects.get().public_from is None


def test_an_earlier_hour_needs_another_person(writer, approver):
    article = make_public(writer=writer, approver=approver, at=NOW + minutes(60))

    with pytest.raises(FourEyesError):
        take(article, "reschedule", by=approver, at=NOW + minutes(30))
    take(article, "reschedule", by=approver, at=NOW + minutes(90))
    take(article, "reschedule", by=approver, at=NOW + minutes(60))
    second = make_approver()
    take(article, "reschedule", by=second, at=NOW + minutes(30))

    assert Edition.objects.get().public_from == NOW + minutes(30)
    assert Approval.objects.count() == 2


def test_held_text_is_released_by_one_button(writer, approver):
    article = make_article(by=writer)
    publish(article, writer=writer, approver=approver, hold=True)
    assert not Edition.objects.public(NOW + minutes(999)).exists()

    take(article, "release", by=approver, now=NOW + minutes(5))

    assert Edition.objects.public(NOW + minutes(5)).get().number == 1


def test_retraction_takes_every_word_away(writer, approver):
    article = make_public(writer=writer, approver=approver)
    duty = make_user("Duty publisher")

    take(article, "retract", by=duty, now=NOW + minutes(10), note="Issued in error.")

    later = NOW + minutes(11)
    assert not Edition.objects.listed(later).exists()
    assert Edition.objects.public(later).get().edition_class == "retraction"
    assert not Edition.objects.public_at(NOW + minutes(5), later).exists()
    assert Change.objects.order_by("-number")[0].type == "article.retracted"
    assert Approval.objects.filter(capacity=Capacity.DUTY_PUBLISHER).count() == 1


def test_takedown_is_confirmed_by_another(writer, approver):
    article = make_public(writer=writer, approver=approver)
    take(article, "withdraw", by=approver, now=NOW + minutes(10), note="Under review.")

    with pytest.raises(FourEyesError):
        take(article, "confirm", by=approver, now=NOW + minutes(11))
    take(article, "confirm", by=make_approver(), now=NOW + minutes(12))
    with pytest.raises(DeskError):
        take(article, "confirm", by=make_approver(), now=NOW + minutes(13))


def test_restoring_needs_two(writer, approver):
    article = make_public(writer=writer, approver=approver)
    take(article, "retract", by=approver, now=NOW + minutes(10), note="Issued in error.")
    take(article, "restore", by=approver, now=NOW + minutes(20))
    take(article, "submit", by=approver, now=NOW + minutes(21))

    with pytest.raises(FourEyesError):
        take(article, "approve", by=approver, now=NOW + minutes(22))
    take(article, "approve", by=make_approver(), now=NOW + minutes(22))

    live = Edition.objects.listed(NOW + minutes(22)).get()
    assert (live.number, live.edition_class, live.text_until) == (3, "update", None)
    assert Edition.objects.get(number=1).text_until == NOW + minutes(10)


def test_an_expiry_is_a_withdrawal_for_an_hour_and_follows_the_text(writer, approver):
    article = make_public(writer=writer, approver=approver)
    take(article, "withdraw", by=approver, now=NOW + minutes(1), at=NOW + minutes(60), note="Expired.")
    take(article, "correct", by=writer, now=NOW + minutes(2), edition_class="update")
    edit(article, by=writer, summary="New summary.")
    take(article, "submit", by=writer, now=NOW + minutes(3))
    take(article, "approve", by=approver, now=NOW + minutes(4))

    withdrawal = Edition.objects.public(NOW + minutes(61)).get()
    assert (withdrawal.number, withdrawal.edition_class) == (3, "withdrawal")
    assert withdrawal.document_hash == Edition.objects.get(number=2).document_hash


def test_a_row_that_rests_keeps_nobody_from_their_turn(writer, approver):
    stuck = make_public(writer=writer, approver=approver, at=NOW + minutes(1), headline="Stuck")
    make_public(writer=writer, approver=approver, at=NOW + minutes(2), headline="Free")
    stuck_edition = Edition.objects.get(article=stuck)
    Trouble.objects.create(key=f"edition:{stuck_edition.pk}", tries=3, retry_at=NOW + minutes(60))

    assert settle(NOW + minutes(3), limit=1) == 1

    assert Edition.objects.get(settled_at=None) == stuck_edition
    assert settle(NOW + minutes(61), limit=1) == 1


def test_an_hour_that_struck_while_we_waited_is_not_moved(writer, approver):
    now = database_now()
    article = make_public(writer=writer, approver=approver, now=now, at=now + dt.timedelta(seconds=1.9))

    with pytest.raises(TransitionError):
        take(article, "hold", by=approver, now=now - dt.timedelta(seconds=30))

    assert Edition.objects.get().public_from == now + dt.timedelta(seconds=1.9)
