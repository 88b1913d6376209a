"""The press contacts of a text: chosen in order at the desk, live for readers, and silent before the text is public."""

import orjson
import pytest
from django.urls import reverse
from django.utils import timezone

from articles import visible
from articles.desk.errors import RightError, TransitionError
from articles.desk.settle import settle
from articles.desk.text_contacts import choose_contacts, contacts_of
from articles.models import AuditEntry, Change
from articles.models.contact import Contact
from tests.desk.admin_forms import change_url, form_data, told
from tests.factories import make_approver, make_article, make_public, make_writer, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def make_contact(name, *, public=True, **fields):
    hour = timezone.now() - minutes(60) if public else None
    return Contact.objects.create(name=name, public_from=hour, settled_at=hour, **fields)


def door(article):
    return reverse("admin:articles_article_contacts", args=[article.pk])


def article_changes(article):
    rows = Change.objects.filter(subject_uid=article.uid).order_by("number")
    return [(row.type, orjson.loads(row.payload)["significance"]) for row in rows]


def page_of(client, article):
    visible.forget()
    return client.get(article.editions.get().get_absolute_url())


def test_contacts_are_chosen_in_order_beside_the_form(client):
    writer = make_writer()
    article = make_article(by=writer)
    first, second = make_contact("Ann"), make_contact("Bob", public=False)
    client.force_login(writer)

    response = client.post(door(article), {"contact": [second.pk, "", first.pk, second.pk], "instead_of": ""})

    assert response.url == f"{change_url(article)}#text-contacts"
    assert contacts_of(article) == [second, first]
    assert "Not public, so readers do not see: Bob" in client.get(change_url(article)).content.decode()
    assert Change.objects.count() == 0
    assert AuditEntry.objects.get(action="contacts").subject == f"article:{article.uid}"


def test_choice_over_another_state_is_refused(client):
    writer = make_writer()
    article = make_article(by=writer)
    first, second = make_contact("Ann"), make_contact("Bob")
    choose_contacts(article, [first], by=writer, now=timezone.now())
    client.force_login(writer)

    response = client.post(door(article), {"contact": [second.pk], "instead_of": ""}, follow=True)

    assert told(response) == ["Somebody chose other press contacts meanwhile. Look at them, then choose again."]
    assert contacts_of(article) == [first]
    with pytest.raises(TransitionError):
        choose_contacts(article, [], by=writer, now=timezone.now(), instead_of=[])


def test_contacts_of_a_public_text_are_chosen_with_the_right_to_relink(client, now):
    writer, approver = make_writer(), make_approver()
    article = make_public(writer=writer, approver=approver, now=now - minutes(5))
    first = make_contact("Ann")

    with pytest.raises(RightError):
        choose_contacts(article, [first], by=writer, now=now)
    assert choose_contacts(article, [first], by=approver, now=now)
    assert not choose_contacts(article, [first], by=approver, now=now)
    assert article.editions.count() == 1


def test_contacts_stand_on_the_page_and_in_the_api_with_numbers_languages_and_hours(client, now):
    approver = make_approver()
    article = make_public(approver=approver, now=now - minutes(5))
    desk = make_contact("Desk", phone="+994 12 123 45 67", languages="az, ru", hours="Mo-Su 00:00-24:00", role="Visits")
    choose_contacts(article, [desk, make_contact("Hidden", public=False)], by=approver, now=now)

    page = page_of(client, article).content.decode()
    sent = client.get(f"/api/v1/articles/{article.uid}/").json()

    for words in ("tel:+994121234567", "Azerbaijani, Russian", "Open at all hours", "Visits"):
        assert words in page
    assert "Hidden" not in page
    assert [(one["name"], one["phone"], one["languages"]) for one in sent["contacts"]] == [
        ("Desk", "+994 12 123 45 67", ["az", "ru"])
    ]
    assert "contacts" not in orjson.loads(article.editions.get().document)
    (row,) = client.get("/api/v1/articles/?fields=id,contacts").json()["results"]
    assert [one["id"] for one in row["contacts"]] == [str(desk.uid)]


def test_change_of_a_number_shows_at_once_on_every_release(client, now):
    approver = make_approver()
    desk = make_contact("Desk", phone="+994 12 123 45 67")
    articles = [make_public(approver=approver, now=now - minutes(5), headline=f"Text {n}") for n in range(2)]
    for article in articles:
        choose_contacts(article, [desk], by=approver, now=now)
    tags = [page_of(client, article)["ETag"] for article in articles]
    superuser = make_approver(is_superuser=True)
    client.force_login(superuser)
    url = reverse("admin:articles_contact_change", args=[desk.pk])

    client.post(url, form_data(client.get(url), "contact_form") | {"phone": "+994 12 765 43 21"})

    for article, tag in zip(articles, tags, strict=True):
        page = page_of(client, article)
        assert "tel:+994127654321" in page.content.decode()
        assert page["ETag"] != tag


@pytest.mark.both_databases
def test_public_log_tells_of_contacts_readers_see_and_of_no_others(client, now):
    approver = make_approver()
    article = make_public(approver=approver, now=now - minutes(5))
    first, second = make_contact("Ann"), make_contact("Bob")
    published = ("article.published", "editorial")
    updated = ("article.updated", "metadata")

    choose_contacts(article, [make_contact("Hidden", public=False)], by=approver, now=now)
    assert article_changes(article) == [published]
    visible.forget()
    before = visible.current()[1].version
    choose_contacts(article, [first, second], by=approver, now=now)
    choose_contacts(article, [second, first], by=approver, now=now)
    choose_contacts(article, [], by=approver, now=now)

    assert article_changes(article) == [published, updated, updated, updated]
    visible.forget()
    assert visible.current()[1].version != before
    entry = client.get("/api/v1/changes/").json()["results"][-1]
    assert (entry["type"], entry["id"], entry["class"], entry["edition"]) == (
        "article.updated", str(article.uid), "metadata", 1,
    )  # fmt: skip


def test_contacts_of_a_text_that_is_to_come_are_told_nowhere(client, now):
    approver = make_approver()
    article = make_public(approver=approver, now=now - minutes(5), at=now + minutes(60))
    choose_contacts(article, [make_contact("Ann")], by=approver, now=now)

    assert Change.objects.filter(subject_uid=article.uid).count() == 0
    settle(now + minutes(61))
    assert article_changes(article) == [("article.published", "editorial")]
