"""Partial dates say what is known and complete nothing."""

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from pressoffice.ground.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-05-17", dt.date(2023, 5, 17), dt.date(2023, 5, 17)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("202X", dt.date(2020, 1, 1), dt.date(2029, 12, 31)),
        ("2023-XX-05", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("2023-05-17?", dt.date(2023, 5, 17), dt.date(2023, 5, 17)),
        ("XXXX-11-03", None, None),
        ("XXXX-02-29", None, None),
    ],
)
def test_bounds_are_what_the_text_allows(text, earliest, latest):
    date = PartialDate(text)

    assert (date.earliest, date.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["", "Friday", "2023-13", "2023-02-30", "2023-00-01", "23-01-01", "0000", "2023-1-1", "2023-05-"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="“"):
        PartialDate(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("XXXX-11-03", "November 3"), ("2023-09", "September 2023"), ("2023-05-17", "May 17, 2023"), ("2023", "2023")],
)
def test_words_say_only_what_is_known(text, words):
    with override("en"):
        assert PartialDate(text).words() == words


@given(st.dates(min_value=dt.date(1, 1, 1)))
def test_a_full_date_is_its_own_bounds(day):
    date = PartialDate(day.isoformat())

    assert date.earliest == date.latest == day


@given(st.text(alphabet="0123456789X-?~%", max_size=12))
def test_any_text_is_a_date_with_ordered_bounds_or_refused(text):
    try:
        date = PartialDate(text)
    except ValueError:
        return
    assert (date.earliest is None) == (date.latest is None) == text.startswith("XXXX")
    assert date.earliest is None or date.earliest <= date.latest
