"""Register rows: officials, organisations, positions, events, sources, topics; and the vocabulary of kinds."""

from __future__ import annotations

from rest_framework import serializers

from articles.models.event import Event
from articles.models.source import Source
from articles.models.vocabulary import EventType, Kind
from articles.serializers.shapes import ApiAddress, Chosen, PageAddress, PartialDateField, ReferenceField
from people.models import Organisation


class RegisteredSerializer(Chosen):
    id = serializers.UUIDField(source="uid")
    reference = ReferenceField()
    name = serializers.CharField()
    slug = serializers.CharField(help_text="May change; the id does not.")


class OtherNameSerializer(serializers.Serializer):
    name = serializers.CharField()
    language = serializers.CharField()
    former = serializers.BooleanField()


class LinkedSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()


class HeldPositionSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uid")
    title = serializers.CharField()
    acting = serializers.BooleanField()
    organisation = LinkedSerializer(allow_null=True)
    starts = PartialDateField()
    ends = PartialDateField()


class OfficialSerializer(RegisteredSerializer):
    """A person (Popolo): their names and the positions they held, with dates."""

    family_name = serializers.CharField()
    names = OtherNameSerializer(many=True, source="names.all")
    biography = serializers.CharField()
    wikidata = serializers.CharField()
    positions = HeldPositionSerializer(many=True, source="public_positions")
    url = PageAddress()
    api_url = ApiAddress("official")


class OrganisationSerializer(RegisteredSerializer):
    """A ministry, parliament, agency, outlet...: anything a position is held at (Popolo)."""

    short_name = serializers.CharField()
    names = OtherNameSerializer(many=True, source="names.all")
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    country = serializers.CharField(help_text="ISO 3166, empty where none.")
    parent = LinkedSerializer(allow_null=True)
    website = serializers.CharField()
    url = PageAddress()
    api_url = ApiAddress("organisation")


class PositionSerializer(Chosen):
    """A title that a person holds at an organisation for a time (Popolo's membership)."""

    id = serializers.UUIDField(source="uid")
    reference = ReferenceField()
    title = serializers.CharField()
    acting = serializers.BooleanField()
    official = LinkedSerializer(source="person", allow_null=True)
    organisation = LinkedSerializer(allow_null=True)
    starts = PartialDateField()
    ends = PartialDateField()
    api_url = ApiAddress("position")


class ParticipantSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="person.uid")
    name = serializers.CharField(source="person.name")
    role = serializers.CharField(help_text="The role of that day.")


class EventSerializer(RegisteredSerializer):
    """A meeting, visit, signing, briefing..."""

    type = serializers.ChoiceField(choices=EventType.choices)
    status = serializers.ChoiceField(choices=Event.Status.choices)
    starts = PartialDateField()
    ends = PartialDateField()
    date_words = serializers.CharField(help_text="Where a text says only “Friday”, for instance.")
    place = serializers.CharField()
    organiser = LinkedSerializer(allow_null=True)
    within = LinkedSerializer(allow_null=True)
    description = serializers.CharField()
    participants = ParticipantSerializer(many=True, source="public_participants")
    participants_complete = serializers.BooleanField(source="public_participants_complete")
    url = PageAddress()
    api_url = ApiAddress("event")


class SourceSerializer(RegisteredSerializer):
    """An outlet or press service that texts rest on."""

    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    organisation = LinkedSerializer(allow_null=True)
    website = serializers.CharField()
    url = PageAddress()
    api_url = ApiAddress("source")


class TopicSerializer(RegisteredSerializer):
    """What texts are about."""

    code = serializers.CharField(help_text="IPTC Media Topic, where it is one.")
    parent = LinkedSerializer(allow_null=True)
    url = PageAddress()
    api_url = ApiAddress("topic")


class KindSerializer(serializers.Serializer):
    id = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField(help_text="In the language of Accept-Language.")
    url = serializers.URLField(help_text="The page for readers.")
    articles = serializers.URLField(help_text="The texts of this kind, in this API.")


class KindsSerializer(serializers.Serializer):
    results = KindSerializer(many=True)
