"""Atom (RFC 4287) with its archives (RFC 5005) and what was taken back (RFC 6721).

Written by hand: a feed is the page machines ask for most, and an XML library takes ten times as long.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings

from articles.formats.entries import channel_of
from articles.formats.feed import Channel, Entry, cdata, instant, text, value, xml

MEDIA_TYPE = "application/atom+xml"


def write(channel: Channel) -> bytes:
    """``channel`` as an Atom feed document, with the whole text of each entry in its own language."""
    pieces = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
        f' xml:lang="{value(channel.language)}"><title>{text(channel.title)}</title><id>{text(channel.uri)}</id>'
        f"<updated>{instant(channel.updated)}</updated><author><name>{text(settings.OFFICE_NAME)}</name>"
        f"<uri>{text(settings.SITE_URL)}/</uri></author><rights>{text(settings.OFFICE_RIGHTS)}</rights>"
        f'<link rel="self" type="{MEDIA_TYPE}" href="{value(channel.self_url)}"/>'
        f'<link rel="alternate" type="text/html" href="{value(channel.page_url)}"/>'
    ]
    pieces += [f'<link rel="{rel}" type="{MEDIA_TYPE}" href="{value(url)}"/>' for rel, url in channel.links]
    if settings.OFFICE_LICENCE_URL:
        pieces.append(f'<link rel="license" href="{value(settings.OFFICE_LICENCE_URL)}"/>')  # RFC 4946
    if channel.is_archive:
        pieces.append("<fh:archive/>")
    pieces += [f'<at:deleted-entry ref="{value(uri)}" when="{instant(when)}"/>' for uri, when in channel.gone]
    return b"".join([xml("".join(pieces)), *channel.written(entry), b"</feed>\n"])


def many(listed: Any, request: Any) -> bytes:
    """A page of a list of the API as an Atom feed document."""
    return write(channel_of(listed, request))


def entry(one: Entry) -> bytes:
    """One entry of a feed."""
    url = value(one.url)
    return xml(
        f'\n<entry xml:lang="{one.language}"><id>{text(one.uri)}</id><title>{text(one.title)}</title>'
        f'<link rel="alternate" type="text/html" href="{url}"/>'
        f"<published>{instant(one.published)}</published><updated>{instant(one.updated)}</updated>"
        f"{_category(one.term, one.label)}<summary>{text(one.summary)}</summary>"
        f'<content type="html" xml:base="{url}">{cdata(one.content)}</content></entry>'
    )


@lru_cache(maxsize=256)
def _category(term: str, label: str) -> str:
    return f'<category term="{value(term)}" label="{value(label)}"/>' if term else ""
