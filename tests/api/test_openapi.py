"""The description of the API: valid, complete, and of the same parts as what answers."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate

from articles import filters
from articles.viewsets.reference import document, operations_of
from articles.viewsets.tables import PATH, filled
from pressoffice import api

FILTERS = {
    "/api/v1/articles/": filters.EditionFilter,
    "/api/v1/search/": filters.EditionFilter,
    "/api/v1/officials/": filters.PersonFilter,
    "/api/v1/positions/": filters.PositionFilter,
    "/api/v1/organisations/": filters.OrganisationFilter,
    "/api/v1/events/": filters.EventFilter,
    "/api/v1/sources/": filters.SourceFilter,
    "/api/v1/topics/": filters.TopicFilter,
    "/api/v1/places/": filters.PlaceFilter,
    "/api/v1/contacts/": filters.ContactFilter,
    "/api/v1/statements/": filters.StatementFilter,
}
PAGING = {"limit", "cursor", "order", "fields", "format"}


def test_document_is_valid_and_made_without_a_warning(capsys):
    document.cache_clear()
    GENERATOR_STATS.reset()
    made = document()

    validate(made)
    assert made["openapi"].startswith("3.1")
    assert (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache) == ({}, {})


def test_every_address_is_described_or_describes():
    named = {pattern.name for pattern in api.urlpatterns}

    assert len(document()["paths"]) == len(named) - len({"api-openapi", "api-docs", "api-nothing"})


def test_operations_have_readable_names_each_its_own():
    ids = [methods["get"]["operationId"] for methods in document()["paths"].values()]

    assert len(ids) == len(set(ids))
    assert {"listArticles", "getArticle", "listArticleEditions", "getArticleEdition", "listChanges"} <= set(ids)
    assert all(list(methods) == ["get"] for methods in document()["paths"].values())


@pytest.mark.parametrize("path", FILTERS)
def test_filters_are_the_parameters(path):
    parameters = document()["paths"][path]["get"]["parameters"]
    asked = {p["name"]: p for p in parameters if p["in"] == "query"}

    own = {"at", "expand", "facets", "include"} | ({"type"} if path == "/api/v1/search/" else set())
    assert set(asked) - PAGING - own == set(FILTERS[path].base_filters)
    assert set(asked) >= PAGING
    for name, one in FILTERS[path].base_filters.items():
        assert asked[name]["description"]
        if one.extra.get("choices"):
            assert asked[name]["schema"]["items"]["enum"] == [value for value, _label in one.extra["choices"]]


def test_every_operation_says_what_can_go_wrong():
    for path, methods in document()["paths"].items():
        answers = methods["get"]["responses"]
        expected = {"200", "304", "400", "404", "405", "406"} | ({"410"} if "{reference}" in path else set())
        narrowed = FILTERS.get(path) or (filters.EditionFilter if path == "/api/v1/changes/" else None)
        asked = narrowed.base_filters.values() if narrowed else ()
        if "{name}" in path or any(isinstance(one, filters.ThingFilter) for one in asked):
            expected |= {"301"}  # a row of a register that was merged into another
        assert set(answers) == expected, path
        for status, answer in answers.items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]


def test_orders_and_limits_are_told():
    asked = {p["name"]: p["schema"] for p in document()["paths"]["/api/v1/articles/"]["get"]["parameters"]}

    assert asked["order"] == {
        "type": "string",
        "enum": ["-published", "published", "-updated", "updated", "headline", "-headline", "relevance"],
        "default": "-published",
    }
    assert (asked["limit"]["minimum"], asked["limit"]["maximum"], asked["limit"]["default"]) == (1, 100, 20)
    assert operations_of("search").needs == ("q",)


def test_tables_of_the_documentation_are_those_of_the_code():
    assert filled(PATH.read_text(encoding="utf-8")) == PATH.read_text(encoding="utf-8")
