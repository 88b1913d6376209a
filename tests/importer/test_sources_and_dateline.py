import pytest

from articles.importer.parse import parse
from articles.importer.parse.language import language_of

REST = " Norwegian Foreign Minister Anna Roe opened the new bridge over the river"


def dateline(text):
    line = parse(text).dateline
    return line and (line.place, line.country, line.date.edtf if line.date else None)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("OSLO, Norway, May 3.", ("Oslo", "Norway", "XXXX-05-03")),
        ("OSLO, May 3 (NTX) –", ("Oslo", "", "XXXX-05-03")),
        ("Oslo, 3 May 2024 –", ("Oslo", "", "2024-05-03")),
        ("OLDTOWN, Norway, May 3, 2024 –", ("Oldtown", "Norway", "2024-05-03")),
        ("GENEVA (5 May 2023) –", ("Geneva", "", "2023-05-05")),
        ("SPRINGFIELD, Ill., March 3, 2024 --", ("Springfield", "", "2024-03-03")),
        ("On 3 May 2024,", None),
        ("Norway –", None),
    ],
)
def test_dateline_is_read_at_the_start(start, expected):
    assert dateline(start + REST + ".") == expected


def test_dated_line_is_a_dateline_without_place():
    assert dateline(f"Bridge opens\n\nJune 07, 2022\n\n{REST.strip()}.") == ("", "", "2022-06-07")


def sources(text):
    return [(source.name, source.role) for source in parse(text).sources]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{REST}, Ntx reports.", [("Ntx", "publisher")]),
        (f"{REST}, Ntx reports citing the Rivers Agency.", [("Ntx", "publisher"), ("Rivers Agency", "attributed")]),
        (
            f"{REST}, the Foreign Ministry’s press service told Ntx.",
            [("Foreign Ministry’s press service", "attributed"), ("Ntx", "publisher")],
        ),
        (f"OSLO, May 3 (NTX) –{REST}.", [("NTX", "publisher")]),
        (f"Bridge opens\n\n{REST}.\n\nBy Cy Poe (NTX)", [("NTX", "publisher")]),
        (f"Bridge opens\n\nOffice of the Spokesperson\n\n{REST}.", [("Office of the Spokesperson", "publisher")]),
        (f"Statement by Spokesperson Cy Poe on the Bridge\n\n{REST}.", [("Cy Poe", "attributed")]),
        (f"{REST}.\n\nThe Rivers Agency said in a press release that it is safe.", [("Rivers Agency", "attributed")]),
        (f"{REST} and told reporters about it.", []),
    ],
)
def test_sources_are_publisher_and_attributed(text, expected):
    assert sources(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the bridge is open to all of the people.", "en"),
        ("Министр сообщил, что мост открыт для всех.", "ru"),
        ("Nazir bildirib ki, körpü hamı üçün açıqdır və yeni yol çəkilir.", "az"),
        ("Le ministre a dit que le pont est ouvert à tous dans la ville.", "fr"),
        ("Der Minister sagte, die Brücke ist für alle offen und nicht neu.", "de"),
        ("", "und"),
        ("12345", "und"),
    ],
)
def test_language_is_told_by_script_and_small_words(text, language):
    assert language_of(text) == language


def test_russian_text_is_imported_whole_with_its_speaker():
    text = (
        "Мост открыт\n\n14 марта 2025 года\n\nМинистр Анна Петрова сообщила, что мост между Россией и Арменией открыт."
    )
    document = parse(text)

    assert document.language == "ru"
    assert document.paragraphs[1] == "Министр Анна Петрова сообщила, что мост между Россией и Арменией открыт."
    assert [(p.name, p.role) for p in document.people] == [("Анна Петрова", "Министр")]
    assert [thing.name for thing in document.places] == ["Россия", "Армения"]
    assert document.dateline.date.edtf == "2025-03-14"


def test_azerbaijani_text_is_imported_whole_with_its_speaker():
    text = "Nazir Anar Quliyev bildirib ki, əlaqələr genişlənir və yeni layihələr üzərində iş gedir."
    document = parse(text)

    assert document.language == "az"
    assert document.paragraphs == (text,)
    assert [(s.speakers, s.kind) for s in document.statements] == [(("Anar Quliyev",), "reported")]
