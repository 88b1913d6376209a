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
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles import register
from people.names import word_spellings
from pressoffice.ground.filtering import ManyField, StrictFilterSet
from pressoffice.ground.trees import below

_WORD = re.compile(r"[^\W_]+")


class ManyTextInput(forms.TextInput):
    """One text box whose parameter may also be repeated."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Every value given for ``name``."""
        return data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []

    def format_value(self, value: Any) -> str:
        """The values as one text, by commas."""
        return ",".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")


class ThingField(ManyField):
    """Register rows by slug or uid, by repetition or commas; ``visible(now, at)`` says which exist for the public."""

    widget = ManyTextInput

    def __init__(
        self,
        *args: Any,
        visible: Callable[..., QuerySet],
        now: dt.datetime,
        at: dt.datetime | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.visible, self.now, self.at = visible, now, at
        self.moved: dict[str, str] = {}  # what was given for a row that was merged since, and what that is called now

    def to_python(self, value: Any) -> list[Any]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        wanted = [one.strip() for part in given for one in str(part).split(",") if one.strip()]
        found = []
        for one in dict.fromkeys(wanted):
            if "\x00" in one:  # PostgreSQL refuses to be asked for it
                raise ValidationError(_("The value holds a NUL character."), code="invalid-value")
            row = register.find(self.there(), one[:120]) or self.merged(one)
            if row is None:
                slugs = self.there().values_list("slug", flat=True)
                near = get_close_matches(one, list(slugs.filter(slug__startswith=one[:1])[:500]), n=1)
                message = _("There is no “%(value)s”.")
                if near:
                    message += " " + _("Did you mean “%(near)s”?")
                raise ValidationError(
                    message, code="unknown-value", params={"value": one, "near": near[0] if near else ""}
                )
            found.append(row)
        return found

    def merged(self, one: str) -> Any | None:
        """The row that ``one`` was merged into, by the same kind of name as it was asked for."""
        row = register.find_merged(self.there(), one[:120])
        if row is not None:
            self.moved[one] = row.slug if register.uid_of(one) is None else str(row.uid)
        return row

    def there(self) -> QuerySet:
        """The rows that exist for the public at the instant asked for."""
        return self.visible(self.now) if self.at is None else self.visible(self.now, self.at)


class ThingFilter(django_filters.Filter):
    """Editions linked to any of the named register rows (``exclude=True``: to none of them)."""

    field_class = ThingField
    takes_many = True

    def __init__(self, *, link: Any, column: str, visible: Callable[..., QuerySet], **kwargs: Any):
        self.link, self.column, self.only = link, column, kwargs.pop("only", {})
        super().__init__(visible=visible, now=None, **kwargs)

    @property
    def field(self) -> Any:
        """The form field, asking at the instant of the request."""
        self.extra |= {"now": self.parent.now, "at": self.parent.at}
        return super().field

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        if not value:
            return qs
        ids = [getattr(row, "root_id", None) or row.pk for row in value]  # links point at the root of a chain
        rows = self.link.objects.filter(edition=OuterRef("pk"), **{f"{self.column}__in": ids}, **self.only)
        return qs.filter(~Exists(rows) if self.exclude else Exists(rows))


class RowFilter(ThingFilter):
    """Rows related to any of the named register rows through ``column``."""

    def __init__(self, **kwargs: Any):
        super().__init__(link=None, **kwargs)

    def filter(self, qs: QuerySet, value: list[Any]) -> QuerySet:
        return qs.filter(**{f"{self.column}__in": [row.pk for row in value]}).distinct() if value else qs


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


class DayFilter(django_filters.DateFilter):
    """A bound on a partial date, as ``2025-11-03``: rows whose date is not known are left out."""

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


class PublicFilterSet(StrictFilterSet):
    """A strict FilterSet that asks what exists at one instant: ``now``, or what readers saw ``at`` an earlier one."""

    def __init__(
        self, data: Any = None, queryset: Any = None, *, now: dt.datetime, at: dt.datetime | None = None, **kwargs: Any
    ):
        self.now, self.at = now, at
        super().__init__(data, queryset, **kwargs)
        for one in self.filters.values():
            one.parent = self

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
