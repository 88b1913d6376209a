"""Editions and their parts as the templates show them: from the frozen document, with links to what is visible."""

import orjson
from django.db.models import Q, Value
from django.urls import reverse

from articles import register
from articles.addresses import article_uri, article_url
from articles.stored import card_of

_DOORS = (
    ("official", register.people),
    ("organisation", register.organisations),
    ("event", register.events),
    ("topic", register.topics),
    ("place", register.places),
    ("source", register.sources),
)


def document_of(edition):
    """The document of ``edition`` as values. Ask only for editions that have one."""
    return orjson.loads(edition.document)


def doors(now, documents, speakers_only=False):
    """The addresses of the pages that exist at ``now`` for what ``documents`` name, by uid. One statement."""
    wanted = {name: set() for name, _visible in _DOORS}
    for document in documents:
        for statement in document["statements"]:
            for named in [*statement["speakers"], *statement["addressees"]]:
                wanted["official" if named["type"] == "person" else "organisation"].add(named["id"])
        if speakers_only:
            continue
        wanted["official"] |= {entry["id"] for entry in document["officials"]}
        wanted["organisation"] |= {entry["id"] for entry in document["organisations"]}
        wanted["event"] |= {entry["id"] for entry in document["events"]}
        wanted["topic"] |= {entry["id"] for entry in document["topics"]}
        wanted["place"] |= {entry["id"] for entry in document.get("places", ())}
        wanted["source"] |= {entry["source"]["id"] for entry in document["attribution"]}
    asked = []
    for name, visible in _DOORS:
        uids = [uid for uid in wanted[name] if uid]
        if not uids:
            continue
        rows = visible(now).order_by()
        model, called = rows.model, Value(name)
        known, address = register.known_by(model, "uid"), register.known_by(model, "slug")
        asked.append(rows.filter(register.known_as_q(model, uid__in=uids)).values_list(called, known, address))
        merged = register.merged(rows, Q(uid__in=uids)).order_by()  # an old text names what was merged since
        asked.append(merged.values_list(called, "uid", "merged_into__slug"))
    rows = asked[0].union(*asked[1:], all=True) if asked else ()
    return {str(uid): reverse(name, args=[slug]) for name, uid, slug in rows}


def card(edition):
    """What a list shows of an edition."""
    document = document_of(edition)
    text = document["body"]["text"].replace("\n\n", " ")
    return {
        **card_of(document),
        "edition": edition,
        "url": article_url(edition),
        "language": edition.language,
        "text": " ".join(part for part in (document["summary"], text) if part),
    }


def said(edition, statement, pages, *, at_home=False):
    """What a ledger shows of one statement of ``edition``'s document; ``at_home``: on the page of the text itself."""
    anchor = f"#{statement['block']}" if statement["block"] else ""
    return {
        "uid": statement["id"],
        "url": reverse("statement", args=[statement["id"]]),
        "words": statement["words"],
        "verb": statement["verb"],
        "direct": statement["form"] == "direct",
        "voice": statement["voice"],
        "speaker_words": statement["speaker_words"],
        "speakers": linked(statement["speakers"], pages),
        "addressees": linked(statement["addressees"], pages),
        "block": statement["block"],
        "edition": edition,
        "language": edition.language,
        "title": edition.title,
        "text_url": anchor if at_home else article_url(edition) + anchor,
        "uri": article_uri(edition.article_reference),
    }


def linked(entries, pages):
    """``entries`` of a document, each with the ``url`` of its page, or None where that is not visible."""
    return [{**entry, "url": pages.get(entry["id"])} for entry in entries]
