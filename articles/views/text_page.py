"""The page of one text: rendered with gaps when the edition is frozen, filled at a request with what is live."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

import orjson
from django.conf import settings
from django.db.models import F, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import register, structured
from articles.addresses import absolute, article_uri, article_url, site_language
from articles.blocks import blocks
from articles.models.edition import Edition, listed_q
from articles.models.stored import StoredEdition
from articles.templatetags.pages import day, moment
from articles.views.contacts import presence, with_state
from articles.views.showing import linked, said
from pressoffice.ground.freshness import build
from pressoffice.ground.gaps import Sheet, gap, without_marks
from pressoffice.ground.kept import Kept
from pressoffice.ground.prepared import Prepared


class Doors(Mapping):
    """The addresses of what a text names, as gaps: what a listed edition names has a page because it is named there."""

    def __getitem__(self, uid: str) -> str:
        return gap(f"door:{uid}")

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 0

    def get(self, uid: str | None, default: Any = None) -> Any:
        """The gap for ``uid``; ``default`` for what has no row in a register."""
        return self[uid] if uid else default


def made_with() -> str:
    """What stored pages are made with, in short: pages made with anything else are rendered anew."""
    return _in_short(build(), settings.SITE_URL, settings.OFFICE_NAME, settings.DEMO, str(settings.LANGUAGES))


@cache
def _in_short(*basis: Any) -> str:
    return hashlib.sha256(repr(basis).encode()).hexdigest()[:24]


def keep(sender: Any, edition: Edition, document: dict[str, Any], stored: StoredEdition, **_: Any) -> None:
    """Receiver of ``articles.stored.kept``: the page of the edition, made ready."""
    stored.head, stored.page = rendered(edition, document, Doors())
    stored.made_with = made_with()


def rendered(edition: Edition, document: dict[str, Any], pages: Mapping[str, str]) -> tuple[str, str]:
    """``(head, page)`` of ``edition`` in its own language, with gaps; ``pages`` are the addresses of what it names."""
    document = orjson.loads(without_marks(orjson.dumps(document).decode()))
    with translation.override(site_language(edition.language)):
        undated = SimpleNamespace(published_at=gap("day"), language=edition.language)  # its hour may still be moved
        statements = [
            said(edition, statement, pages, at_home=True) | {"edition": undated} for statement in document["statements"]
        ]
        context = {
            "OFFICE_NAME": settings.OFFICE_NAME,
            "SITE_URL": settings.SITE_URL,
            "DEMO": settings.DEMO,
            "LANGUAGE_CODE": get_language(),
            "edition": edition,
            "title": document["title"],
            "document": document,
            "body": _body(document, statements),
            "placeless": [statement for statement in statements if not statement["block"]],
            "officials": linked(document["officials"], pages),
            "organisations": linked(document["organisations"], pages),
            "events": linked(document["events"], pages),
            "topics": linked(document["topics"], pages),
            "places": linked(document.get("places", ()), pages),
            "attribution": [{**c, "url_of_source": pages.get(c["source"]["id"])} for c in document["attribution"]],
            "dateline": _dateline(document),
            "uri": article_uri(edition.article_reference),
            "data_approved": mark_safe(structured.jsonld_of(document)[1:]),
            **{name: gap(name) for name in GAPS},
        }
        return render_to_string("public/parts/text_head.html", context), render_to_string(
            "public/parts/text.html", context
        )


GAPS = (
    "address",  # of the page, absolute
    "history",  # the address of the history
    "number",
    "published",  # date and time, marked up
    "published_iso",
    "day",  # of publication, marked up
    "updated",  # the same after a separator, or nothing
    "modified_iso",  # the hour of the live edition
    "data_live",  # schema.org: what stands around the document
    "since",  # when a withdrawn text was withdrawn
    "notices",
    "translations",
    "contacts",
)


def _body(document: dict[str, Any], statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a text, each with the statements it holds."""
    held = defaultdict(list)
    for statement in statements:
        held[statement["block"]].append(statement)
    return [
        {"number": number, "id": block.id, "tag": block.tag, "html": block.html, "statements": held.get(block.id, [])}
        for number, block in enumerate(blocks(document["body"]["html"]), start=1)
    ]


def _dateline(document: dict[str, Any]) -> str | None:
    """The dateline, unless the text itself begins with it."""
    dateline = document["dateline"]
    if not dateline or document["body"]["text"].casefold().startswith(dateline["place"].casefold() or "\x00"):
        return None
    return dateline["text"]


# --- What is live -----------------------------------------------------------------------------------------------------


def _listed_pages(article: Any, now: Any) -> Any:
    rows = StoredEdition.objects.filter(
        listed_q(now, "edition__"), edition__article_uid=article, edition__document__isnull=False
    )
    return rows.values_list("edition_id", "head", "page", "made_with")


_PAGES = Prepared(_listed_pages, article="uid", now="instant")


def stored_page(edition: Edition, now: dt.datetime) -> tuple[str, str] | None:
    """``(head, page)`` as it was kept for the live ``edition``, or None where that is of other templates. One query."""
    for pk, head, page, made in _PAGES.rows(article=edition.article_uid, now=now):
        if pk == edition.pk and page and made == made_with() and not settings.DEBUG:
            return head, page
    return None


_doors = Kept(50_000)


def doors_of(sheet: Sheet, request: Any) -> dict[str, str]:
    """The addresses for the gaps of ``sheet``: kept for the visible set, those not known yet in one statement."""
    names = [name for name in set(sheet.names) if name.startswith("door:")]
    version, language = request.visible.version, get_language()
    found = {name: _doors.known(version, (language, name)) for name in names}
    missing = [name for name, address in found.items() if address is None]
    if missing:
        looked_up = _addresses([name.removeprefix("door:") for name in missing])
        for name in missing:
            found[name] = looked_up.get(name.removeprefix("door:"), "#content")
            _doors.put(version, (language, name), found[name])
    return found


_DOORS = (
    ("official", register.Person),
    ("organisation", register.Organisation),
    ("event", register.Event),
    ("topic", register.Topic),
    ("place", register.Place),
    ("source", register.Source),
)


def _addresses(uids: Iterable[str]) -> dict[str, str]:
    """``{uid: address}`` of rows of the registers; of one that was merged, the address of what it was merged into."""
    asked = []
    for name, model in _DOORS:
        rows = model._base_manager.order_by().filter(uid__in=uids)
        root = F("root__slug") if hasattr(model, "root") else Value("")
        asked.append(rows.values_list(Value(name), "uid", "slug", root, "merged_into__slug"))
    rows = asked[0].union(*asked[1:], all=True)
    return {str(uid): reverse(name, args=[into or root or slug]) for name, uid, slug, root, into in rows}


_contacts = Kept(2_000)


def contacts_section(edition: Edition, request: Any) -> str:
    """The press contacts of a text as HTML; kept for as long as nobody of the office comes or goes."""
    known = register.contact_keys_of(edition.article_uid, request.now)
    if not known:
        return ""
    state = request.visible.version, presence(request)

    def make() -> str:
        contacts = with_state(register.contacts_of(edition.article_uid, request.now), request.now)
        context = {"contacts": contacts, "now": request.now, "LANGUAGE_CODE": get_language()}
        return render_to_string("public/parts/text_contacts.html", context)

    return _contacts.get(state, (get_language(), known), make)


def live_values(
    edition: Edition,
    live: Edition,
    request: Any,
    *,
    first: bool,
    corrections: list[Edition],
    translations: list[Edition],
    at: dt.datetime | None = None,
) -> dict[str, str]:
    """What stands in the gaps of ``edition``'s page; ``live`` is the text as it is now, ``at`` the instant asked for.

    ``first``: no edition was public before this one.
    """
    address, history = absolute(article_url(live)), article_url(live, "article-history")
    notices = ""
    if at is not None or corrections:
        context = {"edition": edition, "at": at, "corrections": corrections, "address": address, "history": history}
        notices = render_to_string("public/parts/text_notices.html", context)
    updated = "" if first or edition.is_withdrawn else f" · {escape(_('updated'))} {moment(edition.public_from)}"
    return {
        "address": escape(address),
        "history": escape(history),
        "number": str(edition.number or ""),
        "published": moment(edition.published_at),
        "published_iso": iso(edition.published_at),
        "day": day(edition.published_at),
        "updated": updated,
        "modified_iso": iso(edition.public_from or edition.published_at),
        "data_live": structured.text_opening(
            edition,
            history=[*corrections, *([edition] if edition.is_withdrawn else [])],
            translations=translations,
            address=address,
        ),
        "since": moment(edition.public_from) if edition.public_from else "",
        "notices": notices,
        "translations": render_to_string("public/parts/text_languages.html", {"translations": translations})
        if translations
        else "",
        "contacts": contacts_section(live, request),
    }


def iso(instant: dt.datetime) -> str:
    """RFC 3339 in UTC with ``Z``."""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
