"""Events as they are sent."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers

from articles.addresses import absolute
from articles.models.event import Event
from articles.models.vocabulary import EventType
from articles.serializers.registers import LinkedSerializer, RegisteredSerializer
from articles.serializers.shapes import ApiAddress, PageAddress, PartialDateField, ReferenceField

UNLINKED = "Null where nothing else public leads to it, so that it has no page."


class EventPartySerializer(serializers.Serializer):
    """Somebody or something an event names."""

    id = serializers.UUIDField(allow_null=True, help_text=UNLINKED)
    name = serializers.CharField()


class ParticipantSerializer(EventPartySerializer):
    """Somebody who takes part."""

    role = serializers.CharField(help_text="The role of that day.")


class EntitySerializer(serializers.Serializer):
    """Another event."""

    id = serializers.UUIDField(source="entity.uid")
    name = serializers.CharField()


class EventContactSerializer(LinkedSerializer):
    """Whom the press calls about it."""

    phone = serializers.CharField(help_text="With country code; empty where none.")
    email = serializers.CharField(help_text="Empty where none.")


class SeriesSerializer(serializers.Serializer):
    """What recurs. Each date is an event of its own."""

    name = serializers.CharField()
    rule = serializers.CharField(help_text="RFC 5545, as FREQ=WEEKLY;BYDAY=TH.")


class CalendarAddress(serializers.URLField):
    """The calendar file of an event, under the site's own language."""

    def __init__(self, **kwargs):
        super().__init__(source="*", help_text="The event for calendar programs (RFC 5545).", **kwargs)

    def to_representation(self, value):
        with translation.override(settings.LANGUAGE_CODE):
            return absolute(reverse("event-calendar", args=[value.entity.slug]))


class EventSerializer(RegisteredSerializer):
    """A meeting, visit, signing, briefing... with its days, its hours and where it stands."""

    id = serializers.UUIDField(source="entity.uid")
    reference = ReferenceField(source="entity.reference")
    slug = serializers.CharField(source="entity.slug", help_text="May change; the id does not.")
    type = serializers.ChoiceField(choices=EventType.choices)
    status = serializers.ChoiceField(choices=Event.Status.choices)
    status_reason = serializers.CharField(help_text="Why it is postponed or cancelled; empty where nobody said.")
    starts = PartialDateField()
    ends = PartialDateField()
    all_day = serializers.BooleanField(help_text="A full day is known, and no time of day: no zone shifts it.")
    starts_at = serializers.DateTimeField(allow_null=True, help_text="The instant, where day and time are known.")
    ends_at = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField(help_text="IANA time zone of the place: its clocks say the days and hours.")
    date_words = serializers.CharField(help_text="Where a text says only “Friday”, for instance.")
    venue = serializers.CharField(help_text="Where, in words.")
    place = LinkedSerializer(allow_null=True)
    organiser = EventPartySerializer(source="public_organiser", allow_null=True)
    within = EntitySerializer(source="public_within", allow_null=True)
    series = SeriesSerializer(allow_null=True)
    description = serializers.CharField()
    participants = ParticipantSerializer(many=True, source="public_participants")
    participants_complete = serializers.BooleanField()
    accreditation = serializers.CharField(help_text="For journalists: how to register.")
    accreditation_until = serializers.DateTimeField(allow_null=True, help_text="When registration closes.")
    contact = EventContactSerializer(source="public_contact", allow_null=True)
    sequence = serializers.IntegerField(help_text="Counts up with every public change (RFC 5545).")
    url = PageAddress()
    ics_url = CalendarAddress()
    api_url = ApiAddress("event")
