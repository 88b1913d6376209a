"""What is pasted from other programs becomes the few elements a text is made of; the browser does the same before."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import blocks, clean, with_ids, word_count
from articles.markup import BLOCK, has_pictures
from tests.desk.pasted import DOCS, WORD

EXAMPLES = int(os.environ.get("EXAMPLES", "60"))


@pytest.mark.parametrize("pasted", [WORD, DOCS], ids=["word", "docs"])
def test_pasted_text_keeps_its_words_and_shape_and_nothing_else(pasted):
    body = with_ids(pasted.html)

    assert [(block.tag, block.text) for block in blocks(body)] == pasted.blocks
    assert not any(left in body for left in ("mso", "style", "class", "span", "dir=", "<b>", "<i>", "<img", "o:p"))


TABLE = "<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>"
NUMBERED = "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>{}.<span>&nbsp;&nbsp; </span></span>{}</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>5&nbsp;km and&nbsp; &nbsp;more</p>", "<p>5&nbsp;km and more</p>"),
        ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h4>b</h4><h4>c</h4>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("loose <em>words</em> here<p>b</p>", "<p>loose <em>words</em> here</p><p>b</p>"),
        ("<p><span style='font-weight:700'>a</span> <span style='font-style:italic'>b</span></p>",
         "<p><strong>a</strong> <em>b</em></p>"),
        ("<p><b style='font-weight:normal'>a</b></p>", "<p>a</p>"),
        ("<p><b>Min</b><b>ister</b></p>", "<p><strong>Minister</strong></p>"),
        ("<p>a<span style='display:none'>hidden</span></p>", "<p>a</p>"),
        (NUMBERED.format(1, "One") + NUMBERED.format(2, "Two"),
         "<ol><li><p>One</p></li><li><p>Two</p></li></ol>"),
        ("<table><caption>C</caption><thead><tr><th>A</th></tr></thead><tr><td colspan='2'>B</td></tr></table>",
         '<p>C</p><table><tbody><tr><th>A</th></tr><tr><td colspan="2">B</td></tr></tbody></table>'),
        ("<p>a<img src='data:image/png;base64,AAAA'></p>", "<p>a</p>"),
        ("<?xml version='1.0' encoding='utf-8'?><p>a</p>", "<p>a</p>"),
        ("<p onclick='x()'>a<script>x()</script><style>p{}</style></p>", "<p>a</p>"),
        ("<p><a href='javascript:x()'>a</a> <a href='https://x.example/'>b</a></p>",
         '<p><a>a</a> <a href="https://x.example/">b</a></p>'),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("<table><tr><td></td></tr></table><p>a</p>", "<p>a</p>"),
        ("", ""),
        ("   ", ""),
    ],
)  # fmt: skip
def test_markup_of_other_programs_becomes_that_of_the_house(html, expected):
    assert clean(html) == expected


PIECES = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "<span style='font-weight:bold'>", "</span>", "<ul>",
    "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<caption>", "<br>", "<img src=x>",
    "<h1>", "</h1>", "words", " ", "\n", "&nbsp;", "&nbsp;&nbsp;", "<a href='https://x.example'>", "</a>",
    "<blockquote>", "</blockquote>", "<p style='mso-list:l0 level2 lfo1'>", "<span style='mso-list:Ignore'>1.</span>",
    "<!--", "-->", "<script>", "&lt;",
]  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_cleaning_twice_changes_nothing_and_ids_stay(html):
    once = clean(html)
    body = with_ids(html)

    assert clean(once) == once
    assert with_ids(body, body) == body
    assert not any(bad in once for bad in ("<script", "style=", "<img", "mso-"))
    assert {block.tag for block in blocks(body)} <= set(BLOCK)


def test_cells_items_and_lines_are_words_apart_and_a_table_keeps_its_id():
    body = with_ids(f"<p>a<br>b</p><ul><li>c</li><li>d</li></ul>{TABLE}")

    assert [block.text for block in blocks(body)] == ["a b", "c d", "A B"]
    changed = with_ids(body.replace("<td>B</td>", "<td>B2</td>"), body)
    assert [block.id for block in blocks(changed)] == [block.id for block in blocks(body)]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>The well-known ministers’ text.</p>", 4),
        ("<p>Azərbaycan Respublikası, 3 noyabr</p>", 4),
        ("<p>Объявление министра</p><p>— и</p>", 3),
        (TABLE, 2),
        ("", 0),
    ],
)
def test_words_are_counted(html, words):
    assert word_count(html) == words


def test_pictures_are_noticed():
    assert has_pictures("<p><IMG src=x></p>")
    assert not has_pictures("<p>img</p>")
