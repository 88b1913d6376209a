"""The workflow's buttons, the list of what waits, and the proposals of the importer."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.admin.life import office_hour
from articles.desk.waiting import waiting
from articles.importer.records import import_text
from articles.models import Edition, Proposal, Topic
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, save, step, told
from tests.factories import Status, make_approver, make_article, make_public, make_user, make_writer, publish, take
from tests.statements import statements

pytestmark = pytest.mark.django_db

TEXT = """BAKU, Azerbaijan, November 3. Cristian Terheş, Member of the European Parliament, met Vugar Aliyev in Baku.

Terheş emphasized that the European Parliament attaches great importance to peace.
"""


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def approver():
    return make_approver(name="approver")


@pytest.fixture
def submitted(writer):
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    return article


def actions(client, article):
    return [one.action for one in client.get(change_url(article)).context["bar"]["steps"]]


def test_writer_submits_and_has_no_button_to_approve(client, writer):
    article = make_article(by=writer)
    client.force_login(writer)

    response = step(client, article, "submit")

    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert "Submit for review: done." in told(response)[0]
    assert actions(client, article) == ["discard"]


def test_a_forged_approval_is_refused_in_words(client, writer, submitted):
    client.force_login(writer)

    response = step(client, submitted, "approve", when="now")

    submitted.refresh_from_db()
    assert (response.status_code, submitted.status) == (409, Status.IN_REVIEW)
    assert told(response) == ["You do not have the right to “Approve”."]


def test_approver_approves_for_an_hour_of_the_office(client, approver, submitted, settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"
    client.force_login(approver)

    step(client, submitted, "approve", when="hour", hour="2100-01-03T13:00")

    edition = Edition.objects.get()
    assert edition.public_from == dt.datetime(2100, 1, 3, 9, 0, tzinfo=dt.UTC)
    assert "coming at 3 Jan 2100, 13:00 (09:00 UTC)" in client.get(change_url(submitted)).content.decode()


@pytest.mark.parametrize(("when", "public", "life"), [("now", True, "public: edition 1"), ("hold", False, "held")])
def test_approver_approves_now_or_without_an_hour(client, approver, submitted, when, public, life):
    client.force_login(approver)

    response = step(client, submitted, "approve", when=when)

    assert Edition.objects.public(database_now()).exists() is public
    assert life in told(response)[0]


def test_nothing_is_approved_where_no_hour_is_chosen(client, approver, submitted):
    client.force_login(approver)

    response = step(client, submitted, "approve")

    assert response.status_code == 400
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("hour", "words"), [("2026-03-29T03:30", "There is no 03:30"), ("2026-10-25T03:30", "03:30 comes twice")]
)
def test_an_hour_the_clocks_skip_or_repeat_is_refused(client, approver, submitted, settings, hour, words):
    settings.OFFICE_TIME_ZONE = "Europe/Bucharest"
    client.force_login(approver)

    response = step(client, submitted, "approve", when="hour", hour=hour)

    assert response.status_code == 400
    assert words in told(response)[0]
    assert not Edition.objects.exists()


def test_an_ordinary_hour_is_read_in_the_zone_of_the_office(settings):
    settings.OFFICE_TIME_ZONE = "Europe/Bucharest"

    assert office_hour(dt.datetime(2026, 7, 1, 12, 0)) == dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)  # noqa: DTZ001
    with pytest.raises(ValidationError):
        office_hour(dt.datetime(2026, 3, 29, 3, 30))  # noqa: DTZ001


def test_a_button_over_an_older_state_is_refused(client, writer):
    article = make_article(by=writer)
    client.force_login(writer)
    url = reverse("admin:articles_article_transition", args=[article.pk])

    response = client.post(url, {"action": "submit", "version": article.version + 1}, follow=True)

    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert told(response) == ["Somebody saved this text after you opened it. Look at it again first."]


def test_changes_are_requested_with_a_note_the_writer_reads(client, writer, approver, submitted):
    client.force_login(approver)
    assert step(client, submitted, "request_changes", note="  ").status_code == 400

    step(client, submitted, "request_changes", note="Say which room.")

    client.force_login(writer)
    assert client.get(change_url(submitted)).context["bar"]["asked"].note == "Say which room."


def test_a_text_is_retracted_and_replaced_by_a_public_one(client, writer, approver):
    now = database_now()
    article = make_public(writer=writer, approver=approver, now=now, headline="Wrong")
    better = make_public(writer=writer, approver=approver, now=now, headline="Right")
    client.force_login(make_user("Duty publisher"))

    assert step(client, article, "retract", note="Issued in error.", replacement="PR-000000").status_code == 400
    step(client, article, "retract", note="Issued in error.", replacement=f"PR-{better.reference}")

    tombstone = Edition.objects.get(edition_class="retraction")
    assert (tombstone.article, tombstone.replacement_uid, tombstone.note) == (article, better.uid, "Issued in error.")


def test_steps_are_taken_by_post_alone(client, approver, submitted):
    client.force_login(approver)

    response = client.get(reverse("admin:articles_article_transition", args=[submitted.pk]), {"action": "approve"})

    assert response.status_code == 405


def test_waiting_lists_what_waits_for_each_person(writer, approver, submitted):
    now = database_now()
    held = make_article(by=writer, headline="Held")
    publish(held, writer=writer, approver=approver, hold=True)
    down = make_public(writer=writer, approver=approver, now=now, headline="Down")
    take(down, "withdraw", by=make_user("Duty publisher"), now=now + dt.timedelta(seconds=1), note="Under review.")
    returned = make_article(by=writer, headline="Returned")
    take(returned, "submit", by=writer)
    take(returned, "request_changes", by=approver, note="More.")
    draft = make_article(by=writer, headline="Draft")

    def lists(user):
        return {key: list(rows) for key, _label, rows in waiting(user)}

    assert lists(approver) == {
        "asked": [], "review": [submitted], "confirm": [down], "changes": [], "held": [held], "drafts": [],
    }  # fmt: skip
    assert lists(writer) == {"asked": [], "changes": [returned], "drafts": [draft]}


def test_waiting_does_not_offer_an_author_the_own_text(approver):
    article = make_article(by=approver)
    take(article, "submit", by=approver)

    def to_review(user):
        return [list(rows) for key, _label, rows in waiting(user) if key == "review"]

    assert to_review(approver) == [[]]
    assert to_review(make_approver()) == [[article]]


def test_waiting_page_asks_the_same_number_of_queries(client, writer, approver, submitted):
    client.force_login(approver)
    url = reverse("admin:waiting")
    client.get(url)
    with statements() as first:
        assert "Ministers meet" in client.get(url).content.decode()
    for _n in range(3):
        take(make_article(by=writer), "submit", by=writer)

    with statements() as again:
        client.get(url)
    assert len(again) == len(first) <= 18


def test_waiting_needs_signing_in(client):
    assert client.get(reverse("admin:waiting")).status_code == 302


@pytest.fixture
def imported(writer):
    return import_text(TEXT, TEXT.encode(), name="text.txt", by=writer, now=database_now()).article


def decide(client, article, decision, proposal=None):
    article.refresh_from_db()
    url = reverse("admin:articles_article_proposals", args=[article.pk])
    said = {"decision": decision, "proposal": proposal.pk if proposal else "", "version": article.version}
    return client.post(url, said, follow=True)


def test_a_proposal_is_shown_with_its_words_marked_and_accepted(client, writer, imported):
    client.force_login(writer)
    person = imported.proposals.get(kind="person", label__startswith="Cristian Terheş")

    page = client.get(reverse("admin:articles_article_proposals", args=[imported.pk])).content.decode()
    decide(client, imported, "accept", person)

    person.refresh_from_db()
    assert "<mark>Cristian Terheş</mark>" in page
    assert (person.state, person.decided_by) == (Proposal.State.ACCEPTED, writer)
    assert imported.mentions.filter(person__name="Cristian Terheş").exists()


def test_a_proposal_is_rejected_and_a_question_dismissed(client, writer, imported):
    client.force_login(writer)
    for kind in ("person", "question"):
        proposal = imported.proposals.filter(kind=kind).first()
        decide(client, imported, "reject", proposal)
        proposal.refresh_from_db()
        assert proposal.state == Proposal.State.REJECTED
    assert not imported.mentions.exists()


def test_deciding_twice_is_refused_in_words(client, writer, imported):
    client.force_login(writer)
    proposal = imported.proposals.filter(kind="person").first()
    decide(client, imported, "reject", proposal)

    response = decide(client, imported, "accept", proposal)

    assert told(response)[-1] == "Somebody has decided this proposal already."


def test_all_sure_ones_are_accepted_in_one_revision(client, writer, imported):
    client.force_login(writer)
    before = imported.revisions.count()

    decide(client, imported, "accept_sure")

    assert not imported.proposals.filter(state="open", confidence__gte=0.9).exclude(kind__in=["question", "text"])
    assert imported.revisions.count() == before + 1


def test_a_reviewer_decides_no_proposal(client, imported):
    client.force_login(make_user("Reviewer"))

    assert decide(client, imported, "accept_sure").status_code == 403


def test_who_changed_only_what_readers_are_told_beside_the_words_approves_nothing(client):
    """The public note and the address are public and stand in no document: their author is an author all the same."""
    both = make_user("Writer", "Approver", name="both")
    text = make_public(now=database_now() - dt.timedelta(hours=1))
    take(text, "correct", by=both, edition_class="correction", now=database_now())
    client.force_login(both)

    save(client, text, correction_class="typo", public_note="Nobody else saw this.", slug="another-address")
    step(client, text, "submit")
    refused = step(client, text, "approve", when="now")

    text.refresh_from_db()
    assert (refused.status_code, text.status) == (409, Status.IN_REVIEW)
    assert "You changed this text since its last edition" in told(refused)[-1]
    other = make_approver(name="other")
    client.force_login(other)
    assert "done" in told(step(client, text, "approve", when="now"))[0]
    assert Edition.objects.get(note="Nobody else saw this.").approval.by == other


def test_an_approver_who_rewrites_the_public_note_in_review_does_not_approve_it(client, writer, approver):
    text = make_public(writer=writer, now=database_now() - dt.timedelta(hours=1))
    take(text, "correct", by=writer, edition_class="correction", now=database_now())
    client.force_login(writer)
    save(client, text, headline="Ministers met", correction_class="typo", public_note="A word was wrong.")
    step(client, text, "submit")
    client.force_login(approver)

    save(client, text, public_note="Nobody else saw this.")
    refused = step(client, text, "approve", when="now")

    assert "You changed this text since its last edition" in told(refused)[-1]


def test_whoever_relinks_alone_does_not_change_the_address(client, approver):
    text = make_public(now=database_now() - dt.timedelta(hours=1))
    take(text, "correct", by=approver, edition_class="update", now=database_now())
    client.force_login(approver)

    save(client, text, slug="another-address", topics=[Topic.objects.create(name="Peace").pk])
    step(client, text, "metadata")

    assert Edition.objects.count() == 1
