"""Officials and organisations in a real browser: no fault of access, and no page wider than a phone."""

import pytest

from pressoffice.ground.clock import database_now
from tests.browser.acts import RULES, faults_of_access, follow
from tests.factories import (
    Mention,
    Organisation,
    Person,
    Position,
    Statement,
    edit,
    make_approver,
    make_article,
    make_writer,
    minutes,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = [
    ("Jeyhun Bayramov", {"az": "Ceyhun Bayramov", "ru": "Джейхун Байрамов"}),
    ("Chingiz Aliyev", {"az": "Çingiz Əliyev", "ru": "Чингиз Алиев"}),
    ("Elchin Efendiyev", {"az": "Elçin Əfəndiyev", "ru": "Эльчин Эфендиев"}),
    ("Marija Pejčinović Burić", {}),
    ("Cristian Terheş", {"ru": "Кристиан Терхеш"}),
    ("Gulshan Mammadova", {"az": "Gülşən Məmmədova", "ru": "Гюльшан Мамедова"}),
]


@pytest.fixture
def office(transactional_db):
    """A ministry with a minister, an ambassador and a past, all in three languages as far as they go."""
    now = database_now()
    since = now - minutes(60)
    state = Organisation.objects.create(name="Republic of Azerbaijan", kind="state", country="AZ",
                                        labels={"az": "Azərbaycan Respublikası", "ru": "Азербайджан"})  # fmt: skip
    ministry = Organisation.objects.create(
        name="Ministry of Foreign Affairs", short_name="MFA", kind="government", country="AZ", parent=state,
        labels={"az": "Xarici İşlər Nazirliyi", "ru": "Министерство иностранных дел"}, founded="1991-12",
        website="https://mfa.example/",
    )  # fmt: skip
    embassy = Organisation.objects.create(name="Embassy in Budapest", kind="embassy", parent=ministry)
    hungary = Organisation.objects.create(name="Hungary", labels={"az": "Macarıstan"}, kind="state", country="HU")
    people = [Person.objects.create(name=name, labels=labels) for name, labels in PEOPLE]
    minister = people[0]
    minister.biography = "A diplomat since 1996."
    minister.names.create(name="Jeyhun Aziz oglu Bayramov")
    minister.names.create(name="جيهون بيراموف", language="ar")
    minister.names.create(name="J. Bairamov", former=True)
    minister.identifiers.create(scheme="wikidata", value="Q96080000")
    minister.save()
    shared = {"public_from": since, "settled_at": since}
    post = Position.objects.create(person=minister, organisation=ministry, title="Minister of Foreign Affairs",
                                   labels={"az": "Xarici işlər naziri"}, starts="2020-07-16", **shared)  # fmt: skip
    Position.objects.create(person=minister, organisation=state, title="Minister of Education", starts="2018",
                            ends="2020-07", **shared)  # fmt: skip
    for number, person in enumerate(people[1:]):
        Position.objects.create(person=person, organisation=ministry, title="Deputy Minister", joint=number == 1,
                                starts=f"201{number}", ends="" if number < 3 else "XXXX-05", **shared)  # fmt: skip
    away = Position.objects.create(person=people[3], organisation=embassy, title="Ambassador", acting=True, **shared)
    away.accredited_to.set([hungary, state])
    Position.objects.create(person=people[5], organisation=ministry, title="Ambassador at large", starts="2099",
                            **shared)  # fmt: skip
    writer, approver = make_writer(), make_approver()
    for number in range(3):
        body = f"<p>They met.</p><p>We agree on point {number}.</p>"
        article = make_article(by=writer, now=since, headline=f"Ministers meet for the {number}th time", body=body)
        said = Statement.objects.create(article=article, words=f"We agree on point {number}.", form="direct")
        Mention.objects.create(article=article, person=minister, position=post, role="Minister of Foreign Affairs",
                               relation="speaker", statement_uid=said.uid)  # fmt: skip
        edit(article, by=writer, now=since)
        publish(article, writer=writer, approver=approver, now=since)
    return {
        "officials": "officials/",
        "officials-found": "officials/?name=баирам&letter=B",
        "official": "officials/jeyhun-bayramov/",
        "official-then": f"officials/jeyhun-bayramov/?at={(now - minutes(5)).isoformat().replace('+00:00', 'Z')}",
        "official-refused": "officials/jeyhun-bayramov/?at=2999-01-01",
        "organisations": "organisations/",
        "organisation": "organisations/ministry-of-foreign-affairs/",
        "accredited": "organisations/hungary/",
    }


def test_pages_have_no_fault_of_access(live_server, browser, office):
    page, faults = browser.new_page(), []
    for name, path in office.items():
        for language in ("en", "az", "ru") if name in ("officials", "official", "organisation") else ("en",):
            answer = page.goto(f"{live_server.url}/{language}/{path}", wait_until="load")
            assert answer.status == (400 if name == "official-refused" else 200), path
            found = faults_of_access(page, name=f"{name}-{language}", rules=[*RULES, "best-practice"])
            faults += [(name, language, *fault) for fault in found]

    assert faults == []


def test_reader_finds_a_name_jumps_to_a_letter_and_goes_back_in_time(live_server, browser, office):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/az/officials/")
    follow(page, page.locator(".letters a", has_text="Ə"))
    assert page.locator(".directory h2").all_inner_texts()[:2] == ["Elçin Əfəndiyev", "Çingiz Əliyev"]
    page.fill("#find-name", "bairamov")
    follow(page, ".find button")
    follow(page, page.locator(".directory a", has_text="Ceyhun Bayramov"))
    assert page.locator("h1").inner_text() == "Ceyhun Bayramov"
    page.goto(f"{live_server.url}/az/{office['official-then']}")
    follow(page, ".notice a")
    assert page.url == f"{live_server.url}/az/officials/jeyhun-bayramov/"
