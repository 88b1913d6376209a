"""One organisation under its several printed names: in full, cut short, as an acronym."""

from __future__ import annotations

import itertools

from articles.importer.parse.document import NamedThing, Reason
from articles.importer.parse.organisations import Body
from articles.importer.parse.tokens import Paragraph
from people.names import fold


def merge_bodies(
    bodies: list[Body], paragraphs: dict[int, Paragraph], listed: set[str]
) -> tuple[list[NamedThing], dict[str, str]]:
    """The organisations of a text, each once in its longest printed form, and a map from every form to that one.

    Acronyms count where they are well known, explained in brackets, or named in ``listed`` (folded): somebody's
    organisation, a source, a speaker.
    """
    canonical: dict[str, str] = {}
    groups: dict[str, list[Body]] = {}
    explained = _explained_acronyms(bodies, paragraphs)
    for body in bodies:
        if body_key(body.name):
            groups.setdefault(body_key(body.name), []).append(body)
    order = sorted(groups, key=lambda k: (groups[k][0].paragraph == 0, groups[k][0].paragraph, groups[k][0].first))
    leaders: dict[str, str] = {}
    by_last: dict[str, list[str]] = {}
    for name in groups:
        by_last.setdefault(name.split()[-1], []).append(name)
        by_last.setdefault(name.split()[0], []).append(name)
    for name in order:
        target = explained.get(name, name)
        if target == name and " " in name:
            near = by_last.get(name.split()[-1], [])[:200] + by_last.get(name.split()[0], [])[:200]
            longer = [other for other in near if other != name and _contains(other, name, groups[name][0], paragraphs)]
            if longer:
                target = max(longer, key=len)
        leaders[name] = target
    for name, target in list(leaders.items()):
        leaders[name] = leaders.get(target, target) if leaders.get(target, target) in groups else name
    things: dict[str, NamedThing] = {}
    for name in order:
        leader = leaders[name]
        first = groups[leader][0]
        for body in groups[name]:
            canonical[body_key(body.name)] = first.name
        weak = all(
            body.rule in ("organisation-acronym", "organisation-site", "organisation-of-office")
            for body in groups[leader]
        )
        joined = [n for n, target in leaders.items() if target == leader] if weak else []
        if weak and leader not in listed and not any(n in listed for n in joined):
            continue
        thing = things.get(leader)
        if thing is None:
            paragraph = paragraphs[first.paragraph]
            span = paragraph.span(first.main_first, first.last)
            things[leader] = NamedThing(first.name, span, Reason(first.rule, first.confidence))
            thing = things[leader]
        form = groups[name][0].name
        if form != thing.name and form not in thing.aliases:
            things[leader] = NamedThing(thing.name, thing.span, thing.reason, (*thing.aliases, form))
    return list(things.values()), canonical


def body_key(name: str) -> str:
    """``name`` folded, without dots and article: what a map of names is looked up by."""
    return fold(name).replace(".", "").removeprefix("the ")


def _contains(longer: str, shorter: str, body: Body, paragraphs: dict[int, Paragraph]) -> bool:
    """Whether ``longer`` is ``shorter`` said in full: "Ministry of X of the Republic of Y" and "Ministry of X"."""
    if not (longer.startswith(shorter + " of ") or longer.endswith(" " + shorter)):
        return False
    # "Uzbekistan's Customs Committee" is not the State Customs Committee of the text.
    return not (longer.endswith(shorter) and paragraphs[body.paragraph].low(body.first - 1) == "'s")


def _explained_acronyms(bodies: list[Body], paragraphs: dict[int, Paragraph]) -> dict[str, str]:
    """From acronym to full name where the text prints "Full Name (ACR)" or "ACR (the Full Name)"."""
    explained: dict[str, str] = {}
    for before, after in itertools.pairwise(bodies):
        if before.paragraph != after.paragraph:
            continue
        paragraph = paragraphs[before.paragraph]
        between = (
            [token.low for token in paragraph.tokens[before.last : after.first]]
            if after.first - before.last < 4
            else []
        )
        if between not in (["("], ["(", "the"]) or paragraph.low(after.last) != ")":
            continue
        short, long = (before, after) if len(before.name) < len(after.name) else (after, before)
        if " " not in short.name:
            explained.setdefault(body_key(short.name), body_key(long.name))
    # An acronym of the initials of a body named in full elsewhere in the text.
    initials: dict[str, str] = {}
    for body in bodies:
        words = [word for word in body.name.split() if word != "the"]
        for letters in ("".join(word[0] for word in words if word[0].isupper()), "".join(word[0] for word in words)):
            if len(letters) > 1:
                initials.setdefault(letters.lower(), body_key(body.name))
    for body in bodies:
        name = body_key(body.name)
        if " " not in name and name not in explained and name in initials and initials[name] != name:
            explained[name] = initials[name]
    return explained
