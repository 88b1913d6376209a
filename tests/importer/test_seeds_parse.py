"""The two texts in ``seeds/``: every value they state, each from its own characters, and every question they leave."""

from pathlib import Path

import pytest

from articles.importer.parse import exchange_record, parse

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def parse_seed(stem):
    return parse((SEEDS / f"{stem}.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def embassy():
    return parse_seed("000_69a4f85cf277c0de")


@pytest.fixture(scope="module")
def summit():
    return parse_seed("002_d36c6e84088df159")


def people_of(document):
    return [(person.name, person.role, person.organisation) for person in document.people]


def statements_of(document):
    return [(s.span.paragraph, s.voice, s.kind, s.speakers, s.addressees, s.candidates) for s in document.statements]


def words_at(document, span):
    text = document.headline_block if span.paragraph == 0 else document.paragraphs[span.paragraph - 1]
    return text[span.start : span.end]


def test_embassy_seed_is_english_with_no_headline_and_twelve_paragraphs(embassy):
    assert (embassy.language, embassy.headline, len(embassy.paragraphs)) == ("en", "", 12)


def test_embassy_seed_has_its_dateline(embassy):
    line = embassy.dateline

    assert (line.place, line.country, line.date.edtf) == ("Baku", "Azerbaijan", "XXXX-11-03")
    assert words_at(embassy, line.span) == "BAKU, Azerbaijan, November 3"
    assert words_at(embassy, line.date.span) == "November 3"


def test_embassy_seed_has_its_publisher(embassy):
    assert [(s.name, s.role, s.verb, words_at(embassy, s.span)) for s in embassy.sources] == [
        ("Trend", "publisher", "reports", "Trend")
    ]


def test_embassy_seed_has_its_people(embassy):
    assert people_of(embassy) == [
        ("Cristian Terheş", "Member of the European Parliament", "European Parliament"),
        ("Vugar Aliyev", "Chairman of the Board", "AZERTAC"),
        ("Ahmad Ismayilov", "Executive Director", "Media Development Agency"),
        ("Ismat Sattarov", "Chairman", "Audiovisual Council"),
        ("Gudsi Osmanov", "Ambassador to Romania", "Azerbaijan"),
    ]
    assert {person.reason.confidence >= 0.9 for person in embassy.people} == {True}


def test_embassy_seed_joins_the_mentions_of_each_person(embassy):
    assert [[mention.words for mention in person.mentions] for person in embassy.people] == [
        ["Cristian Terheş", "Terheş", "Terheş"],
        ["Vugar Aliyev", "Aliyev"],
        ["Ahmad Ismayilov", "Ismayilov"],
        ["Ismat Sattarov", "Sattarov"],
        ["Gudsi Osmanov", "Osmanov"],
    ]


def test_embassy_seed_has_its_organisations(embassy):
    assert [(thing.name, thing.aliases) for thing in embassy.organisations] == [
        ("European Union", ("EU",)),
        ("European Parliament", ()),
        ("Azerbaijani Embassy in Romania", ()),
        ("AZERTAC", ()),
        ("Media Development Agency", ()),
        ("Audiovisual Council", ()),
    ]


def test_embassy_seed_has_its_places(embassy):
    assert [thing.name for thing in embassy.places] == [
        "Baku",
        "Azerbaijan",
        "Romania",
        "South Caucasus",
        "Armenia",
        "Washington, D.C.",
        "U.S.",
        "Europe",
    ]


def test_embassy_seed_has_its_main_event_without_a_date(embassy):
    event = embassy.events[0]

    assert (event.main, event.type, event.name) == (True, "meeting", "Meeting at the Azerbaijani Embassy in Romania")
    assert (event.date, event.place, event.within) == (None, "Azerbaijani Embassy in Romania", "")
    assert event.participants == (
        "Cristian Terheş",
        "Vugar Aliyev",
        "Ahmad Ismayilov",
        "Ismat Sattarov",
        "Gudsi Osmanov",
    )
    assert event.complete is False


def test_embassy_seed_refers_to_the_signing(embassy):
    assert [(e.type, e.name, e.place, e.date.edtf, e.main) for e in embassy.events[1:]] == [
        ("signing", "Signing of the Joint Declaration", "Washington, D.C.", "XXXX-08-08", False)
    ]


def test_embassy_seed_has_its_statements(embassy):
    terhes, osmanov = ("Cristian Terheş",), ("Gudsi Osmanov",)
    officials = ("Vugar Aliyev", "Ahmad Ismayilov", "Ismat Sattarov")

    assert statements_of(embassy) == [
        (3, "single", "reported", terhes, (), ()),
        (4, "single", "reported", terhes, (), ()),
        (5, "collective", "reported", (), (), ()),
        (6, "single", "reported", terhes, (), ()),
        (7, "joint", "reported", officials, (), ()),
        (8, "joint", "reported", officials, (), ()),
        (9, "single", "reported", osmanov, (), ()),
        (10, "single", "reported", osmanov, terhes, ()),
        (12, "collective", "reported", (), (), ()),
    ]
    assert [s.speaker_words for s in embassy.statements] == [
        "Terheş",
        "He",
        "The meeting",
        "MEP",
        "Aliyev, Ismayilov, and Sattarov",
        "They",
        "Osmanov",
        "He",
        "the parties",
    ]


def test_embassy_seed_leaves_its_questions(embassy):
    assert [question.code for question in embassy.questions] == [
        "headline-missing",
        "dateline-year-missing",
        "date-year-missing",
        "event-date-missing",
        "event-city-missing",
        "participants-incomplete",
    ]
    assert [words_at(embassy, q.span) for q in embassy.questions[1:3]] == ["November 3", "August 8"]


def test_summit_seed_has_no_headline_and_no_dateline(summit):
    assert (summit.language, summit.headline, summit.dateline, len(summit.paragraphs)) == ("en", "", None, 10)


def test_summit_seed_has_its_sources(summit):
    assert [(s.name, s.role, s.verb) for s in summit.sources] == [
        ("Foreign Ministry’s press service", "attributed", "told"),
        ("News.Az", "publisher", "told"),
    ]


def test_summit_seed_has_its_people(summit):
    assert people_of(summit) == [
        ("Jeyhun Bayramov", "Foreign Minister", "Azerbaijan"),
        ("Marija Pejčinović Burić", "Secretary General", "Council of Europe"),
    ]


def test_summit_seed_has_its_organisations_and_places(summit):
    assert [(thing.name, thing.aliases) for thing in summit.organisations] == [
        ("Council of Europe", ("CoE",)),
        ("Foreign Ministry", ()),
    ]
    assert [thing.name for thing in summit.places] == ["Azerbaijan", "Reykjavík", "Karabakh", "Armenia"]


def test_summit_seed_has_its_main_event_within_the_visit(summit):
    event = summit.events[0]

    assert (event.main, event.type) == (True, "meeting")
    assert event.participants == ("Jeyhun Bayramov", "Marija Pejčinović Burić")
    assert (event.date.words, event.date.edtf, event.place) == ("Friday", "", "")
    assert event.within == "Visit of the Secretary General of the Council of Europe"


def test_summit_seed_refers_to_the_visit_the_summit_and_the_measures(summit):
    assert [(e.type, e.name, e.place, e.date and e.date.edtf) for e in summit.events[1:]] == [
        ("visit", "Visit of the Secretary General of the Council of Europe", "", None),
        (
            "summit",
            "4th Summit Meeting of the Heads of State and Government of the Council of Europe",
            "Reykjavík",
            "2023-05-17",
        ),
        ("other", "Measures in the Karabakh region", "Karabakh", "2023-09"),
    ]


def test_summit_seed_has_its_statements_and_never_gives_one_to_the_guest(summit):
    bayramov = ("Jeyhun Bayramov",)

    assert statements_of(summit) == [
        (3, "single", "reported", bayramov, (), ()),
        (4, "single", "reported", bayramov, (), ()),
        (5, "collective", "reported", (), (), ()),
        (6, "unstated", "reported", (), (), bayramov),
        (7, "single", "reported", bayramov, (), ()),
        (8, "single", "reported", bayramov, (), ()),
        (9, "unstated", "reported", (), (), bayramov),
    ]


def test_summit_seed_leaves_its_questions(summit):
    assert [question.code for question in summit.questions] == [
        "headline-missing",
        "dateline-missing",
        "weekday-unresolved",
        "event-date-missing",
        "event-place-missing",
        "speaker-unstated",
        "speaker-unstated",
    ]


@pytest.mark.parametrize("stem", ["000_69a4f85cf277c0de", "002_d36c6e84088df159"])
def test_seed_values_stand_in_the_text(stem):
    document = parse_seed(stem)

    for person in document.people:
        for mention in person.mentions:
            assert words_at(document, mention.span) == mention.words
    for thing in document.organisations:
        assert words_at(document, thing.span) == thing.name
    for source in document.sources:
        assert words_at(document, source.span) == source.name


def test_exchange_record_repeats_joint_statements_and_leaves_collective_ones_out(embassy):
    record = exchange_record(embassy)

    assert record["headline"] is None
    assert record["dateline"] == {"place": "Baku", "country": "Azerbaijan", "date": "11-03"}
    assert record["sources"] == [{"name": "Trend", "role": "publisher"}]
    assert record["event"] == {
        "type": "meeting",
        "date": None,
        "place": "Azerbaijani Embassy in Romania",
        "participants": ["Cristian Terheş", "Vugar Aliyev", "Ahmad Ismayilov", "Ismat Sattarov", "Gudsi Osmanov"],
    }
    assert [(s["paragraph"], s["speaker"].split()[-1], s["kind"]) for s in record["statements"]] == [
        (3, "Terheş", "indirect"),
        (4, "Terheş", "indirect"),
        (6, "Terheş", "indirect"),
        (7, "Aliyev", "indirect"),
        (7, "Ismayilov", "indirect"),
        (7, "Sattarov", "indirect"),
        (8, "Aliyev", "indirect"),
        (8, "Ismayilov", "indirect"),
        (8, "Sattarov", "indirect"),
        (9, "Osmanov", "indirect"),
        (10, "Osmanov", "indirect"),
    ]
    assert record["language"] == "en"
