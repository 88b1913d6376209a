"""The change feed: the public log in the order of its numbers, for mirrors that must miss nothing.

A mirror begins with a snapshot of what is public now, and goes on with what changed since; or it reads the log from its
first line. A line is found by its number; a token also knows its hash, so that it fits no other log.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.core import signing
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.filters import EditionFilter
from articles.models.change import Change
from articles.models.edition import Edition
from articles.serializers.change_types import SUBJECTS, subject_of
from articles.serializers.log import ChangesSerializer, change
from articles.serializers.texts import ArticleSerializer
from articles.viewsets.articles import sent
from articles.viewsets.base import PublicViewSet, reads, with_query
from articles.viewsets.operations import Operation, Parameter
from articles.viewsets.snapshot import begin, position_in, snapshot_page
from articles.viewsets.told import Texts, pages_of
from pressoffice.ground.problems import Problem

_SIGNER = signing.Signer(salt="pressoffice.changes")
SCANNED = 1_000  # lines looked at for one answer where a question leaves some out
LIVE_PARTS = frozenset({"changes", "translations", "contacts"})  # these stand around a text: its own resource has them


class ChangesFilter(EditionFilter):
    """Which texts a mirror is interested in. Words are looked for, not followed."""

    q = None


def truth(text: str) -> bool:
    """``true`` or ``false``; ValueError else."""
    return {"true": True, "false": False}[one_of(text, ("true", "false"))]


def subjects(text: str) -> frozenset[str]:
    """Subjects of the log, by commas; ValueError where one is none."""
    return frozenset(one_of(part.strip(), SUBJECTS) for part in text.split(",") if part.strip())


def one_of(text: str, allowed: tuple[str, ...]) -> str:
    """``text``; ValueError where it is none of ``allowed``."""
    if text not in allowed:
        raise ValueError(_("“%(value)s” is not one of: %(allowed)s.") % {"value": text, "allowed": ", ".join(allowed)})
    return text


class ChangeViewSet(PublicViewSet):
    """What became public, in one order, without gaps."""

    tag = "changes"
    operations = {
        "list": Operation(
            "listChanges",
            "What changed since a token, oldest first; or all that is public now, to begin a mirror with",
            ChangesSerializer,
            takes=("since", "limit", "wait", "format"),
            filterset=ChangesFilter,
            expands=("article",),
            own={
                "snapshot": Parameter(
                    {"type": "boolean"},
                    "true: all that is public now, page by page, in the shape of the log; after its last page `next`"
                    " leads to what has changed since the first. Follow `next` until `caught_up`.",
                    truth,
                ),
                "subject": Parameter(
                    {"type": "array", "items": {"type": "string", "enum": list(SUBJECTS)}},
                    "What the changes are about; everything, if not given. By commas.",
                    subjects,
                ),
                "cursor": Parameter({"type": "string"}, "Where a page of a snapshot begins, from `next`."),
            },
        )
    }

    @property
    def now(self):
        """The instant of the answer: the request's, or that of the snapshot it belongs to where a clock runs behind."""
        cursor = self.request.query_params.get("cursor")
        return max(self.request.now, position_in(cursor).since) if cursor else self.request.now

    def get_rows(self, at=None):
        return Edition.objects.listed(self.now).filter(redacted_at=None)

    @reads
    def list(self, request, asked):
        """Lines of the log, or a page of a snapshot."""
        about = asked.own.get("subject") or frozenset(SUBJECTS)
        if asked.own.get("snapshot"):
            if asked.since:
                raise together("since", "snapshot")
            return self.snapshot(request, asked, about)
        if "cursor" in asked.own:
            raise together("cursor", "since")
        return self.log(request, asked, about)

    def snapshot(self, request, asked, about):
        """All that is public now. The token it ends with was taken before its first page: nothing falls between."""
        now = self.now
        place = position_in(asked.own["cursor"]) if "cursor" in asked.own else begin(now, about)
        found, ahead = snapshot_page(place, about, asked.rows, now=now, limit=asked.limit)
        texts = Texts([entry["id"] for entry in found if subject_of(entry["type"]) == "article"], now)
        self.dress(found, texts, asked, now)
        if ahead is not None:
            following = with_query(request, cursor=ahead)
            return {"results": found, "next": following, "token": None, "caught_up": False}, [("next", following)]
        token = _SIGNER.sign_object([place.number, place.mark])
        following = with_query(request, snapshot=None, cursor=None, since=token)
        return {"results": found, "next": following, "token": token, "caught_up": False}, [("next", following)]

    def log(self, request, asked, about):
        """The lines after the token. Its own line must still be there: else it is a token of another log."""
        number, mark = read_token(asked.since) if asked.since else (0, "")
        narrowed = bool(asked.filters) or len(about) < len(SUBJECTS)
        window = SCANNED if narrowed else asked.limit
        lines = list(Change.objects.filter(number__gte=number).order_by("number")[: window + 2])
        last = None
        if number:
            if not lines or (lines[0].number, lines[0].hash[:12]) != (number, mark):
                raise unknown_token()
            last = lines.pop(0)
        more, lines = len(lines) > window, lines[:window]
        now = max([request.now, *(line.at for line in lines)])
        payloads = {line.number: orjson.loads(line.payload) for line in lines}
        uids = {line.subject_uid for line in lines if subject_of(line.type) == "article"}
        uids |= {payload["replaced_by"] for payload in payloads.values() if payload.get("replaced_by")}
        answering = Exists(asked.rows.filter(pk=OuterRef("pk")).order_by()) if asked.filters else None
        texts = Texts(uids, now, answering=answering)
        found: list[dict[str, Any]] = []
        for line in lines:
            if len(found) == asked.limit:
                more = True
                break
            last = line
            if subject_of(line.type) not in about:
                continue
            entry = self.entry(line, payloads[line.number], texts, narrowed=bool(asked.filters))
            if entry is not None:
                found.append(entry)
        self.dress(found, texts, asked, now)
        token = _SIGNER.sign_object([last.number, last.hash[:12]] if last else [0, ""])
        following = with_query(request, since=token)
        body = {"results": found, "next": following, "token": token, "caught_up": not more}
        return body, [("next", following)]

    @staticmethod
    def entry(line, payload, texts, *, narrowed):
        """A line as it is sent: without the note where the words it speaks of were taken back since.

        None where it is the first line of a text that does not answer the filters: every later one is sent, and says
        whether it does, so that nobody keeps what has left their question; a tombstone always is.
        """
        if subject_of(line.type) != "article":
            return change(line, told=True, replaced_by=None)
        matches = not narrowed or texts.answers(line.subject_uid)
        if not matches and payload["edition"] == 1:
            return None
        entry = change(
            line,
            told=texts.may_be_told(line.subject_uid, payload["edition"]),
            replaced_by=texts.uri_of(payload.get("replaced_by")),
        )
        return entry | ({"matches": matches} if narrowed else {})

    @staticmethod
    def dress(entries, texts, asked, now):
        """Put into each entry the addresses of what it is about and, if asked for, the text itself."""
        pages = pages_of([(subject_of(e["type"]), e["id"]) for e in entries], now)
        whole = {}
        if "article" in asked.expand:
            fields = frozenset(ArticleSerializer().fields) - LIVE_PARTS
            live = [texts.live(e["id"]) for e in entries if subject_of(e["type"]) == "article"]
            editions = Edition.objects.filter(pk__in={edition.pk for edition in live if edition}, redacted_at=None)
            sent_whole = sent(list(editions.with_first_hour(now)), fields, now, ArticleSerializer)
            whole = {row["id"]: row for row in sent_whole}
        for entry in entries:
            if subject_of(entry["type"]) == "article":
                entry["urls"] = texts.addresses(entry["id"])
                if "article" in asked.expand:
                    entry["article"] = whole.get(entry["id"])
            else:
                entry["urls"] = [*pages.get(entry["id"], ()), *([entry["url"]] if entry["url"] else ())]


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


def together(one: str, other: str) -> Problem:
    """The answer to two parameters that do not go together."""
    detail = _("“%(one)s” does not go with “%(other)s”.") % {"one": one, "other": other}
    return Problem("invalid-parameter", errors=[{"parameter": one, "code": "invalid-value", "detail": detail}])
