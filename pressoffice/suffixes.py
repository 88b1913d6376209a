"""Every page's address with ``.json`` at its end gives what the page shows as data: the API's own answer.

The same question may be put to it as to the API, and is refused in the same words. What is on a page of the site and in
no resource of the API is told in ``WITHOUT_DATA``. A text has ``.md`` and ``.txt`` too.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, resolve, reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from articles.models.vocabulary import KIND_SLUGS
from articles.views.texts import find_text
from pressoffice.ground.problems import Problem, problem_response
from pressoffice.ground.surfaces import public

Resource = tuple[str, dict[str, Any], dict[str, str]]  # a name of the API's addresses, what fills it, what it is asked


def _list(name: str, **question: str) -> Callable[..., Resource]:
    """A list of the API, with the question the page stands for."""
    return lambda request, **_place: (f"api-{name}", {}, question)


def _row(name: str, argument: str = "name") -> Callable[..., Resource]:
    """One thing, by what stands in the page's address."""
    return lambda request, **place: (f"api-{name}", {argument: str(next(iter(place.values())))}, {})


def _kind(request: HttpRequest, kind: str) -> Resource:
    for value, slug in KIND_SLUGS.items():
        if slug == kind:
            return "api-articles", {}, {"kind": value.value}
    raise Http404


def _period(request: HttpRequest, **place: str) -> Resource:
    return "api-articles", {}, {"published_on": "-".join(place.values())}


def _text(request: HttpRequest, year: str, month: str, slug: str, resource: str = "article") -> Resource:
    text, _others = find_text(slug, get_language(), (year, month), request.now)
    if resource == "editions" and {"from", "to"} & request.GET.keys():
        resource = "diff"
    return f"api-{resource}", {"reference": str(text.live.article_uid)}, {}


def _month(request: HttpRequest, month: str) -> Resource:
    first = dt.date.fromisoformat(f"{month}-01")
    return _days(first, (first + dt.timedelta(days=31)).replace(day=1))


def _week(request: HttpRequest, week: str) -> Resource:
    year, _w, number = week.partition("-W")
    monday = dt.date.fromisocalendar(int(year), int(number), 1)
    return _days(monday, monday + dt.timedelta(days=7))


def _days(first: dt.date, end: dt.date) -> Resource:
    return "api-events", {}, {"starts_after": first.isoformat(), "starts_before": end.isoformat()}


DATA: dict[str, Callable[..., Resource]] = {
    "home": _list("articles"),
    "news": _list("articles"),
    "news-kind": _kind,
    "archive-year": _period,
    "archive-month": _period,
    "archive-day": _period,
    "article": _text,
    "article-history": partial(_text, resource="editions"),
    "corrections": _list("articles", has="correction"),
    "withdrawn": _list("articles", has="withdrawal"),
    "search": _list("search"),
    "officials": _list("officials"),
    "official": _row("official"),
    "organisations": _list("organisations"),
    "organisation": _row("organisation"),
    "events": _list("events"),
    "event": _row("event"),
    "calendar-month": _month,
    "calendar-week": _week,
    "topics": _list("topics"),
    "topic": _row("topic"),
    "places": _list("places"),
    "place": _row("place"),
    "contacts": _list("contacts"),
    "sources": _list("sources"),
    "source": _row("source"),
    "statements": _list("statements"),
    "statement": _row("statement", "uid"),
    "developers": _list("openapi"),
}
WITHOUT_DATA = {
    "accessibility": "words about the site",
    "archive": "a redirect",
    "corrections-policy": "words about the office",
    "feeds": "addresses of feeds, which are data themselves",
}
TEXT_FORMATS = ("md", "txt")


def data(request: HttpRequest, *, of: Callable[..., Resource], fmt: str = "json", **place: Any) -> HttpResponse:
    """The answer of the API's resource that ``of`` names for a page; ``fmt`` is its format."""
    try:
        name, arguments, question = of(request, **place)
    except (Http404, ValueError):
        response = problem_response(request, Problem("not-found"))
        response["Access-Control-Allow-Origin"] = "*"
        return response
    asked = request.GET.copy()
    for parameter, value in (question | ({"format": fmt} if fmt != "json" else {})).items():
        asked.appendlist(parameter, value)
    return _forwarded(request, reverse(name, kwargs=arguments), asked)


def _forwarded(request: HttpRequest, address: str, asked: QueryDict) -> HttpResponse:
    """What ``address`` answers to the same request with the question ``asked``."""
    match = resolve(address)
    inner = copy.copy(request)
    inner.path = inner.path_info = address
    inner.META = {**request.META, "PATH_INFO": address, "QUERY_STRING": asked.urlencode()}
    inner.GET = asked  # type: ignore[misc]
    inner.resolver_match = match
    return match.func(inner, *match.args, **match.kwargs)


def with_data(pages: list[URLPattern]) -> Iterator[URLPattern]:
    """The addresses of the data of ``pages``, as public surfaces."""
    for page in pages:
        of = DATA.get(page.name or "")
        if of is None:
            continue
        route = str(page.pattern).rstrip("/")
        door = csrf_exempt(partial(data, of=of))  # it refuses every method that could forge anything
        yield public(path(f"{route}.json", door, name=f"{page.name}-data"), "the same as data: the API's answer")
        if page.name == "article":
            for fmt in TEXT_FORMATS:
                door = csrf_exempt(partial(data, of=of, fmt=fmt))
                yield public(path(f"{route}.{fmt}", door, name=f"article-{fmt}"), "the same text in another format")
