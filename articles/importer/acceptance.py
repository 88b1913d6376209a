"""What accepting a proposal makes, kind by kind. Called inside ``revising``: the revision is the caller's."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from articles.blocks import from_paragraphs
from articles.desk.roles import held_on, moment
from articles.models.article import Article
from articles.models.event import Event, Participant
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.source import Proposal, Source
from articles.models.taxonomy import Place
from articles.models.vocabulary import EventType
from articles.vocabularies.terms import countries, name_key
from people.models import Organisation, Person, Position
from people.models.register import named_exactly
from people.names import fold

NEW = "new"  # said instead of a row of the register: somebody else of that name
_PARAGRAPH = 1_000_000  # parts are ordered by paragraph, then by place in it


def apply(proposal: Proposal, article: Article, *, now: dt.datetime) -> None:
    """Make the rows that ``proposal`` stands for, in the words it was found in or those that were said instead."""
    if proposal.kind == Proposal.Kind.PERSON:
        _person(proposal, article, now)
    else:
        _MAKERS[proposal.kind](proposal, article)


def _said(proposal: Proposal) -> dict[str, Any]:
    """The payload, with what somebody said otherwise than was found."""
    said = {key: value for key, value in proposal.payload.get("said", {}).items() if value}
    return {**proposal.payload, **said}


def _dateline(proposal: Proposal, article: Article) -> None:
    payload = proposal.payload
    article.dateline_place, article.dateline_country = payload["place"], payload["country"]
    article.dateline_date = payload["date"]
    article.save()
    if payload["place"]:
        _place_named(payload["place"], within=payload["country"])


def _source(proposal: Proposal, article: Article) -> None:
    payload = _said(proposal)
    service = any(word in fold(payload["name"]) for word in ("press service", "press office", "press secretary"))
    source = _named(Source, payload["name"]) or Source.objects.create(
        name=payload["name"], kind=Source.Kind.PRESS_SERVICE if service else Source.Kind.OUTLET
    )
    Citation.objects.create(
        article=article, source=source, role=payload["role"], verb=payload["verb"][:60], **_place(proposal)
    )


def _person(proposal: Proposal, article: Article, now: dt.datetime) -> None:
    payload = _said(proposal)
    person = _which_person(payload)
    proposal.payload = proposal.payload | {"took": str(person.uid)}
    known = article.mentions.filter(person=person).order_by("order", "pk").first()
    if known is not None:  # whoever planned the text, or wrote it, said already in what role
        role, position, relation = known.role, known.position, known.relation
        styled = {"role": role, "position": position, "relation": relation, "looked_up": known.looked_up}
        styled = styled if not known.statement_uid else styled | {"relation": Mention.Relation.MENTIONED}
    else:
        role, position = _role_of(proposal, person, payload, article, now)
        styled = {"position": position}
    for number, found in enumerate(payload["mentions"]):
        if known is None:
            same = number == 0 or found["role"] == proposal.payload["role"]
            styled["role"] = (role if same else found["role"])[:200]
        Mention.objects.create(
            article=article,
            person=person,
            words=" ".join(found["words"].split()),
            block=payload["blocks"].get(str(found["paragraph"]), ""),
            start=found["start"],
            end=found["end"],
            order=found["paragraph"] * _PARAGRAPH + found["start"],
            **styled,
        )


def _which_person(payload: dict[str, Any]) -> Person:
    chosen = payload.get("person", "")
    if chosen and chosen != NEW:
        return Person.objects.get(uid=chosen)
    found = None if chosen == NEW else _named(Person, payload["name"])
    return found or Person.objects.create(name=payload["name"][:200])


def _role_of(
    proposal: Proposal, person: Person, payload: dict[str, Any], article: Article, now: dt.datetime
) -> tuple[str, Position | None]:
    """``(role in words, position)`` of somebody the text styles so.

    In a text written here the position is the one of the day: its title needs no words. Where the register has another
    role for that day, the words stay words. Whoever holds nothing gets the position that the text tells.
    """
    role, name = payload["role"], payload["organisation"]
    if not role or payload["former"]:
        return role, None
    if proposal.source_text_id is None:
        at = moment(article, now)
        held = held_on(person, at.day, hour=at.hour)
        for one in held:
            if fold(role) in {fold(title) for title in (one.row.title, *one.row.labels.values())}:
                return "", one.position
        if held:
            return role, None
    organisation = _organisation_named(name) if name else None
    position, _made = Position.objects.get_or_create(
        person=person, organisation=organisation, title=role[:200], acting=payload["acting"], replaces=None
    )
    return role, position


def _organisation(proposal: Proposal, article: Article) -> None:
    Mention.objects.create(
        article=article, organisation=_organisation_named(_said(proposal)["name"]), **_place(proposal)
    )


def _place_mention(proposal: Proposal, article: Article) -> None:
    Mention.objects.create(article=article, place=_place_named(_said(proposal)["name"]), **_place(proposal))


def _event(proposal: Proposal, article: Article) -> None:
    payload = _said(proposal)
    known = article.eventlinks.filter(event__name=payload["name"][:200]).first()
    if known is not None:  # another proposal named it as what its own event takes place within
        for field, value in _place(proposal).items():
            setattr(known, field, value)
        known.save()
        return
    within = None
    if payload["within"]:
        name = payload["within"][:200]
        link = article.eventlinks.filter(event__name=name).select_related("event").first()
        within = link.event if link else Event.objects.create(name=name, type=_type_in(name))
        if link is None:
            link = EventLink(article=article, event=within)
        link.relation = EventLink.Relation.WITHIN
        link.save()
    event = _event_of_that_day(payload) or Event.objects.create(
        name=payload["name"][:200],
        type=payload["type"],
        starts=payload["date"],
        date_words="" if payload["date"] else payload["date_words"][:120],
        venue=payload["place"][:200],
        participants_complete=payload["complete"],
        within=within,
    )
    relation = EventLink.Relation.MAIN if payload["main"] else EventLink.Relation.REFERRED
    EventLink.objects.create(article=article, event=event, relation=relation, **_place(proposal))
    for name in payload["participants"]:
        mention = article.mentions.filter(person__folded__contains=fold(name)).select_related("person").first()
        if mention is None:
            continue
        Participant.objects.get_or_create(event=event, person=mention.person, defaults={"role": mention.role})
        if payload["main"]:
            Mention.objects.filter(pk=mention.pk).update(relation=Mention.Relation.PARTICIPANT)


def _event_of_that_day(payload: dict[str, Any]) -> Event | None:
    """The one event of the register with this name on this day; without a whole day there is none to be sure of."""
    if len(payload["date"]) != len("2026-01-31") or "X" in payload["date"]:
        return None
    rows = [
        event for event in named_exactly(Event, payload["name"]).filter(root=None) if event.starts == payload["date"]
    ]
    return rows[0] if len(rows) == 1 else None


def _type_in(name: str) -> str:
    folded = fold(name)
    return next((kind for kind in _TYPES if kind in folded), EventType.OTHER)


_TYPES = ("visit", "summit", "conference", "signing", "ceremony", "call", "briefing", "meeting")


def _statement(proposal: Proposal, article: Article) -> None:
    payload = proposal.payload
    place = _place(proposal)
    told = {"verb": payload["verb"][:60], "form": payload["form"], "speaker_words": payload["speaker_words"][:200]}
    speakers = [found for name in payload["speakers"] if (found := _who(article, name))]
    waiting = _without_words(article, speakers)
    if waiting is not None:  # of a language version: who speaks is known, the words are found now
        Statement.objects.filter(pk=waiting.pk).update(**told, **place)
        return
    statement = Statement.objects.create(article=article, voice=payload["voice"], **told, **place)
    addressees = [found for name in payload["addressees"] if (found := _who(article, name))]
    for relation, named in ((Mention.Relation.SPEAKER, speakers), (Mention.Relation.ADDRESSEE, addressees)):
        for said_of in named:
            Mention.objects.create(
                article=article,
                statement_uid=statement.uid,
                relation=relation,
                block=statement.block,
                order=statement.order + 1,
                **said_of,
            )


def _without_words(article: Article, speakers: list[dict[str, Any]]) -> Statement | None:
    """The first statement of a language version that has the same speakers and no words of its own yet."""
    if article.translated_from_id is None:
        return None
    wanted = {(row.get("person"), row.get("organisation")) for row in speakers}
    for statement in article.statements.filter(words="").order_by("order", "pk"):
        said = article.mentions.filter(statement_uid=statement.uid, relation=Mention.Relation.SPEAKER)
        if {(mention.person, mention.organisation) for mention in said} == wanted:
            return statement
    return None


def _who(article: Article, name: str) -> dict[str, Any] | None:
    """The person or organisation of this text with that name, with role and position as it styles them.

    None for a person somebody turned down: the words stay without a speaker then.
    """
    folded = fold(name)
    person = _person_taken(article, name)
    mentions = (
        article.mentions.filter(person=person) if person else article.mentions.filter(person__folded__contains=folded)
    )
    mention = mentions.order_by("order", "pk").first()
    if mention:
        styled = article.mentions.filter(person=mention.person).exclude(role="").order_by("order", "pk").first()
        return {"person": mention.person, "position": mention.position, "role": styled.role if styled else ""}
    organisation = article.mentions.filter(organisation__folded__contains=folded).first()
    if organisation:
        return {"organisation": organisation.organisation}
    if article.proposals.filter(kind=Proposal.Kind.PERSON, payload__name=name).exists():
        return None
    return {"organisation": _organisation_named(name)}


def _person_taken(article: Article, name: str) -> Person | None:
    """The person whom a proposal with that name became, whatever name was said instead."""
    taken = article.proposals.filter(
        kind=Proposal.Kind.PERSON, state=Proposal.State.ACCEPTED, payload__name=name, payload__has_key="took"
    ).first()
    return Person.objects.filter(uid=taken.payload["took"]).first() if taken else None


def _text(proposal: Proposal, article: Article) -> None:
    article.headline = proposal.payload["headline"][:300]
    article.body = from_paragraphs(proposal.payload["paragraphs"])
    article.save()


def _place(proposal: Proposal) -> dict[str, Any]:
    """Where a proposal's words stand, as the fields of a part."""
    payload, number = proposal.payload, proposal.paragraph or 0
    block = payload["blocks"].get(str(number), "") if "blocks" in payload else payload.get("block", "")
    return {
        "block": block,
        "start": proposal.start,
        "end": proposal.end,
        "words": " ".join(proposal.words.split()),
        "order": number * _PARAGRAPH + proposal.start,
    }


def _named(model: Any, name: str) -> Any | None:
    """The one register row with exactly this name, whatever the spelling; None where there is none, or two."""
    rows = named_exactly(model, name)[:2]
    return rows[0] if len(rows) == 1 else None


def _place_named(name: str, within: str = "") -> Place:
    """The one place with this name in any spelling, or a new one: in the country ``within`` where that is known.

    Countries are found where the vocabularies were loaded. Where two places have the name, a text that names neither
    of them more closely makes a third: staff merge it with the one it means.
    """
    found = _named(Place, name[:200])
    if found is not None:
        return found
    country = _named(Place, within) if within else None
    if country is None or country.kind != Place.Kind.COUNTRY:
        return Place.objects.create(name=name[:200])
    return Place.objects.create(name=name[:200], parent=country, country=country.code)


def _organisation_named(name: str) -> Organisation:
    found = _named(Organisation, name)
    if found is not None:
        return found
    code = _countries().get(name_key(name), "")
    if code:
        return Organisation.objects.create(name=name[:200], kind=Organisation.Kind.STATE, country=code)
    return Organisation.objects.create(name=name[:200], kind=_kind_of(name))


def _kind_of(name: str) -> str:
    folded = fold(name)
    for word, kind in (
        ("parliament", Organisation.Kind.PARLIAMENT),
        ("embassy", Organisation.Kind.EMBASSY),
        ("ministry", Organisation.Kind.GOVERNMENT),
        ("agency", Organisation.Kind.GOVERNMENT),
    ):
        if word in folded:
            return kind
    return Organisation.Kind.OTHER


@cache
def _countries() -> dict[str, str]:
    """Names of countries, in any language shipped, with their ISO 3166 codes."""
    return {key: term.code for term in countries() for key in term.name_keys()}


_MAKERS = {
    Proposal.Kind.DATELINE: _dateline,
    Proposal.Kind.SOURCE: _source,
    Proposal.Kind.ORGANISATION: _organisation,
    Proposal.Kind.PLACE: _place_mention,
    Proposal.Kind.EVENT: _event,
    Proposal.Kind.STATEMENT: _statement,
    Proposal.Kind.TEXT: _text,
}
