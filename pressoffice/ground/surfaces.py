"""The register of surfaces: every address of the site, who may see it, and what it shows.

``urls.py`` wraps each pattern in ``public``, ``staff``, ``machine`` or ``secret``. A pattern outside the register fails
the build, and the leak test asks every public pattern in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import URLPattern, URLResolver


class Audience(StrEnum):
    """Who may see a surface."""

    PUBLIC = "public"
    STAFF = "staff"
    MACHINE = "machine"
    PREVIEW = "preview"


@dataclass(frozen=True)
class Surface:
    """One entry: ``shows`` says in words what stands there."""

    audience: Audience
    shows: str


_REGISTER: dict[int, Surface] = {}
_KEPT: list[Any] = []  # keeps patterns alive, so that their ids stay theirs


def _enter(pattern: Any, audience: Audience, shows: str) -> Any:
    _REGISTER[id(pattern)] = Surface(audience, shows)
    _KEPT.append(pattern)
    return pattern


def public(pattern: Any, shows: str) -> Any:
    """Enter a pattern that anybody may ask: it shows only what the rule allows."""
    return _enter(pattern, Audience.PUBLIC, shows)


def staff(pattern: Any, shows: str) -> Any:
    """Enter a pattern (or a whole resolver) behind sign-in."""
    return _enter(pattern, Audience.STAFF, shows)


def machine(pattern: Any, shows: str) -> Any:
    """Enter a pattern that shows nothing of the office's content (health, static descriptions)."""
    return _enter(pattern, Audience.MACHINE, shows)


def secret(pattern: Any, shows: str) -> Any:
    """Enter a pattern that opens for whoever holds a secret; to everybody else nothing is there."""
    return _enter(pattern, Audience.PREVIEW, shows)


def walk(resolver: URLResolver, prefix: str = "", inherited: Surface | None = None) -> Iterator[tuple[str, Any, Any]]:
    """Every ``(route, pattern, surface)`` below ``resolver``; ``surface`` is None outside the register."""
    for entry in resolver.url_patterns:
        surface = _REGISTER.get(id(entry), inherited)
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry, surface
        else:
            yield from walk(entry, route, surface)
