"""How many texts of a question each choice of a filter has, without that filter itself; and how many there are.

One statement answers for every filter at once. An answer is kept as long as the visible set is the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language

from articles import register
from articles.addresses import absolute
from articles.filters.texts import EVENT, LANGUAGE_CHOICES, OFFICIAL, ORGANISATION, PLACE, SOURCE, TOPIC, EditionFilter
from articles.models.edition import Edition
from articles.models.vocabulary import Kind
from pressoffice.ground.kept import Kept
from pressoffice.ground.labels import in_language

MOST, MOST_COUNTED, OLDEST_YEAR, FIND_FROM = 20, 10_000, 1900, 10
LOOKED_AT = 2_000  # texts: of more, the newest are looked at, and no numbers are told
LINKS = {
    "topic": TOPIC,
    "official": OFFICIAL,
    "organisation": ORGANISATION,
    "place": PLACE,
    "source": SOURCE,
    "event": EVENT,
}
TREES = {"topic": "topic_exact", "organisation": "organisation_exact", "place": "place_exact"}
VOCABULARIES: dict[str, dict[str, Any]] = {"kind": dict(Kind.choices), "language": dict(LANGUAGE_CHOICES)}
NAMES = ("kind", "language", *LINKS, "year")
FILTER_OF = {"year": "published_on"}  # where a filter is not called as its facet is

_answers = Kept(2000)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: ``value`` as the filter takes it, ``count`` how many texts it would leave.

    None where there are too many to count at every question.
    """

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """The choices of one filter, those with most texts first; ``more``: there are others that are not told."""

    name: str
    values: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True)
class Counted:
    """What was counted: facets by name, and how many texts there are: so many (``eq``), or at least (``gte``)."""

    facets: Mapping[str, Facet]
    value: int
    relation: str


def counted(filterset: EditionFilter, names: Sequence[str] = ()) -> Counted:
    """The facets ``names`` of a question without faults, and how many listed texts it finds. One statement, or none.

    A facet leaves its own filter out. It has at most twenty values; one that is chosen is there even where no text has
    it. Labels are in the active language. Of a question with more than ``LOOKED_AT`` texts the values are those that
    most of the newest have, without numbers: what a question costs has an end.
    """
    question = tuple((name, *filterset.data.getlist(name)) for name in filterset.form.fields)
    key = (question, tuple(names), get_language())
    if not filterset.version:
        return _Counting(filterset, names).read()
    return _answers.get(filterset.version, key, lambda: _Counting(filterset, names).read())


class _Counting:
    """The one statement: common table expressions ``asked...`` of the texts, one SELECT a facet."""

    def __init__(self, filterset: EditionFilter, names: Sequence[str]):
        self.filterset, self.names, self.now = filterset, names, filterset.now
        self.tables: dict[tuple[str, ...], tuple[str, str, list[Any]]] = {}
        self.trees: dict[str, str] = {}
        self.language = get_language() or settings.LANGUAGE_CODE

    def read(self) -> Counted:
        """Ask, and put the rows in order."""
        few, values = _compiled(self.found().values("pk")[: MOST_COUNTED + 1])
        arms: list[tuple[str, list[Any]]] = [(f"SELECT 'count', '', COUNT(*), '', '' FROM ({few}) few", values)]
        for name in self.names:
            arms += self.arms(name)
        for table in [name.partition("(")[0] for name, _sql, _values in self.tables.values()]:
            arms.append((f"SELECT 'size', '{table}', COUNT(*), '', '' FROM {table}", []))
        every = [(name, sql, values) for name, sql, values in self.tables.values()]
        with_ = [f"{name} AS ({sql})" for name, sql, _values in every] + list(self.trees.values())
        body = " UNION ALL ".join(f"SELECT * FROM ({sql}) arm{n}" for n, (sql, _values) in enumerate(arms))
        sql = f"WITH RECURSIVE {', '.join(with_)} {body}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [v for _n, _s, values in every for v in values] + [v for _s, vs in arms for v in vs])
            rows = cursor.fetchall()
        total = next(n for facet, _value, n, _name, _labels in rows if facet == "count")
        self.many = {value for facet, value, n, _name, _labels in rows if facet == "size" and n > LOOKED_AT}
        facets = {name: self.facet(name, [row[1:] for row in rows if row[0] == name]) for name in self.names}
        return Counted(facets, min(total, MOST_COUNTED), "eq" if total <= MOST_COUNTED else "gte")

    def asked(self, without: str = "") -> str:
        """The name of the table of the texts that the question finds without one of its filters."""
        named = tuple(name for name in self.filterset.form.fields if name != without)
        if named not in self.tables:
            newest = self.found(without, ordered=True)[: LOOKED_AT + 1]
            sql, values = _compiled(newest)
            self.tables[named] = (f"asked{len(self.tables)}(id, kind, language, published_at)", sql, values)
        return self.tables[named][0].partition("(")[0]

    def found(self, without: str = "", *, ordered: bool = False) -> QuerySet:
        """The texts that the question finds without one of its filters; ``ordered``: the newest first."""
        data = QueryDict(mutable=True)
        for name in self.filterset.form.fields:
            if name != without:
                data.setlist(name, self.filterset.data.getlist(name))
        rows = Edition.objects.listed(self.now).filter(redacted_at=None).order_by()
        asked = type(self.filterset)(data, rows, now=self.now, version=self.filterset.version)
        found = asked.qs
        if ordered:
            found = found.order_by(asked.sorting("-published_at"), "-uid")
        return found.values_list("pk", "kind", "language", "published_at") if ordered else found

    def arms(self, name: str) -> list[tuple[str, list[Any]]]:
        """The SELECTs of one facet: those with most texts, and those that are chosen."""
        table = self.asked(FILTER_OF.get(name, name))
        if name == "year":
            return [self.years(table)]
        if name in VOCABULARIES:
            return [(f"SELECT '{name}', {name}, COUNT(*), '', '' FROM {table} GROUP BY {name}", [])]
        sql, values = self.things(name, table)
        most = f"{sql} GROUP BY thing ORDER BY n DESC, thing LIMIT {MOST + 1}"
        arms = [self.labelled(name, most, values)]
        if chosen := [_root(row) for row in self.chosen(name)]:
            these = f"SELECT * FROM ({sql} GROUP BY thing) counted WHERE thing IN ({_marks(chosen)})"
            arms.append(self.labelled(name, these, values + chosen))
        return arms

    def things(self, name: str, table: str) -> tuple[str, list[Any]]:
        """The SELECT, but for its GROUP BY, of a facet's register rows with the number of their texts."""
        link, column = LINKS[name]["link"], LINKS[name]["column"]
        rows, values = f'"{link._meta.db_table}" links JOIN {table} ON {table}.id = links.edition_id', []
        exact = self.filterset.form.cleaned_data.get(TREES.get(name, ""))
        if name not in TREES or exact:
            return f"SELECT links.{column}_id AS thing, COUNT(*) AS n FROM {rows}", values
        model = link._meta.get_field(column).related_model._meta.db_table
        self.trees[name] = (
            f'above_{name}(leaf, thing) AS (SELECT id, id FROM "{model}" UNION SELECT above_{name}.leaf, kin.parent_id'
            f' FROM above_{name} JOIN "{model}" kin ON kin.id = above_{name}.thing WHERE kin.parent_id IS NOT NULL)'
        )
        pairs = (
            f"SELECT DISTINCT above_{name}.thing, links.edition_id FROM {rows}"
            f" JOIN above_{name} ON above_{name}.leaf = links.{column}_id"
        )
        sql = f"SELECT thing, COUNT(*) AS n FROM ({pairs}) pairs"
        if name == "organisation":  # what a public one is part of need not be public
            visible, more = _compiled(register.organisations(self.now).order_by().values("pk"))
            sql, values = f"{sql} WHERE thing IN ({visible})", [*values, *more]
        return sql, values

    def labelled(self, name: str, sql: str, values: list[Any]) -> tuple[str, list[Any]]:
        """``sql`` with the slugs and names of its register rows."""
        model = LINKS[name]["link"]._meta.get_field(LINKS[name]["column"]).related_model
        table, more = f'"{model._meta.db_table}"', []
        shown = f"SELECT id AS thing, name, labels FROM {table}"
        if hasattr(model, "root"):  # the root has the address, the row that is public now the name
            rows, more = _compiled(register.events(self.now).order_by().values("pk"))
            shown = f"SELECT COALESCE(root_id, id) AS thing, name, labels FROM {table} WHERE id IN ({rows})"
        return (
            f"SELECT '{name}', rows.slug, found.n, shown.name, CAST(shown.labels AS text) FROM ({sql}) found"
            f" JOIN {table} rows ON rows.id = found.thing JOIN ({shown}) shown ON shown.thing = found.thing",
            [*values, *more],
        )

    def years(self, table: str) -> tuple[str, list[Any]]:
        """The SELECT of the years of the office's calendar."""
        zone, values = ZoneInfo(settings.OFFICE_TIME_ZONE), []
        for year in range(self.now.astimezone(zone).year, OLDEST_YEAR - 1, -1):
            values.append(DateTimeField().get_db_prep_value(dt.datetime(year, 1, 1, tzinfo=zone), connection))
            values.append(str(year))
        case = "CASE " + "WHEN published_at >= %s THEN %s " * (len(values) // 2) + "END"
        return (
            f"SELECT 'year', year, COUNT(*), '', '' FROM (SELECT {case} AS year FROM {table}) y GROUP BY year",
            values,
        )

    def chosen(self, name: str) -> list[Any]:
        """What the question has chosen of a facet: register rows, or values."""
        value = self.filterset.form.cleaned_data.get(FILTER_OF.get(name, name))
        if name == "year" and value:
            return [self.filterset.data["published_on"].strip()[:4]]
        return value or []

    def facet(self, name: str, rows: list[tuple[str, int, str, str]]) -> Facet:
        """The facet of the rows ``(value, number, name, labels)``."""
        if name in LINKS:
            chosen = {getattr(row, "entity", row).slug: row.label for row in self.chosen(name)}
            names = {slug: in_language(own, orjson.loads(labels), self.language) for slug, _n, own, labels in rows}
        else:
            names = {value: str(VOCABULARIES.get(name, {}).get(value, value)) for value, *_rest in rows if value}
            chosen = {one: str(VOCABULARIES.get(name, {}).get(one, one)) for one in self.chosen(name)}
        counts = {value: n for value, n, *_rest in rows if value}
        order = (lambda one: one) if name == "year" else lambda one: (counts[one], [-ord(letter) for letter in one])
        first = sorted(counts, key=order, reverse=True)
        top = first[:MOST] + [one for one in [*first[MOST:], *chosen] if one in chosen]
        many = self.asked(FILTER_OF.get(name, name)) in self.many
        values = tuple(
            Choice(one, names.get(one) or chosen[one], None if many else counts.get(one, 0), one in chosen)
            for one in dict.fromkeys(top)
        )
        return Facet(name, values, more=many or len(first) > len([one for one in values if one.value in counts]))


def _compiled(rows: QuerySet) -> tuple[str, list[Any]]:
    sql, values = rows.query.sql_with_params()
    return sql, list(values)


def _root(row: Any) -> int:
    return getattr(row, "root_id", None) or row.pk


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _value in values)


# --- For the doors ----------------------------------------------------------------------------------------------------


def toggled(data: QueryDict, facet: str, value: str) -> list[tuple[str, str]]:
    """The question as ``(name, value)`` pairs with one choice more, or without it; from the beginning of its list."""
    name = FILTER_OF.get(facet, facet)
    given = [part.strip() for one in data.getlist(name) for part in one.split(",") if part.strip()]
    if facet == "year":
        chosen = [] if given and given[0][:4] == value else [value]
    else:
        chosen = [one for one in given if one != value] if value in given else [*given, value]
    pairs = [
        (key, one) for key, values in data.lists() for one in values if key not in (name, "cursor") and one.strip()
    ]
    return [*pairs, (name, ",".join(chosen))] if chosen else pairs


def for_page(
    filterset: EditionFilter, names: Sequence[str], address: Callable[[list[tuple[str, str]]], str]
) -> list[dict[str, Any]]:
    """The facets as a form shows them; those without a choice are left out.

    Each ``{name, label, values, more, find, chosen}``: ``name`` is the parameter, ``find`` says that a box to find a
    value helps; a value is ``{value, label, count, chosen, url}``, its address that of the list with it or without it.
    """
    found = counted(filterset, names).facets
    return [
        {
            "name": (parameter := FILTER_OF.get(name, name)),
            "label": filterset.filters[parameter].label,
            "values": [
                {
                    "value": one.value,
                    "label": one.label,
                    "count": one.count,
                    "chosen": one.chosen,
                    "url": address(toggled(filterset.data, name, one.value)),
                }
                for one in facet.values
            ],
            "more": facet.more,
            "find": len(facet.values) > FIND_FROM,
            "chosen": any(one.chosen for one in facet.values),
        }
        for name, facet in found.items()
        if facet.values
    ]


def answer(request: Any, asked: Any) -> dict[str, Any]:
    """What ``facets`` and ``include=count`` add to a page of the API; ``asked`` as ``viewsets.operations`` reads it."""
    if not asked.facets and "count" not in asked.include:
        return {}
    if not isinstance(asked.filterset, EditionFilter):
        total = asked.rows.order_by()[: MOST_COUNTED + 1].count()
        return {"count": _told(total)}
    found = counted(asked.filterset, asked.facets)
    told: dict[str, Any] = {}
    if "count" in asked.include:
        told["count"] = _told(found.value + (found.relation == "gte"))
    if asked.facets:
        told["facets"] = {
            name: {
                "values": [
                    {
                        "value": one.value,
                        "label": one.label,
                        "count": one.count,
                        "selected": one.chosen,
                        "url": absolute(
                            f"{request.path}?{urlencode(toggled(asked.filterset.data, name, one.value), safe=',')}"
                        ),
                    }
                    for one in facet.values
                ],
                "more": facet.more,
            }
            for name, facet in found.facets.items()
        }
    return told


def _told(total: int) -> dict[str, Any]:
    return {"value": min(total, MOST_COUNTED), "relation": "eq" if total <= MOST_COUNTED else "gte"}
