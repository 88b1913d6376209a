"""Every model of this room. Public doors import the module they need, never this package and never ``article``."""

from articles.models.article import Approval, Article, Revision
from articles.models.audit import AuditEntry, AuditHead
from articles.models.change import Change, ChangeCounter, Trouble
from articles.models.edition import (
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionSource,
    EditionTopic,
)
from articles.models.event import Event, Participant
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.source import Proposal, Source, SourceText
from articles.models.taxonomy import Topic

__all__ = [
    "Approval",
    "Article",
    "AuditEntry",
    "AuditHead",
    "Change",
    "ChangeCounter",
    "Citation",
    "Edition",
    "EditionEvent",
    "EditionOrganisation",
    "EditionPerson",
    "EditionSource",
    "EditionTopic",
    "Event",
    "EventLink",
    "Mention",
    "Participant",
    "Proposal",
    "Revision",
    "Source",
    "SourceText",
    "Statement",
    "Topic",
    "Trouble",
]
