"""Rows that might be the one somebody is about to enter: a warning, never a decision."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from rapidfuzz import fuzz

from people.models import Person
from people.names import NEAR, fold, lookups, near, spellings, word_spellings, words

_CANDIDATES, _SHOWN, _RELATIVES = 120, 6, 4
_COMPARED = 40  # candidates that are compared letter by letter
_MOST_WORDS, _MOST_FORMS, _BEGINNING = 5, 5, 3
_NEAR_RATIO = 0.86  # of the letters of two long names, their words in order of the alphabet


@dataclass(frozen=True)
class Near:
    """A row that might be meant: ``same`` (its whole name), ``near``, or ``family`` (the family name alone)."""

    row: Any
    kind: str


def same_names(model, name):
    """The rows of ``model`` of which ``name`` is one whole name, family name first or last; merged ones aside."""
    keys = lookups(name) if model is Person else ()
    keys = keys or spellings(name)[:1]
    if not keys:
        return model.objects.none()
    whole = reduce(or_, (Q(folded__contains=f"|{key}|") for key in keys))
    return model.objects.filter(whole, merged_into=None)


def near_rows(model, name, *, but=None, load=None):
    """Rows of ``model`` whose name is near ``name``, the nearest first, ``but`` (a primary key) aside; one statement.

    The database narrows the register down to rows that share a word, or the beginnings of two; only those are compared.
    ``load``: a function of the queryset, to load what is shown of a row (statements of its own).
    """
    parts = words(name)[:_MOST_WORDS]
    if sum(map(len, parts)) < 3 or len(parts) < 1:
        return []
    queryset = model.objects.filter(merged_into=None).exclude(pk=but)
    shared = sum((_shared(part) for part in name.split()[:_MOST_WORDS] if words(part)), Value(0))
    queryset = queryset.annotate(shared=shared).filter(shared__gte=2).order_by("-shared", "sort_key", "uid")
    if load:
        queryset = load(queryset)
    same = set(lookups(name) if model is Person else ()) | set(spellings(name)[:1])
    typed = " ".join(parts)
    graded, family = [], []
    for row in sorted(queryset[:_CANDIDATES], key=lambda row: -_likeness(typed, row))[:_COMPARED]:
        keys = row.folded.strip("|").split("|")
        whole = not same.isdisjoint(keys)
        grade = 2.0 if whole else max(nearness(model, name, one) for one in {row.name, keys[0]})
        if grade >= NEAR:
            graded.append((grade, Near(row, "same" if whole else "near")))
        elif model is Person and len(parts) > 1 and _of_the_family(name, keys):
            family.append(Near(row, "family"))
    graded.sort(key=lambda pair: -pair[0])
    return [one for _grade, one in graded[:_SHOWN]] + family[:_RELATIVES]


def nearness(model, a, b):
    """How near two names are, 0 to 1; those of organisations may differ in small words, too."""
    if model is Person:
        return near(a, b)
    ratio = fuzz.token_sort_ratio(fold(a), fold(b)) / 100
    short = max(len(words(a)), len(words(b))) <= _MOST_WORDS
    return max(ratio if ratio >= _NEAR_RATIO else 0.0, near(a, b) if short else 0.0)


def _shared(part):
    """What a word has in common with a row: 2 for a whole word of its names, 1 for the beginning of one."""
    forms = word_spellings(part)[:_MOST_FORMS]
    whole = reduce(or_, (Q(folded__contains=f"{a}{form}{z}") for form in forms for a in "| " for z in "| "))
    begins = reduce(or_, (Q(folded__contains=f"{a}{form[:_BEGINNING]}") for form in forms for a in "| "))
    return Case(When(whole, then=2), When(begins, then=1), default=0, output_field=IntegerField())


def _likeness(typed, row):
    return max(fuzz.token_sort_ratio(typed, key) for key in row.folded.strip("|").split("|"))


def _of_the_family(name, keys):
    """Whether the last word of ``name`` ends one of ``keys``."""
    forms = word_spellings(name.split()[-1])
    return any(key.split()[-1:] == [form] for key in keys for form in forms)
