"""Limited texts: to whoever is not named the text does not exist at the desk, whatever is asked of it."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles.admin import access as doors
from articles.desk import access, audit
from articles.desk.errors import RightError, TransitionError
from articles.models import Access, AuditEntry
from tests.desk.limited import Limited, Register, answers, make_everything_but, questions
from tests.factories import NOW, edit, make_approver, make_article, make_public, make_user, make_writer, take

pytestmark = pytest.mark.django_db


class _Undone(Exception):
    """Takes the planting back."""


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def outsider(client):
    """Somebody with every right but to read every text, signed in."""
    user = make_everything_but("read_all_article")
    client.force_login(user)
    return user


def differences(client, planted, *, only=""):
    """The questions answered otherwise once the text is there than before: it is planted, asked for, and taken back."""
    try:
        with transaction.atomic():
            planted.plant()
            asked = [path for path in questions(planted) if only in path]
            after = answers(client, asked)
            raise _Undone
    except _Undone:
        pass
    before = answers(client, asked)
    return [path for path in asked if after[path] != before[path]]


# --- Every door -------------------------------------------------------------------------------------------------------


def test_no_page_of_the_desk_tells_of_a_limited_text(client, outsider, now):
    assert differences(client, Limited(Register(), now)) == []


def test_whoever_is_named_finds_the_text_at_every_door(client, now):
    planted = Limited(Register(), now).plant()
    entitled = make_everything_but("read_all_article")
    access.limit(planted.text, True, users=[planted.reviewer, entitled], by=planted.reviewer, now=now)
    client.force_login(entitled)

    own = f"/admin/articles/article/{planted.text.pk}"
    expected = {f"{own}/{door}/" for door in ("change", "versions", "access", "ledger", "history", "proposals")} | {
        "/admin/articles/article/",
        "/admin/articles/edition/",
        "/admin/articles/revision/",
        f"/admin/search/?q={planted.token}",
        f"/admin/articles/event/{planted.register.event.pk}/change/",
    }

    told = {
        path
        for path, (_status, _to, body) in answers(client, expected).items()
        if f"Headline {planted.token}".encode() in body
    }

    assert expected - told == set()
    assert expected - set(questions(planted)) == set()


def _fault_the_list_shows_everything(patch):
    patch.setattr(
        doors.VisibleRows, "get_queryset", lambda self, request: super(doors.VisibleRows, self).get_queryset(request)
    )


def _fault_the_gate_is_open(patch):
    patch.setattr(access, "visible_to", lambda user, queryset=None: queryset)


def _fault_deleting_tells(patch):
    patch.setattr(doors, "deleted_objects", doors.admin.utils.get_deleted_objects)


def _fault_the_record_tells(patch):
    from articles.admin import history

    patch.setattr(history, "visible_acts", lambda user, acts: acts)


def _fault_coverage_tells(patch):
    from articles.admin import coverage

    patch.setattr(coverage, "may_see", lambda user, article: True)


FAULTS = [value for name, value in sorted(globals().items()) if name.startswith("_fault_")]
SHOWN_BY = {
    _fault_the_list_shows_everything: "/admin/articles/revision/",
    _fault_the_gate_is_open: "/admin/articles/article/",
    _fault_deleting_tells: "/delete/",
    _fault_the_record_tells: "/admin/articles/auditentry/",
    _fault_coverage_tells: "/admin/articles/event/",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.removeprefix("_fault_"))
def test_a_planted_fault_is_found(client, outsider, now, monkeypatch, fault):
    fault(monkeypatch)
    client.raise_request_exception = False

    assert differences(client, Limited(Register(), now), only=SHOWN_BY[fault]) != []


@pytest.mark.parametrize(
    "door", ["change", "transition", "versions", "access", "proposals", "comments", "work", "keep"]
)
def test_posting_to_a_limited_text_finds_nothing(client, outsider, now, door):
    planted = Limited(Register(), now).plant()

    assert client.post(f"/admin/articles/article/{planted.text.pk}/{door}/", {"version": 0}).status_code == 404


def test_what_a_limited_text_uses_is_not_deleted_and_nothing_is_told(client, outsider, now):
    planted = Limited(Register(), now).plant()
    page = reverse("admin:people_person_delete", args=[planted.register.person.pk])

    asked = client.get(page)
    done = client.post(page, {"post": "yes"}, follow=True)

    assert planted.token not in asked.content.decode()
    assert "It is in use, so it cannot be deleted." in done.content.decode()
    planted.register.person.refresh_from_db()


def test_a_public_edition_of_a_limited_text_is_public_and_its_working_copy_is_not(client, outsider, now):
    text = make_public(now=now, headline="Out for all")
    author = make_writer()
    take(text, "correct", by=author, now=now)
    edit(text, by=author, now=now, headline="Secret correction")
    reviewer = make_approver()
    access.limit(text, True, users=[reviewer], by=reviewer, now=now)

    shown = client.get(reverse("admin:articles_edition_change", args=[text.editions.get().pk])).content.decode()

    assert "Out for all" in shown
    assert "Secret correction" not in shown
    assert client.get(reverse("admin:articles_article_change", args=[text.pk])).status_code == 404


# --- Limiting ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def text():
    return make_article(by=make_writer(name="the-author"))


def test_a_limit_holds_for_every_language_version_and_is_recorded(text):
    version = type(text).objects.create(work=text.work, language="az", created_by=text.created_by)
    approver, group = make_approver(), Group.objects.get(name="Duty publisher")

    access.limit(text, True, users=[approver], groups=[group], by=text.created_by, now=NOW)

    version.refresh_from_db()
    assert (text.limited, version.limited) == (True, True)
    assert [str(row) for row in Access.objects.filter(article=version)] == [approver.username, "Duty publisher"]
    acts = AuditEntry.objects.filter(action="limit").values_list("subject", flat=True)
    assert sorted(acts) == sorted([f"article:{text.uid}", f"article:{version.uid}"])


def test_who_is_named_sees_it_and_nobody_else(text):
    named, member, other = make_approver(), make_user("Duty publisher"), make_approver()
    access.limit(
        text,
        True,
        users=[named],
        groups=[Group.objects.get(name="Duty publisher")],
        by=text.created_by,
        now=NOW,
    )

    seen = [access.may_see(user, text) for user in (text.created_by, named, member, other)]

    assert seen == [True, True, True, False]
    assert set(access.who_may_see(text)) == {text.created_by, named, member}


def test_nobody_can_lock_out_every_approver(text):
    writer = make_user("Writer")

    with pytest.raises(TransitionError, match="Nobody who could approve"):
        access.limit(text, True, users=[writer], by=text.created_by, now=NOW)

    text.refresh_from_db()
    assert (text.limited, Access.objects.count(), AuditEntry.objects.filter(action="limit").count()) == (False, 0, 0)


def test_an_approver_who_wrote_in_the_text_does_not_count(text):
    approver = make_approver()
    edit(text, by=approver, headline="Mine now")

    with pytest.raises(TransitionError):
        access.limit(text, True, users=[approver], by=text.created_by, now=NOW)


def test_a_text_whose_approver_left_is_told(text):
    approver = make_approver()
    access.limit(text, True, users=[approver], by=text.created_by, now=NOW)
    assert list(access.locked()) == []

    approver.is_active = False
    approver.save()

    assert list(access.locked()) == [text]


def test_limiting_needs_the_right(text):
    with pytest.raises(RightError):
        access.limit(text, True, by=make_user("Reviewer"), now=NOW)


def test_visible_texts_cost_one_statement(text, django_assert_num_queries):
    user = make_approver()
    user.has_perm("articles.view_article")

    with django_assert_num_queries(1):
        assert list(access.visible_to(user)) == [text]


def test_the_page_limits_a_text_and_refuses_to_lock_it(client, text):
    approver = make_approver()
    client.force_login(text.created_by)
    page = reverse("admin:articles_article_access", args=[text.pk])

    refused = client.post(page, {"limited": "on"})
    done = client.post(page, {"limited": "on", "users": [approver.pk]})

    assert (refused.status_code, done.status_code) == (409, 302)
    assert "Nobody who could approve" in refused.content.decode()
    text.refresh_from_db()
    assert text.limited


@pytest.mark.both_databases
def test_the_record_tells_of_a_hidden_text_only_to_whoever_sees_it(now):
    planted = Limited(Register(), now).plant()
    proposal = planted.text.proposals.get()
    audit.record("reject", f"proposal:{proposal.pk}", by=planted.author, now=now, label=planted.token)
    audit.record("readout", f"event:{planted.register.event.uid}", by=planted.author, now=now, article=planted.text.uid)
    audit.record("register", "event:other", by=planted.author, now=now)
    every = AuditEntry.objects.exclude(subject="event:other")

    known = {user: access.visible_acts(user, every).count() for user in (planted.author, make_approver())}

    assert list(known.values()) == [every.count(), 0]
    assert access.visible_acts(make_approver(), AuditEntry.objects.all()).get().subject == "event:other"
    assert list(access.visible_rows(make_approver(), planted.text.editions.all())) == []
    assert list(access.visible_rows(make_approver(), planted.text.mentions.all())) == []
    assert access.visible_rows(planted.author, planted.text.mentions.all()).count() == 2
