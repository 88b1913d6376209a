"""The API's own pages: where to begin, the OpenAPI document, its reading for people, and the refusal of the rest."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator

from articles.addresses import absolute
from articles.serializers.log import IndexSerializer
from articles.serializers.shapes import api_address
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import Operation
from pressoffice.ground.freshness import seconds_to_the_minute
from pressoffice.ground.problems import CATALOGUE, Problem, problem_response

RESOURCES = (
    "articles", "officials", "positions", "organisations", "events", "sources", "topics", "places", "contacts",
    "statements", "kinds", "search", "changes",
)  # fmt: skip


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of this process, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        return SchemaGenerator().get_schema(request=None, public=True)


def operations_of(name: str) -> Operation:
    """The operation that lists a resource."""
    return resolve(reverse(f"api-{name}")).func.cls.operations["list"]


class IndexViewSet(PublicViewSet):
    """Where to begin."""

    tag = "index"
    operations = {"list": Operation("getIndex", "The resources of this API", IndexSerializer)}

    @reads
    def list(self, request, asked):
        """The address of each resource."""
        about = settings.SPECTACULAR_SETTINGS
        resources = {name: api_address(name) for name in RESOURCES}
        more = {"openapi": api_address("openapi"), "docs": api_address("docs")}
        return {"title": about["TITLE"], "version": about["VERSION"], "resources": resources, **more}, []


class OpenAPIViewSet(PublicViewSet):
    """The OpenAPI document."""

    schema = None
    etag_by_version = False
    operations = {"list": Operation("getOpenAPI", "This description", IndexSerializer)}

    @reads
    def list(self, request, asked):
        """The document, whole."""
        return document(), []


class NothingHereViewSet(PublicViewSet):
    """Every other address: a problem, or the way to the same address with a slash at its end."""

    schema = None

    def list(self, request, rest=""):
        """Redirect where only the slash is missing; else Problem ``not-found``."""
        if not request.path.endswith("/"):
            try:
                if resolve(f"{request.path_info}/").url_name != "api-nothing":
                    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
            except Resolver404:
                pass
        raise Problem("not-found")


@method_decorator(csrf_exempt, name="dispatch")  # refuses every method that could forge anything
class DocsView(TemplateView):
    """The OpenAPI document for people: one page, no script."""

    template_name = "api/docs.html"
    http_method_names = ["get", "head", "options"]

    def http_method_not_allowed(self, request, *args, **kwargs):
        """Refuse as the rest of the API does."""
        return problem_response(request, Problem("method-not-allowed"))

    def get_context_data(self, **kwargs):
        """Operations by tag, shapes, and problems."""
        described = document()
        problems = [
            {"slug": slug, "status": status, "title": title, "detail": detail, "url": reverse("problem", args=[slug])}
            for slug, (status, title, detail) in CATALOGUE.items()
        ]
        shapes = described["components"]["schemas"]
        return super().get_context_data(
            about=described["info"],
            groups=_groups(described["paths"]),
            shapes=[
                {"name": name, "description": shape.get("description", ""), "properties": _properties(shape)}
                for name, shape in sorted(shapes.items())
                if "properties" in shape
            ],
            vocabularies=[
                (name, shape["enum"]) for name, shape in sorted(shapes.items()) if any(shape.get("enum", []))
            ],
            problems=problems,
            openapi=api_address("openapi"),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = f"public, max-age={seconds_to_the_minute(self.request)}"
        return response


EXAMPLES = {"reference": "PR-7KQM3X", "number": "1", "name": "jane-doe", "uid": "3f0c8a52-6c1b-4d3e-9a7f-0b1c2d3e4f50"}


def _groups(paths: dict[str, Any]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in paths.items():
        operation = methods["get"]
        example = path
        for name, value in EXAMPLES.items():
            example = example.replace(f"{{{name}}}", value)
        needed = [p["name"] for p in operation.get("parameters", []) if p.get("required") and p["in"] == "query"]
        query = "&".join(f"{name}=minister" for name in needed)
        groups.setdefault(operation["tags"][0], []).append(
            {
                "id": operation["operationId"],
                "summary": operation["summary"],
                "path": path,
                "parameters": [_parameter(p) for p in operation.get("parameters", [])],
                "answers": [
                    {"status": status, "description": answer["description"], "shape": _shape_of(answer)}
                    for status, answer in operation["responses"].items()
                ],
                "example": absolute(example) + (f"?{query}" if query else ""),
            }
        )
    return [{"tag": tag, "operations": operations} for tag, operations in groups.items()]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "required": parameter.get("required", False),
        "type": _type(schema),
        "values": schema.get("enum") or schema.get("items", {}).get("enum", []),
        "default": schema.get("default", ""),
        "description": parameter.get("description", ""),
    }


def _shape_of(answer: dict[str, Any]) -> str:
    for content in answer.get("content", {}).values():
        return content["schema"].get("$ref", "").rpartition("/")[2]
    return ""


def _properties(shape: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": _type(schema), "shape": _name_of(schema), "description": schema.get("description", "")}
        for name, schema in shape["properties"].items()
    ]


def _name_of(schema: dict[str, Any]) -> str:
    for one in (
        schema,
        schema.get("items", {}),
        *schema.get("allOf", []),
        *schema.get("oneOf", []),
        *schema.get("anyOf", []),
    ):
        if "$ref" in one:
            return one["$ref"].rpartition("/")[2]
    return ""


def _type(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "")
    words = " or ".join(kind) if isinstance(kind, list) else kind
    if kind == "array":
        items = schema.get("items", {})
        words = f"list of {_type(items) or 'objects'}"
    return f"{words} ({schema['format']})" if "format" in schema else words
