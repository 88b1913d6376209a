"""The answer of the search: texts, and of everything else what answers best."""

from __future__ import annotations

from rest_framework import serializers

from articles.serializers.shapes import TotalSerializer, page_of
from articles.serializers.texts import FoundArticleSerializer


class HitSerializer(serializers.Serializer):
    """Something other than a text that the words name, or a statement that holds them."""

    id = serializers.UUIDField()
    name = serializers.CharField(help_text="The name; of a statement its words.")
    url = serializers.URLField(help_text="Its resource.")


class HitsSerializer(serializers.Serializer):
    """Of one kind of thing, the first that answer."""

    count = TotalSerializer()
    results = HitSerializer(many=True)


class SearchPageSerializer(page_of(FoundArticleSerializer, facets=True)):
    """One page of texts, and what else answers."""

    others = serializers.DictField(child=HitsSerializer())
    did_you_mean = serializers.CharField(allow_null=True)


class SuggestionSerializer(serializers.Serializer):
    """Something whose name begins as was typed."""

    type = serializers.CharField()
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.URLField(help_text="Its resource.")


class SuggestionsSerializer(serializers.Serializer):
    """What may be meant."""

    results = SuggestionSerializer(many=True)
    did_you_mean = serializers.CharField(allow_null=True)
