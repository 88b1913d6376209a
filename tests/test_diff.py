"""From one document to another: which paragraphs, which words."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import with_ids
from articles.diff import State, compare


def document(*paragraphs, before="", headline="Talks held"):
    """A document whose blocks keep the ids of ``before``."""
    body = with_ids("".join(f"<p>{text}</p>" for text in paragraphs), before)
    return {"headline": headline, "summary": "", "dateline": None, "body": {"html": body}}


def marked(row, tag):
    """What stands in ``ins`` or ``del``."""
    return [" ".join(words.split()) for words in re.findall(rf"<{tag}>(.*?)</{tag}>", row.html)]


def test_one_letter_marks_one_word():
    old = document("The minister met the envoy.", "They talked at length about trade.")
    new = document("The minister met the envoy.", "They walked at length about trade.", before=old["body"]["html"])

    rows = compare(old, new)

    assert [row.state for row in rows] == [State.SAME, State.SAME, State.CHANGED]
    assert (marked(rows[2], "del"), marked(rows[2], "ins")) == (["talked"], ["walked"])


def test_paragraph_put_between_two_is_all_that_is_added():
    old = document("One is here.", "Three is here.")
    new = document("One is here.", "Two is quite another thing.", "Three is here.", before=old["body"]["html"])

    assert [row.state for row in compare(old, new)[1:]] == [State.SAME, State.ADDED, State.SAME]


def test_removed_paragraph_stands_where_it_stood():
    old = document("One is here.", "Two is quite another thing.", "Three is here.")
    new = document("One is here.", "Three is here.", before=old["body"]["html"])

    rows = compare(old, new)[1:]

    assert [row.state for row in rows] == [State.SAME, State.REMOVED, State.SAME]
    assert marked(rows[1], "del") == ["Two is quite another thing."]


def test_moved_paragraph_is_said_to_be_moved():
    old = document("One is here.", "Two is quite another thing.", "Three stands last.")
    new = document("Three stands last.", "One is here.", "Two is quite another thing.", before=old["body"]["html"])

    assert [row.state for row in compare(old, new)[1:]] == [State.MOVED, State.SAME, State.SAME]


def test_markup_typed_as_words_stays_words():
    rows = compare(document("A."), document("A.", headline="<script>alert(1)</script> talks"))

    assert "<script" not in rows[0].html
    assert "&lt;script&gt;" in rows[0].html


WORDS = st.lists(st.sampled_from(["talks", "trade", "envoy", "Baku", "met", "and", "the"]), min_size=1, max_size=6)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_difference(before, after):
    old = document(*before)
    new = document(*after, before=old["body"]["html"])
    rows = [row for row in compare(old, new) if not row.name]

    def read(row, left_out):
        return re.sub(r"<[^>]+>", "", re.sub(rf"<{left_out}>.*?</{left_out}>", "", row.html)).split()

    assert [word for row in rows for word in read(row, "del")] == " ".join(after).split()
    assert sorted(word for row in rows for word in read(row, "ins")) == sorted(" ".join(before).split())
