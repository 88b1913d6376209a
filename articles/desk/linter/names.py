"""Names of people spelt otherwise than the register spells them in the language of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from articles.desk.linter.draft import Draft, own_language
from articles.desk.linter.finding import Check, Hit
from people.models import Person
from people.models.register import script_of
from people.names import equal, fold
from people.names.letters import lower

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?…:]\s*[\"”»’)]*\s*)[\"“«‘(„]*$")
_MOST_ASKED, _MOST_FOUND = 150, 600  # words asked for in one statement, rows compared
_LONGEST = 4
_LONG_FAMILY = 7  # in a shorter family name another letter may be another family


@dataclass(frozen=True)
class Known:
    """A person as the register writes the name in one language; ``also`` are other spellings of that language."""

    name: str
    also: frozenset[str]
    parts: tuple[str, ...]
    linked: bool


@dataclass(frozen=True)
class Token:
    """A word that begins with a capital, and whether a sentence begins with it."""

    words: str
    start: int
    end: int
    first: bool


def _misspelt(draft: Draft) -> Iterator[Hit]:
    lines = [(block, field, line, capitalised(line)) for block, field, line in draft.said]
    people = _known(draft, [token.words for *_rest, tokens in lines for run in tokens for token in run])
    if not people:
        return
    for block, field, line, runs in lines:
        for words, name in misspelt(runs, line, people, draft.language):
            yield Hit(words, block=block, field=field, told={"name": name})


def capitalised(line: str) -> list[list[Token]]:
    """The runs of words of ``line`` that begin with a capital and stand side by side."""
    runs: list[list[Token]] = []
    end = -1
    for match in _TOKEN.finditer(line):
        if not match[0][0].isupper():
            continue
        words = re.sub(r"[’'ʼ]s$", "", match[0])
        first = bool(_SENTENCE_BEGINS.search(line[max(0, match.start() - 12) : match.start()]))
        token = Token(words, match.start(), match.start() + len(words), first)
        if runs and line[end : match.start()] == " ":
            runs[-1].append(token)
        else:
            runs.append([token])
        end = match.end()
    return runs


def misspelt(runs: list[list[Token]], line: str, people: list[Known], language: str) -> Iterator[tuple[str, str]]:
    """``(words, the register's name)`` of every name of ``people`` that is not as the register has it."""
    for run in runs:
        done: set[int] = set()
        for size in range(min(_LONGEST, len(run)), 1, -1):
            for at in range(len(run) - size + 1):
                span = range(at, at + size)
                if done.intersection(span):
                    continue
                words = line[run[at].start : run[at + size - 1].end]
                verdict = _judge(words, people, language)
                if verdict is not None:
                    done.update(span)
                if verdict:
                    yield words, verdict
        for n, token in enumerate(run):
            if n not in done and not token.first:
                family = _family(token.words, people, language)
                if family:
                    yield token.words, family


def _judge(words: str, people: list[Known], language: str) -> str | None:
    """The name ``words`` should be; empty where they are right; None where they name nobody the register knows."""
    parts = words.split()
    same_size = [one for one in people if len(one.parts) == len(parts)]
    for one in people:
        if _written(words, language) in one.also or _inflected_name(parts, one, language):
            return ""
    for one in same_size:
        if equal(words, one.name) and script_of(words) == script_of(one.name):
            return one.name
    for one in same_size:
        if _slipped(parts, one, language):
            return one.name
    return None


def _inflected_name(parts: list[str], one: Known, language: str) -> bool:
    """Whether ``parts`` are the register's words, with endings of the language."""
    if len(parts) != len(one.parts):
        return False
    return all(_inflected(part, own, language) for part, own in zip(parts, one.parts, strict=True))


def _inflected(word: str, own: str, language: str) -> bool:
    word, own = _written(word, language), _written(own, language)
    if word == own:
        return True
    if language == "en":
        return False
    stem = own[: max(3, len(own) - 2)] if language == "ru" else own
    return word.startswith(stem) and len(word) - len(stem) <= 6


def _slipped(parts: list[str], one: Known, language: str) -> bool:
    """Whether exactly one word of the name is a slip of a letter or two away from the register's."""
    apart = [n for n, part in enumerate(parts) if fold(part) != fold(one.parts[n])]
    if len(apart) != 1:
        return False
    (at,) = apart
    own = fold(one.parts[at])
    if not one.linked and not (at == len(parts) - 1 and len(own) >= _LONG_FAMILY):
        return False  # Elmar and Elman are two people
    return len(own) >= 5 and _slip(fold(parts[at]), own, language, most=2 if len(own) >= 9 else 1)


def _slip(word: str, own: str, language: str, *, most: int) -> bool:
    """A slip changes letters within a word. An ending is grammar, or another name: Aliyev and Aliyeva."""
    if word == own or word[0] != own[0] or word.startswith(own) or own.startswith(word):
        return False
    if language != "en" and word.startswith(own[:-2]):
        return False
    return OSA.distance(word, own) <= most


def _family(word: str, people: list[Known], language: str) -> str:
    """The family name of somebody linked in the text that ``word`` is a misspelling of; empty where it is none."""
    written = _written(word, language)
    linked = [one for one in people if one.linked]
    if any(written == _written(part, language) for one in people for part in one.parts):
        return ""
    for one in linked:
        own = one.parts[-1]
        if len(own) < 5 or script_of(own) != script_of(word):
            continue
        if fold(word) == fold(own) or (len(own) >= 6 and _slip(fold(word), fold(own), language, most=1)):
            return own
    return ""


def _written(words: str, language: str) -> str:
    """``words`` in small letters, marks kept: what must be equal for a name to be spelt as in the register."""
    plain = unicodedata.normalize("NFC", " ".join(words.split())).translate(str.maketrans("’ʼ‘ţŢ", "'''țȚ"))
    return lower(plain, language).replace("ş", "ș") if language != "az" else lower(plain, language)


def _known(draft: Draft, words: list[str]) -> list[Known]:
    """People the text may name: those linked in it, and those of the register with a word in common. Two statements."""
    linked = {mention.person_id for mention in draft.mentions if mention.person_id}
    asked = list(dict.fromkeys(part for word in words for part in (fold(word),) if len(part) > 2))[:_MOST_ASKED]
    shares = [Q(folded__contains=edge) for part in asked for edge in (f"|{part} ", f" {part}|")]
    if not linked and not shares:
        return []
    rows = Person.objects.filter(reduce(or_, shares, Q(pk__in=linked)), merged_into=None)
    found = []
    for row in rows.prefetch_related("names").order_by("pk")[:_MOST_FOUND]:
        if not own_language(draft.language) and draft.language not in (row.labels or {}):
            continue  # the register does not say how that language writes it
        name = row.name_in(draft.language)
        own = (other.name for other in row.names.all() if other.language == draft.language)
        also = frozenset(_written(one, draft.language) for one in (name, *own))
        found.append(Known(name, also, tuple(name.split()), row.pk in linked))
    return found


CHECKS = [
    Check(
        "name-spelling", _("A name is spelt otherwise than in the register"), _("The register writes “%(name)s”."),
        _("Take the spelling of the register, or mend the register."), _misspelt,
    ),
]  # fmt: skip
