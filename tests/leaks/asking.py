"""Asking every public surface every question, so that two answers can be compared byte for byte."""

import datetime as dt
import re

from django.urls import get_resolver
from django.utils.translation import override

from articles import sitemaps
from pressoffice.ground.surfaces import Audience, walk
from tests.leaks.planting import THINGS

LANGUAGES = ("en", "az", "ru")
AHEAD = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
_FILLED = re.compile(r"<(?:\w+:)?(\w+)>")
# What differs between two answers to the same question for reasons of their own.
_NOISE = [
    (re.compile(rb"req_[0-9a-f]{32}"), b"req"),
    (re.compile(rb"max-age=\d+"), b"max-age"),
    (re.compile(rb"nonce-[\w+/=-]+|nonce=\"[^\"]+\""), b"nonce"),
]


def public_patterns():
    """``(route, name)`` of every pattern that anybody may ask, the pages under ``en/``."""
    with override("en"):
        return [
            (route.replace("^", "").replace("$", ""), pattern.name)
            for route, pattern, surface in walk(get_resolver())
            if surface is not None and surface.audience == Audience.PUBLIC
        ]


def identifiers(plant, month):
    """What each placeholder of a route may be filled with to ask for this plant, by the route's name."""
    things = {thing: [plant.slug_of(thing), str(plant.things[thing])] for thing in THINGS}
    reference = plant.article.reference if plant.article else "ZZZZZZ"
    pictured = [edition.uid for edition in plant.article.editions.all()] if plant.article else [plant.uid]
    article = [str(plant.uid), f"PR-{reference}", plant.slug]
    return {
        "article": [{"year": month[0], "month": month[1], "slug": plant.slug}],
        "article-history": [{"year": month[0], "month": month[1], "slug": plant.slug}],
        "article-id": [{"reference": reference}, {"reference": reference.lower()}],
        "article-short": [{"reference": reference}],
        "archive-year": [{"year": month[0]}],
        "archive-month": [{"year": month[0], "month": month[1]}],
        "archive-day": [{"year": month[0], "month": month[1], "day": f"{plant.day.day:02d}"}],
        "statement": [{"uid": str(plant.statement)}],
        "card": [{"uid": str(uid)} for uid in pictured],
        "sitemap-section": [{"section": s} for s in (f"texts-{month[0]}-{month[1]}", "pages", *sitemaps.REGISTERS)],
        "official": [{"slug": s} for s in things["person"]],
        "organisation": [{"slug": s} for s in things["organisation"]],
        "event": [{"slug": s} for s in things["event"]],
        "event-calendar": [{"slug": s} for s in things["event"]],
        "calendar-month": [{"month": f"{plant.day.year:04d}-{plant.day.month:02d}"}],
        "calendar-week": [{"week": f"{plant.day:%G-W%V}"}],
        "topic": [{"slug": s} for s in things["topic"]],
        "place": [{"slug": s} for s in (*things["place"], *things["region"])],
        "source": [{"slug": s} for s in things["source"]],
        "news-kind": [{"kind": "press-releases"}, {"kind": plant.slug}],
        "api-article": [{"reference": r} for r in article],
        "api-editions": [{"reference": r} for r in article],
        "api-edition": [{"reference": r, "number": n} for r in article for n in ("1", "2", "3")],
        "api-diff": [{"reference": r} for r in article],
        "api-official": [{"name": s} for s in things["person"]],
        "api-position": [{"uid": str(plant.things["position"])}],
        "api-organisation": [{"name": s} for s in things["organisation"]],
        "api-event": [{"name": s} for s in things["event"]],
        "api-source": [{"name": s} for s in things["source"]],
        "api-topic": [{"name": s} for s in things["topic"]],
        "api-place": [{"name": s} for s in (*things["place"], *things["region"], plant.code)],
        "api-contact": [{"name": s} for s in things["contact"]],
        "api-statement": [{"uid": str(plant.statement)}],
        "api-nothing": [{"rest": plant.slug}],
    }


def of_page(name):
    """The page whose address, with a suffix, is the address called ``name``; else ``name`` itself."""
    for suffix in ("-data", "-md", "-txt"):
        name = (name or "").removesuffix(suffix)
    return name


def questions(plant, month):
    """The query strings every surface is asked with."""
    token, ahead = plant.token, AHEAD
    return [
        "",
        f"q={token}",
        f"q=%22{token}%22+-nothing",
        f"name={token}",
        f"official={plant.slug_of('person')}",
        f"speaker={plant.things['person']}",
        f"organisation={plant.slug_of('organisation')}",
        f"event={plant.slug_of('event')}",
        f"source={plant.slug_of('source')}",
        f"topic={plant.slug_of('topic')}",
        f"topic={plant.slug_of('topic')}&topic_exact=true",
        f"place={plant.slug_of('place')}",
        f"place={plant.code}",
        f"parent={plant.code}",
        f"country={plant.code}",
        f"participant={plant.slug_of('person')}",
        "official_not=nobody",
        f"published_on={month[0]}-{month[1]}",
        f"published_after={month[0]}-{month[1]}-01",
        "published_before=2999-01-01",
        "order=published",
        "order=-updated",
        "limit=100",
        f"at={ahead}",
        "at=2000-01-01",
        "kind=press_release",
        f"letter={token[0].upper()}",
        "in_office_on=2025-11-03",
        "as_of=2025-11-03",
        "current=true",
        "language=en",
        f"work={plant.uid}",
        "since=",
        "fields=*",
        "format=json",
    ]


def paths(plant, month, *, every_question=True, words=False, languages=LANGUAGES, only=()):
    """Every address to ask for a plant, with every question that may be put to it, or only those for its ``words``.

    ``only``: the names of the patterns to ask; all, if none is given.
    """
    fill = identifiers(plant, month)
    found = []
    for route, name in public_patterns():
        if only and name not in only:
            continue
        for language in languages if route.startswith("en/") else ("",):
            base = f"/{language}/{route[3:]}" if language else f"/{route}"
            for values in fill.get(of_page(name), [{}]):
                path = _FILLED.sub(
                    lambda m, values=values: values.get(m[1], "x"), base.replace("(?P<rest>.*)", "<rest>")
                )
                asked = [""]
                if every_question and language in ("", "en"):
                    # A list is asked everything; the page of one thing only what its words could depend on.
                    asked = ["", f"at={AHEAD}", "at=2000-01-01"] if "<" in route else questions(plant, month)
                elif words and language in ("", "en") and "<" not in route:
                    asked = questions(plant, month)[:4]
                found += [f"{path}?{question}" if question else path for question in asked]
    return found


def answer(client, path, *, method="GET", **headers):
    """``(status, headers, body)`` of one question, without what differs for reasons of its own."""
    response = client.generic(method, path, **headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    lines = sorted(f"{k}: {v}".encode() for k, v in response.items() if k not in ("X-Request-Id", "Content-Length"))
    head = b"\n".join(lines)
    for pattern, instead in _NOISE:
        head, body = pattern.sub(instead, head), pattern.sub(instead, body)
    return response.status_code, head, body


def answers(client, asked, *, methods=("GET",), etag=False):
    """Every answer, by question. With ``etag`` each is also asked under the entity tag it gave before."""
    found = {}
    for path in asked:
        for method in methods:
            found[method, path] = answer(client, path, method=method)
        if etag:
            tag = re.search(rb"ETag: (.+)", found["GET", path][1])
            if tag:
                found["GET if-none-match", path] = answer(client, path, HTTP_IF_NONE_MATCH=tag[1].decode())
                found["GET if-match", path] = answer(client, path, HTTP_IF_MATCH='"guess"')
    return found
