"""Whole pages in front of Django: as fast as stored bytes, never before or after their time."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from articles import visible
from articles.models.edition import Edition
from pressoffice.front import Front, Kept
from pressoffice.wsgi import django_application
from tests.factories import make_approver, make_public, make_user, make_writer, minutes, take
from tests.statements import statements

pytestmark = pytest.mark.django_db


class Counted:
    """Django's application, which counts how often it is asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return django_application(environ, start_response)


@pytest.fixture
def site():
    """Requests end without the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield from _site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _site():
    """``site(path, **headers)``: status, headers and body as a client of the server gets them; ``site.django``."""
    django = Counted()
    front = Front(django, megabytes=8)

    def ask(path, method="GET", **headers):
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        told = []
        response = front(environ, lambda status, headers, exc_info=None: told.extend([status, dict(headers)]))
        body = b"".join(response)
        return int(told[0][:3]), {name.lower(): value for name, value in told[1].items()}, body

    ask.django = django
    yield ask


PAGES = ("/en/", "/en/news/", "/en/news/feed.atom", "/en/officials/", "/api/v1/articles/", "/sitemap.xml")


@pytest.mark.parametrize("path", PAGES)
def test_second_reader_gets_the_same_bytes_without_django(site, path):
    make_public(now=timezone.now())
    visible.forget()
    first, again = site(path), site(path)

    assert site.django.asked == 1
    assert again[0] == 200
    assert again[2] == first[2]
    assert again[1]["etag"] == first[1]["etag"]
    assert again[1]["x-request-id"] != first[1]["x-request-id"]
    assert site(path, **{"if-none-match": first[1]["etag"]})[0] == 304
    assert site(path, method="HEAD")[2] == b""
    assert site.django.asked == 1


def test_hit_asks_the_database_for_nothing(site):
    make_public(now=timezone.now())
    visible.forget()
    site("/en/news/")

    with statements() as asked:
        site("/en/news/")
        site("/en/news/", **{"if-none-match": "*"})

    assert len(asked) == 0


def test_what_changes_is_seen_at_the_next_reading(site):
    writer, approver = make_writer(), make_approver()
    article = make_public(now=timezone.now(), headline="First words", writer=writer, approver=approver)
    visible.forget()
    assert b"First words" in site("/en/news/")[2]

    take(article, "withdraw", by=make_user("Duty publisher"), now=timezone.now(), note="Issued in error.")
    visible.forget()

    assert b"Withdrawn" in site("/en/news/")[2]


def test_page_is_not_given_out_after_a_due_instant_and_not_before(site, settings, monkeypatch):
    """No worker runs, nothing is read anew within the second: the due instant alone ends what is kept."""
    monkeypatch.setattr(visible, "_READ_EVERY", 3600.0)
    at = timezone.now() + dt.timedelta(seconds=3)
    make_public(now=timezone.now(), at=at, headline="Coming words")
    visible.forget()
    while True:
        before = timezone.now()
        page = site("/en/news/")[2]
        after = timezone.now()
        if after < at:
            assert b"Coming words" not in page
        if before >= at:
            assert b"Coming words" in page
            return


@pytest.mark.parametrize("header", [{"cookie": "sessionid=1"}, {"authorization": "Bearer x"}])
def test_whoever_carries_something_is_answered_by_django(site, header):
    make_public(now=timezone.now())
    visible.forget()
    site("/en/news/")
    site("/en/news/", **header)

    assert site.django.asked == 2


def test_refusals_and_pages_of_staff_are_not_kept(site):
    for path in ("/en/news/?nonsense=1", "/en/nothing/", "/api/v1/articles/?kind=x", "/admin/login/", "/healthz"):
        site(path)
        site(path)

    assert site.django.asked == 10


def test_pages_differ_by_what_they_say_they_vary_on(site):
    make_public(now=timezone.now())
    visible.forget()
    plain = site("/en/news/")
    packed = site("/en/news/", **{"accept-encoding": "gzip"})

    assert packed[1]["content-encoding"] == "gzip"
    assert site("/en/news/")[2] == plain[2]
    assert site("/en/news/", **{"accept-encoding": "gzip"})[2] == packed[2]
    assert site.django.asked == 2


def test_least_lately_asked_pages_leave_first(site):
    front = Front(Counted(), megabytes=0.05)
    pages = front._pages
    for number in range(20):
        pages.put("state", (number,), {}, (), Kept((), b"x" * 10_000, '"t"'))

    assert [number for number in range(20) if pages.find("state", (number,), {})] == [15, 16, 17, 18, 19]
    assert pages.find("another state", (19,), {}) is None


def test_embargoed_texts_change_no_kept_byte(site):
    writer, approver = make_writer(), make_approver()
    make_public(now=timezone.now(), writer=writer, approver=approver)
    visible.forget()
    before = {path: site(path)[2] for path in PAGES}
    for number in range(3):
        make_public(
            now=timezone.now(), at=timezone.now() + minutes(60 + number), slug=f"coming-{number}", writer=writer,
            approver=approver, headline="Coming words",
        )  # fmt: skip
    visible.forget()

    assert {path: site(path)[2] for path in PAGES} == before
    assert Edition.objects.count() == 4
