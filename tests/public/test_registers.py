"""Officials and organisations for readers, at any date: what their pages show, what that costs, when it moves."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.desk import registers
from people.models import OrganisationName, PersonName
from tests.factories import Organisation, Person, Position, make_user, minutes
from tests.public.officials import ago, make_post, page, replace, stamp, text, under
from tests.statements import statements

pytestmark = pytest.mark.django_db


# --- An official ------------------------------------------------------------------------------------------------------


def test_official_has_positions_over_time(client, db):
    today = timezone.localdate()
    make_post("Jane Doe", "Minister", starts="2024-05", acting=True)
    make_post("Jane Doe", "Deputy Minister", starts="2020", ends="2024-05-01", joint=True)
    make_post("Jane Doe", "Commissioner", at="Commission", starts=f"{today.year + 1}-02-03")
    make_post("Jane Doe", "Clerk", ends="XXXX-05-17")
    tree = page(client, "/en/officials/jane-doe/")

    assert under(tree, "Now") == ["since May 2024 Minister (acting), Ministry"]
    assert under(tree, "To come") == [f"since Feb. 3, {today.year + 1} Commissioner, Commission"]
    assert under(tree, "Formerly") == [
        "2020 – May 1, 2024 Deputy Minister (jointly with others), Ministry",
        "until May 17 Clerk, Ministry",
    ]
    assert tree.xpath('//a[.="Commission"]/@href') == ["/en/organisations/commission/"]


def test_official_has_other_spellings_former_names_and_identifiers(client, db):
    jane = make_post("Jane Doe").person
    jane.names.create(name="Джейн Доу", language="ru")
    jane.names.create(name="Jane Roe", former=True)
    jane.identifiers.create(scheme="wikidata", value="Q1")
    tree = page(client, "/en/officials/jane-doe/")
    facts = dict(zip(text(tree.xpath("//dl/div/dt")), text(tree.xpath("//dl/div/dd")), strict=True))

    assert facts == {"Other spellings": "Джейн Доу", "Formerly": "Jane Roe", "Wikidata": "Q1"}
    assert tree.xpath('//dd/span[@lang="ru"]/text()') == ["Джейн Доу"]
    [link] = tree.xpath('//dd/a[.="Q1"]')
    assert (link.get("href"), link.get("rel")) == ("https://www.wikidata.org/wiki/Q1", "noopener external")


def test_ambassador_is_accredited_to_states_that_then_have_a_page(client, db):
    post = make_post("Jane Doe", "Ambassador", at="Embassy")
    hungary, austria = (Organisation.objects.create(name=name, kind="state") for name in ("Hungary", "Austria"))
    post.accredited_to.set([hungary, austria])

    assert under(page(client, "/en/officials/jane-doe/"), "Now") == [
        "dates not stated Ambassador, Embassy, accredited to Austria, Hungary"
    ]
    assert under(page(client, "/en/organisations/hungary/"), "Accredited here") == [
        "dates not stated Jane Doe, Ambassador, Embassy, accredited to Austria, Hungary"
    ]
    assert under(page(client, "/en/organisations/embassy/"), "People") == [
        "dates not stated Jane Doe, Ambassador, accredited to Austria, Hungary"
    ]


def test_what_is_not_public_is_not_named_beside_a_position(client, make_rich):
    make_rich(1)
    post = Position.objects.get()
    post.accredited_to.add(Organisation.objects.create(name="Secret State"))
    post.organisation = Organisation.objects.create(name="Secret Office")
    post.save()

    assert "Secret" not in client.get("/en/officials/ali-terhes1/").content.decode()


@pytest.mark.both_databases
def test_statements_and_texts_stay_together_under_one_statement_of_sql(client, make_rich):
    for number in range(1, 4):
        make_rich(number)
    ali = Person.objects.get(name="Ali Terheş2")
    tree = page(client, "/en/officials/ali-terhes2/")

    assert text(tree.xpath('//*[@class="row-title"]')) == ["Text 2"]
    assert text(tree.xpath('//*[contains(@class, "said-words")]')) == ["We agree on point 2."]
    assert tree.xpath('//p[@class="subscribe"]/a/@href')[0] == f"/en/news/feed.atom?official={ali.slug}"


# --- An organisation --------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_organisation_stands_in_its_tree_as_far_as_that_is_public(client, db):
    for name in ("State", "Ministry", "Department", "Desk"):
        make_post(f"Head of {name}", "Head", at=name)
    hidden = Organisation.objects.create(name="Hidden Board")
    rows = {row.name: row for row in Organisation.objects.all()}
    for part, whole in [("Ministry", "State"), ("Department", "Ministry"), ("Desk", "Department"),
                        ("State", "Hidden Board")]:  # fmt: skip
        Organisation.objects.filter(name=part).update(parent=rows[whole])
    Organisation.objects.create(name="Hidden Desk", parent=rows["Department"])
    tree = page(client, "/en/organisations/department/")

    assert text(tree.xpath('//p[@class="kicker"]/a')) == ["Organisations", "State", "Ministry"]
    assert text(tree.xpath('//ul[@class="plain"]/li')) == ["Desk"]
    assert client.get(f"/en/organisations/{hidden.slug}/").status_code == 404


def test_organisation_has_dates_website_country_and_names(client, db):
    office = make_post("Jane Doe").organisation
    office.founded, office.dissolved, office.country, office.website = "1991", "2020-05", "AZ", "https://mfa.example/"
    office.short_name = "MFA"
    office.save()
    OrganisationName.objects.create(organisation=office, name="Foreign Office", former=True)
    facts = page(client, "/az/organisations/ministry/")

    assert text(facts.xpath("//dl/div/dd"))[:3] == ["Azərbaycan", "1991", "May 2020"]
    assert facts.xpath('//dd/a[.="https://mfa.example/"]/@rel') == ["noopener external"]
    assert "Foreign Office" in text(facts.xpath("//dl/div/dd"))


@pytest.mark.both_databases
def test_organisation_tells_who_is_there_and_who_was(client, db):
    make_post("Jane Doe", "Minister", starts="2024")
    make_post("Ann Foe", "Deputy Minister", starts="2025")
    make_post("John Roe", "Minister", starts="2020", ends="2023")
    tree = page(client, "/en/organisations/ministry/")

    assert under(tree, "People") == ["since 2024 Jane Doe, Minister", "since 2025 Ann Foe, Deputy Minister"]
    assert under(tree, "Formerly") == ["2020 – 2023 John Roe, Minister"]


# --- What readers saw then --------------------------------------------------------------------------------------------


def reshuffle():
    """Two ministers swap their posts half an hour ago."""
    jane = make_post("Jane Doe", "Foreign Minister", at="Foreign Ministry", starts="2020")
    john = make_post("John Roe", "Finance Minister", at="Treasury", starts="2020")
    hour = ago(30)
    replace(jane, hour, ends="2024-11-01")
    replace(john, hour, ends="2024-11-01")
    make_post("Jane Doe", "Finance Minister", at="Treasury", starts="2024-11-01", public_from=hour)
    make_post("John Roe", "Foreign Minister", at="Foreign Ministry", starts="2024-11-01", public_from=hour)
    return hour


@pytest.mark.both_databases
def test_instant_before_and_after_a_reshuffle_show_both(client, db):
    hour = reshuffle()
    before, after = stamp(hour - minutes(1)), stamp(hour + minutes(1))

    for at, official, office in [
        (f"?at={before}", ["since 2020 Foreign Minister, Foreign Ministry"], ["since 2020 Jane Doe, Foreign Minister"]),
        (
            f"?at={after}",
            ["since Nov. 1, 2024 Finance Minister, Treasury"],
            ["since Nov. 1, 2024 John Roe, Foreign Minister"],
        ),
        ("", ["since Nov. 1, 2024 Finance Minister, Treasury"],
         ["since Nov. 1, 2024 John Roe, Foreign Minister"]),
    ]:  # fmt: skip
        assert under(page(client, f"/en/officials/jane-doe/{at}"), "Now") == official
        assert under(page(client, f"/en/organisations/foreign-ministry/{at}"), "People") == office


@pytest.mark.both_databases
def test_reshuffle_takes_place_at_its_hour_without_a_worker(ask, db):
    jane = make_post("Jane Doe", "Foreign Minister")
    hour = timezone.now() + minutes(60)
    replace(jane, hour, title="Prime Minister")

    def role(now):
        return under(etree.HTML(ask("/en/officials/jane-doe/", now).content.decode()), "Now")

    assert role(hour - dt.timedelta(seconds=1)) == ["dates not stated Foreign Minister, Ministry"]
    assert role(hour) == ["dates not stated Prime Minister, Ministry"]


def test_releases_of_the_old_time_still_say_the_old_role(client, make_rich):
    make_rich(1, now=ago(40))
    post = Position.objects.get()
    user = make_user("Registry editor", name="registry")
    registers.change(post, {"title": "Prime Minister"}, by=user, now=timezone.now())
    tree = page(client, "/en/officials/ali-terhes1/")

    assert under(tree, "Now") == ["dates not stated Prime Minister, Ministry 1"]
    assert text(tree.xpath('//p[@class="said-by"]/span[1]')) == ["Minister of 1, Ministry 1"]


def test_page_of_an_instant_says_so_leads_to_now_and_is_kept_by_no_search_engine(client, db):
    hour = reshuffle()
    at = stamp(hour - minutes(1))
    tree = page(client, f"/en/officials/jane-doe/?at={at}")

    assert tree.xpath('//link[@rel="canonical"]/@href') == ["https://press.example/en/officials/jane-doe/"]
    assert tree.xpath('//meta[@name="robots"]/@content') == ["noindex,follow"]
    assert text(tree.xpath('//h2[@id="as-of"]'))[0].startswith("As of ")
    assert tree.xpath('//section[@aria-labelledby="as-of"]//a/@href') == ["/en/officials/jane-doe/"]
    assert tree.xpath('//ol[@class="tenures"]//a/@href') == [f"/en/organisations/foreign-ministry/?at={at}"]
    assert page(client, "/en/officials/jane-doe/").xpath('//meta[@name="robots"]') == []


@pytest.mark.parametrize("place", ["officials/jane-doe", "organisations/ministry"])
def test_instant_that_cannot_be_asked_is_refused(client, db, place):
    make_post("Jane Doe")
    ahead = stamp(timezone.now() + minutes(5))

    for asked in (f"at={ahead}", "at=yesterday", "at=2020-01-01&at=2021-01-01", "as_of=2020-01-01"):
        response = client.get(f"/en/{place}/?{asked}")
        assert response.status_code == 400, asked
        assert response["Cache-Control"] == "no-store"
    assert client.get(f"/en/{place}/?at=2000-01-01").status_code == 404


def test_position_taken_off_the_site_is_shown_at_no_instant(client, db):
    make_post("Jane Doe", "Minister")
    post = make_post("Jane Doe", "Emperor")
    seen = stamp(ago(5))
    assert "Emperor" in client.get(f"/en/officials/jane-doe/?at={seen}").content.decode()

    registers.remove(post, by=make_user("Registry editor", name="registry"), now=timezone.now())

    for at in ("", f"?at={seen}"):
        assert "Emperor" not in client.get(f"/en/officials/jane-doe/{at}").content.decode()


@pytest.mark.both_databases
def test_texts_of_an_instant_are_those_readers_saw(client, make_rich):
    make_rich(1, now=ago(40))
    ali = Person.objects.get()
    make_post(ali.name, at="Ministry 1", public_from=ago(60))
    visible.forget()

    before, after = (page(client, f"/en/officials/{ali.slug}/?at={stamp(ago(m))}") for m in (50, 20))

    assert text(before.xpath('//*[@class="row-title"]')) == []
    assert text(after.xpath('//*[@class="row-title"]')) == ["Text 1"]
    assert "?at=" in after.xpath('//*[@class="row-title"]/a/@href')[0]


def test_change_that_waits_for_its_hour_moves_no_byte_of_any_page(client, db):
    post = make_post("Jane Doe", "Foreign Minister")
    secret = make_post("Hidden Person", "Secret", public_from=timezone.now() + minutes(60))
    places = [
        "/en/officials/", "/en/officials/jane-doe/", "/en/organisations/", "/en/organisations/ministry/",
        "/en/officials/hidden-person/", f"/en/officials/?name=hidden&at={stamp(ago(1))}", "/api/v1/officials/",
        "/api/v1/positions/", f"/api/v1/positions/{post.uid}/", f"/api/v1/positions/{secret.uid}/",
        "/api/v1/officials/jane-doe/", f"/api/v1/officials/jane-doe/?at={stamp(ago(1))}", "/api/v1/organisations/",
        "/api/v1/officials/?organisation=secret-state", "/en/organisations/secret-state/", "/sitemap.xml",
    ]  # fmt: skip

    def answers():
        visible.forget()
        found = [client.get(place) for place in places]
        noise = re.compile(rb"req_[0-9a-f]{32}")
        return [(one.status_code, one.get("ETag"), noise.sub(b"", one.content)) for one in found]

    answers()
    before = answers()
    coming = replace(post, timezone.now() + minutes(60), title="Secret title", ends="2026-11-01")
    coming.accredited_to.add(Organisation.objects.create(name="Secret State"))

    assert answers() == before


# --- What it costs, and when it moves ---------------------------------------------------------------------------------


def cost(client, place):
    with statements() as asked:
        assert client.get(place).status_code == 200
    return len(asked)


PLACES = [
    "/en/officials/",
    "/az/officials/?name=doe",
    "/en/officials/?organisation=ministry&country=AZ&in_office_on=2025-11-03",
    "/ru/officials/?letter=Д",
    "/en/officials/jane-doe/",
    "/en/organisations/",
    "/az/organisations/?parent=ministry",
    "/en/organisations/ministry/",
    "/en/sources/",
]


@pytest.mark.parametrize("place", PLACES)
def test_page_costs_the_same_whatever_it_lists(client, make_rich, place):
    def more(number):
        post = make_post("Jane Doe", f"Title {number}", starts="2020")
        post.accredited_to.set([Organisation.objects.create(name=f"State {number}"), post.organisation])
        make_post(f"Doe {number}", at="Ministry")
        Organisation.objects.create(name=f"Part {number}", parent=post.organisation)
        make_post(f"Head {number}", at=f"Part {number}")
        PersonName.objects.create(person=post.person, name=f"Name {number}")
        post.person.identifiers.create(scheme="wikidata", value=f"Q{number}")
        Organisation.objects.update(country="AZ")
        make_rich(number)

    more(1)
    first = cost(client, place)
    more(2)
    more(3)

    assert first == cost(client, place)
    assert first <= 4


@pytest.mark.parametrize("place", ["officials/", "officials/jane-doe/", "organisations/ministry/"])
def test_tag_moves_with_an_edit_of_what_the_page_shows_and_else_costs_nothing(client, db, place):
    post = make_post("Jane Doe")
    registry = make_user("Registry editor", name="registry")
    tag = client.get(f"/en/{place}")["ETag"]
    with statements() as asked:
        assert client.get(f"/en/{place}", headers={"If-None-Match": tag}).status_code == 304
    assert len(asked) == 0

    for row, values in [(post.person, {"name": "Jane Roe"}), (post.organisation, {"name": "Office"}),
                        (post, {"title": "Speaker"})]:  # fmt: skip
        registers.change(row, values, by=registry, now=timezone.now())
        visible.forget()
        response = client.get(f"/en/{place}", headers={"If-None-Match": tag})
        assert response.status_code == 200
        tag = response["ETag"]


@pytest.mark.parametrize("column", ["names", "identifiers"])
def test_tag_moves_with_what_hangs_on_a_row(client, db, column):
    jane = make_post("Jane Doe").person
    tag = client.get("/en/officials/jane-doe/")["ETag"]
    new = {"names": {"name": "Джейн", "language": "ru"}, "identifiers": {"scheme": "wikidata", "value": "Q7"}}[column]

    registers.change(jane, {}, {column: [new]}, by=make_user("Registry editor", name="registry"), now=timezone.now())
    visible.forget()

    response = client.get("/en/officials/jane-doe/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert next(value for name, value in new.items() if name in ("name", "value")) in response.content.decode()
