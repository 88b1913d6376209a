"""The pages of months and weeks: each event on its days, links to where there is more, the same questions."""

import pytest
from lxml import etree

from tests.public.events import SPRING, at, days_on, fill, make_event, soon, statements_of

pytestmark = pytest.mark.django_db

ALL = "/en/events/calendar.ics"


def links(page, rel):
    return etree.HTML(page).xpath(f'//nav[@class="pager"]/a[@rel="{rel}"]/@href')


def test_month_shows_every_day_an_event_takes_in_the_order_of_the_day(ask, db):
    make_event("Evening", "2026-03-12", starts_time=at(19), ends="2026-03-13", ends_time=at(0))
    make_event("Morning", "2026-03-12", starts_time=at(9))
    make_event("Fair", "2026-02-27", ends="2026-03-01")
    make_event("Holiday", "2026-03-12")
    make_event("Some day", "2026-03")
    make_event("Some year", "2026")
    page = ask("/en/events/calendar/2026-03/", SPRING).content.decode()

    assert days_on(page) == {"2026-03-01": ["Fair"], "2026-03-12": ["Holiday", "Morning", "Evening"]}
    assert '<h1 id="heading">Events in March 2026</h1>' in page
    assert "In this month, on a day not stated" in page
    assert "Some day" in page
    assert "Some year" not in page
    assert days_on(ask("/en/events/calendar/2026-02/", SPRING).content.decode()) == {
        "2026-02-27": ["Fair"], "2026-02-28": ["Fair"],
    }  # fmt: skip


def test_week_begins_on_monday_and_shows_its_days(ask, db):
    make_event("Monday", "2026-03-09")
    make_event("Sunday", "2026-03-15", status="cancelled", status_reason="Storm.")
    make_event("Next week", "2026-03-16")
    page = ask("/en/events/calendar/2026-W11/", SPRING).content.decode()

    assert days_on(page) == {"2026-03-09": ["Monday"], "2026-03-15": ["Sunday"]}
    assert "Cancelled" in page


def test_links_lead_to_the_nearest_months_and_weeks_with_an_event_and_no_further(ask, db):
    make_event("Early", "2025-06-30", ends="2025-07-02")
    make_event("Late", "2026-11", type="visit")
    make_event("Later", "2026-11-30")
    make_event("No year", "XXXX-12-01")
    make_event("Whole year", "2027")
    now = SPRING

    def around(path):
        page = ask(path, now).content.decode()
        return links(page, "prev"), links(page, "next")

    calendar = "/en/events/calendar"
    assert around(f"{calendar}/2026-03/") == ([f"{calendar}/2025-07/"], [f"{calendar}/2026-11/"])
    assert around(f"{calendar}/2025-07/") == ([f"{calendar}/2025-06/"], [f"{calendar}/2026-11/"])
    assert around(f"{calendar}/2025-06/") == ([], [f"{calendar}/2025-07/"])
    assert around(f"{calendar}/2026-11/") == ([f"{calendar}/2025-07/"], [])
    assert around(f"{calendar}/2027-01/") == ([f"{calendar}/2026-11/"], [])
    assert around(f"{calendar}/2026-W11/") == ([f"{calendar}/2025-W27/"], [f"{calendar}/2026-W49/"])
    assert around(f"{calendar}/9999-W51/") == ([f"{calendar}/2026-W49/"], [])
    assert around(f"{calendar}/9999-12/") == ([f"{calendar}/2026-11/"], [])
    assert around(f"{calendar}/0001-01/") == ([], [f"{calendar}/2025-06/"])
    assert around(f"{calendar}/2026-03/?type=visit") == ([], [f"{calendar}/2026-11/?type=visit"])


def test_every_way_to_see_the_events_carries_the_question(ask, db):
    make_event("Visit", type="visit", status="cancelled", status_reason="Storm.")
    question = "?type=visit&status=cancelled"

    for path in ("/en/events/", "/en/events/calendar/2026-03/", "/en/events/calendar/2026-W11/"):
        page = ask(f"{path}{question}", SPRING).content.decode()
        ways = etree.HTML(page).xpath('//nav[@aria-label="Ways to see these events"]//a/@href')
        assert len(ways) == 3
        assert all(way.endswith(question) for way in ways)
        assert f'<a href="{ALL}{question.replace("&", "&amp;")}" type="text/calendar"' in page
        assert f'<link rel="alternate" type="text/calendar" href="{ALL}{question.replace("&", "&amp;")}">' in page
        assert "Visit" in page


@pytest.mark.parametrize("path", ["2026-03/", "2026-W11/"])
def test_only_a_page_with_events_is_for_search_engines(ask, db, path):
    def robots(asked):
        return etree.HTML(ask(f"/en/events/calendar/{asked}", SPRING).content).xpath('//meta[@name="robots"]/@content')

    assert robots(path) == ["noindex,follow"]
    make_event("Talks")
    assert robots(path) == []
    assert robots(f"{path}?type=meeting") == ["noindex,follow"]


@pytest.mark.parametrize("path", ["0000-01/", "2026-13/", "2026-3/", "2026-00/", "2027-W53/", "2026-W00/", "0000-W01/"])
def test_month_or_week_that_no_calendar_has_is_not_found(client, db, path):
    assert client.get(f"/en/events/calendar/{path}").status_code == 404


def test_calendar_page_refuses_what_it_does_not_know(client, db):
    for question, parameter in (("tpye=visit", "tpye"), ("cursor=x", "cursor"), ("order=x", "order"), ("at=x", "at")):
        response = client.get(f"/en/events/calendar/2026-03/?{question}")
        assert response.status_code == 400
        assert f"<code>{parameter}</code>" in response.content.decode()


@pytest.mark.parametrize("path", ["/en/events/", "/en/events/calendar/{month}/", "/en/events/calendar/{week}/"])
def test_pages_of_events_cost_the_same_for_one_and_for_many(client, db, path):
    path = path.format(month=f"{soon(3):%Y-%m}", week=f"{soon(3):%G-W%V}")
    fill("One")
    cost = statements_of(client, path)
    for number in range(6):
        fill(f"Number {number}")

    assert statements_of(client, path) == cost <= 4
