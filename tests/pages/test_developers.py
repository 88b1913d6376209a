"""The page for developers: a console that works without a script, and what it says of formats and changes."""

import pytest

from articles.formats import FORMATS
from articles.models.change import Change
from articles.viewsets.reference import RESOURCES, document
from tests.pages.conftest import page, words
from tests.statements import statements

pytestmark = pytest.mark.django_db

DOOR = "/en/developers/"


@pytest.mark.parametrize("resource", RESOURCES)
def test_console_offers_every_parameter_of_a_resource(client, resource):
    tree = page(client, f"{DOOR}?resource={resource}")
    asked = document()["paths"][f"/api/v1/{resource}/"]["get"].get("parameters", [])

    fields = tree.xpath('//form[@id="console-form"]//*[self::input or self::select]/@name')
    assert sorted(fields) == sorted(["resource", *(one["name"] for one in asked if one["in"] == "query")])
    assert words(tree.xpath('//nav[@class="kinds"]//a[@aria-current]')) == [resource]


def test_form_leads_to_the_api_without_what_was_left_empty(client):
    answer = client.get(f"{DOOR}?resource=articles&send=1&q=peace+talks&kind=speech&topic=&limit=5")

    assert (answer.status_code, answer["Location"]) == (302, "/api/v1/articles/?q=peace+talks&kind=speech&limit=5")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(f"{DOOR}?resource=kinds&send=1")["Location"] == "/api/v1/kinds/"


def test_form_is_filled_by_its_address(client):
    tree = page(client, f"{DOOR}?resource=articles&kind=speech&limit=5")

    assert tree.xpath('//select[@name="kind"]/option[@selected]/text()') == ["speech"]
    assert tree.xpath('//input[@name="limit"]/@value') == ["5"]


@pytest.mark.parametrize("question", ["resource=letters", "sendd=1", "kinnd=speech", "send=1&resource=kinds&q=x"])
def test_unknown_parameter_is_refused_by_name(client, question):
    assert client.get(f"{DOOR}?{question}").status_code == 400


def test_every_change_and_every_format_is_explained(client):
    tree = page(client, DOOR)

    assert words(tree.xpath('//tbody/tr/th[@scope="row"]')) == [kind.value for kind in Change.Type]
    for name in FORMATS:
        assert name in words(tree.xpath('//section[@aria-labelledby="formats"]//td[1]'))


def test_page_asks_the_database_nothing_and_is_known_by_one_address(client):
    with statements() as asked:
        client.get(f"{DOOR}?resource=events")
    tree = page(client, f"{DOOR}?resource=events")

    assert len(asked) == 0
    assert tree.xpath('string(//link[@rel="canonical"]/@href)') == f"https://press.example{DOOR}"
    assert tree.xpath('string(//meta[@name="robots"]/@content)') == "noindex,follow"


@pytest.mark.parametrize("path", ["developers", "accessibility", "corrections/policy"])
@pytest.mark.parametrize("language", ["az", "ru"])
def test_plain_pages_are_in_every_language(client, path, language):
    tree = page(client, f"/{language}/{path}/")

    assert tree.get("lang") == language
    assert len(tree.xpath("//h1")) == 1
