"""The API described: OpenAPI from the same operations and FilterSets that answer, so that neither can say more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.encoding import force_str
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from articles.filters import (
    BranchFilter,
    CountryFilter,
    DayFilter,
    EveryFilter,
    FlagFilter,
    HeldFilter,
    HeldOnFilter,
    NameFilter,
    PeriodFilter,
    ReferenceFilter,
    RowFilter,
    StatementWordsFilter,
    ThingFilter,
    TreeFilter,
    UidsFilter,
    WordsFilter,
)
from articles.formats import FORMATS
from articles.serializers.shapes import ProblemSerializer, page_of
from articles.viewsets.operations import MOST_ROWS, USUAL_ROWS, Operation
from pressoffice.ground.filtering import InstantFilter, ManyFilter

INSTANT = "An RFC 3339 instant, or a date: midnight in the office's time zone."
SEVERAL = "Repeat it, or separate values by commas, for any of several."
GRAMMARS: list[tuple[type, str, dict[str, Any]]] = [
    (HeldFilter, f"Id. {SEVERAL}", {"type": "array", "items": {"type": "string"}}),
    (
        EveryFilter,
        "Slug or id. Repeat it, or separate values by commas, for every one of several.",
        {"type": "array", "items": {"type": "string"}},
    ),
    (
        TreeFilter,
        f"Slug, id or code; includes whatever is part of it, unless the same with `_exact` is true. {SEVERAL}",
        {"type": "array", "items": {"type": "string"}},
    ),
    (
        BranchFilter,
        f"Slug or id; includes whatever is part of it. {SEVERAL}",
        {"type": "array", "items": {"type": "string"}},
    ),
    (RowFilter, f"Slug or id. {SEVERAL}", {"type": "array", "items": {"type": "string"}}),
    (ThingFilter, f"Slug or id. {SEVERAL}", {"type": "array", "items": {"type": "string"}}),
    (CountryFilter, f"ISO 3166 code, as AZ. {SEVERAL}", {"type": "array", "items": {"type": "string"}}),
    (
        ReferenceFilter,
        f"Reference, as PR-7KQM3X; up to a hundred. {SEVERAL}",
        {"type": "array", "items": {"type": "string"}},
    ),
    (
        UidsFilter,
        f"Id; up to a hundred. Those that name nothing find nothing. {SEVERAL}",
        {"type": "array", "items": {"type": "string"}},
    ),
    (ManyFilter, SEVERAL, {"type": "array", "items": {"type": "string"}}),
    (InstantFilter, INSTANT, {"type": "string"}),
    (PeriodFilter, "A year, month or day: 2025, 2025-11 or 2025-11-03.", {"type": "string"}),
    (HeldOnFilter, "A day; a date of which no year is known counts as no bound.", {"type": "string", "format": "date"}),
    (DayFilter, "A date.", {"type": "string", "format": "date"}),
    (WordsFilter, 'Words, "phrases" and -without; any spelling or script finds the same name.', {"type": "string"}),
    (StatementWordsFilter, "Every word must stand in the statement.", {"type": "string"}),
    (NameFilter, "Every word must begin a word of a name, in any spelling or script.", {"type": "string"}),
    (FlagFilter, "true or false.", {"type": "boolean"}),
    (django_filters.UUIDFilter, "An id.", {"type": "string", "format": "uuid"}),
]
PATHS = {
    "reference": "The id of a text (UUID) or its reference, as PR-7KQM3X, in upper or lower case.",
    "number": "The number of an edition.",
    "name": "Slug or id; of a topic or a place also its code.",
    "uid": "Id.",
}
BY_COMMAS = {"expand", "facets", "include", "subject"}  # these may not be repeated
MOVED = "A register row that the address names was merged into another one: the same with the name it has now."
ANSWERS = {
    400: "A parameter is unknown, empty or invalid; each is named.",
    404: "There is nothing public at this address.",
    405: "The method is not GET, HEAD or OPTIONS.",
    406: "A media type other than JSON was asked for.",
    410: "The text was retracted; the note says why. Copies should be deleted.",
}


def filter_parameters(operation: Operation) -> dict[str, tuple[dict[str, Any], str]]:
    """The parameters of the operation's FilterSet: name to (schema, description)."""
    found = {}
    for name, one in (operation.filterset.base_filters if operation.filterset else {}).items():
        grammar, schema = next((words, schema) for kind, words, schema in GRAMMARS if isinstance(one, kind))
        choices = one.extra.get("choices")
        if choices:
            schema = {"type": "array", "items": {"type": "string", "enum": [value for value, _label in choices]}}
        found[name] = (not_empty(dict(schema)), f"{force_str(one.label or name)}. {grammar}")
    return found


def taken_parameters(operation: Operation) -> dict[str, tuple[dict[str, Any], str]]:
    """The parameters that are no filters: paging, choice of fields, instant, format."""
    known: dict[str, tuple[dict[str, Any], str]] = {
        "limit": (
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
            "How many rows a page has.",
        ),
        "cursor": ({"type": "string"}, "Where a page begins, from `next` or `previous`; it belongs to its query."),
        "fields": (
            {"type": "string"},
            "Which fields to send: `headline,published`; `*` for every one; `-summary` for the usual ones without it. "
            f"Fields: {', '.join(operation.fields)}."
            + (f" Left out unless asked for: {', '.join(sorted(operation.left_out))}." if operation.left_out else ""),
        ),
        "format": (
            {"type": "string", "enum": list(operation.formats), "default": operation.formats[0]},
            "The format of the answer; where it is not given, `Accept` decides.",
        ),
        "at": ({"type": "string"}, f"What readers saw then, of what may still be read. {INSTANT} Not in the future."),
        "since": ({"type": "string"}, "The token of an earlier answer; without it the log is read from its beginning."),
        "wait": ({"type": "string"}, "Accepted and answered at once."),
    }
    if operation.orders:
        names = operation.order_names
        known["order"] = (
            {"type": "string", "enum": names, "default": names[0]},
            "The order of the rows."
            + (" By relevance only, and unless said otherwise, where words are asked for." if operation.ranks else ""),
        )
    if operation.expands:
        known["expand"] = (
            {"type": "array", "items": {"type": "string", "enum": list(operation.expands)}},
            "What to send whole where it is named, as its own resource has it; null where it is not public. By commas.",
        )
    if operation.facets:
        known["facets"] = (
            {"type": "array", "items": {"type": "string", "enum": list(operation.facets)}},
            "Count the texts by these, each without its own filter: `facets` in the answer. By commas.",
        )
    if operation.includes:
        known["include"] = (
            {"type": "array", "items": {"type": "string", "enum": list(operation.includes)}},
            "`count` adds how many rows there are: `eq` so many, or `gte` at least.",
        )
    known |= {name: (dict(one.schema), one.words) for name, one in operation.own.items()}
    return {name: (not_empty(known[name][0]), known[name][1]) for name in operation.parameters}


def not_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """``schema`` of a parameter, whose text is never empty: what is not meant is left out."""
    if schema.get("type") == "array":
        return {**schema, "items": not_empty(schema["items"]), "minItems": 1}
    return {**schema, "minLength": 1} if schema == {"type": "string"} else schema


def may_have_moved(operation: Operation, path: str) -> bool:
    """Whether the address can name a register row that was merged into another one."""
    filters = operation.filterset.base_filters.values() if operation.filterset else ()
    return "{name}" in path or any(isinstance(one, ThingFilter) for one in filters)


class PublicSchema(AutoSchema):
    """Describe a view by its ``operations``, and by nothing else."""

    @property
    def operation(self) -> Operation:
        return self.view.operations[self.view.action]

    def get_operation_id(self):
        return self.operation.id

    def get_summary(self):
        return self.operation.summary

    def get_description(self):
        return ""

    def get_tags(self):
        return [self.view.tag]

    def get_auth(self):
        return []

    def get_request_serializer(self):
        return None

    def _is_list_view(self, serializer=None):
        return False  # a page is described by a serializer of its own

    def get_override_parameters(self):
        located = [
            OpenApiParameter(name, {"type": "string"}, OpenApiParameter.PATH, required=True, description=words)
            for name, words in PATHS.items()
            if f"{{{name}}}" in self.path
        ]
        asked = filter_parameters(self.operation) | taken_parameters(self.operation)
        located += [
            OpenApiParameter(
                name,
                schema,
                OpenApiParameter.QUERY,
                description=words,
                required=name in self.operation.needs,
                style="form" if schema["type"] == "array" else None,
                explode=name not in BY_COMMAS if schema["type"] == "array" else None,
            )
            for name, (schema, words) in asked.items()
        ]
        return [
            *located,
            OpenApiParameter(
                "If-None-Match",
                {"type": "string"},
                OpenApiParameter.HEADER,
                description="The ETag of an earlier answer.",
            ),
            OpenApiParameter(
                "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Strong validator."
            ),
        ]

    def get_response_serializers(self):
        operation = self.operation
        answers: dict[Any, Any] = {
            200: OpenApiResponse(operation.serializer, "What was asked for."),
            304: OpenApiResponse(description="The client's copy is current."),
        }
        if may_have_moved(operation, self.path):
            answers[301] = OpenApiResponse(description=MOVED)
        if operation.paged:
            page = operation.page or page_of(operation.serializer, facets=bool(operation.facets))
            answers[200] = OpenApiResponse(page, "One page.")
        for one in operation.formats[1:]:
            shape = (
                OpenApiTypes.OBJECT if "json" in FORMATS[one].media_type and one != "ndjson" else OpenApiTypes.BINARY
            )
            answers[200, FORMATS[one].media_type] = OpenApiResponse(shape, "The same in another format.")
        for status, words in ANSWERS.items():
            if status != 410 or operation.may_be_gone:
                answers[status, "application/problem+json"] = OpenApiResponse(ProblemSerializer, words)
        return answers
