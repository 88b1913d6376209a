"""Zones by name, and the hours their clocks leave out or show twice."""

import datetime as dt

import pytest

from pressoffice.ground.zones import ClockChange, instant_of, midnight_after, nearest_zone, zone_names


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def of(day, time, zone):
    return instant_of(dt.date.fromisoformat(day), dt.time.fromisoformat(time), zone)


@pytest.mark.parametrize(
    ("day", "time", "zone", "instant"),
    [
        ("2026-01-15", "10:00", "Asia/Baku", "2026-01-15 06:00"),  # no summer time since 2016
        ("2026-07-15", "10:00", "Asia/Baku", "2026-07-15 06:00"),
        ("2015-07-15", "10:00", "Asia/Baku", "2015-07-15 05:00"),
        ("2026-01-15", "10:00", "America/New_York", "2026-01-15 15:00"),
        ("2026-07-15", "10:00", "America/New_York", "2026-07-15 14:00"),
        ("2026-01-15", "10:00", "Pacific/Auckland", "2026-01-14 21:00"),  # summer there
        ("2026-07-15", "10:00", "Pacific/Auckland", "2026-07-14 22:00"),
        ("2026-01-15", "10:00", "Europe/Berlin", "2026-01-15 09:00"),
        ("2026-07-15", "10:00", "Europe/Berlin", "2026-07-15 08:00"),
        ("2026-01-15", "10:00", "Australia/Lord_Howe", "2026-01-14 23:00"),
        ("2026-07-15", "10:00", "Australia/Lord_Howe", "2026-07-14 23:30"),  # half an hour of summer time
        ("2026-07-15", "10:00", "UTC", "2026-07-15 10:00"),
    ],
)
def test_a_wall_clock_time_is_the_instant_its_zone_says(day, time, zone, instant):
    assert of(day, time, zone) == at(instant)


@pytest.mark.parametrize(
    ("day", "time", "zone", "skipped", "before", "after"),
    [
        ("2026-03-29", "02:30", "Europe/Berlin", True, "02:00", "03:00"),
        ("2026-10-25", "02:30", "Europe/Berlin", False, "03:00", "02:00"),
        ("2026-03-08", "02:00", "America/New_York", True, "02:00", "03:00"),
        ("2026-11-01", "01:59", "America/New_York", False, "02:00", "01:00"),
        ("2026-09-27", "02:59", "Pacific/Auckland", True, "02:00", "03:00"),
        ("2026-04-05", "02:15", "Pacific/Auckland", False, "03:00", "02:00"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", True, "02:00", "02:30"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", False, "02:00", "01:30"),
    ],
)
def test_a_time_that_is_left_out_or_comes_twice_is_not_guessed(day, time, zone, skipped, before, after):
    with pytest.raises(ClockChange) as refused:
        of(day, time, zone)

    change = refused.value
    assert (change.skipped, f"{change.before:%H:%M}", f"{change.after:%H:%M}") == (skipped, before, after)


@pytest.mark.parametrize(("which", "instant"), [("earlier", "2026-10-25 00:30"), ("later", "2026-10-25 01:30")])
def test_which_of_the_two_can_be_said(which, instant):
    day, time = dt.date(2026, 10, 25), dt.time(2, 30)

    assert instant_of(day, time, "Europe/Berlin", which) == at(instant)
    with pytest.raises(ClockChange):
        instant_of(dt.date(2026, 3, 29), time, "Europe/Berlin", which)


@pytest.mark.parametrize(
    ("day", "time", "zone"),
    [
        ("2026-03-29", "02:30", "Asia/Baku"),
        ("2026-03-29", "01:59", "Europe/Berlin"),
        ("2026-03-29", "03:00", "Europe/Berlin"),
        ("2026-10-25", "01:59", "Europe/Berlin"),
        ("2026-10-25", "03:00", "Europe/Berlin"),
        ("2026-10-04", "02:30", "Australia/Lord_Howe"),
        ("2026-04-05", "02:00", "Australia/Lord_Howe"),
    ],
)
def test_the_times_around_a_change_are_taken(day, time, zone):
    assert of(day, time, zone).tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Baku", "Asia/Baku"),
        ("asia/baku", "Asia/Baku"),
        ("Asia/Bakku", "Asia/Baku"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("utc", "UTC"),
        ("zzzzzz", ""),
    ],
)
def test_nonsense_is_answered_with_the_nearest_zone(typed, meant):
    assert nearest_zone(typed) == meant


def test_zones_are_places_and_utc():
    assert {"Asia/Baku", "Australia/Lord_Howe", "UTC"} <= set(zone_names())
    assert not {"EST", "Etc/GMT+3", "localtime", "posixrules", "Factory"} & set(zone_names())


def test_a_day_ends_by_the_clock_of_its_zone():
    day = dt.date(2026, 3, 29)
    assert midnight_after(day, "Asia/Baku") == at("2026-03-29 20:00")
    assert midnight_after(day, "Europe/Berlin") == at("2026-03-29 22:00")
