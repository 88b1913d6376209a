"""The logs of corrections and takedowns: what they tell, what they keep to themselves, and what they cost."""

import pytest
from django.utils import timezone

from articles import visible
from articles.models.edition import Edition
from tests.factories import edit, minutes, take
from tests.pages.conftest import live, page, words
from tests.statements import statements

pytestmark = pytest.mark.django_db

LOG = "/en/corrections/"


def entries(tree):
    return [
        (words(item.xpath(".//h2"))[0], words(item.xpath('.//*[@class="log-note"]')))
        for item in tree.xpath('//ol[@class="log"]/li')
    ]


@pytest.mark.both_databases
def test_log_tells_every_correction_the_newest_first_and_leads_to_the_change(client, desk):
    one = desk.publish(headline="Ministers meet", slug="one")
    two = desk.publish(headline="Envoys talk", slug="two")
    desk.correct(one, note="They met on Monday.", body="<p>They met on Monday.</p>")
    desk.correct(two, note="Two envoys.", grade="factual")
    tree = page(client, LOG)

    assert entries(tree) == [("Envoys talk", ["Two envoys."]), ("Ministers meet", ["They met on Monday."])]
    assert words(tree.xpath('//*[@class="log-class"]')) == ["Factual error", "Typing error"]
    [_first, way] = tree.xpath('//*[@class="log-way"]/a/@href')
    changed = page(client, way)
    assert words(changed.xpath('//*[@class="diff"]//ins')) == ["on Monday"]


def test_log_can_be_asked_by_grade_language_and_day(client, desk):
    text = desk.publish(headline="Ministers meet")
    desk.correct(text, grade="typo")
    desk.correct(text, grade="factual", note="It was Monday.")

    assert len(entries(page(client, LOG))) == 2
    assert entries(page(client, f"{LOG}?grade=factual")) == [("Ministers meet", ["It was Monday."])]
    assert entries(page(client, f"{LOG}?language=az")) == []
    assert entries(page(client, f"{LOG}?corrected_before=2020-01-01")) == []
    assert client.get(f"{LOG}?grade=grave").status_code == 400
    assert client.get(f"{LOG}?graed=typo").status_code == 400


@pytest.mark.both_databases
def test_correction_of_a_retracted_text_is_told_no_more(client, desk):
    text = desk.publish(headline="Wrong words")
    desk.correct(text, note="Other wrong words.")
    desk.take(text, "retract", note="Issued in error.")

    assert entries(page(client, LOG)) == []
    assert "wrong words" not in client.get(LOG).content.decode().casefold()


def test_correction_to_come_is_not_told(client, desk):
    text = desk.publish()
    before = client.get(LOG).content
    take(text, "correct", by=desk.writer, now=timezone.now())
    edit(
        text, by=desk.writer, now=timezone.now(), summary="Secret.", correction_class="typo", public_note="Secret note."
    )
    take(text, "submit", by=desk.writer, now=timezone.now())
    take(text, "approve", by=desk.approver, now=timezone.now(), at=timezone.now() + minutes(60))
    visible.forget()

    assert client.get(LOG).content == before


@pytest.mark.both_databases
def test_withdrawn_text_is_named_and_a_retracted_one_only_by_its_reference(client, desk):
    kept, gone = desk.publish(headline="Old figures"), desk.publish(headline="Wrong words", slug="wrong-words")
    desk.take(kept, "withdraw", note="Figures are under review.")
    desk.take(gone, "retract", note="Issued in error.")
    tree = page(client, "/en/withdrawn/")

    assert entries(tree) == [
        (f"PR-{gone.reference}", ["Issued in error."]),
        ("Old figures", ["Figures are under review."]),
    ]
    assert words(tree.xpath('//*[@class="log-class"]')) == ["Retracted", "Withdrawn"]
    source = client.get("/en/withdrawn/").content.decode()
    assert "Wrong words" not in source
    assert "wrong-words" not in source


def test_replaced_text_leads_to_what_stands_in_its_place(client, desk):
    wrong, right = desk.publish(slug="wrong"), desk.publish(slug="right", headline="Right words")
    desk.take(wrong, "retract", note="Issued in error.", replacement=right.uid)

    [way] = page(client, "/en/withdrawn/").xpath('//*[@class="log-way"]/a/@href')
    assert way.endswith("/right")


def test_withdrawal_to_come_is_not_told(client, desk):
    text = desk.publish()
    before = client.get("/en/withdrawn/").content
    desk.take(text, "withdraw", note="Secret note.", at=timezone.now() + minutes(60))
    assert Edition.objects.coming_or_held().count() == 1

    assert client.get("/en/withdrawn/").content == before


def test_erased_words_are_in_no_log(client, desk):
    text = desk.publish(headline="Erased words")
    desk.correct(text, note="Erased note.")
    Edition.objects.filter(article_uid=text.uid).update(document=None, redacted_at=timezone.now())
    visible.forget()

    assert "Erased" not in client.get(LOG).content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["corrections", "withdrawn"])
def test_log_costs_the_same_whatever_it_holds(client, desk, path):
    def cost():
        with statements() as asked:
            assert client.get(f"/en/{path}/").status_code == 200
        return len(asked)

    def more():
        for action in ("withdraw", "retract"):
            text = desk.publish()
            desk.correct(text)
            other = desk.publish()
            desk.correct(other)
            desk.take(text, action, note="Wrong.", **({"replacement": other.uid} if action == "retract" else {}))

    more()
    first = cost()
    more()

    assert cost() == first <= 4


def test_policy_leads_to_both_logs(client, db):
    tree = page(client, "/en/corrections/policy/")

    assert {"/en/corrections/", "/en/withdrawn/", "/en/contacts/"} <= set(tree.xpath("//main//a/@href"))


def test_log_goes_on_by_key(client, desk):
    text = desk.publish()
    for number in range(22):
        desk.correct(text, note=f"Note {number}.")
    tree = page(client, LOG)
    [onward] = tree.xpath('//a[@rel="next"]/@href')

    found = [*entries(tree), *entries(page(client, onward))]
    assert [note for _title, [note] in found] == [f"Note {number}." for number in reversed(range(22))]
    assert live(text).number == 23
