"""The public history of a text: what changed between any two editions, in words and shapes, and what stays closed."""

import pytest
from django.utils import timezone

from articles import visible
from articles.addresses import article_url
from tests.factories import Topic, edit, take
from tests.pages.conftest import live, page, words
from tests.statements import statements

pytestmark = pytest.mark.django_db


def history(article):
    return f"{article_url(live(article))}/history/"


@pytest.fixture
def text(desk):
    """Three editions: as published, with a letter put right, with a paragraph more."""
    body = "<p>They met in Baku.</p><p>They talked.</p>"
    article = desk.publish(headline="Ministers meet", body=body.replace("met", "mett"))
    desk.correct(article, body=body)
    more = f"{body}<p>They agreed.</p>"
    desk.correct(article, note="A paragraph was missing.", grade="factual", body=more, headline="Ministers agree")
    return article


def shown(tree):
    """``(state, new words, words that went)`` of each row of the difference."""
    return [
        (words(row.xpath('./*[@class="diff-state"]'))[0], words(row.xpath(".//ins")), words(row.xpath(".//del")))
        for row in tree.xpath('//div[starts-with(@class, "diff-row")]')
    ]


@pytest.mark.both_databases
def test_history_shows_the_newest_change_word_by_word(client, text):
    tree = page(client, history(text))

    assert words(tree.xpath('//*[@id="changes"]')) == ["From edition 2 to edition 3"]
    assert shown(tree) == [
        ("Headline · Changed", ["agree"], ["meet"]),
        ("Added", ["They agreed."], []),
    ]
    assert words(tree.xpath('//*[@class="diff-same"]/summary')) == ["2 paragraphs without a change"]


def test_any_two_editions_can_be_compared(client, text):
    address = history(text)

    assert shown(page(client, f"{address}?from=1&to=2")) == [("Changed", ["met"], ["mett"])]
    assert [state for state, _new, _gone in shown(page(client, f"{address}?from=1&to=3"))] == [
        "Headline · Changed", "Changed", "Added",
    ]  # fmt: skip
    assert shown(page(client, f"{address}?to=2")) == shown(page(client, f"{address}?from=1&to=2"))
    assert shown(page(client, f"{address}?from=3&to=2"))[0] == ("Headline · Changed", ["meet"], ["agree"])
    tree = page(client, f"{address}?from=2&to=2")
    assert words(tree.xpath('//*[@class="changes-sum"]')) == ["Not a word of the text changed."]
    assert tree.xpath('string(//meta[@name="robots"]/@content)') == "noindex,follow"


def test_editions_lead_to_their_words_and_their_changes(client, text):
    tree = page(client, history(text))
    ways = tree.xpath('//ol[@class="editions"]//a/@href')

    assert [way.split("?")[1].split("=")[0] for way in ways if "?" in way] == ["from", "at", "from", "at"]
    for way in ways:
        assert client.get(way.partition("#")[0]).status_code == 200
    assert words(tree.xpath('//ol[@class="editions"]//h3')) == [
        "Edition 3: Correction (Factual error) current",
        "Edition 2: Correction (Typing error)",
        "Edition 1: First edition",
    ]


@pytest.mark.parametrize("question", ["from=one", "to=0", "from=4", "to=99999999", "from=1&from=2", "form=1"])
def test_bad_question_is_refused_by_name(client, text, question):
    answer = client.get(f"{history(text)}?{question}")

    assert answer.status_code == 400
    assert f"<code>{question.partition('=')[0]}</code>" in answer.content.decode()


def test_edition_to_come_is_as_one_that_never_was(client, text, desk):
    address = history(text)
    never = client.get(f"{address}?from=4")
    take(text, "correct", by=desk.writer, now=timezone.now())
    edit(text, by=desk.writer, now=timezone.now(), summary="Secret.", correction_class="typo", public_note="Secret.")
    take(text, "submit", by=desk.writer, now=timezone.now())
    take(text, "approve", by=desk.approver, now=timezone.now(), hold=True)
    visible.forget()
    coming = client.get(f"{address}?from=4")

    assert (never.status_code, never.content) == (coming.status_code, coming.content)


@pytest.mark.both_databases
def test_words_taken_back_are_compared_with_nothing(client, desk):
    article = desk.publish(headline="Wrong words")
    desk.take(article, "retract", note="Issued in error.")
    take(article, "restore", by=desk.writer, now=timezone.now())
    edit(article, by=desk.writer, now=timezone.now(), headline="Right words")
    take(article, "submit", by=desk.writer, now=timezone.now())
    desk.take(article, "approve")
    address = history(article)

    assert "Wrong" not in client.get(address).content.decode()
    assert not page(client, address).xpath('//*[@class="diff"]')
    for question in ("from=1", "from=1&to=3", "from=2&to=3"):
        answer = client.get(f"{address}?{question}")
        assert answer.status_code == 410
        assert "Wrong" not in answer.content.decode()


def test_what_a_text_names_is_compared_too(client, desk):
    article = desk.publish()
    take(article, "correct", by=desk.writer, now=timezone.now())
    article.topics.add(Topic.objects.create(name="Diplomacy"))
    edit(article, by=desk.writer, now=timezone.now(), correction_class="clarification", public_note="Its topic.")
    take(article, "submit", by=desk.writer, now=timezone.now())
    desk.take(article, "approve")
    tree = page(client, history(article))

    assert words(tree.xpath('//*[@class="changes-sum"]')) == ["Not a word of the text changed."]
    assert words(tree.xpath('//section[@class="changes"]//dt')) == ["Topics"]
    assert words(tree.xpath('//section[@class="changes"]//dd//ins')) == ["Diplomacy"]


def test_text_of_one_edition_has_nothing_to_compare(client, desk):
    article = desk.publish(headline="<b>Bold</b> & plain")
    tree = page(client, history(article))

    assert not tree.xpath('//section[@class="changes"]')
    assert f"https://press.example/id/articles/PR-{article.reference}" in words(tree.xpath('//*[@id="citation"]'))[0]
    assert client.get(f"{history(article)}?from=1").status_code == 200


@pytest.mark.both_databases
def test_history_costs_the_same_with_two_editions_and_with_five(client, desk):
    def cost(article):
        with statements() as asked:
            assert client.get(history(article)).status_code == 200
        return len(asked)

    article = desk.publish()
    desk.correct(article, headline="Two")
    first = cost(article)
    for number in range(3):
        desk.correct(article, headline=f"More {number}")

    # One statement finds the text for this test; the page itself asks the others.
    assert cost(article) == first <= 5
