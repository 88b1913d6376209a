"""Directories of officials, organisations and sources: in the page's language, by its alphabet, in any spelling."""

import pytest

from tests.factories import Organisation, Person, Source
from tests.public.officials import make_post, names, page, text

pytestmark = pytest.mark.django_db


def make_people():
    for english, azerbaijani, russian in [
        ("Chingiz Aliyev", "Çingiz Əliyev", "Чингиз Алиев"),
        ("Jane Doe", "Ceyn Dou", "Джейн Доу"),
        ("Elchin Efendiyev", "Elçin Əfəndiyev", "Эльчин Эфендиев"),
        ("Emin Fataliyev", "Emin Fətəliyev", "Эмин Фаталиев"),
    ]:
        make_post(english)
        Person.objects.filter(name=english).update(labels={"az": azerbaijani, "ru": russian})
    for person in Person.objects.all():
        person.save()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["Chingiz Aliyev", "Jane Doe", "Elchin Efendiyev", "Emin Fataliyev"]),
        ("az", ["Ceyn Dou", "Elçin Əfəndiyev", "Çingiz Əliyev", "Emin Fətəliyev"]),
        ("ru", ["Чингиз Алиев", "Джейн Доу", "Эмин Фаталиев", "Эльчин Эфендиев"]),
    ],
)
def test_names_are_in_the_language_of_the_page_and_by_its_alphabet(client, db, language, order):
    make_people()

    assert names(client, f"/{language}/officials/") == order


def test_name_without_a_translation_says_in_which_language_it_is(client, db):
    make_post("Jane Doe", at="Foreign Ministry")
    Organisation.objects.update(labels={"az": "Xarici İşlər Nazirliyi"})
    tree = page(client, "/az/officials/")

    assert tree.xpath('string(//ol[@class="directory"]//h2//span[@lang="en"])') == "Jane Doe"
    assert tree.xpath('string(//ol[@class="directory"]//p/a)') == "Xarici İşlər Nazirliyi"
    assert tree.xpath('//ol[@class="directory"]//p/a/span') == []
    assert page(client, "/en/officials/").xpath('//ol[@class="directory"]//span') == []


@pytest.mark.both_databases
def test_letters_lead_to_the_names_that_begin_with_them(client, db):
    make_people()
    tree = page(client, "/az/officials/")
    links = dict(zip(text(tree.xpath('//nav[@class="letters"]//a')), tree.xpath('//nav[@class="letters"]//a/@href'),
                     strict=True))  # fmt: skip

    assert list(links) == ["D", "Ə", "F"]
    assert names(client, links["Ə"]) == ["Elçin Əfəndiyev", "Çingiz Əliyev", "Emin Fətəliyev"]
    assert names(client, links["F"]) == ["Emin Fətəliyev"]
    assert text(page(client, links["F"]).xpath('//nav[@class="letters"]//a[@aria-current]')) == ["F"]


@pytest.mark.parametrize("asked", ["letter=Q%C3%9C", "letter=%D0%AF", "letter=a", "letter=A&letter=B"])
def test_letter_of_no_alphabet_is_refused(client, db, asked):
    make_people()
    response = client.get(f"/en/officials/?{asked}")

    assert response.status_code == 400
    assert "<code>letter</code>" in response.content.decode()


def test_letters_are_those_of_the_names_that_were_asked_for(client, db):
    make_people()
    make_post("Zoe Zola", at="Academy")
    tree = page(client, "/en/officials/?organisation=academy")

    assert text(tree.xpath('//nav[@class="letters"]//a')) == []  # one letter needs no index
    assert names(client, "/en/officials/?organisation=ministry&letter=E") == ["Elchin Efendiyev", "Emin Fataliyev"]


def test_other_language_of_a_list_begins_at_its_beginning(client, db):
    make_people()
    tree = page(client, "/az/officials/?name=efendi&letter=%C6%8F")

    assert tree.xpath('//nav[@class="languages"]//a[@lang="en"]/@href') == ["/en/officials/?name=efendi"]


@pytest.mark.parametrize("asked", ["Aliyev", "aliev", "Əliyev", "алиев", "Chingiz ALIYEV", "çingiz"])
@pytest.mark.parametrize("language", ["en", "az"])
def test_official_is_found_in_any_spelling_and_script(client, db, asked, language):
    make_people()

    assert len(names(client, f"/{language}/officials/?name={asked}")) == 1


@pytest.mark.both_databases
def test_cyrillic_finds_a_name_that_only_stands_in_latin(client, db):
    make_post("Ceyhun Bayramov")
    make_post("Jane Doe")

    assert names(client, "/en/officials/?name=Байрамов") == ["Ceyhun Bayramov"]
    assert names(client, "/en/officials/?name=Bayramov+Petrov") == []


def test_officials_of_an_organisation_are_those_of_its_parts_too(client, db):
    make_post("Jane Doe", at="Consular Department")
    make_post("John Roe", at="Parliament")
    state, ministry = (Organisation.objects.create(name=name) for name in ("State", "Foreign Ministry"))
    Organisation.objects.filter(name="Consular Department").update(parent=ministry)
    Organisation.objects.filter(pk=ministry.pk).update(parent=state)
    make_post("Ann Foe", at="State")

    assert names(client, "/en/officials/?organisation=state") == ["Jane Doe", "Ann Foe"]
    assert names(client, "/en/officials/?organisation=consular-department") == ["Jane Doe"]


@pytest.mark.both_databases
def test_pages_of_a_directory_lose_and_double_nothing(client, db):
    for number in range(130):
        make_post(f"Person {number % 7} Same{number % 3}")
        Person.objects.create(name=f"Unseen {number}")
    for number in range(130):
        make_post(f"Other{number} Same")
    address, seen = "/az/officials/", []
    while address:
        tree = page(client, address)
        seen += tree.xpath('//ol[@class="directory"]//h2/a/@href')
        address = next(iter(tree.xpath('//a[@rel="next"]/@href')), None)

    assert len(seen) == len(set(seen)) == Person.objects.exclude(name__startswith="Unseen").count()


def test_sources_and_organisations_are_directories_too(client, make_rich):
    make_rich(1)

    assert names(client, "/en/sources/") == ["Agency 1"]
    assert names(client, "/en/sources/?name=agency") == ["Agency 1"]
    assert names(client, "/en/organisations/?letter=M") == ["Ministry 1"]
    assert names(client, "/en/organisations/?letter=N") == []


def test_source_is_in_the_language_of_the_page(client, make_rich):
    make_rich(1)
    Source.objects.update(labels={"az": "Agentlik 1"})

    assert names(client, "/az/sources/") == ["Agentlik 1"]
    assert text(page(client, "/az/sources/agency-1/").xpath("//h1")) == ["Agentlik 1"]
