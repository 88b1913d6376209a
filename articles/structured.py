"""Texts, people, organisations, events and statements in the words of schema.org (version 30), for JSON-LD.

A date is told only as far as it is known and ISO 8601 can say it; one without a year is left out. The words of the
speaker are ``text`` of a Quotation; words that a text reports in its own are ``abstract``. A denial is no ClaimReview:
that needs the claim in so many words, and no document holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.urls import reverse

from articles.addresses import absolute, article_uri, article_url
from articles.models.event import Event
from articles.models.parts import EventLink
from articles.models.vocabulary import EditionClass
from people.models import Organisation, Person, Position

CONTEXT = "https://schema.org"
TOLD = (EditionClass.CORRECTION, EditionClass.WITHDRAWAL)  # whose notes are corrections to those who read the text
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=[?~%]?$)")
_ORGANISATIONS = {
    Organisation.Kind.GOVERNMENT: "GovernmentOrganization",
    Organisation.Kind.PARLIAMENT: "GovernmentOrganization",
    Organisation.Kind.EMBASSY: "GovernmentOrganization",
    Organisation.Kind.OUTLET: "NewsMediaOrganization",
    Organisation.Kind.COMPANY: "Corporation",
}
EVENT_STATUS = {
    Event.Status.SCHEDULED: f"{CONTEXT}/EventScheduled",
    Event.Status.POSTPONED: f"{CONTEXT}/EventPostponed",
    Event.Status.CANCELLED: f"{CONTEXT}/EventCancelled",
}


def identity(kind: str, uid: Any) -> str:
    """What names a row of a register for ever: its address in the API (``official``, ``event``, ``topic``...)."""
    return f"{settings.SITE_URL}{_stem(kind)}{uid}/"


@cache
def _stem(kind: str) -> str:
    return reverse(f"api-{kind}", args=["-"]).removesuffix("-/")


def dumped(thing: dict[str, Any]) -> str:
    """JSON that can stand in a ``<script type="application/ld+json">``: a data block, which no browser runs."""
    made = orjson.dumps(thing, option=orjson.OPT_UTC_Z, default=str).decode()
    return made.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def of_schema_org(thing: dict[str, Any]) -> dict[str, Any]:
    """A thing that stands by itself."""
    return {"@context": CONTEXT, **thing}


def card_url(edition: Any) -> str:
    """The address of the picture by which other sites show a text."""
    return f"{settings.SITE_URL}{_cards()}{edition.uid}.png"


@cache
def _cards() -> str:
    nobody = UUID(int=0)
    return reverse("card", args=[nobody]).removesuffix(f"{nobody}.png")


def office() -> dict[str, Any]:
    """Who publishes."""
    return {"@type": "GovernmentOrganization", "name": settings.OFFICE_NAME, "url": f"{settings.SITE_URL}/"}


def _said(**members: Any) -> dict[str, Any]:
    """``members`` that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def date_of(text: str | None) -> str | None:
    """An EDTF date as ISO 8601 says it; None where it cannot."""
    found = _ISO.match(text or "")
    return found[0] if found else None


# --- Texts ------------------------------------------------------------------------------------------------------------


def approved(document: dict[str, Any], *, whole: bool = False) -> dict[str, Any]:
    """What comes from the document alone and never changes; ``whole`` with the words and the statements.

    Of a document in short form, what is there.
    """
    dateline = document.get("dateline") or {}
    events = document.get("events", ())
    about = [_topic(one) for one in document.get("topics", ())]
    about += [_event(one) for one in events if one["rel"] == EventLink.Relation.MAIN]
    mentions = [_official(one) for one in document.get("officials", ())]
    mentions += [_named("Organization", "organisation", one) for one in document.get("organisations", ())]
    mentions += [_named("Place", "place", one) for one in document.get("places") or ()]
    mentions += [_event(one) for one in events if one["rel"] != EventLink.Relation.MAIN]
    made = _said(
        headline=document.get("headline"),
        name=document["title"],
        description=document.get("summary"),
        inLanguage=document["language"],
        genre=document["kind"],
        dateline=dateline.get("text"),
        contentLocation=_dateline_place(dateline),
        about=about,
        mentions=mentions,
        isBasedOn=[_source(one) for one in document.get("attribution", ())],
    )
    if whole and "body" in document:
        made["articleBody"] = document["body"]["text"]
        if document.get("statements"):
            made["hasPart"] = [quotation(one, document["language"]) for one in document["statements"]]
    return made


def envelope(
    edition: Any, *, history: Iterable[Any] = (), translations: Iterable[Any] = (), address: str = ""
) -> dict[str, Any]:
    """What stands around the document: identity, hours, state, notes; the other languages as they are now.

    ``address`` is that of its page, absolute, where it is at hand.
    """
    address = address or absolute(article_url(edition))
    notes = [one for one in history if one.edition_class in TOLD and one.note]
    return _said(
        **{"@type": "NewsArticle", "@id": article_uri(edition.article_reference)},
        url=address,
        mainEntityOfPage=address,
        identifier=f"PR-{edition.article_reference}",
        version=edition.number,
        datePublished=edition.published_at,
        dateModified=edition.public_from,
        creativeWorkStatus="Withdrawn" if edition.is_withdrawn else "Published",
        author=office(),
        publisher=office(),
        image=card_url(edition),
        copyrightNotice=settings.OFFICE_RIGHTS,
        license=settings.OFFICE_LICENCE_URL,
        isAccessibleForFree=True,
        correction=[
            {"@type": "CorrectionComment", "text": one.note, "datePublished": one.public_from} for one in notes
        ],
        workTranslation=[
            {
                "@type": "NewsArticle",
                "@id": article_uri(one.article_reference),
                "name": one.title,
                "inLanguage": one.language,
                "url": absolute(article_url(one)),
            }
            for one in translations
        ],
    )


def text(edition: Any, document: dict[str, Any], *, whole: bool = False, **around: Any) -> dict[str, Any]:
    """A text as a NewsArticle."""
    return {**envelope(edition, **around), **approved(document, whole=whole)}


def jsonld_of(document: dict[str, Any]) -> str:
    """The members of ``approved`` as a JSON object, to be kept with an edition and put after ``text_opening``."""
    return dumped(approved(document))


def text_opening(edition: Any, **around: Any) -> str:
    """The JSON of ``text`` for a data block as far as it is live: ``members`` without their brace follow it.

    Together: ``text_opening(edition, ...) + "," + jsonld_of(document)[1:]``.
    """
    return dumped(of_schema_org(envelope(edition, **around)))[:-1]


def _named(type_: str, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {"@type": type_, "@id": identity(kind, entry["id"]), "name": entry["name"]}


def _official(entry: dict[str, Any]) -> dict[str, Any]:
    at = {"@type": "Organization", "name": entry["organisation"]} if entry["organisation"] else None
    return _named("Person", "official", entry) | _said(jobTitle=entry["role"], affiliation=at)


def _event(entry: dict[str, Any]) -> dict[str, Any]:
    where = {"@type": "Place", "name": entry["place"]} if entry["place"] else None
    return _named("Event", "event", entry) | _said(startDate=date_of(entry["starts"]), location=where)


def _topic(entry: dict[str, Any]) -> dict[str, Any]:
    made = _named("DefinedTerm", "topic", entry) | _said(termCode=entry["code"])
    if entry["code"].startswith("medtop:"):
        made["inDefinedTermSet"] = "http://cv.iptc.org/newscodes/mediatopic/"
    return made


def _source(entry: dict[str, Any]) -> dict[str, Any]:
    """What a text rests on: a work of the source, which may have an address."""
    whose = _named("Organization", "source", entry["source"])
    return {"@type": "CreativeWork", "publisher": whose} | _said(url=entry["url"])


def _dateline_place(dateline: dict[str, Any]) -> dict[str, Any] | None:
    if not dateline.get("place"):
        return None
    country = dateline.get("country")
    address = {"@type": "PostalAddress", "addressCountry": country} if country else None
    return {"@type": "Place", "name": dateline["place"]} | _said(address=address)


# --- Statements -------------------------------------------------------------------------------------------------------


def quotation(entry: dict[str, Any], language: str) -> dict[str, Any]:
    """A statement of a document: whose words, in what role that day."""
    return _said(
        **{"@type": "Quotation", "@id": identity("statement", entry["id"])},
        **{"text" if entry["form"] == "direct" else "abstract": entry["words"]},
        inLanguage=language,
        spokenByCharacter=[_speaker(one) for one in entry["speakers"]],
    )


def statement(edition: Any, entry: dict[str, Any]) -> dict[str, Any]:
    """A statement by itself, with the text it stands in."""
    stands_in = {"@type": "NewsArticle", "@id": article_uri(edition.article_reference), "name": edition.title}
    return {
        **quotation(entry, edition.language),
        "url": absolute(reverse("statement", args=[entry["id"]])),
        "datePublished": edition.published_at,
        "creativeWorkStatus": "Withdrawn" if edition.is_withdrawn else "Published",
        "isPartOf": {**stands_in, "url": absolute(article_url(edition))},
    }


def _speaker(entry: dict[str, Any]) -> dict[str, Any]:
    person = entry["type"] == "person"
    made: dict[str, Any] = {"@type": "Person" if person else "Organization", "name": entry["name"]}
    if entry["id"]:
        made["@id"] = identity("official" if person else "organisation", entry["id"])
    if person:
        at = {"@type": "Organization", "name": entry["organisation"]} if entry["organisation"] else None
        made |= _said(jobTitle=entry["role"], affiliation=at)
    return made


# --- The register -----------------------------------------------------------------------------------------------------


def _row(row: Any, kind: str) -> dict[str, Any]:
    entity = getattr(row, "entity", row)
    return {
        "@id": identity(kind, entity.uid),
        "url": absolute(row.get_absolute_url()),
        "name": row.label,
    }


def _organisation_ref(row: Organisation) -> dict[str, Any]:
    return {"@type": _ORGANISATIONS.get(row.kind, "Organization"), "name": row.label} | {
        "@id": identity("organisation", row.uid)
    }


def _other_names(row: Any) -> list[str]:
    names = [row.name, *(row.labels or {}).values(), getattr(row, "short_name", "")]
    names += [one.name for one in getattr(row, "other_names", ())]
    return [name for name in dict.fromkeys(names) if name and name != row.label]


def _other_registers(row: Any) -> list[str]:
    return [one.url for one in getattr(row, "other_registers", ()) if one.url]


def person(row: Person, positions: Iterable[Position] = ()) -> dict[str, Any]:
    """A person with the ``positions`` they hold, held or will hold (as ``posts.shown`` gives them), each as a role."""
    held = list(positions)
    return _said(
        **{"@type": "Person", **_row(row, "official")},
        familyName=row.family_name,
        alternateName=_other_names(row),
        description=row.biography,
        worksFor=[_role(one, "worksFor", _organisation_ref(one.public_organisation)) for one in held
                  if one.public_organisation],
        hasOccupation=[_role(one, "hasOccupation", {"@type": "Occupation", "name": one.label}) for one in held
                       if not one.public_organisation],
        sameAs=_other_registers(row),
    )  # fmt: skip


def _role(position: Position, member: str, of: dict[str, Any]) -> dict[str, Any]:
    """A position as schema.org says it: a role stands between the person and the organisation."""
    return _said(
        **{"@type": "OrganizationRole" if member == "worksFor" else "Role"},
        roleName=position.label,
        startDate=date_of(position.starts),
        endDate=date_of(position.ends),
        **{member: of},
    )


def organisation(
    row: Organisation, *, parent: Organisation | None = None, parts: Iterable[Organisation] = ()
) -> dict[str, Any]:
    """An organisation, what it is part of and what is part of it."""
    made = _row(row, "organisation")
    if row.website:
        made |= {"url": row.website, "mainEntityOfPage": made["url"]}
    country = {"@type": "PostalAddress", "addressCountry": row.country} if row.country else None
    return _said(
        **{"@type": _ORGANISATIONS.get(row.kind, "Organization"), **made},
        alternateName=_other_names(row),
        address=country,
        foundingDate=date_of(row.founded),
        dissolutionDate=date_of(row.dissolved),
        parentOrganization=_organisation_ref(parent) if parent else None,
        subOrganization=[_organisation_ref(part) for part in parts],
        sameAs=_other_registers(row),
    )


def event(row: Any, *, participants: Iterable[dict[str, Any]] = (), within: Event | None = None) -> dict[str, Any]:
    """An event as ``agenda.told`` gives it. ``participants``: ``{id, name, role}``, ``id`` None where no page is."""
    organiser = row.organiser if row.organiser and (row.own or row.organiser_visible) else None
    return _said(
        **{"@type": "Event", **_row(row, "event")},
        startDate=row.starts_at or date_of(row.starts),
        endDate=row.ends_at or date_of(row.ends),
        eventStatus=EVENT_STATUS[Event.Status(row.status)],
        location=_location(row),
        organizer=_organisation_ref(organiser) if organiser else None,
        attendee=[
            {"@type": "Person", "name": one["name"]}
            | _said(jobTitle=one["role"], **{"@id": identity("official", one["id"]) if one["id"] else None})
            for one in participants
        ],
        superEvent={"@type": "Event", **_row(within, "event")} if within else None,
        description="\n\n".join(filter(None, (row.status_reason, row.description))),
    )


def _location(row: Event) -> dict[str, Any] | None:
    if not (row.venue or row.place):
        return None
    made: dict[str, Any] = {"@type": "Place", "name": row.venue or row.place.label}
    if row.place:
        made["address"] = {"@type": "PostalAddress", "addressLocality": row.place.label}
        if row.place.country:
            made["address"]["addressCountry"] = row.place.country
        if row.place.latitude is not None:
            made["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(row.place.latitude),
                "longitude": float(row.place.longitude),
            }
    return made
