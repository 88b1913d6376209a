"""Correct everywhere: all public language versions of a text in one act, or none."""

import pytest
from django.urls import reverse

from articles.desk import everywhere
from articles.desk.errors import TransitionError
from articles.models import Article, AuditEntry, Edition
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import told
from tests.factories import NOW, Status, edit, make_approver, make_article, make_writer, minutes, publish, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer(name="writer")


@pytest.fixture
def approver():
    return make_approver(name="approver")


def in_languages(writer, approver, *languages, now=NOW, public=True):
    """One work in each of ``languages``."""
    first = None
    for language in languages:
        text = make_article(by=writer, now=now, language=language, headline=f"Headline {language}")
        first = first or text
        Article.objects.filter(pk=text.pk).update(work=first.work)
        if public:
            publish(text, writer=writer, approver=approver, now=now)
    return list(Article.objects.filter(work=first.work).order_by("language"))


def seen(texts):
    return {text.pk: Article.objects.values_list("version", flat=True).get(pk=text.pk) for text in texts}


def change(texts, writer, now, submit=True):
    for text in texts:
        said = {"next_class": "correction", "correction_class": "typo", "public_note": "A word was wrong."}
        edit(text, by=writer, now=now, body="<p>They spoke.</p>", **said)
        if submit:
            take(text, "submit", by=writer, now=now)


def test_a_correction_begins_in_every_public_version_and_is_approved_under_one_hour(writer, approver):
    texts = in_languages(writer, approver, "az", "en", "ru")
    draft = in_languages(writer, approver, "en", public=False)
    began = everywhere.begin(texts[0], by=writer, versions=seen(texts), now=NOW + minutes(1))
    change(texts, writer, NOW + minutes(2))

    hour = NOW + minutes(60)
    everywhere.approve(texts[2], by=approver, versions=seen(texts), now=NOW + minutes(3), at=hour)

    assert {one.pk for one in began} == {text.pk for text in texts}
    coming = Edition.objects.filter(public_from=hour)
    assert coming.count() == 3
    assert set(coming.values_list("edition_class", flat=True)) == {"correction"}
    assert draft[0].status == Status.DRAFT
    for action in ("everywhere-begun", "everywhere-approved"):
        assert AuditEntry.objects.filter(action=action).count() == 1
    assert AuditEntry.objects.filter(action="correct").count() == 3


@pytest.mark.both_databases
def test_one_version_that_cannot_keeps_all_from_beginning_and_is_named(writer, approver):
    texts = in_languages(writer, approver, "az", "en", "ru")
    take(texts[2], "correct", by=writer, now=NOW + minutes(1))
    before = seen(texts)

    with pytest.raises(TransitionError) as refused:
        everywhere.begin(texts[0], by=writer, versions=before, now=NOW + minutes(2))

    assert "Russian: “Begin a change” is not possible" in str(refused.value)
    assert "English" not in str(refused.value)
    assert seen(texts) == before


@pytest.mark.both_databases
def test_a_version_that_somebody_saved_meanwhile_keeps_all_from_being_approved(writer, approver):
    texts = in_languages(writer, approver, "az", "en")
    everywhere.begin(texts[0], by=writer, versions=seen(texts), now=NOW + minutes(1))
    change(texts, writer, NOW + minutes(2))
    old = seen(texts)
    edit(texts[1], by=writer, now=NOW + minutes(3), summary="Later.")

    with pytest.raises(TransitionError) as refused:
        everywhere.approve(texts[0], by=approver, versions=old, now=NOW + minutes(4))

    assert "English" in str(refused.value)
    assert set(Article.objects.values_list("status", flat=True)) == {Status.IN_REVIEW}
    assert Edition.objects.count() == 2
    assert not AuditEntry.objects.filter(action="everywhere-approved").exists()


def test_each_must_be_in_review_and_the_approver_an_author_of_none(writer, approver):
    texts = in_languages(writer, approver, "az", "en")
    everywhere.begin(texts[0], by=writer, versions=seen(texts), now=NOW + minutes(1))
    change(texts, writer, NOW + minutes(2), submit=False)
    take(texts[0], "submit", by=writer, now=NOW + minutes(2))
    with pytest.raises(TransitionError) as refused:
        everywhere.approve(texts[0], by=approver, versions=seen(texts), now=NOW + minutes(3))
    assert "English: “Approve” is not possible while the text is “Draft”." in str(refused.value)

    take(texts[1], "submit", by=writer, now=NOW + minutes(3))
    edit(texts[1], by=approver, now=NOW + minutes(3), summary="Mine.")
    with pytest.raises(TransitionError) as refused:
        everywhere.approve(texts[0], by=approver, versions=seen(texts), now=NOW + minutes(4))
    assert "English: You changed this text" in str(refused.value)

    second = make_approver()
    assert len(everywhere.approve(texts[0], by=second, versions=seen(texts), now=NOW + minutes(5))) == 2
    assert Edition.objects.public(NOW + minutes(5)).filter(edition_class="correction").count() == 2


def test_a_version_with_nothing_to_correct_is_abandoned_and_left_out(writer, approver):
    texts = in_languages(writer, approver, "az", "en")
    everywhere.begin(texts[0], by=writer, versions=seen(texts), now=NOW + minutes(1))
    take(texts[1], "abandon", by=writer, now=NOW + minutes(2))
    change(texts[:1], writer, NOW + minutes(2))

    done = everywhere.approve(texts[0], by=approver, versions=seen(texts), now=NOW + minutes(3))

    assert [one.language for one in done] == ["az"]
    with pytest.raises(TransitionError):
        everywhere.approve(texts[0], by=approver, versions=seen(texts), now=NOW + minutes(4))


def test_the_page_begins_and_approves_by_one_button_each(client, writer, approver):
    now = database_now()
    texts = in_languages(writer, approver, "az", "en", now=now - minutes(10))
    url = reverse("admin:articles_article_everywhere", args=[texts[0].pk])
    client.force_login(writer)
    assert client.get(url).context["begin"] is not None
    posted = {f"version-{key}": version for key, version in seen(texts).items()}

    response = client.post(url, posted | {"act": "begin", "edition_class": "correction"}, follow=True)

    assert "Begun in:" in told(response)[0]
    change(texts, writer, now)
    client.force_login(approver)
    page = client.get(url)
    assert (page.context["begin"], page.context["approve"] is not None) == (None, True)
    posted = {f"version-{key}": version for key, version in seen(texts).items()}
    assert client.post(url, posted | {"act": "approve"}).status_code == 400
    assert client.post(url, {"act": "approve", "when": "now"}).status_code == 409
    client.post(url, posted | {"act": "approve", "when": "now"})
    assert Edition.objects.public(database_now()).filter(edition_class="correction").count() == 2


def test_the_page_is_linked_where_other_versions_are_public(client, writer, approver):
    texts = in_languages(writer, approver, "az", "en", now=database_now() - minutes(1))
    alone = in_languages(writer, approver, "en", now=database_now() - minutes(1))
    client.force_login(writer)

    for text, linked in ((texts[0], True), (alone[0], False)):
        page = client.get(reverse("admin:articles_article_change", args=[text.pk])).content.decode()
        assert (f"/{text.pk}/everywhere/" in page) is linked
