"""Lists, registers, ledger, search, feed: what they show, what they refuse, what they cost."""

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.addresses import article_url
from articles.models.edition import Edition
from people.models import Person
from tests.factories import Event, Mention, Statement, make_article, make_public, minutes, publish, take
from tests.sitemap import whole_sitemap
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def ago(number):
    return timezone.now() - minutes(number)


def titles(response):
    page = etree.HTML(response.content)
    return ["".join(node.itertext()).strip() for node in page.xpath('//*[@class="row-title"]')]


def test_news_are_newest_first_and_can_be_turned_round(client, writer, approver):
    for number in (1, 2, 3):
        make_public(writer=writer, approver=approver, now=ago(10 - number), headline=f"Text {number}")

    assert titles(client.get("/en/news/")) == ["Text 3", "Text 2", "Text 1"]
    assert titles(client.get("/en/news/?order=published")) == ["Text 1", "Text 2", "Text 3"]


def test_pages_by_key_lose_and_double_nothing(client, writer, approver):
    same = ago(5)
    for number in range(45):
        make_public(writer=writer, approver=approver, now=same, headline=f"Text {number}")
    address, seen = "/en/news/", []
    while address:
        response = client.get(address)
        seen += titles(response)
        older = etree.HTML(response.content).xpath('//a[@rel="next"]/@href')
        address = older[0] if older else None

    assert sorted(seen) == sorted(f"Text {number}" for number in range(45))


def test_filters_narrow_and_are_said_in_words(client, make_rich):
    make_rich(1, kind="readout")
    make_rich(2, kind="speech")
    response = client.get("/en/news/?kind=readout&official=ali-terhes1")

    assert titles(response) == ["Text 1"]
    assert '<h1 id="heading">Readouts with official Ali Terheş1</h1>' in response.content.decode()
    for question in ("topic=topic-2", "organisation=ministry-2", "event=meeting-2", "source=agency-2", "q=text+2",
                     "speaker=ali-terhes2", "kind_not=readout"):  # fmt: skip
        assert titles(client.get(f"/en/news/?{question}")) == ["Text 2"], question


def test_kind_has_a_path_of_its_own(client, make_rich):
    make_rich(1, kind="readout")
    make_rich(2, kind="speech")

    assert titles(client.get("/en/news/speeches/")) == ["Text 2"]
    assert client.get("/en/news/nonsense/").status_code == 404
    page = client.get("/en/news/?kind=speech").content.decode()
    assert '<link rel="canonical" href="https://press.example/en/news/speeches/">' in page


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("kind=&topic=&q=", ""),
        ("kind=speech&kind=readout", "?kind=speech,readout"),
        ("language=en&kind=speech", "?kind=speech&language=en"),
        ("q=+word+", "?q=word"),
        ("order=-published&utm_source=mail", ""),
    ],
)
def test_form_is_answered_with_a_clean_address(client, db, asked, clean):
    response = client.get(f"/en/news/?{asked}")

    assert (response.status_code, response["Location"]) == (302, f"/en/news/{clean}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("question", "parameter", "says"),
    [
        ("kind=speach", "kind", "Did you mean “speech”?"),
        ("oficial=x", "oficial", "Did you mean “official”?"),
        ("official=nobody", "official", "There is no “nobody”."),
        ("published_after=soon", "published_after", "is not a date"),
        ("order=alphabet", "order", "“alphabet” is not one of"),
        ("cursor=forged", "cursor", "cursor"),
        ("page=2", "page", "Unknown parameter"),
        ("published_before=2025-01-01&published_before=2026-01-01", "published_before", "one value"),
    ],
)
def test_bad_question_names_the_parameter_and_shows_nothing(client, make_rich, question, parameter, says):
    make_rich(1)
    response = client.get(f"/en/news/?{question}")
    page = response.content.decode()

    assert response.status_code == 400
    assert f"<code>{parameter}</code>" in page
    assert says in page
    assert titles(response) == []
    assert response["Cache-Control"] == "no-store"


def test_official_of_a_text_to_come_is_unknown_to_filters_and_pages(client, make_rich):
    make_rich(1, at=timezone.now() + minutes(60))

    for place in ("/en/officials/ali-terhes1/", "/en/organisations/ministry-1/", "/en/events/meeting-1/",
                  "/en/topics/topic-1/", "/en/sources/agency-1/"):  # fmt: skip
        assert client.get(place).status_code == 404, place
    assert client.get("/en/news/?official=ali-terhes1").status_code == 400
    for place in ("/en/", "/en/officials/", "/en/organisations/", "/en/events/", "/en/sources/", "/en/statements/"):
        page = client.get(place).content.decode()
        assert "Terheş1" not in page
        assert "Ministry 1" not in page
        assert "Meeting 1" not in page


def test_official_has_positions_words_in_the_role_of_the_day_and_texts(client, make_rich):
    make_rich(1)
    page = client.get("/en/officials/ali-terhes1/").content.decode()

    for words in ("Ali Terheş1", "Minister 1", "We agree on point 1.", "Minister of 1, Ministry 1", "Text 1"):
        assert words in page


def test_participant_without_a_page_is_plain_text(client, db):
    event = Event.objects.create(name="Meeting 1", public_from=ago(5))
    event.participants.create(person=Person.objects.create(name="Nobody Known"), role="Guest")
    page = client.get("/en/events/meeting-1/").content.decode()

    assert "<span>Nobody Known</span>" in page
    assert "/nobody-known/" not in page


def test_events_without_a_year_say_only_what_is_known(client, make_rich):
    make_rich(1)
    event = Event.objects.get()
    event.starts = "XXXX-11-03"
    event.save()

    assert "November 3" in client.get("/en/events/").content.decode()
    assert "November 3" in client.get("/en/events/meeting-1/").content.decode()


def test_ledger_gives_words_speaker_role_and_place(client, make_rich):
    article = make_rich(1)
    make_rich(2)
    page = client.get("/en/statements/?speaker=ali-terhes1").content.decode()

    assert "We agree on point 1." in page
    assert "We agree on point 2." not in page
    assert "Minister of 1" in page
    block = Statement.objects.get(article=article).block
    assert f'href="{article_url(Edition.objects.get(article_uid=article.uid))}#{block}"' in page
    assert block


def test_collective_words_are_the_parties(client, make_rich, writer, approver):
    make_rich(1)
    Mention.objects.exclude(edition=None).update(person=None)

    assert client.get("/en/statements/").status_code == 200


@pytest.mark.parametrize("asked", ["Terhes", "Terheş", "terheș", "TERHEŞ", "Terh"])
def test_search_folds_names_and_marks_them(client, writer, approver, asked):
    body = "<p>A guest.</p><p>Cristian Terheş came.</p>"
    make_public(writer=writer, approver=approver, now=ago(5), headline="Talks", body=body)
    make_public(writer=writer, approver=approver, now=ago(5), headline="Other")
    response = client.get("/en/search/", {"q": asked})

    assert titles(response) == ["Talks"]
    assert "<mark>Terheş</mark>" in response.content.decode()


def test_search_without_words_lists_nothing(client, make_rich):
    make_rich(1)

    assert titles(client.get("/en/search/")) == []
    assert titles(client.get('/en/search/?q="')) == []


def test_search_escapes_what_it_marks(client, writer, approver):
    make_public(writer=writer, approver=approver, now=ago(5), headline="<b>Talks</b>")
    page = client.get("/en/search/?q=talks").content.decode()

    assert "&lt;b&gt;<mark>Talks</mark>&lt;/b&gt;" in page


def test_feed_is_atom_with_whole_texts_of_the_same_question(client, make_rich):
    article = make_rich(1, kind="readout")
    make_rich(2, kind="speech")
    response = client.get("/en/news/feed.atom?kind=readout&reader=123")
    feed = feedparser.parse(response.content)

    assert response["Content-Type"].startswith("application/atom+xml")
    assert not feed.bozo
    assert feed.feed.title == "Readouts – Press Office"
    [entry] = feed.entries
    assert entry.id == f"https://press.example/id/articles/PR-{article.reference}"
    assert entry.link == f"https://press.example{article_url(Edition.objects.get(article_uid=article.uid))}"
    assert "They met." in entry.content[0].value
    assert client.get("/en/news/feed.atom?kind=bogus").status_code == 400


def test_feed_names_the_withdrawn_and_drops_the_retracted(client, writer, approver):
    kept = make_public(writer=writer, approver=approver, now=ago(5), headline="Kept")
    gone = make_public(writer=writer, approver=approver, now=ago(5), headline="Gone")
    take(kept, "withdraw", by=approver, now=timezone.now(), note="A <note>.")
    take(gone, "retract", by=approver, now=timezone.now(), note="Issued in error.")
    visible.forget()
    feed = feedparser.parse(client.get("/en/news/feed.atom").content)

    assert [entry.title for entry in feed.entries] == ["Withdrawn: Kept"]
    assert "A &lt;note&gt;." in feed.entries[0].content[0].value


def test_sitemap_lists_what_is_listed(client, make_rich, writer, approver):
    article = make_rich(1)
    make_public(writer=writer, approver=approver, now=timezone.now(), at=timezone.now() + minutes(60), slug="coming")
    page = whole_sitemap(lambda path: client.get(path).content.decode())

    assert f"<loc>https://press.example{article_url(Edition.objects.get(article_uid=article.uid))}</loc>" in page
    assert "coming" not in page
    assert "https://press.example/az/officials/ali-terhes1/" in page


PLACES = [
    "/en/",
    "/en/news/",
    "/en/news/?official=ali-terhes1",
    "/en/news/press-releases/",
    "/en/news/feed.atom",
    "/en/search/?q=agree",
    "/en/officials/",
    "/en/officials/ali-terhes1/",
    "/en/organisations/",
    "/en/organisations/ministry-1/",
    "/en/events/",
    "/en/events/meeting-1/",
    "/en/topics/topic-1/",
    "/en/sources/",
    "/en/sources/agency-1/",
    "/en/statements/",
]


@pytest.mark.parametrize("place", PLACES)
def test_page_costs_the_same_with_one_and_with_three_rows(client, make_rich, place):
    def cost():
        with statements() as asked:
            assert client.get(place).status_code == 200
        return len(asked)

    make_rich(1)
    first = cost()
    make_rich(2)
    make_rich(3)

    assert first == cost()
    assert first <= 4


def test_text_costs_the_same_whatever_it_names(client, make_rich, writer, approver):
    article = make_rich(1)
    path = article_url(Edition.objects.get())
    other = make_article(by=writer, now=ago(9), slug="az-text", language="az", work=article.work)
    with statements() as alone:
        client.get(path)
    publish(other, writer=writer, approver=approver, now=ago(8))
    with statements() as together:
        client.get(path)

    assert len(alone) == len(together) <= 5
