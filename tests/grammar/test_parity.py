"""Filters of the code, of the API's description, of forms and of the documentation are one; bad ones are named."""

import pytest
from django.urls import reverse

from articles import filters
from articles.management.commands.filters_table import PATH, lists_of_the_api, pages_with_forms, table
from articles.viewsets.openapi import filter_parameters
from articles.viewsets.reference import document
from pressoffice.ground.filtering import InstantFilter, ManyFilter

ODD = [
    "no-such",
    "'; DROP TABLE",
    "%",
    "😀",
    "../..",
    "NULL",
    "null",
    "<b>",
    "a" * 300,
    "0x0",
    "𝟙",
    "١",
    "bogus{}",
    "-1",
]
DATES = ["yesterday", "2025-13-01", "2025-02-30", "0000-00-00", "2025-1-1", "10000-01-01", "2025-11-03T25:00Z", "now()"]
FLAGS = ["yes", "1", "TRUE", "on", "0", "true,false", "wahr", "T"]


def bad_values(one):
    """Values that the filter must refuse; none where any text is a question."""
    if isinstance(one, filters.FlagFilter):
        return FLAGS
    if isinstance(one, InstantFilter | filters.PeriodFilter | filters.DayFilter):
        return DATES
    if isinstance(one, ManyFilter | filters.ThingFilter) or type(one).__name__ == "UUIDFilter":
        return ODD
    return []


def test_description_form_and_documentation_have_the_filters_of_the_code():
    for address, operation in lists_of_the_api():
        described = {one["name"] for one in document()["paths"][address]["get"]["parameters"] if one["in"] == "query"}
        assert described == {*operation.filterset.base_filters, *operation.parameters}
        assert set(filter_parameters(operation)) == set(operation.filterset.base_filters)
    for view in pages_with_forms():
        assert set(view.form_fields) <= set(view.filterset_class.base_filters), view
    assert PATH.read_text(encoding="utf-8") == table(), "docs/filters.md is old: run `manage.py filters_table`"


@pytest.mark.django_db
def test_a_thousand_bad_values_are_refused_by_name(client):
    asked = 0
    for address, operation in lists_of_the_api():
        bad = {name: values for name, one in operation.filterset.base_filters.items() if (values := bad_values(one))}
        for turn in range(max(map(len, bad.values()))):
            question = {name: values[turn % len(values)].format(turn) for name, values in bad.items()}
            question |= {"q": ""} if "q" in operation.filterset.base_filters else {}
            answer = client.get(address, question)
            assert answer.status_code == 400
            assert {fault["parameter"] for fault in answer.json()["errors"]} == set(question), (address, turn)
            asked += len(question)
    assert asked > 1000


@pytest.mark.django_db
def test_pages_refuse_by_name_and_feeds_pass_over_what_they_do_not_know(client):
    base = filters.EditionFilter.base_filters
    for turn in (0, 1):
        question = {name: bad_values(one)[turn] for name, one in base.items() if bad_values(one)}
        page = client.get(reverse("news"), {**question, "knd": "speech", "utm_source": "mail", "official": ""})
        assert page.status_code == 400
        assert {fault["parameter"] for fault in page.context["faults"]} == {*question, "knd"} - {"official"}
    assert client.get(reverse("feed"), {"knd": "speech"}).status_code == 200
    refused = client.get(reverse("feed"), {"kind": "spech"})
    assert (refused.status_code, refused.json()["errors"][0]["did_you_mean"]) == (400, "speech")
