"""The record of acts in plain words: every act has them, no page shows JSON, and its filters find it."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

import articles
import people
import pressoffice
from articles.desk import acts, audit
from articles.desk.registers import change
from articles.desk.steps import STEPS
from articles.models import AuditEntry, Topic
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, minutes, publish, take

ROOMS = [Path(room.__path__[0]) for room in (articles, people, pressoffice)]


def recorded_actions():
    """``(file, line, the action recorded)`` of every ``audit.record`` in the code; the action None where computed."""
    for room in ROOMS:
        for file in sorted(room.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                if called and node.func.attr == "record" and getattr(node.func.value, "id", "") == "audit":
                    for action in _said(node.args[0]):
                        yield file.name, node.lineno, action


def _said(expression):
    if isinstance(expression, ast.Constant):
        return [expression.value]
    if isinstance(expression, ast.IfExp):
        return [*_said(expression.body), *_said(expression.orelse)]
    return [None]


def test_every_act_that_is_recorded_has_words():
    found = list(recorded_actions())

    silent = [one for one in found if one[2] is not None and one[2] not in acts.ACTS and one[2] not in STEPS]

    assert silent == [], "give each of these acts its words in articles/desk/acts.py ACTS"
    assert len(found) > 20


def test_no_act_has_words_in_two_places():
    assert set(acts.ACTS) & set(STEPS) == set()


def test_acts_are_told_in_words_with_their_hours_and_note(settings):
    settings.OFFICE_TIME_ZONE = "Asia/Baku"
    at, was = dt.datetime(2027, 1, 3, 9, 0, tzinfo=dt.UTC), dt.datetime(2027, 1, 2, 9, 0, tzinfo=dt.UTC)

    def told(action, **detail):
        return acts.in_words(AuditEntry(action=action, detail=audit.canonical(detail)))

    assert told("approve", at=at, note="", hold=False, version=3) == "Approve: for 3 Jan 2027, 13:00"
    assert told("reschedule", at=at, was=was) == "Change the hour: from 2 Jan 2027, 13:00 to 3 Jan 2027, 13:00"
    assert told("hold", was=was) == "Hold: it was set for 2 Jan 2027, 13:00"
    assert told("request_changes", note="Name the place") == "Request changes: “Name the place”"
    assert told("read", revision=2, door="versions") == ("Read the text: revision 2; through versions and differences")
    assert told("limit", limited=True, people=["ann"], groups=[]) == "Limited who sees the text: people: ann"


pytestmark = pytest.mark.django_db


def test_history_of_a_text_is_told_in_words(client):
    writer, approver = make_writer(), make_approver()
    client.force_login(approver)
    text = make_article(by=writer)
    take(text, "submit", by=writer)
    take(text, "request_changes", by=approver, note="Name the place")

    page = client.get(reverse("admin:articles_article_history", args=[text.pk])).content.decode()

    lines = ["Request changes: “Name the place”", "Submit for review", "Saved: revision 1"]
    places = [page.index(line) for line in lines]
    assert places == sorted(places)
    assert "{&quot;" not in page


def test_history_tells_the_old_hour_and_the_new_one():
    writer, approver = make_writer(), make_approver()
    text = publish(make_article(by=writer), writer=writer, approver=approver, at=NOW + minutes(60))
    take(text, "reschedule", by=approver, at=NOW + minutes(120))

    moved = AuditEntry.objects.get(action="reschedule")

    assert acts.in_words(moved) == "Change the hour: from 1 Jan 2100, 10:00 to 1 Jan 2100, 11:00"


def test_history_of_a_register_row_is_told_in_words(client):
    registrar = make_user("Registry editor")
    client.force_login(registrar)
    topic = Topic.objects.create(name="Trade")
    change(topic, {"name": "Trade and transit"}, by=registrar, now=timezone.now())

    page = client.get(reverse("admin:articles_topic_history", args=[topic.pk])).content.decode()

    assert "Changed the row: fields: name" in page


def test_the_record_is_filtered_by_person_act_text_and_day(client):
    writer, approver, officer = make_writer(name="ann"), make_approver(name="ben"), make_user("Records officer")
    text, other = make_article(by=writer), make_article(by=writer, headline="Other", slug="other")
    publish(text, writer=writer, approver=approver)
    client.force_login(officer)
    page = reverse("admin:articles_auditentry_changelist")

    def numbers(**asked):
        return [line.key for line in client.get(page, asked).context["lines"]]

    def keys(**wanted):
        return list(AuditEntry.objects.filter(**wanted).order_by("-number").values_list("pk", flat=True))

    assert numbers(person="ben") == keys(by=approver)
    assert numbers(act="save") == keys(action="save")
    assert numbers(about=f"PR-{text.reference}") == keys(subject=f"article:{text.uid}")
    assert numbers(about=f"article:{other.uid}", person="ben") == []
    assert numbers(since=str(NOW.date()), until=str(NOW.date()), act="approve") == keys(action="approve")
    assert numbers(until="2000-01-01") == []


def test_older_pages_of_the_record_cost_what_the_first_costs(client, django_assert_max_num_queries):
    writer, officer = make_writer(), make_user("Records officer")
    text = make_article(by=writer)
    for number in range(60):
        edit(text, by=writer, summary=f"Summary {number}")
    client.force_login(officer)
    first = client.get(reverse("admin:articles_auditentry_changelist"), {"act": "save"})

    with django_assert_max_num_queries(25):
        second = client.get(reverse("admin:articles_auditentry_changelist") + "?" + first.context["older"])

    assert len(first.context["lines"]) == 50
    assert len(second.context["lines"]) == 11
    assert second.context["older"] == ""
