"""What must be in order before a text can be submitted or approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.blocks import plain
from articles.desk import comments, linter
from articles.desk.document import build
from articles.desk.errors import TransitionError
from articles.desk.roles import moment, positions_for
from articles.models.article import Article
from articles.models.parts import Citation
from articles.models.source import Proposal, Source
from articles.models.vocabulary import Kind
from pressoffice.ground.clock import database_now


def blocking(article: Article, now: dt.datetime | None = None) -> list[str]:
    """Sentences that say why the text cannot go on; empty where it can.

    They include the findings of the release check that ``LINT_BLOCKS`` names: those are never let pass.
    """
    faults = []
    if not plain(article.body):
        faults.append(_("There is no text yet."))
    if article.kind == Kind.NEWS_REPORT:
        internal = article.citations.filter(
            role=Citation.Role.PUBLISHER, source__reuse=Source.Reuse.INTERNAL
        ).select_related("source")
        faults += [
            _("“%(source)s” is for internal use only: record a right of reuse first.") % {"source": citation.source}
            for citation in internal
        ]
    found = linter.findings(article, now or database_now(), only=settings.LINT_BLOCKS) if settings.LINT_BLOCKS else []
    return faults + [_sentence(finding) for finding in found]


def _sentence(finding: linter.Finding) -> str:
    told = {"title": finding.title, "why": finding.why, "number": finding.number}
    return (
        _("%(title)s (paragraph %(number)s). %(why)s") % told if finding.number else f"{finding.title}. {finding.why}"
    )


def warnings(article: Article) -> list[str]:
    """Sentences a reviewer should read before saying yes; they block nothing."""
    found = []
    if not article.headline:
        found.append(_("There is no headline; the first sentence stands in for it."))
    placeless = article.statements.filter(block="").exclude(words="").count()
    if placeless:
        words = ngettext(
            "The words of %(count)s statement no longer stand in the text.",
            "The words of %(count)s statements no longer stand in the text.",
            placeless,
        )
        found.append(words % {"count": placeless})
    open_proposals = article.proposals.filter(state=Proposal.State.OPEN).exclude(kind=Proposal.Kind.QUESTION).count()
    if open_proposals:
        words = ngettext("%(count)s proposal is undecided.", "%(count)s proposals are undecided.", open_proposals)
        found.append(words % {"count": open_proposals})
    questions = article.proposals.filter(state=Proposal.State.OPEN, kind=Proposal.Kind.QUESTION).count()
    if questions:
        words = ngettext("%(count)s question is open.", "%(count)s questions are open.", questions)
        found.append(words % {"count": questions})
    remarks = comments.open_count(article)
    if remarks:
        words = ngettext("%(count)s comment is not resolved.", "%(count)s comments are not resolved.", remarks)
        found.append(words % {"count": remarks})
    return found


def require_roles(article: Article, hour: dt.datetime | None, *, now: dt.datetime) -> None:
    """Raise TransitionError where the text tells another role than the register has for ``hour`` (None: held)."""
    changed = roles_that_change(article, hour, now=now) if hour else []
    if changed:
        raise TransitionError("roles-changed", roles="; ".join(changed))


def roles_that_change(article: Article, hour: dt.datetime, *, now: dt.datetime) -> list[str]:
    """Where the last revision tells another role than the register has for ``hour``: person, old and new in words."""
    document = article.revisions.order_by("-number")[0].document
    assert document is not None
    at = moment(article, now, hour=hour)
    told = dict(_roles(orjson.loads(document)))
    found = {}
    for key, right in _roles(build(article, at.hour, positions=positions_for(article, at))):
        name, *old = told.get(key, right)
        if old != list(right[1:]):
            words = {"name": name, "old": _role(*old), "new": _role(*right[1:])}
            found[name] = _("%(name)s is “%(old)s” in the text, “%(new)s” in the register") % words
    return list(found.values())


def _roles(document: dict[str, Any]) -> Iterator[tuple[Any, tuple[str, str, str]]]:
    """Each place of a document that tells a role: ``(key, (name, role, organisation))``."""
    for official in document["officials"]:
        yield official["id"], (official["name"], official["role"], official["organisation"])
    for statement in document["statements"]:
        for n, named in enumerate((*statement["speakers"], *statement["addressees"])):
            if named["type"] == "person":
                key = (statement["id"], n, named["id"])
                yield key, (named["name"], named["role"], named["organisation"])


def _role(role: str, organisation: str) -> str:
    return ", ".join(word for word in (role, organisation) if word) or _("no role")
