"""What every register row sends; sources; and the vocabulary of kinds."""

from __future__ import annotations

from rest_framework import serializers

from articles.models.source import Source
from articles.models.vocabulary import Kind
from articles.serializers.shapes import ApiAddress, Chosen, PageAddress, ReferenceField
from people.models import Identifier


class LabelsField(serializers.DictField):
    """Names in the other languages of the site, by language."""

    child = serializers.CharField()

    def __init__(self, **kwargs):
        super().__init__(help_text="The same in other languages of the site: language to name.", **kwargs)


class RegisteredSerializer(Chosen):
    id = serializers.UUIDField(source="uid")
    reference = ReferenceField()
    name = serializers.CharField(help_text="The house style in the default language.")
    labels = LabelsField()
    slug = serializers.CharField(help_text="May change; the id does not.")


class OtherNameSerializer(serializers.Serializer):
    name = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47, empty where none is told.")
    script = serializers.CharField(help_text="ISO 15924, as Latn or Cyrl; empty where it is none we know.")
    former = serializers.BooleanField()


class IdentifierSerializer(serializers.Serializer):
    scheme = serializers.ChoiceField(choices=Identifier.Scheme.choices)
    identifier = serializers.CharField(source="value")
    url = serializers.CharField(help_text="Its page there, empty where it has none.")


class LinkedSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()


class SourceSerializer(RegisteredSerializer):
    """An outlet or press service that texts rest on."""

    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    organisation = LinkedSerializer(allow_null=True)
    website = serializers.CharField()
    url = PageAddress()
    api_url = ApiAddress("source")


class KindSerializer(serializers.Serializer):
    id = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField(help_text="In the language of Accept-Language.")
    count = serializers.IntegerField(help_text="How many texts of this kind are public now.")
    url = serializers.URLField(help_text="The page for readers.")
    articles = serializers.URLField(help_text="The texts of this kind, in this API.")


class KindsSerializer(serializers.Serializer):
    results = KindSerializer(many=True)
