"""The agenda of the desk: days in order, coverage and gaps in words, the note on the week ahead."""

import datetime as dt

import pytest
from django.urls import reverse

from articles.models import Article, Event
from articles.models.event import Coverage
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import told
from tests.factories import make_user, make_writer, minutes
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user = make_writer(name="Leyla")
    client.force_login(user)
    return user


def make_event(**fields):
    return Event.objects.create(**{"name": "Visit", "starts": "2026-03-10", "zone": "Europe/Berlin"} | fields)


def agenda(client, **asked):
    return client.get(reverse("admin:agenda"), asked)


def shown(response):
    """``{day: names}`` of the days that have events."""
    return {
        day["date"].isoformat(): [entry.event.name for entry in day["entries"]]
        for day in response.context["days"]
        if day["entries"]
    }


def test_the_agenda_shows_days_in_order_with_what_goes_on_and_what_has_no_day(client, writer):
    make_event(name="Summit", starts="2026-03-10", ends="2026-03-12")
    make_event(name="Call", starts="2026-03-10", starts_time=dt.time(9))
    make_event(name="Talks", starts="2026-03-11", starts_time=dt.time(9), status="postponed", status_reason="Snow.")
    make_event(name="Some day", starts="2026-03")
    make_event(name="Next week", starts="2026-03-17")

    week = agenda(client, view="week", day="2026-03-11")

    assert shown(week) == {
        "2026-03-10": ["Summit", "Call"],
        "2026-03-11": ["Summit", "Talks"],
        "2026-03-12": ["Summit"],
    }
    assert [entry.event.name for entry in week.context["undated"]] == ["Some day"]
    assert "Postponed" in week.content.decode()
    month = agenda(client, view="month", day="2026-03-11")
    assert list(shown(month)) == ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-17"]
    assert len(month.context["days"]) == 42
    listed = agenda(client, view="list", day="2026-03-12")
    assert list(shown(listed)) == ["2026-03-12", "2026-03-17"]


def test_the_agenda_pages_by_what_it_shows_and_takes_nonsense_for_today(client, writer):
    week = agenda(client, view="week", day="2026-03-11", who="")
    assert (week.context["before"], week.context["after"]) == (
        "?view=week&day=2026-03-04",
        "?view=week&day=2026-03-18",
    )
    month = agenda(client, view="month", day="2026-01-31")
    assert (month.context["before"], month.context["after"]) == (
        "?view=month&day=2025-12-01",
        "?view=month&day=2026-02-01",
    )
    for asked in ({"day": "soon", "view": "year", "who": "me"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}):
        assert agenda(client, **asked).context["asked"].day == agenda(client).context["asked"].today


def test_the_agenda_shows_coverage_and_gaps_in_words_and_by_who(client, writer):
    now = database_now()
    past = (now - dt.timedelta(days=5)).date().isoformat()
    seen, other = make_event(name="Seen", starts=past), make_event(name="Other", starts=past)
    Coverage.objects.create(event=seen, assignee=writer, language="az")

    page = agenda(client, view="list", day=past)
    theirs = agenda(client, view="list", day=past, who=str(writer.pk))

    assert {gap.event.name for gap in page.context["missing"]} == {"Seen", "Other"}
    text = " ".join(page.content.decode().split())
    assert "no public text about it." in text
    assert "Readout (az): Leyla, <strong>open</strong>" in text
    assert shown(theirs) == {past: ["Seen"]}
    assert [gap.event.name for gap in theirs.context["missing"]] == ["Seen"]
    assert theirs.context["people"] == [(str(writer.pk), "Leyla")]
    assert other.name not in theirs.content.decode()


def test_the_agenda_asks_as_much_for_many_events_as_for_few(client, writer):
    def asked():
        with statements() as seen:
            assert agenda(client, view="week", day="2026-03-11").status_code == 200
        return len(seen)

    def fill(count):
        for _n in range(count):
            event = make_event(name="Visit", starts="2026-03-11")
            Coverage.objects.create(event=event, assignee=writer)

    fill(2)
    asked()  # what a process reads once
    few = asked()
    fill(30)
    assert asked() == few


def test_the_agenda_is_for_staff_who_see_events(client):
    assert agenda(client).status_code == 302
    client.force_login(make_user())
    assert agenda(client).status_code == 403


def test_the_week_ahead_is_drafted_from_the_events_chosen(client, writer):
    now = database_now()
    public = make_event(name="Open day", starts="2100-03-10", public_from=now - minutes(1))
    hidden = make_event(name="Quiet talks", starts="2100-03-11")
    make_event(name="Off", starts="2100-03-12", status="cancelled", status_reason="Snow.", public_from=now - minutes(1))

    page = agenda(client, view="week", day="2100-03-10")
    offered = {entry.event.name: (entry.chosen, entry.release) for entry in page.context["week_ahead"]["entries"]}
    said = {"day": page.context["week_ahead"]["day"], "language": "ru", "event": [public.pk, hidden.pk]}
    response = client.post(reverse("admin:week-ahead"), said, follow=True)

    assert offered == {"Open day": (True, ""), "Quiet talks": (False, "not public"), "Off": (False, "")}
    article = Article.objects.get()
    assert (article.kind, article.language, article.status) == ("media_advisory", "ru", "draft")
    assert [link.event for link in article.eventlinks.all()] == [public, hidden]
    assert response.redirect_chain[-1][0] == reverse("admin:articles_article_change", args=[article.pk])
    assert "Not public yet; a public text about them makes them so: Quiet talks." in told(response)


@pytest.mark.parametrize("said", [{}, {"language": "en"}, {"language": "xx", "event": ["1"]}, {"event": ["x"]}])
def test_the_week_ahead_needs_a_language_and_events(client, writer, said):
    client.post(reverse("admin:week-ahead"), {"day": "2100-03-08", **said})
    assert not Article.objects.exists()
    client.force_login(make_user("Reviewer"))
    assert client.post(reverse("admin:week-ahead"), {"day": "2100-03-08"}).status_code == 403
