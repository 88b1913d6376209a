"""Recurring events: dates of a rule, each an event of its own."""

import datetime as dt

import pytest

from articles import register
from articles.desk import series
from articles.desk.settle import settle
from articles.models import Change, Event, EventLink, Participant
from articles.models.event import Coverage, EventSeries
from articles.models.taxonomy import Place
from articles.tasks import extend_series
from people.models import Organisation, Person
from pressoffice.ground.clock import database_now
from pressoffice.ground.recurrence import RuleError
from tests.factories import NOW, make_article, make_writer, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FRIDAY = dt.date(2100, 1, 1)  # the day of NOW
WEEKLY = "FREQ=WEEKLY;BYDAY=FR"


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def make_event(**fields):
    said = {"name": "Weekly briefing", "starts": "2100-01-01", "starts_time": dt.time(10), "zone": "Asia/Baku"}
    return Event.objects.create(**said | fields)


def repeat(event, rule=WEEKLY, until=dt.date(2100, 2, 5), now=NOW):
    return series.begin(event, rule, until, by=make_writer(), now=now)


def dates(one):
    return list(Event.objects.filter(series=one).order_by("series_day"))


def test_every_date_is_an_event_of_its_own_with_what_the_first_says():
    person, organiser = Person.objects.create(name="Ana Pop"), Organisation.objects.create(name="Ministry")
    first = make_event(
        labels={"az": "Brifinq"}, ends_time=dt.time(11), venue="Hall 2", place=Place.objects.create(name="Baku"),
        organiser=organiser, accreditation="Bring a card.", accreditation_until=at("2099-12-31 14:00"), type="briefing",
    )  # fmt: skip
    Participant.objects.create(event=first, person=person, role="Minister")
    writer = make_writer()
    Coverage.objects.create(event=first, language="az", assignee=writer, due_at=at("2100-01-01 16:00"))

    one = repeat(first)

    found = dates(one)
    assert [str(row.series_day) for row in found] == [
        "2100-01-01", "2100-01-08", "2100-01-15", "2100-01-22", "2100-01-29", "2100-02-05",
    ]  # fmt: skip
    last = found[-1]
    assert len({row.uid for row in found}) == len({row.slug for row in found}) == 6
    assert last.slug == "weekly-briefing-2100-02-05"
    assert (last.name, last.labels, last.venue, last.place, last.organiser, last.type) == (
        first.name, first.labels, first.venue, first.place, first.organiser, first.type,
    )  # fmt: skip
    assert (last.starts_at, last.ends_at) == (at("2100-02-05 06:00"), at("2100-02-05 07:00"))
    assert last.accreditation_until == at("2100-02-04 14:00")
    assert [(p.person, p.role) for p in last.participants.all()] == [(person, "Minister")]
    assert [(c.language, c.assignee, c.due_at, c.article) for c in last.coverage.all()] == [
        ("az", writer, at("2100-02-05 16:00"), None)
    ]


@pytest.mark.parametrize(
    ("zone", "utc_in_winter", "utc_in_summer"),
    [
        ("Asia/Baku", "06:00", "06:00"),
        ("America/New_York", "15:00", "14:00"),
        ("Pacific/Auckland", "21:00", "22:00"),
        ("Europe/Berlin", "09:00", "08:00"),
        ("Australia/Lord_Howe", "23:00", "23:30"),
    ],
)
def test_ten_o_clock_stays_ten_by_the_clocks_of_the_zone(zone, utc_in_winter, utc_in_summer):
    first = make_event(starts="2026-01-15", zone=zone)

    one = repeat(first, "FREQ=MONTHLY;BYMONTHDAY=15", dt.date(2026, 12, 15), now=at("2026-01-01 00:00"))
    series.extend(one, dt.date(2026, 12, 31), at("2026-01-01 00:00"))

    found = {row.series_day.month: row for row in dates(one)}
    assert len(found) == 12
    assert {f"{row.starts_time:%H:%M}" for row in found.values()} == {"10:00"}
    assert f"{found[1].starts_at:%H:%M}" == utc_in_winter
    assert f"{found[7].starts_at:%H:%M}" == utc_in_summer


def test_an_all_day_date_has_its_day_and_no_instant():
    one = repeat(make_event(starts_time=None, ends="2100-01-02"))

    assert [(row.starts, row.ends, row.starts_at) for row in dates(one)][1] == ("2100-01-08", "2100-01-09", None)


def test_a_day_on_which_the_clocks_leave_the_time_out_gets_no_date():
    now = at("2026-03-01 00:00")
    first = make_event(starts="2026-03-22", starts_time=dt.time(2, 30), zone="Europe/Berlin")

    one = repeat(first, "FREQ=WEEKLY;BYDAY=SU", dt.date(2026, 4, 5), now=now)

    assert [str(row.series_day) for row in dates(one)] == ["2026-03-22", "2026-04-05"]
    (told,) = series.left_out(one, now)
    assert told.startswith("02:30 on ")
    assert "clocks go from 02:00 to 03:00" in told


def test_dates_are_made_a_horizon_ahead_and_extending_twice_makes_nothing_more(settings):
    settings.EVENT_HORIZON_DAYS = 21
    one = repeat(make_event(), until=None)
    assert len(dates(one)) == 4

    later = NOW + dt.timedelta(days=14)
    made = series.extend_all(later)

    assert (made, series.extend_all(later), len(dates(one))) == (2, 0, 6)
    assert series.extend(one, series.horizon(later), later) == []  # over an old reading of the row


def test_the_daily_task_extends_every_series(settings):
    settings.EVENT_HORIZON_DAYS = 7
    today = database_now().date()
    first = make_event(starts=today.isoformat())
    one = repeat(first, "FREQ=DAILY", None, now=database_now())
    settings.EVENT_HORIZON_DAYS = 10

    assert extend_series() == 3
    assert len(dates(one)) == 11


@pytest.mark.parametrize(
    ("rule", "until", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TH", None, "The first day, 2100-01-01, is not a day of the rule."),
        (WEEKLY, FRIDAY, "The last day must lie after the first one."),
        (WEEKLY, dt.date(2100, 1, 7), "The rule gives no other day than the first."),
        ("FREQ=DAILY;COUNT=1", None, "The rule gives no other day than the first."),
        ("FREQ=DAILY", dt.date(2105, 1, 1), "The rule gives more than 400 dates. Give an earlier last day."),
        ("FREQ=HOURLY", None, "A rule begins with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY."),
    ],
)
def test_a_rule_that_makes_nothing_or_too_much_is_refused_in_words(rule, until, words):
    with pytest.raises(RuleError) as refused:
        repeat(make_event(), rule, until)

    assert str(refused.value) == words
    assert not EventSeries.objects.exists()


@pytest.mark.parametrize("fields", [{"starts": "2100-01"}, {"starts": ""}, {"status": "cancelled"}])
def test_only_an_event_with_a_day_that_takes_place_is_repeated(fields):
    with pytest.raises(RuleError):
        repeat(make_event(starts_time=None, **fields))


# --- What the public sees ---------------------------------------------------------------------------------------------


def slugs(now):
    return sorted(event.entity.slug for event in register.events(now))


def test_dates_of_a_public_event_are_public_at_once_and_each_is_told():
    first = make_event(public_from=NOW - minutes(1))
    settle(NOW)

    repeat(first, until=dt.date(2100, 1, 15))

    assert slugs(NOW) == ["weekly-briefing", "weekly-briefing-2100-01-08", "weekly-briefing-2100-01-15"]
    settle(NOW)
    told = [change.type for change in Change.objects.order_by("number")]
    assert told == ["event.published", "event.changed", "event.published", "event.published"]


def test_dates_wait_for_the_hour_of_the_first_or_stay_hidden_like_it():
    repeat(make_event(public_from=NOW + minutes(60)), until=dt.date(2100, 1, 8))
    hidden = repeat(make_event(name="Inner meeting"), until=dt.date(2100, 1, 8))

    assert slugs(NOW) == []
    assert slugs(NOW + minutes(60)) == ["weekly-briefing", "weekly-briefing-2100-01-08"]
    assert {row.public_from for row in dates(hidden)} == {None}


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_this_and_all_following_take_the_change_and_those_changed_apart_are_told():
    one = repeat(make_event())
    rows = dates(one)
    apart = rows[3]
    Event.objects.filter(pk=apart.pk).update(venue="Elsewhere")
    series.set_apart(apart)
    person = Person.objects.create(name="Ana Pop")

    outcome = series.change_following(
        rows[1],
        {"starts_time": dt.time(11), "starts": "2100-01-09", "slug": "never"},
        [{"person": person, "role": "Minister"}],
        by=make_writer(),
        now=NOW,
    )

    assert [str(row.series_day) for row in outcome.changed] == ["2100-01-15", "2100-01-29", "2100-02-05"]
    assert [(row.pk, why) for row, why in outcome.left] == [(apart.pk, "it was changed on its own")]
    after = {str(row.series_day): row for row in dates(one)}
    assert (after["2100-01-15"].starts, after["2100-01-15"].starts_at) == ("2100-01-16", at("2100-01-16 07:00"))
    assert [p.role for p in after["2100-01-29"].participants.all()] == ["Minister"]
    assert (after["2100-01-22"].starts, after["2100-01-22"].venue) == ("2100-01-22", "Elsewhere")
    assert after["2100-01-01"].starts_time == dt.time(10)


def test_new_dates_copy_the_latest_one_that_was_not_changed_apart():
    one = repeat(make_event(), until=None)
    rows = dates(one)
    series.change_following(rows[0], {"venue": "Hall 3"}, by=make_writer(), now=NOW)
    Event.objects.filter(pk=rows[-1].pk).update(venue="Once only")
    series.set_apart(rows[-1])

    one.refresh_from_db()
    (new, *_rest) = series.extend(one, one.made_until + dt.timedelta(days=7), NOW)

    assert new.venue == "Hall 3"


def test_a_change_of_following_public_dates_can_wait_for_an_hour():
    first = make_event(public_from=NOW - minutes(1))
    settle(NOW)
    one = repeat(first, until=dt.date(2100, 1, 15))
    settle(NOW)
    hour = NOW + minutes(60)

    outcome = series.change_following(first, {"venue": "Hall 3"}, by=make_writer(), now=NOW, hour=hour)

    assert len(outcome.changed) == 2
    assert {event.venue for event in register.events(NOW).filter(series_day__gt=FRIDAY)} == {""}
    assert {event.venue for event in register.events(hour).filter(series_day__gt=FRIDAY)} == {"Hall 3"}
    assert len(dates(one)) == 5
    assert len(slugs(hour)) == 3


def test_an_hour_of_a_change_neither_publishes_a_hidden_date_nor_shows_the_change_too_early():
    first = make_event(public_from=NOW - minutes(1))
    settle(NOW)
    one = repeat(first, until=dt.date(2100, 1, 22))
    settle(NOW)
    _first, seen, hidden, soon = dates(one)
    Event.objects.filter(pk=hidden.pk).update(public_from=None, settled_at=None)
    Event.objects.filter(pk=soon.pk).update(public_from=NOW + minutes(30), settled_at=None)
    hour = NOW + minutes(60)

    outcome = series.change_following(first, {"venue": "Hall 3"}, by=make_writer(), now=NOW, hour=hour)

    assert [row.pk for row in outcome.changed] == [seen.pk, hidden.pk]
    assert [(row.pk, why) for row, why in outcome.left] == [(soon.pk, "it becomes public before that hour")]
    hidden.refresh_from_db()
    assert (hidden.venue, hidden.public_from) == ("Hall 3", None)
    assert register.events(NOW + minutes(45)).get(series_day=soon.series_day).venue == ""
    assert register.events(NOW).get(series_day=seen.series_day).venue == ""


def test_a_date_made_while_a_change_waits_changes_at_that_hour_too(settings):
    settings.EVENT_HORIZON_DAYS = 7
    first = make_event(public_from=NOW - minutes(1))
    settle(NOW)
    one = repeat(first, until=None)
    settle(NOW)
    (second,) = [row for row in dates(one) if row.series_day > FRIDAY]
    hour = NOW + dt.timedelta(days=10)
    from articles.desk import registers

    registers.change(second, {"venue": "Hall 3"}, by=make_writer(), now=NOW, hour=hour)
    later = NOW + dt.timedelta(days=7)

    series.extend_all(later)

    third = {"series_day": dt.date(2100, 1, 15)}
    assert register.events(later).get(**third).venue == ""
    assert register.events(hour).get(**third).venue == "Hall 3"


def test_a_time_the_clocks_leave_out_is_not_given_to_a_following_date():
    now = at("2026-03-01 00:00")
    one = repeat(
        make_event(starts="2026-03-22", zone="Europe/Berlin"), "FREQ=WEEKLY;BYDAY=SU", dt.date(2026, 4, 5), now
    )
    rows = dates(one)

    outcome = series.change_following(rows[0], {"starts_time": dt.time(2, 30)}, by=make_writer(), now=now)

    assert [row.starts for row in outcome.changed] == ["2026-04-05"]
    ((row, why),) = outcome.left
    assert (row.starts, "does not exist in Europe/Berlin" in why) == ("2026-03-29", True)


# --- Dropping ---------------------------------------------------------------------------------------------------------


def test_a_date_that_was_never_public_is_removed_and_never_made_again():
    one = repeat(make_event(), until=None)
    rows = dates(one)

    assert series.drop(rows[-1], "", by=make_writer(), now=NOW) is True

    series.extend_all(NOW)
    assert [row.pk for row in dates(one)] == [row.pk for row in rows[:-1]]


def test_a_public_date_is_cancelled_with_a_reason_for_readers():
    first = make_event(public_from=NOW - minutes(1))
    settle(NOW)
    one = repeat(first, until=dt.date(2100, 1, 15))
    settle(NOW)
    second = dates(one)[1]

    with pytest.raises(RuleError):
        series.drop(second, " ", by=make_writer(), now=NOW)
    assert series.drop(second, "The hall is closed.", by=make_writer(), now=NOW) is False

    second.refresh_from_db()
    assert (second.status, second.status_reason, second.series_apart) == ("cancelled", "The hall is closed.", True)
    assert Change.objects.order_by("-number")[0].type == "event.cancelled"


def test_a_hidden_date_that_a_text_names_is_cancelled_not_removed():
    one = repeat(make_event(), until=dt.date(2100, 1, 8))
    second = dates(one)[1]
    EventLink.objects.create(article=make_article(by=make_writer()), event=second)

    assert series.drop(second, "Moved.", by=make_writer(), now=NOW) is False
    assert Event.objects.get(pk=second.pk).status == "cancelled"


def test_a_series_ends_with_a_date_and_makes_no_more():
    one = repeat(make_event(), until=None)
    rows = dates(one)

    outcome = series.end(rows[1], "No more briefings.", by=make_writer(), now=NOW)

    assert len(outcome.changed) == len(rows) - 2
    assert series.extend_all(NOW + dt.timedelta(days=300)) == 0
    assert [row.pk for row in dates(one)] == [row.pk for row in rows[:2]]
