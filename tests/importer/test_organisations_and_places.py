from articles.importer.parse import parse


def organisations(text, **known):
    return [(thing.name, thing.aliases) for thing in parse(text, **known).organisations]


def places(text):
    return [thing.name for thing in parse(text).places]


def test_body_is_told_by_the_noun_that_closes_or_opens_its_name():
    text = "The State Rivers Committee and the Ministry of Foreign Affairs of the Republic of Latvia took part."

    assert organisations(text) == [
        ("State Rivers Committee", ()),
        ("Ministry of Foreign Affairs of the Republic of Latvia", ()),
    ]


def test_acronym_joins_the_name_it_is_explained_by():
    text = "The Lakes Development Fund (LDF) opened. The LDF said so."

    assert organisations(text) == [("Lakes Development Fund", ("LDF",))]


def test_part_of_a_body_is_listed_as_the_body():
    text = "Head of the Rivers Department of the Presidential Administration of Latvia Ben Lund said so."

    assert organisations(text) == [("Presidential Administration of Latvia", ())]


def test_known_organisation_is_recognised():
    assert organisations("It was bought by Qorrex last week.", known_organisations=["Qorrex"]) == [("Qorrex", ())]


def test_places_are_nouns_not_adjectives():
    assert places("Norwegian officials visited Latvia and Oslo.") == ["Latvia", "Oslo"]


def test_unknown_town_is_found_after_in():
    assert places("The bridge in Oldtown and Newtown is open.") == ["Oldtown", "Newtown"]


def test_venue_is_a_place():
    assert places("They met at the Oslo Convention Center.") == ["Oslo Convention Center"]


def test_abbreviated_and_full_country_are_one():
    assert places("The U.S. and the United States of America are one.") == ["United States of America"]


def test_place_name_in_a_person_is_no_place():
    document = parse("Foreign Minister Israel Katzman met Senator Sydney Roe in Oslo.")

    assert [person.name for person in document.people] == ["Israel Katzman", "Sydney Roe"]
    assert [thing.name for thing in document.places] == ["Oslo"]
