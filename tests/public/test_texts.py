"""A text's page through its door: now, before its hour, as it was, corrected, withdrawn, retracted, redirected."""

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from articles import visible
from articles.addresses import article_url
from articles.models.edition import Edition
from articles.models.parts import Statement
from tests.factories import NOW, edit, make_article, make_public, minutes, publish, take

pytestmark = pytest.mark.django_db


def ago(number):
    return timezone.now() - minutes(number)


def later(article, action, *, by, **options):
    """A step taken now by the real clock, seen by the next request."""
    take(article, action, by=by, now=timezone.now(), **options)
    visible.forget()


def live(article):
    return Edition.objects.public(timezone.now()).get(article_uid=article.uid)


def correct(article, writer, approver, **fields):
    take(article, "correct", by=writer, now=timezone.now())
    edit(article, by=writer, now=timezone.now(), correction_class="typo", public_note="“met” was wrong.", **fields)
    take(article, "submit", by=writer, now=timezone.now())
    take(article, "approve", by=approver, now=timezone.now())
    visible.forget()


def stamp(instant):
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def test_text_is_shown_at_its_hour_and_not_a_second_before(ask, writer, approver):
    hour = NOW + minutes(60)
    make_public(writer=writer, approver=approver, at=hour, headline="Ministers meet")
    path = article_url(Edition.objects.get())

    with pytest.raises(Http404):
        ask(path, hour - dt.timedelta(seconds=1))
    assert "Ministers meet" in ask(path, hour).content.decode()


def test_text_to_come_answers_as_one_that_does_not_exist(client, writer, approver):
    hour = timezone.now() + minutes(60)
    make_public(writer=writer, approver=approver, now=timezone.now(), at=hour)
    coming = client.get(article_url(Edition.objects.get()))
    never = client.get("/en/news/2020/01/never-was")

    assert coming.status_code == never.status_code == 404
    assert coming.content == never.content
    assert coming["Cache-Control"] == never["Cache-Control"] == "no-store"


def test_draft_has_no_address(client, writer):
    article = make_article(by=writer, now=timezone.now())
    month = timezone.now().strftime("%Y/%m")

    assert client.get(f"/en/news/{month}/{article.slug}").status_code == 404
    assert client.get(f"/id/articles/PR-{article.reference}").status_code == 404
    assert client.get(f"/r/PR-{article.reference}").status_code == 404


def test_page_gives_parts_with_links_and_permanent_address(client, make_rich):
    article = make_rich(1)
    page = client.get(article_url(live(article))).content.decode()

    for address in ("/en/officials/ali-terhes1/", "/en/organisations/ministry-1/", "/en/events/meeting-1/",
                    "/en/topics/topic-1/", "/en/sources/agency-1/"):  # fmt: skip
        assert f'href="{address}"' in page
    assert "Minister of 1" in page
    assert f"https://press.example/id/articles/PR-{article.reference}" in page


def test_every_paragraph_has_an_anchor_and_a_link_to_it(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    page = client.get(article_url(live(article))).content.decode()

    ids = [part.split('"')[0] for part in page.split('<p id="')[1:]]
    assert len(ids) == 2
    assert all(f'href="#{one}"' in page for one in ids)


def test_body_is_escaped_nowhere_and_everything_else_is(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), headline="<script>alert(1)</script>",
                          body="<p>Fine <strong>words</strong></p><script>alert(2)</script>")  # fmt: skip
    page = client.get(article_url(live(article))).content.decode()

    assert "<strong>words</strong>" in page
    assert "<script>" not in page


def test_at_shows_the_earlier_edition_and_says_so(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(10), headline="Ministers meet")
    then = Edition.objects.get().public_from
    correct(article, writer, approver, headline="Ministers talk")
    path = article_url(live(article))

    now_page, then_page = client.get(path), client.get(path, {"at": stamp(then)})

    assert "<h1>Ministers talk</h1>" in now_page.content.decode()
    assert "“met” was wrong." in now_page.content.decode()
    assert "<h1>Ministers meet</h1>" in then_page.content.decode()
    assert "An earlier edition (1)" in then_page.content.decode()
    assert "noindex" in then_page.content.decode()
    assert "noindex" not in now_page.content.decode()


@pytest.mark.parametrize("at", ["2999-01-01", "yesterday", "2025-13-01"])
def test_at_in_the_future_or_unreadable_is_a_bad_question(client, writer, approver, at):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    response = client.get(article_url(live(article)), {"at": at})

    assert response.status_code == 400
    assert "<code>at</code>" in response.content.decode()


def test_at_before_publication_is_not_found(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))

    assert client.get(article_url(live(article)), {"at": "2001-01-01"}).status_code == 404


def test_unknown_parameter_is_refused_and_tracking_is_passed_over(client, writer, approver):
    path = article_url(live(make_public(writer=writer, approver=approver, now=ago(5))))

    assert client.get(path, {"att": "2025-01-01"}).status_code == 400
    assert client.get(path, {"utm_source": "mail"}).status_code == 200


def test_withdrawn_text_stands_under_its_notice(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), headline="Ministers meet")
    later(article, "withdraw", by=approver, note="Under review.")
    response = client.get(article_url(live(article)))
    page = response.content.decode()

    assert response.status_code == 200
    assert 0 < page.index("Under review.") < page.index("<h1>Ministers meet</h1>")


def test_retracted_text_is_gone_everywhere(client, writer, make_rich, approver):
    article = make_rich(1, slug="ministers-agree")
    path, then = article_url(live(article)), Edition.objects.get().public_from
    statement = Statement.objects.exclude(edition=None).get().uid
    assert client.get(f"/en/statements/{statement}/").status_code == 200
    later(article, "retract", by=approver, note="Issued in error.")

    for address in (path, f"{path}?at={stamp(then)}", f"{path}/history/", f"/r/PR-{article.reference}",
                    f"/id/articles/PR-{article.reference}", f"/en/statements/{statement}/"):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 410, address
        assert "agree on point" not in response.content.decode()
        assert response["Cache-Control"] == "no-store"
    assert "Issued in error." in client.get(path).content.decode()
    for gone in ("officials/ali-terhes1", "organisations/ministry-1", "events/meeting-1", "topics/topic-1",
                 "sources/agency-1"):  # fmt: skip
        assert client.get(f"/en/{gone}/").status_code == 404
    for place in ("/en/", "/en/news/", "/en/news/feed.atom", "/en/search/?q=agree", "/en/statements/", "/sitemap.xml"):
        page = client.get(place).content.decode()
        assert "Text 1" not in page, place
        assert article.slug not in page, place


def test_retracted_text_leads_to_its_replacement(client, writer, approver):
    wrong = make_public(writer=writer, approver=approver, now=ago(5), slug="wrong")
    right = make_public(writer=writer, approver=approver, now=ago(5), slug="right")
    path = article_url(live(wrong))
    later(wrong, "retract", by=approver, note="Issued in error.", replacement=right.uid)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, article_url(live(right)))
    assert client.get(f"/r/PR-{wrong.reference}")["Location"] == article_url(live(right))


def test_restored_text_keeps_the_erased_words_closed(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), headline="Wrong words")
    then = Edition.objects.get().public_from
    later(article, "retract", by=approver, note="Issued in error.")
    take(article, "restore", by=writer, now=timezone.now())
    edit(article, by=writer, now=timezone.now(), headline="Right words")
    take(article, "submit", by=writer, now=timezone.now())
    later(article, "approve", by=approver)
    path = article_url(live(article))

    assert client.get(path).status_code == 200
    assert client.get(path, {"at": stamp(then)}).status_code == 410
    history = client.get(f"{path}/history/").content.decode()
    assert "Wrong words" not in history
    assert "Issued in error." in history


def test_old_published_slug_leads_to_the_present_one(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), slug="first-slug")
    old = article_url(live(article))
    correct(article, writer, approver, slug="second-slug")

    response = client.get(old)

    assert response.status_code == 301
    assert response["Location"] == article_url(live(article)) != old
    assert client.get(f"{old}/history/")["Location"] == f"{article_url(live(article))}/history/"
    assert client.get(f"{old}?at=2001-01-01")["Location"].endswith("second-slug?at=2001-01-01")


def test_slug_of_a_correction_to_come_is_unknown(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), slug="first-slug")
    take(article, "correct", by=writer, now=timezone.now())
    edit(article, by=writer, now=timezone.now(), slug="second-slug", correction_class="typo", public_note="A word.")
    take(article, "submit", by=writer, now=timezone.now())
    take(article, "approve", by=approver, now=timezone.now(), at=timezone.now() + minutes(60))

    assert client.get(article_url(live(article)).replace("first", "second")).status_code == 404


def test_wrong_month_and_wrong_language_lead_to_the_right_address(client, writer, approver):
    right = article_url(live(make_public(writer=writer, approver=approver, now=ago(5), slug="a-text")))

    for wrong in ("/en/news/2001/01/a-text", right.replace("/en/", "/az/")):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (301, right)


def test_languages_of_one_work_lead_to_each_other(client, writer, approver):
    one = make_public(writer=writer, approver=approver, now=ago(5), slug="one")
    two = make_public(writer=writer, approver=approver, now=ago(5), slug="bir", language="az", work=one.work)
    make_public(
        writer=writer, approver=approver, now=timezone.now(), at=timezone.now() + minutes(60),
        slug="odin", language="ru", work=one.work,
    )  # fmt: skip
    page = client.get(article_url(live(one))).content.decode()

    assert f'hreflang="az" href="https://press.example{article_url(live(two))}"' in page
    assert "/odin" not in page
    assert 'href="/ru/news/?language=ru"' in page


@pytest.mark.parametrize(("written", "status"), [("id/articles", 303), ("r", 302)])
def test_permanent_address_reads_references_as_people_write_them(client, writer, approver, written, status):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    response = client.get(f"/{written}/PR-{article.reference.lower()}")

    assert (response.status_code, response["Location"]) == (status, article_url(live(article)))


def test_history_names_every_public_edition_and_no_other(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(10), headline="Ministers meet")
    correct(article, writer, approver, headline="Ministers talk")
    take(article, "correct", by=writer, now=timezone.now())
    edit(article, by=writer, now=timezone.now(), headline="Secret", correction_class="typo", public_note="Secret note.")
    take(article, "submit", by=writer, now=timezone.now())
    take(article, "approve", by=approver, now=timezone.now(), at=timezone.now() + minutes(60))
    page = client.get(f"{article_url(live(article))}/history/").content.decode()

    assert "Edition 2: Correction" in page
    assert "Edition 1: First edition" in page
    assert "Secret" not in page
    assert "Edition 3" not in page


def test_redacted_edition_shows_no_word(client, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), headline="Ministers meet")
    path = article_url(live(article))
    Edition.objects.filter(article_uid=article.uid).update(document=None, redacted_at=timezone.now())
    visible.forget()

    assert client.get(path).status_code == 410
    assert client.get(f"/r/PR-{article.reference}").status_code == 410
    for place in (path, "/en/", "/en/news/", "/en/news/feed.atom", "/sitemap.xml"):
        assert "Ministers meet" not in client.get(place).content.decode()


def test_statement_keeps_its_address_through_a_correction(client, writer, approver, make_rich):
    article = make_rich(1)
    uid = Statement.objects.exclude(edition=None).get().uid
    correct(article, writer, approver, headline="Another headline")
    page = client.get(f"/en/statements/{uid}/")

    assert page.status_code == 200
    assert "Another headline" in page.content.decode()

    take(article, "correct", by=writer, now=timezone.now())
    Statement.objects.filter(article=article).delete()
    edit(article, by=writer, now=timezone.now(), correction_class="factual", public_note="It was not said.")
    take(article, "submit", by=writer, now=timezone.now())
    later(article, "approve", by=approver)

    assert client.get(f"/en/statements/{uid}/").status_code == 410


def test_held_text_is_nowhere(client, writer, approver):
    article = make_article(by=writer, now=timezone.now(), headline="Held words")
    publish(article, writer=writer, approver=approver, now=timezone.now(), hold=True)

    for place in ("/en/", "/en/news/", "/en/search/?q=held", "/en/news/feed.atom", "/sitemap.xml"):
        assert "Held words" not in client.get(place).content.decode()
