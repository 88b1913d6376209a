"""What differs between two editions of a text."""

from __future__ import annotations

from rest_framework import serializers

from articles.diff import State
from articles.models.vocabulary import CorrectionClass, EditionClass
from articles.serializers.shapes import ReferenceField


class ComparedSerializer(serializers.Serializer):
    """One of the two editions."""

    edition = serializers.IntegerField()
    edition_class = serializers.ChoiceField(choices=EditionClass.choices)
    correction_class = serializers.ChoiceField(choices=CorrectionClass.choices, allow_null=True)
    public_from = serializers.DateTimeField()
    note = serializers.CharField(allow_null=True)
    document_hash = serializers.CharField()
    api_url = serializers.URLField()


class ComparedPartSerializer(serializers.Serializer):
    """A field, or a paragraph of the body, in the order of the later edition."""

    name = serializers.CharField(help_text="headline, summary or dateline; empty for a paragraph.")
    state = serializers.ChoiceField(choices=[state.value for state in State])
    html = serializers.CharField(help_text="Its words, what was added in <ins>, what was taken away in <del>.")


class DiffSerializer(serializers.Serializer):
    """From one edition of a text to another, word by word."""

    id = serializers.UUIDField()
    reference = ReferenceField()
    uri = serializers.URLField()
    changed = serializers.BooleanField(help_text="Whether the two differ in a word.")
    members = serializers.ListField(
        child=serializers.CharField(), help_text="The members of the document that differ: officials, body..."
    )
    parts = ComparedPartSerializer(many=True)


# ``from`` cannot be declared by name in Python.
DiffSerializer._declared_fields |= {"from": ComparedSerializer(), "to": ComparedSerializer()}
