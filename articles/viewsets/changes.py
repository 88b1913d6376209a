"""The change feed: the public log in the order of its numbers, for mirrors that must miss nothing."""

from __future__ import annotations

import uuid

import orjson
from django.core import signing
from django.utils.translation import gettext as _

from articles.models.change import Change
from articles.models.edition import Edition, text_q
from articles.serializers.log import ChangesSerializer, change
from articles.viewsets.articles import addresses_of
from articles.viewsets.base import PublicViewSet, reads, with_query
from articles.viewsets.operations import Operation
from pressoffice.ground.problems import Problem

_SIGNER = signing.Signer(salt="pressoffice.changes")


class ChangeViewSet(PublicViewSet):
    """What became public, in one order, without gaps."""

    tag = "changes"
    operations = {
        "list": Operation(
            "listChanges",
            "What changed since a token, oldest first",
            ChangesSerializer,
            takes=("since", "limit", "wait", "format"),
        )
    }

    @reads
    def list(self, request, asked):
        """The lines after the token. Its own line must still be there: else it is a token of another log."""
        number, mark = read_token(asked.since) if asked.since else (0, "")
        lines = list(Change.objects.filter(number__gte=number).order_by("number")[: asked.limit + 2])
        if number:
            if not lines or (lines[0].number, lines[0].hash[:12]) != (number, mark):
                raise unknown_token()
            last = lines.pop(0)
        else:
            last = None
        more, lines = len(lines) > asked.limit, lines[: asked.limit]
        last = lines[-1] if lines else last
        token = _SIGNER.sign_object([last.number, last.hash[:12]] if last else [0, ""])
        following = with_query(request, since=token)
        body = {"results": self.entries(lines), "next": following, "token": token, "caught_up": not more}
        return body, [("next", following)]

    def entries(self, lines):
        """Lines as they are sent: without the notes of editions whose words were taken back since."""
        now = self.request.now
        payloads = {line.number: orjson.loads(line.payload) for line in lines}
        replacing = {n: uuid.UUID(p["replaced_by"]) for n, p in payloads.items() if p.get("replaced_by")}
        addresses = addresses_of(replacing.values(), now)
        texts = {line.subject_uid for line in lines if line.type.startswith("article.")}
        taken = Edition.objects.were_public(now).filter(article_uid__in=texts).exclude(text_q(now))
        silent = set(taken.values_list("article_uid", "number")) if texts else set()
        return [
            change(
                line,
                told=(line.subject_uid, payloads[line.number].get("edition")) not in silent,
                replaced_by=addresses.get(replacing.get(line.number)),
            )
            for line in lines
        ]


def read_token(text: str) -> tuple[int, str]:
    """The number and the mark of the last line a client has seen; Problem where the token is none of ours."""
    try:
        number, mark = _SIGNER.unsign_object(text)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise unknown_token() from error
    return number, mark


def unknown_token() -> Problem:
    """The answer to a token this log has never given."""
    detail = _("This is no token of this log. Read it from the beginning, without “since”.")
    return Problem("invalid-parameter", errors=[{"parameter": "since", "code": "unknown-token", "detail": detail}])
