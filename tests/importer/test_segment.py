from articles.importer.parse.segment import clean, segment

BODY = "The minister opened the new library on the square, the ministry's press office said."


def test_short_first_line_without_full_stop_is_the_headline():
    parts = segment(f"Minister opens library\n\n{BODY}\n")

    assert (parts.headline, parts.paragraphs) == ("Minister opens library", (BODY,))


def test_sentence_is_no_headline():
    assert segment(f"{BODY}\n\n{BODY}").headline == ""


def test_headline_may_end_with_an_abbreviation():
    assert segment(f"Mayor receives John Roe, Jr.\n\n{BODY}").headline == "Mayor receives John Roe, Jr."


def test_dateline_on_its_own_line_is_no_headline():
    assert segment(f"Oslo, 5 May 2024\n\n{BODY}").headline == ""


def test_credit_line_is_no_headline():
    assert segment(f"Office of the Spokesperson\n\n{BODY}").headline == ""


def test_release_line_and_sign_off_are_kept_apart():
    parts = segment(f"FOR IMMEDIATE RELEASE\n\nMinister opens library\n\n{BODY}\n\n###\n")

    assert (parts.headline, parts.paragraphs, parts.sign_offs) == ("Minister opens library", (BODY,), ("###",))
    assert parts.headline_block == "FOR IMMEDIATE RELEASE\nMinister opens library"


def test_hard_wrapped_lines_are_joined():
    raw = (
        "The minister opened the new library on the old\nsquare of the town and said that the readers\n"
        "had waited for it for many long years, and\nthat they would not be disappointed."
    )

    assert segment(raw + "\n\n" + raw).paragraphs[0] == raw.replace("\n", " ")


def test_list_keeps_its_lines():
    members = "Ms. Anna Roe, Chair\nMr. Ben Lund, Director of the Office of Rivers\nDr. Cy Poe, Envoy"
    raw = f"{BODY}\n\nMembers of the delegation:\n\n{members}"

    assert segment(raw).paragraphs[2].split("\n") == [
        "Ms. Anna Roe, Chair",
        "Mr. Ben Lund, Director of the Office of Rivers",
        "Dr. Cy Poe, Envoy",
    ]


def test_lines_without_blank_lines_between_them_are_paragraphs():
    assert segment(f"Minister opens library\n{BODY * 3}\n{BODY * 2}").paragraphs == (BODY * 3, BODY * 2)


def test_clean_takes_out_control_and_bidi_characters_with_a_warning():
    text, warnings = clean("one\x00 two\u202e\r\nthree\u00a0four\ufeff")

    assert text == "one two\nthree four"
    assert [warning.code for warning in warnings] == ["control-characters-removed", "bidi-characters-removed"]


def test_clean_composes_letters_silently():
    assert clean("Terhes\u0327") == ("Terheş", ())


def test_empty_text_has_no_parts():
    parts = segment(" \r\n \n")

    assert (parts.headline, parts.paragraphs) == ("", ())
