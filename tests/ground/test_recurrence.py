"""Rules by which days recur."""

import datetime as dt

import pytest
from django.utils.translation import override

from pressoffice.ground.recurrence import RuleError, days, in_words, read_rule, rule_for

THURSDAY = dt.date(2026, 11, 12)


def first_days(rule, first, count):
    return [str(day) for _n, day in zip(range(count), days(rule, first, first + dt.timedelta(days=800)), strict=False)]


@pytest.mark.parametrize(
    ("choice", "weekdays", "rule", "found", "words"),
    [
        ("daily", [], "FREQ=DAILY", ["2026-11-12", "2026-11-13", "2026-11-14"], "every day"),
        ("workdays", [], "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ["2026-11-12", "2026-11-13", "2026-11-16"],
         "every week: Monday, Tuesday, Wednesday, Thursday, Friday"),
        ("weekly", [], "FREQ=WEEKLY;BYDAY=TH", ["2026-11-12", "2026-11-19", "2026-11-26"], "every week: Thursday"),
        ("weekly", ["TH", "MO"], "FREQ=WEEKLY;BYDAY=MO,TH", ["2026-11-12", "2026-11-16", "2026-11-19"],
         "every week: Monday, Thursday"),
        ("fortnightly", [], "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", ["2026-11-12", "2026-11-26", "2026-12-10"],
         "every two weeks: Thursday"),
        ("monthly", [], "FREQ=MONTHLY;BYMONTHDAY=12", ["2026-11-12", "2026-12-12", "2027-01-12"],
         "every month on day 12"),
        ("monthly-weekday", [], "FREQ=MONTHLY;BYDAY=2TH", ["2026-11-12", "2026-12-10", "2027-01-14"],
         "every month: second Thursday"),
    ],
)  # fmt: skip
def test_a_plain_choice_is_a_rule_with_its_days_and_words(choice, weekdays, rule, found, words):
    assert rule_for(choice, THURSDAY, weekdays) == rule == read_rule(rule)
    assert first_days(rule, THURSDAY, 3) == found
    with override("en"):
        assert in_words(rule) == words


def test_the_fifth_weekday_of_a_month_counts_as_its_last():
    assert rule_for("monthly-weekday", dt.date(2026, 10, 29)) == "FREQ=MONTHLY;BYDAY=-1TH"


def test_day_31_comes_only_in_months_that_have_it():
    assert first_days("FREQ=MONTHLY;BYMONTHDAY=31", dt.date(2026, 12, 31), 3) == [
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
    ]


def test_a_rule_is_kept_in_one_spelling_and_others_in_their_own_words():
    assert read_rule(" rrule:freq=yearly;bymonth=5;bymonthday=28; ") == "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=28"
    assert in_words("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=28") == "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=28"


@pytest.mark.parametrize(
    "rule",
    ["", "every Thursday", "BYDAY=TH", "FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=3", "FREQ=WEEKLY;BYDAY=XX",
     "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=999999999", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;UNTIL=20270101",
     "FREQ=DAILY\nDTSTART:20200101T000000", "FREQ=YEARLY;BYEASTER=0", "FREQ=MONTHLY;BYMONTHDAY=forty"],
)  # fmt: skip
def test_what_is_no_rule_for_days_is_refused(rule):
    with pytest.raises(RuleError):
        read_rule(rule)


def test_count_and_last_day_end_a_rule():
    assert len(list(days("FREQ=DAILY;COUNT=3", THURSDAY, dt.date(2027, 1, 1)))) == 3
    assert [str(day) for day in days("FREQ=DAILY", THURSDAY, dt.date(2026, 11, 13))] == ["2026-11-12", "2026-11-13"]
