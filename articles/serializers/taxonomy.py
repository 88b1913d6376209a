"""What topics, places and press contacts send."""

from __future__ import annotations

from rest_framework import serializers

from articles.models.taxonomy import Place
from articles.serializers.registers import LinkedSerializer, RegisteredSerializer
from articles.serializers.shapes import ApiAddress, PageAddress


class BranchSerializer(RegisteredSerializer):
    """A row of a tree."""

    other_names = serializers.ListField(child=serializers.CharField(), help_text="What else it is called.")
    parent = LinkedSerializer(allow_null=True, help_text="What it is part of.")
    children = LinkedSerializer(many=True, source="public_children", help_text="What is part of it.")


class TopicSerializer(BranchSerializer):
    """What texts are about, in a tree."""

    code = serializers.CharField(help_text="IPTC Media Topic, as medtop:20000639; empty where it is none.")
    url = PageAddress()
    api_url = ApiAddress("topic")


class PlaceSerializer(BranchSerializer):
    """Where: a country, region, city or venue, in a tree."""

    kind = serializers.ChoiceField(choices=Place.Kind.choices)
    code = serializers.CharField(help_text="ISO 3166: AZ for a country, AZ-BA for a part of one; empty where none.")
    country = serializers.CharField(help_text="ISO 3166 code of the country it lies in or is; empty where not known.")
    latitude = serializers.FloatField(allow_null=True, help_text="Degrees north (WGS 84).")
    longitude = serializers.FloatField(allow_null=True, help_text="Degrees east (WGS 84).")
    url = PageAddress()
    api_url = ApiAddress("place")


class ContactOfTextSerializer(serializers.Serializer):
    """Whom the press calls about a text. Whether it is open now, the contact's own resource says."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField(help_text="The house style in the default language.")
    role = serializers.CharField(help_text="What for.")
    phone = serializers.CharField(help_text="Empty where none.")
    out_of_hours_phone = serializers.CharField(help_text="For urgent questions; empty where none.")
    email = serializers.CharField(help_text="Empty where none.")
    languages = serializers.ListField(child=serializers.CharField(), source="spoken", help_text="BCP 47 codes.")
    hours = serializers.CharField(help_text="As Mo-Fr 09:00-18:00 (schema.org), by `zone`; empty where not told.")
    zone = serializers.CharField(help_text="IANA time zone.")
    api_url = ApiAddress("contact")


class ContactSerializer(RegisteredSerializer):
    """Whom the press calls."""

    role = serializers.CharField(help_text="What for.")
    organisation = LinkedSerializer(allow_null=True, source="public_organisation")
    phone = serializers.CharField(help_text="Empty where none.")
    out_of_hours_phone = serializers.CharField(help_text="For urgent questions; empty where none.")
    email = serializers.CharField(help_text="Empty where none.")
    languages = serializers.ListField(child=serializers.CharField(), source="spoken", help_text="BCP 47 codes.")
    hours = serializers.CharField(help_text="As Mo-Fr 09:00-18:00 (schema.org), by `zone`; empty where not told.")
    zone = serializers.CharField(help_text="IANA time zone.")
    open = serializers.BooleanField(allow_null=True, help_text="Whether it is open now; null where no hours are told.")
    open_changes_at = serializers.DateTimeField(allow_null=True, help_text="Until when `open` holds; null: for ever.")
    url = PageAddress()
    api_url = ApiAddress("contact")
