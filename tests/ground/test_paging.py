"""A walk by key loses nothing and repeats nothing, whatever is inserted meanwhile."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Organisation
from pressoffice.ground.paging import keyset_page
from pressoffice.ground.problems import Problem

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def walk(queryset, *, order="sort_key", limit=7, between=lambda number: None):
    found, cursor, number = [], "", 0
    while cursor is not None:
        page = keyset_page(queryset, order=order, limit=limit, cursor=cursor)
        found += page.results
        cursor, number = page.next, number + 1
        between(number)
    return found


def test_equal_sort_values_with_inserts_under_way():
    for _ in range(60):
        Organisation.objects.create(name="Same name")
    before = set(Organisation.objects.values_list("pk", flat=True))

    found = walk(Organisation.objects.all(), between=lambda number: Organisation.objects.create(name="Same name"))

    pks = [row.pk for row in found]
    assert len(pks) == len(set(pks))
    assert before <= set(pks)


def test_back_from_any_page_leads_to_the_page_before():
    for number in range(20):
        Organisation.objects.create(name=f"Body {number:02}")
    first = keyset_page(Organisation.objects.all(), order="sort_key", limit=6)
    second = keyset_page(Organisation.objects.all(), order="sort_key", limit=6, cursor=first.next)

    back = keyset_page(Organisation.objects.all(), order="sort_key", limit=6, cursor=second.previous)

    assert back.results == first.results
    assert (first.previous, back.previous) == (None, None)


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "ё", "W10:1:2"])
def test_a_cursor_that_is_none_is_refused(cursor):
    with pytest.raises(Problem) as refusal:
        keyset_page(Organisation.objects.all(), order="sort_key", limit=6, cursor=cursor)
    assert refusal.value.slug == "cursor-mismatch"


def test_a_cursor_of_another_query_is_refused():
    for number in range(3):
        Organisation.objects.create(name=f"Body {number}")
    page = keyset_page(Organisation.objects.all(), order="sort_key", limit=1, query="kind=a")

    with pytest.raises(Problem):
        keyset_page(Organisation.objects.all(), order="sort_key", limit=1, cursor=page.next, query="kind=b")
    with pytest.raises(Problem):
        keyset_page(Organisation.objects.all(), order="-sort_key", limit=1, cursor=page.next, query="kind=a")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), st.integers(1, 5), st.booleans())
def test_every_row_once_in_order(names, limit, down):
    Organisation.objects.all().delete()
    for name in names:
        Organisation.objects.create(name=name)
    order = "-sort_key" if down else "sort_key"

    found = walk(Organisation.objects.all(), order=order, limit=limit)

    assert found == list(Organisation.objects.order_by(order, "-uid" if down else "uid"))
