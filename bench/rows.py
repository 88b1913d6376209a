"""What is asked: the same questions, in each application's own words."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from bench import words
from bench.corpus import Corpus
from bench.facts import Text
from bench.load import ask

SEED = 20251103
ARTICLES, QUESTIONS, RARE, DEEP = 2_000, 500, 300, 20
COMMON_WORDS = (words.COMMON, "agreement", "development", "region")


@dataclass
class Row:
    """One line of the table: addresses to ask at random from, by application."""

    name: str
    title: str
    aim: float
    ours: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)

    def of(self, app: str) -> list[str]:
        return self.ours if app == "ours" else self.plain


def rows(corpus: Corpus) -> list[Row]:
    """Every row that needs no server to be named; our addresses of page 2,000 come from ``deep_pages``."""
    asked = list(asked_texts(corpus))
    questions = [_question(corpus, text) for text in asked[:QUESTIONS]]
    rare = [words.rare_word(random.Random(n).randrange(corpus.rare_words())) for n in range(RARE)]
    return [
        Row("listing", "listing, first page", 100, ["/en/news/"], ["/news/"]),
        Row(
            "filtered",
            "listing, topic + official + dates",
            25,
            [f"/en/news/?{q}" for q in questions],
            [f"/news/?{q}" for q in questions],
        ),
        Row("deep", "listing, page 2,000", 150, [], [f"/news/?page={1990 + n}" for n in range(DEEP)]),
        Row(
            "search-common",
            "search, common word",
            50,
            [f"/en/search/?q={word}" for word in COMMON_WORDS],
            [f"/news/?q={word}" for word in COMMON_WORDS],
        ),
        Row(
            "search-rare",
            "search, rare word",
            8,
            [f"/en/search/?q={word}" for word in rare],
            [f"/news/?q={word}" for word in rare],
        ),
        Row(
            "article",
            "article page",
            8,
            [_page(text) for text in asked],
            [f"/news/{text.language}/{text.slug}/" for text in asked],
        ),
        Row("api-20", "API list of 20", 75, ["/api/v1/articles/"], ["/api/articles/"]),
        Row("api-100", "API list of 100", 48, ["/api/v1/articles/?limit=100"], ["/api/articles/?limit=100"]),
        Row(
            "api-article",
            "API article",
            10,
            [f"/api/v1/articles/{text.uid}/" for text in asked],
            [f"/api/articles/{text.uid}/" for text in asked],
        ),
        Row(
            "api-filtered",
            "API filtered",
            28,
            [f"/api/v1/articles/?{q}" for q in questions],
            [f"/api/articles/?{q}" for q in questions],
        ),
        Row("feed", "feed of 50", 16, ["/en/news/feed.atom"], ["/news/feed.atom"]),
    ]


def asked_texts(corpus: Corpus) -> Iterator[Text]:
    """The texts that are asked for: listed ones, chosen at random, the same at every run."""
    chance = random.Random(SEED)
    numbers = chance.sample(range(corpus.size), min(corpus.size, ARTICLES + ARTICLES // 100))
    listed = (text for text in map(corpus.text, numbers) if text.listed)
    for _number, text in zip(range(ARTICLES), listed, strict=False):
        yield text


def _page(text: Text) -> str:
    """The address of a text's page in ours."""
    hour = text.editions[0].hour
    return f"/{text.language}/news/{hour:%Y}/{hour:%m}/{text.slug}"


def _question(corpus: Corpus, text: Text) -> str:
    """A topic and an official of a text, in the four years around it."""
    hour = text.editions[0].hour
    asked = {
        "topic": corpus.topics[text.topics[0]].slug,
        "official": corpus.people[text.named("people")[0]].slug,
        "published_after": f"{hour - dt.timedelta(days=730):%Y-%m-%d}",
        "published_before": f"{hour + dt.timedelta(days=730):%Y-%m-%d}",
    }
    return urlencode(asked)


_NEXT, _HREF = re.compile(r'<(?:a|link)\b[^>]*\brel="next"[^>]*>'), re.compile(r'\bhref="([^"]*)"')


def deep_pages(port: int) -> list[str]:
    """The addresses of our pages around the 2,000th: pages go by key, so the way there is from page to page."""
    path, found = "/en/news/", []
    for number in range(1, 1990 + DEEP):
        status, _headers, body = ask(port, path)
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        if number >= 1990:
            found.append(path)
        onward = _NEXT.search(body.decode())
        if not onward:
            break
        path = unescape(_HREF.search(onward.group())[1])
        path = path.removeprefix("https://press.example")
    return found
