"""The description of the API is pinned: what clients rely on is never taken away unnoticed."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command
from openapi_spec_validator import validate

from articles.management.commands.openapi import PINNED
from articles.viewsets.pinned import breaks


@pytest.fixture
def pinned():
    return json.loads(PINNED.read_text())


def test_api_is_the_pinned_one():
    call_command("openapi", check=True)


def test_pinned_document_is_valid(pinned):
    validate(pinned)


def drop(path):
    def change(document):
        *way, last = path
        for step in way:
            document = document[step]
        del document[last]

    return change


def parameter(document, path, name):
    return next(p for p in document["paths"][path]["get"]["parameters"] if p["name"] == name)


ARTICLES = "/api/v1/articles/"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (drop(["paths", "/api/v1/kinds/"]), "GET /api/v1/kinds/ is gone"),
        (drop(["components", "schemas", "Article", "properties", "title"]), "Article: the field title is gone"),
        (drop(["components", "schemas", "Kinds"]), "the shape Kinds is gone"),
        (lambda d: parameter(d, ARTICLES, "kind").update(name="sort"), f"GET {ARTICLES}: parameter kind is gone"),
        (lambda d: parameter(d, ARTICLES, "kind").update(required=True), f"GET {ARTICLES}: parameter kind is required"),
        (
            lambda d: parameter(d, ARTICLES, "kind")["schema"]["items"]["enum"].remove("speech"),
            f"GET {ARTICLES}: parameter kind[]: the value speech is gone",
        ),
        (
            lambda d: parameter(d, ARTICLES, "limit")["schema"].update(maximum=10),
            f"GET {ARTICLES}: parameter limit takes less",
        ),
        (
            lambda d: d["components"]["schemas"]["Article"]["properties"]["edition"].update(type="string"),
            "Article.edition is string, no longer integer",
        ),
        (lambda d: d["paths"][ARTICLES]["get"]["responses"].pop("304"), f"GET {ARTICLES}: no longer answers 304"),
        (
            lambda d: d["paths"][ARTICLES]["get"].update(operationId="articles"),
            f"GET {ARTICLES} is called articles, no longer listArticles",
        ),
    ],
)
def test_what_would_break_clients_is_told(pinned, change, sentence):
    made = copy.deepcopy(pinned)
    change(made)

    assert sentence in breaks(pinned, made)


def test_what_is_new_breaks_nobody(pinned):
    made = copy.deepcopy(pinned)
    made["paths"]["/api/v1/news/"] = made["paths"]["/api/v1/kinds/"]
    made["components"]["schemas"]["Article"]["properties"]["colour"] = {"type": "string"}
    made["paths"][ARTICLES]["get"]["parameters"].append({"in": "query", "name": "colour", "schema": {"type": "string"}})
    parameter(made, ARTICLES, "kind")["schema"]["items"]["enum"].append("poem")

    assert breaks(pinned, made) == []
    assert breaks(pinned, pinned) == []


def test_pinning_refuses_what_would_break(pinned, tmp_path):
    other = tmp_path / "openapi.json"
    lost = copy.deepcopy(pinned)
    lost["paths"]["/api/v1/gone/"] = lost["paths"]["/api/v1/kinds/"]
    other.write_text(json.dumps(lost))

    with pytest.raises(CommandError, match="GET /api/v1/gone/ is gone"):
        call_command("openapi", pin=True, file=other)
    call_command("openapi", pin=True, may_break=True, file=other)

    assert json.loads(other.read_text()) == pinned
