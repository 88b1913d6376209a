"""Every model of this room. Public doors import the module they need, never this package and never ``article``."""

from articles.models.article import Approval, Article, Revision
from articles.models.audit import AuditEntry, AuditHead
from articles.models.change import Change, ChangeCounter, Trouble
from articles.models.contact import Contact
from articles.models.edition import (
    Edition,
    EditionEvent,
    EditionOrganisation,
    EditionPerson,
    EditionPlace,
    EditionSource,
    EditionTopic,
)
from articles.models.event import Coverage, Event, EventSeries, Participant
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.registers import Merge, RegisterEdit
from articles.models.source import Proposal, Source, SourceText
from articles.models.taxonomy import Place, Topic

__all__ = [
    "Approval",
    "Article",
    "AuditEntry",
    "AuditHead",
    "Change",
    "ChangeCounter",
    "Citation",
    "Contact",
    "Coverage",
    "Edition",
    "EditionEvent",
    "EditionOrganisation",
    "EditionPerson",
    "EditionPlace",
    "EditionSource",
    "EditionTopic",
    "Event",
    "EventLink",
    "EventSeries",
    "Mention",
    "Merge",
    "Participant",
    "Place",
    "Proposal",
    "RegisterEdit",
    "Revision",
    "Source",
    "SourceText",
    "Statement",
    "Topic",
    "Trouble",
]
