"""Topics, places and press contacts in a real browser: no fault of access, and no page wider than a phone."""

import pytest

from articles.models import Contact, Event, Mention, Place, Topic
from articles.vocabularies import load
from pressoffice.ground.clock import database_now
from tests.browser.acts import RULES, faults_of_access
from tests.factories import edit, make_approver, make_article, make_writer, minutes, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "topics": "topics/",
    "topics-found": "topics/?name=law",
    "topic": "topics/economy-business-and-finance/",
    "places": "places/",
    "place": "places/romania/",
    "venue": "places/palace-of-the-parliament/",
    "contacts": "contacts/",
    "news": "news/?place=romania&place_exact=false",
}


@pytest.fixture
def office(transactional_db):
    """Texts on topics and places of several levels, an event, and contacts with and without hours."""
    load()
    now = database_now()
    romania = Place.objects.get(code="RO")
    city = Place.objects.create(name="Bucharest", labels={"az": "Buxarest", "ru": "Бухарест"}, kind="city",
                                parent=romania, country="RO", latitude="44.43225", longitude="26.10626")  # fmt: skip
    palace = Place.objects.create(name="Palace of the Parliament", kind="venue", parent=city, country="RO")
    writer, approver = make_writer(), make_approver()
    named = [palace, *Place.objects.filter(code__in=["AZ", "GE", "BA"]), *[city] * 3]
    topics = Topic.objects.exclude(parent=None).order_by("code")
    for number, place in enumerate(named):
        article = make_article(by=writer, now=now - minutes(60), headline=f"Ministers meet for the {number}th time")
        article.topics.add(*topics[number * 9 : number * 9 + 6])
        Mention.objects.create(article=article, place=place)
        edit(article, by=writer, now=now - minutes(60))
        publish(article, writer=writer, approver=approver, now=now - minutes(50))
    Event.objects.create(name="Summit on media", starts="2026-05-17", place=city, venue="Great hall", public_from=now)
    Contact.objects.create(
        name="Press desk", labels={"az": "Mətbuat xidməti"}, role="For journalists", phone="+994 12 123 45 67",
        out_of_hours_phone="+994 50 123 45 67", email="press@example.gov", languages="az, en, ru", hours="24/7",
        zone="Asia/Baku", public_from=now,
    )  # fmt: skip
    Contact.objects.create(name="Accreditation", phone="+994 12 765 43 21", hours="Mo-Fr 09:00-13:00,14:00-18:00",
                           zone="Asia/Baku", public_from=now)  # fmt: skip


def test_pages_have_no_fault_of_access(live_server, browser, office):
    page, faults = browser.new_page(), []
    for name, path in PAGES.items():
        for language in ("en", "az", "ru") if name in ("topics", "contacts", "place") else ("en",):
            answer = page.goto(f"{live_server.url}/{language}/{path}", wait_until="load")
            assert answer.status == 200, path
            found = faults_of_access(page, name=f"{name}-{language}", rules=[*RULES, "best-practice"])
            faults += [(name, language, *fault) for fault in found]

    assert faults == []
