"""Words kept ready that the office words otherwise today."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.blocks import blocks
from articles.desk.linter.draft import Draft
from articles.desk.linter.finding import Check, Hit

_SHORTEST = 25  # characters of a paragraph that is known again by its words


def _outdated(draft: Draft) -> Iterator[Hit]:
    if not draft.blocks:
        return
    for boilerplate in draft.boilerplates:
        today = _paragraphs(boilerplate.body)
        before = {words for body in boilerplate.earlier for words in _paragraphs(body)} - today
        for block in draft.blocks:
            if block.text in before:
                told = {"name": boilerplate.name}
                yield Hit(f"{block.text[:80]}…", block=block.id, about=str(boilerplate.pk), told=told)


def _paragraphs(body: str) -> set[str]:
    return {block.text for block in blocks(body) if len(block.text) >= _SHORTEST}


CHECKS = [
    Check(
        "boilerplate-outdated", _("An older wording of a boilerplate"), _("The office words “%(name)s” otherwise now."),
        _("Take this paragraph out and insert the boilerplate anew."), _outdated,
    ),
]  # fmt: skip
