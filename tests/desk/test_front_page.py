"""Urgent notices and leading texts: four eyes, the rule of the clock, every page."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import visible
from articles.desk import front_page
from articles.desk.errors import FourEyesError, TransitionError
from articles.front_page import top
from articles.models import Change, FrontPageItem
from articles.models.edition import Edition
from tests.factories import make_approver, make_public, make_user, make_writer, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOTICE = [
    {"language": "en", "order": 1, "headline": "This release is a forgery", "words": "We did not publish it."},
    {"language": "az", "order": 1, "headline": "Bu məlumat saxtadır", "words": ""},
    {"language": "ru", "order": 1, "headline": "Это сообщение поддельное", "words": ""},
]


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def approver():
    return make_approver()


def write(by, rows=NOTICE, kind="urgent", **options):
    return front_page.write(kind, rows, by=by, now=timezone.now(), **options)


def approve(work, by, **options):
    front_page.approve(work, by=by, now=timezone.now(), **options)
    visible.forget()


def headlines(language="en", at=None):
    now = at or timezone.now()
    return [notice.headline for notice in top(now, uuid.uuid4().hex, language).urgent]


def test_notice_stands_on_every_page_once_another_person_said_yes(client, writer, approver):
    article = make_public(now=timezone.now(), writer=writer, approver=approver)
    page = Edition.objects.get(article_uid=article.uid).get_absolute_url()
    work = write(writer)
    assert headlines() == []

    approve(work, approver)

    for path in ("/en/", "/en/news/", page, "/en/officials/", "/en/statements/"):
        assert "This release is a forgery" in client.get(path).content.decode(), path
    assert "Bu məlumat saxtadır" in client.get("/az/").content.decode()
    assert "Это сообщение поддельное" in client.get("/ru/news/").content.decode()
    told = client.get("/api/v1/front-page/").json()
    assert [one["headline"] for one in told["urgent"]] == [
        NOTICE[1]["headline"],
        NOTICE[0]["headline"],
        NOTICE[2]["headline"],
    ]
    assert Change.objects.filter(type="urgent_notice.published").count() == 3


def test_whoever_wrote_any_of_it_may_not_approve_superuser_or_not(writer, approver):
    chief = make_user(is_superuser=True)
    work = write(approver)
    write(chief, work=work)

    for person in (approver, chief):
        with pytest.raises(FourEyesError):
            approve(work, person)
    assert headlines() == []


def test_whoever_lacks_the_right_is_refused(writer):
    work = write(writer)
    for act in (lambda: approve(work, make_writer()), lambda: front_page.end(work, by=writer, now=timezone.now())):
        with pytest.raises(TransitionError):
            act()
    with pytest.raises(TransitionError):
        write(make_user("Records officer"))


def test_an_edit_voids_the_approval_of_what_is_to_come(writer, approver):
    work = write(writer)
    approve(work, approver, at=timezone.now() + minutes(10))
    write(writer, work=work)

    assert not FrontPageItem.objects.exclude(public_from=None).exists()
    assert front_page.waiting() == [work]


def test_the_hour_alone_makes_it_public_and_ends_it(writer, approver, client):
    begins = timezone.now() + minutes(10)
    work = write(writer, until=begins + minutes(5))
    approve(work, approver, at=begins)
    second = dt.timedelta(seconds=1)

    assert headlines(at=begins - second) == []
    assert headlines(at=begins) == ["This release is a forgery"]
    assert headlines(at=begins + minutes(5)) == []
    assert "forgery" not in client.get("/en/").content.decode()
    assert not Change.objects.filter(type__startswith="urgent_notice").exists()


def test_the_next_notice_ends_the_one_before_and_taking_it_back_leaves_that(writer, approver):
    first = write(writer)
    approve(first, approver)
    hour = timezone.now() + minutes(10)
    second = write(writer, [{"language": "en", "order": 1, "headline": "Another"}])
    approve(second, approver, at=hour)

    assert headlines(at=hour) == ["Another"]
    front_page.end(second, by=approver, now=timezone.now())
    assert headlines(at=hour) == ["This release is a forgery"]


def test_one_person_takes_it_down_at_once(writer, approver, client):
    work = write(writer)
    approve(work, approver)
    front_page.end(work, by=make_user("Duty publisher"), now=timezone.now())
    visible.forget()

    assert "forgery" not in client.get("/en/").content.decode()
    assert Change.objects.filter(type="urgent_notice.removed").count() == 3
    with pytest.raises(TransitionError):
        write(writer, work=work)


def test_leading_texts_stand_first_while_they_are_listed(client, writer, approver):
    now = timezone.now()
    texts = [
        make_public(now=now - minutes(n), headline=f"Text {n}", writer=writer, approver=approver) for n in (1, 5, 9)
    ]
    rows = [{"language": "en", "order": 1, "headline": "", "article_uid": texts[2].uid}]
    approve(write(writer, rows, kind="lead"), approver)

    page = client.get("/en/").content.decode()
    assert page.index("Text 9") < page.index("Text 1")
    assert page.count(">Text 9<") == 1


def test_desk_writes_approves_and_takes_down(client, writer, approver):
    article = make_public(now=timezone.now(), writer=writer, approver=approver, kind="denial", headline="No such visit")
    client.force_login(writer)
    page = client.get(reverse("admin:front-page"), {"text": f"PR-{article.reference}"}).content.decode()
    assert 'value="No such visit"' in page
    said = {"kind": "urgent", "headline-en": "No such visit", "text-en": f"PR-{article.reference}"}
    client.post(reverse("admin:front-page"), said)
    work = FrontPageItem.objects.get().work

    client.post(reverse("admin:front-page-decide", args=[work, "approve"]))
    assert FrontPageItem.objects.get().public_from is None
    client.force_login(approver)
    client.post(reverse("admin:front-page-decide", args=[work, "approve"]))
    visible.forget()
    address = Edition.objects.get(article_uid=article.uid).get_absolute_url()
    assert f'<a href="{address}">No such visit</a>' in client.get("/en/news/").content.decode()
    client.post(reverse("admin:front-page-decide", args=[work, "end"]))

    assert headlines() == []


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "urgent"},
        {"kind": "urgent", "headline-en": "x", "text-en": "PR-NOSUCH"},
        {"kind": "lead", "language": "en"},
    ],
)
def test_desk_says_what_is_wrong(client, writer, said):
    client.force_login(writer)
    answer = client.post(reverse("admin:front-page"), said)

    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()
    assert not FrontPageItem.objects.exists()
