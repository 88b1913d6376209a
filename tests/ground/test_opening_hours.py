"""Office hours: what can be written, what is refused by name, and whether somebody is there."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressoffice.ground.opening_hours import DAYS, Hours, HoursError, Rule, parse

BAKU, NEW_YORK, AUCKLAND = "Asia/Baku", "America/New_York", "Pacific/Auckland"


def at(zone, text):
    """The instant at which the clocks of ``zone`` show ``text``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def shown(instant, zone):
    return f"{instant.astimezone(ZoneInfo(zone)):%a %H:%M}" if instant else None


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ()),
        ("Mo 09:00-18:00", (Rule((0,), ((540, 1080),)),)),
        ("Mo-Fr 9:00-18:00", (Rule((0, 1, 2, 3, 4), ((540, 1080),)),)),
        ("Mo,We,Fr 09:00-13:00,14:00-18:00", (Rule((0, 2, 4), ((540, 780), (840, 1080))),)),
        ("Mo - Tu, Sa 09:00 – 18:00", (Rule((0, 1, 5), ((540, 1080),)),)),
        ("Sa-Mo 10:00-11:00", (Rule((5, 6, 0), ((600, 660),)),)),
        ("Fr 22:00-02:00", (Rule((4,), ((1320, 1560),)),)),
        (" Mo 00:00-24:00 ; ; Tu 10:00-11:00; ", (Rule((0,), ((0, 1440),)), Rule((1,), ((600, 660),)))),
        ("24/7", (Rule(tuple(range(7)), ((0, 1440),)),)),
    ],
)
def test_hours_are_read(text, rules):
    assert parse(text) == Hours(rules)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Mon 09:00-18:00", "“Mon” is not a day of the week"),
        ("mo 09:00-18:00", "“mo” is not a day of the week"),
        ("Mo-Xx 09:00-18:00", "“Xx” is not a day of the week"),
        ("Mo-We-Fr 09:00-18:00", "“Mo-We-Fr” has more than two ends"),
        ("Mo,,Tu 09:00-18:00", "“” is not a day of the week"),
        ("Mo 09:00 to 18:00", "“09:00 to 18:00” in “Mo 09:00 to 18:00” is not a span of time"),
        ("Mo 09:00-10:00-11:00", "“10:00-11:00” is not a time of day"),
        ("Mo", "“Mo” is not days and times"),
        ("09:00-18:00", "“09:00-18:00” is not days and times"),
        ("PH off", "“PH” is not a day of the week"),
        ("Mo off", "“off” in “Mo off” is not a span of time"),
        ("Mo 09:00", "“09:00” in “Mo 09:00” is not a span of time"),
        ("Mo 09:00-25:00", "“25:00” is not a time of day"),
        ("Mo 09:60-10:00", "“09:60” is not a time of day"),
        ("Mo 24:30-25:00", "“24:30” is not a time of day"),
        ("Mo 9-18", "“9” is not a time of day"),
        ("Mo ٠٩:٠٠-18:00", "is not a time of day"),
        ("Mo 09:00-09:00", "“09:00-09:00” has no length"),
        ("Mo 24:00-09:00", "“24:00-09:00” has no length"),
        ("Mo 09:00-12:00,11:00-13:00", "On Mo two spans"),
        ("Mo-Fr 09:00-18:00; Fr 17:00-19:00", "On Fr two spans"),
        ("Fr 22:00-02:00; Sa 01:00-03:00", "On Sa two spans"),
        ("Su 22:00-02:00; Mo 01:00-03:00", "On Mo two spans"),
        ("24/7; Mo 09:00-10:00", "“24/7” is not days and times"),
    ],
)
def test_hours_that_cannot_be_read_are_named(text, named):
    with pytest.raises(HoursError) as refused:
        parse(text)

    assert named in str(refused.value)


OFFICE = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-14:00"


@pytest.mark.parametrize(
    ("text", "zone", "now", "open_", "until"),
    [
        (OFFICE, BAKU, "2026-11-23T08:59", False, "Mon 09:00"),
        (OFFICE, BAKU, "2026-11-23T09:00", True, "Mon 13:00"),
        (OFFICE, BAKU, "2026-11-23T13:00", False, "Mon 14:00"),
        (OFFICE, BAKU, "2026-11-27T17:59:59", True, "Fri 18:00"),
        (OFFICE, BAKU, "2026-11-27T18:00", False, "Sat 10:00"),
        (OFFICE, BAKU, "2026-11-28T14:00", False, "Mon 09:00"),
        ("Mo 09:00-10:00", BAKU, "2026-11-23T10:00", False, "Mon 09:00"),
        ("24/7", BAKU, "2026-11-23T10:00", True, None),
        ("Mo-Su 00:00-24:00", BAKU, "2026-11-23T10:00", True, None),
        ("", BAKU, "2026-11-23T10:00", False, None),
        ("Fr 22:00-02:00", BAKU, "2026-11-28T01:59", True, "Sat 02:00"),
        ("Fr 22:00-02:00", BAKU, "2026-11-28T02:00", False, "Fri 22:00"),
        ("Mo 18:00-24:00; Tu 00:00-06:00", BAKU, "2026-11-23T20:00", True, "Tue 06:00"),
        ("Mo-We 00:00-24:00", BAKU, "2026-11-23T01:00", True, "Thu 00:00"),
    ],
)
def test_somebody_is_there_or_not(text, zone, now, open_, until):
    state = parse(text).at(at(zone, now), zone)

    assert (state.open, shown(state.until, zone)) == (open_, until)


@pytest.mark.parametrize(
    ("text", "zone", "now", "open_", "until"),
    [
        # New York: clocks go from 02:00 to 03:00 on 8 March 2026, and from 02:00 back to 01:00 on 1 November 2026.
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-03-07T14:00+00:00", True, "2026-03-07T22:00+00:00"),
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-03-08T12:59+00:00", False, "2026-03-08T13:00+00:00"),
        ("Mo-Su 09:00-17:00", NEW_YORK, "2026-11-01T13:30+00:00", False, "2026-11-01T14:00+00:00"),
        ("Sa-Su 22:00-06:00", NEW_YORK, "2026-03-08T05:00+00:00", True, "2026-03-08T10:00+00:00"),
        ("Sa-Su 22:00-06:00", NEW_YORK, "2026-11-01T05:00+00:00", True, "2026-11-01T11:00+00:00"),
        ("Su 02:30-04:00", NEW_YORK, "2026-03-08T07:15+00:00", False, "2026-03-08T07:30+00:00"),
        ("Su 02:10-02:40", NEW_YORK, "2026-03-08T07:20+00:00", True, "2026-03-08T07:40+00:00"),
        ("Su 01:30-02:00", NEW_YORK, "2026-11-01T06:30+00:00", True, "2026-11-01T07:00+00:00"),
        # Auckland: clocks go from 02:00 to 03:00 on 27 September 2026.
        ("Su 09:00-17:00", AUCKLAND, "2026-09-26T19:59+00:00", False, "2026-09-26T20:00+00:00"),
    ],
)
def test_hours_are_those_of_the_wall_clock_on_days_it_is_changed(text, zone, now, open_, until):
    state = parse(text).at(dt.datetime.fromisoformat(now), zone)

    assert (state.open, state.until) == (open_, dt.datetime.fromisoformat(until))


@st.composite
def weeks(draw):
    """Hours with one or two rules, written as an editor writes them; some of them nonsense."""
    rules = []
    for _number in range(draw(st.integers(1, 2))):
        days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True))
        start, end = draw(st.integers(0, 23)), draw(st.integers(1, 24))
        rules.append(f"{','.join(days)} {start:02}:00-{end:02}:00")
    return "; ".join(rules)


@given(weeks(), st.integers(0, 60 * 24 * 400), st.sampled_from([BAKU, NEW_YORK, AUCKLAND]))
def test_what_holds_until_an_instant_changes_at_it_and_not_before(text, minute, zone):
    try:
        hours = parse(text)
    except HoursError:
        return
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
    state = hours.at(now, zone)

    if state.until is None:
        assert hours.always
        return
    assert now < state.until
    assert hours.at(state.until, zone).open is not state.open
    just_before = hours.at(state.until - dt.timedelta(seconds=1), zone)
    assert just_before == state
