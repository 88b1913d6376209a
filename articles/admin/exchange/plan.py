"""What a sheet would do to a register: found out row by row, with nothing written."""

import difflib
import hashlib
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.admin.exchange.columns import said_by, same
from articles.admin.exchange.directory import told
from articles.admin.exchange.sheets import SheetError
from articles.desk.hashing import canonical
from people.models import Position
from pressoffice.ground.identity import read_reference, reference_from
from pressoffice.ground.partial_dates import PartialDate

_CHUNK = 500  # rows read at once


@dataclass
class Fault:
    """Why a row cannot be taken: in which column, what stands there, what to do."""

    number: int
    column: str
    value: str
    said: str


@dataclass
class Entry:
    """A row of the sheet: ``new``, ``changed`` or ``same``; what it changes, and how that reads."""

    number: int
    cells: dict
    kind: str = "new"
    uid: uuid.UUID | None = None
    row: Any = None
    values: dict = field(default_factory=dict)
    children: dict = field(default_factory=dict)
    differences: list = field(default_factory=list)  # (column, before, after)
    notes: list = field(default_factory=list)

    @property
    def title(self):
        """What the row is called."""
        person = getattr(self.row, "person", None) if getattr(self.row, "person_id", None) else None
        return f"{person}: {self.row.title}" if person else str(getattr(self.row, "name", None) or self.row or "")


@dataclass
class Plan:
    """Everything a sheet would do. Nothing of it may be written while there are ``faults``."""

    entries: list
    faults: list

    def of(self, kind):
        """The entries of a kind."""
        return [entry for entry in self.entries if entry.kind == kind]

    @property
    def counts(self):
        """How many rows are new, changed and the same."""
        return Counter(entry.kind for entry in self.entries)

    @property
    def digest(self):
        """A hash that two plans share only if they would do the same."""
        said = [[e.number, e.kind, str(e.uid) if e.kind == "changed" else "", e.differences, e.notes]
                for e in self.entries]  # fmt: skip
        return hashlib.sha256(canonical([said, [vars(one) for one in self.faults]]).encode()).hexdigest()


class Check:
    """A sheet held against the register. ``run`` yields how many rows are done, and returns the Plan."""

    def __init__(self, register, sheet, *, user):
        self.register, self.sheet, self.user = register, sheet, user
        self.model = register.model
        require_columns(register, sheet)
        self.columns = [column for name, column in register.fields.items() if name in sheet.columns]
        self.faults, self.seen = [], {}
        self.bearers = self._identifiers()

    def run(self):
        """Check every row, in steps."""
        entries = [Entry(number, cells) for number, cells in self.sheet.rows]
        for entry in entries:
            self._match(entry)
        for start in range(0, len(entries), _CHUNK):
            chunk = entries[start : start + _CHUNK]
            there = self.register.rows_by_uid([entry.uid for entry in chunk if entry.kind != "new"])
            for entry in chunk:
                self._begin(entry, there)
            yield start
        for done, entry in enumerate(entries):
            self._compare(entry)
            if done % _CHUNK == 0:
                yield done
        self._refuse_circles(entries)
        self._require_rights(entries)
        self._note_doubles(entries)
        self.faults.sort(key=lambda fault: fault.number)
        yield len(entries)
        return Plan(entries, self.faults)

    def fault(self, entry, column, said):
        """Note why a row cannot be taken."""
        self.faults.append(Fault(entry.number, column, entry.cells.get(column, ""), said))

    # --- Which row is meant -------------------------------------------------------------------------------------------

    def _identifiers(self):
        """``{(scheme, value): uids of the rows}`` of the whole register."""
        found = defaultdict(set)
        if "identifiers" in self.register.fields:
            rows = self.model.objects.filter(merged_into=None).exclude(identifiers=None)
            for scheme, value, uid in rows.values_list("identifiers__scheme", "identifiers__value", "uid"):
                found[scheme, value].add(uid)
        return found

    def _match(self, entry):
        """Find the row that is meant: by uid, else by an identifier, else by its reference; else it is a new one."""
        uid = self._read(entry, "uid")
        known = self.register.own_uids
        if uid is None:
            uid = self._by_identifier(entry) or self._by_reference(entry)
        if uid in known:
            entry.kind, entry.uid = "changed", uid
            if (target := known[uid]) is not None:
                self.fault(entry, "uid", _("This row was merged into %(row)s. Change that one.") % {"row": target})
        else:
            if uid is not None and reference_from(uid) in self.register.taken:
                self.fault(entry, "uid", _("This uid is taken. Leave the cell empty for a new row."))
            entry.uid = uid or uuid.uuid4()
        if entry.uid in self.seen:
            said = _("Row %(number)s is the same one. Leave one of the two.") % {"number": self.seen[entry.uid]}
            self.fault(entry, "uid", said)
        self.seen.setdefault(entry.uid, entry.number)

    def _by_identifier(self, entry):
        found = set()
        for one in self._read(entry, "identifiers") or []:
            found |= self.bearers.get((one["scheme"], one["value"]), set())
        if len(found) > 1:
            self.fault(
                entry, "identifiers", _("These identifiers belong to several rows of the register. Give the uid.")
            )
        return found.pop() if len(found) == 1 else None

    def _by_reference(self, entry):
        said = entry.cells.get("reference", "")
        if not said:
            return None
        uid = self.register.own_references.get(read_reference(said))
        if uid is None:
            self.fault(entry, "reference", _("There is no row with this reference. Leave it empty for a new row."))
        return uid

    def _read(self, entry, name):
        """What a cell says; None where it cannot be read, which is noted when the columns are compared."""
        column = self.register.fields.get(name)
        if column is None or not entry.cells.get(name):
            return None
        try:
            return column.read(entry.cells[name])
        except (ValueError, ValidationError):
            return None

    def _begin(self, entry, there):
        """Take the row as it stands, or begin a new one, which others of the sheet may name."""
        if entry.kind == "changed":
            entry.row = there[entry.uid]
            return
        entry.row = self.model(uid=entry.uid)
        name = entry.cells.get(self.register.main, "")
        if self.model is not Position:
            entry.row.name = name
            for other in self.register.own.named(name):
                entry.notes.append(_("There is already %(row)s. This would be another one.") % {"row": told(other)})
            self.register.own.also(entry.row, [name])

    # --- What it changes ----------------------------------------------------------------------------------------------

    def _compare(self, entry):
        """Read every cell and note what differs."""
        labels, new = None, entry.kind == "new"
        for column in self.columns:
            if column.fixed:
                continue
            name = column.column_name
            try:
                value = column.read(entry.cells.get(name, ""))
            except (ValueError, ValidationError) as error:
                self.fault(entry, name, said_by(error))
                continue
            if name == "uid":
                continue
            held = column.held(entry.row) if not new else column.widget.held(None)
            if name == "public_from" and not new:
                if not same(value, held):
                    self.fault(entry, name, _("The hour is changed on the page of the position, not in a sheet."))
                continue
            if not same(value, held) and not (new and name == self.register.main and not value):
                entry.differences.append((name, "" if new else column.text(held), column.text(value)))
                if column.language:
                    labels = (dict(entry.row.labels or {}) if labels is None else labels) | {column.language: value}
                elif column.widget.children:
                    entry.children[column.part] = value
                else:
                    entry.values[column.part] = value
                self._validate(entry, column, value)
        if labels is not None:
            entry.values["labels"] = {code: text for code, text in labels.items() if text}
        if new:
            for part, value in entry.values.items():
                setattr(entry.row, part, value)
        self._require(entry)
        if entry.kind == "changed" and not entry.differences:
            entry.kind = "same"

    def _validate(self, entry, column, value):
        """What the model says of a value."""
        if column.column_name == "identifiers":
            for one in value:
                others = self.bearers.get((one["scheme"], one["value"]), set()) - {entry.uid}
                if others:
                    said = _("“%(identifier)s” is already that of another row of the register or of the sheet.")
                    self.fault(entry, "identifiers", said % {"identifier": f"{one['scheme']}:{one['value']}"})
                self.bearers[one["scheme"], one["value"]].add(entry.uid)
        elif column.language:
            if len(value) > 200:
                self.fault(entry, column.column_name, _("It has at most 200 characters."))
        elif not column.widget.children and not self.model._meta.get_field(column.part).is_relation:
            try:
                self.model._meta.get_field(column.part).clean(value, entry.row)
            except ValidationError as error:
                self.fault(entry, column.column_name, said_by(error))

    def _require(self, entry):
        """What a row must have, and in which order."""
        needed = [self.register.main, *(["person"] if self.model is Position else [])]
        for name in needed:
            if not entry.cells.get(name) and (entry.kind == "new" or name in entry.cells):
                self.fault(entry, name, _("This must not be empty."))
        if self.register.ordered:
            first, last = (entry.values.get(part, getattr(entry.row, part)) for part in self.register.ordered)
            begins = PartialDate(first).earliest if first else None
            ends = PartialDate(last).latest if last else None
            if begins and ends and ends < begins:
                self.fault(entry, self.register.ordered[1], _("The end lies before the beginning."))

    # --- The sheet as a whole -----------------------------------------------------------------------------------------

    def _refuse_circles(self, entries):
        """No row may be, at any height, part of itself."""
        moved = [entry for entry in entries if entry.values.get("parent") is not None]
        if not moved:
            return
        parents = dict(self.model.objects.exclude(parent=None).values_list("uid", "parent__uid"))
        for entry in entries:
            if "parent" in entry.values:
                parent = entry.values["parent"]
                parents[entry.uid] = parent.uid if parent is not None else None
        for entry in moved:
            seen, at = set(), entry.uid
            while at is not None and at not in seen:
                seen.add(at)
                at = parents.get(at)
            if at is not None and at == entry.uid:
                self.fault(entry, "parent", _("It would be part of itself."))

    def _require_rights(self, entries):
        """A new row takes the right to add, a changed one the right to change."""
        name = self.model._meta.model_name
        for kind, verb, said in (
            ("new", "add", _("You have no right to add rows to this register.")),
            ("changed", "change", _("You have no right to change rows of this register.")),
        ):
            first = next((entry for entry in entries if entry.kind == kind), None)
            if first and not self.user.has_perm(f"people.{verb}_{name}"):
                self.fault(first, "uid", said)

    def _note_doubles(self, entries):
        """Say where a new position is there already."""
        new = [entry for entry in entries if self.model is Position and entry.kind == "new"]
        if not new:
            return
        columns = ("person_id", "organisation_id", "title", "starts")
        there = set(self.model.objects.filter(root=None).values_list(*columns))
        for entry in new:
            values = entry.values
            key = (
                getattr(values.get("person"), "pk", None), getattr(values.get("organisation"), "pk", None),
                values.get("title", ""), values.get("starts", ""),
            )  # fmt: skip
            if key in there:
                entry.notes.append(_("There is already such a position. This would be another one."))
            there.add(key)


def require_columns(register, sheet):
    """Refuse a sheet with a column we do not know, or one twice, or none that names a row. Raises SheetError."""
    known = list(register.fields)
    for name in sheet.columns:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = _(" Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
            said = _("There is no column “%(name)s”.") % {"name": name}
            raise SheetError(f"{said}{meant} " + _("Columns: %(known)s.") % {"known": ", ".join(known)})
    twice = [name for name, number in Counter(sheet.columns).items() if number > 1]
    if twice:
        raise SheetError(_("The column “%(name)s” stands there twice.") % {"name": twice[0]})
    if not {"uid", "reference", "identifiers", register.main} & set(sheet.columns):
        raise SheetError(_("A sheet needs the column “uid” or “%(main)s”.") % {"main": register.main})
