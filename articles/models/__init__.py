"""Every model of this room. Public doors import the module they need, never this package and never ``article``."""

from articles.models.access import Access
from articles.models.article import Approval, Article, Revision
from articles.models.audit import AuditEntry, AuditHead
from articles.models.bundle import Bundle, BundleItem
from articles.models.change import Change, ChangeCounter, Trouble
from articles.models.contact import Contact, TextContact
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
from articles.models.front_page import FrontPageItem
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.preview import PreviewLink, PreviewView
from articles.models.registers import Merge, RegisterEdit
from articles.models.review import BreakGlass, Comment, ReviewRequest, Waiver
from articles.models.source import Proposal, Source, SourceText
from articles.models.stored import StoredEdition
from articles.models.taxonomy import Place, Topic
from articles.models.told import Absence, DeskVisit, Notice
from articles.models.writing import Boilerplate, Buffer, Presence, TextTemplate

__all__ = [
    "Absence",
    "Access",
    "Approval",
    "Article",
    "AuditEntry",
    "AuditHead",
    "Boilerplate",
    "BreakGlass",
    "Buffer",
    "Bundle",
    "BundleItem",
    "Change",
    "ChangeCounter",
    "Citation",
    "Comment",
    "Contact",
    "Coverage",
    "DeskVisit",
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
    "FrontPageItem",
    "Mention",
    "Merge",
    "Notice",
    "Participant",
    "Place",
    "Presence",
    "PreviewLink",
    "PreviewView",
    "Proposal",
    "RegisterEdit",
    "ReviewRequest",
    "Revision",
    "Source",
    "SourceText",
    "Statement",
    "StoredEdition",
    "TextContact",
    "TextTemplate",
    "Topic",
    "Trouble",
    "Waiver",
]
