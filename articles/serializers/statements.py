"""Statements: who said what, in which text."""

from __future__ import annotations

import orjson
from django.conf import settings
from django.utils import translation
from rest_framework import serializers

from articles.addresses import absolute, article_uri
from articles.models.vocabulary import Form, Voice
from articles.serializers.shapes import Chosen, ReferenceField, api_address
from articles.serializers.texts import ArticleSerializer, SpeakerSerializer


class ArticleOfStatementSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = ReferenceField()
    edition = serializers.IntegerField()
    title = serializers.CharField()
    uri = serializers.URLField()
    url = serializers.URLField()
    expanded = ArticleSerializer(
        required=False, allow_null=True, help_text="Only under `expand`: the text, without its words."
    )


class StatementSerializer(Chosen):
    """Who said what: the words, how they are given, and the role the speaker had that day."""

    id = serializers.UUIDField(help_text="Survives corrections of the text.")
    words = serializers.CharField()
    verb = serializers.CharField()
    form = serializers.ChoiceField(choices=Form.choices)
    voice = serializers.ChoiceField(choices=Voice.choices)
    speaker_words = serializers.CharField(help_text="The speaker as printed.")
    speakers = SpeakerSerializer(many=True)
    addressees = SpeakerSerializer(many=True)
    language = serializers.CharField()
    published = serializers.DateTimeField()
    article = ArticleOfStatementSerializer()
    block = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    url = serializers.URLField(help_text="The page for readers.")
    api_url = serializers.URLField(help_text="The same, in this API.")

    def to_representation(self, instance):
        edition = instance.edition
        document = orjson.loads(edition.document or "{}")
        uid = str(instance.uid)
        approved = next((entry for entry in document.get("statements", ()) if entry["id"] == uid), {})
        with translation.override(settings.LANGUAGE_CODE):
            page = absolute(instance.get_absolute_url())
        sent = {
            "id": instance.uid,
            "words": instance.words,
            "verb": instance.verb,
            "form": instance.form,
            "voice": instance.voice,
            "speaker_words": instance.speaker_words,
            "speakers": approved.get("speakers", []),
            "addressees": approved.get("addressees", []),
            "language": edition.language,
            "published": instance.published_at,
            "article": {
                "id": edition.article_uid,
                "reference": f"PR-{edition.article_reference}",
                "edition": edition.number,
                "title": edition.title,
                "uri": article_uri(edition.article_reference),
                "url": absolute(edition.get_absolute_url()),
            },
            "block": instance.block,
            "start": instance.start,
            "end": instance.end,
            "url": page,
            "api_url": api_address("statement", instance.uid),
        }
        return {name: sent[name] for name in self.fields}
