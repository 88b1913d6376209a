"""People asked by name, sign-offs, and being looked at: through the desk and the text's page."""

import pytest
from django.urls import reverse

from articles.desk import asked, reviewing
from articles.desk.errors import DeskError, FourEyesError, RightError, StaleError, TransitionError
from articles.desk.workflow import transition
from articles.models import Approval, AuditEntry, Edition
from articles.models.review import ReviewRequest
from articles.models.vocabulary import Capacity
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
    take,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def approver():
    return make_approver(name="approver")


@pytest.fixture
def lawyer():
    return make_user("Sign-off", name="lawyer")


@pytest.fixture
def submitted(writer):
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    return article


def ask(article, person, capacity=Capacity.LEGAL, *, by, now=NOW, note=""):
    return reviewing.ask(article, person, capacity, by=by, now=now, note=note)


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_an_author_asks_by_name_and_it_is_recorded(writer, lawyer, submitted):
    ask(submitted, lawyer, by=writer, note="By noon.")

    request = ReviewRequest.objects.get()
    assert (request.person, request.asked_by, request.note) == (lawyer, writer, "By noon.")
    assert AuditEntry.objects.filter(action="review-asked", subject=f"article:{submitted.uid}").count() == 1


def test_nobody_is_asked_who_could_not_answer(writer, approver, lawyer, submitted):
    idle = make_user("Sign-off", is_active=False)
    for person, capacity, code in [
        (make_user("Media librarian"), Capacity.LEGAL, "cannot-be-asked"),
        (idle, Capacity.LEGAL, "cannot-be-asked"),
        (lawyer, Capacity.APPROVER, "cannot-be-asked"),
    ]:
        with pytest.raises(TransitionError) as refused:
            ask(submitted, person, capacity, by=writer)
        assert refused.value.code == code

    edit(submitted, by=approver, summary="Shorter.")
    with pytest.raises(TransitionError) as refused:
        ask(submitted, approver, Capacity.LEGAL, by=writer)
    assert refused.value.code == "asked-an-author"


def test_only_authors_and_approvers_ask(writer, lawyer, submitted):
    with pytest.raises(RightError):
        ask(submitted, lawyer, by=make_writer())
    with pytest.raises(RightError):
        ask(submitted, lawyer, by=make_user("Reviewer"))


def test_one_is_asked_once_in_a_capacity_and_never_after_the_approval(writer, approver, lawyer, submitted):
    request = ask(submitted, lawyer, by=writer)
    with pytest.raises(TransitionError):
        ask(submitted, lawyer, by=approver)

    reviewing.withdraw(request, by=writer, now=NOW)
    take(submitted, "approve", by=approver)
    with pytest.raises(TransitionError) as refused:
        ask(submitted, lawyer, by=approver)
    assert refused.value.code == "not-at-desk"


def test_whoever_is_asked_may_see_a_limited_text(writer, approver, lawyer, submitted):
    type(submitted).objects.filter(pk=submitted.pk).update(limited=True)
    submitted.refresh_from_db()
    with pytest.raises(RightError):
        take(submitted, "approve", by=approver)

    ask(submitted, approver, Capacity.APPROVER, by=writer)

    take(submitted, "approve", by=approver)
    assert submitted.editions.count() == 1


# --- Sign-offs --------------------------------------------------------------------------------------------------------


def test_no_approval_before_every_sign_off_and_the_refusal_names_who(writer, approver, lawyer, submitted):
    protocol = make_user("Sign-off", first_name="Pro", last_name="Tocol")
    ask(submitted, lawyer, by=writer)
    ask(submitted, protocol, Capacity.PROTOCOL, by=approver)

    with pytest.raises(TransitionError) as refused:
        take(submitted, "approve", by=approver)
    assert str(refused.value) == "Not signed off yet: Legal (lawyer), Protocol (Pro Tocol)."

    take(submitted, "sign_off", by=lawyer)
    take(submitted, "sign_off", by=protocol)
    take(submitted, "approve", by=approver)

    said = {(one.capacity, one.by) for one in Approval.objects.all()}
    assert said == {("legal", lawyer), ("protocol", protocol), ("approver", approver)}


def test_a_sign_off_leaves_the_version_so_two_sign_from_the_same_page(writer, approver, lawyer, submitted):
    other = make_user("Sign-off")
    ask(submitted, lawyer, by=writer)
    ask(submitted, other, Capacity.MINISTER, by=writer)
    submitted.refresh_from_db()
    seen = submitted.version

    transition(submitted, "sign_off", by=lawyer, version=seen, now=NOW)
    transition(submitted, "sign_off", by=other, version=seen, now=NOW)
    edit(submitted, by=writer, summary="New.")

    with pytest.raises(StaleError):
        transition(submitted, "sign_off", by=lawyer, version=seen, now=NOW)


def test_any_edit_opens_the_sign_off_again_and_the_same_words_close_it(client, writer, approver, lawyer, submitted):
    ask(submitted, lawyer, by=writer)
    take(submitted, "sign_off", by=lawyer)
    signed = submitted.revisions.count()
    edit(submitted, by=writer, summary="A new summary.")

    with pytest.raises(TransitionError):
        take(submitted, "approve", by=approver)
    assert list(reviewing.waiting_for(lawyer)) == [submitted]
    client.force_login(lawyer)
    page = client.get(change_url(submitted)).content.decode()
    assert "signed other words; asked again" in page
    assert f"/versions/?from={signed}" in page

    edit(submitted, by=writer, summary="")
    assert not reviewing.waiting_for(lawyer).exists()
    take(submitted, "approve", by=approver)


def test_a_changed_public_note_opens_the_sign_off_again(writer, approver, lawyer):
    article = make_public(writer=writer, approver=approver)
    take(article, "correct", by=writer, now=NOW + minutes(1))
    edit(article, by=writer, body="<p>They spoke.</p>", correction_class="typo", public_note="One word was wrong.")
    take(article, "submit", by=writer, now=NOW + minutes(2))
    ask(article, lawyer, by=writer)
    take(article, "sign_off", by=lawyer, now=NOW + minutes(3))
    assert asked.open_sign_offs(article) == []

    edit(article, by=writer, public_note="Nothing was wrong.")

    article.refresh_from_db()
    assert [request.person for request in asked.open_sign_offs(article)] == [lawyer]
    assert list(reviewing.waiting_for(lawyer)) == [article]
    with pytest.raises(TransitionError):
        take(article, "approve", by=approver, now=NOW + minutes(4))


def test_a_decline_with_its_note_is_changes_requested(client, writer, approver, lawyer, submitted):
    ask(submitted, lawyer, by=writer)
    take(submitted, "sign_off", by=lawyer)
    with pytest.raises(TransitionError):
        take(submitted, "decline", by=lawyer)

    take(submitted, "decline", by=lawyer, note="The law says otherwise.")

    submitted.refresh_from_db()
    assert submitted.status == Status.CHANGES_REQUESTED
    assert Approval.objects.get().voided_at == NOW
    client.force_login(writer)
    assert client.get(change_url(submitted)).context["bar"]["asked"].note == "The law says otherwise."


def test_only_whoever_was_asked_signs_and_no_author(writer, approver, lawyer, submitted):
    ask(submitted, lawyer, by=writer)
    with pytest.raises(RightError):
        take(submitted, "sign_off", by=make_user("Sign-off"))
    lawyer.groups.add(*writer.groups.all())
    edit(submitted, by=type(lawyer).objects.get(pk=lawyer.pk), summary="By the lawyer.")
    with pytest.raises(FourEyesError):
        take(submitted, "sign_off", by=lawyer)


def test_a_request_is_taken_back_by_whoever_asked_or_an_approver_but_no_author(writer, approver, lawyer, submitted):
    request = ask(submitted, lawyer, by=approver)
    for person in (writer, lawyer, make_user("Reviewer")):
        with pytest.raises(RightError):
            reviewing.withdraw(request, by=person, now=NOW)

    reviewing.withdraw(request, by=make_approver(), now=NOW)

    take(submitted, "approve", by=approver)
    assert AuditEntry.objects.filter(action="review-withdrawn").count() == 1
    with pytest.raises(TransitionError):
        reviewing.withdraw(request, by=approver, now=NOW)


def test_a_cancelled_hour_keeps_the_sign_off_on_the_same_words(writer, approver, lawyer, submitted):
    ask(submitted, lawyer, by=writer)
    take(submitted, "sign_off", by=lawyer)
    take(submitted, "approve", by=approver, at=NOW + minutes(60))
    take(submitted, "cancel", by=approver)
    take(submitted, "submit", by=writer)

    take(submitted, "approve", by=approver)

    assert Edition.objects.public(NOW).count() == 1


@pytest.mark.both_databases
def test_waiting_for_asks_one_statement_and_names_no_answered_text(
    writer, approver, lawyer, submitted, django_assert_num_queries
):
    ask(submitted, lawyer, by=writer)
    other = make_article(by=writer, headline="Other")
    take(other, "submit", by=writer)
    ask(other, lawyer, Capacity.MINISTER, by=writer, now=NOW + minutes(1))
    lawyer.has_perm("articles.read_all_article")  # asked once a request

    with django_assert_num_queries(1):
        assert list(reviewing.waiting_for(lawyer)) == [submitted, other]
    take(submitted, "sign_off", by=lawyer)
    assert list(reviewing.waiting_for(lawyer)) == [other]


# --- Being looked at --------------------------------------------------------------------------------------------------


def test_a_reviewer_claims_and_lets_go_and_others_may_still_act(client, writer, approver, submitted):
    reviewer = make_user("Reviewer", name="reviewer")
    url = reverse("admin:articles_article_reviewing", args=[submitted.pk])
    client.force_login(reviewer)
    client.post(url, {"act": "claim"})

    assert [request.person for request in asked.claims(submitted)] == [reviewer]
    assert "reviewer is looking at it since" in client.get(change_url(submitted)).content.decode()

    client.post(url, {"act": "unclaim"})
    assert asked.claims(submitted) == []
    client.post(url, {"act": "claim"})
    take(submitted, "approve", by=approver)
    assert asked.claims(submitted) == []
    assert not ReviewRequest.objects.filter(withdrawn_at=None).exists()


def test_a_claim_needs_a_right_and_a_text_in_review(writer, approver, submitted):
    with pytest.raises(RightError):
        reviewing.claim_review(submitted, by=writer, now=NOW)
    take(submitted, "request_changes", by=approver, note="More.")
    with pytest.raises(TransitionError):
        reviewing.claim_review(submitted, by=approver, now=NOW)


def test_who_was_asked_for_an_earlier_edition_is_not_asked_for_the_next(writer, approver, submitted):
    named = make_approver()
    ask(submitted, named, Capacity.APPROVER, by=writer)
    assert [request.person for request in asked.named(submitted)] == [named]
    take(submitted, "approve", by=approver, now=NOW + minutes(1))

    assert asked.named(submitted) == []


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_asks_and_submits_in_one_act_or_in_none(client, writer, lawyer):
    article = make_article(by=writer)
    client.force_login(writer)
    url = reverse("admin:articles_article_reviewing", args=[article.pk])
    said = {"act": "ask_and_submit", "who": f"legal:{lawyer.pk}", "note": ""}

    client.post(url, said | {"version": article.version + 5})
    assert not ReviewRequest.objects.exists()
    article.refresh_from_db()
    response = client.post(url, said | {"version": article.version}, follow=True)

    article.refresh_from_db()
    assert told(response)[-1] == "lawyer is asked to sign it off: legal. The text is in review."
    assert (article.status, ReviewRequest.objects.get().person) == (Status.IN_REVIEW, lawyer)


def test_the_page_refuses_in_words_and_offers_only_who_can(client, writer, lawyer, submitted):
    client.force_login(writer)
    url = reverse("admin:articles_article_reviewing", args=[submitted.pk])

    page = client.get(change_url(submitted)).content.decode()
    assert f'value="legal:{lawyer.pk}"' in page
    assert f'value="approver:{lawyer.pk}"' not in page
    for who in ("", "legal:0", f"approver:{lawyer.pk}", "nobody:1"):
        response = client.post(url, {"act": "ask", "who": who}, follow=True)
        assert told(response) == ["Choose whom to ask."]
    assert client.get(url).status_code == 405


def test_the_lawyer_signs_by_one_button(client, writer, lawyer, submitted):
    request = ask(submitted, lawyer, by=writer)
    client.force_login(lawyer)
    actions = [one.action for one in client.get(change_url(submitted)).context["bar"]["steps"]]
    assert actions == ["sign_off", "decline"]

    step(client, submitted, "sign_off")

    assert Approval.objects.get().by == lawyer
    assert [one.action for one in client.get(change_url(submitted)).context["bar"]["steps"]] == ["decline"]
    client.force_login(writer)
    client.post(
        reverse("admin:articles_article_reviewing", args=[submitted.pk]), {"act": "withdraw", "request": request.pk}
    )
    assert not asked.requests(submitted).exists()


def test_somebody_else_s_request_is_not_taken_back_through_another_text(client, writer, approver, lawyer, submitted):
    request = ask(submitted, lawyer, by=approver)
    own = make_article(by=writer)
    client.force_login(writer)

    for article, status in ((own, 404), (submitted, 302)):
        url = reverse("admin:articles_article_reviewing", args=[article.pk])
        assert client.post(url, {"act": "withdraw", "request": request.pk}).status_code == status

    assert asked.requests(submitted).count() == 1


def test_every_refusal_has_a_sentence():
    for code in ("sign-off-open", "cannot-be-asked", "asked-an-author", "asked-already", "everywhere-refused"):
        assert str(DeskError(code, who="A", name="A", faults="A"))
