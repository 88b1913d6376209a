"""The readiness board, its command, and what is told the evening before."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.desk import bundles, readiness, registers
from articles.models import Comment, Contact, Event, Notice, ReviewRequest, TextContact
from articles.models.event import Coverage
from people.models import Person, Position
from pressoffice.ground.clock import database_now
from tests.factories import NOW, make_approver, make_article, make_public, make_user, make_writer, minutes, take

pytestmark = pytest.mark.django_db
SOON = NOW + minutes(60)


@pytest.fixture
def writer():
    return make_writer(name="writer", email="writer@example.org")


@pytest.fixture
def approver():
    return make_approver(name="approver")


def board(**said):
    return {row.reference: row for row in readiness.due(NOW, NOW + readiness.AHEAD, **said)}


def row_of(article, **said):
    return board(**said)[f"PR-{article.reference}"]


def test_an_approved_text_is_ready_and_what_is_missing_is_noted(writer, approver):
    article = make_public(writer=writer, approver=approver, at=SOON)
    Comment.objects.create(article=article, body="Is the date right?", by=approver, at=NOW)

    row = row_of(article)

    assert (row.ready, row.planned, row.overdue, row.hour) == (True, False, False, SOON)
    assert row.notes == ["No version in: Azerbaijani, Russian.", "No press contact.", "Open comments: 1."]
    TextContact.objects.create(article_uid=article.uid, contact=Contact.objects.create(name="Desk"))
    make_article(by=writer, work=article.work, language="az")
    make_article(by=writer, work=article.work, language="ru")
    assert row_of(article).notes == ["Open comments: 1."]


def test_a_planned_text_lacks_its_approval_and_its_sign_offs(writer):
    article = make_article(by=writer, meant_for=SOON)
    lawyer = make_user("Sign-off", name="lawyer")
    ReviewRequest.objects.create(article=article, capacity="legal", person=lawyer, asked_by=writer, asked_at=NOW)
    take(article, "submit", by=writer)

    row = row_of(article)

    assert (row.ready, row.planned, row.hour) == (False, True, SOON)
    assert row.problems == ["Not approved: it is “In review”.", "Sign-off open: Legal (lawyer)."]


def test_what_is_overdue_stands_first_and_old_plans_are_forgotten(writer, approver):
    soon = make_public(writer=writer, approver=approver, at=NOW + minutes(5))
    late = make_article(by=writer, meant_for=NOW - minutes(5))
    due = make_article(by=writer, due_at=NOW - minutes(1))
    make_article(by=writer, meant_for=NOW - minutes(60 * 24 * 20))
    make_article(by=writer, meant_for=NOW + minutes(60 * 49))

    rows = readiness.due(NOW, NOW + readiness.AHEAD)

    assert [(row.thing, row.overdue) for row in rows] == [(late, True), (due, True), (soon, False)]


def test_a_text_held_past_its_plan_is_not_ready(writer, approver):
    article = make_article(by=writer, meant_for=SOON)
    take(article, "submit", by=writer)
    take(article, "approve", by=approver, hold=True)

    assert row_of(article).problems == ["Held: it has no hour yet."]


def test_events_positions_and_changes_that_wait_are_on_the_board(settings, writer):
    covered = Event.objects.create(name="Briefing", starts="2100-01-02", starts_time=dt.time(8))
    Coverage.objects.create(event=covered)
    bare = Event.objects.create(name="Visit", starts="2100-01-02")
    Event.objects.create(name="Next week", starts="2100-01-08")
    Event.objects.create(name="Off", starts="2100-01-02", status="cancelled")
    post = Position.objects.create(person=Person.objects.create(name="Ana Pop"), title="Minister", public_from=SOON)
    settings.REGISTER_FOUR_EYES = True
    waits = registers.change(post, {"title": "First minister"}, by=writer, now=NOW, hour=SOON + minutes(5))

    found = {(row.kind, row.thing): row for row in readiness.due(NOW, NOW + readiness.AHEAD)}

    assert {key: row.problems for key, row in found.items()} == {
        ("event", covered): [],
        ("event", bare): ["Nobody plans to cover it."],
        ("position", post): [],
        ("edit", waits): ["It waits for a second person."],
    }


def test_a_bundle_says_which_member_is_not_ready(writer, approver):
    ready, late = make_article(by=writer), make_article(by=writer)
    take(ready, "submit", by=writer)
    bundle = bundles.make("Visit", by=writer, now=NOW)
    for n, row in enumerate((ready, late)):
        bundles.add(bundle, row, by=writer, version=n, now=NOW)
    bundles.plan(bundle, SOON, by=writer, version=2, now=NOW)

    row = board()[f"bundle {bundle.pk}"]

    assert row.problems == ["Not approved.", f"PR-{late.reference}: It is “Draft”: its author submits it first."]
    assert board(thorough=False)[f"bundle {bundle.pk}"].problems == ["Not approved."]


def test_the_board_costs_as_many_queries_however_much_there_is(writer, django_assert_max_num_queries):
    for n in range(6):
        make_article(by=writer, meant_for=SOON + minutes(n))
        Event.objects.create(name=f"Visit {n}", starts="2100-01-02")
        Position.objects.create(person=Person.objects.create(name=f"P {n}"), title="Envoy", public_from=SOON)

    with django_assert_max_num_queries(16):
        assert len(readiness.due(NOW, NOW + readiness.AHEAD, user=writer, thorough=False)) == 18


def test_a_limited_text_is_on_the_board_of_those_who_may_see_it_alone(writer):
    article = make_article(by=writer, meant_for=SOON, limited=True)

    [row] = board(user=writer).values()
    assert (row.thing, row.problems[-1]) == (article, "Nobody who could approve it may see it.")
    assert board(user=make_approver()) == {}


def test_the_page_shows_both_clocks(client, writer, approver, settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"
    hour = (database_now() + minutes(120)).replace(second=0, microsecond=0)
    article = make_public(writer=writer, approver=approver, now=database_now(), at=hour)
    make_article(by=writer, headline="Late", meant_for=database_now() - minutes(10))
    client.force_login(writer)

    page = client.get(reverse("admin:readiness"))

    words = page.content.decode()
    local = hour + dt.timedelta(hours=4)
    assert f"<strong>{local:%H:%M}</strong>" in words
    assert f"{hour:%H:%M} UTC" in words
    assert "Asia/Baku" in words
    assert [row.row.thing for _day, rows in page.context["days"] for row in rows] == [article]
    assert [row.title for row in page.context["late"]] == ["Late"]
    assert page.context["unready"] == 1


def test_the_command_fails_where_something_is_not_ready(writer, approver, capsys):
    now = database_now()
    make_public(writer=writer, approver=approver, now=now, at=now + minutes(60))
    call_command("readiness")
    assert capsys.readouterr().out.endswith("1 due, 0 not ready\n")
    late = make_article(by=writer, headline="Secret words", meant_for=now + minutes(60))

    with pytest.raises(SystemExit) as ended:
        call_command("readiness")

    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert f"PR-{late.reference}  NOT READY (1)" in said
    assert "Secret" not in said


def test_the_evening_before_whoever_is_concerned_is_told_once(writer, approver, settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"
    article = make_article(by=writer, meant_for=NOW + minutes(60 * 24))
    hidden = make_article(by=writer, meant_for=NOW + minutes(60 * 24), limited=True)
    before, evening = NOW + minutes(60 * 4), NOW + minutes(60 * 5)  # 17:00 and 18:00 in Baku

    assert readiness.tell_unready(before) == 0
    assert readiness.tell_unready(evening) == 2
    readiness.tell_unready(evening + minutes(5))

    told = Notice.objects.filter(kind=Notice.Kind.NOT_READY)
    texts = told.exclude(article=None).values_list("user", "article")
    assert sorted(texts) == [(writer.pk, article.pk), (writer.pk, hidden.pk)]
    assert [(one.user, one.path) for one in told.filter(article=None)] == [(approver, reverse("admin:readiness"))]
    readiness.tell_unready(evening + minutes(60 * 24))
    assert told.count() == 6


def test_nobody_is_told_of_a_limited_text_they_may_not_know_of(writer, approver):
    make_article(by=writer, meant_for=NOW + minutes(60), limited=True)

    readiness.tell_unready(NOW + minutes(60 * 9) + minutes(30))

    assert not Notice.objects.filter(user=approver).exists()
