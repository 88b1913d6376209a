import pytest

from articles.importer.parse import parse


def people(text, **known):
    return [(person.name, person.role, person.organisation) for person in parse(text, **known).people]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway’s Minister of Economy Anna Roe spoke.", ("Anna Roe", "Minister of Economy", "Norway")),
        ("Norwegian Foreign Minister Anna Roe spoke.", ("Anna Roe", "Foreign Minister", "Norway")),
        (
            "The talks were led by Anna Roe, Chairwoman of the Rivers Agency.",
            ("Anna Roe", "Chairwoman", "Rivers Agency"),
        ),
        ("President of Norway Anna Roe spoke.", ("Anna Roe", "President", "Norway")),
        (
            "Prime Minister Anna Roe of the Kingdom of Norway spoke.",
            ("Anna Roe", "Prime Minister", "Kingdom of Norway"),
        ),
        (
            "Chairman of the Board of ACMENET Ben van der Lund spoke.",
            ("Ben van der Lund", "Chairman of the Board", "ACMENET"),
        ),
        ("The Head of Operations, Jim Poe, opened it.", ("Jim Poe", "Head of Operations", "")),
        ("Rivers Agency chief Anna J. Roe-Lund spoke.", ("Anna J. Roe-Lund", "chief", "Rivers Agency")),
        (
            "Secretary General of the Council of Europe Ana Novak Kos left.",
            ("Ana Novak Kos", "Secretary General", "Council of Europe"),
        ),
        ("Norway's Ambassador to Latvia Erik Lund spoke.", ("Erik Lund", "Ambassador to Latvia", "Norway")),
        (
            "Chairman of the State Rivers Committee Lieutenant General Ben Lund said so.",
            ("Ben Lund", "Chairman", "State Rivers Committee"),
        ),
        (
            "Ben Lund, Norway's deputy minister of economy and energy, spoke.",
            ("Ben Lund", "deputy minister of economy and energy", "Norway"),
        ),
        (
            "Minister of Rivers and Infrastructure Anna Roe spoke.",
            ("Anna Roe", "Minister of Rivers and Infrastructure", ""),
        ),
        ("Admiral Ben Lund (Ret.), Chairman of the Rivers Agency, spoke.", ("Ben Lund", "Chairman", "Rivers Agency")),
        ("It was Council spokesperson Anna Roe who spoke.", ("Anna Roe", "spokesperson", "Council")),
        ("Rapporteur Anna Roe (S&D, Norway) spoke.", ("Anna Roe", "Rapporteur", "")),
        ("He met the head of the port operator Portia, Ben Lund, in May.", ("Ben Lund", "head", "Portia")),
    ],
)
def test_person_has_role_and_organisation(text, expected):
    assert people(text) == [expected]


def test_list_after_including_gives_each_person_their_own_office():
    text = (
        "Officials, including Anna Roe, Chair of the Rivers Agency; Ben Lund, Executive Director of the Lakes Fund; and"
        " Cy Poe, Latvian Ambassador to Norway, took part."
    )

    assert people(text) == [
        ("Anna Roe", "Chair", "Rivers Agency"),
        ("Ben Lund", "Executive Director", "Lakes Fund"),
        ("Cy Poe", "Ambassador to Norway", "Latvia"),
    ]


def test_plural_office_goes_to_each_of_a_list():
    assert people("Presidents Anna Roe of Norway and Ben Lund of Latvia signed it.") == [
        ("Anna Roe", "President", "Norway"),
        ("Ben Lund", "President", "Latvia"),
    ]


def test_former_and_acting_are_marked_and_no_part_of_the_title():
    document = parse("Former Prime Minister Anna Roe met acting Foreign Minister Ben Lund.")

    assert [(p.role, p.former, p.acting) for p in document.people] == [
        ("Prime Minister", True, False),
        ("Foreign Minister", False, True),
    ]


def test_other_spellings_of_a_name_are_one_person():
    document = parse("Minister Ana Ionaş spoke.\n\nIonaș said so.\n\nAna Ionas agreed.")

    assert [(p.name, len(p.mentions)) for p in document.people] == [("Ana Ionaş", 3)]


def test_titles_are_no_part_of_the_name():
    assert people("Mr. Ben Lund and Dr. Anna Roe said so.") == [("Ben Lund", "", ""), ("Anna Roe", "", "")]


def test_surname_of_two_people_is_left_open_and_asked_about():
    document = parse("Minister Anna Roe met Mayor Ben Roe.\n\nRoe said it went well.")

    assert document.statements == ()
    assert "surname-ambiguous" in [question.code for question in document.questions]


def test_things_in_capitals_are_no_people():
    assert people("The Middle Corridor and the Joint Declaration were praised in the Green Energy Week.") == []


def test_known_person_is_recognised_without_office():
    text = "The prize went to Zyla Qorr for her work."

    assert people(text) == []
    assert people(text, known_people=["Zyla Qorr"]) == [("Zyla Qorr", "", "")]


def test_mixed_script_name_is_flagged():
    document = parse("Minister Anna Rое said so.")  # the last two letters of the name are Cyrillic

    assert [warning.code for warning in document.warnings] == ["mixed-script-name"]
