"""Recipes to publish one's own words without a second person. None succeeds: each ends as the last line asserts."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction

from articles.desk import break_glass, bundles, everywhere, merging, reviewing, starting, translating, writing
from articles.desk.authorship import authors, authors_of
from articles.desk.errors import DeskError, FourEyesError
from articles.desk.revise import restore_revision, revising
from articles.desk.workflow import transition
from articles.importer.records import accept, import_text
from articles.models import Approval, Article, Bundle, Edition, Mention, Place, Revision, Topic
from articles.models.edition import TAKEDOWNS
from articles.models.review import BreakGlass
from articles.models.vocabulary import SIGN_OFFS, Capacity, EditionClass
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

pytestmark = pytest.mark.django_db
GROUPS = ("Writer", "Reviewer", "Approver", "Sign-off", "Duty publisher", "Registry editor")
MINE = "<p>Only I have read this.</p>"


@pytest.fixture
def me():
    """Somebody with every right there is to have, who wants to be alone with it."""
    return make_user(*GROUPS, name="me")


@pytest.fixture
def other():
    return make_approver(name="other")


@pytest.fixture
def mine(me):
    """A text of mine, in review."""
    article = make_article(by=me, body=MINE)
    return take(article, "submit", by=me)


def refused(act, *args, **options):
    """The desk refuses it, and keeps nothing of it."""
    with pytest.raises(DeskError), transaction.atomic():
        act(*args, **options)


def second_person_missing(now):
    """Editions whose words reached readers by ``now`` on the yes of an author alone, with no door broken."""
    found = []
    for edition in Edition.objects.were_public(now).exclude(edition_class__in=[*TAKEDOWNS, EditionClass.METADATA]):
        if BreakGlass.objects.filter(edition=edition).exists():
            continue
        said = Approval.objects.filter(
            revision=edition.revision,
            edition_class=edition.edition_class,
            capacity=Capacity.APPROVER,
            voided_at=None,
        )
        if not said.exclude(by__in=authors_of(edition)).exists():
            found.append(edition)
    return found


@pytest.fixture(autouse=True)
def _nobody_was_alone():
    """Whatever a recipe did, no edition is public on one person's word."""
    yield
    assert second_person_missing(NOW + minutes(10_000)) == []


# --- My own text ------------------------------------------------------------------------------------------------------


def test_i_approve_my_own_text(me, mine):
    refused(take, mine, "approve", by=me)


def test_i_am_a_superuser_and_approve_my_own_text(mine, me):
    type(me).objects.filter(pk=me.pk).update(is_superuser=True)
    refused(take, mine, "approve", by=type(me).objects.get(pk=me.pk))


def test_i_get_the_right_to_approve_only_after_i_wrote(other):
    late = make_writer()
    article = make_article(by=late, body=MINE)
    take(article, "submit", by=late)
    late.groups.add(Group.objects.get(name="Approver"))

    refused(take, article, "approve", by=type(late).objects.get(pk=late.pk))


def test_i_change_the_text_of_another_while_it_is_in_review(me):
    writer = make_writer()
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    edit(article, by=me, body=MINE)

    refused(take, article, "approve", by=me)


def test_i_change_the_words_between_the_approver_s_look_and_the_yes(me, other, mine):
    seen = mine.version
    edit(mine, by=me, body="<p>Other words than those you read.</p>")

    refused(transition, mine, "approve", by=other, version=seen, now=NOW)


def test_i_change_the_words_after_the_approval(me, other, mine):
    take(mine, "approve", by=other, at=NOW + minutes(60))

    refused(edit, mine, by=me, body=MINE)
    take(mine, "reopen", by=me)
    edit(mine, by=me, body="<p>Other words.</p>")
    for action in ("release", "reschedule", "hold"):
        refused(take, mine, action, by=me)
    take(mine, "submit", by=me)
    refused(take, mine, "approve", by=me)


def test_i_abandon_my_change_so_that_it_is_no_longer_mine_and_take_it_back(me, other):
    article = make_public(writer=make_writer(), approver=other)
    take(article, "correct", by=me, now=NOW + minutes(1), edition_class="update")
    edit(article, by=me, now=NOW + minutes(1), body=MINE)
    written = article.revisions.order_by("-number").first()
    take(article, "abandon", by=me, now=NOW + minutes(2))
    take(article, "correct", by=me, now=NOW + minutes(3), edition_class="update")
    article.refresh_from_db()
    restore_revision(article, written, by=me, version=article.version, now=NOW + minutes(3))
    take(article, "submit", by=me, now=NOW + minutes(4))

    refused(take, article, "approve", by=me, now=NOW + minutes(5))


def test_i_strike_my_name_from_the_revisions(me, mine):
    for act in (
        lambda: Revision.objects.filter(by=me).update(by=None),
        lambda: Revision.objects.filter(by=me).delete(),
        me.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    refused(take, mine, "approve", by=me)


def test_i_restore_what_was_taken_down(me, other):
    article = make_public(writer=make_writer(), approver=other)
    take(article, "withdraw", by=me, now=NOW + minutes(1), note="Under review.")
    take(article, "restore", by=me, now=NOW + minutes(2))
    refused(take, article, "break_glass", by=me, now=NOW + minutes(3), note="Now.")
    take(article, "submit", by=me, now=NOW + minutes(3))

    refused(take, article, "approve", by=me, now=NOW + minutes(4))


# --- Words that came by another door ----------------------------------------------------------------------------------


def test_i_have_the_importer_write_it_for_me(me):
    article = import_text("Only I have read this.", b"Only I have read this.", name="a.txt", by=None, now=NOW).article
    take(article, "submit", by=me)

    refused(take, article, "approve", by=me)


def test_i_accept_proposals_instead_of_typing(me):
    text = "BAKU, November 3. Cristian Terheş, Member of the European Parliament, met Vugar Aliyev in Baku."
    writer = make_writer()
    article = import_text(text, text.encode(), name="b.txt", by=writer, now=database_now()).article
    accept(article.proposals.filter(kind="person").first(), by=me, now=NOW)
    take(article, "submit", by=writer)

    refused(take, article, "approve", by=me)


def test_i_leave_my_words_in_the_autosave_of_a_text_that_i_approve(me):
    writer = make_writer()
    article = make_article(by=writer)
    take(article, "submit", by=writer)
    article.refresh_from_db()
    writing.keep(me, article, values={"body": [MINE]}, version=article.version, now=NOW)

    take(article, "approve", by=me)

    assert "Only I" not in Edition.objects.get().document


def test_i_duplicate_my_text_and_approve_the_copy(me, mine):
    copy = starting.duplicate(mine, by=me, now=NOW)
    take(copy, "submit", by=me)

    refused(take, copy, "approve", by=me)


def test_i_start_a_language_version_and_approve_that(me):
    original = make_article(by=make_writer())
    version = translating.start_version(original, "az", with_words=True, by=me, now=NOW)
    edit(version, by=me, body=MINE)
    take(version, "submit", by=me)

    refused(take, version, "approve", by=me)


def test_i_merge_a_topic_so_that_an_approved_text_says_something_else(me, other):
    writer = make_writer()
    article = make_article(by=writer)
    right, wrong = (
        Topic.objects.create(name="Right"),
        Topic.objects.create(name="Wrong"),
    )
    with revising(article, by=writer, version=article.version, now=NOW):
        article.topics.add(right)
    publish(article, writer=writer, approver=other, hold=True)
    approved = Edition.objects.get().document

    merging.merge(right, wrong, by=me, now=NOW)
    take(article, "release", by=me, now=NOW + minutes(1))

    assert Edition.objects.get().document == approved


# --- Smaller editions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["addition", "metadata"])
def test_i_publish_changed_words_as_an_addition_or_as_links(me, other, action):
    article = make_public(writer=make_writer(), approver=other)
    take(article, "correct", by=me, now=NOW + minutes(1), edition_class="update")
    edit(article, by=me, now=NOW + minutes(1), body=MINE)
    by = other if action == "addition" else me

    refused(take, article, action, by=by, now=NOW + minutes(2))


def test_i_publish_an_addition_that_is_mine(me, other):
    article = make_public(writer=make_writer(), approver=other)
    take(article, "correct", by=me, now=NOW + minutes(1), edition_class="update")
    article.refresh_from_db()
    with revising(article, by=me, version=article.version, now=NOW + minutes(1)):
        Mention.objects.create(article=article, place=Place.objects.create(name="Place"))

    refused(take, article, "addition", by=me, now=NOW + minutes(2))


# --- Hours ------------------------------------------------------------------------------------------------------------


def test_i_bring_my_approved_text_forward(me, other, mine):
    take(mine, "approve", by=other, at=NOW + minutes(60))

    refused(take, mine, "reschedule", by=me, at=NOW + minutes(5))
    refused(take, mine, "reschedule", by=other, at=NOW + minutes(5))


def test_i_hold_my_approved_text_and_release_it_before_its_hour(me, other, mine):
    take(mine, "approve", by=other, at=NOW + minutes(60))
    take(mine, "hold", by=me)

    refused(take, mine, "release", by=me)
    refused(take, mine, "release", by=make_user("Duty publisher"))
    refused(take, mine, "release", by=other)


def test_i_cancel_and_count_on_the_old_approval(me, other, mine):
    take(mine, "approve", by=other, at=NOW + minutes(60))
    take(mine, "cancel", by=me)
    assert not Approval.objects.filter(voided_at=None).exists()
    take(mine, "submit", by=me)

    refused(take, mine, "approve", by=me, at=NOW + minutes(60))


# --- Sign-offs --------------------------------------------------------------------------------------------------------


def test_i_count_a_sign_off_as_the_approval(me, other, mine):
    lawyer = make_user("Sign-off")
    reviewing.ask(mine, lawyer, Capacity.LEGAL, by=me, now=NOW)
    take(mine, "sign_off", by=lawyer)
    refused(take, mine, "approve", by=me)
    take(mine, "approve", by=other, at=NOW + minutes(60))

    refused(take, mine, "reschedule", by=other, at=NOW + minutes(5))
    assert Approval.objects.filter(capacity__in=SIGN_OFFS, voided_at=None).count() == 1


def test_i_sign_my_own_text_off(me, mine):
    refused(reviewing.ask, mine, me, Capacity.LEGAL, by=me, now=NOW)
    refused(take, mine, "sign_off", by=me)


def test_i_take_back_the_sign_off_that_an_approver_required(me, other, mine):
    request = reviewing.ask(mine, make_user("Sign-off"), Capacity.LEGAL, by=other, now=NOW)

    refused(reviewing.withdraw, request, by=me, now=NOW)
    refused(take, mine, "approve", by=make_approver())


# --- Many at once -----------------------------------------------------------------------------------------------------


def test_i_approve_my_text_within_a_bundle(me, mine):
    bundle = bundles.make("Together", by=me, now=NOW)
    bundles.add(bundle, mine, by=me, version=bundle.version, now=NOW)
    bundle.refresh_from_db()

    refused(bundles.approve, bundle, NOW + minutes(60), by=me, version=bundle.version, now=NOW)

    assert Bundle.objects.get().state == Bundle.State.OPEN


def test_i_approve_everywhere_a_work_of_which_one_version_is_mine(me, other):
    writer = make_writer()
    texts = [make_article(by=writer, language=language) for language in ("az", "en")]
    Article.objects.filter(pk=texts[1].pk).update(work=texts[0].work)
    for text in texts:
        publish(text, writer=writer, approver=other)
        take(text, "correct", by=writer, now=NOW + minutes(1), edition_class="update")
        edit(text, by=writer, now=NOW + minutes(1), summary="New.")
        take(text, "submit", by=writer, now=NOW + minutes(1))
    edit(texts[1], by=me, now=NOW + minutes(2), body=MINE)
    versions = dict(Article.objects.values_list("pk", "version"))

    refused(everywhere.approve, texts[0], by=me, versions=versions, now=NOW + minutes(3))

    assert set(Article.objects.values_list("status", flat=True)) == {Status.IN_REVIEW}


# --- Alone, and quietly -----------------------------------------------------------------------------------------------


def test_i_publish_alone_and_clear_it_myself(me, mine):
    take(mine, "break_glass", by=me, note="Now.")
    row = BreakGlass.objects.get()
    refused(break_glass.review, row, by=me, verdict="fine", note="Fine.", now=NOW)

    assert list(break_glass.unreviewed()) == [row]


def test_i_have_another_publish_my_text_alone_and_clear_it_myself(me, mine):
    take(mine, "break_glass", by=make_user("Duty publisher"), note="Now.")
    row = BreakGlass.objects.get()

    with pytest.raises(FourEyesError):
        break_glass.review(row, by=me, verdict="fine", note="Fine.", now=NOW)
    assert not break_glass.may_review(row, me)


def test_i_publish_alone_and_my_next_change_is_nobody_s(me, other, mine):
    take(mine, "break_glass", by=me, now=NOW + minutes(1), note="Now.")
    take(mine, "correct", by=me, now=NOW + minutes(2), edition_class="update")
    edit(mine, by=me, now=NOW + minutes(2), body="<p>And this too.</p>")
    take(mine, "submit", by=me, now=NOW + minutes(3))

    assert authors(mine) == {me.pk}
    refused(take, mine, "approve", by=me, now=NOW + minutes(4))
    assert BreakGlass.objects.filter(reviewed_by=None).count() == 1


def test_whoever_brings_the_words_back_and_rewrites_the_note_is_an_author():
    writer, approver = make_writer(), make_approver()
    article = make_public(writer=writer, approver=make_approver())
    said = article.body
    take(article, "correct", by=writer, now=NOW + minutes(1))
    edit(article, by=writer, now=NOW + minutes(2), body="<p>Other words.</p>")

    edit(article, by=approver, now=NOW + minutes(3), body=said, public_note="Nothing was wrong.")

    assert approver.pk in authors(article)
