"""Statements nobody makes, and statements the text no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.blocks import locate
from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit
from articles.models.parts import Mention, Statement
from articles.models.vocabulary import Voice

_SHORT = 90


def _without_speaker(draft: Draft) -> Iterator[Hit]:
    spoken = {m.statement_uid for m in draft.mentions if m.relation == Mention.Relation.SPEAKER}
    for statement in draft.statements:
        somebody = statement.voice in (Voice.SINGLE, Voice.JOINT)
        named = statement.uid in spoken or statement.speaker_words.strip()
        if somebody and not named and not _gone(statement, draft):
            block = statement.block if statement.block in draft.numbers else ""
            yield Hit(_short(statement.words) or statement.verb, block=block, field="" if block else "statements")


def _without_words(draft: Draft) -> Iterator[Hit]:
    for statement in draft.statements:
        if _gone(statement, draft):
            yield Hit(_short(statement.words), field="statements", about=str(statement.uid))


def _gone(statement: Statement, draft: Draft) -> bool:
    words = " ".join(statement.words.split())
    if not words or any(words in block.text for block in draft.blocks):
        return False
    return not any(locate(words, block.text) for block in draft.blocks)


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rsplit(" ", 1)[0] + "…"


CHECKS = [
    Check(
        "statement-without-speaker", _("A statement without a speaker"),
        _("Nobody is named as having said it, and no speaker stands as printed."),
        _("Name the speaker, or mark the statement as “speaker not stated”."), _without_speaker,
    ),
    Check(
        "statement-gone", _("A statement whose words are gone"),
        _("The text no longer holds these words, but they would be published as a statement."),
        _("Delete the statement, or give it the words the text has now."), _without_words,
    ),
]  # fmt: skip
