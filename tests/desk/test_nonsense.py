"""What nobody means to send: the pages of the desk refuse it in words, and nothing fails or is lost by it."""

import pytest
from django.urls import reverse

from articles.models.writing import Buffer
from tests.desk.admin_forms import save
from tests.factories import make_approver, make_article

pytestmark = pytest.mark.django_db
PAGES = ("change", "contacts", "boilerplate", "reviewing", "proposals", "versions")


@pytest.mark.parametrize("nonsense", ["²", "9" * 5000, "9" * 25])
def test_what_is_no_number_of_a_row_is_refused_and_nothing_fails(client, nonsense):
    approver = make_approver()
    article = make_article(by=approver)
    client.force_login(approver)
    at = {name: reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in PAGES}

    asked = [
        client.post(at["change"], {"version": "0", "headline": "New", "topics": [nonsense], "body": "<p>New</p>"}),
        client.post(at["change"], {"version": article.version, "_merge": "1", f"row-{nonsense}": "mine", "body": "x"}),
        client.post(at["contacts"], {"contact": nonsense, "instead_of": nonsense}),
        client.post(at["boilerplate"], {"boilerplate": nonsense, "version": nonsense}),
        client.post(at["reviewing"], {"act": "withdraw", "request": nonsense}),
        client.post(at["proposals"], {"decision": "accept", "proposal": nonsense, "version": nonsense}),
        client.post(at["versions"], {"revision": nonsense, "version": nonsense}),
        client.get(at["versions"], {"from": nonsense, "to": nonsense}),
        client.get(reverse("admin:readiness"), {"hours": nonsense}),
    ]

    assert [response.status_code for response in asked if response.status_code >= 500] == []
    article.refresh_from_db()
    assert article.revisions.count() == 1


@pytest.mark.both_databases
def test_a_character_no_database_keeps_costs_nobody_their_typing(client):
    approver = make_approver()
    article = make_article(by=approver)
    client.force_login(approver)

    kept = client.post(reverse("admin:articles_article_keep", args=[article.pk]), {"typing": "1", "headline": "a\x00b"})
    passed = client.post(
        reverse("admin:articles_article_waive", args=[article.pk]), {"decision": "take_back", "key": "\x00"}
    )
    searched = [reverse("admin:search"), reverse("admin:articles_article_names")]
    found = [client.get(page, {"q": "a\x00b"}).status_code for page in searched]

    assert (kept.status_code, passed.status_code, found) == (200, 302, [200, 200])
    assert Buffer.objects.get(article=article).values["headline"] == ["ab"]


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Baku", "0001-01-01T00:00"), ("America/New_York", "9999-12-31T23:59")]
)
def test_an_hour_at_the_end_of_the_calendar_is_refused_in_words(client, settings, hour, zone):
    settings.OFFICE_TIME_ZONE = zone
    approver = make_approver()
    article = make_article(by=approver)
    client.force_login(approver)

    response = save(client, article, meant_for=hour)

    assert response.status_code == 200
    assert "Give the hour as" in response.content.decode()
