"""The search by relevance, what else answers, what may be meant; and that no question harms."""

import pytest

from articles import search, suggestions, visible
from articles.filters import EditionFilter
from articles.models.edition import Edition
from tests.api.conftest import ago, ahead
from tests.factories import make_article, publish
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NASTY = [
    '"', "'", "*", "NEAR(a b)", "a OR", "AND", "title:x", "(", "^a", "\\", "%", "%s", "%(a)s", "{}", "&|!", "<->", ":*",
    "😀", "a" * 5000, "-", '--"', '""', "ﬁ", "٣", "'; DROP TABLE articles_search; --", "\u202e", "\ufdd0x", "a\u0000b",
    "||", "| |", "||||a||", "\t\n", "_", "%%", "*a*", "\ud7ff", "-a -b", '-"', "1=1", "../", "<script>",
]  # fmt: skip


@pytest.fixture
def treaty(newsroom, writer, approver):
    """Texts that hold a word in the title, in the words of the title inflected, and in the body, the oldest first."""
    newsroom["make"]("Treaty signed", "speech", minutes=28)
    for number, (headline, body) in enumerate(
        [("Treaties", "<p>More.</p>"), ("Elsewhere", "<p>A treaty.</p>"), ("Nothing", "<p>No such word.</p>")]
    ):
        article = make_article(by=writer, now=ago(20 - number), headline=headline, body=body)
        publish(article, writer=writer, approver=approver, now=ago(20 - number))
    visible.forget()


def titles(reader, address):
    return [row["title"] for row in reader.rows(address)]


def test_words_in_the_title_come_first_then_the_newer(reader, treaty):
    assert titles(reader, "/search/?q=treaty") == ["Treaties", "Treaty signed", "Elsewhere"]
    assert titles(reader, "/articles/?q=treaty") == ["Treaties", "Treaty signed", "Elsewhere"]
    assert titles(reader, "/search/?q=treaty&kind=speech") == ["Treaty signed"]
    assert titles(reader, "/search/?q=treaty&order=-published") == ["Elsewhere", "Treaties", "Treaty signed"]
    assert titles(reader, '/search/?q="treaty signed"') == ["Treaty signed"]
    assert titles(reader, "/search/?q=treaty -signed") == ["Treaties", "Elsewhere"]


def test_names_count_more_than_words_of_the_body(reader, newsroom):
    newsroom["make"]("Visit", "speech", minutes=20)
    edition = Edition.objects.get(title="Visit")
    assert titles(reader, "/search/?q=jane doe") == ["Full"]
    entry = search.entry(edition, {"officials": [], "attribution": [], "summary": "Jane Doe came.", "dateline": None,
                                   "body": {"text": ""}})  # fmt: skip
    search._engine().remove([(edition.pk, edition.published_at)])
    search._engine().add(**entry)
    visible.forget()

    assert titles(reader, "/search/?q=jane doe") == ["Full", "Visit"]
    assert titles(reader, "/search/?q=jane doe&order=-published") == ["Visit", "Full"]


def test_pages_by_relevance_hold_every_hit_once(reader, treaty):
    pages = list(reader.walk("/search/?q=treaty&limit=1"))

    assert [row["title"] for page in pages for row in page["results"]] == ["Treaties", "Treaty signed", "Elsewhere"]
    assert [bool(page["previous"]) for page in pages] == [False, True, True]
    assert reader.get(pages[-1]["previous"]).json()["results"] == pages[1]["results"]
    assert reader.get(pages[0]["next"].replace("q=treaty", "q=signed")).json()["type"].endswith("/cursor-mismatch/")
    assert reader.faults("/articles/?order=relevance") == [("order", "needs-words")]


def test_everything_else_that_answers_is_there(reader, newsroom):
    body = reader.get("/search/?q=jane").json()
    assert {kind: [hit["name"] for hit in told["results"]] for kind, told in body["others"].items()} == {
        "officials": ["Jane Doe"], "organisations": [], "events": [], "topics": [], "places": [], "sources": [],
        "statements": [],
    }  # fmt: skip
    assert body["others"]["officials"]["count"] == {"value": 1, "relation": "eq"}
    assert reader.get(body["others"]["officials"]["results"][0]["url"]).status_code == 200
    assert [hit["name"] for hit in reader.get("/search/?q=agreed").json()["others"]["statements"]["results"]] == [
        "We agreed"
    ]
    only = reader.get("/search/?q=jane&type=officials,events").json()
    assert (only["results"], sorted(only["others"])) == ([], ["events", "officials"])
    assert reader.faults("/search/?q=jane&type=people") == [("type", "invalid-value")]


def test_suggestions_know_what_is_public_and_nothing_else(reader, newsroom, writer, approver):
    hidden = make_article(by=writer, now=ago(9), headline="Zanzibar expedition")
    publish(hidden, writer=writer, approver=approver, now=ago(8), at=ahead(60))
    type(newsroom["trade"]).objects.create(name="Zanzibar")

    assert reader.get("/search/suggest/?q=fore min").json()["results"][0]["slug"] == "foreign-ministry"
    assert reader.get("/search/suggest/?q=zanz").json() == {"results": [], "did_you_mean": None}
    assert reader.get("/search/?q=Zanzibarr").json()["did_you_mean"] is None
    assert reader.get("/search/?q=diplomcy").json()["did_you_mean"] == "Diplomacy"
    assert reader.get("/search/suggest/?q=seccond speech").json()["did_you_mean"] == "Second speech"
    assert reader.faults("/search/suggest/?q=") == [("q", "empty-value")]


def test_what_is_due_is_found_though_no_worker_runs(reader, newsroom, writer, approver):
    article = make_article(by=writer, now=ago(9), headline="Midnight announcement")
    publish(article, writer=writer, approver=approver, now=ago(8), at=ago(5))
    assert Edition.objects.get(title="Midnight announcement").settled_at is None

    assert titles(reader, "/search/?q=midnight") == ["Midnight announcement"]


def test_what_is_not_public_now_is_not_ranked(reader, treaty):
    edition = Edition.objects.get(title="Treaties")
    rows = Edition.objects.listed(ago(-1))

    every, others = (EditionFilter({"q": "treaty"}, found, now=ago(-1)).best() for found in (
        rows, rows.exclude(pk=edition.pk)
    ))  # fmt: skip
    assert [pk for pk in every if pk != edition.pk] == others
    assert len(every) == len(others) + 1 == 3


def test_an_edition_is_in_the_index_once(newsroom):
    edition = Edition.objects.get(title="Plain")
    search.index(edition)
    search.index(edition)

    assert list(search.matching(Edition.objects.listed(ago(-1)), "plain").values_list("pk", flat=True)) == [edition.pk]


def test_no_question_harms(reader, client, newsroom):
    for question in NASTY:
        for address in ("/search/", "/articles/", "/statements/", "/search/suggest/", "/officials/"):
            name = "name" if address == "/officials/" else "q"
            assert client.get(f"/api/v1{address}", {name: question}).status_code in (200, 400), (address, question)
        assert client.get("/en/search/", {"q": question}, follow=True).status_code in (200, 400), question
        suggestions.did_you_mean(question, now=ago(0))


def test_search_costs_at_most_four_statements_of_its_own(client, newsroom):
    with statements() as asked:
        client.get("/api/v1/search/?q=speech&type=articles&fields=title")
        cold = len(asked)
        client.get("/api/v1/search/?q=speech&type=articles&fields=title&limit=1")
    assert cold <= 4
    assert len(asked) - cold <= 4
