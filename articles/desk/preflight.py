"""What must be in order before a text can be submitted or approved."""

from __future__ import annotations

from django.utils.translation import gettext as _

from articles.blocks import plain
from articles.models.article import Article
from articles.models.parts import Citation
from articles.models.source import Proposal, Source
from articles.models.vocabulary import Kind


def blocking(article: Article) -> list[str]:
    """Sentences that say why the text cannot go on; empty where it can."""
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
    return faults


def warnings(article: Article) -> list[str]:
    """Sentences a reviewer should read before saying yes; they block nothing."""
    found = []
    if not article.headline:
        found.append(_("There is no headline; the first sentence stands in for it."))
    placeless = article.statements.filter(block="").exclude(words="").count()
    if placeless:
        found.append(_("The words of %(count)s statements no longer stand in the text.") % {"count": placeless})
    open_proposals = article.proposals.filter(state=Proposal.State.OPEN).exclude(kind=Proposal.Kind.QUESTION).count()
    if open_proposals:
        found.append(_("%(count)s proposals of the importer are undecided.") % {"count": open_proposals})
    questions = article.proposals.filter(state=Proposal.State.OPEN, kind=Proposal.Kind.QUESTION).count()
    if questions:
        found.append(_("%(count)s questions of the importer are open.") % {"count": questions})
    return found
