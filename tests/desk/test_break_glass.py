"""Publishing alone, for a grave reason: loud, recorded, and open until somebody else has looked."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.desk import break_glass, reviewing
from articles.desk.errors import DeskError, FourEyesError, RightError, TransitionError
from articles.models import Approval, AuditEntry, Edition
from articles.models.review import BreakGlass
from articles.models.vocabulary import Capacity
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, step, told
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

pytestmark = pytest.mark.django_db
FINE, MEND = BreakGlass.Verdict.FINE, BreakGlass.Verdict.MEND


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def duty():
    return make_user("Writer", "Duty publisher", name="duty")


def break_it(article, by, now=NOW, note="The ministry is on fire."):
    return take(article, "break_glass", by=by, now=now, note=note)


@pytest.mark.parametrize("steps", [[], ["submit"]])
def test_a_draft_or_a_text_in_review_is_public_at_once(writer, duty, steps):
    article = make_article(by=writer)
    for action in steps:
        take(article, action, by=writer)

    break_it(article, duty)

    edition = Edition.objects.public(NOW).get()
    row = BreakGlass.objects.get()
    assert (edition.approval.capacity, edition.approval.by) == (Capacity.BREAK_GLASS, duty)
    assert (row.edition, row.reason, row.by, row.at) == (edition, "The ministry is on fire.", duty, NOW)
    assert AuditEntry.objects.filter(action="break_glass").count() == 1
    article.refresh_from_db()
    assert article.status == Status.APPROVED


def test_an_author_may_do_it_alone(duty):
    article = make_article(by=duty)

    break_it(article, duty)

    assert list(break_glass.unreviewed()) == [BreakGlass.objects.get()]


def test_it_needs_a_reason_a_right_and_a_text_that_is_ready(writer, duty):
    article = make_article(by=writer)
    with pytest.raises(TransitionError) as refused:
        break_it(article, duty, note=" ")
    assert refused.value.code == "note-needed"
    with pytest.raises(RightError):
        break_it(article, writer)
    empty = make_article(by=writer, body="")
    with pytest.raises(TransitionError) as refused:
        break_it(empty, duty)
    assert refused.value.code == "preflight"
    assert not Edition.objects.exists()


def test_a_correction_at_once_still_tells_readers_what_was_wrong(writer, duty):
    article = make_public(writer=writer)
    take(article, "correct", by=writer, now=NOW + minutes(1))
    edit(article, by=writer, body="<p>They did not meet.</p>", next_class="correction")
    with pytest.raises(TransitionError) as refused:
        break_it(article, duty, now=NOW + minutes(2))
    assert refused.value.code == "correction-needs"

    edit(article, by=writer, correction_class="factual", public_note="They never met.")
    break_it(article, duty, now=NOW + minutes(3))

    live = Edition.objects.public(NOW + minutes(3)).get()
    assert (live.edition_class, live.note) == ("correction", "They never met.")
    assert "fire" not in live.note
    with pytest.raises(TransitionError):
        break_it(article, duty, now=NOW + minutes(4))


@pytest.mark.parametrize("waits", [{"at": NOW + minutes(60)}, {"hold": True}])
def test_what_was_approved_for_later_goes_out_early(writer, duty, waits):
    article = publish(make_article(by=writer), writer=writer, approver=make_approver(), **waits)

    break_it(article, duty, now=NOW + minutes(5), note="Others broke the embargo.")

    edition = Edition.objects.public(NOW + minutes(5)).get()
    assert edition.public_from == NOW + minutes(5)
    assert edition.break_glass.by == duty
    capacities = set(Approval.objects.filter(voided_at=None).values_list("capacity", flat=True))
    assert capacities == {Capacity.APPROVER, Capacity.BREAK_GLASS}


def test_within_two_seconds_of_the_hour_there_is_nothing_to_break(writer, duty):
    article = publish(make_article(by=writer), writer=writer, approver=make_approver(), at=NOW + minutes(1))

    with pytest.raises(DeskError):
        break_it(article, duty, now=NOW + minutes(1) - minutes(1) / 60)


def test_an_open_sign_off_does_not_hold_it_up(writer, duty):
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    reviewing.ask(article, make_user("Sign-off"), Capacity.LEGAL, by=writer, now=NOW)

    break_it(article, duty)

    assert Edition.objects.public(NOW).exists()


def test_what_was_taken_down_does_not_come_back_so(writer, duty):
    article = make_public(writer=writer)
    take(article, "withdraw", by=duty, now=NOW + minutes(1), note="Under review.")
    for action in ("restore", "submit"):
        with pytest.raises(TransitionError) as refused:
            break_it(article, duty, now=NOW + minutes(2))
        assert refused.value.code == "glass-taken-down"
        take(article, action, by=writer, now=NOW + minutes(2))


# --- The look afterwards ----------------------------------------------------------------------------------------------


def test_somebody_else_looks_at_it_and_never_the_publisher_or_an_author(writer, duty):
    article = make_article(by=writer)
    edit(article, by=(coauthor := make_approver()), summary="Mine too.")
    break_it(article, duty)
    row = BreakGlass.objects.get()
    duty.groups.add(*coauthor.groups.all())
    duty = type(duty).objects.get(pk=duty.pk)

    for person in (duty, coauthor):
        assert not break_glass.may_review(row, person)
        with pytest.raises(FourEyesError):
            break_glass.review(row, by=person, verdict=FINE, note="Fine.", now=NOW)
    with pytest.raises(RightError):
        break_glass.review(row, by=make_user("Reviewer"), verdict=FINE, note="Fine.", now=NOW)
    second = make_approver()
    for verdict, note in (("", "Fine."), (FINE, " ")):
        with pytest.raises(TransitionError):
            break_glass.review(row, by=second, verdict=verdict, note=note, now=NOW)

    break_glass.review(row, by=second, verdict=FINE, note="Fine.", now=NOW + minutes(9))

    row.refresh_from_db()
    assert (row.reviewed_by, row.reviewed_at, row.review_note) == (second, NOW + minutes(9), "Fine.")
    assert break_glass.open_at(article) == []
    with pytest.raises(TransitionError):
        break_glass.review(row, by=make_approver(), verdict=MEND, note="Not fine.", now=NOW)


@pytest.mark.both_databases
def test_the_database_itself_refuses_a_review_by_the_publisher(duty):
    break_it(make_article(by=duty), duty)

    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(reviewed_by=duty)


def test_what_must_be_mended_stays_open_until_another_edition_is_public(writer, duty):
    article = make_article(by=writer)
    break_it(article, duty)
    second = make_approver()
    break_glass.review(BreakGlass.objects.get(), by=second, verdict=MEND, note="Wrong minister.", now=NOW)
    assert [row.verdict for row in break_glass.open_at(article)] == [MEND]

    take(article, "withdraw", by=second, now=NOW + minutes(1), note="Under review.")

    assert break_glass.open_at(article) == []


def test_a_limited_text_is_in_nobody_s_list_who_may_not_see_it(writer, duty):
    article = make_article(by=duty)
    break_it(article, duty)
    type(article).objects.filter(pk=article.pk).update(limited=True)
    stranger = make_approver()

    assert not break_glass.unreviewed(stranger).exists()
    assert break_glass.unreviewed(duty).exists()
    assert not break_glass.may_review(BreakGlass.objects.get(), stranger)


# --- The pages --------------------------------------------------------------------------------------------------------


def test_the_page_publishes_shows_the_banner_and_takes_the_second_person_s_word(client, writer, duty):
    article = make_article(by=writer, now=database_now() - minutes(1))
    client.force_login(duty)
    assert step(client, article, "break_glass", note=" ").status_code == 400

    step(client, article, "break_glass", note="The ministry is on fire.")

    page = client.get(change_url(article))
    assert "published edition 1 alone on" in page.content.decode()
    assert page.context["bar"]["alone"][0]["form"] is None
    assert "The ministry is on fire." in client.get(reverse("admin:break-glass")).content.decode()

    second = make_approver(name="second")
    client.force_login(second)
    assert client.get(change_url(article)).context["bar"]["alone"][0]["form"] is not None
    url = reverse("admin:articles_article_break_glass", args=[article.pk])
    row = BreakGlass.objects.get()
    assert told(client.post(url, {"row": row.pk}, follow=True)) == ["Say whether it may stand, and why."]
    client.post(url, {"row": row.pk, "verdict": "mend", "note": "Wrong minister."})

    page = client.get(change_url(article)).content.decode()
    assert "second has looked at it: It must be corrected or withdrawn. Wrong minister." in page


def test_the_reason_is_in_no_public_page(client, writer, duty):
    now = database_now()
    article = make_article(by=writer, now=now - minutes(1))
    break_it(article, duty, now=now)

    page = client.get(Edition.objects.public(database_now()).get().get_absolute_url()).content.decode()

    assert "They met." in page
    assert "fire" not in page


def test_the_list_is_for_those_with_the_right(client):
    client.force_login(make_user("Technical administrator"))

    assert client.get(reverse("admin:break-glass")).status_code == 403
