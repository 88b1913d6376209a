"""Lists of the API as feeds, tables and calendars."""

import csv
import io

import orjson
import pytest
from icalendar import Calendar

from articles.formats.csv import cell
from tests.factories import Event
from tests.feeds.many import day, make_many
from tests.feeds.test_text_feeds import ago, dt, facts
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTS = ["articles", "officials", "positions", "organisations", "events", "sources", "topics", "statements"]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(response):
    """``(header, rows)`` of a CSV answer."""
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline=""))
    return header, rows


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_table_of_the_fields_it_has_in_json(client, make_rich, name):
    make_rich(1)
    make_rich(2)
    told = client.get(f"/api/v1/{name}/").json()["results"]
    lines = body(client.get(f"/api/v1/{name}/?format=ndjson")).splitlines()
    header, rows = table(client.get(f"/api/v1/{name}/?format=csv"))

    assert [orjson.loads(line) for line in lines] == told
    assert sorted(header) == sorted(told[0])
    assert [dict(zip(header, row, strict=True)) for row in rows] == [
        {key: str(cell(value)) for key, value in one.items()} for one in told
    ]


def test_a_table_is_read_in_pieces_and_has_every_row_once(client, writer, approver):
    editions = make_many(1203, first=ago(9000), step=dt.timedelta(seconds=9), writer=writer, approver=approver)
    with statements() as asked:
        header, rows = table(client.get("/api/v1/articles/?format=csv&fields=reference,published"))

    assert header == ["reference", "published"]
    assert [row[0] for row in rows] == [f"PR-{e.article_reference}" for e in reversed(editions)]
    assert len(asked) <= 6  # three pieces
    assert len(body(client.get("/api/v1/articles/?format=ndjson&limit=7")).splitlines()) == 7
    assert client.get("/api/v1/articles/?format=csv&limit=10001").status_code == 400


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "\n=1"])
def test_no_cell_begins_as_a_formula(client, make_rich, words):
    assert cell(words) == f"'{words}"
    assert cell([words, "b"]) == f"'{words}; b"
    assert cell({"name": words}) == f"'{words}"


def test_cells_say_what_the_values_are():
    values = [None, True, 3, "a-b", {"id": 1, "name": "Baku"}, [{"source": {"name": "Trend"}, "role": "publisher"}], []]

    assert [cell(value) for value in values] == ["", "true", 3, "a-b", "Baku", "Trend", ""]


@pytest.mark.parametrize("form", ["atom", "rss", "jsonfeed"])
def test_a_page_of_the_api_is_a_feed_with_the_entries_of_the_site_s(client, writer, approver, make_rich, form):
    make_many(60, first=ago(900), step=dt.timedelta(minutes=1), writer=writer, approver=approver)
    make_rich(1)
    written = "json" if form == "jsonfeed" else form
    with statements() as asked:
        page = client.get(f"/api/v1/articles/?limit=50&format={form}")
    here = facts(client.get(f"/en/news/feed.{written}").content, written)

    assert facts(page.content, written) == here
    assert len(asked) <= 4
    for name in ("statements", "events"):
        page = client.get(f"/api/v1/{name}/?format={form}")
        assert page.status_code == 200
        assert (
            facts(page.content, written)[0][0] == facts(client.get(f"/en/{name}/feed.{written}").content, written)[0][0]
        )


def test_a_page_of_events_is_a_calendar(client, make_rich):
    make_rich(1)
    Event.objects.update(
        starts="2031-05-17", starts_earliest=day("2031-05-17").date(), starts_latest=day("2031-05-17").date()
    )
    response = client.get("/api/v1/events/?format=ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(entry["SUMMARY"]) for entry in Calendar.from_ical(response.content).walk("VEVENT")] == ["Meeting 1"]
    assert Calendar.from_ical(client.get("/api/v1/events/meeting-1/?format=ics").content).walk("VEVENT")
