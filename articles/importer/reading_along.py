"""The parser reads along: what the words of a text say and the text does not have yet, as proposals beside it.

Typed proposals have no source text. Their key is what they propose, not where: a sentence that moves or grows keeps its
proposal, and what was rejected once does not come back. An open one goes with its words; a decided one stays.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles.blocks import Block, blocks, with_ids
from articles.desk.hashing import canonical, sha256
from articles.importer.parse import parse_paragraphs
from articles.importer.parse.document import ParsedDocument, Span
from articles.importer.records import Draft, drafts, proposal_from
from articles.models.article import Article
from articles.models.parts import EventLink
from articles.models.source import Proposal
from people.names import fold, spellings

MOST_CHARACTERS = 400_000  # a longer body is not read: nobody waits at a save for it

Kind = Proposal.Kind
_NOT_TYPED = (Kind.QUESTION, Kind.TEXT)
_SAYS_NOTHING = "event-unclear"  # an import asks what it is about; whoever writes here knows
_REDONE = ("label", "paragraph", "start", "end", "words", "rule", "confidence", "payload")

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """The parser could not read these words. The text itself is as good as saved."""


def read_along(article: Article) -> bool:
    """Bring the open proposals of ``article`` up to its words as they stand in the database; False where it cannot.

    Never raises, and undoes what it wrote where something fails: no save may fail because of it.
    """
    try:
        with transaction.atomic():
            _store(article, would_propose(article, headline=article.headline, body=article.body))
    except Unreadable:
        return False
    except Exception:
        logger.exception("could not store what article %s says", article.pk)
        return False
    return True


def would_propose(article: Article, *, headline: str, body: str) -> list[Proposal]:
    """What words that may not be saved yet would be proposed to ``article``, as rows that are not stored.

    Raises Unreadable.
    """
    try:
        text = [block for block in blocks(with_ids(body, article.body)) if block.text]
        if len(body) > MOST_CHARACTERS:
            raise Unreadable("too long")
        document = parse_paragraphs(
            " ".join(headline.split()),
            [block.text for block in text],
            language=article.language,
            known_people=_known_people(article),
        )
        return list(_new_to(article, document, text))
    except Unreadable:
        raise
    except Exception as fault:
        logger.exception("could not read article %s", article.pk)
        raise Unreadable(str(fault)) from fault


def _known_people(article: Article) -> list[str]:
    """The names, in the language of the text, of whoever is linked to it already: they help to see a name."""
    people = [mention.person for mention in article.mentions.exclude(person=None).select_related("person")]
    links = article.eventlinks.select_related("event").prefetch_related("event__participants__person")
    people += [one.person for link in links for one in link.event.participants.all() if one.person]
    return list(dict.fromkeys(name for person in people for name in (person.name, person.name_in(article.language))))


# --- What is proposed, whatever the place ---------------------------------------------------------------------------


def identity(kind: str, payload: dict[str, Any], words: str) -> list[Any]:
    """What a proposal proposes, apart from where in the text it was seen: two with the same are the same."""
    match kind:
        case Kind.DATELINE:
            return [kind]
        case Kind.SOURCE:
            return [kind, fold(payload["name"]), payload["role"]]
        case Kind.EVENT if payload["main"]:
            return [kind, "main", payload["type"]]
        case Kind.EVENT:
            return [kind, payload["type"], fold(payload["name"])]
        case Kind.STATEMENT:
            return [kind, " ".join(words.split()), sorted(map(fold, payload["speakers"]))]
        case Kind.QUESTION | Kind.TEXT:
            return [kind, canonical(payload)]
    return [kind, fold(payload["name"])]


def _new_to(article: Article, document: ParsedDocument, text: list[Block]) -> Iterable[Proposal]:
    """The findings that the text does not have and nobody was asked about or decided, once each."""
    block_of = {number: block.id for number, block in enumerate(text, start=1)}
    asked = {
        sha256(canonical(identity(one.kind, one.payload, one.words)))
        for one in article.proposals.all()
        if one.source_text_id is not None or one.state != Proposal.State.OPEN
    }
    had = _Had(article)
    for draft in drafts(document):
        if draft.kind in _NOT_TYPED or draft.reason.rule == _SAYS_NOTHING or had.has(draft, block_of):
            continue
        proposal = proposal_from(_in_body(draft), "", article, block_of, document)
        proposal.key = sha256(canonical(identity(proposal.kind, proposal.payload, proposal.words)))
        if proposal.key not in asked:
            asked.add(proposal.key)
            yield proposal


def _in_body(draft: Draft) -> Draft:
    """A person without the places in the headline, where the body names them too: a part stands in a paragraph."""
    if draft.kind != Kind.PERSON:
        return draft
    mentions = [one for one in draft.payload["mentions"] if one["paragraph"]]
    if not mentions:
        return draft
    first = mentions[0]
    span = Span(first["paragraph"], first["start"], first["end"])
    return Draft(draft.kind, draft.label, draft.payload | {"mentions": mentions}, draft.reason, span)


class _Had:
    """What a text has: a finding it has is not proposed. Four queries."""

    def __init__(self, article: Article):
        mentions = list(article.mentions.select_related("person", "organisation", "place"))
        self.dateline = bool(article.dateline_place or article.dateline_date)
        # Somebody planned for the text, whose name was not found in it yet, is proposed with the places of the name.
        self.people = [m.person.folded for m in mentions if m.person and m.words]
        self.organisations = [m.organisation.folded for m in mentions if m.organisation and m.words]
        self.places = [m.place.folded for m in mentions if m.place]
        self.sources = [c.source.folded for c in article.citations.select_related("source")]
        links = list(article.eventlinks.select_related("event"))
        self.main = any(link.relation == EventLink.Relation.MAIN for link in links)
        self.events = [link.event.folded for link in links]
        self.statements = [(s.block, s.start, s.end) for s in article.statements.all() if s.block and s.words]

    def has(self, draft: Draft, block_of: dict[int, str]) -> bool:
        """Whether the text has what ``draft`` proposes."""
        match draft.kind:
            case Kind.DATELINE:
                return self.dateline
            case Kind.EVENT if draft.payload["main"] and self.main:
                return True
            case Kind.STATEMENT:
                span = draft.span
                assert span is not None
                block = block_of.get(span.paragraph, "")
                return any(b == block and start < span.end and span.start < end for b, start, end in self.statements)
        rows = {
            Kind.PERSON: self.people,
            Kind.ORGANISATION: self.organisations,
            Kind.PLACE: self.places,
            Kind.SOURCE: self.sources,
            Kind.EVENT: self.events,
        }[Kind(draft.kind)]
        keys = [f"|{key}|" for key in spellings(draft.payload["name"]) if key]
        return any(key in folded for key in keys for folded in rows)


# --- What is stored -------------------------------------------------------------------------------------------------


def _store(article: Article, found: list[Proposal]) -> None:
    new = {proposal.key: proposal for proposal in found}
    gone = []
    text = " ".join(block.text for block in blocks(article.body))
    for stored in article.proposals.filter(state=Proposal.State.OPEN):
        if stored.source_text_id is not None:
            if not _stands(stored, text):
                gone.append(stored.pk)
            continue
        now = new.pop(stored.key, None)
        if now is None:
            gone.append(stored.pk)
        elif any(getattr(stored, name) != getattr(now, name) for name in _REDONE):
            Proposal.objects.filter(pk=stored.pk).update(**{name: getattr(now, name) for name in _REDONE})
    Proposal.objects.filter(pk__in=gone, state=Proposal.State.OPEN).delete()
    Proposal.objects.bulk_create(new.values())


def _stands(proposal: Proposal, text: str) -> bool:
    """Whether the words an import found are in the text still. What stood above its paragraphs is not asked."""
    if proposal.kind in _NOT_TYPED or not proposal.paragraph:
        return True
    words = [proposal.words, *(mention["words"] for mention in proposal.payload.get("mentions", ()))]
    return any(" ".join(one.split()) in text for one in words)
