"""Lists: pages that lose and double nothing, and queries that are answered exactly or refused by name."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from articles.viewsets.openapi import filter_parameters, taken_parameters
from articles.viewsets.reference import operations_of
from tests.api.conftest import ago, make_full
from tests.factories import make_public

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTS = (
    "articles", "officials", "positions", "organisations", "events", "sources", "topics", "places", "contacts",
    "statements", "kinds", "changes",
)  # fmt: skip


def make_public_at_once(number, instant, *, writer, approver):
    """``number`` texts published at the same instant."""
    return [
        str(make_public(writer=writer, approver=approver, now=instant, headline=f"Text {n}").uid) for n in range(number)
    ]


@pytest.mark.parametrize("order", ["-published", "published", "-updated", "updated"])
def test_walk_over_equal_instants_loses_and_doubles_nothing_while_texts_are_added(reader, writer, approver, order):
    instant = ago(60)
    there = make_public_at_once(11, instant, writer=writer, approver=approver)

    seen = []
    for page in reader.walk("/articles/", {"limit": 2, "order": order, "fields": "id"}):
        seen += [row["id"] for row in page["results"]]
        make_public_at_once(1, instant, writer=writer, approver=approver)

    assert set(there) <= set(seen)
    assert len(seen) == len(set(seen))


def test_walk_back_gives_the_same_pages(reader, writer, approver):
    make_public_at_once(5, ago(60), writer=writer, approver=approver)

    on = [[row["id"] for row in page["results"]] for page in reader.walk("/articles/", {"limit": 2})]
    *_pages, last = reader.walk("/articles/", {"limit": 2})
    back = [[row["id"] for row in page["results"]] for page in reader.walk(last["previous"], rel="previous")]

    assert on == [*reversed(back), on[-1]]
    assert [len(page) for page in on] == [2, 2, 1]


def test_page_links_to_its_neighbours_and_keeps_the_query(reader, writer, approver):
    make_public_at_once(3, ago(60), writer=writer, approver=approver)
    first = reader.get("/articles/?kind=press_release&limit=1&kind_not=speech")
    second = reader.get(first.json()["next"])

    links = dict(part.split("; ")[::-1] for part in second.headers["Link"].split(", "))

    assert links['rel="first"'] == "<https://press.example/api/v1/articles/?kind=press_release&limit=1&kind_not=speech>"
    assert links['rel="next"'] == f"<{second.json()['next']}>"
    assert links['rel="prev"'] == f"<{second.json()['previous']}>"
    assert links['rel="self"'] == f"<{first.json()['next']}>"
    assert first.json()["previous"] is None


def test_cursor_is_the_same_at_every_request(reader, writer, approver):
    make_public_at_once(2, ago(60), writer=writer, approver=approver)

    one, two = (reader.get("/articles/", {"limit": 1}).json() for _ in range(2))

    assert one == two


@pytest.mark.parametrize(
    "other",
    [{"order": "published"}, {"kind": "speech"}, {"cursor": "x"}, {"cursor": "WzFd:abc"}, {"cursor": "é\u0007"}],
)
def test_cursor_of_another_query_is_refused(reader, writer, approver, other):
    make_public_at_once(2, ago(60), writer=writer, approver=approver)
    cursor = reader.get("/articles/", {"limit": 1}).json()["next"].partition("cursor=")[2].replace("%3A", ":")

    response = reader.get("/articles/", {"cursor": cursor} | other)

    assert response.status_code == 400
    assert response.json()["type"] == "https://press.example/problems/cursor-mismatch/"


def test_cursor_of_another_resource_is_refused(reader, writer, approver):
    for tag in ("one", "two"):
        make_full(writer=writer, approver=approver, tag=tag)
    cursor = reader.get("/officials/", {"limit": 1}).json()["next"].partition("cursor=")[2].replace("%3A", ":")

    assert reader.get("/sources/", {"cursor": cursor}).status_code == 400


def test_misspelt_filter_is_refused_with_the_right_one(reader, db):
    response = reader.get("/articles/?publishd_after=2025&kind=bogus")

    assert response.status_code == 400
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body["type"] == "https://press.example/problems/invalid-parameter/"
    assert body["instance"] == "/api/v1/articles/?publishd_after=2025&kind=bogus"
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert [(e["parameter"], e["code"], e.get("did_you_mean")) for e in body["errors"]] == [
        ("publishd_after", "unknown-parameter", "published_after"),
        ("kind", "unknown-value", None),
    ]


def test_misspelt_value_is_refused_with_the_right_one(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    (kind,) = reader.get("/articles/?kind=spech").json()["errors"]
    (official,) = reader.get("/articles/?official=jane-do").json()["errors"]

    assert (kind["code"], kind["did_you_mean"]) == ("unknown-value", "speech")
    assert (official["code"], official["did_you_mean"]) == ("unknown-value", "jane-doe")


def test_limit_is_a_whole_number_from_1_to_100(reader, db):
    for limit in ("0", "-1", "101", "ten", "1.5", "9" * 5000, "1e2", "٣", " 5", "+5"):
        assert reader.faults("/articles/", {"limit": limit}) == [("limit", "invalid-value")]


REFUSED = {
    "limit=": ("limit", "empty-value"),
    "kind=": ("kind", "empty-value"),
    "limit=1&limit=2": ("limit", "repeated-parameter"),
    "order=summary": ("order", "unknown-value"),
    "order=-published,published": ("order", "unknown-value"),
    "order=article__status": ("order", "unknown-value"),
    "article__status=draft": ("article__status", "unknown-parameter"),
    "revision=1": ("revision", "unknown-parameter"),
    "format=xml": ("format", "unknown-value"),
    "work=12": ("work", "invalid-value"),
    "published_on=2025-13": ("published_on", "invalid-value"),
    "published_on=0000": ("published_on", "invalid-value"),
    "published_on=9999": ("published_on", "invalid-value"),
    "published_after=now": ("published_after", "invalid-value"),
    "official=%00": ("official", "invalid-value"),
    "q=%00": ("q", "invalid-value"),
    "%00=1": ("\x00", "unknown-parameter"),
    "at=2025-01-01": ("at", "unknown-parameter"),
    "since=x": ("since", "unknown-parameter"),
    "fields=nothing": ("fields", "unknown-field"),
}


def test_query_that_cannot_be_answered_exactly_is_refused(reader, db):
    assert {query: reader.faults(f"/articles/?{query}") for query in REFUSED} == {
        query: [fault] for query, fault in REFUSED.items()
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_list_refuses_what_it_does_not_know(reader, db, name):
    for query in ("nothing=1", "limt=1", "utm_source=x", "q2=1", "%ff%fe=1", "a" * 3000 + "=1"):
        ((_parameter, code),) = reader.faults(f"/{name}/?{query}")
        assert code == "unknown-parameter"


def test_one_row_refuses_what_it_does_not_know(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)

    for name in ("officials", "organisations", "events", "sources", "topics"):
        assert reader.faults(f"/{name}/{article.things[name].slug}/?limit=1") == [("limit", "unknown-parameter")]
    assert reader.faults(f"/articles/{article.uid}/?cursor=1") == [("cursor", "unknown-parameter")]
    assert reader.faults(f"/articles/{article.uid}/editions/?fields=id") == [("fields", "unknown-parameter")]


HOSTILE = (
    "%00", "'\"; --", "\u202e\ud7ff", "😀" * 200, "a" * 6000, "%", "\\", "-", "0001-01-01", "-1", "NaN", "[]", "{}",
)  # fmt: skip
EACH = 1  # of the values, each parameter gets every one


@pytest.mark.parametrize("name", ["articles", "officials", "positions", "events", "statements", "changes", "search"])
def test_hostile_values_are_answered_or_refused_never_a_fault_of_ours(reader, db, name):
    operation = operations_of(name)
    parameters = {**filter_parameters(operation), **taken_parameters(operation)}
    needed = dict.fromkeys(operation.needs, "x")

    for turn, value in enumerate(HOSTILE):
        for parameter in list(parameters)[turn % EACH :: EACH]:
            response = reader.get(f"/{name}/", needed | {parameter: value.replace("%00", "\x00")})
            assert response.status_code in (200, 400), (parameter, value)
        assert reader.get(f"/{name}/{quote(value)}/").status_code == 404, value


def test_more_parameters_than_anybody_needs_are_refused(reader, db):
    response = reader.get("/articles/?" + "&".join(f"a{n}=1" for n in range(2000)))

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_names_are_in_the_order_they_are_filed(reader, writer, approver):
    for tag in ("beta", "Alpha", "Əlfa"):
        make_full(writer=writer, approver=approver, tag=tag)

    names = ["Diplomacy Alpha", "Diplomacy beta", "Diplomacy Əlfa"]
    assert [row["name"] for row in reader.rows("/topics/")] == names
    assert [row["name"] for row in reader.rows("/topics/", {"order": "-name"})] == names[::-1]


def test_bare_date_is_midnight_in_the_zone_of_the_office(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    published = timezone.localtime(article.editions.get().published_at)
    day = published.date().isoformat()

    assert len(reader.rows("/articles/", {"published_on": day, "published_after": day})) == 1
    assert reader.rows("/articles/", {"published_before": day}) == []
