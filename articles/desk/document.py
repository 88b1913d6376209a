"""The document of a text: everything that is approved and shown, and nothing else.

No times, numbers, addresses or status stand in it, so that moving an hour does not change its hash. People, events,
sources and topics carry their uid and the words they had when the document was made.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import override

from articles.blocks import plain
from articles.desk.hashing import canonical, sha256
from articles.models.article import Article
from articles.models.event import Event
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.source import Source
from articles.models.taxonomy import Topic
from people.models import Organisation, Person, Position
from people.names import words
from pressoffice.ground.partial_dates import PartialDate


def build(article: Article) -> dict[str, Any]:
    """The document of the working copy as it stands, as JSON-ready values."""
    mentions = list(article.mentions.select_related("person", "organisation", "position__organisation"))
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
                    _named(m)
                    for m in mentions
                    if m.statement_uid == statement.uid and m.relation == Mention.Relation.SPEAKER
                ],
                "addressees": [
                    _named(m)
                    for m in mentions
                    if m.statement_uid == statement.uid and m.relation == Mention.Relation.ADDRESSEE
                ],
                **_place(statement),
            }
            for statement in article.statements.all()
        ],
        "officials": _officials(mentions),
        "organisations": _organisations(mentions),
        "events": [_event(link) for link in article.eventlinks.select_related("event", "event__within")],
        "topics": [
            {"id": str(topic.uid), "code": topic.code, "name": topic.name}
            for topic in article.topics.order_by("sort_key", "pk")
        ],
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


def _named(mention: Mention) -> dict[str, Any]:
    """Whom a mention names, with the role and organisation of that text."""
    position = mention.position
    thing = mention.person or mention.organisation
    held_at = position.organisation if position and position.organisation else None
    return {
        "type": "person" if mention.person else "organisation",
        "id": str(thing.uid) if thing else None,
        "name": thing.name if thing else mention.words,
        "role": mention.role or (position.title if position else ""),
        "organisation": held_at.name if held_at else "",
    }


def _mention(mention: Mention) -> dict[str, Any]:
    position = mention.position
    return {
        "uid": str(mention.uid),
        "relation": mention.relation,
        "statement": str(mention.statement_uid) if mention.statement_uid else None,
        "person": str(mention.person.uid) if mention.person else None,
        "organisation": str(mention.organisation.uid) if mention.organisation else None,
        "place": mention.place,
        "role": mention.role,
        "position": str(position.uid) if position else None,
        **_place(mention),
    }


def _officials(mentions: list[Mention]) -> list[dict[str, Any]]:
    """Each person once, in the order of the text: participants said to be so, others mentioned."""
    found: dict[UUID, dict[str, Any]] = {}
    for mention in mentions:
        if mention.person is None:
            continue
        named = _named(mention)
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


def _organisations(mentions: list[Mention]) -> list[dict[str, Any]]:
    """Each organisation once: those named, and those at which somebody named holds a position."""
    found: dict[UUID, dict[str, Any]] = {}
    for mention in mentions:
        for organisation in (mention.organisation, mention.position.organisation if mention.position else None):
            if organisation:
                found.setdefault(organisation.uid, {"id": str(organisation.uid), "name": organisation.name})
    return list(found.values())


def _event(link: EventLink) -> dict[str, Any]:
    event = link.event
    return {
        "link": str(link.uid),
        "id": str(event.uid),
        "name": event.name,
        "type": event.type,
        "starts": event.starts or None,
        "date_words": event.date_words,
        "place": event.place,
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
            place=m["place"],
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
        self.people = _by_uid(Person, (m["person"] for m in mentions))
        self.organisations = _by_uid(Organisation, (m["organisation"] for m in mentions))
        self.positions = _by_uid(Position, (m["position"] for m in mentions))
        self.sources = _by_uid(Source, (c["source"]["id"] for c in document["attribution"]))
        self.events = _by_uid(Event, (e["id"] for e in document["events"]))


def _by_uid(model: Any, uids: Any) -> dict[str, Any]:
    wanted = {uid for uid in uids if uid}
    return {str(row.uid): row for row in model.objects.filter(uid__in=wanted)} if wanted else {}
