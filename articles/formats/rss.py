"""RSS 2.0, as the RSS Advisory Board has it, with the whole text of each item and Atom's links."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from django.conf import settings

from articles.formats.entries import channel_of
from articles.formats.feed import Channel, Entry, cdata, instant, text, value, xml

MEDIA_TYPE = "application/rss+xml"


def write(channel: Channel) -> bytes:
    """``channel`` as an RSS document. Who reads both is told the same by the same ids as in Atom."""
    pieces = [
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:fh="http://purl.org/syndication/history/1.0"><channel>'
        f"<title>{text(channel.title)}</title><link>{text(channel.page_url)}</link>"
        f"<description>{text(channel.title)}</description><language>{text(channel.language)}</language>"
        f"<copyright>{text(settings.OFFICE_RIGHTS)}</copyright>"
        f"<lastBuildDate>{format_datetime(channel.updated, usegmt=True)}</lastBuildDate>"
        f'<atom:link rel="self" type="{MEDIA_TYPE}" href="{value(channel.self_url)}"/>'
    ]
    pieces += [f'<atom:link rel="{rel}" type="{MEDIA_TYPE}" href="{value(url)}"/>' for rel, url in channel.links]
    if channel.is_archive:
        pieces.append("<fh:archive/>")
    return b"".join([xml("".join(pieces)), *channel.written(entry), b"</channel></rss>\n"])


def many(listed: Any, request: Any) -> bytes:
    """A page of a list of the API as an RSS document."""
    return write(channel_of(listed, request))


def entry(one: Entry) -> bytes:
    """One item of a feed."""
    category = f"<category>{text(one.label or one.term)}</category>" if one.term else ""
    return xml(
        f"\n<item><title>{text(one.title)}</title><link>{text(one.url)}</link>"
        f'<guid isPermaLink="false">{text(one.uri)}</guid>'
        f"<pubDate>{format_datetime(one.published, usegmt=True)}</pubDate>"
        f"<atom:updated>{instant(one.updated)}</atom:updated><dc:language>{text(one.language)}</dc:language>"
        f"{category}<description>{text(one.summary)}</description>"
        f"<content:encoded>{cdata(one.content)}</content:encoded></item>"
    )
