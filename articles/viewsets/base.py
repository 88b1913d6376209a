"""What every resource of the API has in common: methods, conditional answers, caching, cross-origin reading, pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.viewsets import ViewSet

from articles import facets
from articles.addresses import Elsewhere, absolute
from articles.formats import FORMATS, Listed
from articles.renderers import JSONRenderer
from articles.viewsets.openapi import PublicSchema
from articles.viewsets.operations import Asked, Operation, read
from pressoffice.ground.freshness import entity_tag, seconds_to_the_minute
from pressoffice.ground.paging import Page, keyset_page, page_of_keys
from pressoffice.ground.problems import Problem

CHUNK = 500  # rows read at once of a list that is streamed
PLAIN = ("*/*", "application/json")  # what most clients accept
METHODS = "GET, HEAD, OPTIONS"
SHOWN_TO_SCRIPTS = "ETag, Link, X-Request-Id"


Links = Iterable[tuple[str, str]]


def reads(action: Callable) -> Callable:
    """Make an action that returns ``(body, links)`` an answer: 304 where the client has it, parameters checked.

    ``body`` is a JSON value, or what a format wrote: bytes, or an iterator of bytes.
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
            asked = read(self.operation, request, self.get_rows)
            body, links = action(self, request, asked, **kwargs)
        except Elsewhere as moved:
            return HttpResponsePermanentRedirect(moved.address)
        content_type = FORMATS[asked.format].content_type
        if isinstance(body, Iterator):
            response = StreamingHttpResponse(body, content_type=content_type)
        else:
            content = body if isinstance(body, bytes) else JSONRenderer().render(body)
            tag = tag or quoted(content)
            if {tag, "*"} & asked_tags(request):
                return not_modified(tag)
            response = HttpResponse(content, content_type=content_type)
        return self.dressed(response, tag, links)

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


class ByAccept(BaseContentNegotiation):
    """Choose the format by ``Accept`` where ``?format=`` names none; ``request.accepted_media_type`` is its name."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        """The first of the operation's formats that fits the best of what the client accepts; NotAcceptable if none."""
        operation = request.parser_context["view"].operations.get(request.parser_context["view"].action)
        names = operation.formats if operation else ("json",)
        accepted = request.headers.get("Accept") or "*/*"
        if accepted == "*/*" or "format" in request.query_params:
            return renderers[0], names[0]
        for wanted in _by_quality(accepted):
            for name in names:
                if _fits(FORMATS[name].media_type, wanted):
                    return renderers[0], name
        raise NotAcceptable


def _by_quality(accept: str) -> list[str]:
    """The media ranges of ``Accept``, the most wanted first (RFC 9110, 12.5.1), without those of quality 0."""
    ranges = []
    for number, one in enumerate(accept.split(",")):
        media, *parameters = (part.strip() for part in one.split(";"))
        quality = 1.0
        kept = []
        for parameter in parameters:
            name, _equals, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
            elif value:
                kept.append(f"{name.strip().lower()}={value.strip()}")
        if media and quality > 0:
            ranges.append((-quality, number, "; ".join([media.lower(), *kept])))
    return [media for _quality, _number, media in sorted(ranges)]


def _fits(offered: str, wanted: str) -> bool:
    """Whether a media type is in a media range; a parameter that is asked for must be there."""
    media, _semicolon, parameters = offered.partition(";")
    asked, _semicolon, also = wanted.partition(";")
    if asked not in ("*/*", media, f"{media.partition('/')[0]}/*"):
        return False
    return not also.strip() or also.strip() == parameters.strip() or (also.startswith(" charset") and not parameters)


def _readable(request: Any) -> bool:
    """Whether the query can be read at all: what cannot is refused by the framework, as a problem."""
    try:
        return request.GET is not None
    except SuspiciousOperation:
        return False


class PublicViewSet(ViewSet):
    """Read by anybody, from anywhere; ``operations`` says what each action takes and gives."""

    http_method_names = ["get", "head", "options"]
    schema = PublicSchema()
    operations: dict[str, Operation] = {}
    etag_by_version = True
    readers_list = ""  # the name of the site's page with the same list
    content_negotiation_class = ByAccept

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
        return self.tag_of(request, request.accepted_media_type)

    @staticmethod
    def tag_of(request, spoken: str) -> str:
        """The validator in one format."""
        return quoted(settings.SPECTACULAR_SETTINGS["VERSION"].encode(), entity_tag(request, state=spoken).encode())

    def dispatch(self, request, *args, **kwargs):
        """The answer; a plain question that ``quick`` knows how to answer goes past the framework."""
        if request.method in ("GET", "HEAD") and request.headers.get("Accept", "*/*") in PLAIN and _readable(request):
            tag = self.tag_of(request, "json") if self.etag_by_version else None
            if tag and tag in asked_tags(request):
                return self.public(request, not_modified(tag))
            found = self.quick(request, **kwargs)
            if found is not None:
                content, links = found
                response = HttpResponse(content, content_type="application/json")
                return self.public(request, self.dressed(response, tag or quoted(content), links))
        return super().dispatch(request, *args, **kwargs)

    def quick(self, request, **kwargs) -> tuple[bytes, Links] | None:
        """JSON and links for a question whose answer is at hand; None sends it the usual way."""
        return None

    def dressed(self, response, tag: str | None, links: Links):
        """``response`` with its validator and its links."""
        if tag:
            response["ETag"] = tag
        if len(self.operations[self.action_map["get"]].formats) > 1:
            patch_vary_headers(response, ["Accept"])
        if links:
            response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links)
        return response

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
        return self.public(request, super().finalize_response(request, response, *args, **kwargs))

    @staticmethod
    def public(request, response):
        """``response`` as anybody may read and keep it."""
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = SHOWN_TO_SCRIPTS
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = f"public, max-age={seconds_to_the_minute(request)}"
        return response

    def page(
        self,
        request,
        asked: Asked,
        show: Callable[[list], list[Any]],
        *,
        dress: Callable[[list], list[Any]] = list,
    ) -> tuple[Any, Links]:
        """One page of ``asked.rows`` with the addresses of its neighbours, in the format that is asked for.

        ``show`` gives the rows as JSON values, ``dress`` as formats beside JSON take them.
        """
        about = (self.operation.id, asked.filters)

        def after(cursor: str, limit: int) -> Page:
            if asked.ranked is not None:
                return page_of_keys(asked.rows, asked.ranked, limit=limit, cursor=cursor, query=repr(about))
            return keyset_page(asked.rows, order=asked.order, limit=limit, cursor=cursor, query=repr(about))

        speaks = FORMATS[asked.format]
        most = min(asked.limit, CHUNK) if speaks.rows else asked.limit
        found = after(asked.cursor, most)
        here = {"next": found.next, "previous": found.previous}
        addresses = {rel: with_query(request, cursor=cursor) if cursor else None for rel, cursor in here.items()}
        links = [("first", with_query(request, cursor=None)), ("self", absolute(request.get_full_path()))]
        links += [({"previous": "prev"}.get(rel, rel), address) for rel, address in addresses.items() if address]
        if asked.format == "json":
            return {"results": show(found.results), **addresses, **facets.answer(request, asked)}, links

        def chunks() -> Iterator[list[dict[str, Any]]]:
            page, left = found, asked.limit
            while True:
                yield show(page.results[:left])
                left -= len(page.results)
                if left <= 0 or not page.next:
                    return
                page = after(page.next, min(CHUNK, left))

        listed = Listed(
            resource=self.tag,
            rows=[] if speaks.rows else dress(found.results),
            data=lambda: show(found.results),
            title=self.operation.summary,
            language=get_language(),
            self_url=absolute(request.get_full_path()),
            page_url=self.page_url(request),
            next_url=addresses["next"],
            previous_url=addresses["previous"],
            first_url=with_query(request, cursor=None),
            fields=tuple(name for name in self.operation.fields if name in asked.fields),
            chunks=chunks,
        )
        return (iter(speaks.rows(listed, request)) if speaks.rows else speaks.many(listed, request)), links

    def page_url(self, request) -> str:
        """The address of the same list for readers."""
        query = request.query_params.copy()
        for name in ("format", "limit", "cursor", "fields", "expand", "include", "facets"):
            query.pop(name, None)
        path = reverse(self.readers_list) if self.readers_list else reverse("home")
        return absolute(f"{path}?{query.urlencode()}" if query else path)

    def thing(self, request, asked: Asked, data: dict[str, Any], dressed: Any) -> Any:
        """One thing in the format that is asked for: ``data`` as JSON, ``dressed`` as the others take it."""
        return data if asked.format == "json" else FORMATS[asked.format].one(dressed, request)


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
