"""Links that lead nowhere: addresses that are none, and pages of this site nobody outside can open.

Addresses of other sites are read, never fetched: a check while writing must not tell the world what is written about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from lxml import html as lxml_html

from articles import register
from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from articles.models.edition import Edition
from articles.models.parts import Statement
from pressoffice.ground.identity import read_reference

_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}|(?:xn--[\w-]+)|localhost|[\d.]+|\[[0-9a-f:]+\]", re.IGNORECASE
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROWS = {
    "official": register.people, "organisation": register.organisations, "event": register.events,
    "event-calendar": register.events, "topic": register.topics, "place": register.places, "source": register.sources,
}  # fmt: skip
_TEXTS = ("article", "article-history")
_REFERENCES = ("article-id", "article-short")


@dataclass(frozen=True)
class Link:
    """A link of a text: the words it stands on and where it leads."""

    block: str
    words: str
    address: str


def links(draft: Draft) -> list[Link]:
    """The links of a text in order."""
    found = []
    for block in draft.blocks:
        if "<a" not in block.html:
            continue
        for anchor in lxml_html.fragment_fromstring(block.html, create_parent="div").iter("a"):
            words = " ".join("".join(anchor.itertext()).split())
            found.append(Link(block.id, words, (anchor.get("href") or "").strip()))
    return found


def _malformed(draft: Draft) -> Iterator[Hit]:
    for link in links(draft):
        if is_malformed(link.address):
            yield _hit(link)


def _hit(link: Link) -> Hit:
    return Hit(link.words or link.address, block=link.block, about=link.address, told={"address": link.address or "–"})


def is_malformed(address: str) -> bool:
    """Whether ``address`` can lead nowhere at all: no host, two schemes, blanks, a page without its site."""
    if address.startswith("#") or (address.startswith("/") and not address.startswith("//")):
        return re.search(r"\s", address) is not None
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return True
    if parts.scheme == "mailto":
        return not all(_MAIL.fullmatch(unquote(one)) for one in parts.path.split(","))
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return True
    doubled = re.match(r"https?:/{0,2}https?[:/]", address, re.IGNORECASE)
    return doubled is not None or re.search(r"\s", address) is not None


def _nowhere(draft: Draft) -> Iterator[Hit]:
    own = [(link, path) for link in links(draft) if (path := _own_path(link.address)) is not None]
    if not own:
        return
    places = {block.id for block in draft.blocks}
    asked: dict[str, set[str]] = defaultdict(set)
    wanted: list[tuple[Link, str, str]] = []
    for link, path in own:
        if path.startswith("#"):
            if path[1:] not in places:
                yield _hit(link)
            continue
        name, value = _target(path)
        if not name:
            yield _hit(link)
        elif value:
            asked[name].add(value)
            wanted.append((link, name, value))
    there = {name: _public(name, values, draft) for name, values in asked.items()}
    for link, name, value in wanted:
        if value not in there[name]:
            yield _hit(link)


def _own_path(address: str) -> str | None:
    """The path of an address of this site, ``#...`` of one in the text; None for another site's."""
    if is_malformed(address):
        return None
    if address.startswith(("#", "/")):
        return address
    parts, site = urlsplit(address), urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != site.netloc.lower():
        return None
    return parts.path or "/"


def _target(path: str) -> tuple[str, str]:
    """``(kind of page, what it is asked for)``; the kind is empty where the site has no public page there."""
    path = urlsplit(path).path
    code = path.split("/")[1] if path.count("/") > 1 else ""
    with override(code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        try:
            match = resolve(unquote(path))
        except Resolver404:
            return "", ""
    if match.app_name == "admin" or path.startswith("/admin"):
        return "", ""
    kind, said = match.url_name or "", match.kwargs
    if kind in _TEXTS or kind in _ROWS:
        return kind, str(said["slug"])
    if kind in _REFERENCES:
        return kind, read_reference(str(said["reference"]))
    if kind == "statement":
        return kind, str(said["uid"])
    return kind or "page", ""


def _public(kind: str, values: set[str], draft: Draft) -> set[str]:
    """Those of ``values`` that lead to something public now. One statement a kind of page."""
    now = draft.now
    if kind in _TEXTS:
        return set(Edition.objects.were_public(now).filter(slug__in=values).values_list("slug", flat=True))
    if kind in _REFERENCES:
        rows = Edition.objects.listed(now).filter(article_reference__in=values)
        return set(rows.values_list("article_reference", flat=True))
    if kind == "statement":
        rows = Statement.objects.listed(now).filter(uid__in=values)
        return {str(uid) for uid in rows.values_list("uid", flat=True)}
    visible = _ROWS[kind](now).order_by()
    known = visible.filter(register.known_as_q(visible.model, slug__in=values))
    return set(known.values_list(register.known_by(visible.model, "slug"), flat=True))


CHECKS = [
    Check(
        "link-malformed", _("A link that is no address"), _("“%(address)s” leads nowhere."),
        _("Give the whole address, as https://www.example.org/page."), _malformed,
    ),
    Check(
        "link-nowhere", _("A link to a page of this site that is not public"),
        _("Readers of “%(address)s” would find nothing today."),
        _("Link to something public, or make sure that it is public by then."), _nowhere,
    ),
]  # fmt: skip
