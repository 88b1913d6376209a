"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings

from articles.formats.entries import channel_of
from articles.formats.feed import Channel, Entry, instant

MEDIA_TYPE = "application/feed+json"
AHEAD = ("prev-archive", "next")  # where a reader that wants more goes on


def write(channel: Channel) -> bytes:
    """``channel`` as a JSON Feed."""
    further = next((url for rel, url in channel.links if rel in AHEAD), None)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page_url,
        "feed_url": channel.self_url,
        "language": channel.language,
        "authors": [{"name": settings.OFFICE_NAME, "url": f"{settings.SITE_URL}/"}],
        "_rights": {"about": "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.10", "text": settings.OFFICE_RIGHTS},
        "items": channel.written(entry),
    }
    if further:
        feed["next_url"] = further
    return orjson.dumps(feed)


def many(listed: Any, request: Any) -> bytes:
    """A page of a list of the API as a JSON Feed."""
    return write(channel_of(listed, request))


def entry(one: Entry) -> orjson.Fragment:
    """One item of a feed."""
    item: dict[str, Any] = {
        "id": one.uri,
        "url": one.url,
        "title": one.title,
        "content_html": one.content,
        "summary": one.summary,
        "date_published": instant(one.published),
        "date_modified": instant(one.updated),
        "language": one.language,
    }
    if one.term:
        item["tags"] = [one.label or one.term]
    return orjson.Fragment(orjson.dumps(item))
