"""The public log, and where to begin."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework import serializers

from articles.addresses import article_uri
from articles.models.change import Change
from articles.models.vocabulary import EditionClass, Kind
from articles.serializers.shapes import ReferenceField, api_address


class TombstoneSerializer(serializers.Serializer):
    reason = serializers.CharField()
    replaced_by = serializers.URLField(allow_null=True)
    recall = serializers.BooleanField(help_text="Copies must be deleted.")


class ChangeSerializer(serializers.Serializer):
    """A line of the public log."""

    number = serializers.IntegerField(help_text="Without gaps.")
    type = serializers.ChoiceField(choices=Change.Type.choices)
    id = serializers.UUIDField(help_text="Of the text, or of the row of a register.")
    at = serializers.DateTimeField()
    url = serializers.URLField(help_text="What changed, in this API.")
    reference = ReferenceField(required=False)
    uri = serializers.URLField(required=False)
    edition = serializers.IntegerField(required=False)
    language = serializers.CharField(required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    significance = serializers.ChoiceField(choices=["editorial", "metadata"], required=False)
    note = serializers.CharField(required=False, allow_null=True)
    sha256 = serializers.CharField(required=False, help_text="The document's.")
    tombstone = TombstoneSerializer(required=False)
    into = serializers.UUIDField(required=False, help_text="What it was merged into: the two are one from now on.")


ChangeSerializer._declared_fields["class"] = serializers.ChoiceField(choices=EditionClass.choices, required=False)


class ChangesSerializer(serializers.Serializer):
    results = ChangeSerializer(many=True)
    next = serializers.URLField(help_text="Where to go on, now or later.")
    token = serializers.CharField(help_text="Opaque; never expires.")
    caught_up = serializers.BooleanField(help_text="Whether there is nothing more for now.")


def change(line: Change, *, told: bool, replaced_by: str | None) -> dict[str, Any]:
    """An entry of ``ChangesSerializer``. ``told`` is false where the words the note speaks of were taken back."""
    payload = orjson.loads(line.payload)
    subject = line.type.partition(".")[0]
    sent = {
        "number": line.number,
        "type": line.type,
        "id": line.subject_uid,
        "at": line.at,
        "url": api_address(subject, line.subject_uid),
        "reference": f"PR-{payload['reference']}" if subject == "article" else payload["reference"],
    }
    if "into" in payload:
        sent["into"] = payload["into"]
    if subject == "article":
        sent |= {name: payload[name] for name in ("edition", "language", "kind", "class", "significance", "sha256")}
        sent |= {"uri": article_uri(payload["reference"]), "note": (payload["note"] or None) if told else None}
    if line.type == Change.Type.ARTICLE_RETRACTED:
        sent["tombstone"] = {"reason": payload["note"], "replaced_by": replaced_by, "recall": True}
    return sent


class IndexSerializer(serializers.Serializer):
    """Where to begin."""

    title = serializers.CharField()
    version = serializers.CharField()
    resources = serializers.DictField(child=serializers.URLField())
    openapi = serializers.URLField()
    docs = serializers.URLField()
