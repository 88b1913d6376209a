"""Two editions of a text side by side: what was added, what was taken away."""

from __future__ import annotations

import re

import orjson
from django.utils.translation import gettext as _

from articles.addresses import article_uri
from articles.diff import changed, compare
from articles.models.edition import Edition, text_q
from articles.models.vocabulary import EditionClass
from articles.serializers.diffs import DiffSerializer
from articles.serializers.shapes import api_address
from articles.viewsets.articles import named
from articles.viewsets.base import PublicViewSet, reads
from articles.viewsets.operations import Operation, Parameter
from articles.viewsets.told import Texts
from pressoffice.ground.problems import Problem

_NUMBER = re.compile("[1-9][0-9]{0,5}")


def edition_number(text: str) -> int:
    """The number of an edition; ValueError where it is none."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("“%(value)s” is not the number of an edition.") % {"value": text})
    return int(text)


class DiffViewSet(PublicViewSet):
    """What differs between two editions that are or were public, while the words of both may be read."""

    tag = "articles"
    operations = {
        "list": Operation(
            "getArticleDiff",
            "What differs between two editions of a text, word by word",
            DiffSerializer,
            may_be_gone=True,
            own={
                "from": Parameter(
                    {"type": "integer", "minimum": 1},
                    "The number of the earlier edition; if not given, the one before `to`.",
                    edition_number,
                ),
                "to": Parameter(
                    {"type": "integer", "minimum": 1},
                    "The number of the later edition; if not given, the one that is public now.",
                    edition_number,
                ),
            },
        )
    }

    @reads
    def list(self, request, asked, reference):
        """Both documents, compared; 410 where the words of either were taken back."""
        now = request.now
        chain = Edition.objects.were_public(now).filter(**named(reference)).order_by("number").defer("document")
        editions = {edition.number: edition for edition in chain}
        if not editions:
            raise Problem("not-found")
        newest = editions[max(editions)]
        if newest.is_tombstone:
            raise gone(newest, now)
        to = asked.own.get("to", newest.number)
        start = asked.own.get("from", max(to - 1, 1))
        for name, number in (("to", to), ("from", start)):
            if number not in editions:
                detail = _("“%(value)s” is not one of: %(allowed)s.") % {
                    "value": number,
                    "allowed": ", ".join(map(str, editions)),
                }
                raise Problem(
                    "invalid-parameter", errors=[{"parameter": name, "code": "unknown-value", "detail": detail}]
                )
        readable = Edition.objects.were_public(now).filter(
            text_q(now), redacted_at=None, pk__in=[editions[start].pk, editions[to].pk]
        )
        documents = dict(readable.exclude(edition_class=EditionClass.RETRACTION).values_list("number", "document"))
        if not {start, to} <= documents.keys() or None in documents.values():
            raise gone(newest, now)
        before, after = orjson.loads(documents[start]), orjson.loads(documents[to])
        parts = compare(before, after)
        uri = article_uri(newest.article_reference)
        body = {
            "id": newest.article_uid,
            "reference": f"PR-{newest.article_reference}",
            "uri": uri,
            "from": compared(editions[start]),
            "to": compared(editions[to]),
            "changed": changed(parts),
            "members": sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)),
            "parts": [{"name": part.name, "state": part.state.value, "html": part.html} for part in parts],
        }
        return body, [("canonical", uri)]


def compared(edition: Edition) -> dict[str, object]:
    """An entry of ``ComparedSerializer``."""
    return {
        "edition": edition.number,
        "edition_class": edition.edition_class,
        "correction_class": edition.correction_class or None,
        "public_from": edition.public_from,
        "note": edition.note or None,
        "document_hash": edition.document_hash,
        "api_url": api_address("edition", edition.article_uid, edition.number),
    }


def gone(edition: Edition, now) -> Problem:
    """The refusal of words that were taken back: what the tombstone says, where there is one."""
    if not edition.is_tombstone:
        return Problem("gone", _("The words of that time were taken back."))
    replacement = str(edition.replacement_uid) if edition.replacement_uid else None
    replaced_by = Texts([replacement] if replacement else [], now).uri_of(replacement)
    return Problem("gone", edition.note, at=edition.public_from, note=edition.note, replaced_by=replaced_by)
