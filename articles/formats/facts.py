"""What Markdown and plain text say of a text around its words, in the text's own language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from articles.addresses import absolute, article_uri, article_url, site_language
from articles.models.vocabulary import EditionClass, Kind
from articles.serializers.texts import Shown


@dataclass
class Facts:
    """The lines of a text, each without any mark-up. ``notices`` come first, before the title."""

    title: str
    kind: str
    reference: str
    edition: str
    notices: list[tuple[str, str]]
    times: list[str]
    dateline: str
    summary: str
    rubrics: list[tuple[str, list[str]]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def facts_of(shown: Shown) -> Facts:
    """The lines of ``shown``, in its own language where the site speaks it."""
    with translation.override(site_language(shown.edition.language)):
        return _facts(shown)


def _facts(shown: Shown) -> Facts:
    edition, document = shown.edition, shown.document
    times = [f"{_('Published')}: {_hour(edition.published_at)}"]
    if edition.public_from != edition.published_at:
        times.append(f"{_('updated')}: {_hour(edition.public_from)}")
    contacts = [
        ", ".join(filter(None, (one.label, one.role, one.phone, one.out_of_hours_phone, one.email)))
        for one in shown.contacts
    ]
    rubrics = [
        (_("People"), [_person(one) for one in document.get("officials", ())]),
        (_("Organisations"), [one["name"] for one in document.get("organisations", ())]),
        (_("Places"), [one["name"] for one in document.get("places") or ()]),
        (_("Events"), [one["name"] for one in document.get("events", ())]),
        (_("Topics"), [one["name"] for one in document.get("topics", ())]),
        (_("Sources"), [_source(one) for one in document.get("attribution", ())]),
        (_("Press contacts"), contacts),
    ]
    return Facts(
        title=document["title"],
        kind=str(Kind(edition.kind).label),
        reference=f"PR-{edition.article_reference}",
        edition=_("edition %(number)s") % {"number": edition.number},
        notices=_notices(shown),
        times=times,
        dateline=_dateline(document),
        summary=document.get("summary") or "",
        rubrics=[(name, lines) for name, lines in rubrics if lines],
        addresses=[article_uri(edition.article_reference), absolute(article_url(edition))],
    )


def _notices(shown: Shown) -> list[tuple[str, str]]:
    """``(what, words)``: that it is a demonstration, withdrawn, corrected; the newest first."""
    found = [(_("Demonstration:").rstrip(":"), _("nothing on this site is an official release."))] * settings.DEMO
    edition = shown.edition
    if edition.is_withdrawn:
        found.append((f"{_('Withdrawn')}, {_hour(edition.public_from)}", edition.note))
    for one in reversed(shown.history):
        if one.edition_class == EditionClass.CORRECTION and one.note:
            found.append((f"{_('Correction')}, {_hour(one.public_from)}", one.note))
    return found


def _hour(instant: dt.datetime) -> str:
    """Date and time in the office's zone, which is named."""
    local = instant.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE))
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M} ({settings.OFFICE_TIME_ZONE})"


def _dateline(document: dict) -> str:
    """The dateline, unless the text itself begins with it."""
    dateline = document.get("dateline")
    words = document.get("body", {}).get("text", "").casefold()
    if not dateline or (dateline["place"] and words.startswith(dateline["place"].casefold())):
        return ""
    return dateline["text"]


def _person(entry: dict) -> str:
    return ", ".join(filter(None, (entry["name"], entry["role"], entry["organisation"])))


def _source(entry: dict) -> str:
    return ", ".join(filter(None, (entry["source"]["name"], entry["url"])))
