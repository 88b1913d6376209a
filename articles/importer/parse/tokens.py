"""Words, punctuation and sentences of one paragraph, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.importer.parse.document import Span
from articles.importer.parse.vocabulary import STOP
from people.names import fold

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
# Every alternative starts with a different kind of character or consumes at least one, so the scan is linear.
_TOKEN = re.compile(
    rf"""
    (?P<domain>\b[A-Za-z0-9-]{{1,40}}\.(?:[Aa]z|[Cc]om|[Oo]rg|[Nn]et|[Rr]u|[Gg]ov|[Ee]u|[Uu]k|[Ii]nfo|[Gg]e|[Tt]r|[Mm]edia)\b)
  | (?P<initialism>(?:\b[^\W\d_]\.(?=[^\W\d_]\.))+[^\W\d_]\.)
  | (?P<abbreviation>\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Rev|Hon|Amb|Jr|Sr
      |Inc|Ltd|Co|No|St|Mt|vs
      |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Messrs|Brig|Cmdr|Cdr)\.)
  | (?P<initial>\b[^\W\d_]\.(?=\s?[^\W\d_]))
  | (?P<word>(?:{_LETTER})+(?:['’‐‑\-](?:{_LETTER})+)*)
  | (?P<number>\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_PREFIXED = re.compile(r"(?:[ae][lnrsdtz]|ash|ibn|bin)[-‐‑][A-ZÀ-Þ]|[dl][’'][A-ZÀ-Þ]")  # "el-Sisi", "d’Estaing"
# No sentence is read as longer, so that work grows with the length of a text and not with its square.
LONGEST_SENTENCE = 300
OPENING_QUOTES = "“„«‟"
CLOSING_QUOTES = "”»"
QUOTES = OPENING_QUOTES + CLOSING_QUOTES + '"'


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. ``low`` is its folded form; ``'s`` is a token of its own."""

    text: str
    start: int
    end: int
    low: str
    word: bool
    line: bool = False  # first on a line of its own, other than the first of the paragraph

    @property
    def capital(self) -> bool:
        return self.word and (self.text[0].isupper() or bool(_PREFIXED.match(self.text)))

    @property
    def acronym(self) -> bool:
        """``NATO``, ``BBC``, ``U.S.``: at least two capitals and no small letter."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and all(c.isupper() for c in letters)


@dataclass(slots=True)
class Paragraph:
    """A paragraph read into tokens. ``owner`` tells for every token which kind of phrase has taken it ("" if none).

    ``shouted``: it is set in capitals, so that capitals tell nothing.
    """

    number: int
    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    quoted: list[bool]
    owner: list[str] = field(default_factory=list)
    shouted: bool = False

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens ``first`` up to, not including, ``last``."""
        return Span(self.number, self.tokens[first].start, self.tokens[last - 1].end)

    def words(self, first: int, last: int) -> str:
        """The text of tokens ``first`` up to ``last`` as printed, line ends made spaces."""
        if last <= first:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def low(self, index: int) -> str:
        """The folded token at ``index``; empty outside the paragraph."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].capital

    def continues(self, index: int) -> bool:
        """Whether token ``index`` is a free capitalised word on the same line as the one before it."""
        return self.capital(index) and not self.owner[index] and not self.tokens[index].line

    def free(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and not self.owner[index]

    def owner_at(self, index: int) -> str:
        return self.owner[index] if 0 <= index < len(self.tokens) else ""

    def claim(self, first: int, last: int, kind: str) -> None:
        for index in range(first, last):
            self.owner[index] = kind

    def sentence_of(self, index: int) -> tuple[int, int]:
        """First token and end of the sentence that holds token ``index``."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle][0] <= index:
                low = middle
            else:
                high = middle - 1
        return self.sentences[low]

    def starts_sentence(self, index: int) -> bool:
        first = self.sentence_of(index)[0]
        return all(not self.tokens[i].word for i in range(first, index))


def tokenise(text: str) -> list[Token]:
    """The tokens of ``text`` in order; white space is in none of them."""
    tokens: list[Token] = []
    previous = 0
    for match in _TOKEN.finditer(text):
        word = match.lastgroup not in ("number", "other")
        start, end, value = match.start(), match.end(), match.group()
        line = bool(tokens) and "\n" in text[previous:start]
        previous = end
        possessive = _POSSESSIVE.search(value) if match.lastgroup == "word" and len(value) > 2 else None
        if possessive:
            cut = start + possessive.start()
            tokens.append(Token(text[start:cut], start, cut, fold(text[start:cut]), True, line))
            tokens.append(Token(text[cut:end], cut, end, "'s", False))
        else:
            tokens.append(Token(value, start, end, fold(value), word, line))
    return tokens


def _sentences(tokens: list[Token]) -> list[tuple[int, int]]:
    """Half-open token ranges. A dot that belongs to an abbreviation ends a sentence only before a sentence opener."""
    ranges, first, index, count = [], 0, 0, len(tokens)
    while index < count:
        token = tokens[index]
        if token.line and index > first or index - first >= LONGEST_SENTENCE:
            ranges.append((first, index))
            first = index
        ends = token.text in (".", "!", "?", "…")
        after = index + 1
        if ends:
            while after < count and tokens[after].text in CLOSING_QUOTES + "\")]’'.!?…":
                after += 1
            ends = (
                after >= count or tokens[after].capital or not tokens[after].word and tokens[after].text not in ",;-–—"
            )
        elif token.word and token.text.endswith(".") and after < count and tokens[after].capital:
            ends = (token.acronym or token.low in ("jr.", "sr.", "inc.", "ltd.")) and tokens[after].low in STOP
        if ends:
            ranges.append((first, after))
            first = after
        index = after if ends else index + 1
    if first < count:
        ranges.append((first, count))
    return ranges or [(0, 0)]


def _quoted(tokens: list[Token]) -> list[bool]:
    """For every token whether it stands between quotation marks; an unclosed quotation runs to the end."""
    inside, marks = False, []
    for token in tokens:
        if token.text in OPENING_QUOTES:
            inside = True
        elif token.text in CLOSING_QUOTES:
            inside = False
            marks.append(True)
            continue
        elif token.text == '"':
            inside = not inside
        marks.append(inside)
    return marks


def _shouted(tokens: list[Token]) -> bool:
    words = [token for token in tokens[:60] if token.word and len(token.text) > 1]
    return len(words) > 2 and sum(token.acronym for token in words) * 10 > len(words) * 6


def read_paragraph(number: int, text: str) -> Paragraph:
    tokens = tokenise(text)
    owner = [""] * len(tokens)
    return Paragraph(number, text, tokens, _sentences(tokens), _quoted(tokens), owner, _shouted(tokens))
