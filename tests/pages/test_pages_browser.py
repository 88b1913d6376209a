"""The pages of record in a real browser: no fault of access, the console with and without a script, words copied."""

import pytest

from articles.addresses import article_url
from articles.models.event import Participant
from articles.models.parts import Mention, Statement
from pressoffice.ground.clock import database_now
from tests.browser.acts import RULES, faults_of_access
from tests.factories import Event, Organisation, Person, Position, edit, make_article, publish
from tests.pages.conftest import Desk, ago, live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    """A text with two corrections and a statement, one withdrawn, one retracted; an official with an event."""
    desk = Desk()
    article = make_article(by=desk.writer, now=ago(30), headline="Ministers meet", slug="ministers-meet",
                           body="<p>They mett in Baku.</p><p>He said: “We agree.”</p><p>They left.</p>")  # fmt: skip
    ministry = Organisation.objects.create(name="Ministry", kind="government")
    person = Person.objects.create(name="Ali Terheş", biography="A diplomat.")
    shared = {"public_from": ago(60), "settled_at": ago(60)}
    post = Position.objects.create(person=person, organisation=ministry, title="Minister", starts="2020", **shared)
    statement = Statement.objects.create(article=article, words="We agree.", form="direct")
    Mention.objects.create(article=article, person=person, position=post, role="Minister", relation="speaker",
                           statement_uid=statement.uid)  # fmt: skip
    edit(article, by=desk.writer, now=ago(30))
    publish(article, writer=desk.writer, approver=desk.approver, now=ago(30))
    event = Event.objects.create(name="Summit", starts="2099-05-01", organiser=ministry, **shared)
    Participant.objects.create(event=event, person=person, role="Minister")
    body = "<p>They met in Baku.</p><p>He said: “We agree.”</p><p>They left.</p>"
    desk.correct(article, body=body, note="They met.")
    desk.correct(article, body=f"{body}<p>They will meet again.</p>", note="What comes next.", grade="factual")
    desk.take(desk.publish(headline="Old figures"), "withdraw", note="Under review.")
    desk.take(desk.publish(headline="Wrong words"), "retract", note="Issued in error.")
    month = f"{database_now():%Y/%m}"
    return {
        "history": article_url(live(article), "article-history") + "?from=1&to=3",
        "year": f"/en/news/{month[:4]}/",
        "month": f"/en/news/{month}/",
        "corrections": "/en/corrections/",
        "withdrawn": "/en/withdrawn/",
        "policy": "/en/corrections/policy/",
        "accessibility": "/en/accessibility/",
        "statements": "/en/statements/?q=agree",
        "statement": f"/en/statements/{statement.uid}/",
        "official": "/en/officials/ali-terhes/",
        "organisation": "/en/organisations/ministry/",
        "developers": "/en/developers/?resource=statements",
        "article": article_url(live(article)),
    }


def test_pages_of_record_are_for_everybody(live_server, browser, office):
    page, faults, complaints = browser.new_page(), [], []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    for name in [name for name in office if name != "article"]:
        page.goto(f"{live_server.url}{office[name]}", wait_until="load")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        faults += [
            (name, *fault) for fault in faults_of_access(page, complaints, name=name, rules=[*RULES, "best-practice"])
        ]
    assert faults == []
    assert complaints == []

    # The console asks the API in place, and shows all of the answer.
    page.goto(f"{live_server.url}/en/developers/?resource=articles")
    page.fill("#ask-q", "ministers")
    page.fill("#ask-limit", "1")
    page.locator("#console-form button").click()
    page.locator("#console-status", has_text="HTTP 200").wait_for()
    assert "etag:" in page.locator("#console-headers").inner_text()
    assert '"Ministers meet"' in page.locator("#console-body").inner_text()
    assert (
        page.locator("#console-curl").inner_text()
        == f"curl -i '{live_server.url}/api/v1/articles/?q=ministers&limit=1'"
    )
    page.locator("#console-again").click()
    page.locator("#console-status", has_text="HTTP 304").wait_for()
    page.fill("#ask-limit", "many")
    page.locator("#console-form button").click()
    page.locator("#console-status", has_text="HTTP 400").wait_for()
    assert '"parameter": "limit"' in page.locator("#console-body").inner_text()
    assert faults_of_access(page, name="console", rules=[*RULES, "best-practice"]) == []
    assert page.url.endswith("/en/developers/?resource=articles")

    # Without a script the same form leads to the API.
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{live_server.url}/en/developers/?resource=articles")
    assert not plain.locator("#console-answer").is_visible()
    plain.fill("#ask-q", "ministers")
    plain.locator("#console-form button").click()
    assert plain.url == f"{live_server.url}/api/v1/articles/?q=ministers"


def test_words_are_copied_with_speaker_role_and_address(live_server, browser, office):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{live_server.url}{office['statements']}")
    page.locator(".quote summary").click()
    page.locator(".quote button.copy").click()
    page.locator(".quote button.copy", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied.startswith("“We agree.” – Ali Terheş, Minister, Ministry, ")
    assert office["statement"] in copied
