"""From a parse to records: a draft article, and proposals for a person to decide.

The words of the text become the draft at once. Everything a rule concluded from them (people, roles, events...) is a
``Proposal``; accepting one makes the register rows and the parts of the text, rejecting one is for good.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles.blocks import blocks, first_sentence, from_paragraphs
from articles.desk import audit
from articles.desk.errors import TransitionError
from articles.desk.hashing import canonical, sha256
from articles.desk.revise import record_revision, require_open, revising
from articles.importer.acceptance import apply
from articles.importer.parse import parse
from articles.importer.parse.document import ParsedDocument, Reason, Span
from articles.models.article import Article
from articles.models.source import Proposal, SourceText
from articles.models.vocabulary import Kind
from people.models import Person
from people.models.register import named_exactly
from people.names import slugify

SURE = 0.8


@dataclass(frozen=True)
class Imported:
    """What became of one text: ``made`` (a new draft), ``changed`` (a new text proposed to a known article) or
    ``unchanged`` (the same bytes were imported before)."""

    outcome: str
    article: Article
    proposals: int = 0


@transaction.atomic
def import_text(text: str, raw: bytes, *, name: str, by: Any, now: dt.datetime) -> Imported:
    """Make one draft and its proposals from ``text`` (decoded from ``raw``); the same bytes change nothing.

    A text whose file name is known and whose bytes differ becomes a proposal to the article that came from that file.
    ``by`` (None for an import without a person) is recorded as author of the words.
    """
    digest = hashlib.sha256(raw).hexdigest()
    known = SourceText.objects.filter(sha256=digest).first()
    if known is not None:
        return Imported("unchanged", _article_of(known))
    document = parse(text)
    source = SourceText.objects.create(
        sha256=digest,
        name=name,
        raw=raw,
        text=text,
        parsed=document.as_dict(),
        imported_at=now,
        imported_by=by,
    )
    earlier = Article.objects.filter(source_text__name=name).order_by("pk").first()
    if earlier is not None:
        return Imported("changed", earlier, _propose_text(earlier, source, document))
    body = from_paragraphs(document.paragraphs)
    place = document.dateline.place if document.dateline else ""
    article = Article.objects.create(
        slug=slugify(document.headline or first_sentence(body, dateline_place=place)),
        kind=Kind.NEWS_REPORT if any(s.role == "publisher" for s in document.sources) else Kind.PRESS_RELEASE,
        language=document.language,
        headline=document.headline[:300],
        body=body,
        source_text=source,
        created_by=by,
    )
    record_revision(article, by=by, now=now)
    audit.record("import", f"article:{article.uid}", by=by, now=now, name=name, sha256=digest)
    return Imported("made", article, _propose(article, source, document))


def _article_of(source: SourceText) -> Article:
    own = Article.objects.filter(source_text=source).first()
    return own or Proposal.objects.filter(source_text=source).select_related("article")[0].article


def _propose_text(article: Article, source: SourceText, document: ParsedDocument) -> int:
    payload = {"headline": document.headline, "paragraphs": list(document.paragraphs)}
    first = document.paragraphs[0] if document.paragraphs else document.headline
    return _make(article, source, [Draft(Proposal.Kind.TEXT, first[:300], payload, Reason("new-bytes", 0.5))], {})


@dataclass(frozen=True)
class Draft:
    """A proposal before it has an article; ``payload`` is what accepting it needs."""

    kind: str
    label: str
    payload: dict[str, Any]
    reason: Reason
    span: Span | None = None


def _propose(article: Article, source: SourceText, document: ParsedDocument) -> int:
    block_of = {number: block.id for number, block in enumerate(blocks(article.body), start=1)}
    return _make(article, source, drafts(document), block_of, document)


def drafts(document: ParsedDocument) -> Iterable[Draft]:
    """The findings of a parse, in the order in which accepting them makes sense."""
    kinds = Proposal.Kind
    if document.dateline:
        d = document.dateline
        payload = {"place": d.place, "country": d.country, "date": d.date.edtf if d.date else ""}
        yield Draft(kinds.DATELINE, d.words, payload, d.reason, d.span)
    for s in document.sources:
        yield Draft(kinds.SOURCE, s.name, {"name": s.name, "role": s.role, "verb": s.verb}, s.reason, s.span)
    for p in document.people:
        payload = {
            "name": p.name,
            "role": p.role,
            "organisation": p.organisation,
            "former": p.former,
            "acting": p.acting,
            "mentions": [
                {
                    "words": m.words,
                    "role": m.role,
                    "paragraph": m.span.paragraph,
                    "start": m.span.start,
                    "end": m.span.end,
                }
                for m in p.mentions
            ],
        }
        label = ", ".join(word for word in (p.name, p.role, p.organisation) if word)
        yield Draft(kinds.PERSON, label, payload, p.reason, p.mentions[0].span if p.mentions else None)
    for o in document.organisations:
        yield Draft(kinds.ORGANISATION, o.name, {"name": o.name, "aliases": list(o.aliases)}, o.reason, o.span)
    for place in document.places:
        yield Draft(kinds.PLACE, place.name, {"name": place.name}, place.reason, place.span)
    for e in document.events:
        payload = {
            "type": e.type,
            "name": e.name,
            "date": e.date.edtf if e.date else "",
            "date_words": e.date.words if e.date else "",
            "place": e.place,
            "participants": list(e.participants),
            "main": e.main,
            "complete": e.complete,
            "within": e.within,
        }
        yield Draft(kinds.EVENT, e.name, payload, e.reason, e.span)
    for st in document.statements:
        payload = {
            "speakers": list(st.speakers),
            "voice": st.voice,
            "form": "direct" if st.kind == "direct" else "reported",
            "verb": st.verb,
            "speaker_words": st.speaker_words,
            "addressees": list(st.addressees),
            "candidates": list(st.candidates),
        }
        label = f"{', '.join(st.speakers) or st.speaker_words or st.voice}: {st.verb}"
        yield Draft(kinds.STATEMENT, label, payload, st.reason, st.span)
    for question in document.questions:
        yield Draft(
            kinds.QUESTION,
            question.detail,
            {"code": question.code},
            Reason(question.code, 0.0),
            question.span,
        )


def _make(
    article: Article,
    source: SourceText,
    found: Iterable[Draft],
    block_of: dict[int, str],
    document: ParsedDocument | None = None,
) -> int:
    rows: dict[str, Proposal] = {}
    for draft in found:
        span = draft.span
        at = [span.paragraph, span.start] if span and draft.kind in (Proposal.Kind.STATEMENT, "question") else []
        key = sha256(canonical([draft.kind, draft.payload, at]))
        rows.setdefault(key, proposal_from(draft, key, article, block_of, document, source))
    known = set(Proposal.objects.filter(article=article, key__in=rows).values_list("key", flat=True))
    Proposal.objects.bulk_create(row for key, row in rows.items() if key not in known)
    return len(rows) - len(known)


def proposal_from(
    draft: Draft,
    key: str,
    article: Article,
    block_of: dict[int, str],
    document: ParsedDocument | None = None,
    source: SourceText | None = None,
) -> Proposal:
    """A draft as a proposal to ``article``, not saved. ``block_of``: the block of each paragraph by its number."""
    span = draft.span
    if draft.kind in (Proposal.Kind.PERSON, Proposal.Kind.STATEMENT):
        place: dict[str, Any] = {"blocks": {str(number): block for number, block in block_of.items()}}
    else:
        place = {"block": block_of.get(span.paragraph, "") if span else ""}
    return Proposal(
        article=article,
        source_text=source,
        kind=draft.kind,
        key=key,
        label=draft.label[:300],
        paragraph=span.paragraph if span else None,
        start=span.start if span else 0,
        end=span.end if span else 0,
        words=words_at(document, span) if document and span else "",
        rule=draft.reason.rule,
        confidence=draft.reason.confidence,
        payload=draft.payload | place,
    )


def words_at(document: ParsedDocument, span: Span) -> str:
    """The characters of a span."""
    text = document.headline_block if span.paragraph == 0 else document.paragraphs[span.paragraph - 1]
    return text[span.start : span.end]


def _require_undecided(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise TransitionError("decided")


def _decide(proposal: Proposal, state: str, *, by: Any, now: dt.datetime) -> None:
    """Mark a proposal decided, unless somebody else was first."""
    claimed = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if not claimed.update(state=state, decided_by=by, decided_at=now):
        raise TransitionError("decided")
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now


def accept(
    proposal: Proposal,
    *,
    by: Any,
    now: dt.datetime,
    version: int | None = None,
    changes: dict[str, str] | None = None,
) -> None:
    """Take a proposal into the article and the registers, as a new revision by ``by``.

    A statement or an event brings the people it names along. ``changes`` are what ``by`` says otherwise than was found
    (``name``, ``role``, ``organisation``, and ``person``: the uid of the row that is meant, or ``new``). Raises
    StaleError where somebody saved after ``version``; TransitionError where the proposal is decided already, is a
    question, could mean two people of one name, or the article is not open for editing.
    """
    _require_undecided(proposal)
    if proposal.kind == Proposal.Kind.QUESTION:
        raise TransitionError("question")
    said = {key: value.strip() for key, value in (changes or {}).items() if value.strip()}
    if said:
        proposal.payload = proposal.payload | {"said": said}
    article = proposal.article
    article.refresh_from_db()
    with revising(article, by=by, version=article.version if version is None else version, now=now):
        for one in [*_needed(proposal), proposal]:
            if is_ambiguous(one):
                raise TransitionError("two-of-that-name", name=one.payload["name"])
            _take(one, article, by=by, now=now)


def accept_sure(article: Article, *, by: Any, now: dt.datetime, version: int | None = None) -> int:
    """Take every open proposal that is sure (confidence 0.8 or more), as one revision; returns how many.

    What rests on a person who is not sure waits: a name that two people have, a statement or an event of somebody whose
    own proposal is open. Raises as ``accept`` does.
    """
    article.refresh_from_db()
    taken = 0
    with revising(article, by=by, version=article.version if version is None else version, now=now):
        for proposal in sorted(sure_ones(article), key=lambda one: (ORDER.index(one.kind), one.pk)):
            if is_ambiguous(proposal) or _needed(proposal):
                continue
            _take(proposal, article, by=by, now=now)
            taken += 1
    return taken


def sure_ones(article: Article) -> list[Proposal]:
    """The open proposals that are sure by themselves."""
    return [one for one in article.proposals.filter(state=Proposal.State.OPEN) if is_sure(one)]


def is_sure(proposal: Proposal) -> bool:
    """Whether a proposal may be taken with the others at once."""
    return proposal.confidence >= SURE and proposal.kind in ORDER


def is_ambiguous(proposal: Proposal) -> bool:
    """Whether it names a person whose name two rows of the register have, and nobody said which is meant."""
    if proposal.kind != Proposal.Kind.PERSON or proposal.payload.get("said", {}).get("person"):
        return False
    name = proposal.payload.get("said", {}).get("name") or proposal.payload["name"]
    return len(named_exactly(Person, name)[:2]) > 1


ORDER = [  # the order in which taking them makes sense: who is named before what they said
    Proposal.Kind.DATELINE,
    Proposal.Kind.SOURCE,
    Proposal.Kind.PERSON,
    Proposal.Kind.ORGANISATION,
    Proposal.Kind.PLACE,
    Proposal.Kind.EVENT,
    Proposal.Kind.STATEMENT,
]


def _take(proposal: Proposal, article: Article, *, by: Any, now: dt.datetime) -> None:
    _decide(proposal, Proposal.State.ACCEPTED, by=by, now=now)
    apply(proposal, article, now=now)
    Proposal.objects.filter(pk=proposal.pk).update(payload=proposal.payload)
    audit.record("accept", f"proposal:{proposal.pk}", by=by, now=now, kind=proposal.kind, label=proposal.label)


def _needed(proposal: Proposal) -> list[Proposal]:
    """The open proposals of people that an event or a statement names."""
    names = {
        *proposal.payload.get("participants", ()),
        *proposal.payload.get("speakers", ()),
        *proposal.payload.get("addressees", ()),
    }
    if not names:
        return []
    people = proposal.article.proposals.filter(kind=Proposal.Kind.PERSON, state=Proposal.State.OPEN).order_by("pk")
    return [person for person in people if person.payload["name"] in names]


@transaction.atomic
def reject(proposal: Proposal, *, by: Any, now: dt.datetime) -> None:
    """Turn a proposal down for good, or dismiss a question. The same thing is not proposed to the article again."""
    require_open(proposal.article)
    _decide(proposal, Proposal.State.REJECTED, by=by, now=now)
    audit.record("reject", f"proposal:{proposal.pk}", by=by, now=now, kind=proposal.kind, label=proposal.label)
