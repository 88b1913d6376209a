import pytest

from articles.importer.parse.dates import exchange_date, find_dates, resolve
from articles.importer.parse.document import DateFound, Span


def found(text):
    return [(date.words, date.edtf) for date in find_dates(text, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on August 8 in town", [("August 8", "XXXX-08-08")]),
        ("on 18 July 2025, the", [("18 July 2025", "2025-07-18")]),
        ("on May 17 of 2023, she", [("May 17 of 2023", "2023-05-17")]),
        ("in September of 2023, they", [("September of 2023", "2023-09")]),
        ("since November 2020.", [("November 2020", "2020-11")]),
        ("In 2024, trade rose", [("2024", "2024")]),
        ("On Friday he", [("Friday", "")]),
        ("on July 11-15 in", [("July 11-15", "XXXX-07-11/XXXX-07-15")]),
        ("2023-05-17 and 17.05.2023", [("2023-05-17", "2023-05-17"), ("17.05.2023", "2023-05-17")]),
        ("14 марта 2025 года", [("14 марта 2025", "2025-03-14")]),
        ("the 30 February rule", []),
        ("they may 5 times", []),
        ("rose to March 78 percent", []),
    ],
)
def test_find_dates_gives_edtf_and_never_completes(text, expected):
    assert found(text) == expected


def day(words):
    return DateFound(words, "", Span(1, 0, len(words)))


@pytest.mark.parametrize(
    ("words", "dated", "expected"),
    [
        ("Sunday", "2019-07-10", "2019-07-07"),
        ("Wednesday", "2019-07-10", "2019-07-10"),
        ("today", "2022-06-07", "2022-06-07"),
        ("yesterday", "2022-06-01", "2022-05-31"),
        ("Friday", "XXXX-11-03", ""),
        ("Friday", "", ""),
    ],
)
def test_weekday_resolves_only_by_a_full_date(words, dated, expected):
    assert resolve(day(words), dated).edtf == expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("XXXX-11-03", "11-03"),
        ("2025-03-12", "2025-03-12"),
        ("2023-09", None),
        ("", None),
        ("2022-07-11/2022-07-15", "2022-07-11"),
    ],
)
def test_exchange_date_gives_days_only(edtf, expected):
    assert exchange_date(edtf) == expected
