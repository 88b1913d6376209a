"""Things sent whole where they are only named: one level, and the same number of statements however many rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from articles import register
from articles.models.edition import Edition
from articles.renderers import JSONRenderer
from articles.serializers.texts import ARTICLE_AT_LENGTH, ArticleSerializer, Shown
from articles.viewsets.events import EventViewSet
from articles.viewsets.operations import Asked
from articles.viewsets.people import OfficialViewSet, OrganisationViewSet
from articles.viewsets.registers import SourceViewSet
from articles.viewsets.taxonomy import PlaceViewSet, TopicViewSet

THIN = frozenset({"names", "identifiers", "children", "participants"})  # each costs statements of its own

Entry = dict[str, Any]


def _speakers(row: Entry) -> list[Entry]:
    said = [*row.get("speakers", ()), *row.get("addressees", ())]
    return [one for one in said if one["type"] == "person"]


OF_TEXTS: dict[str, Callable[[Entry], list[Entry]]] = {
    "officials": lambda row: row.get("officials", []),
    "organisations": lambda row: row.get("organisations", []),
    "events": lambda row: row.get("events", []),
    "topics": lambda row: row.get("topics", []),
    "places": lambda row: row.get("places", []),
    "sources": lambda row: [one["source"] for one in row.get("attribution", ())],
}
OF_STATEMENTS: dict[str, Callable[[Entry], list[Entry]]] = {
    "officials": _speakers,
    "article": lambda row: [row["article"]] if "article" in row else [],
}
VIEWSETS = {
    "officials": OfficialViewSet,
    "organisations": OrganisationViewSet,
    "events": EventViewSet,
    "topics": TopicViewSet,
    "places": PlaceViewSet,
    "sources": SourceViewSet,
}


def expanded(rows: Any, names: frozenset[str], named: dict[str, Callable[[Entry], list[Entry]]], request: Any) -> Any:
    """``rows`` as JSON values, each thing of ``names`` with the whole of it as ``expanded``: null if not public now.

    ``named`` says where rows name things (``OF_TEXTS``, ``OF_STATEMENTS``).
    """
    if not names:
        return rows
    plain: list[Entry] = orjson.loads(JSONRenderer().render(rows))
    for name in sorted(names):
        entries = [entry for row in plain for entry in named[name](row)]
        whole = dict(_whole(name, {entry["id"] for entry in entries if entry["id"]}, request))
        for entry in entries:
            entry["expanded"] = whole.get(entry["id"])
    return plain


def _whole(name: str, uids: set[str], request: Any) -> Iterator[tuple[str, Entry]]:
    """``(uid, thing)`` for each that is public."""
    if not uids:
        return
    wanted = [uuid.UUID(uid) for uid in uids]
    if name == "article":
        editions = Edition.objects.listed(request.now).filter(redacted_at=None, article_uid__in=wanted)
        fields = frozenset(ArticleSerializer().fields) - ARTICLE_AT_LENGTH
        shown = [Shown(edition, orjson.loads(edition.document)) for edition in editions.with_first_hour(request.now)]
        found = ArticleSerializer(shown, many=True, only=fields).data
    else:
        view = VIEWSETS[name](request=request, action="list")
        fields = frozenset(view.operation.fields) - view.operation.left_out - THIN
        rows = view.get_rows()
        rows = list(rows.filter(register.known_as_q(rows.model, uid__in=wanted)))
        found = view.shown(rows, Asked(fields=fields))
    for one in orjson.loads(JSONRenderer().render(found)):
        yield one["id"], one
