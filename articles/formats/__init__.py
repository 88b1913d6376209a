"""The formats in which texts and lists leave the house beside HTML; each has a module here of its own.

A module gives ``one(shown, request) -> bytes`` for a single thing, ``many(listed, request) -> bytes`` for a list, or
``rows(listed, request) -> iterator of bytes`` for a list that is streamed. What it does not give, the format does not
have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

MOST_STREAMED = 10_000  # rows


@dataclass(frozen=True)
class Format:
    """A format by the ``name`` it has in ``?format=``; ``media_type`` as it stands in ``Accept`` and Content-Type."""

    name: str
    media_type: str
    module: str = ""

    @property
    def _module(self) -> Any:
        return import_module(f"articles.formats.{self.module or self.name}")

    @property
    def one(self) -> Callable[[Any, Any], bytes]:
        """Writes a single thing."""
        return self._module.one

    @property
    def many(self) -> Callable[[Listed, Any], bytes]:
        """Writes a list."""
        return self._module.many

    @property
    def rows(self) -> Callable[[Listed, Any], Iterable[bytes]] | None:
        """Writes a list piece by piece, or None where the format is not streamed."""
        return getattr(self._module, "rows", None) if self.name != "json" else None

    @property
    def content_type(self) -> str:
        """What stands in Content-Type."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


FORMATS = {
    one.name: one
    for one in (
        Format("json", "application/json"),
        Format("ninjs", 'application/json; profile="ninjs-3.1"'),
        Format("jsonld", "application/ld+json"),
        Format("atom", "application/atom+xml"),
        Format("rss", "application/rss+xml"),
        Format("jsonfeed", "application/feed+json"),
        Format("ics", "text/calendar", "calendar"),
        Format("csv", "text/csv"),
        Format("ndjson", "application/x-ndjson"),
        Format("md", "text/markdown", "markdown"),
        Format("txt", "text/plain", "text"),
    )
}


@dataclass
class Listed:
    """One page of a list on its way out.

    ``resource`` is the API's word for what is listed (``articles``); ``rows`` are what the serializer of the list takes
    (``Shown`` for texts, rows of the register else), ``data`` gives the same as JSON values. Addresses are absolute;
    ``page_url`` is the list for readers, ``updated`` the newest change among the rows, None where there are none.
    ``chunks`` gives every further page too, for what is streamed: lists of JSON values, at most ``MOST_STREAMED`` rows.
    """

    resource: str
    rows: list[Any]
    data: Callable[[], list[dict[str, Any]]]
    title: str
    language: str
    self_url: str
    page_url: str
    next_url: str | None = None
    previous_url: str | None = None
    first_url: str = ""
    updated: dt.datetime | None = None
    fields: tuple[str, ...] = ()
    chunks: Callable[[], Iterable[list[dict[str, Any]]]] = field(default=lambda: iter(()))


__all__ = ["FORMATS", "MOST_STREAMED", "Format", "Listed"]
