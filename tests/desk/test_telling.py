"""Who is told what of a text, when they are reminded, who is asked in their place, and the mails."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from articles.admin.notices import admin_notices
from articles.desk import outbox, telling
from articles.desk.absences import set_absence
from articles.desk.four_eyes import propose
from articles.desk.outbox import DELAYS, LEASE, send_due
from articles.desk.registers import refuse
from articles.desk.reminding import remind
from articles.desk.reviewing import ask
from articles.models import Absence, DeskVisit, Notice, Trouble
from articles.models.vocabulary import Capacity
from people.models import Person
from tests.factories import (
    NOW,
    edit,
    make_approver,
    make_article,
    make_public,
    make_user,
    make_writer,
    minutes,
    publish,
    take,
)

pytestmark = pytest.mark.django_db

Kind = Notice.Kind
HEADLINE = "A word nobody may mail"
HOURS = dt.timedelta(hours=1)


@pytest.fixture
def writer():
    return make_writer(name="writer", email="writer@press.example")


@pytest.fixture
def approver():
    return make_approver(name="approver", email="approver@press.example")


def submitted(writer, **fields):
    article = make_article(by=writer, headline=HEADLINE, body=f"<p>{HEADLINE} twice.</p>", **fields)
    return take(article, "submit", by=writer)


def told(kind=None, **fields):
    rows = Notice.objects.filter(**({"kind": kind} if kind else {}), **fields)
    return sorted(rows.values_list("user__username", flat=True))


def absent(user, deputy=None, begins=NOW - HOURS, ends=NOW + 100 * HOURS):
    return Absence.objects.create(user=user, begins=begins, ends=ends, deputy=deputy)


# --- Who --------------------------------------------------------------------------------------------------------------


def test_everybody_who_may_approve_is_asked_but_no_author(writer, approver):
    other = make_approver(name="other")
    make_approver(name="gone", is_active=False)
    both = make_approver(name="both")
    article = make_article(by=writer)
    edit(article, by=both, headline="Theirs")

    take(article, "submit", by=writer)

    assert told(Kind.REVIEW, asks=True) == ["approver", "other"]
    assert set(Notice.objects.values_list("path", "reference")) == {
        (reverse("admin:articles_article_change", args=[article.pk]), f"PR-{article.reference}")
    }
    assert other.notices.get().mail_at is None  # no address, so the admin alone
    assert approver.notices.get().mail_at == NOW


def test_reviewers_asked_by_name_are_told_alone(writer, approver):
    make_approver(name="other")
    article = make_article(by=writer)
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)
    assert told() == []

    take(article, "submit", by=writer)

    assert told(Kind.REVIEW) == ["approver"]


def test_a_sign_off_is_asked_for_once_and_ends_with_the_yes(writer, approver):
    lawyer = make_user("Writer", "Sign-off", name="lawyer")
    article = make_article(by=writer)
    ask(article, lawyer, Capacity.LEGAL, by=writer, now=NOW)
    take(article, "submit", by=writer, now=NOW + minutes(1))
    assert told(Kind.SIGN_OFF, done_at=None) == ["lawyer"]

    take(article, "sign_off", by=lawyer, now=NOW + minutes(2))

    assert told(Kind.SIGN_OFF, done_at=None) == []
    assert told(Kind.REVIEW, done_at=None) == ["approver"]


def test_changes_are_asked_of_authors_and_assignee(writer, approver):
    helper = make_writer(name="helper")
    article = submitted(writer, assignee=helper)

    take(article, "request_changes", by=approver, note="No.")

    assert told(Kind.CHANGES, asks=True, done_at=None) == ["helper", "writer"]
    assert told(Kind.REVIEW, done_at=None) == []
    take(article, "submit", by=writer)
    assert told(Kind.CHANGES, done_at=None) == []


def test_authors_hear_of_approval_hour_hold_and_cancellation_never_the_actor(writer, approver):
    article = submitted(writer)

    take(article, "approve", by=approver, at=NOW + minutes(60))
    take(article, "reschedule", by=approver, now=NOW + minutes(1), at=NOW + minutes(90))
    take(article, "hold", by=approver, now=NOW + minutes(2))
    take(article, "cancel", by=approver, now=NOW + minutes(3))

    assert told(Kind.APPROVED) == ["writer"]
    assert told(Kind.MOVED) == ["writer"] * 3
    assert told(by=approver, user=approver) == []


def test_the_author_hears_of_an_approval_that_is_public_at_once(writer, approver):
    make_public(writer=writer, approver=approver)

    assert told(Kind.APPROVED) == ["writer"]


def test_a_takedown_asks_the_approvers_until_one_confirms(writer, approver):
    duty = make_approver(name="duty")
    article = make_public(writer=writer, approver=approver)

    take(article, "withdraw", by=duty, note="Wrong.", now=NOW + minutes(1))
    assert told(Kind.TAKEDOWN, asks=True, done_at=None) == ["approver"]

    take(article, "confirm", by=approver, now=NOW + minutes(2))
    assert told(Kind.TAKEDOWN, asks=True, done_at=None) == []


def test_nobody_hears_of_a_limited_text_they_may_not_see(writer, approver):
    make_approver(name="stranger")
    article = make_article(by=writer)
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)
    type(article).objects.filter(pk=article.pk).update(limited=True)
    take(article, "submit", by=writer)
    telling.tell(Kind.NOT_READY, [make_approver(name="late"), approver], key="x", now=NOW, article=article)

    assert told() == ["approver", "approver"]


def test_a_register_change_that_waits_asks_who_may_decide_it(approver):
    editor = make_user("Registry editor", name="editor")
    person = Person.objects.create(name="Leyla Aliyeva")
    row = propose(person, {"name": "L. Aliyeva"}, {}, by=editor, now=NOW)
    assert told(Kind.REGISTER, done_at=None) == ["approver"]

    refuse(row, by=approver, now=NOW)

    assert told(Kind.REGISTER, done_at=None) == []


# --- Absent -----------------------------------------------------------------------------------------------------------


def test_the_deputy_of_somebody_away_is_told_at_once(writer, approver):
    deputy = make_approver(name="deputy", email="deputy@press.example")
    author = make_approver(name="author")
    absent(approver, deputy=author)
    absent(author, deputy=deputy)
    article = make_article(by=writer)
    edit(article, by=author, headline="Theirs")
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)

    take(article, "submit", by=writer)

    assert told(Kind.REVIEW) == ["approver", "deputy"]
    assert deputy.notices.get().for_person == approver


def test_without_a_deputy_everybody_present_who_could_is_told(writer, approver):
    make_approver(name="other")
    absent(make_approver(name="away"))
    absent(approver)
    article = make_article(by=writer)
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)

    take(article, "submit", by=writer)

    assert told(Kind.REVIEW) == ["approver", "other"]


def test_an_absence_set_later_brings_the_deputy_in(writer, approver):
    deputy = make_approver(name="deputy")
    article = make_article(by=writer)
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)
    take(article, "submit", by=writer)
    soon = NOW + minutes(5)
    set_absence(approver, begins=soon, ends=soon + HOURS, deputy=deputy, by=approver, now=NOW)

    assert (remind(NOW + minutes(4)), remind(soon), remind(soon)) == (0, 1, 0)
    assert told(for_person=approver) == ["deputy"]


# --- Reminded ---------------------------------------------------------------------------------------------------------


def test_one_reminder_then_the_deputy_then_nothing(writer, approver):
    deputy = make_approver(name="deputy")
    Absence.objects.create(user=approver, begins=NOW - 9 * HOURS, ends=NOW - 8 * HOURS, deputy=deputy)
    article = make_article(by=writer)
    ask(article, approver, Capacity.APPROVER, by=writer, now=NOW)
    take(article, "submit", by=writer)
    send_due(NOW)

    did = [remind(NOW + n * HOURS) + send_due(NOW + n * HOURS) for n in (3, 4, 5, 23, 24, 25)]

    assert did == [0, 2, 0, 0, 1, 0]
    assert [letter.to for letter in mail.outbox] == [["approver@press.example"]] * 2
    assert "reminder" in mail.outbox[1].subject
    assert told(for_person=approver) == ["deputy"]


@pytest.mark.parametrize(("due", "first"), [(60, 30), (20, 10), (6 * 60, 4 * 60)])
def test_the_reminder_comes_before_the_hour_it_is_due(writer, approver, due, first):
    submitted(writer, due_at=NOW + minutes(due))
    send_due(NOW)

    assert remind(NOW + minutes(first - 1)) == 0
    assert remind(NOW + minutes(first)) == 1


def test_an_ask_that_is_no_longer_needed_is_neither_mailed_nor_reminded(writer, approver):
    article = submitted(writer)
    take(article, "request_changes", by=make_approver(name="quick"), note="No.")

    send_due(NOW)
    assert [letter.to for letter in mail.outbox] == [["writer@press.example"]]
    assert remind(NOW + 30 * HOURS) == 2  # the writers' reminder, and nobody to stand in
    assert told(Kind.REVIEW, done_at=None) == []


def test_an_ask_whose_step_was_forgotten_ends_when_it_is_looked_at(writer, approver):
    article = submitted(writer)
    send_due(NOW)
    type(article).objects.filter(pk=article.pk).update(status="draft")

    assert remind(NOW + 5 * HOURS) == 0
    assert told(done_at=None) == []


# --- Mail -------------------------------------------------------------------------------------------------------------


def test_a_mail_has_reference_and_link_and_no_word_of_the_text(writer, approver, settings):
    article = submitted(writer)

    assert (send_due(NOW), send_due(NOW + minutes(9))) == (1, 0)

    letter = mail.outbox[0]
    assert letter.subject == f"PR-{article.reference}: To review and approve"
    path = reverse("admin:articles_article_change", args=[article.pk])
    assert f"{settings.SITE_URL}{path}" in letter.body
    assert "word" not in letter.subject.lower()
    assert HEADLINE not in letter.message().as_string()
    assert letter.from_email == "no-reply@press.example"
    assert letter.extra_headers["Message-ID"] == f"<notice-{approver.notices.get().pk}-0@press.example>"


def test_the_notice_that_leads_to_the_board_names_the_day(approver):
    telling.tell(
        Kind.NOT_READY, [approver], key="not-ready:2100-01-02", now=NOW, path="/admin/", reference="2100-01-02"
    )

    send_due(NOW)

    assert "Not everything is ready that is to go out after Jan. 2, 2100." in mail.outbox[0].body


def test_a_mail_is_written_in_the_language_its_reader_uses(writer, approver):
    DeskVisit.objects.create(user=approver, seen_at=NOW, language="ru")
    notice = Notice(kind=Kind.REVIEW)
    submitted(writer)

    send_due(NOW)

    with override("ru"):
        assert notice.get_kind_display() in mail.outbox[0].subject


def test_a_mail_that_fails_waits_longer_each_time_and_is_shown(writer, approver, monkeypatch):
    submitted(writer)
    at, waits = NOW, []

    class Refusing:
        def open(self): ...

        def close(self): ...

        def send_messages(self, letters):
            raise smtplib.SMTPRecipientsRefused({})

    with monkeypatch.context() as patched:
        patched.setattr(mail, "get_connection", Refusing)
        for _n in range(3):
            assert send_due(at) == 0
            again = approver.notices.get().mail_at
            waits.append(again - at)
            assert send_due(again - minutes(0.01)) == 0
            at = again
    assert waits == DELAYS[:3]
    assert Trouble.objects.get().tries == 3

    assert send_due(at) == 1
    assert Trouble.objects.count() == 0
    assert approver.notices.get().error == ""


def test_where_the_server_does_not_answer_all_wait_after_one_try(writer, approver, monkeypatch):
    make_approver(name="other", email="other@press.example")
    submitted(writer)
    tried = []

    def unreachable():
        tried.append(1)
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(mail, "get_connection", unreachable)
        send_due(NOW)
    assert len(tried) == 1
    assert set(Notice.objects.values_list("tries", "mail_at")) == {(1, NOW + DELAYS[0])}

    assert send_due(NOW + DELAYS[0]) == 2


def test_a_sender_that_dies_loses_nothing(writer, approver, monkeypatch):
    submitted(writer)

    class Dying:
        def open(self): ...

        def send_messages(self, letters):
            raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(mail, "get_connection", Dying)
        with pytest.raises(SystemExit):
            send_due(NOW)

    assert send_due(NOW + LEASE / 2) == 0  # it might still be alive
    assert send_due(NOW + LEASE) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith("<notice-")


def test_nothing_is_mailed_once_the_text_is_hidden_from_the_person(writer, approver):
    article = submitted(writer)
    type(article).objects.filter(pk=article.pk).update(limited=True)

    assert send_due(NOW) == 0
    assert (mail.outbox, approver.notices.get().mail_at) == ([], None)


# --- In the admin -----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_is_asked_and_opens_it(client, writer, approver, django_assert_num_queries):
    article = submitted(writer)
    client.force_login(approver)

    page = client.get(reverse("admin:notices"))

    assert [len(rows) for _label, _name, rows in page.context["groups"]] == [1, 0]
    assert f"PR-{article.reference}".encode() in page.content
    assert HEADLINE.encode() not in page.content
    notice = approver.notices.get()
    opened = client.post(reverse("admin:notice-open", args=[notice.pk]))
    assert opened["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    notice.refresh_from_db()
    assert notice.read_at is not None
    client.post(reverse("admin:notices-mark"), {"notice": notice.pk, "as": "unread"})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_notices_of_others_and_of_hidden_texts_are_not_found(client, writer, approver):
    article = submitted(writer)
    notice = approver.notices.get()
    client.force_login(writer)
    assert client.post(reverse("admin:notice-open", args=[notice.pk])).status_code == 404
    client.post(reverse("admin:notices-mark"), {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None

    type(article).objects.filter(pk=article.pk).update(limited=True)
    client.force_login(approver)
    assert client.post(reverse("admin:notice-open", args=[notice.pk])).status_code == 404
    page = client.get(reverse("admin:notices"))
    assert f"PR-{article.reference}".encode() not in page.content


def test_the_count_in_the_header_is_one_query(rf, writer, approver, django_assert_num_queries):
    publish(make_article(by=writer), writer=writer, approver=approver)
    request = rf.get("/admin/")
    request.user = writer
    writer.has_perm("articles.read_all_article")  # asked once a request anyway

    with django_assert_num_queries(1):
        assert admin_notices(request)["unread"] == 1


def test_a_broker_that_is_gone_is_asked_once_and_breaks_nothing(monkeypatch):
    tried = []

    def gone(*args, **kwargs):
        tried.append(args)
        raise ConnectionRefusedError

    monkeypatch.setattr(outbox.current_app, "send_task", gone)
    monkeypatch.setattr(outbox, "_quiet_until", 0.0)

    outbox.wake()
    outbox.wake()

    assert tried == [("articles.tasks.tell_due",)]
