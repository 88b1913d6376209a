"""Archives by date: what a year, a month and a day hold, how one leads to the next, and what they cost."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import visible
from articles.models.edition import Edition
from tests.factories import make_article, minutes, publish
from tests.pages.conftest import page, words
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def baku(settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"


def at(*day, hour=12):
    """An instant of the office's calendar (Baku is four hours ahead)."""
    return dt.datetime(*day, hour, tzinfo=dt.timezone(dt.timedelta(hours=4)))


def counts(tree):
    """``{month or day: number of texts}`` as the page shows them."""
    shown = {}
    for item in tree.xpath('//ol[contains(@class, "archive")]/li/a'):
        shown[words(item.xpath('.//*[@class="archive-name"]'))[0]] = words(item.xpath('.//*[@class="archive-count"]'))[
            0
        ]
    return shown


def titles(tree):
    return words(tree.xpath('//*[contains(@class, "row-title")]'))


@pytest.fixture
def texts(desk):
    for day, title in [
        ((2019, 5, 2), "Old"),
        ((2024, 11, 3), "Three"),
        ((2024, 11, 4), "Four"),
        ((2024, 12, 1), "Last"),
    ]:
        desk.publish(at=at(*day), headline=title)
    # Before midnight in UTC, after it by the office's clock.
    desk.publish(at=at(2025, 1, 1, hour=1), headline="New year")
    return desk


def test_year_month_and_day_hold_their_texts_by_the_clock_of_the_office(client, texts):
    year, month = page(client, "/en/news/2024/"), page(client, "/en/news/2024/11/")

    assert titles(year) == ["Last", "Four", "Three"]
    assert counts(year) == {"November": "2 texts", "December": "1 text"}
    assert titles(month) == ["Four", "Three"]
    assert counts(month) == {"3": "1 text", "4": "1 text"}
    assert titles(page(client, "/en/news/2024/11/03/")) == ["Three"]
    assert titles(page(client, "/en/news/2025/01/01/")) == ["New year"]
    assert words(month.xpath("//h1")) == ["Texts of November 2024"]


def test_archives_lead_to_the_nearest_that_hold_a_text(client, texts):
    def ways(address):
        tree = page(client, address)
        return [tree.xpath(f'string(//a[@rel="{rel}"]/@href)') for rel in ("prev", "next")]

    assert ways("/en/news/2024/") == ["/en/news/2019/", "/en/news/2025/"]
    assert ways("/en/news/2024/11/") == ["/en/news/2019/05/", "/en/news/2024/12/"]
    assert ways("/en/news/2024/11/04/") == ["/en/news/2024/11/03/", "/en/news/2024/12/01/"]
    assert ways("/en/news/2019/") == ["", "/en/news/2024/"]
    assert client.get("/en/archive/")["Location"] == "/en/news/2025/"


def test_every_year_is_offered_and_an_empty_one_is_not_for_search_engines(client, texts):
    tree = page(client, "/en/news/2022/")

    assert words(tree.xpath('//*[@class="archive-years"]//li')) == [str(year) for year in range(2025, 2018, -1)]
    assert tree.xpath('string(//meta[@name="robots"]/@content)') == "noindex,follow"
    assert not page(client, "/en/news/2024/").xpath('//meta[@name="robots"]')


def test_archive_has_its_own_canonical_address_and_feed(client, texts):
    tree = page(client, "/en/news/2024/11/")

    assert tree.xpath('string(//link[@rel="canonical"]/@href)') == "https://press.example/en/news/2024/11/"
    assert "published_on=2024-11" in tree.xpath('string(//link[@type="application/atom+xml"]/@href)')
    assert tree.xpath('string(//link[@hreflang="az"]/@href)') == "https://press.example/az/news/2024/11/"


def test_question_of_more_than_a_date_is_one_of_the_list(client, texts):
    answer = client.get("/en/news/2024/11/?kind=speech")

    assert (answer.status_code, answer["Location"]) == (302, "/en/news/?kind=speech&published_on=2024-11")
    assert page(client, "/en/news/2024/11/").xpath('//input[@name="published_on"]/@value') == ["2024-11"]
    assert client.get("/en/news/2024/11/?kindd=speech").status_code == 400


@pytest.mark.parametrize("path", ["news/2024/13/", "news/2024/02/30/", "news/0000/", "news/9999/", "news/0001/01/01/"])
def test_what_is_no_time_of_the_calendar_is_not_found(client, db, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_text_to_come_is_in_no_archive(client, texts):
    now = timezone.now()
    month = f"/en/news/{timezone.localdate(now):%Y/%m}/"
    client.get(month)
    before = client.get(month).content
    article = make_article(by=texts.writer, now=now, headline="Secret")
    publish(article, writer=texts.writer, approver=texts.approver, now=now, at=now + minutes(10))
    assert Edition.objects.coming_or_held().count() == 1
    visible.forget()

    assert client.get(month).content == before


@pytest.mark.parametrize("path", ["", "11/", "11/03/"])
def test_archive_costs_the_same_whatever_it_holds(client, desk, path):
    def cost():
        with statements() as asked:
            assert client.get(f"/en/news/2024/{path}").status_code == 200
        return len(asked)

    desk.publish(at=at(2024, 11, 3))
    first = cost()
    desk.publish(at=at(2024, 11, 3))
    desk.publish(at=at(2024, 11, 4))

    assert cost() == first <= 4
