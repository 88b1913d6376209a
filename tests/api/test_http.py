"""The manners of the API: methods, conditional answers, lifetimes, cross-origin reading, media types, errors."""

import re

import pytest
from django.test import Client

from tests.api.conftest import ago, make_full
from tests.factories import make_public
from tests.statements import statements

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/", "/articles/", "/officials/", "/positions/", "/organisations/", "/events/", "/sources/", "/topics/",
    "/statements/", "/kinds/", "/search/?q=jane", "/changes/", "/openapi.json",
)  # fmt: skip


def test_index_leads_to_every_resource(reader, db):
    index = reader.get("/").json()

    assert set(index["resources"]) == {
        "articles", "officials", "positions", "organisations", "events", "sources", "topics", "places",
        "contacts", "statements", "kinds", "search", "changes",
    }  # fmt: skip
    for name, address in index["resources"].items():
        assert reader.get(address).status_code == (400 if name == "search" else 200)
    assert reader.get(index["openapi"]).status_code == reader.get(index["docs"]).status_code == 200


def test_answer_has_what_clients_and_caches_need(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    for address in ADDRESSES:
        response = reader.get(address)
        assert response.status_code == 200, address
        assert response.headers["Content-Type"] == "application/json"
        assert re.fullmatch(r'"[0-9a-f]{24}"', response.headers["ETag"])
        assert int(re.fullmatch(r"public, max-age=(\d+)", response.headers["Cache-Control"])[1]) <= 60
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["X-Request-Id"].startswith("req_")
        assert not response.cookies


def test_client_that_has_the_answer_gets_304(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    for address in ADDRESSES:
        tag = reader.get(address).headers["ETag"]
        for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            response = reader.get(address, **{"If-None-Match": given})
            assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)
            assert "max-age" in response.headers["Cache-Control"]
            assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert reader.get(address, **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/articles/", "/articles/?fields=*", "/changes/", "/statements/", "/search/?q=jane"]
)
def test_304_asks_the_database_for_no_text(reader, writer, approver, address):
    make_full(writer=writer, approver=approver)
    tag = reader.get(address).headers["ETag"]

    with statements() as captured:
        reader.get(address, **{"If-None-Match": tag})

    assert [one["sql"] for one in captured] == []


def test_tag_moves_with_what_is_public(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30))
    tags = {address: reader.get(address).headers["ETag"] for address in ("/articles/", f"/articles/{article.uid}/")}

    make_public(writer=writer, approver=approver, now=ago(20))

    for address, tag in tags.items():
        assert reader.get(address, **{"If-None-Match": tag}).status_code == 200


def test_tag_is_of_the_whole_query(reader, writer, approver):
    make_public(writer=writer, approver=approver, now=ago(30))
    addresses = ("/articles/", "/articles/?limit=1", "/articles/?fields=id", "/search/?q=a")

    assert len({reader.get(address).headers["ETag"] for address in addresses}) == 4


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(client, db, method):
    for address in ("/", "/articles/", "/articles/PR-000000/", "/kinds/", "/docs/", "/nothing/"):
        response = getattr(client, method)(f"/api/v1{address}", b"{", content_type="application/json")

        assert response.status_code == 405
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["Cache-Control"] == "no-store"


def test_post_needs_no_token_to_be_refused(db):
    assert Client(enforce_csrf_checks=True).post("/api/v1/docs/").status_code == 405


def test_head_is_get_without_a_body(client, reader, writer, approver):
    make_full(writer=writer, approver=approver)

    for address in ADDRESSES:
        tag = reader.get(address).headers["ETag"]
        response = client.head(f"/api/v1{address}")
        assert (response.status_code, response.content, response.headers["ETag"]) == (200, b"", tag)


def test_browser_may_ask_before_it_reads(client, db):
    response = client.options("/api/v1/articles/", headers={"Origin": "https://other.example"})

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/nothing",
        "/articles//",
        "//articles/",
        "/articles/a/b/c/",
        "/openapi.yaml",
        "/%00/",
        "/é/",
        "/../",
    ],
)
def test_address_of_nothing_is_a_problem(reader, db, address):
    response = reader.get(address)

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["type"] == "https://press.example/problems/not-found/"


def test_address_outside_the_version_is_a_problem_too(client, db):
    for address in ("/api/", "/api/v2/articles/"):
        response = client.get(address)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_missing_slash_is_mended(reader, db):
    response = reader.get("/articles?limit=1")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/articles/?limit=1")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/json", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("application/*", 200),
        ("image/png", 406),
        (";;;,", 406),
        ("\x07/\x07", 406),
    ],
)
def test_json_is_what_is_spoken(reader, db, accept, status):
    response = reader.get("/articles/", Accept=accept)

    assert response.status_code == status
    if status == 406:
        assert response.headers["Content-Type"] == "application/problem+json"


def test_errors_are_told_in_the_language_of_the_client_with_stable_codes(reader, db):
    response = reader.get("/articles/?limit=0", **{"Accept-Language": "az"})

    assert response.json()["errors"][0]["code"] == "invalid-value"


def test_docs_work_without_script_and_name_every_operation(reader, db):
    response = reader.get("/docs/")
    html = response.content.decode()
    described = reader.get("/openapi.json").json()

    assert response.status_code == 200
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    assert not re.search(r'(?:src|href)="https?://(?!press\.example)', html.replace('rel="canonical"', ""))
    for path, methods in described["paths"].items():
        operation = methods["get"]
        assert f'id="{operation["operationId"]}"' in html
        assert path in html
        for parameter in operation.get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in html
    assert set(re.findall(r'href="#(shape-\w+)"', html)) <= set(re.findall(r'id="(shape-\w+)"', html))
