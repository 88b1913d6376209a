"""A records request: every text that names a person, topic or event, or was at work in some days, as one archive.

The archive is in reading order: ``index.html`` to read, a folder a text with every version, act and name, and
``manifest.json`` with the SHA-256 of every file, the head of the record of acts, what was asked, and which personal
data is in it. Of the same records the same bytes are made, but for the instant and the head the manifest states.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.desk import audit, reading
from articles.desk.access import visible_to
from articles.desk.acts import in_words, office_words
from articles.desk.concerned import LINK
from articles.desk.errors import RightError
from articles.desk.records_files import File, Personal, acts_of, as_json, as_text, files_of, name_of
from articles.models.article import Article, Revision
from articles.models.audit import AuditHead
from articles.models.edition import Edition
from articles.models.event import Event
from articles.models.taxonomy import Topic
from people.models import Person
from pressoffice.ground.identity import read_reference
from pressoffice.ground.trees import below

KINDS: dict[str, Any] = {"person": Person, "topic": Topic, "event": Event}
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # of files in the archive: the same for the same records
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Asked:
    """What a request asks for: texts that fulfil all of it. Days are those of the office, both included."""

    person: Person | None = None
    topic: Topic | None = None
    event: Event | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def told(self) -> dict[str, str]:
        """In plain values, for the manifest and the record of acts."""
        rows = {name: getattr(self, name) for name in KINDS}
        found = {name: f"{row} ({row.uid})" for name, row in rows.items() if row is not None}
        days = {"from": self.since, "to": self.until}
        return found | {name: day.isoformat() for name, day in days.items() if day}


def named_row(kind: str, said: str) -> list[Any]:
    """The rows of the register that ``said`` may mean: a reference, a slug, or one whole name."""
    model, said = KINDS[kind], said.strip()
    rows = model.objects.filter(merged_into=None)
    if kind == "event":
        rows = rows.filter(root=None)
    exact = list(rows.filter(Q(reference=read_reference(said)) | Q(slug=said.lower()))[:2])
    return exact or list(rows.filter(name__iexact=said)[:20])


def texts_asked(asked: Asked, by: Any) -> QuerySet[Article]:
    """The texts of the request in reading order, of which ``by`` may have the records: limited ones with the right."""
    texts = visible_to(by)
    if not by.has_perm("articles.read_all_article"):
        texts = texts.filter(limited=False)
    revisions = Revision.objects.filter(article=OuterRef("pk"))
    for name in KINDS:
        row = getattr(asked, name)
        if row is not None:
            texts = texts.filter(_names(row, revisions))
    if asked.since or asked.until:
        texts = texts.filter(_in_days(asked, revisions))
    first = Coalesce(Min("revisions__at"), "created_at", output_field=DateTimeField())
    return texts.annotate(begun=first).order_by("begun", "work", "language", "pk")


def _names(row: Any, revisions: QuerySet[Revision]) -> Q:
    """That any version of a text named ``row``, what was merged into it, or (a topic) what is part of it."""
    entity = getattr(row, "entity", row)
    rows = [entity, *type(row).objects.filter(merged_into=entity)]
    if isinstance(row, Topic):
        rows = list(Topic.objects.filter(pk__in=below(Topic.objects.filter(pk__in=[one.pk for one in rows]))))
    told = Q()
    for one in rows:
        told |= Q(document__contains=f'"{one.uid}"')
    linked = Edition.objects.filter(article=OuterRef("pk"), **{f"{LINK[type(row)]}__in": rows})
    return Q(Exists(revisions.filter(told))) | Q(Exists(linked))


def _in_days(asked: Asked, revisions: QuerySet[Revision]) -> Q:
    """That a text was saved, or an edition of it became public, in the days."""
    zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
    saved, public = Q(), Q()
    if asked.since and asked.since.year > 1:  # the first and the last year of the calendar leave nothing out
        begins = dt.datetime.combine(asked.since, dt.time(), zone)
        saved, public = saved & Q(at__gte=begins), public & Q(public_from__gte=begins)
    if asked.until and asked.until.year < 9999:
        ends = dt.datetime.combine(asked.until + dt.timedelta(days=1), dt.time(), zone)
        saved, public = saved & Q(at__lt=ends), public & Q(public_from__lt=ends)
    editions = Edition.objects.filter(public, article=OuterRef("pk"))
    return Q(Exists(revisions.filter(saved))) | Q(Exists(editions))


# --- Writing the archive ----------------------------------------------------------------------------------------------


@dataclass
class _Archive:
    """A zip that notes the hash of everything put into it."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def put(self, path: str, source: IO[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.zip.open(_entry(path), "w") as target:
            while piece := source.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.files.append({"path": path, "sha256": digest.hexdigest(), "bytes": size})

    def add(self, file: File) -> None:
        self.zip.writestr(_entry(file.path), file.content)
        digest = hashlib.sha256(file.content).hexdigest()
        self.files.append({"path": file.path, "sha256": digest, "bytes": len(file.content)})


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _NO_DATE)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def write(asked: Asked, out: IO[bytes], *, by: Any, now: dt.datetime) -> Generator[int, None, dict[str, Any]]:
    """Write the archive to ``out``, yielding how many texts are done; returns the manifest.

    Recorded as an act of ``by``, and as reads of the restricted texts in it. One text is in memory at a time. Raises
    RightError without the right.
    """
    if not by.has_perm("articles.request_records"):
        raise RightError("no-right", action=_("Export the records of texts"))
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    keys = list(texts_asked(asked, by).values_list("pk", flat=True))
    personal, uids, language = Personal(), [], translation.get_language()
    with zipfile.ZipFile(out, "w") as zipped, tempfile.TemporaryFile() as index:
        archive = _Archive(zipped)
        context = {"asked": asked.told(), "number": len(keys), "office": settings.OFFICE_NAME, "language": language}
        index.write(render_to_string("admin/records/request/head.html", context).encode())
        for place, key in enumerate(keys, start=1):
            yield place - 1
            article = Article.objects.select_related("created_by", "assignee", "source_text").get(pk=key)
            folder = f"texts/{place:05d}-PR-{article.reference}-{article.language}"
            for file in files_of(article, folder, personal, now=now, head=head.number):
                archive.add(file)
            for piece in _told(article, folder, head.number):
                index.write(piece.encode())
            uids.append(str(article.uid))
            numbers = article.revisions.order_by("number").values_list("number", flat=True)
            reading.note(article, by=by, door="records", now=now, revisions=numbers)
        index.write(render_to_string("admin/records/request/foot.html").encode())
        index.seek(0)
        personal.met("staff", name_of(by), "manifest.json")
        archive.put("index.html", index)
        manifest = {
            "made_at": now,
            "made_by": name_of(by),
            "asked": asked.told(),
            "texts": len(keys),
            "record_of_acts": {"number": head.number, "head": head.head},
            "files": sorted(archive.files, key=lambda file: str(file["path"])),
            "personal_data": personal.listed(),
        }
        said = as_json(manifest)
        zipped.writestr(_entry("manifest.json"), said)
    digest = hashlib.sha256(said).hexdigest()
    with transaction.atomic():
        told = {"asked": asked.told(), "count": len(keys), "texts": uids, "manifest": digest}
        audit.record("records-request", "records:request", by=by, now=now, **told)
    yield len(keys)
    return manifest


def _told(article: Article, folder: str, head: int) -> Iterator[str]:
    """The part of ``index.html`` about one text, an edition at a time."""
    context = {"article": article, "folder": folder, "created_by": name_of(article.created_by)}
    yield render_to_string("admin/records/request/text.html", context)
    for edition in Edition.objects.filter(article=article).select_related("approval__by").order_by("number", "pk"):
        words = as_text(orjson.loads(edition.document)) if edition.document else _("The words were erased.")
        shown = {
            "edition": edition,
            "words": words,
            "approved_by": name_of(edition.approval.by),
            "public_from": office_words(edition.public_from) if edition.public_from else "",
            "language": article.language,
        }
        yield render_to_string("admin/records/request/edition.html", shown)
    acts = [
        (office_words(act.at), name_of(act.by), in_words(act))
        for act in acts_of(article, head).iterator(chunk_size=500)
    ]
    comments = article.comments.select_related("by").order_by("at", "pk")
    said = [(office_words(one.at), name_of(one.by), one.words, one.body) for one in comments]
    files = ("revisions.json", "approvals.json", "reviews.json", "readers.json", "previews.json")
    shown = {"acts": acts, "comments": said, "files": [f"{folder}/{name}" for name in files]}
    yield render_to_string("admin/records/request/acts.html", shown)
