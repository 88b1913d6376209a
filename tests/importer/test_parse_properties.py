"""What holds for every text whatever: no exception, and values that stand where their spans say."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.importer.parse import exchange_record, parse

PIECES = [
    "Minister",
    "Anna Roe",
    "said",
    "“We agree,”",
    '"yes',
    "the parties",
    "Chairman of the Board of ACME;",
    "and",
    ",",
    ".",
    "\n\n",
    "\n",
    "(BNS)",
    "on Friday",
    "August 8",
    "in Oldtown",
    "Ministry of",
    "the Republic of Georgia",
    "He",
    "They",
    "PARIS, France, May 3.",
    "Mr.",
    "van der",
    "O’Neil’s",
    "including",
    "was informed",
    "it was noted that",
    "№ 5",
    "\u202e",
    "\x00",
    "\ufeff",
    "İ",
    "ǅ",
    "ﬃ",
    "Мария Иванова сообщила",
    "bildirib ki",
    "e\u0301",
    "U.S.",
    "D.C.",
    "###",
    "- item",
]
genre_like = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
any_text = st.text(max_size=400) | genre_like


def spans_of(document):
    if document.dateline:
        yield document.dateline.span, document.dateline.words
        if document.dateline.date:
            yield document.dateline.date.span, document.dateline.date.words
    for source in document.sources:
        yield source.span, None
    for person in document.people:
        for mention in person.mentions:
            yield mention.span, mention.words
    for thing in (*document.organisations, *document.places):
        yield thing.span, None
    for event in document.events:
        yield event.span, None
        if event.date:
            yield event.date.span, event.date.words
    for statement in document.statements:
        yield statement.span, None
    for question in document.questions:
        if question.span:
            yield question.span, None


@settings(max_examples=400, deadline=None)
@given(any_text)
@example("")
@example("\n\n###\n\n")
@example("A, B, C; and D")
def test_every_span_lies_in_its_paragraph_and_gives_its_words(text):
    document = parse(text)

    for span, words in spans_of(document):
        paragraph = document.headline_block if span.paragraph == 0 else document.paragraphs[span.paragraph - 1]
        assert 0 <= span.start < span.end <= len(paragraph)
        if words is not None:
            assert paragraph[span.start : span.end] == words


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_people_speakers_and_participants_refer_to_what_is_listed(text):
    document = parse(text)
    people = {person.name for person in document.people}

    for event in document.events:
        assert set(event.participants) <= people
    for statement in document.statements:
        assert bool(statement.speakers) == (statement.voice in ("single", "joint"))
        assert statement.kind in ("direct", "reported")
        assert set(statement.candidates) <= people
    assert sum(event.main for event in document.events) <= 1
    assert exchange_record(document)["language"] == document.language


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_parse_is_repeatable(text):
    assert parse(text) == parse(text)
