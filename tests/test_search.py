"""Search gives the same hits on SQLite and PostgreSQL, and no question breaks it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Edition
from articles.search.query import Query, highlights, snippet
from tests.factories import NOW, edit, make_approver, make_public, make_writer, minutes, publish, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def hits(text):
    return set(search.matching(Edition.objects.listed(NOW + minutes(999)), text).values_list("title", flat=True))


@pytest.fixture
def texts():
    make_public(headline="Terheş in Baku", body="<p>Media cooperation was discussed.</p>")
    make_public(headline="Pejčinović Burić", body="<p>She spoke of cooperation in the media.</p>")
    make_public(headline="Xarici İşlər Nazirliyi", body="<p>Əliyev çıxış etdi.</p>", language="az")
    make_public(headline="Встреча министров", body="<p>Джейхун Байрамов выступил.</p>", language="ru")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("terhes", {"Terheş in Baku"}),
        ("Terheș", {"Terheş in Baku"}),
        ("Pejcinovic Buric", {"Pejčinović Burić"}),
        ('"media cooperation"', {"Terheş in Baku"}),
        ("media cooperation", {"Terheş in Baku", "Pejčinović Burić"}),
        ("cooperation -baku", {"Pejčinović Burić"}),
        ("cooper", {"Terheş in Baku", "Pejčinović Burić"}),
        ("co", set()),
        ("isler", {"Xarici İşlər Nazirliyi"}),
        ("ELIYEV", {"Xarici İşlər Nazirliyi"}),
        ("байрамов", {"Встреча министров"}),
        ("bayramov", {"Встреча министров"}),
        ('"baku media"', set()),
        ("nothing here", set()),
        ("", set()),
        ("-cooperation", set()),
    ],
)
def test_questions_find_what_they_should(texts, question, found):
    assert hits(question) == found


@pytest.mark.parametrize(
    "question",
    ['"', "'", "*", "NEAR(a b)", "a OR", "AND", "title:x", "(", "^a", "a*b*", "\\", "%", "&|!", "<->", ":*", "'a':*",
     "\x00", "😀", "a" * 5000, "-", '--"', '""', "ﬁ", "٣"],
)  # fmt: skip
def test_hostile_questions_are_harmless(texts, question):
    assert hits(question) <= {"Terheş in Baku", "Pejčinović Burić", "Xarici İşlər Nazirliyi", "Встреча министров"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_any_text_is_a_question(question):
    hits(question)
    assert "".join(piece for piece, _hit in highlights(Query.parse(question), question)) == question


def test_a_corrected_text_is_found_by_its_new_words_only():
    writer, approver = make_writer(), make_approver()
    article = make_public(writer=writer, approver=approver, headline="Report", body="<p>Oldword here.</p>")
    take(article, "correct", by=writer, now=NOW + minutes(1), edition_class="update")
    edit(article, by=writer, now=NOW + minutes(1), body="<p>Newword here.</p>")
    assert (hits("newword"), hits("oldword")) == (set(), {"Report"})

    publish(article, writer=writer, approver=approver, now=NOW + minutes(2))

    assert (hits("newword"), hits("oldword")) == ({"Report"}, set())


def test_a_snippet_marks_the_words_asked_for_in_their_own_spelling():
    text = "Before it. " * 40 + "Then Terheş spoke. " + "After it. " * 40

    pieces = snippet(Query.parse("terhes"), text)

    assert ("Terheş", True) in pieces
    assert len("".join(piece for piece, _hit in pieces)) < 260
