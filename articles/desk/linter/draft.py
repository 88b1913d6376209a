"""The text as the checks read it: its words from memory, everything else loaded once, when a check first asks."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Any

from django.conf import settings
from lxml import html as lxml_html

from articles.blocks import Block, blocks
from articles.desk.access import visible_to
from articles.desk.roles import Held, Moment, held_by, moment, rows_in_force
from articles.models.article import Article
from articles.models.contact import TextContact
from articles.models.parts import Mention, Statement
from articles.models.vocabulary import Status
from articles.models.writing import Boilerplate
from people.models import Position

_BREAK = re.compile(r"<br\s*/?>")
_LEAVES = ("li", "p", "td", "th", "h2", "h3", "h4")


class Draft:
    """A working copy, saved or as it stands in a form: its fields are those of ``article``, changed or not.

    ``topics`` and ``contacts`` say whether any are chosen in the form; None asks the database. ``by``: whoever reads
    what is found, and so the versions in other languages that may be told of.
    """

    def __init__(
        self,
        article: Article,
        now: dt.datetime,
        *,
        by: Any = None,
        topics: bool | None = None,
        contacts: bool | None = None,
    ):
        self.article, self.now, self.by = article, now, by
        self.language: str = article.language
        self.blocks: list[Block] = [block for block in blocks(article.body) if block.text]
        self.numbers = {block.id: number for number, block in enumerate(blocks(article.body), start=1)}
        self._topics, self._contacts = topics, contacts

    # --- Words, from memory -------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[tuple[str, str]]:
        """``(block, text)`` of every line: paragraphs, and each item of a list and cell of a table by itself."""
        return [(block.id, line) for block in self.blocks for line in lines_of(block)]

    @cached_property
    def said(self) -> list[tuple[str, str, str]]:
        """``(block, field, text)`` of every line, the headline and the summary first."""
        fields = [("", name, " ".join(getattr(self.article, name).split())) for name in ("headline", "summary")]
        return [entry for entry in fields if entry[2]] + [(block, "", line) for block, line in self.lines]

    @cached_property
    def text(self) -> str:
        """All the words, a line each."""
        return "\n".join(line for _block, _field, line in self.said)

    # --- What stands beside them, one statement each ------------------------------------------------------------------

    @cached_property
    def has_topics(self) -> bool:
        return self.article.topics.exists() if self._topics is None else self._topics

    @cached_property
    def has_contacts(self) -> bool:
        if self._contacts is not None:
            return self._contacts
        return TextContact.objects.filter(article_uid=self.article.uid).exists()

    @cached_property
    def statements(self) -> list[Statement]:
        return list(self.article.statements.all())

    @cached_property
    def mentions(self) -> list[Mention]:
        related = ("person", "organisation", "place", "position")
        return list(self.article.mentions.select_related(*related))

    @cached_property
    def versions(self) -> list[Article]:
        """The text in other languages, as far as the reader may know of them."""
        others = Article.objects.filter(work=self.article.work).exclude(pk=self.article.pk)
        others = others.exclude(status=Status.DISCARDED).order_by("language")
        return list(visible_to(self.by, others) if self.by is not None else others.filter(limited=False))

    @cached_property
    def mentions_of_versions(self) -> list[Mention]:
        related = ("person", "organisation")
        return list(Mention.objects.filter(article__in=self.versions).select_related(*related))

    @cached_property
    def boilerplates(self) -> list[Boilerplate]:
        return list(Boilerplate.objects.filter(language=self.language, in_use=True))

    @cached_property
    def moment(self) -> Moment:
        """The day the text is dated by."""
        return moment(self.article, self.now)

    @cached_property
    def dated(self) -> bool:
        """Whether somebody said, or the clock will, which day the text is of: an old text read in has none."""
        article = self.article
        return article.source_text_id is None or article.released_at is not None or article.meant_for is not None

    @cached_property
    def held(self) -> dict[int, list[Held]]:
        """The positions held on that day by the people the text names, by key."""
        return held_by(self._people, self.moment.day, hour=self.moment.hour)

    @cached_property
    def ever_held(self) -> list[Position]:
        """Every position the register has for them, in the words of that hour."""
        found = Position.objects.filter(person__in=self._people)
        return list(rows_in_force(Position, found, self.moment.hour).values())

    @cached_property
    def _people(self) -> list[int]:
        return sorted({mention.person_id for mention in self.mentions if mention.person_id})


def lines_of(block: Block) -> list[str]:
    """The lines of a block, without empty ones."""
    if block.tag in _LEAVES and "<br" not in block.html:
        return [block.text]
    root = lxml_html.fromstring(_BREAK.sub("\n", block.html))
    leaves = [element for element in root.iter(*_LEAVES) if not any(True for _ in element.iterdescendants(*_LEAVES))]
    texts = ["".join(leaf.itertext()) for leaf in leaves] if leaves else ["".join(root.itertext())]
    return [line for text in texts for line in (" ".join(part.split()) for part in text.split("\n")) if line]


def own_language(code: str) -> bool:
    """Whether ``code`` is the language in which register rows have their name itself."""
    return code == settings.LANGUAGE_CODE
