"""What holds at every public door: no cookies, lifetimes, entity tags, languages, errors, health."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from articles.addresses import article_url
from articles.models import evidence
from articles.models.edition import Edition
from tests.factories import make_public, minutes
from tests.statements import statements

pytestmark = pytest.mark.django_db

PLACES = [
    "/en/",
    "/en/news/",
    "/en/news/feed.atom",
    "/en/search/?q=text",
    "/en/officials/",
    "/en/organisations/",
    "/en/events/",
    "/en/topics/",
    "/en/topics/topic-1/",
    "/en/places/",
    "/en/sources/",
    "/en/statements/",
    "/en/officials/ali-terhes1/",
]


@pytest.mark.parametrize("place", PLACES)
def test_readers_get_no_cookie_and_an_answer_that_ends_on_the_minute(client, make_rich, place):
    make_rich(1)
    response = client.get(place)

    assert response.status_code == 200
    assert not response.cookies
    assert re.fullmatch(r"public, max-age=[0-5]?\d|max-age=[0-5]?\d, public", response["Cache-Control"])


@pytest.mark.parametrize("place", PLACES)
def test_unchanged_page_is_not_sent_again(client, make_rich, place):
    make_rich(1)
    tag = client.get(place)["ETag"]
    with statements() as asked:
        again = client.get(place, headers={"if-none-match": f'W/{tag}, "other"'})

    assert (again.status_code, again.content, again["ETag"], len(asked)) == (304, b"", tag, 0)
    assert "max-age" in again["Cache-Control"]


def test_entity_tag_moves_with_the_visible_set_and_the_question(client, make_rich):
    make_rich(1)
    tag = client.get("/en/news/")["ETag"]
    assert client.get("/az/news/")["ETag"] != tag
    assert client.get("/en/news/?order=published")["ETag"] != tag
    make_rich(2)

    response = client.get("/en/news/", headers={"if-none-match": tag})

    assert response.status_code == 200
    assert response["ETag"] != tag


def test_lifetime_does_not_tell_the_hour(ask, make_rich):
    now = timezone.now().replace(second=10, microsecond=0)
    quiet = ask("/en/news/", now)["Cache-Control"]
    make_rich(1, now=now, at=now + minutes(0.5))

    assert ask("/en/news/", now)["Cache-Control"] == quiet == "public, max-age=49"


def test_nothing_can_be_posted(client, make_rich):
    make_rich(1)

    for place in ("/en/", "/en/news/", "/en/news/feed.atom", article_url(Edition.objects.get())):
        assert client.post(place).status_code == 405


def test_front_door_sends_readers_to_their_language(client, db):
    for asked, home in (("az,en;q=0.5", "/az/"), ("de", "/en/"), ("ru-RU", "/ru/")):
        response = client.get("/", headers={"accept-language": asked})
        assert (response.status_code, response["Location"]) == (302, home)
        assert "Accept-Language" in response["Vary"]


def test_page_says_its_language_and_the_others(client, make_rich):
    make_rich(1)
    page = client.get("/az/officials/ali-terhes1/").content.decode()

    assert '<html lang="az" dir="ltr">' in page
    assert '<link rel="canonical" href="https://press.example/az/officials/ali-terhes1/">' in page
    for code in ("en", "az", "ru"):
        assert f'hreflang="{code}" href="https://press.example/{code}/officials/ali-terhes1/"' in page


def test_text_in_another_language_says_so(client, writer, approver):
    make_public(writer=writer, approver=approver, now=timezone.now(), language="az", headline="Görüş keçirildi")

    assert 'lang="az" dir="ltr"><a' in client.get("/en/news/").content.decode()


def test_demonstration_is_said_on_every_page(client, make_rich, settings):
    make_rich(1)
    path = article_url(Edition.objects.get())
    assert "Demonstration" not in client.get("/en/").content.decode()
    settings.DEMO = True

    for place in ("/en/", path, "/en/nowhere", "/en/news/?bad=1"):
        assert "Demonstration:" in client.get(place).content.decode()
    assert "Demonstration text" in client.get(path).content.decode()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_error_pages_are_whole(client, db):
    missing = client.get("/en/nowhere")

    assert missing.status_code == 404
    assert missing["Cache-Control"] == "no-store"
    assert "<h1>" in missing.content.decode()


def test_fault_of_ours_has_a_page(client, db, settings):
    from django.test import RequestFactory

    from pressoffice.views import server_error

    response = server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


def test_problem_types_are_explained(client, db):
    page = client.get("/problems/cursor-mismatch/")

    assert page.status_code == 200
    assert "cursor-mismatch" in page.content.decode()
    assert client.get("/problems/no-such/").status_code == 404


def test_health(client, db):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"]
    assert all(check["ok"] for check in ready.json()["checks"].values())


def test_missing_trigger_is_not_ready(client, db):
    with evidence.lifted():
        ready = client.get("/readyz")

    assert ready.status_code == 503
    assert not ready.json()["checks"]["evidence_triggers"]["ok"]
    assert ready["Cache-Control"] == "no-store"


# The words of texts; beside them only what templates rendered themselves: rows, pages with gaps, structured data.
TRUSTING = ["cards.py", "metadata.py", "pages.py", "text_page.py", "texts.py"]


def test_markup_is_trusted_in_one_place():
    root = Path(settings.BASE_DIR)
    templates = list(root.glob("templates/public/**/*.html"))
    code = [file for folder in ("articles/views", "articles/templatetags") for file in root.glob(f"{folder}/*.py")]

    assert templates
    assert not [file for file in templates if re.search(r"\|\s*safe|autoescape off", file.read_text())]
    trusting = sorted(file.name for file in code if "mark_safe(" in file.read_text())
    assert trusting == TRUSTING
    assert [file.name for file in templates if "stored_html" in file.read_text()] == ["text.html"]


def test_pages_hold_no_inline_script_and_no_inline_style():
    allowed = re.compile(r'<script src="{% static "[^"]+" %}"[^>]*></script>|<script type="application/ld\+json">')
    for file in Path(settings.BASE_DIR).glob("templates/public/**/*.html"):
        words = allowed.sub("", file.read_text())
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", words), file
