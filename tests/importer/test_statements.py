import pytest

from articles.importer.parse import parse

LEAD = "Norwegian Foreign Minister Anna Roe met Latvian Foreign Minister Ben Lund.\n\n"


def statements(text):
    return [(s.span.paragraph, s.voice, s.kind, s.speakers) for s in parse(text).statements]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Roe said that talks go on.", ("single", "reported", ("Anna Roe",))),
        ("“We go on with the talks,” Roe said.", ("single", "direct", ("Anna Roe",))),
        ("“We go on with the talks,” said Lund.", ("single", "direct", ("Ben Lund",))),
        ("Roe, speaking about the reasons for it, noted that talks go on.", ("single", "reported", ("Anna Roe",))),
        ("Roe, in her turn, praised the work.", ("single", "reported", ("Anna Roe",))),
        ("According to Roe, talks go on.", ("single", "reported", ("Anna Roe",))),
        ("The Latvian minister said the work was “going very well.”", ("single", "direct", ("Ben Lund",))),
        ("Roe and Lund stressed the need to talk.", ("joint", "reported", ("Anna Roe", "Ben Lund"))),
        ("The two ministers reaffirmed their commitment.", ("joint", "reported", ("Anna Roe", "Ben Lund"))),
        ("Roe, speaking at the event, stressed the need to talk.", ("single", "reported", ("Anna Roe",))),
        ("The director, Cy Poe, said the bank was ready.", ("single", "reported", ("Cy Poe",))),
        ("The parties reaffirmed their commitment.", ("collective", "reported", ())),
        ("It was emphasized that talks go on.", ("unstated", "reported", ())),
    ],
)
def test_statement_has_voice_kind_and_speakers(sentence, expected):
    assert statements(LEAD + sentence) == [(2, *expected)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Roe and Lund discussed the border.",
        "Roe will say more about it later.",
        "The meeting discussed what was said before.",
        "Roe’s office said nothing of the kind was planned.",
        "Member states noted by name are listed.",
    ],
)
def test_no_statement_without_words_of_a_speaker(sentence):
    assert [s for s in statements(LEAD + sentence) if s[1] != "unstated"] == []


def test_pronoun_means_the_last_speaker():
    text = LEAD + "Lund thanked Roe.\n\nHe called on Roe to help the towns."

    assert statements(text) == [(2, "single", "reported", ("Ben Lund",)), (3, "single", "reported", ("Ben Lund",))]
    assert [s.addressees for s in parse(text).statements] == [("Anna Roe",), ("Anna Roe",)]


def test_they_means_the_last_speakers_together():
    text = LEAD + "Roe and Lund stressed the need to talk.\n\nThey noted the progress."

    assert statements(text)[1] == (3, "joint", "reported", ("Anna Roe", "Ben Lund"))


def test_quotation_goes_on_in_the_next_paragraph():
    text = LEAD + "“We go on with the talks,” Roe said.\n\n“We will never stop talking to each other.”"

    assert statements(text) == [(2, "single", "direct", ("Anna Roe",)), (3, "single", "direct", ("Anna Roe",))]


def test_unstated_speaker_is_a_question_with_a_candidate():
    document = parse(LEAD + "Roe said that talks go on.\n\nIt was emphasized that they are long.")

    assert [s.candidates for s in document.statements] == [(), ("Anna Roe",)]
    assert "speaker-unstated" in [question.code for question in document.questions]


def test_body_speaks_for_itself():
    assert statements(LEAD + "The Rivers Agency said the water is high.") == [
        (2, "single", "reported", ("Rivers Agency",))
    ]
