"""ninjs 3.1 (IPTC): texts and events, and lists of them as ``associations``.

The standard has no member for the role of a person, nor for statements: those who need them read JSON or JSON-LD. A
withdrawn text is ``usable`` and says so in ``edNote``, first thing; a retracted one is not sent at all.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings

from articles.addresses import absolute, article_uri, article_url
from articles.formats import Listed
from articles.models.event import Event
from articles.serializers.texts import Shown
from articles.structured import EVENT_STATUS, card_url, date_of, identity

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"


def one(shown: Any, request: Any) -> bytes:
    """A text or an event."""
    return _sent({**item(shown), "standard": STANDARD})


def many(listed: Listed, request: Any) -> bytes:
    """A page of a list: a composite item that holds the items of the page."""
    made = {
        "uri": listed.self_url,
        "type": "composite",
        "title": listed.title,
        "language": listed.language,
        "standard": STANDARD,
        "associations": [{**_name(row), **item(row)} for row in listed.rows],
    }
    if listed.updated:
        made["versionCreated"] = listed.updated
    return _sent(made)


def item(row: Any) -> dict[str, Any]:
    """A text or an event as a ninjs item."""
    return event(row) if isinstance(row, Event) else text(row)


def text(shown: Shown) -> dict[str, Any]:
    """A text as an item; ``partial`` where only its short form is at hand."""
    edition, document = shown.edition, shown.document
    dateline = document.get("dateline") or {}
    made: dict[str, Any] = {
        "uri": article_uri(edition.article_reference),
        "type": "text",
        "representationType": "full" if "body" in document else "partial",
        "version": str(edition.number),
        "firstCreated": edition.published_at,
        "versionCreated": edition.public_from,
        "pubStatus": "usable",
        "language": document["language"],
        "title": document["title"],
        "by": settings.OFFICE_NAME,
        "usageTerms": settings.OFFICE_RIGHTS,
        "genres": [{"literal": document["kind"], "name": document["kind"].replace("_", " ")}],
        "people": [
            {"name": one["name"], "rel": one["rel"], "uri": identity("official", one["id"])}
            for one in document["officials"]
        ],
        "organisations": [
            {"name": one["name"], "rel": "mentioned", "uri": identity("organisation", one["id"])}
            for one in document["organisations"]
        ],
        "places": [
            {"name": one["name"], "rel": "mentioned", "uri": identity("place", one["id"])}
            for one in document.get("places") or ()
        ],
        "subjects": [_subject(one) for one in document["topics"]],
        "events": [
            {"name": one["name"], "rel": one["rel"], "uri": identity("event", one["id"])} for one in document["events"]
        ],
        "infoSources": [
            {"name": one["source"]["name"], "role": one["role"], "uri": identity("source", one["source"]["id"])}
            for one in document["attribution"]
        ],
        "altIds": [{"role": "reference", "value": f"PR-{edition.article_reference}"}],
        "renditions": [
            {"name": "web", "href": absolute(article_url(edition)), "contentType": "text/html"},
            {"name": "card", "href": card_url(edition), "contentType": "image/png", "width": 1200, "height": 630},
        ],
    }
    if document.get("headline"):
        made["headlines"] = [{"role": "main", "contentType": "text/plain", "value": document["headline"]}]
    if document.get("summary"):
        made["descriptions"] = [{"role": "summary", "contentType": "text/plain", "value": document["summary"]}]
    if "body" in document:
        made["bodies"] = _bodies(document["body"])
    if dateline.get("place"):
        made["located"] = dateline["place"]
    if edition.note:
        made["edNote"] = f"Withdrawn: {edition.note}" if edition.is_withdrawn else edition.note
    if settings.OFFICE_LICENCE_URL:
        made["rightsInfo"] = {"linkedRights": settings.OFFICE_LICENCE_URL}
    return _said(made)


def event(row: Any) -> dict[str, Any]:
    """An event as ``agenda.told`` gives it, as an item of its own."""
    address = absolute(row.get_absolute_url())
    made: dict[str, Any] = {
        "uri": identity("event", row.entity.uid),
        "type": "event",
        "version": str(row.sequence),
        "pubStatus": "canceled" if row.status == Event.Status.CANCELLED else "usable",
        "title": row.label,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": row.label}],
        "altIds": [{"role": "reference", "value": row.entity.reference}],
        "people": [
            {"name": one["name"], "rel": "participant"}
            | ({"uri": identity("official", one["id"])} if one["id"] else {})
            for one in getattr(row, "public_participants", ())
        ],
        "places": [{"name": row.place.label, "rel": "venue", "uri": identity("place", row.place.uid)}]
        if row.place
        else [],
        "renditions": [{"name": "web", "href": address, "contentType": "text/html"}],
    }
    if row.venue:
        made["located"] = row.venue
    if row.description:
        made["descriptions"] = [{"role": "description", "contentType": "text/plain", "value": row.description}]
    if row.status_reason:
        made["edNote"] = row.status_reason
    return _said({**made, "eventDetails": _details(row)})


def _details(row: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"eventStatus": EVENT_STATUS[Event.Status(row.status)]}
    dates: dict[str, Any] = {}
    for member, instant, day in (("Start", row.starts_at, row.starts), ("End", row.ends_at, row.ends)):
        if instant:
            dates[f"{member.lower()}Date"] = instant
        elif date_of(day):
            dates[f"expected{member}Date"] = date_of(day)
    if dates:
        made["dates"] = dates
    if row.organiser and (row.own or row.organiser_visible):
        made["organiser"] = {"name": row.organiser.label, "uri": identity("organisation", row.organiser.uid)}
    return made


def _bodies(body: dict[str, str]) -> list[dict[str, Any]]:
    words = body["text"]
    counts = {"charCount": len(words), "wordCount": len(words.split())}
    return [
        {"role": "main", "contentType": "text/plain", **counts, "value": words},
        {"role": "main", "contentType": "text/html", **counts, "value": body["html"]},
    ]


def _subject(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["code"].startswith("medtop:"):
        uri = MEDIA_TOPICS + entry["code"].removeprefix("medtop:")
        return {"name": entry["name"], "rel": "about", "uri": uri, "literal": entry["code"]}
    return {"name": entry["name"], "rel": "about", "uri": identity("topic", entry["id"])}


def _name(row: Any) -> dict[str, str]:
    return {"name": row.label if isinstance(row, Event) else row.document["title"]}


def _said(made: dict[str, Any]) -> dict[str, Any]:
    """Without empty lists: an absent member says the same."""
    return {name: value for name, value in made.items() if value != []}


def _sent(made: dict[str, Any]) -> bytes:
    return orjson.dumps(made, option=orjson.OPT_UTC_Z, default=str)
