"""In front of Django: whole pages for readers, kept by each process as long as nothing that is visible has changed.

A page is kept for one version of the visible set (``articles.visible``) and one minute of the clock, so that it is
never given out before or after its time: a process reads the version at most a second ago and passes no due instant
unread. What carries a cookie or a right, what is no page, and what a database does not answer for goes to Django.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.http import parse_etags

from articles import visible

PASSED_ON = ("/admin/", "/preview/", "/static/", "/healthz", "/readyz", "/metrics")
LARGEST = 512 * 1024  # bytes of one page
ADDRESS = ("HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "PATH_INFO", "QUERY_STRING")
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A page as it went out; ``tag`` is its entity tag, without the mark of a weak one."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str


class Pages:
    """The pages of one version and minute, at most ``room`` bytes of them, the least lately asked leaving first."""

    def __init__(self, room: int):
        self._room, self._lock = room, Lock()
        self._state: Any = None
        self._varies: dict[tuple, tuple[str, ...]] = {}
        self._pages: OrderedDict[tuple, Kept] = OrderedDict()
        self._size = 0

    def find(self, state: Any, address: tuple, environ: dict[str, Any]) -> Kept | None:
        """The page kept for ``address`` and for what the request says of what the page depends on."""
        with self._lock:
            if state != self._state or address not in self._varies:
                return None
            key = (address, *(environ.get(name) for name in self._varies[address]))
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, state: Any, address: tuple, environ: dict[str, Any], varies: tuple[str, ...], page: Kept) -> None:
        """Keep a page."""
        with self._lock:
            if state != self._state:
                self._state, self._size = state, 0
                self._varies.clear()
                self._pages.clear()
            self._varies[address] = varies
            key = (address, *(environ.get(name) for name in varies))
            before = self._pages.pop(key, None)
            self._size += len(page.body) - (len(before.body) if before else 0)
            self._pages[key] = page
            while self._size > self._room:
                _key, gone = self._pages.popitem(last=False)
                self._size -= len(gone.body)


class Front:
    """A WSGI application around Django's, with ``megabytes`` of room for pages in each process."""

    def __init__(self, application: Callable, megabytes: float | None = None):
        self._application = application
        room = settings.PAGE_CACHE_MEGABYTES if megabytes is None else megabytes
        self._pages = Pages(int(room * 2**20))
        self._on = room > 0 and not settings.DEBUG

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Answer from what is kept, or let Django answer and keep that."""
        if not self._on or not _is_readers(environ):
            return self._application(environ, start_response)
        read = self._state()
        if read is None:
            return self._application(environ, start_response)
        now, state = read
        address = tuple(environ.get(name) for name in ADDRESS)
        page = self._pages.find(state, address, environ)
        if page is None:
            return self._ask(environ, start_response, state, address)
        return _answer(page, environ, start_response, now)

    def _state(self) -> tuple[dt.datetime, tuple] | None:
        """The instant, and what kept pages depend on; None where the database does not say."""
        try:
            now, seen = visible.current()
        except DatabaseError:
            connection.close()
            return None
        return now, (seen.version, now.replace(second=0, microsecond=0))

    def _ask(self, environ: dict[str, Any], start_response: Callable, state: tuple, address: tuple) -> Iterable[bytes]:
        told: list[Any] = []

        def remember(status: str, headers: Headers, exc_info: Any = None) -> Callable:
            told[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        if environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start_response)
        response = self._application(environ, remember)
        if getattr(response, "streaming", True):
            return response
        status, headers = told
        fields = {name.lower(): value for name, value in headers}
        lasting = status.startswith("200") and "etag" in fields and "public" in fields.get("cache-control", "")
        if lasting and "set-cookie" not in fields:
            body = b"".join(response)
            after = self._state()
            if len(body) <= LARGEST and after is not None and after[1] == state:
                kept = tuple((n, v) for n, v in headers if n.lower() not in ("cache-control", "x-request-id"))
                names = (one.strip() for one in fields.get("vary", "").split(",") if one.strip())
                varies = tuple(f"HTTP_{one.upper().replace('-', '_')}" for one in names)
                page = Kept(kept, body, fields["etag"].removeprefix("W/"))
                self._pages.put(state, address, environ, varies, page)
        return response


def _is_readers(environ: dict[str, Any]) -> bool:
    """Whether anybody who asks this gets the same answer."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not environ["PATH_INFO"].startswith(PASSED_ON)
        and "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_RANGE" not in environ
    )


def _answer(page: Kept, environ: dict[str, Any], start_response: Callable, now: dt.datetime) -> Iterable[bytes]:
    """The page, or that the client has it; its lifetime ends with the minute, as everywhere."""
    headers: Headers = [
        ("Cache-Control", f"public, max-age={max(0, 59 - now.second)}"),
        ("X-Request-Id", f"req_{uuid4().hex}"),
        *page.headers,
    ]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and {page.tag, "*"} & {tag.removeprefix("W/") for tag in parse_etags(asked)}:
        start_response("304 Not Modified", [one for one in headers if not one[0].lower().startswith("content-")])
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]
