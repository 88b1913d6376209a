"""Two texts written over the same one, paragraph beside paragraph, and the one text somebody makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from articles.blocks import Block, blocks, with_ids


class Changed(StrEnum):
    """Who changed a paragraph since the text both began with."""

    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Take(StrEnum):
    """Which of two paragraphs is taken."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Pair:
    """A paragraph in both texts; None where one of them does not have it."""

    theirs: Block | None
    mine: Block | None
    changed: Changed

    @property
    def default(self) -> Take:
        """What loses nothing: whoever changed it; where both did, both."""
        if self.changed == Changed.BOTH:
            return Take.BOTH if self.theirs and self.mine else Take.MINE if self.mine else Take.THEIRS
        return Take.THEIRS if self.changed == Changed.THEIRS else Take.MINE


def side_by_side(began: str, theirs: str, mine: str) -> list[Pair]:
    """The paragraphs of two bodies in the order of ``mine``; ``began`` is what both were written over, if known.

    Without it nobody can say who took a paragraph out, so whatever stands in one of them counts as added.
    """
    base = {block.id: block for block in blocks(began)}
    left, right = blocks(theirs), blocks(with_ids(mine, began or theirs))
    of_theirs, in_mine = {block.id: block for block in left}, {block.id for block in right}
    pairs: list[tuple[Block | None, Block | None]] = []
    matcher = SequenceMatcher(None, [b.id for b in left], [b.id for b in right], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(left[i1:i2], right[j1:j2], strict=True)
            continue
        pairs += [(block, None) for block in left[i1:i2] if block.id not in in_mine]
        pairs += [(of_theirs.get(block.id), block) for block in right[j1:j2]]
    return [Pair(a, b, _changed(base, a, b)) for a, b in pairs]


def _changed(base: Mapping[str, Block], theirs: Block | None, mine: Block | None) -> Changed:
    if theirs and mine and theirs.html == mine.html:
        return Changed.NOBODY
    one = theirs or mine
    assert one is not None
    before = base.get(one.id)
    if before is None:
        return Changed.BOTH if theirs and mine else Changed.THEIRS if theirs else Changed.MINE
    by_them = theirs is None or theirs.html != before.html
    by_me = mine is None or mine.html != before.html
    return Changed.BOTH if by_them and by_me else Changed.THEIRS if by_them else Changed.MINE


def joined(pairs: list[Pair], taken: Mapping[int, str]) -> str:
    """The body made of ``pairs``, ``taken`` by their number in the list; the default where nothing is said."""
    parts = []
    for number, pair in enumerate(pairs):
        take = taken.get(number, pair.default)
        if pair.theirs and pair.changed != Changed.NOBODY and take in (Take.THEIRS, Take.BOTH):
            parts.append(pair.theirs.html)
        if pair.mine and (pair.changed == Changed.NOBODY or take in (Take.MINE, Take.BOTH)):
            parts.append(pair.mine.html)
    return "".join(parts)
