"""What every resource of the API has in common: methods, conditional answers, caching, cross-origin reading, pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect, QueryDict
from django.utils.http import parse_etags
from rest_framework.viewsets import ViewSet

from articles.addresses import Elsewhere, absolute
from articles.renderers import JSONRenderer
from articles.viewsets.openapi import PublicSchema
from articles.viewsets.operations import Asked, Operation, read
from pressoffice.ground.freshness import entity_tag, seconds_to_the_minute
from pressoffice.ground.paging import keyset_page
from pressoffice.ground.problems import Problem

METHODS = "GET, HEAD, OPTIONS"
SHOWN_TO_SCRIPTS = "ETag, Link, X-Request-Id"


def reads(action: Callable) -> Callable:
    """Make an action that returns ``(body, links)`` an answer: 304 where the client has it, parameters checked.

    301 where a register row that the address names was merged into another one.
    Where ``etag_by_version`` is true the validator comes from the visible set and the address alone, so that a 304
    costs no query; elsewhere from the body itself.
    """

    @wraps(action)
    def answered(self, request, **kwargs):
        tag = self.version_tag(request) if self.etag_by_version else None
        if tag and tag in asked_tags(request):
            return not_modified(tag)
        try:
            body, links = action(self, request, read(self.operation, request, self.get_rows), **kwargs)
        except Elsewhere as moved:
            return HttpResponsePermanentRedirect(moved.address)
        content = JSONRenderer().render(body)
        tag = tag or quoted(content)
        if {tag, "*"} & asked_tags(request):
            return not_modified(tag)
        response = HttpResponse(content, content_type="application/json")
        response["ETag"] = tag
        if links:
            response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links)
        return response

    return answered


def quoted(*parts: bytes) -> str:
    """A strong entity tag that says nothing of what it was made from."""
    return f'"{hashlib.sha256(b"|".join(parts)).hexdigest()[:24]}"'


def asked_tags(request: Any) -> set[str]:
    """The tags of ``If-None-Match``, compared weakly as RFC 9110 asks (compression makes ours weak on its way)."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def not_modified(tag: str) -> HttpResponse:
    """304 with the tag the client knows already."""
    response = HttpResponseNotModified()
    response["ETag"] = tag
    return response


class PublicViewSet(ViewSet):
    """Read by anybody, from anywhere; ``operations`` says what each action takes and gives."""

    http_method_names = ["get", "head", "options"]
    schema = PublicSchema()
    operations: dict[str, Operation] = {}
    etag_by_version = True

    @property
    def operation(self) -> Operation:
        """The operation of the action at hand."""
        return self.operations[self.action]

    def get_rows(self, at=None):
        """What the filters of a list choose from: rows that are public at the request's instant, or were at ``at``."""
        return None

    def initial(self, request, *args, **kwargs):
        """Nothing has a name with a NUL character in it; PostgreSQL refuses to be asked."""
        super().initial(request, *args, **kwargs)
        if any("\x00" in value for value in kwargs.values()):
            raise Problem("not-found")

    def version_tag(self, request) -> str:
        """The validator of an answer that depends on the visible set, the address and the language alone."""
        return quoted(settings.SPECTACULAR_SETTINGS["VERSION"].encode(), entity_tag(request).encode())

    def options(self, request, *args, **kwargs):
        """What may be asked here, also for a browser that asks before it reads across origins."""
        response = HttpResponse(status=204)
        response["Allow"] = METHODS
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response

    def finalize_response(self, request, response, *args, **kwargs):
        """Every answer may be read from any site. Caches keep what is public until the minute is full, never longer:

        an embargo set to a full minute is over everywhere at once, and no lifetime tells that one is near.
        """
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = SHOWN_TO_SCRIPTS
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = f"public, max-age={seconds_to_the_minute(request)}"
        return response

    def page(self, request, asked: Asked, show: Callable[[list], list[Any]]) -> tuple[dict[str, Any], Links]:
        """One page of ``asked.rows`` with the addresses of its neighbours."""
        about = (self.operation.id, asked.filters)
        found = keyset_page(asked.rows, order=asked.order, limit=asked.limit, cursor=asked.cursor, query=repr(about))
        here = {"next": found.next, "previous": found.previous}
        addresses = {rel: with_query(request, cursor=cursor) if cursor else None for rel, cursor in here.items()}
        links = [("first", with_query(request, cursor=None)), ("self", absolute(request.get_full_path()))]
        links += [({"previous": "prev"}.get(rel, rel), address) for rel, address in addresses.items() if address]
        return {"results": show(found.results), **addresses}, links


Links = Iterable[tuple[str, str]]


def with_query(request, **changed: str | None) -> str:
    """This address with other parameters; None takes one away."""
    query = QueryDict(mutable=True)
    for name, values in request.query_params.lists():
        if name not in changed:
            query.setlist(name, values)
    for name, value in changed.items():
        if value is not None:
            query[name] = value
    return absolute(request.path + (f"?{query.urlencode()}" if query else ""))
