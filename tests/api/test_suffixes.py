"""Every page's address with .json at its end gives its data: the API's own answer."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from articles.addresses import article_url
from articles.models.edition import Edition
from pressoffice.suffixes import DATA, WITHOUT_DATA
from pressoffice.urls import PAGES
from tests.api.conftest import ago, make_full
from tests.factories import make_public, take
from tests.statements import statements

pytestmark = pytest.mark.django_db


def is_page(pattern):
    """Whether a pattern is a page for readers, and no file."""
    return not re.search(r"\.\w+$", str(pattern.pattern))


def test_every_page_has_data_or_is_said_to_have_none():
    names = {pattern.name for pattern in PAGES if is_page(pattern)}

    assert names == set(DATA) | set(WITHOUT_DATA)
    assert set(DATA) & set(WITHOUT_DATA) == set()


@pytest.fixture
def article(writer, approver):
    return make_full(writer=writer, approver=approver, now=ago(60))


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/en/.json", "/articles/"),
        ("/en/news.json", "/articles/"),
        ("/en/news/press-releases.json", "/articles/?kind=press_release"),
        ("/en/search.json?q=Jane", "/search/?q=Jane"),
        ("/en/officials.json", "/officials/"),
        ("/en/officials/jane-doe.json", "/officials/jane-doe/"),
        ("/en/organisations.json?name=foreign", "/organisations/?name=foreign"),
        ("/en/organisations/foreign-ministry.json", "/organisations/foreign-ministry/"),
        ("/en/events.json", "/events/"),
        ("/en/events/talks-in-baku.json", "/events/talks-in-baku/"),
        ("/en/events/calendar/2025-11.json", "/events/?starts_after=2025-11-01&starts_before=2025-12-01"),
        ("/en/events/calendar/2025-W45.json", "/events/?starts_after=2025-11-03&starts_before=2025-11-10"),
        ("/en/topics.json", "/topics/"),
        ("/en/topics/diplomacy.json", "/topics/diplomacy/"),
        ("/en/places.json", "/places/"),
        ("/en/contacts.json", "/contacts/"),
        ("/en/sources.json", "/sources/"),
        ("/en/sources/press-service.json", "/sources/press-service/"),
        ("/en/statements.json", "/statements/"),
        ("/en/developers.json", "/openapi.json"),
    ],
)
def test_data_of_a_page_is_the_answer_of_the_api(client, reader, article, page, address):
    data = client.get(page)
    answer = reader.get(address)

    assert data.status_code == 200, data.content
    assert data.json() == answer.json() | ({"results": data.json()["results"]} if "results" in data.json() else {})
    assert data.headers["Content-Type"] == "application/json"
    assert data.headers["Access-Control-Allow-Origin"] == "*"
    if "results" in data.json():
        assert [row["id"] for row in data.json()["results"]] == [row["id"] for row in answer.json()["results"]]


def test_data_of_a_text_and_of_its_history(client, reader, article):
    page = article_url(Edition.objects.get())

    assert client.get(f"{page}.json").json() == reader.get(f"/articles/{article.uid}/").json()
    assert client.get(f"{page}/history.json").json() == reader.get(f"/articles/{article.uid}/editions/").json()
    assert client.get(f"{page}.json?fields=id").json() == {"id": str(article.uid)}


def test_data_of_a_day_is_that_of_its_archive(client, reader, article):
    year, month = article_url(Edition.objects.get()).split("/")[3:5]

    for path in (f"{year}", f"{year}/{month}"):
        rows = client.get(f"/en/news/{path}.json").json()["results"]
        assert [row["id"] for row in rows] == [str(article.uid)]
    assert client.get("/en/news/2001.json").json()["results"] == []


def test_pages_of_data_lead_on_in_the_api(client, reader, writer, approver):
    for n in range(3):
        make_public(writer=writer, approver=approver, now=ago(10 + n), kind="speech")

    first = client.get("/en/news/speeches.json?limit=2").json()

    assert first["next"].startswith("https://press.example/api/v1/articles/?")
    assert len(reader.rows(first["next"])) == 1


def test_wrong_questions_are_refused_as_the_api_refuses_them(client, article):
    answer = client.get("/en/news.json?knid=speech")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["did_you_mean"] == "kind"


@pytest.mark.parametrize(
    "page",
    [
        "/en/news/2026/11/nothing.json",
        "/en/officials/nobody.json",
        "/en/news/bogus.json",
        "/en/events/calendar/2025-W53.json",
    ],
)
def test_what_is_not_there_is_told_as_the_api_tells_it(client, article, page):
    answer = client.get(page)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_retracted_text_is_gone_here_too(client, article, approver):
    page = article_url(Edition.objects.get())
    take(article, "retract", by=approver, now=ago(5), note="Never said.")

    answer = client.get(f"{page}.json")

    assert (answer.status_code, answer.json()["note"]) == (410, "Never said.")


def test_nothing_is_written_here(client, db):
    assert client.post("/en/news.json").status_code == 405


def test_answer_that_is_known_costs_a_client_nothing(client, article):
    first = client.get("/en/news.json")

    assert client.get("/en/news.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_data_of_a_text_costs_one_statement_more_than_the_api_needs(client, article):
    page = article_url(Edition.objects.get())
    with override("en"):
        api = reverse("api-article", args=[article.uid])
    costs = []
    for address in (api, f"{page}.json"):
        with statements() as cost:
            client.get(address)
        costs.append(len(cost))

    assert costs[1] == costs[0] + 1 <= 5
