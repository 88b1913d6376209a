"""Plain text: for wires, terminals, and whoever reads aloud."""

from __future__ import annotations

from typing import Any

from articles.formats.facts import facts_of
from articles.serializers.texts import Shown


def one(shown: Shown, request: Any) -> bytes:
    """A text: notices first, then who says it and when, the words, and whom to ask."""
    facts = facts_of(shown)
    head = [f"{what.upper()}: {words}" for what, words in facts.notices]
    head.append("\n".join([facts.title, f"{facts.kind} · {facts.reference}, {facts.edition}", *facts.times]))
    words = [part for part in (facts.dateline, facts.summary, shown.document["body"]["text"]) if part]
    foot = [f"{rubric}\n" + "\n".join(f"- {line}" for line in lines) for rubric, lines in facts.rubrics]
    parts = [*head, *words, "---", *foot, "\n".join(facts.addresses)]
    return ("\n\n".join(parts) + "\n").encode()
