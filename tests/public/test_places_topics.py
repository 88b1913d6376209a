"""Topics and places for readers: trees that gather the texts of whole branches, and nothing that is not public."""

import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.importer.records import accept, import_text
from articles.models import Event, Mention, Place, Proposal, Source, Topic
from articles.models.edition import EditionPlace
from articles.vocabularies import load
from tests.factories import make_article, minutes, publish
from tests.public.conftest import revise
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def ago(number):
    return timezone.now() - minutes(number)


def words(response, xpath):
    """The words of each element that ``xpath`` finds."""
    return [" ".join("".join(node.itertext()).split()) for node in etree.HTML(response.content).xpath(xpath)]


def titles(response):
    return words(response, '//*[@class="row-title"]')


def links(response, xpath="//main"):
    return etree.HTML(response.content).xpath(f"{xpath}//a/@href")


@pytest.fixture
def write(writer, approver):
    """``write(headline, topic=..., place=...)``: a public text on a topic that names a place."""

    def make(headline, *, topic=None, place=None, at=None, **fields):
        now = ago(10)
        article = make_article(by=writer, now=now, headline=headline, **fields)
        if topic:
            article.topics.add(topic)
        if place:
            Mention.objects.create(article=article, place=place)
        revise(article, writer, now)
        publish(article, writer=writer, approver=approver, now=now, at=at)
        visible.forget()
        return article

    return make


@pytest.fixture
def topics(db):
    """Economy, trade in it, tariffs in that; and sport."""
    economy = Topic.objects.create(
        name="economy", labels={"az": "iqtisadiyyat", "ru": "экономика"}, code="medtop:04000000"
    )
    trade = Topic.objects.create(name="trade", labels={"ru": "торговля"}, parent=economy)
    tariffs = Topic.objects.create(name="tariffs", parent=trade)
    return economy, trade, tariffs, Topic.objects.create(name="sport")


@pytest.fixture
def places(db):
    """Romania, its county, Bucharest in that, a palace in it; and Georgia."""
    romania = Place.objects.create(
        name="Romania", labels={"az": "Rumıniya", "ru": "Румыния"}, kind="country", code="RO", aliases="România"
    )
    county = Place.objects.create(name="Ilfov", kind="region", parent=romania, country="RO", code="RO-IF")
    city = Place.objects.create(
        name="Bucharest", labels={"az": "Buxarest"}, kind="city", parent=county, country="RO",
        latitude="44.43225", longitude="26.10626",
    )  # fmt: skip
    palace = Place.objects.create(name="Palace of Parliament", kind="venue", parent=city, country="RO")
    return romania, county, city, palace, Place.objects.create(name="Georgia", kind="country", code="GE")


def test_topic_exists_where_a_text_is_on_it_or_on_a_part_of_it(client, topics, write):
    economy, trade, tariffs, sport = topics
    write("Tariffs fall", topic=tariffs)

    for row, status in ((economy, 200), (trade, 200), (tariffs, 200), (sport, 404)):
        assert client.get(f"/en/topics/{row.slug}/").status_code == status
    assert titles(client.get("/en/topics/economy/")) == ["Tariffs fall"]


def test_nothing_of_a_branch_shows_before_its_text_does(client, topics, places, write):
    write("Tariffs fall", topic=topics[2], place=places[3], at=timezone.now() + minutes(5))

    assert "economy" not in client.get("/en/topics/").content.decode()
    assert "Romania" not in client.get("/en/places/").content.decode()
    for path in ("topics/economy/", "topics/tariffs/", "places/romania/", "places/palace-of-parliament/"):
        assert client.get(f"/en/{path}").status_code == 404
    for question in ("topic=economy", "place=romania", "place=RO", "country=RO"):
        assert client.get(f"/en/news/?{question}").status_code == 400


def test_topics_are_listed_as_a_tree_in_the_language_and_alphabet_of_the_page(client, topics, write):
    write("Tariffs fall", topic=topics[2])
    write("A race", topic=topics[3])

    english, russian = client.get("/en/topics/"), client.get("/ru/topics/")

    assert words(english, '//ol[@class="directory"]/li/h2') == ["economy", "sport"]
    assert words(english, '//ol[@class="directory"]/li[1]//ul//a') == ["trade", "tariffs"]
    assert words(russian, '//ol[@class="directory"]/li/h2') == ["экономика", "sport"]
    assert "IPTC Media Topics" in english.content.decode()
    assert "https://creativecommons.org/licenses/by/4.0/" in links(english)


def test_list_is_narrowed_by_a_name_in_any_language_and_shows_what_the_row_is_part_of(client, topics, write):
    write("Trade grows", topic=topics[1])

    found = client.get("/en/topics/?name=торгов")

    assert words(found, '//ol[@class="directory"]/li/h2') == ["trade"]
    assert words(found, '//p[@class="line"]') == ["economy"]
    assert words(client.get("/en/topics/?name=nothing"), '//p[@class="nothing"]') == ["No topic answers this question."]


def test_topic_page_has_names_code_what_it_is_part_of_and_its_parts(client, topics, write):
    write("Tariffs fall", topic=topics[2])

    top, middle = client.get("/en/topics/economy/"), client.get("/en/topics/trade/")

    assert words(top, "//dl[@class='facts']//dt") == ["Azerbaijani", "Russian"]
    assert words(top, "//dl[@class='facts']//dd/span[@lang]") == ["iqtisadiyyat", "экономика"]
    assert "https://cv.iptc.org/newscodes/mediatopic/04000000" in links(top)
    assert "/en/news/feed.atom?topic=economy" in links(top)
    assert links(middle, "//p[@class='kicker']") == ["/en/topics/", "/en/topics/economy/"]
    assert words(middle, "//section[@aria-labelledby='parts']//a") == ["tariffs"]
    assert words(client.get("/az/topics/economy/"), "//h1") == ["iqtisadiyyat"]


def test_texts_are_filtered_by_topic_with_or_without_its_parts(client, topics, write):
    economy, _trade, tariffs, _sport = topics
    write("The economy", topic=economy)
    write("Tariffs fall", topic=tariffs)

    for question, found in {
        "topic=economy": {"The economy", "Tariffs fall"},
        "topic=medtop:04000000": {"The economy", "Tariffs fall"},
        f"topic={economy.uid}": {"The economy", "Tariffs fall"},
        "topic=trade": {"Tariffs fall"},
        "topic=economy&topic_exact=true": {"The economy"},
        "topic=economy&topic_exact=false": {"The economy", "Tariffs fall"},
        "topic=trade&topic_exact=true": set(),
        "topic=economy,trade": {"The economy", "Tariffs fall"},
    }.items():
        assert set(titles(client.get(f"/en/news/?{question}", follow=True))) == found, question
    assert client.get("/en/news/?topic=economy&topic_exact=maybe").status_code == 400


def test_place_page_gathers_names_line_parts_texts_and_events(client, places, write):
    _romania, _county, city, palace, _georgia = places
    write("In the palace", place=palace)
    Event.objects.create(name="Summit", place=city, starts="2026-05", public_from=ago(5))
    visible.forget()

    page = client.get("/az/places/romania/")

    assert words(page, "//h1") == ["Rumıniya"]
    assert titles(page) == ["In the palace"]
    assert words(page, "//*[@class='agenda-what']/a") == ["Summit"]
    assert words(page, "//section[@aria-labelledby='parts']//a") == ["Ilfov"]
    assert "/az/news/feed.atom?place=romania" in links(page)
    below = client.get("/en/places/palace-of-parliament/")
    assert words(below, "//p[@class='kicker']/a") == ["Places", "Romania", "Ilfov", "Bucharest"]
    assert words(below, "//*[@class='agenda-what']/a") == []
    assert "geo:44.43225,26.10626" in links(client.get("/en/places/bucharest/"))
    assert "44.43225° N, 26.10626° E" in client.get("/en/places/bucharest/").content.decode()


def test_place_of_a_public_event_has_a_page_without_any_text(client, places):
    Event.objects.create(name="Summit", place=places[2], starts="2026-05", public_from=ago(5))
    visible.forget()

    assert words(client.get("/en/places/"), '//ol[@class="directory"]//a') == ["Romania", "Ilfov", "Bucharest"]
    assert client.get("/en/places/georgia/").status_code == 404


def test_texts_and_events_are_filtered_by_place_and_country(client, places, write):
    romania, _county, city, palace, georgia = places
    write("In Romania", place=romania)
    write("In the palace", place=palace)
    write("In Georgia", place=georgia)
    Event.objects.create(name="Summit", place=city, starts="2026-05", public_from=ago(5))
    visible.forget()

    for question, found in {
        "place=romania": {"In Romania", "In the palace"},
        "place=RO": {"In Romania", "In the palace"},
        "place=bucharest": {"In the palace"},
        "place=romania&place_exact=true": {"In Romania"},
        "country=RO": {"In Romania", "In the palace"},
        "country=romania": {"In Romania", "In the palace"},
        "country=ro,ge": {"In Romania", "In the palace", "In Georgia"},
    }.items():
        assert set(titles(client.get(f"/en/news/?{question}", follow=True))) == found, question
    assert client.get("/en/news/?country=bucharest").status_code == 400
    for question, found in {
        "place=romania": ["Summit"],
        "place=palace-of-parliament": [],
        "country=RO": ["Summit"],
    }.items():
        response = client.get(f"/en/events/?{question}", follow=True)
        assert words(response, "//*[@class='agenda-what']/a") == found, question


def test_a_text_of_two_rows_of_one_branch_is_listed_once(client, places, topics, write, writer, approver):
    article = make_article(by=writer, now=ago(10), headline="Twice")
    article.topics.add(*topics[:3])
    for place in places[:4]:
        Mention.objects.create(article=article, place=place)
    revise(article, writer, ago(10))
    publish(article, writer=writer, approver=approver, now=ago(9))
    visible.forget()

    for path in ("topics/economy/", "places/romania/", "news/?topic=economy", "news/?country=RO"):
        assert titles(client.get(f"/en/{path}", follow=True)) == ["Twice"], path


def test_country_is_found_by_the_code_a_place_carries_outside_the_tree(client, places, write):
    write("In Romania", place=places[0])
    write("In Cluj", place=Place.objects.create(name="Cluj", country="RO"))

    assert set(titles(client.get("/en/news/?country=RO"))) == {"In Romania", "In Cluj"}


def test_tree_that_runs_in_a_circle_is_still_answered(client, topics, write):
    economy, _trade, tariffs, _sport = topics
    write("Tariffs fall", topic=tariffs)
    Topic.objects.filter(pk=economy.pk).update(parent=tariffs)

    assert client.get("/en/topics/trade/").status_code == 200
    assert titles(client.get("/en/news/?topic=trade")) == ["Tariffs fall"]


def test_seeds_lead_to_their_places(client, writer, approver, settings):
    load()
    folder = settings.BASE_DIR / "seeds"
    for path in sorted(folder.glob("*.txt")):
        raw = path.read_bytes()
        article = import_text(raw.decode(), raw, name=path.name, by=writer, now=ago(20)).article
        for proposal in article.proposals.exclude(kind=Proposal.Kind.QUESTION).order_by("pk"):
            accept(proposal, by=writer, now=ago(20))
        Source.objects.update(reuse=Source.Reuse.OWN)
        publish(article, writer=writer, approver=approver, now=ago(10))
    visible.forget()

    linked = set(EditionPlace.objects.values_list("place__name", "place__code"))

    assert {("Baku", ""), ("Romania", "RO")} <= linked
    assert Place.objects.filter(name="Romania").count() == 1
    assert Place.objects.get(name="Baku").parent.code == "AZ"
    assert len(titles(client.get("/en/places/romania/"))) == 1
    assert len(titles(client.get("/en/places/azerbaijan/"))) >= 1


@pytest.mark.parametrize(
    "path",
    [
        "topics/",
        "topics/economy/",
        "topics/?name=tariffs",
        "places/",
        "places/romania/",
        "places/?name=palace",
        "news/?place=romania",
    ],
)
def test_page_costs_at_most_four_statements_however_much_there_is(client, topics, places, write, path):
    write("First", topic=topics[2], place=places[3])
    client.get(f"/en/{path}")

    def cost():
        with statements() as found:
            assert client.get(f"/en/{path}").status_code == 200
        return len(found)

    before = cost()
    for number in range(5):
        topic = Topic.objects.create(name=f"e{number}", parent=topics[number % 3])
        write(f"More {number}", topic=topic, place=Place.objects.create(name=f"a{number}", parent=places[number % 4]))
    Event.objects.create(name="Summit", place=places[2], starts="2026-05", public_from=ago(5))
    visible.forget()

    assert (cost(), before <= 4) == (before, True)
