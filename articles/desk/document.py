"""The document of a text: everything that is approved and shown, and nothing else.

No times, numbers, addresses or status stand in it, so that moving an hour does not change its hash. People, events,
sources and topics carry their uid and the words they had when the document was made.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import override

from articles.blocks import plain
from articles.desk.hashing import canonical, sha256
from articles.desk.roles import rows_in_force
from articles.models.article import Article
from articles.models.event import Event
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from people.models import Organisation, Person, Position
from people.models.register import named_exactly
from people.names import words
from pressoffice.ground.partial_dates import PartialDate


def build(
    article: Article, hour: dt.datetime, *, positions: dict[int, Position | None] | None = None
) -> dict[str, Any]:
    """The document of the working copy as it stands, as JSON-ready values.

    Positions and events have the words the register had for them at ``hour``. ``positions``: what to take, by key of
    the mention, instead of what stands in the working copy.
    """
    mentions = list(article.mentions.select_related("person", "organisation", "place", "position"))
    for mention in mentions:
        if positions and mention.pk in positions:
            mention.position = positions[mention.pk]
    held = rows_in_force(Position, {m.position for m in mentions if m.position}, hour)
    for mention in mentions:
        if mention.position:
            mention.position = held[mention.position.entity.pk]
    links = list(article.eventlinks.select_related("event"))
    events = rows_in_force(Event, {link.event for link in links}, hour)
    language = article.language
    return {
        "kind": article.kind,
        "language": article.language,
        "headline": article.headline or None,
        "title": article.headline or article.first_words(),
        "summary": article.summary,
        "dateline": _dateline(article),
        "body": {"html": article.body, "text": plain(article.body)},
        "attribution": [
            {
                "id": str(citation.uid),
                "source": {"id": str(citation.source.uid), "name": citation.source.name},
                "role": citation.role,
                "verb": citation.verb,
                "url": citation.url,
                **_place(citation),
            }
            for citation in article.citations.select_related("source")
        ],
        "mentions": [_mention(mention) for mention in mentions],
        "statements": [
            {
                "id": str(statement.uid),
                "verb": statement.verb,
                "form": statement.form,
                "voice": statement.voice,
                "speaker_words": statement.speaker_words,
                "speakers": [
                    _named(m, language)
                    for m in mentions
                    if m.statement_uid == statement.uid and m.relation == Mention.Relation.SPEAKER
                ],
                "addressees": [
                    _named(m, language)
                    for m in mentions
                    if m.statement_uid == statement.uid and m.relation == Mention.Relation.ADDRESSEE
                ],
                **_place(statement),
            }
            for statement in article.statements.all()
        ],
        "officials": _officials(mentions, language),
        "organisations": _organisations(mentions, language),
        "events": [_event(link, events[link.event.entity.pk], language) for link in links],
        "topics": [
            {"id": str(topic.uid), "code": topic.code, "name": topic.name_in(article.language)}
            for topic in article.topics.order_by("sort_key", "pk")
        ],
        "places": _places(article, mentions),
    }


def _place(part: Any) -> dict[str, Any]:
    return {"block": part.block, "start": part.start, "end": part.end, "words": part.words}


def _dateline(article: Article) -> dict[str, Any] | None:
    if not (article.dateline_place or article.dateline_date):
        return None
    with override(article.language):
        when = PartialDate(article.dateline_date).words() if article.dateline_date else ""
    return {
        "place": article.dateline_place,
        "country": article.dateline_country or None,
        "date": article.dateline_date or None,
        "text": ", ".join(word for word in (article.dateline_place, article.dateline_country, when) if word),
    }


def _named(mention: Mention, language: str) -> dict[str, Any]:
    """Whom a mention names, with the role and organisation of that text, in its language."""
    position = mention.position
    thing = mention.person or mention.organisation
    held_at = position.organisation if position and position.organisation else None
    return {
        "type": "person" if mention.person else "organisation",
        "id": str(thing.uid) if thing else None,
        "name": thing.name_in(language) if thing else mention.words,
        "role": mention.role or (position.title_in(language) if position else ""),
        "organisation": held_at.name_in(language) if held_at else "",
    }


def _mention(mention: Mention) -> dict[str, Any]:
    position = mention.position
    return {
        "uid": str(mention.uid),
        "relation": mention.relation,
        "statement": str(mention.statement_uid) if mention.statement_uid else None,
        "person": str(mention.person.uid) if mention.person else None,
        "organisation": str(mention.organisation.uid) if mention.organisation else None,
        "place": str(mention.place.uid) if mention.place else None,
        "role": mention.role,
        "position": str(position.entity.uid) if position else None,
        **_place(mention),
    }


def _officials(mentions: list[Mention], language: str) -> list[dict[str, Any]]:
    """Each person once, in the order of the text: participants said to be so, others mentioned."""
    found: dict[UUID, dict[str, Any]] = {}
    for mention in mentions:
        if mention.person is None:
            continue
        named = _named(mention, language)
        entry = found.setdefault(
            mention.person.uid,
            {"id": named["id"], "name": named["name"], "role": "", "organisation": "", "rel": "mentioned"},
        )
        if named["role"] and not entry["role"]:
            entry["role"], entry["organisation"] = named["role"], named["organisation"]
        if mention.relation == Mention.Relation.PARTICIPANT:
            entry["rel"] = "participant"
        elif mention.relation == Mention.Relation.SPEAKER and entry["rel"] == "mentioned":
            entry["rel"] = "speaker"
    return list(found.values())


def _organisations(mentions: list[Mention], language: str) -> list[dict[str, Any]]:
    """Each organisation once: those named, and those at which somebody named holds a position."""
    found: dict[UUID, dict[str, Any]] = {}
    for mention in mentions:
        for organisation in (mention.organisation, mention.position.organisation if mention.position else None):
            if organisation:
                name = organisation.name_in(language)
                found.setdefault(organisation.uid, {"id": str(organisation.uid), "name": name})
    return list(found.values())


def _places(article: Article, mentions: list[Mention]) -> list[dict[str, Any]]:
    """Each place once: that of the dateline where the register knows it, then those named."""
    found: dict[UUID, Place] = {}
    if article.dateline_place:
        named = list(named_exactly(Place, article.dateline_place)[:2])
        if len(named) == 1:  # which of two places of one name is meant, only a mention can say
            found[named[0].uid] = named[0]
    for mention in mentions:
        if mention.place:
            found.setdefault(mention.place.uid, mention.place)
    return [{"id": str(place.uid), "name": place.name_in(article.language)} for place in found.values()]


def _event(link: EventLink, event: Event, language: str) -> dict[str, Any]:
    return {
        "link": str(link.uid),
        "id": str(event.entity.uid),
        "name": event.name_in(language),
        "type": event.type,
        "starts": event.starts or None,
        "date_words": event.date_words,
        "place": event.venue,
        "rel": link.relation,
        **_place(link),
    }


def document_hash(document: dict[str, Any]) -> str:
    """The hash an approval is bound to."""
    return sha256(canonical(document))


def text_hash(document: dict[str, Any]) -> str:
    """The hash of the words alone: an addition and a change of links and topics leave it as it is."""
    words = {key: document.get(key) for key in ("kind", "language", "headline", "summary", "dateline", "body")}
    words["statements"] = [
        {key: value for key, value in statement.items() if key not in ("block", "start", "end")}
        for statement in document.get("statements", ())
    ]
    styled = [(one["person"], one["organisation"], one["role"]) for one in document["mentions"] if one["role"]]
    words["roles"] = [[str(part) for part in one] for one in styled]
    return sha256(canonical(words))


def restore(article: Article, document: dict[str, Any]) -> None:
    """Put the working copy back to ``document``: its fields, parts and topics, saved. Slug and status stay."""
    dateline = document["dateline"] or {}
    article.kind, article.language = document["kind"], document["language"]
    article.headline, article.summary = document["headline"] or "", document["summary"]
    article.body = document["body"]["html"]
    article.dateline_place = dateline.get("place") or ""
    article.dateline_country = dateline.get("country") or ""
    article.dateline_date = dateline.get("date") or ""
    article.save()
    make_parts(document, article=article)
    article.topics.set(Topic.objects.filter(uid__in=[topic["id"] for topic in document["topics"]]))


def make_parts(document: dict[str, Any], **owner: Any) -> None:
    """Make the rows of the parts of ``document`` anew for one owner: ``article=`` or ``edition=``."""
    found = _Lookup(document)
    for model in (Statement, Mention, Citation, EventLink):
        model.objects.filter(**owner).delete()
    Statement.objects.bulk_create(
        Statement(
            uid=UUID(s["id"]),
            order=order,
            verb=s["verb"],
            form=s["form"],
            voice=s["voice"],
            speaker_words=s["speaker_words"],
            folded=" ".join(words(s["words"])),
            published_at=owner["edition"].published_at if "edition" in owner else None,
            **_span(s),
            **owner,
        )
        for order, s in enumerate(document["statements"])
    )
    Mention.objects.bulk_create(
        Mention(
            uid=UUID(m["uid"]),
            order=order,
            relation=m["relation"],
            statement_uid=UUID(m["statement"]) if m["statement"] else None,
            person=found.people.get(m["person"]),
            organisation=found.organisations.get(m["organisation"]),
            position=found.positions.get(m["position"]),
            place=found.places.get(m["place"]),
            role=m["role"],
            **_span(m),
            **owner,
        )
        for order, m in enumerate(document["mentions"])
    )
    Citation.objects.bulk_create(
        Citation(
            uid=UUID(c["id"]),
            order=order,
            source=found.sources[c["source"]["id"]],
            role=c["role"],
            verb=c["verb"],
            url=c["url"],
            **_span(c),
            **owner,
        )
        for order, c in enumerate(document["attribution"])
    )
    EventLink.objects.bulk_create(
        EventLink(uid=UUID(e["link"]), order=order, event=found.events[e["id"]], relation=e["rel"], **_span(e), **owner)
        for order, e in enumerate(document["events"])
    )


def _span(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("block", "start", "end", "words")}


class _Lookup:
    """The register rows a document names, by uid."""

    def __init__(self, document: dict[str, Any]):
        mentions = document["mentions"]
        self.people = rows_by_uid(Person, (m["person"] for m in mentions))
        self.organisations = rows_by_uid(Organisation, (m["organisation"] for m in mentions))
        self.positions = rows_by_uid(Position, (m["position"] for m in mentions))
        self.places = rows_by_uid(Place, (p["id"] for p in document.get("places", ())))
        self.sources = rows_by_uid(Source, (c["source"]["id"] for c in document["attribution"]))
        self.events = rows_by_uid(Event, (e["id"] for e in document["events"]))


def rows_by_uid(model: Any, uids: Any) -> dict[str, Any]:
    """The register rows with these uids; a row that was merged stands for the one it was merged into."""
    wanted = {uid for uid in uids if uid}
    if not wanted:
        return {}
    if model is Position:
        return {str(row.uid): row for row in model.objects.filter(uid__in=wanted)}
    rows = model.objects.filter(uid__in=wanted).select_related("merged_into")
    return {str(row.uid): row.merged_into or row for row in rows}
