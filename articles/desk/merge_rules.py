"""When two register rows can be one, and which of them the public sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles import register
from articles.desk.errors import DeskError
from articles.desk.register_chain import chain_q, coming
from articles.models.event import Event, Participant
from articles.models.registers import RegisterEdit
from articles.models.source import Source
from articles.models.taxonomy import Place, Topic
from people.models import Organisation, Person
from pressoffice.ground.chains import Chained

# The registers of which two rows can be merged, and which of their rows exist for the public.
MERGEABLE: dict[Any, Callable[..., QuerySet]] = {
    Person: register.people,
    Organisation: register.organisations,
    Event: register.events,
    Source: register.sources,
    Topic: register.topics,
    Place: register.places,
}
UPWARD = {Organisation: "parent", Topic: "parent", Place: "parent", Event: "within"}
CODES = {Topic: "code", Place: "code"}

MESSAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "not-mergeable": lambda c: _("Rows of this register are not merged."),
    "other-register": lambda c: _("Only rows of one register are merged."),
    "same-row": lambda c: _("A row is not merged with itself."),
    "already-merged": lambda c: _("“%(row)s” is merged into “%(into)s” already.") % c,
    "chain-row": lambda c: _("“%(row)s” is a later state of another row. Merge the first one.") % c,
    "circle": lambda c: _("“%(target)s” is part of “%(source)s”. Merge them the other way round.") % c,
    "hour-waits": lambda c: _("A change of “%(row)s” waits for its hour. Cancel it first, or wait.") % c,
    "edit-waits": lambda c: _("A change of “%(row)s” waits for a second person. Decide it first.") % c,
    "hidden-target": lambda c: (
        _(
            "“%(source)s” is public by itself and “%(target)s” is not. Merge them the other way round, or release"
            " “%(target)s” first."
        )
        % c
    ),
    "contradiction": lambda c: _("They contradict each other: %(what)s. Confirm that they are one all the same.") % c,
    "undone": lambda c: _("This merge is undone already."),
    "cannot-undo": lambda c: _("This merge cannot be undone as things stand. %(why)s") % c,
    "second-person": lambda c: _("You made this merge, so somebody else must undo it."),
}


class MergeError(DeskError):
    """Two rows cannot be merged, or a merge cannot be undone; nothing was changed."""

    def __str__(self) -> str:
        return MESSAGES[self.code](self.context)


def require_mergeable(source: Any, target: Any) -> None:
    """Raise MergeError unless they are two rows of one register that knows merging."""
    if type(source) not in MERGEABLE:
        raise MergeError("not-mergeable")
    if type(source) is not type(target):
        raise MergeError("other-register")
    if source.pk == target.pk:
        raise MergeError("same-row")


def refuse(source: Any, target: Any, *, now: dt.datetime, confirmed: bool, approved: bool = False) -> None:
    """Raise MergeError where the two cannot become one. ``approved``: the merge itself is the change that waited."""
    for row in (source, target):
        if row.merged_into_id:
            raise MergeError("already-merged", row=row, into=row.merged_into)
        if isinstance(row, Chained) and row.root_id:  # type: ignore[attr-defined]
            raise MergeError("chain-row", row=row)
        if coming(row, now) is not None:
            raise MergeError("hour-waits", row=row)
        waiting = RegisterEdit.objects.filter(row_uid=row.uid, state=RegisterEdit.State.WAITING)
        if any(not approved or "merged_into" not in edit.values for edit in waiting):
            raise MergeError("edit-waits", row=row)
    if lies_below(target, source):
        raise MergeError("circle", source=source, target=target)
    found = contradictions(source, target)
    if found and not confirmed:
        raise MergeError("contradiction", what="; ".join(found))


def contradictions(source: Any, target: Any) -> list[str]:
    """Identifiers that two rows of one thing would not both have: of one other register, and none in common."""
    found = []
    if hasattr(source, "identifiers"):
        mine, theirs = _identifiers(source), _identifiers(target)
        names = dict(source.identifiers.model.Scheme.choices)
        for scheme in sorted(mine.keys() & theirs.keys() - {"other"}):
            if not mine[scheme] & theirs[scheme]:
                found.append(_contradiction(names[scheme], *(", ".join(sorted(v[scheme])) for v in (mine, theirs))))
    code = CODES.get(type(source))
    if code and getattr(source, code) and getattr(target, code):
        label = str(source._meta.get_field(code).verbose_name)
        found.append(_contradiction(label, getattr(source, code), getattr(target, code)))
    return found


def _identifiers(row: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in row.identifiers.all():
        found.setdefault(identifier.scheme, set()).add(identifier.value)
    return found


def _contradiction(what: Any, one: str, other: str) -> str:
    return _("%(what)s is %(one)s and %(other)s") % {"what": what, "one": one, "other": other}


def lies_below(row: Any, above: Any) -> bool:
    """Whether ``row`` is, at any depth, part of ``above``."""
    column = UPWARD.get(type(row), "")
    rows: Any = type(row)._base_manager
    seen: set[int] = set()
    level = [row.pk] if column else []
    while level:
        seen |= set(level)
        here = Q(pk__in=level) | Q(root__in=level) if isinstance(row, Chained) else Q(pk__in=level)
        level = [pk for pk in rows.filter(here).values_list(column, flat=True) if pk and pk not in seen]
        if above.pk in level:
            return True
    return False


def is_visible(row: Any, now: dt.datetime) -> bool:
    """Whether the public sees ``row``, in any row of its chain."""
    return MERGEABLE[type(row)](now).filter(chain_q(row)).exists()


def anchor(column: Any, row: Any, now: dt.datetime) -> int:
    """The key that ``column`` has for ``row``: participants hang on the state of an event, all else on its root."""
    if column.model is Participant and isinstance(row, Event):
        in_force = Event.objects.filter(chain_q(row)).public(now).order_by("-public_from").values_list("pk", flat=True)
        return in_force.first() or row.pk
    return row.pk
