"""Texts: an envelope around the document that was approved, and the history of its editions."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers

from articles.addresses import absolute, article_uri
from articles.models.contact import Contact
from articles.models.edition import Edition
from articles.models.parts import Citation, EventLink, Mention
from articles.models.vocabulary import CorrectionClass, EditionClass, EventType, Form, Kind, Voice
from articles.serializers.events import EventSerializer
from articles.serializers.people import OfficialSerializer, OrganisationSerializer
from articles.serializers.registers import SourceSerializer
from articles.serializers.shapes import Chosen, ReferenceField, api_address
from articles.serializers.taxonomy import ContactOfTextSerializer, PlaceSerializer, TopicSerializer


class NamedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


WHOLE = (
    "Only under `expand`: the whole of it as its own resource has it, without names, identifiers, parts, participants."
)


class NamedOrganisationSerializer(NamedSerializer):
    expanded = OrganisationSerializer(required=False, allow_null=True, help_text=WHOLE)


class NamedPlaceSerializer(NamedSerializer):
    expanded = PlaceSerializer(required=False, allow_null=True, help_text=WHOLE)


class NamedSourceSerializer(NamedSerializer):
    expanded = SourceSerializer(required=False, allow_null=True, help_text=WHOLE)


class PlaceInTextSerializer(serializers.Serializer):
    block = serializers.CharField(help_text="The id of a paragraph of the body, empty where there is no place.")
    start = serializers.IntegerField(help_text="First character, counted in the paragraph's text.")
    end = serializers.IntegerField(help_text="The character after the last.")
    words = serializers.CharField(help_text="The words as printed.")


class DatelineSerializer(serializers.Serializer):
    place = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    date = serializers.CharField(allow_null=True, help_text="EDTF: XXXX-11-03 is 3 November of an unstated year.")
    text = serializers.CharField()


class AttributionSerializer(PlaceInTextSerializer):
    id = serializers.UUIDField()
    source = NamedSourceSerializer()
    role = serializers.ChoiceField(choices=Citation.Role.choices)
    verb = serializers.CharField()
    url = serializers.CharField()


class NamedOfficialSerializer(NamedSerializer):
    role = serializers.CharField(help_text="As the text styles it.")
    organisation = serializers.CharField()
    rel = serializers.ChoiceField(
        choices=[c for c in Mention.Relation.choices if c[0] != Mention.Relation.ADDRESSEE.value]
    )
    expanded = OfficialSerializer(required=False, allow_null=True, help_text=WHOLE)


class NamedEventSerializer(PlaceInTextSerializer):
    id = serializers.UUIDField()
    link = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=EventType.choices)
    starts = serializers.CharField(allow_null=True, help_text="EDTF.")
    date_words = serializers.CharField()
    place = serializers.CharField()
    rel = serializers.ChoiceField(choices=EventLink.Relation.choices)
    expanded = EventSerializer(required=False, allow_null=True, help_text=WHOLE)


class NamedTopicSerializer(NamedSerializer):
    code = serializers.CharField(help_text="IPTC Media Topic, where it is one.")
    expanded = TopicSerializer(required=False, allow_null=True, help_text=WHOLE)


class SpeakerSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["person", "organisation"])
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    role = serializers.CharField(help_text="As styled that day.")
    organisation = serializers.CharField()
    expanded = OfficialSerializer(required=False, allow_null=True, help_text=WHOLE)


class StatementInTextSerializer(PlaceInTextSerializer):
    id = serializers.UUIDField()
    verb = serializers.CharField()
    form = serializers.ChoiceField(choices=Form.choices)
    voice = serializers.ChoiceField(choices=Voice.choices)
    speaker_words = serializers.CharField()
    speakers = SpeakerSerializer(many=True)
    addressees = SpeakerSerializer(many=True)


class MentionSerializer(PlaceInTextSerializer):
    uid = serializers.UUIDField()
    relation = serializers.ChoiceField(choices=Mention.Relation.choices)
    statement = serializers.UUIDField(allow_null=True)
    person = serializers.UUIDField(allow_null=True)
    organisation = serializers.UUIDField(allow_null=True)
    place = serializers.UUIDField(allow_null=True)
    role = serializers.CharField()
    position = serializers.UUIDField(allow_null=True)


class BodySerializer(serializers.Serializer):
    html = serializers.CharField()
    text = serializers.CharField()
    sha256 = serializers.CharField(help_text="sha256 of the UTF-8 text")


class NoticeSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["withdrawn"])
    at = serializers.DateTimeField()
    note = serializers.CharField()


class HistoryEntrySerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    type = serializers.ChoiceField(choices=EditionClass.choices)
    # ``class`` cannot be declared by name in Python: it is added below.
    note = serializers.CharField(allow_null=True)


HistoryEntrySerializer._declared_fields["class"] = serializers.ChoiceField(
    choices=CorrectionClass.choices, allow_null=True, help_text="How grave a correction is."
)


class TranslationSerializer(serializers.Serializer):
    language = serializers.CharField()
    id = serializers.UUIDField()
    reference = ReferenceField()
    title = serializers.CharField()
    uri = serializers.URLField()
    url = serializers.URLField()
    status = serializers.ChoiceField(choices=["current"])


@dataclass
class Shown:
    """An edition with what is live around it, ready to be sent."""

    edition: Edition
    document: dict[str, Any]
    history: list[Edition] = field(default_factory=list)
    translations: list[Edition] = field(default_factory=list)
    snippet: list[tuple[str, bool]] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def _body(shown: Shown) -> dict[str, Any]:
    body = shown.document["body"]
    return {**body, "sha256": hashlib.sha256(body["text"].encode()).hexdigest()}


def _notice(shown: Shown) -> dict[str, Any] | None:
    edition = shown.edition
    return {"type": "withdrawn", "at": edition.public_from, "note": edition.note} if edition.is_withdrawn else None


def _history(shown: Shown) -> list[dict[str, Any]]:
    return [
        {"at": e.public_from, "type": e.edition_class, "class": e.correction_class or None, "note": e.note or None}
        for e in shown.history
    ]


def _translations(shown: Shown) -> list[dict[str, Any]]:
    return [
        {
            "language": e.language,
            "id": e.article_uid,
            "reference": f"PR-{e.article_reference}",
            "title": e.title,
            "uri": article_uri(e.article_reference),
            "url": absolute(e.get_absolute_url()),
            "status": "current",
        }
        for e in shown.translations
    ]


def _first_hour(shown: Shown) -> dt.datetime:
    edition = shown.edition
    known = getattr(edition, "first_public", None)  # as ``with_first_hour`` gives it
    return known or (edition.public_from if edition.number == 1 else edition.published_at)


# What stands around the document; every other field is the document's own member, as it was approved.
ENVELOPE = {
    "id": lambda s: s.edition.article_uid,
    "reference": lambda s: f"PR-{s.edition.article_reference}",
    "uri": lambda s: article_uri(s.edition.article_reference),
    "url": lambda s: absolute(s.edition.get_absolute_url()),
    "api_url": lambda s: api_address("article", s.edition.article_uid),
    "pub_status": lambda s: "usable",
    "edition": lambda s: s.edition.number,
    "edition_class": lambda s: s.edition.edition_class,
    "work": lambda s: s.edition.work,
    "first_published": _first_hour,
    "published": lambda s: s.edition.published_at,
    "updated": lambda s: s.edition.public_from,
    "notice": _notice,
    "ed_note": lambda s: s.edition.note or None,
    "document_hash": lambda s: s.edition.document_hash,
    "body": _body,
    "changes": _history,
    "translations": _translations,
    "contacts": lambda s: ContactOfTextSerializer(s.contacts, many=True).data,
    "snippet": lambda s: [{"text": text, "hit": hit} for text, hit in s.snippet],
}


class ArticleSerializer(Chosen):
    """A text as one of its editions has it: an envelope around the document that was approved."""

    id = serializers.UUIDField(help_text="Opaque and permanent.")
    reference = ReferenceField(help_text="For people: PR-7KQM3X.")
    uri = serializers.URLField(help_text="The permanent identifier: never reused, redirects to the current page.")
    url = serializers.URLField(help_text="The page for readers.")
    api_url = serializers.URLField(help_text="The same, in this API.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    pub_status = serializers.ChoiceField(choices=["usable"], help_text="A withdrawn text is usable under its notice.")
    edition = serializers.IntegerField(help_text="Its number, from 1.")
    edition_class = serializers.ChoiceField(choices=EditionClass.choices)
    language = serializers.CharField(help_text="BCP 47.")
    work = serializers.UUIDField(help_text="Joins the language versions of one text.")
    headline = serializers.CharField(allow_null=True, help_text="Null where the text has none.")
    title = serializers.CharField(help_text="The headline, or the beginning of the first sentence.")
    summary = serializers.CharField()
    dateline = DatelineSerializer(allow_null=True)
    attribution = AttributionSerializer(many=True)
    first_published = serializers.DateTimeField()
    published = serializers.DateTimeField()
    updated = serializers.DateTimeField(help_text="When this edition became public.")
    officials = NamedOfficialSerializer(many=True)
    organisations = NamedOrganisationSerializer(many=True)
    events = NamedEventSerializer(many=True)
    topics = NamedTopicSerializer(many=True)
    places = NamedPlaceSerializer(many=True)
    notice = NoticeSerializer(allow_null=True, help_text="To be shown before the words of a withdrawn text.")
    ed_note = serializers.CharField(allow_null=True, help_text="The note of this edition: what was corrected, or why.")
    document_hash = serializers.CharField(
        help_text="sha256 of the canonical JSON (sorted keys, no spaces) of kind, language, headline, title, summary,"
        " dateline, body without its sha256, attribution, mentions, statements, officials, organisations, events and"
        " topics."
    )
    body = BodySerializer()
    statements = StatementInTextSerializer(many=True)
    mentions = MentionSerializer(many=True)
    changes = HistoryEntrySerializer(many=True, help_text="What became of the first edition, oldest first.")
    translations = TranslationSerializer(many=True)
    contacts = ContactOfTextSerializer(
        many=True, help_text="Whom the press calls, as the register has it now: no part of the approved document."
    )

    def to_representation(self, instance):
        return {
            name: ENVELOPE[name](instance) if name in ENVELOPE else instance.document.get(name) for name in self.fields
        }


ARTICLE_AT_LENGTH = frozenset({"body", "statements", "mentions", "changes", "translations", "contacts"})


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField()
    hit = serializers.BooleanField(help_text="Whether it is a word that was asked for.")


class FoundArticleSerializer(ArticleSerializer):
    """A text that holds the words, and where."""

    snippet = PieceSerializer(many=True)


class EditionSerializer(serializers.Serializer):
    """One edition in the history of a text. One whose words were taken back has neither title nor note."""

    edition = serializers.IntegerField()
    edition_class = serializers.ChoiceField(choices=EditionClass.choices)
    correction_class = serializers.ChoiceField(choices=CorrectionClass.choices, allow_null=True)
    title = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    public_from = serializers.DateTimeField()
    public_until = serializers.DateTimeField(allow_null=True, help_text="Null while it is the current edition.")
    readable = serializers.BooleanField(help_text="Whether its words may still be read.")
    document_hash = serializers.CharField()
    previous_hash = serializers.CharField(help_text="Chains it to the edition before.")
    api_url = serializers.URLField()


class EditionsSerializer(serializers.Serializer):
    """The history of a text, oldest first."""

    id = serializers.UUIDField()
    reference = ReferenceField()
    uri = serializers.URLField()
    results = EditionSerializer(many=True)


def edition_in_history(edition: Edition, now: dt.datetime, *, readable: bool) -> dict[str, Any]:
    """An entry of ``EditionsSerializer``; an end that lies ahead is not told."""
    told = readable or edition.is_tombstone
    return {
        "edition": edition.number,
        "edition_class": edition.edition_class,
        "correction_class": edition.correction_class or None,
        "title": edition.title if readable else None,
        "note": (edition.note or None) if told else None,
        "public_from": edition.public_from,
        "public_until": edition.public_until if edition.public_until and edition.public_until <= now else None,
        "readable": readable,
        "document_hash": edition.document_hash,
        "previous_hash": edition.previous_hash,
        "api_url": api_address("edition", edition.article_uid, edition.number),
    }
