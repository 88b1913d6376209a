"""Officials, organisations, and the positions people hold (terms of Popolo)."""

from __future__ import annotations

from rest_framework import serializers

from articles.serializers.registers import (
    IdentifierSerializer,
    LabelsField,
    LinkedSerializer,
    OtherNameSerializer,
    RegisteredSerializer,
)
from articles.serializers.shapes import ApiAddress, Chosen, PageAddress, PartialDateField, ReferenceField
from people.models import Organisation


class HeldPositionSerializer(serializers.Serializer):
    """A position as it stands with its holder."""

    id = serializers.UUIDField(source="entity.uid")
    title = serializers.CharField()
    labels = LabelsField()
    acting = serializers.BooleanField()
    joint = serializers.BooleanField(help_text="Held jointly with others.")
    organisation = LinkedSerializer(allow_null=True, source="public_organisation")
    accredited_to = LinkedSerializer(many=True, source="accredited")
    starts = PartialDateField()
    ends = PartialDateField()
    api_url = ApiAddress("position")


class OfficialSerializer(RegisteredSerializer):
    """A person (Popolo): their names and the positions they held, with dates."""

    family_name = serializers.CharField()
    names = OtherNameSerializer(many=True, source="other_names")
    biography = serializers.CharField()
    identifiers = IdentifierSerializer(many=True, source="other_registers")
    positions = HeldPositionSerializer(many=True, source="public_positions")
    url = PageAddress()
    api_url = ApiAddress("official")


class OrganisationSerializer(RegisteredSerializer):
    """A ministry, parliament, agency, outlet...: anything a position is held at (Popolo)."""

    short_name = serializers.CharField()
    names = OtherNameSerializer(many=True, source="other_names")
    identifiers = IdentifierSerializer(many=True, source="other_registers")
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    country = serializers.CharField(help_text="ISO 3166, empty where none.")
    parent = LinkedSerializer(allow_null=True, source="public_parent", help_text="What it is part of.")
    children = LinkedSerializer(many=True, source="public_children", help_text="Its parts.")
    founded = PartialDateField()
    dissolved = PartialDateField()
    website = serializers.CharField()
    url = PageAddress()
    api_url = ApiAddress("organisation")


class PositionSerializer(Chosen):
    """A title that a person holds at an organisation for a time (Popolo's membership)."""

    id = serializers.UUIDField(source="entity.uid")
    reference = ReferenceField(source="entity.reference")
    title = serializers.CharField()
    labels = LabelsField()
    acting = serializers.BooleanField()
    joint = serializers.BooleanField(help_text="Held jointly with others.")
    official = LinkedSerializer(source="public_person", allow_null=True)
    organisation = LinkedSerializer(source="public_organisation", allow_null=True)
    accredited_to = LinkedSerializer(many=True, source="accredited")
    starts = PartialDateField()
    ends = PartialDateField()
    api_url = ApiAddress("position")
