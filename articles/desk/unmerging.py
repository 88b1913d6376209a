"""Taking a merge back: every row and column as ``Merge.moved`` has it; what came or changed since stays where it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import audit
from articles.desk.access import visible_rows
from articles.desk.four_eyes import subject
from articles.desk.freeze import index
from articles.desk.merge_rules import MergeError, is_visible
from articles.desk.merging import derive, is_guarded, key_of, lock_pair
from articles.desk.references import (
    CHUNK,
    CLOCK,
    chunks,
    missing,
    model_of,
    of_a_text,
    references,
    restored,
    stored,
    words_of,
)
from articles.desk.settle import register_change
from articles.models.edition import LINKS, Edition, EditionLink
from articles.models.parts import Part
from articles.models.registers import Merge
from people.models import Registered


@transaction.atomic
def undo(done: Merge, *, by: Any, now: dt.datetime) -> list[tuple[str, int]]:
    """Make two rows of one again; returns what ``stays`` says.

    Raises MergeError, and changes nothing, where that cannot be right (see ``obstacles``), or where four eyes guard the
    rows and ``by`` is who merged them.
    """
    if not Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_by=by, undone_at=now):
        raise MergeError("undone")
    done.refresh_from_db()
    source, target = rows_of(done)
    target, source = lock_pair(target, source, now)
    found = obstacles(done)
    if found:
        raise MergeError("cannot-undo", why=" ".join(found))
    if done.by == by and is_guarded(source, target, now):
        raise MergeError("second-person")
    staying = stays(done, by)
    target_was_public = is_visible(target, now)
    anew = _put_back(done.moved) | _named_since(done, source, target)
    derive(source, target)
    for edition in Edition.objects.filter(pk__in=anew).order_by("pk"):
        index(edition)
    source, target = rows_of(done)
    if _told(done) == "merged":
        register_change(source, now=now, did="unmerged")
    else:
        for row, was_public in ((source, False), (target, target_was_public)):
            if was_public or is_visible(row, now):
                register_change(row, now=now, did="changed")
    audit.record("unmerge", subject(source), by=by, now=now, from_=str(target.uid), merge=done.pk)
    return staying


def rows_of(done: Merge) -> tuple[Any, Any]:
    """The row that was merged and the row it was merged into."""
    rows = model_of(done.model).objects
    return rows.get(uid=done.source_uid), rows.get(uid=done.target_uid)


def _told(done: Merge) -> str:
    return next((entry["as"] for entry in done.moved if entry["did"] == "told"), "")


def _seen(done: Merge) -> dict[str, int]:
    """The highest key of each table that pointed at one of the two when they were merged."""
    return next((entry["highest"] for entry in done.moved if entry["did"] == "seen"), {})


def obstacles(done: Merge) -> list[str]:
    """Why undoing ``done`` could not be right, in sentences; empty where it can be done."""
    found = []
    source, target = rows_of(done)
    if target.merged_into_id:
        found.append(
            _("“%(row)s” was itself merged into “%(into)s” since: undo that first.")
            % {"row": target, "into": target.merged_into}
        )
    later = Merge.objects.filter(model=done.model, undone_at=None, pk__gt=done.pk).order_by("-pk")
    for other in later.filter(target_uid=done.target_uid):
        if _touched(done) & _kept(other):
            found.append(_("“%(title)s” built on it: undo that first.") % {"title": other.title})
    for model, rows in _by_model(done, "moved").items():
        lost = missing(model, [row["pk"] for entry in rows for row in entry["rows"]])
        found += [_deleted(model, row["title"]) for entry in rows for row in entry["rows"] if row["pk"] in lost]
    for model, entries in _by_model(done, "removed").items():
        lost = missing(model, [entry["kept"] for entry in entries])
        found += [_deleted(model, entry["title"]) for entry in entries if entry["kept"] in lost]
        found += _merged_since(model, entries, source)
    return list(dict.fromkeys(found))


def _by_model(done: Merge, did: str) -> dict[Any, list[dict[str, Any]]]:
    """The entries of one kind by model, but for rows of texts: those come and go."""
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for entry in done.moved:
        if entry["did"] == did and not of_a_text(model_of(entry["model"])):
            found[model_of(entry["model"])].append(entry)
    return found


def _deleted(model: Any, title: str) -> str:
    return _("%(kind)s “%(title)s” was moved by it and deleted since.") % {
        "kind": str(model._meta.verbose_name).capitalize(),
        "title": title,
    }


def _merged_since(model: Any, entries: list[dict[str, Any]], source: Any) -> list[str]:
    """That what removed rows hang on was merged into something else since."""
    found = []
    for field in model._meta.concrete_fields:
        if field.is_relation and issubclass(field.related_model, Registered):
            keys = {entry["values"][field.attname] for entry in entries if entry["column"] != field.name}
            merged = field.related_model.objects.filter(pk__in=keys).exclude(merged_into=None)
            for row in merged.select_related("merged_into"):
                if row != source:
                    told = {"row": row, "into": row.merged_into}
                    found.append(_("“%(row)s” was itself merged into “%(into)s” since: undo that first.") % told)
    return found


def _touched(done: Merge) -> set[tuple[str, int]]:
    """The rows that ``done`` moved, or kept in the place of others."""
    moved = {(e["model"], row["pk"]) for e in done.moved if e["did"] == "moved" for row in e["rows"]}
    return moved | _kept(done)


def _kept(done: Merge) -> set[tuple[str, int]]:
    return {(entry["model"], entry["kept"]) for entry in done.moved if entry["did"] == "removed"}


def stays(done: Merge, by: Any) -> list[tuple[str, int]]:
    """What came to the target since ``done``, or was moved by it and changed since: ``(words, how many)``.

    Only what ``by`` may know of is counted.
    """
    _source, target = rows_of(done)
    found: Counter[str] = Counter()
    highest = _seen(done)
    for column in references(type(target)):
        if column.name == "merged_into":
            continue
        since = column.model._base_manager.filter(pk__gt=highest.get(key_of(column), 0), **{column.name: target})
        since = visible_rows(by, since)
        if issubclass(column.model, Part):
            since = since.filter(edition=None)
        if issubclass(column.model, EditionLink):
            texts = Edition.objects.filter(pk__in=since.values("edition")).exclude(
                document__contains=str(done.source_uid)
            )
            found[_("texts that name it, approved since")] += texts.values("article").distinct().count()
        else:
            found[_("%(kind)s added since") % {"kind": words_of(column.model)}] += since.count()
    for entry in done.moved:
        if entry["did"] == "moved":
            model = model_of(entry["model"])
            keys = [row["pk"] for row in entry["rows"]]
            elsewhere_than = {entry["column"]: entry["to"]}
            elsewhere = sum(
                visible_rows(by, model._base_manager.filter(pk__in=part)).exclude(**elsewhere_than).count()
                for part in chunks(keys)
            )
            found[_("%(kind)s changed since") % {"kind": words_of(model)}] += elsewhere
    return [(words, number) for words, number in sorted(found.items()) if number]


def _put_back(entries: list[dict[str, Any]]) -> set[int]:
    """Reverse every entry, the removed rows last; returns the editions whose rows were made anew since the merge."""
    anew: set[int] = set()
    removed: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for entry in reversed(entries):
        if entry["did"] == "set":
            _unset(entry)
        elif entry["did"] == "moved":
            anew |= _move_back(entry)
        elif entry["did"] == "removed":
            removed[model_of(entry["model"])].append(entry)
    for model, those in removed.items():
        anew |= _bring_back(model, those)
    return anew


def _unset(entry: dict[str, Any]) -> None:
    """Give a column its earlier value, unless somebody gave it another one since."""
    model = model_of(entry["model"])
    row = model._base_manager.filter(pk=entry["row"]).first()
    if row is not None and stored(row)[entry["column"]] == entry["to"]:
        field = next(one for one in model._meta.concrete_fields if one.attname == entry["column"])
        model._base_manager.filter(pk=row.pk).update(**{field.attname: field.to_python(entry["from"])})


def _move_back(entry: dict[str, Any]) -> set[int]:
    model, column = model_of(entry["model"]), entry["column"]
    for part in chunks([row["pk"] for row in entry["rows"]]):
        rows = model._base_manager.filter(pk__in=part, **{column: entry["to"]})
        rows.update(**{column: entry["from"]})
    if not of_a_text(model):
        return set()
    lost = missing(model, [row["pk"] for row in entry["rows"]])
    gone = [row for row in entry["rows"] if row["pk"] in lost]
    for row in gone:  # a part that was made anew keeps its uid
        if "uid" in row and "article_id" in row:
            model._base_manager.filter(article=row["article_id"], uid=row["uid"], **{column: entry["to"]}).update(
                **{column: entry["from"]}
            )
    return {row["edition_id"] for row in gone if "edition_id" in row}


def _bring_back(model: Any, entries: list[dict[str, Any]]) -> set[int]:
    """Make removed rows again. A text's is not made where the text has lost what stood in its place."""
    anew: set[int] = set()
    if of_a_text(model):
        lost = missing(model, sorted({entry["kept"] for entry in entries}))
        anew = {entry["values"]["edition_id"] for entry in entries if entry["kept"] in lost and _is_index(model)}
        entries = [entry for entry in entries if entry["kept"] not in lost]
    rows = restored(model, [entry["values"] for entry in entries])
    if _is_index(model):
        for part in chunks(rows):
            editions = Edition.objects.defer("document").in_bulk([row.edition_id for row in part])
            for row in part:  # the clock may have been set since
                for name in CLOCK:
                    setattr(row, name, getattr(editions[row.edition_id], name))
    model._base_manager.bulk_create(rows, batch_size=CHUNK)
    return anew


def _is_index(model: Any) -> bool:
    return issubclass(model, EditionLink)


def _named_since(done: Merge, source: Any, target: Any) -> set[int]:
    """Editions approved since the merge whose words still name ``source``: they were filed under ``target``."""
    highest = _seen(done)
    found: set[int] = set()
    for link in LINKS:
        for column in references(type(source)):
            if column.model is link:
                since = link.objects.filter(pk__gt=highest.get(key_of(column), 0), **{column.name: target})
                named = Edition.objects.filter(pk__in=since.values("edition"), document__contains=str(source.uid))
                found |= set(named.values_list("pk", flat=True))
    return found
