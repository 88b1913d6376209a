"""What is made ready of an edition when it is frozen: lists, feeds and pages need not look into its document."""

from __future__ import annotations

from typing import Any

import orjson
from django.dispatch import Signal

from articles.models.edition import Edition
from articles.models.stored import StoredEdition
from articles.models.vocabulary import EditionClass
from pressoffice.ground.gaps import without_marks

QUIET = (EditionClass.ADDITION, EditionClass.METADATA)  # of these no reader need be told
SHORT = (
    "kind",
    "language",
    "headline",
    "title",
    "summary",
    "dateline",
    "attribution",
    "officials",
    "organisations",
    "events",
    "topics",
    "places",
)

kept = Signal()
"""Sent with ``edition``, ``document`` and ``stored`` before the forms are written: a door that keeps a form of its own
(the page of a text) puts it there. Runs in the transaction that freezes the edition."""


def keep(edition: Edition, document: dict[str, Any] | None, *, after: Edition | None = None) -> None:
    """Write the forms of ``edition``. Without a document there are none.

    ``after`` is the edition it follows; needed where the chain does not have a number for ``edition`` yet.
    """
    StoredEdition.objects.filter(edition=edition).delete()
    if document is None or edition.edition_class == EditionClass.RETRACTION:
        return
    stored = StoredEdition(edition=edition, significant_id=_significant(edition, after), **forms(document))
    kept.send(Edition, edition=edition, document=document, stored=stored)
    stored.save(force_insert=True)


def forms(document: dict[str, Any]) -> dict[str, str]:
    """The forms that come from the document alone: ``short``, ``card`` and ``content``."""
    return {
        "short": orjson.dumps({name: document.get(name) for name in SHORT}).decode(),
        "card": orjson.dumps(card_of(document)).decode(),
        "content": document["body"]["html"],
    }


def form_of(edition_uid: Any, name: str) -> str:
    """One form of an edition that has no stored ones, from its document: after an import by other hands, say."""
    document = Edition.objects.filter(uid=edition_uid).values_list("document", flat=True).get()
    return forms(orjson.loads(document))[name]


def card_of(document: dict[str, Any]) -> dict[str, Any]:
    """What a list shows of the words: ``title``, ``lead`` and the ``sources`` that published them."""
    text = without_marks(document["body"]["text"]).replace("\n\n", " ")
    title = without_marks(document["title"])
    lead = without_marks(document["summary"]) or _opening(text if document["headline"] else _after(title, text))
    sources = [c["source"]["name"] for c in document["attribution"] if c["role"] == "publisher"]
    return {"title": title, "lead": lead, "sources": sources}


def _significant(edition: Edition, after: Edition | None) -> int:
    if edition.edition_class not in QUIET:
        return edition.pk
    if after is None:
        earlier = Edition.objects.filter(article_id=edition.article_id, number__lt=edition.number or 0)
        after = earlier.order_by("-number").first()
    if after is None:
        return edition.pk
    before = StoredEdition.objects.filter(edition=after).values_list("significant_id", flat=True).first()
    return before or after.pk


def _after(title: str, text: str) -> str:
    """What follows the words that serve as the title of a text without a headline."""
    words = title.removesuffix("…")
    _before, found, rest = text.partition(words)
    return f"…{rest}" if found and rest and title != words else rest.lstrip(" .!?…") or text


def _opening(text: str, length: int = 220) -> str:
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
