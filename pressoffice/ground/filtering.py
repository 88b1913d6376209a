"""Filters that refuse what they do not know.

One FilterSet per model serves page, API, feed and calendar. An unknown parameter, an empty value, a second value for
a single-valued parameter or a value outside the vocabulary is an error that names the parameter and offers the cure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid")


class Bound(Mapping[str, Any]):
    """The filters of one question, by name. Each is made at its first use: a question names few of many."""

    def __init__(self, filterset: StrictFilterSet):
        self._filterset, self._all = filterset, type(filterset).base_filters
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            one = copy(self._all[name])
            one.extra = dict(one.extra)
            one.parent, one.model = self._filterset, self._filterset.queryset.model
            self._made[name] = one
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, name: object) -> bool:
        return name in self._all


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet with ``problems``: what is wrong with a query, parameter by parameter.

    Its form has the fields that the query names, and no others.

    ``globals_allowed`` are the parameters of the door itself (paging, format); ``empty_is_error`` is true for the API
    and false for pages, where a form sends its empty fields; ``ignore_unknown`` is for feeds and calendars alone.
    """

    def __init__(
        self,
        data: Any = None,
        queryset: Any = None,
        *,
        globals_allowed: Iterable[str] = (),
        empty_is_error: bool = True,
        ignore_unknown: bool = False,
    ):
        # Not the parent's: it would copy every filter at every question.
        self.is_bound, self.data = data is not None, {} if data is None else data
        self.queryset = self._meta.model._default_manager.all() if queryset is None else queryset
        self.request, self.form_prefix = None, None
        self.filters = Bound(self)
        self.globals_allowed = set(globals_allowed)
        self.empty_is_error = empty_is_error
        self.ignore_unknown = ignore_unknown

    @property
    def form(self) -> forms.Form:
        """The fields that the query names, bound to it."""
        if not hasattr(self, "_form"):
            self._form = forms.Form(self.data)
            self._form.fields = {name: self.filters[name].field for name in self.filters if name in self.data}
        return self._form

    def filter_queryset(self, queryset: Any) -> Any:
        """``queryset``, narrowed by every filter that the query names."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def problems(self) -> list[dict[str, Any]]:
        """One entry for each fault, empty where the query can be answered exactly as asked."""
        found: list[dict[str, Any]] = []
        known = set(self.filters) | self.globals_allowed
        for name in self.data:
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data[name]]
            if name not in known:
                if self.ignore_unknown or (not self.empty_is_error and TRACKING.fullmatch(name)):
                    continue
                near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
                fault: dict[str, Any] = {"parameter": name, "code": "unknown-parameter"}
                fault["detail"] = _("Unknown parameter “%(name)s”.") % {"name": name}
                if near:
                    fault["did_you_mean"] = near[0]
                found.append(fault)
            elif any("\x00" in value for value in values):
                found.append(
                    {"parameter": name, "code": "invalid-value", "detail": _("The value holds a NUL character.")}
                )
            elif self.empty_is_error and any(not value.strip() for value in values):
                found.append(
                    {"parameter": name, "code": "empty-value", "detail": _("Empty value: leave the parameter out.")}
                )
            elif len(values) > 1 and not getattr(self.filters.get(name), "takes_many", False):
                found.append(
                    {"parameter": name, "code": "repeated-parameter", "detail": _("This parameter takes one value.")}
                )
        named = {fault["parameter"] for fault in found}
        for name, errors in self.errors.as_data().items():
            found += [_fault(name, error) for error in errors if name not in named]
        return found

    def described(self) -> list[tuple[str, str]]:
        """The filters in use as (label, value) pairs, for a sentence or a list of chosen filters."""
        if not self.is_valid():
            return []
        return [
            (str(self.filters[name].label or name), _say(value))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [], ())
        ]


_STABLE_CODES = {"invalid": "invalid-value", "invalid_choice": "unknown-value", None: "invalid-value"}


def _fault(name: str, error: ValidationError) -> dict[str, Any]:
    fault = {"parameter": name, "code": _STABLE_CODES.get(error.code, error.code), "detail": error.messages[0]}
    if near := (error.params or {}).get("near"):
        fault["did_you_mean"] = near
    return fault


def _say(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


class InstantField(forms.Field):
    """RFC 3339 instant, or a bare date meaning midnight in the office's zone. Gives an aware UTC datetime."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                day = dt.date.fromisoformat(text)
                return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.OFFICE_TIME_ZONE)).astimezone(dt.UTC)
            # In a query string a bare "+" arrives as a space: 2026-01-01T10:00 02:00 is what +02:00 becomes.
            moment = dt.datetime.fromisoformat(re.sub(r" (\d{2}:?\d{2})$", r"+\1", text))
            if moment.tzinfo is not None:
                return moment.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            pass
        raise ValidationError(
            _("“%(value)s” is not a date such as 2026-01-31 or an instant such as 2026-01-31T10:00:00Z."),
            code="invalid-value",
            params={"value": text},
        )


class InstantFilter(django_filters.Filter):
    """Half-open bounds on an instant: use ``gte`` for ``_after`` and ``lt`` for ``_before``."""

    field_class = InstantField


class ManyField(forms.Field):
    """Values given by repetition or by commas, each checked against ``choices`` when the field has some."""

    widget = forms.SelectMultiple

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.choices = [(str(value), label) for value, label in choices]
        self.widget.choices = self.choices

    def to_python(self, value: Any) -> list[str]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        wanted = list(dict.fromkeys(one.strip() for part in given for one in str(part).split(",") if one.strip()))
        for one in wanted:
            self.check(one)
        return wanted

    def check(self, one: str) -> None:
        """ValidationError where ``one`` is not a value of the vocabulary."""
        allowed = sorted(value for value, _label in self.choices)
        if one not in allowed:
            near = get_close_matches(one, allowed, n=1)
            message = _("“%(value)s” is not one of: %(allowed)s.")
            if near:
                message += " " + _("Did you mean “%(near)s”?")
            raise ValidationError(
                message,
                code="unknown-value",
                params={"value": one, "allowed": ", ".join(allowed), "near": near[0] if near else ""},
            )


class ManyFilter(django_filters.Filter):
    """Any of the values (OR inside a field); ``exclude=True`` for the ``_not`` twin."""

    field_class = ManyField
    takes_many = True

    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        condition = {f"{self.field_name}__in": value}
        return qs.exclude(**condition) if self.exclude else qs.filter(**condition)
