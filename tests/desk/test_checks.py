"""The panel of the release check: what it shows, while somebody types too, and letting a warning pass."""

import orjson
import pytest
from django.urls import reverse
from lxml import html

from articles.desk.errors import RightError, TransitionError
from articles.desk.linter import findings
from articles.desk.waiving import let_pass, take_back
from articles.models import Article, AuditEntry, Waiver
from tests.desk.admin_forms import change_url, step, told
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, take

pytestmark = pytest.mark.django_db

TWICE = "<p>They met.</p><p>They met in the the hall.</p>"


def door(article, name):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def key_of(article, code):
    return next(one.key for one in findings(Article.objects.get(pk=article.pk), NOW) if one.code == code)


def panel_of(response):
    return html.fromstring(response.content).get_element_by_id("checks")


@pytest.fixture
def writer(client):
    writer = make_writer()
    client.force_login(writer)
    return writer


@pytest.fixture
def article(writer):
    return make_article(by=writer, body=TWICE)


def test_panel_shows_place_words_reason_and_cure_by_paragraph(client, article):
    panel = panel_of(client.get(change_url(article)))

    headings = [" ".join(one.text_content().split()) for one in panel.iter("h3")]
    (row,) = panel.xpath('.//li[contains(., "A word stands twice")]')
    assert headings == ["The text as a whole", "Paragraph 2"]
    (link,) = row.xpath(".//a")
    assert (link.text, link.get("href"), link.get("data-number")) == ("the the", "#id_body", "2")
    assert "The same word follows itself. Take one of them out." in row.text_content()
    assert [one.get("href") for one in panel.xpath('.//section[1]//a')] == [
        "#id_dateline_place", "#text-contacts", "#id_topics",
    ]  # fmt: skip


def test_what_is_typed_is_checked_and_nothing_of_it_stored(client, article):
    before = Article.objects.values().get()

    answer = client.post(
        door(article, "checks"),
        {"headline": "MINISTERS MEET HERE", "body": "<p>They met on 31 November.</p>", "dateline_place": "Baku",
         "dateline_date": "nonsense", "kind": "press_release", "language": "en"},
    ).json()  # fmt: skip

    assert answer["blocks"] == 1
    for title in ("The headline is in capitals", "A day that does not exist", "The dateline is not complete"):
        assert title in answer["html"]
    assert "A word stands twice" not in answer["html"]
    assert "Save first to let a finding pass." in answer["html"]
    assert Article.objects.values().get() == before


def test_finding_that_blocks_stops_the_steps_until_it_is_mended(client, article, writer):
    edit(article, by=writer, body="<p>They met on 31 November.</p>")

    refused = step(client, article, "submit")
    assert Article.objects.get().status == "draft"
    assert "No calendar has “31 November”." in " ".join(told(refused))
    with pytest.raises(TransitionError):
        let_pass(article, key_of(article, "no-such-date"), reason="It is fine", by=writer, now=NOW)

    edit(article, by=writer, body="<p>They met on 30 November.</p>")
    step(client, article, "submit")
    assert Article.objects.get().status == "in_review"


def test_finding_that_blocks_stops_the_approval(settings, article, writer):
    take(article, "submit", by=writer)
    settings.LINT_BLOCKS = ["double-word"]

    with pytest.raises(TransitionError):
        take(article, "approve", by=make_approver())


def test_warning_is_let_pass_by_name_and_stands_again(client, article, writer):
    key = key_of(article, "double-word")

    client.post(door(article, "waive"), {"key": key, "reason": "A quotation"})
    passed = panel_of(client.get(change_url(article))).xpath('.//details[@class="check-passed"]')[0].text_content()
    assert "A word stands twice" in passed
    assert str(writer) in passed
    assert "A quotation" in passed

    client.post(door(article, "waive"), {"key": key, "decision": "take_back"})
    assert not Waiver.objects.exists()
    acts = AuditEntry.objects.filter(subject=f"article:{article.uid}").order_by("number")
    assert [act.action for act in acts][-2:] == ["waive", "unwaive"]
    detail = orjson.loads(acts.get(action="waive").detail)
    assert detail == {"code": "double-word", "key": key, "note": "A quotation"}


def test_warning_let_pass_is_back_once_its_words_change(article, writer):
    let_pass(article, key_of(article, "double-word"), reason="Quoted", by=writer, now=NOW)
    edit(article, by=writer, body=Article.objects.get().body.replace("the the", "a a"))

    assert key_of(article, "double-word") not in Waiver.objects.values_list("key", flat=True)


def test_letting_pass_needs_a_finding_a_reason_and_a_right(article, writer):
    key = key_of(article, "double-word")
    for wrong, reason in ((key, " "), ("0" * 40, "Fine")):
        with pytest.raises(TransitionError):
            let_pass(article, wrong, reason=reason, by=writer, now=NOW)
    for act in (lambda by: let_pass(article, key, reason="Fine", by=by, now=NOW),
                lambda by: take_back(article, key, by=by, now=NOW)):  # fmt: skip
        with pytest.raises(RightError):
            act(make_user("Media librarian"))

    first = let_pass(article, key, reason="Fine", by=writer, now=NOW)
    assert let_pass(article, key, reason="Fine again", by=make_approver(), now=NOW) == first
    assert AuditEntry.objects.filter(action="waive").count() == 1


def test_doors_of_a_limited_text_are_not_there_for_others(client, writer):
    hidden = make_article(by=make_writer(), limited=True)

    for name in ("checks", "waive", "contacts", "duplicate", "boilerplate"):
        assert client.post(door(hidden, name), {}).status_code == 404
