"""The public log, and where to begin."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework import serializers

from articles.addresses import article_uri
from articles.models.change import Change
from articles.models.edition import Edition
from articles.models.vocabulary import EditionClass, Kind
from articles.serializers.change_types import subject_of
from articles.serializers.shapes import ReferenceField, api_address
from articles.serializers.texts import ArticleSerializer

NO_RESOURCE: frozenset[str] = frozenset({"urgent_notice", "lead"})  # they stand at /front-page/, without addresses


class TombstoneSerializer(serializers.Serializer):
    reason = serializers.CharField()
    replaced_by = serializers.URLField(allow_null=True)
    recall = serializers.BooleanField(help_text="Copies must be deleted.")


class ChangeSerializer(serializers.Serializer):
    """A line of the public log; in a snapshot, what its last line would be."""

    number = serializers.IntegerField(required=False, help_text="Without gaps. A snapshot has none.")
    type = serializers.ChoiceField(choices=Change.Type.choices)
    id = serializers.UUIDField(help_text="Of the text, or of the row of a register.")
    at = serializers.DateTimeField(allow_null=True, help_text="Null in a snapshot for what has no hour of its own.")
    url = serializers.URLField(allow_null=True, help_text="What changed, in this API; null where it is not in it.")
    urls = serializers.ListField(
        child=serializers.URLField(),
        help_text="Every address that shows it or ever did, for caches to be emptied; the page for readers first.",
    )
    reference = ReferenceField(required=False)
    uri = serializers.URLField(required=False)
    edition = serializers.IntegerField(required=False)
    language = serializers.CharField(required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    significance = serializers.ChoiceField(
        choices=["editorial", "metadata"], required=False, help_text="Metadata: links and topics alone."
    )
    note = serializers.CharField(required=False, allow_null=True)
    fields = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Of a new edition: the parts of the document that differ from the edition before.",
    )
    sha256 = serializers.CharField(required=False, help_text="The document's.")
    matches = serializers.BooleanField(
        required=False,
        help_text="Only under filters: whether the text answers them now. False: drop your copy, if you have one.",
    )
    tombstone = TombstoneSerializer(required=False)
    into = serializers.UUIDField(required=False, help_text="What it was merged into: the two are one from now on.")
    article = ArticleSerializer(
        required=False,
        allow_null=True,
        help_text="Only under expand=article: the text as it is now, whatever its edition; null where it is gone.",
    )


# ``class`` cannot be declared by name in Python.
ChangeSerializer._declared_fields["class"] = serializers.ChoiceField(choices=EditionClass.choices, required=False)


class ChangesSerializer(serializers.Serializer):
    results = ChangeSerializer(many=True)
    next = serializers.URLField(help_text="Where to go on, now or later.")
    token = serializers.CharField(
        allow_null=True, help_text="Opaque; never expires. Null until a snapshot is whole: `next` goes on."
    )
    caught_up = serializers.BooleanField(help_text="Whether there is nothing more for now.")


def change(line: Change, *, told: bool, replaced_by: str | None) -> dict[str, Any]:
    """An entry of ``ChangesSerializer``. ``told`` is false where the words the note speaks of were taken back."""
    payload = orjson.loads(line.payload)
    subject = subject_of(line.type)
    sent = {"number": line.number, **_named(line.type, line.subject_uid, line.at, payload["reference"])}
    if "into" in payload:
        sent["into"] = payload["into"]
    if subject == "article":
        sent |= {name: payload[name] for name in ("edition", "language", "kind", "class", "significance", "sha256")}
        sent["note"] = (payload["note"] or None) if told else None
        if "fields" in payload:
            sent["fields"] = payload["fields"]
    if line.type == Change.Type.ARTICLE_RETRACTED:
        sent["tombstone"] = {"reason": payload["note"], "replaced_by": replaced_by, "recall": True}
    return sent


def text_now(edition: Edition, kind: str, significance: str) -> dict[str, Any]:
    """An entry for a text as a snapshot has it: what the line of its edition says."""
    return {
        **_named(kind, edition.article_uid, edition.public_from, edition.article_reference),
        "edition": edition.number,
        "language": edition.language,
        "kind": edition.kind,
        "class": edition.edition_class,
        "significance": significance,
        "sha256": edition.document_hash,
        "note": edition.note or None,
    }


def row_now(kind: str, uid: Any, at: Any, reference: str) -> dict[str, Any]:
    """An entry for a row of a register as a snapshot has it."""
    return _named(kind, uid, at, reference)


def _named(kind: str, uid: Any, at: Any, reference: str) -> dict[str, Any]:
    """What every entry has."""
    subject = subject_of(kind)
    named = {
        "type": kind,
        "id": uid,
        "at": at,
        "url": None if subject in NO_RESOURCE else api_address(subject, uid),
        "reference": f"PR-{reference}" if subject == "article" else reference,
    }
    return named | ({"uri": article_uri(reference)} if subject == "article" else {})


class IndexSerializer(serializers.Serializer):
    """Where to begin."""

    title = serializers.CharField()
    version = serializers.CharField()
    resources = serializers.DictField(child=serializers.URLField())
    openapi = serializers.URLField()
    docs = serializers.URLField()
