"""What is shown before it is public: to staff as the public will see it, and to others through links that end."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from articles.desk import previewing
from articles.desk.errors import RightError, TransitionError
from articles.models import AuditEntry
from articles.models.preview import PreviewLink, PreviewView
from articles.models.vocabulary import EditionClass
from pressoffice.ground.clock import database_now
from pressoffice.ground.surfaces import Audience, walk
from tests.factories import edit, make_approver, make_article, make_public, make_user, make_writer, publish, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def article(writer):
    return make_article(by=writer, now=database_now(), headline="Harbour opens", slug="harbour-opens")


def linked(article, by, **options):
    """A link to the newest revision, and the address that opens it."""
    options = {"recipient": "Daily News", "hours": 48, "now": database_now()} | options
    link, secret = previewing.make_link(article, by=by, **options)
    return link, f"/preview/{secret}/"


def page_url(article):
    return reverse("admin:articles_article_preview", args=[article.pk])


def main_of(response):
    """The page itself, without the bar over it and what differs from one answer to the next."""
    body = re.search(r"<main.*</main>", response.content.decode(), re.S)[0]
    return re.sub(r"\s+", " ", body)


# --- For staff --------------------------------------------------------------------------------------------------------


def test_preview_is_the_page_the_public_sees_afterwards(client, writer, article):
    approver = make_approver()
    client.force_login(writer)
    before = client.get(page_url(article))
    publish(article, writer=writer, approver=approver, now=database_now())
    after = Client().get(article.editions.get().get_absolute_url())

    # The minute may have turned between the two.
    times = re.compile(r"<time.*?</time>")
    assert times.sub("", main_of(before)) == times.sub("", main_of(after))
    assert before["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert before["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex,nofollow,noarchive">' in before.content.decode()


@pytest.mark.both_databases
def test_preview_of_a_correction_shows_its_note_and_number(client, writer):
    approver = make_approver()
    article = make_public(writer=writer, approver=approver, now=database_now(), headline="Harbour opens")
    take(article, "correct", by=writer, now=database_now(), edition_class=EditionClass.CORRECTION)
    edit(
        article, by=writer, now=database_now(), headline="Harbour opened", next_class="correction",
        correction_class="factual", public_note="It opened on Monday.",
    )  # fmt: skip
    client.force_login(writer)

    page = main_of(client.get(page_url(article)))

    assert "Harbour opened" in page
    assert "Correction: Factual error" in page
    assert "It opened on Monday." in page
    assert "edition 2" in page
    assert article.editions.count() == 1


def test_preview_shows_the_cards_and_the_feed_entry(client, writer, article):
    client.force_login(writer)

    page = main_of(client.get(page_url(article) + "?show=lists"))

    assert page.count('class="row-title"') == 2
    assert "<mark>Harbour</mark>" in page
    assert "&lt;title&gt;Harbour opens&lt;/title&gt;" in page


def test_preview_is_in_the_language_of_the_text_and_leads_to_the_other_versions(client, writer, article):
    other = make_article(by=writer, now=database_now(), headline="Liman açılır", language="az", work=article.work)
    client.force_login(writer)

    page = client.get(page_url(other)).content.decode()

    assert '<html lang="az"' in page
    assert f'href="{page_url(article)}"' in page


@pytest.mark.parametrize(("body", "status"), [("", 302), ("<p>x</p>", 200), ("<h2>Only a heading</h2>", 200)])
def test_a_text_without_headline_can_be_previewed_as_soon_as_it_has_words(client, writer, body, status):
    article = make_article(by=writer, now=database_now(), headline="", body=body)
    client.force_login(writer)

    assert client.get(page_url(article)).status_code == status
    assert client.get(page_url(article) + "?show=lists").status_code == status


def test_what_restores_a_withdrawn_text_is_previewed_as_the_next_edition(client, writer):
    approver = make_approver()
    article = make_public(writer=writer, approver=approver, now=database_now(), headline="Harbour opens")
    take(article, "withdraw", by=approver, now=database_now(), note="Wrong day.")
    take(article, "restore", by=writer, now=database_now())
    edit(article, by=writer, now=database_now(), headline="Harbour opens on Monday", next_class="update")
    client.force_login(writer)

    page = main_of(client.get(page_url(article)))

    assert "Harbour opens on Monday" in page
    assert "no longer stands by" not in page
    assert "edition 3" in page


def test_a_limited_text_has_no_preview_for_others(client, writer, article):
    type(article).objects.filter(pk=article.pk).update(limited=True)
    client.force_login(make_approver())

    assert client.get(page_url(article)).status_code == 404
    assert client.get(reverse("admin:articles_article_preview_links", args=[article.pk])).status_code == 404


# --- Links ------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_link_is_made_shown_once_and_opens_the_revision_at_a_clean_address(client, writer, article):
    client.force_login(writer)
    links = reverse("admin:articles_article_preview_links", args=[article.pk])

    made = client.post(links, {"recipient": "Daily News", "hours": "48"}).content.decode()
    secret = re.search(r"/preview/([\w-]+)/", made)[1]
    reader = Client()
    entered = reader.get(f"/preview/{secret}/")
    page = reader.get(entered["Location"])

    link = PreviewLink.objects.get()
    cookie = entered.cookies["preview"]
    assert entered["Location"] == f"/preview/{link.uid}/"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (entered["Location"], True, "Lax")
    assert "Harbour opens" in main_of(page)
    assert "Daily News" in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert secret not in link.secret_hash
    assert secret not in client.get(links).content.decode()
    assert PreviewView.objects.filter(link=link).count() == 1
    acts = AuditEntry.objects.filter(subject=f"article:{article.uid}", action__startswith="preview")
    assert [entry.action for entry in acts.order_by("number")] == ["preview-made", "preview-viewed"]


def test_a_link_shows_its_revision_though_the_text_goes_on(writer, article):
    _link, address = linked(article, writer)
    edit(article, by=writer, now=database_now(), headline="Harbour closes")

    page = main_of(Client().get(address, follow=True))

    assert "Harbour opens" in page
    assert "Harbour closes" not in page


def test_a_link_opens_no_other_text(writer, article):
    other = make_article(by=writer, now=database_now(), headline="Budget falls")
    _mine, address = linked(article, writer)
    theirs, _address = linked(other, writer)
    reader = Client()
    reader.get(address)
    secret = address.split("/")[2]

    assert reader.get(f"/preview/{theirs.uid}/").status_code == 404
    assert Client(headers={"Cookie": f"preview={secret}"}).get(f"/preview/{theirs.uid}/").status_code == 404
    assert "Budget" not in reader.get(address, follow=True).content.decode()


def revoked(link, article, writer):
    previewing.revoke(link, by=writer, now=database_now())


def expired(link, article, writer):
    PreviewLink.objects.update(expires_at=database_now() - dt.timedelta(seconds=1))


def published(link, article, writer):
    publish(article, writer=writer, approver=make_approver(), now=database_now())


def corrected_past_it(link, article, writer):
    edit(article, by=writer, now=database_now(), headline="Harbour opened")
    published(link, article, writer)


def discarded(link, article, writer):
    take(article, "discard", by=writer, now=database_now())


def erased(link, article, writer):
    article.revisions.filter(pk=link.revision_id).update(document=None, redacted_at=database_now())


def left_by_its_maker(link, article, writer):
    writer.is_active = False
    writer.save()


@pytest.mark.parametrize(
    "end",
    [revoked, expired, published, corrected_past_it, discarded, erased, left_by_its_maker],
    ids=lambda end: end.__name__,
)
def test_a_link_that_ended_is_answered_as_one_that_never_was(writer, article, end):
    link, address = linked(article, writer)
    reader = Client()
    opened = reader.get(address, follow=True)
    end(link, article, writer)

    noise = re.compile(rb"nonce=\"[^\"]+\"|req_\w+")
    answers = [
        reader.get(address),
        reader.get(f"/preview/{link.uid}/"),
        reader.get("/preview/never-was-such-a-secret/"),
        reader.get("/preview/00000000-0000-4000-8000-000000000000/"),
    ]
    assert opened.status_code == 200
    assert {(a.status_code, a["Cache-Control"], noise.sub(b"", a.content)) for a in answers} == {
        (404, answers[0]["Cache-Control"], noise.sub(b"", answers[0].content))
    }


def test_an_embargoed_text_can_still_be_seen_through_its_link(writer, article):
    _link, address = linked(article, writer)
    publish(article, writer=writer, approver=make_approver(), now=database_now(), at=database_now() + dt.timedelta(1))

    assert Client().get(address, follow=True).status_code == 200


def test_who_may_not_change_or_see_the_text_makes_no_link(article, writer):
    reviewer, stranger = make_user("Reviewer"), make_writer()
    with pytest.raises(RightError):
        linked(article, reviewer)
    type(article).objects.filter(pk=article.pk).update(limited=True)
    article.refresh_from_db()
    with pytest.raises(RightError):
        linked(article, stranger)


@pytest.mark.parametrize(("hours", "recipient"), [(24 * 15, "Daily News"), (0, "Daily News"), (48, "  ")])
def test_a_link_without_end_or_reader_is_not_made(article, writer, hours, recipient):
    with pytest.raises(TransitionError):
        linked(article, writer, hours=hours, recipient=recipient)


def test_nothing_is_shown_beforehand_of_what_is_public(writer):
    article = make_public(writer=writer, now=database_now())

    with pytest.raises(TransitionError):
        linked(article, writer)


@pytest.mark.both_databases
def test_the_list_says_who_looked_and_that_newer_words_stand(client, writer, article):
    link, address = linked(article, writer)
    Client().get(address, follow=True)
    edit(article, by=writer, now=database_now(), headline="Harbour closes")
    client.force_login(writer)
    links = reverse("admin:articles_article_preview_links", args=[article.pk])

    page = client.get(links).content.decode()
    client.post(links, {"revoke": str(link.uid)})

    assert "Seen 1 time" in page
    assert "this link shows the earlier words" in page
    link.refresh_from_db()
    assert link.revoked_by == writer


def test_readers_of_the_site_get_no_cookie_and_a_link_gives_no_session(writer, article):
    _link, address = linked(article, writer)
    reader = Client()
    reader.get(address, follow=True)

    assert set(reader.cookies) == {"preview"}


def test_every_door_for_links_is_known_and_shut_to_guesses():
    doors = {pattern.name for _route, pattern, shown in walk(get_resolver()) if shown.audience == Audience.PREVIEW}

    assert doors == {"preview", "preview-enter"}
    for said in ("00000000-0000-4000-8000-000000000000", "guess", "%00", "x" * 300):
        for method in ("get", "head", "options", "post"):
            assert getattr(Client(), method)(f"/preview/{said}/").status_code in (404, 405), (said, method)
