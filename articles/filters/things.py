"""What filter sets are made of: register rows by slug or id, names in any spelling, days; all at one instant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles import register
from people.names import word_spellings
from pressoffice.ground.filtering import ManyField, ManyFilter, StrictFilterSet
from pressoffice.ground.kept import Kept
from pressoffice.ground.trees import below

_WORD = re.compile(r"[^\W_]+")
MOST_VALUES = 100


class ManyTextInput(forms.TextInput):
    """One text box whose parameter may also be repeated."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Every value given for ``name``."""
        return data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []

    def format_value(self, value: Any) -> str:
        """The values as one text, by commas."""
        return ",".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")


_rows = Kept(4000)  # register rows as questions name them


class ThingField(ManyField):
    """Register rows by slug or uid, by repetition or commas; ``visible(now, at)`` says which exist for the public.

    With a ``version`` of the visible set the rows of now are kept as long as it is the same. ``prepare`` adds to the
    rows what a filter wants to know of them; ``prepared`` tells rows of one ``prepare`` from those of others.
    """

    widget = ManyTextInput

    def __init__(
        self,
        *args: Any,
        visible: Callable[..., QuerySet],
        now: dt.datetime,
        at: dt.datetime | None = None,
        version: str = "",
        prepare: Callable[[QuerySet], QuerySet] | None = None,
        prepared: Any = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.visible, self.now, self.at, self.version = visible, now, at, version
        self.prepare, self.prepared = prepare, prepared
        self.moved: dict[str, str] = {}  # what was given for a row that was merged since, and what that is called now

    def to_python(self, value: Any) -> list[Any]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        wanted = list(dict.fromkeys(one.strip() for part in given for one in str(part).split(",") if one.strip()))
        if len(wanted) > MOST_VALUES:
            raise ValidationError(_("At most %(most)s values."), code="too-many", params={"most": MOST_VALUES})
        found = []
        for one in wanted:
            if "\x00" in one:  # PostgreSQL refuses to be asked for it
                raise ValidationError(_("The value holds a NUL character."), code="invalid-value")
            row = self.known(one)
            if row is None:
                near = get_close_matches(one, self.names_like(one), n=1)
                message = _("There is no “%(value)s”.")
                if near:
                    message += " " + _("Did you mean “%(near)s”?")
                raise ValidationError(
                    message, code="unknown-value", params={"value": one, "near": near[0] if near else ""}
                )
            found.append(row)
        return found

    def names_like(self, one: str) -> list[str]:
        """Slugs a reader may have meant."""
        return list(self.there().values_list("slug", flat=True).filter(slug__startswith=one[:1])[:500])

    def known(self, one: str) -> Any | None:
        """The row that ``one`` names, or that such a row was merged into."""
        kept = bool(self.version) and self.at is None
        key = (self.visible, self.prepared, one)
        row, moved = (_rows.known(self.version, key) if kept else None) or (None, "")
        if row is None:
            rows = self.there()
            row = register.find(self.prepare(rows) if self.prepare else rows, one[:120])
            if row is None and (row := self.merged(one)) is not None:
                moved = row.slug if register.uid_of(one) is None else str(row.uid)
            if row is not None and kept:
                _rows.put(self.version, key, (row, moved))
        if moved:
            self.moved[one] = moved
        return row

    def merged(self, one: str) -> Any | None:
        """The row that ``one`` was merged into, or None."""
        return register.find_merged(self.there(), one[:120])

    def there(self) -> QuerySet:
        """The rows that exist for the public at the instant asked for."""
        return self.visible(self.now) if self.at is None else self.visible(self.now, self.at)


class ThingFilter(django_filters.Filter):
    """Rows that have to do with the named register rows."""

    field_class = ThingField
    takes_many = True

    def __init__(self, *, visible: Callable[..., QuerySet], **kwargs: Any):
        super().__init__(visible=visible, now=None, **kwargs)

    @property
    def field(self) -> Any:
        """The form field, asking at the instant of the request."""
        self.extra |= {"now": self.parent.now, "at": self.parent.at, "version": self.parent.version}
        return super().field


class RowFilter(ThingFilter):
    """Rows related to any of the named register rows through ``column``."""

    def __init__(self, *, column: str, **kwargs: Any):
        self.column = column
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(**{f"{self.column}__in": [row.pk for row in value]}) if value else qs


class BranchFilter(RowFilter):
    """Rows related to any of the named rows of a tree, or to anything that is part of them."""

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(**{f"{self.column}__in": self.branch(value)}) if value else qs

    @staticmethod
    def branch(rows: list[Any]) -> Any:
        """The keys of ``rows`` and of everything below them, as a subquery."""
        return below(type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]))


class NameFilter(django_filters.CharFilter):
    """Every word of the value begins a word of one of the row's names, whatever the spelling or script."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in _WORD.findall(unicodedata.normalize("NFC", value or ""))[:12]:
            keys = [key[:64] for key in word_spellings(word) if key]
            if keys:
                begins = (Q(folded__contains=f"{before}{key}") for key in keys for before in "| ")
                qs = qs.filter(reduce(or_, begins))
        return qs


class DayField(forms.DateField):
    """A day, as ``2025-11-03`` and not otherwise."""

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and value.strip() and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayFilter(django_filters.DateFilter):
    """A bound on a partial date, as ``2025-11-03``: rows whose date is not known are left out."""

    field_class = DayField

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class FlagField(forms.Field):
    """``true`` or ``false``, and nothing else."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        try:
            return {"true": True, "false": False}[str(value).strip()]
        except KeyError as error:
            raise ValidationError(
                _("“%(value)s” is not one of: %(allowed)s."),
                code="unknown-value",
                params={"value": value, "allowed": "true, false"},
            ) from error


class FlagFilter(django_filters.Filter):
    """A question that is answered by yes or no: ``true`` or ``false``."""

    field_class = FlagField


class UidsField(ManyField):
    """Up to a hundred ids. Those that name nothing find nothing."""

    widget = ManyTextInput

    def to_python(self, value: Any) -> list[Any]:
        wanted = super().to_python(value)
        if len(wanted) > MOST_VALUES:
            raise ValidationError(_("At most %(most)s values."), code="too-many", params={"most": MOST_VALUES})
        return [self.read(one) for one in wanted]

    def check(self, _one: str) -> None:
        """Any value is one."""

    def read(self, one: str) -> Any:
        """The id that a value is."""
        uid = register.uid_of(one)
        if uid is None:
            raise ValidationError(_("“%(value)s” is no id (UUID)."), code="invalid-value", params={"value": one})
        return uid


class UidsFilter(ManyFilter):
    """Rows by their ids: for clients that fetch many at once. A chained row is known by its root's."""

    field_class = UidsField

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(register.known_as_q(qs.model, uid__in=value)) if value else qs


class PublicFilterSet(StrictFilterSet):
    """A strict FilterSet that asks what exists at one instant: ``now``, or what readers saw ``at`` an earlier one.

    ``version`` names the visible set at ``now``: with it, looked-up rows are kept as long as it is the same.
    """

    def __init__(
        self,
        data: Any = None,
        queryset: Any = None,
        *,
        now: dt.datetime,
        at: dt.datetime | None = None,
        version: str = "",
        **kwargs: Any,
    ):
        self.now, self.at, self.version = now, at, version
        super().__init__(data, queryset, **kwargs)

    def sorting(self, order: str) -> str:
        """The column or annotation of ``qs`` that sorts it as the column ``order`` does."""
        return order

    def moved(self) -> dict[str, dict[str, str]]:
        """``{parameter: {value as given: as it is called now}}`` for register rows that were merged into others."""
        fields = {name: getattr(field, "moved", None) for name, field in self.form.fields.items()}
        return {name: moved for name, moved in fields.items() if moved}

    def canonical(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """A question as ``(name, value)`` pairs that calls every register row as it is called now, each once."""
        moved = self.moved()
        found = []
        for name, value in pairs:
            if name in moved:
                parts = (part.strip() for part in value.split(","))
                value = ",".join(dict.fromkeys(moved[name].get(part, part) for part in parts))
            found.append((name, value))
        return list(dict.fromkeys(found))
