"""The ledger of statements: what it answers, how words are quoted, and what a statement's own page says of its life."""

import pytest
from django.utils import timezone

from articles.models.parts import Mention, Statement
from tests.factories import Organisation, Person, Position, edit, make_article, take
from tests.factories import publish as release
from tests.pages.conftest import ago, page, words
from tests.statements import statements

pytestmark = pytest.mark.django_db

LEDGER = "/en/statements/"


@pytest.fixture
def say(desk):
    """``say(words, name)``: a public text in which somebody says them, in the role of that day."""

    def said(text, name="Ali Terheş", role="Minister", form="direct", **fields):
        article = make_article(by=desk.writer, now=ago(30), body=f"<p>He said: “{text}”</p>", **fields)
        ministry, _new = Organisation.objects.get_or_create(name="Ministry")
        person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
        post = Position.objects.create(person=person, organisation=ministry, title=role)
        statement = Statement.objects.create(article=article, words=text, form=form)
        Mention.objects.create(
            article=article, person=person, position=post, role=role, relation="speaker", statement_uid=statement.uid
        )
        edit(article, by=desk.writer, now=ago(30))
        release(article, writer=desk.writer, approver=desk.approver, now=ago(30))
        return article

    return said


def only():
    return Statement.objects.exclude(edition=None).latest("pk").uid


@pytest.mark.both_databases
def test_words_asked_for_are_marked_where_they_stand(client, say):
    say("We agree on peace.")
    say("We disagree.")
    tree = page(client, f"{LEDGER}?q=PEACE")

    assert words(tree.xpath('//blockquote[contains(@class, "said-words")]')) == ["We agree on peace."]
    assert words(tree.xpath("//blockquote//mark")) == ["peace"]
    assert not page(client, LEDGER).xpath("//blockquote//mark")


def test_statement_is_quoted_with_speaker_role_of_that_day_date_and_address(client, say):
    article = say("We agree on peace.", headline="Peace agreed")
    uid = only()
    [quote] = words(page(client, LEDGER).xpath(f'//*[@id="quote-{uid}"]'))

    assert quote.startswith("“We agree on peace.” – Ali Terheş, Minister, Ministry, ")
    assert quote.endswith(f"PR-{article.reference}: https://press.example/en/statements/{uid}/")
    assert str(timezone.localdate(ago(30)).year) in quote
    button = page(client, LEDGER).xpath(f'//button[@data-copy="#quote-{uid}"]')[0]
    assert "hidden" in button.attrib  # a script shows it; without one the words can be selected


def test_reported_words_are_not_quoted_as_direct_ones(client, say):
    say("they agree on peace", form="reported")

    [quote] = words(page(client, LEDGER).xpath('//*[starts-with(@id, "quote-")]'))
    assert quote.startswith("they agree on peace (as reported) – Ali Terheş")


@pytest.mark.both_databases
def test_statement_tells_where_it_stood_and_in_which_words(client, say, desk):
    article = say("We agree on peace.")
    uid = only()
    take(article, "correct", by=desk.writer, now=timezone.now())
    body = "<p>He said: “We agreed on peace.”</p>"
    edit(article, by=desk.writer, now=timezone.now(), body=body, correction_class="typo", public_note="The tense.")
    take(article, "submit", by=desk.writer, now=timezone.now())
    desk.take(article, "approve")
    tree = page(client, f"{LEDGER}{uid}/")

    [today] = words(tree.xpath('//blockquote[contains(@class, "said-words")]'))
    assert "agreed on peace." in today
    assert words(tree.xpath('//ol[@class="editions"]//q')) == ["We agree on peace."]
    assert words(tree.xpath('//ol[@class="editions"]//a')) == ["Edition 2", "Edition 1"]
    for way in tree.xpath('//ol[@class="editions"]//a/@href'):
        assert client.get(way.partition("#")[0]).status_code == 200
    assert f"/api/v1/statements/{uid}/" in tree.xpath("//main//a/@href")


def test_words_of_an_edition_taken_back_are_not_told(client, say, desk):
    article = say("Wrong words.")
    uid = only()
    desk.take(article, "retract", note="Issued in error.")
    take(article, "restore", by=desk.writer, now=timezone.now())
    Statement.objects.filter(article=article).update(words="Right words.")
    edit(article, by=desk.writer, now=timezone.now(), body="<p>He said: “Right words.”</p>")
    take(article, "submit", by=desk.writer, now=timezone.now())
    desk.take(article, "approve")

    assert "Wrong" not in client.get(f"{LEDGER}{uid}/").content.decode()


@pytest.mark.both_databases
def test_statement_costs_the_same_with_one_edition_and_with_three(client, say, desk):
    def cost():
        with statements() as asked:
            assert client.get(f"{LEDGER}{uid}/").status_code == 200
        return len(asked)

    article = say("We agree on peace.")
    uid = only()
    first = cost()
    desk.correct(article)
    desk.correct(article)

    assert cost() == first <= 4
