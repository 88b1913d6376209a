"""Search gives the same hits on SQLite and PostgreSQL, and no question breaks it."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search, visible
from articles.models import Edition
from articles.search.query import Query, highlights, snippet
from people.models import Organisation, Person
from tests.factories import (
    NOW,
    Mention,
    edit,
    make_approver,
    make_article,
    make_public,
    make_writer,
    minutes,
    publish,
    take,
)
from tests.names_table import NOT_FOUND, ORGANISATIONS, PEOPLE, QUESTIONS, TEXTS
from tests.statements import statements

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


# --- Names and inflected words, asked where partners ask --------------------------------------------------------------


@pytest.fixture
def press(client):
    """A function that gives the keys of the texts of the table that the API finds."""
    writer, approver, now = make_writer(), make_approver(), timezone.now() - minutes(60)
    people = {name: Person.objects.create(name=name) for name in PEOPLE}
    organisations = {}
    for name, short_name, others in ORGANISATIONS:
        row = organisations[name] = Organisation.objects.create(name=name, short_name=short_name)
        for other, language in others:
            row.names.create(name=other, language=language)
        row.save()
    for key, language, headline, body, named, bodies in TEXTS:
        text = make_article(by=writer, now=now, headline=headline, body=f"<p>{body}</p>", language=language, slug=key)
        for name in named:
            Mention.objects.create(article=text, person=people[name])
        for name in bodies:
            Mention.objects.create(article=text, organisation=organisations[name])
        edit(text, by=writer, now=now)
        publish(text, writer=writer, approver=approver, now=now)

    def ask(question):
        visible.forget()
        answer = client.get("/api/v1/articles/", {"q": question, "fields": "url", "limit": 50})
        assert answer.status_code == 200, answer.content
        return {row["url"].rstrip("/").rpartition("/")[2] for row in answer.json()["results"]}

    return ask


def test_names_and_words_are_found_in_every_spelling_and_case(press):
    found = {question: " ".join(sorted(press(question))) for question, _keys in QUESTIONS}

    assert found == {question: " ".join(sorted(keys.split())) for question, keys in QUESTIONS}
    assert len(found) >= 100


def test_near_words_and_other_bearers_of_a_name_are_not_found(press):
    assert [(question, key) for question, key in NOT_FOUND if key in press(question)] == []
    assert len({question for question, _key in NOT_FOUND}) >= 40
    assert {key for _question, key in NOT_FOUND} <= {key for key, *_rest in TEXTS}


def test_a_merged_row_is_found_by_the_names_of_the_row_it_became(press):
    kept, merged = Person.objects.get(name="Jeyhun Bayramov"), Person.objects.create(name="Zeynal Nağıyev")
    text = make_public(headline="Unsaid", now=timezone.now() - minutes(9), slug="unsaid")
    edition = text.editions.get()
    edition.person_links.create(person=merged, **clock_of(edition))
    assert press("Zeynal Naghiyev") == {"unsaid"}

    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    kept.save()

    assert press("Zeynal Naghiyev") == press("Jeyhun Bayramov") >= {"unsaid", "en-mines"}


def test_a_name_finds_no_text_before_its_hour(press):
    writer, approver = make_writer(), make_approver()
    text = make_article(by=writer, now=timezone.now(), headline="Later", slug="later")
    Mention.objects.create(article=text, person=Person.objects.get(name="Jeyhun Bayramov"))
    edit(text, by=writer, now=timezone.now())
    before = press("Jeyhun Bayramov")

    publish(text, writer=writer, approver=approver, now=timezone.now(), at=timezone.now() + minutes(60))

    assert press("Jeyhun Bayramov") == before


def test_a_question_costs_one_statement(press):
    for question in ("minister", "Jeyhun Bayramov", "Council of Europe -Baku", '"peace treaty" Bayramov'):
        with statements() as captured:
            list(search.matching(Edition.objects.listed(timezone.now()), question))
        assert len(captured) == 1, question


@pytest.mark.parametrize(
    ("question", "text", "language", "marked"),
    [
        ("Джейхун Байрамов", "Встреча с Джейхуном Байрамовым", "ru", ["Джейхуном", "Байрамовым"]),
        ("sulh muqavilesi", "Sülh müqaviləsinin mətni", "az", ["Sülh", "müqaviləsinin"]),
        ("Jeyhun", "Ceyhunun sözləri", "az", ["Ceyhunun"]),
        ("minister", "The ministers of a ministry", "en", ["ministers"]),
        ('"minister"', "The ministers", "en", []),
        ("Aliyev", "Vugar Aliyev’s words", "en", ["Aliyev"]),
    ],
)
def test_inflected_words_are_marked(question, text, language, marked):
    pieces = highlights(Query.parse(question), text, language=language)

    assert [piece for piece, hit in pieces if hit] == marked
    assert "".join(piece for piece, _hit in pieces) == text


def test_a_phrase_is_found_however_long_the_text_and_often_the_word():
    long = " ".join(["the treaty of peace"] * 300 + [f"word{n}" for n in range(17_000)] + ["the very last word"])
    make_public(headline="Long", body=f"<p>{long}</p>")

    assert (hits('"very last word"'), hits('"the very"'), hits('"last very"')) == ({"Long"}, {"Long"}, set())


def test_words_longer_than_a_question_may_be_are_found():
    word = "a" * 3000
    make_public(headline="Long", body=f"<p>{word} ქართული ᲥართულI עברית 中文 ꭰ</p>")

    assert [hits(w) for w in (word, "ქართული", "עברית", "中文")] == [{"Long"}] * 4


@pytest.mark.parametrize("question", ["en:minister", "n:aliyev", "ru:министр", "stems : x", "'en:minister'", "a:b:c"])
def test_signs_of_the_index_cannot_be_asked_for(texts, question):
    assert hits(question) == set()


def test_an_index_that_was_made_anew_is_missed_and_rebuilt(texts):
    assert not search.is_missing()
    search._engine().clear()
    assert search.is_missing()

    search.rebuild()

    assert hits("terhes") == {"Terheş in Baku"}


def clock_of(edition):
    """The copies of an edition's clock that its links carry."""
    return {name: getattr(edition, name) for name in ("public_from", "public_until", "text_until", "published_at")}
