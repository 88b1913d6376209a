"""The files a records request holds of one text: what it said, who wrote, commented, approved, read it, in order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from articles.desk.acts import in_words
from articles.desk.reading import reads_of
from articles.models.article import Approval, Article
from articles.models.audit import AuditEntry
from articles.models.contact import TextContact
from articles.models.edition import Edition
from articles.models.preview import PreviewLink
from articles.models.review import BreakGlass, Comment, ReviewRequest, Waiver

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass
class Personal:
    """Personal data met on the way: ``{(kind, name): files that hold it}``."""

    found: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def met(self, kind: str, name: str | None, path: str) -> None:
        """Note that ``path`` names somebody."""
        if name:
            self.found.setdefault((kind, name), set()).add(path)

    def listed(self) -> list[dict[str, Any]]:
        """As the manifest lists it."""
        return [
            {"kind": kind, "name": name, "files": sorted(files)} for (kind, name), files in sorted(self.found.items())
        ]


@dataclass(frozen=True)
class File:
    """One file of the archive, by its path."""

    path: str
    content: bytes


def name_of(user: Any) -> str | None:
    """A member of staff as the archive names them."""
    return (user.get_full_name() or user.get_username()) if user else None


def as_json(value: Any) -> bytes:
    """``value`` for people and machines: sorted, indented, instants in UTC."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, option=options)


def as_text(document: dict[str, Any]) -> str:
    """A document for a reader: headline, dateline, summary, words."""
    dateline = document.get("dateline") or {}
    body = document.get("body") or {}
    parts = [document.get("headline") or document.get("title"), dateline.get("text"), document.get("summary")]
    return "\n\n".join(part for part in (*parts, body.get("text")) if part) + "\n"


def files_of(article: Article, folder: str, personal: Personal, *, now: dt.datetime, head: int) -> Iterator[File]:
    """Every file of ``article`` below ``folder``, in reading order; acts up to number ``head`` of the record.

    One file is in memory at a time.
    """
    yield _facts(article, f"{folder}/text.json", personal)
    for edition in _editions(article):
        yield from _words(edition, f"{folder}/editions/{edition.number or 0:03d}-{edition.edition_class}", personal)
    yield _listed(f"{folder}/editions.json", _editions(article).defer("document"), _edition, personal)
    for revision in article.revisions.select_related("by").order_by("number").iterator(chunk_size=50):
        yield from _words(revision, f"{folder}/revisions/{revision.number:04d}", personal)
    revisions = article.revisions.select_related("by").defer("document").order_by("number")
    yield _listed(f"{folder}/revisions.json", revisions, _revision, personal)
    approvals = (
        Approval.objects.filter(revision__article=article).select_related("by", "revision").defer("revision__document")
    )
    yield _listed(f"{folder}/approvals.json", approvals.order_by("at", "pk"), _approval, personal)
    asked = ReviewRequest.objects.filter(article=article).select_related("person", "asked_by")
    yield _listed(f"{folder}/reviews.json", asked.order_by("asked_at", "pk"), _review, personal)
    comments = Comment.objects.filter(article=article).select_related("by", "resolved_by", "parent", "revision")
    yield _listed(f"{folder}/comments.json", comments.order_by("at", "pk"), _comment, personal)
    waivers = Waiver.objects.filter(article=article).select_related("by")
    yield _listed(f"{folder}/waivers.json", waivers.order_by("at", "pk"), _waiver, personal)
    alone = BreakGlass.objects.filter(edition__article=article).select_related("by", "reviewed_by", "edition")
    yield _listed(f"{folder}/without-a-second-person.json", alone.order_by("at", "pk"), _break_glass, personal)
    links = PreviewLink.objects.filter(revision__article=article).select_related("made_by", "revoked_by", "revision")
    yield _listed(f"{folder}/previews.json", links.order_by("made_at", "pk"), _preview, personal)
    yield _listed(f"{folder}/readers.json", reads_of(article, now), _read, personal)
    yield _listed(f"{folder}/acts.json", acts_of(article, head).iterator(chunk_size=500), _act, personal)


def acts_of(article: Article, head: int) -> Any:
    """The acts about a text up to a number of the record, oldest first."""
    acts = AuditEntry.objects.filter(subject=f"article:{article.uid}", number__lte=head)
    return acts.select_related("by").order_by("number")


def _editions(article: Article) -> Any:
    """The editions in the order they were, or will be, public; held ones last."""
    editions = Edition.objects.filter(article=article).select_related("revision", "approval__by")
    return editions.defer("revision__document").order_by("number", "pk")


# --- What one file says -----------------------------------------------------------------------------------------------


def _facts(article: Article, path: str, personal: Personal) -> File:
    contacts = TextContact.objects.filter(article_uid=article.uid).select_related("contact")
    for row in contacts:
        personal.met("contact", str(row.contact), path)
    personal.met("staff", name_of(article.created_by), path)
    personal.met("staff", name_of(article.assignee), path)
    facts = {
        "reference": f"PR-{article.reference}",
        "uid": str(article.uid),
        "work": str(article.work),
        "language": article.language,
        "kind": article.kind,
        "status": article.status,
        "limited": article.limited,
        "created_at": article.created_at,
        "created_by": name_of(article.created_by),
        "assignee": name_of(article.assignee),
        "due_at": article.due_at,
        "meant_for": article.meant_for,
        "contacts": [str(row.contact) for row in contacts],
        "source_text": article.source_text and {"name": article.source_text.name, "sha256": article.source_text.sha256},
    }
    return File(path, as_json(facts))


def _words(row: Any, path: str, personal: Personal) -> Iterator[File]:
    """A document as text and as it was hashed; that it was erased, where it was."""
    if row.document is None:
        yield File(f"{path}.txt", f"The words were erased on {row.redacted_at:%Y-%m-%d}.\n".encode())
        return
    document = orjson.loads(row.document)
    text = as_text(document)
    for official in document.get("officials", ()):
        personal.met("official", official["name"], f"{path}.json")
        if official["name"] in text:
            personal.met("official", official["name"], f"{path}.txt")
    for address in _ADDRESS.findall(text):
        personal.met("address", address, f"{path}.txt")
    yield File(f"{path}.txt", text.encode())
    yield File(f"{path}.json", row.document.encode())


def _listed(path: str, rows: Any, told: Callable[[Any], dict[str, Any]], personal: Personal) -> File:
    """``rows`` as a list of what ``told`` says; whoever is named in it under ``by`` and the like is personal data."""
    lines = []
    for row in rows:
        line = told(row)
        for name in ("by", "person", "asked_by", "resolved_by", "reviewed_by", "made_by", "revoked_by"):
            personal.met("staff", line.get(name), path)
        personal.met("recipient", line.get("recipient"), path)
        lines.append(line)
    return File(path, as_json(lines))


def _edition(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "class": row.edition_class,
        "correction_class": row.correction_class,
        "note": row.note,
        "title": row.title,
        "revision": row.revision.number,
        "public_from": row.public_from,
        "public_until": row.public_until,
        "text_until": row.text_until,
        "approved_by": name_of(row.approval.by),
        "by": name_of(row.approval.by),
        "document_hash": row.document_hash,
        "text_hash": row.text_hash,
    }


def _revision(row: Any) -> dict[str, Any]:
    return {"number": row.number, "by": name_of(row.by), "at": row.at, "document_hash": row.document_hash}


def _approval(row: Any) -> dict[str, Any]:
    return {
        "revision": row.revision.number,
        "capacity": row.capacity,
        "by": name_of(row.by),
        "at": row.at,
        "class": row.edition_class,
        "note": row.note,
        "not_before": row.not_before,
        "voided_at": row.voided_at,
    }


def _review(row: Any) -> dict[str, Any]:
    return {
        "capacity": row.capacity,
        "person": name_of(row.person),
        "asked_by": name_of(row.asked_by),
        "asked_at": row.asked_at,
        "note": row.note,
        "declined_at": row.declined_at,
        "withdrawn_at": row.withdrawn_at,
    }


def _comment(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.uid),
        "answers": str(row.parent.uid) if row.parent else None,
        "revision": row.revision.number if row.revision else None,
        "words": row.words,
        "comment": row.body,
        "by": name_of(row.by),
        "at": row.at,
        "resolved_by": name_of(row.resolved_by),
        "resolved_at": row.resolved_at,
    }


def _waiver(row: Any) -> dict[str, Any]:
    return {"finding": row.words, "code": row.code, "reason": row.reason, "by": name_of(row.by), "at": row.at}


def _break_glass(row: Any) -> dict[str, Any]:
    return {
        "edition": row.edition.number,
        "reason": row.reason,
        "by": name_of(row.by),
        "at": row.at,
        "reviewed_by": name_of(row.reviewed_by),
        "reviewed_at": row.reviewed_at,
        "review": row.review_note,
    }


def _preview(row: Any) -> dict[str, Any]:
    return {
        "recipient": row.recipient,
        "revision": row.revision.number,
        "made_by": name_of(row.made_by),
        "made_at": row.made_at,
        "expires_at": row.expires_at,
        "revoked_by": name_of(row.revoked_by),
        "revoked_at": row.revoked_at,
        "views": [view.at for view in row.views.order_by("at", "pk")],
    }


def _read(row: Any) -> dict[str, Any]:
    kind = "recipient" if row.door == "link" else "by"
    return {"at": row.at, kind: row.who, "revision": row.revision, "through": row.door, "before_public": row.before}


def _act(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": row.at,
        "by": name_of(row.by),
        "action": row.action,
        "in_words": in_words(row),
        "detail": orjson.loads(row.detail),
        "hash": row.hash,
    }
