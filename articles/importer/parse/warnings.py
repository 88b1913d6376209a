"""Warnings about what a parse found that a reviewer should look at twice."""

from __future__ import annotations

from articles.importer.parse.document import PersonFound, Warned
from articles.importer.parse.tokens import Paragraph


def _scripts(name: str) -> set[str]:
    found = set()
    for character in name:
        if character.isalpha():
            code = ord(character)
            found.add("Cyrillic" if 0x400 <= code <= 0x52F else "Greek" if 0x370 <= code <= 0x3FF else "Latin")
    return found


def mixed_script_names(people: tuple[PersonFound, ...], paragraphs: dict[int, Paragraph]) -> tuple[Warned, ...]:
    """A warning for every name with letters of more than one script in it, which looks like another name."""
    return tuple(
        Warned("mixed-script-name", f"The name {person.name} mixes letters of different scripts.")
        for person in people
        if len(_scripts(person.name)) > 1
    )
