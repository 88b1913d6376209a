"""Words that tell what kind of event a sentence reports, and how strongly."""

from __future__ import annotations

from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import EVENT_NOUNS, EVENT_VERBS

_HOLDING = frozenset("held holds hold holding had conducted hosted hosts".split())
_OPENING = frozenset(
    "kicked opened opens began begins started starts held hosted took takes gathered brings brought concluded".split()
)


def event_clues(paragraph: Paragraph, first: int, last: int, headline: bool) -> list[tuple[float, int, str]]:
    """Words that tell what kind of event it is: (strength, minus position, type)."""
    found: list[tuple[float, int, str]] = []
    for i in range(first, last):
        low, token = paragraph.low(i), paragraph.tokens[i]
        if paragraph.quoted[i] or not token.word or paragraph.owner[i] in ("person", "dateline"):
            continue
        before, after = paragraph.low(i - 1) if i > first else "", paragraph.low(i + 1)
        if low in EVENT_NOUNS and not (low == "congress" and paragraph.owner[i] == "body"):
            strength = _noun_strength(paragraph, i, first, low, before, after, headline)
            if strength:
                found.append((strength, -i, EVENT_NOUNS[low]))
        elif (
            low in EVENT_VERBS
            and (headline or not token.capital)
            and before not in ("the", "to", "was", "as", "of", "been", "also")
        ):
            strength = 3.0 if not headline or low not in ("called", "named") else 0
            if low == "spoke":
                strength = (
                    3.0
                    if {"phone", "telephone", "call"} & {paragraph.low(j) for j in range(i, min(i + 25, last))}
                    else 0
                )
            elif low == "received" and paragraph.owner_at(i - 1) == "person":
                strength = 2.6
            elif low == "appointed" and before in ("newly", "recently"):
                strength = 0
            elif low in ("called", "named", "received", "hosted", "elected", "awarded", "sworn"):
                strength = 1.6 if low in ("received", "hosted", "sworn") else 0.5
            elif low == "meet" or low == "travel":
                strength = 2.4 if before in ("will", "to") else 2.6
            elif (
                low == "signed"
                and paragraph.low(i + 1) in ("by", "between", "in")
                or low in ("sign", "signs")
                and not headline
            ):
                strength = 1.0
            if before in ("who", "which", "he", "she") or paragraph.low(i - 2) in ("after", "since"):
                strength = min(strength, 1.2)
            if strength:
                found.append((strength, -i, EVENT_VERBS[low]))
        elif low == "visiting" and headline:
            found.append((1.0, -i, "visit"))
    return found


def _noun_strength(
    paragraph: Paragraph, i: int, first: int, low: str, before: str, after: str, headline: bool
) -> float:
    ahead = range(i + 1, min(i + 16, len(paragraph.tokens)))
    if low not in ("call", "phone", "statement", "remarks") and any(
        paragraph.low(j) in ("held", "opened")
        and paragraph.low(j - 1) in ("was", "were", "is", "being")
        or paragraph.low(j) in ("took", "takes")
        and paragraph.low(j + 1) == "place"
        for j in ahead
    ):
        return 3.0
    if low in ("call", "phone"):
        spoken = (
            before in ("phone", "telephone", "video", "'s")
            or after == "with"
            or after in ("call", "conversation", "talks")
        )
        return 3.4 if spoken else 0
    if low == "conversation":
        return 3.4 if before in ("telephone", "phone", "video") or before == "a" else 1.5
    if low == "event":
        return 2.0 if headline else 0.9
    if low in ("statement", "remarks"):
        return 1.6 if i - first < 4 else 0.4
    holding = any(paragraph.low(j) in _HOLDING for j in range(max(first, i - 5), i))
    if low == "summit":
        return (
            3.2
            if before in ("a", "an", "the") or holding or i - first < 8 or paragraph.low(i - 2) in ("an", "a", "the")
            else 1.4
        )
    if EVENT_NOUNS[low] == "conference":
        opened = any(paragraph.low(j) in _OPENING for j in range(i, min(i + 14, len(paragraph.tokens))))
        return 3.1 if opened or headline else 1.7
    if low in ("signing", "inauguration", "ceremony", "funeral", "swearing-in"):
        return 2.6 if headline or before in ("a", "the", "signing", "opening", "awards") or i - first < 20 else 1.5
    if low in ("opening", "anniversary", "commemoration", "session", "audience", "reception", "festival", "exhibition"):
        return 2.0 if headline or after in ("ceremony",) else 1.0
    if low in ("appointment", "nomination"):
        return 2.5 if headline or i - first < 10 else 1.2
    if low == "designation":
        return 1.5
    if low in ("visit", "trip", "travel", "tour"):
        if headline:
            return 2.7
        return 2.2 if before in ("official", "working", "state", "a", "'s") and i - first < 25 else 1.2
    if low in ("meeting", "talks", "meetings", "consultations", "negotiations"):
        if any(paragraph.low(j) in ("attended", "participated") for j in range(max(first, i - 4), i)):
            return 2.6
        if holding or headline and low != "negotiations":
            return 3.3
        return (
            2.8
            if before in ("a", "the", "'s", "bilateral") and after in ("with", "between", "of", "held", "in", "at")
            else 1.3
        )
    return 1.0


def strongest(clues: list[tuple[float, int, str]]) -> tuple[float, int, str] | None:
    return max(clues, default=None)


def gathering_name(paragraph: Paragraph, at: int) -> str:
    """The capitalised name of a gathering that holds token ``at``; empty where it is only "a forum"."""
    if not 0 <= at < len(paragraph.tokens) or not paragraph.capital(at):
        return ""
    first = last = at
    while (
        first > 0
        and (paragraph.capital(first - 1) or paragraph.tokens[first - 1].text[:1].isdigit())
        and paragraph.low(first - 1) != "the"
    ):
        first -= 1
    last = at + 1
    while last < len(paragraph.tokens):
        if paragraph.capital(last):
            last += 1
        elif paragraph.low(last) in ("on", "of", "for", "and") and (
            paragraph.capital(last + 1) or paragraph.low(last + 1) == "the" and paragraph.capital(last + 2)
        ):
            last += 2
        else:
            break
    return paragraph.words(first, last) if last - first > 1 else ""
