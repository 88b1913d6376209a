"""What Atom, RSS and JSON Feed have in common: a channel of entries, in words and instants."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # a feed without entries has always been so, whenever it is asked
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])  # what XML 1.0 cannot hold at all
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")


class Entry(NamedTuple):
    """One thing a reader is told of. ``content`` is HTML; every other text is plain.

    ``uri`` never changes; ``updated`` moves only with what readers are to be told.
    """

    uri: str
    url: str
    title: str
    language: str
    published: dt.datetime
    updated: dt.datetime
    summary: str
    content: str
    term: str = ""
    label: str = ""


class Written(NamedTuple):
    """An entry that was written before, in the form of the feed it goes into; ``key`` is its place in the list."""

    key: tuple[dt.datetime, uuid.UUID]
    updated: dt.datetime
    form: Any


@dataclass(frozen=True)
class Channel:
    """A feed: what it is called, where it stands, what is in it.

    ``uri`` is what it is known by, ``page_url`` the list for readers, ``links`` its neighbours as ``(rel, address)``
    (RFC 5005). ``is_archive``: it will not change any more. ``gone``: what was taken back, as ``(uri, instant)``.
    """

    title: str
    language: str
    uri: str
    self_url: str
    page_url: str
    entries: Sequence[Entry | Written]
    links: Sequence[tuple[str, str]] = ()
    is_archive: bool = False
    gone: Sequence[tuple[str, dt.datetime]] = ()

    def written(self, write: Callable[[Entry], Any]) -> list[Any]:
        """Its entries by ``write``, but for those that were written before."""
        return [one.form if isinstance(one, Written) else write(one) for one in self.entries]

    @property
    def updated(self) -> dt.datetime:
        """When readers were last to be told something that is in it."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def titled(title: str, *, withdrawn: bool = False) -> str:
    """``title`` with the words that must be read before it."""
    if withdrawn:
        title = _("Withdrawn: %(title)s") % {"title": title}
    return _("Demonstration: %(title)s") % {"title": title} if settings.DEMO else title


def noticed(content: str, note: str, *, withdrawn: bool = False) -> str:
    """``content`` (HTML) under the public note of its edition."""
    if not note:
        return content
    words = _("Withdrawn: %(note)s") if withdrawn else _("Note: %(note)s")
    return f"<p><strong>{escape(words % {'note': note})}</strong></p>{content}"


def instant(moment: dt.datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return f"{moment.astimezone(dt.UTC).isoformat(timespec='seconds')[:19]}Z"


def text(words: str) -> str:
    """``words`` in an element of XML."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def value(words: str) -> str:
    """``words`` in an attribute of XML."""
    return text(words).replace('"', "&quot;")


def cdata(html: str) -> str:
    """HTML as it is, in an element of XML. What would end it early is written as HTML writes it."""
    return f"<![CDATA[{html.replace(']]>', ']]&gt;')}]]>"


def xml(document: str) -> bytes:
    """A piece of a document, without the characters XML has no way to hold."""
    content = document.encode().translate(None, _CONTROLS)
    return _NONCHARACTERS.sub(b"", content) if b"\xef\xbf" in content else content
