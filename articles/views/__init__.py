"""The pages of the public site. Each names the visibility of what it shows and holds no rule of its own."""

from articles.views.accessibility import AccessibilityView
from articles.views.archives import ArchiveView, newest_archive
from articles.views.calendar import MonthView, WeekView
from articles.views.contacts import ContactListView
from articles.views.corrections import CorrectionListView, CorrectionPolicyView, TakedownListView
from articles.views.editions import EditionListView, HomeView, SearchView, choose_language
from articles.views.events import EventListView, EventView
from articles.views.feeds_hub import FeedsView
from articles.views.history import HistoryView
from articles.views.places import PlaceListView, PlaceView
from articles.views.registers import (
    OrganisationListView,
    OrganisationView,
    PersonListView,
    PersonView,
    SourceListView,
    SourceView,
)
from articles.views.statements import StatementListView, StatementView
from articles.views.texts import EditionView, permanent
from articles.views.topics import TopicListView, TopicView

__all__ = [
    "AccessibilityView",
    "ArchiveView",
    "ContactListView",
    "CorrectionListView",
    "CorrectionPolicyView",
    "EditionListView",
    "EditionView",
    "EventListView",
    "EventView",
    "FeedsView",
    "HistoryView",
    "HomeView",
    "MonthView",
    "OrganisationListView",
    "OrganisationView",
    "PersonListView",
    "PersonView",
    "PlaceListView",
    "PlaceView",
    "SearchView",
    "SourceListView",
    "SourceView",
    "StatementListView",
    "StatementView",
    "TakedownListView",
    "TopicListView",
    "TopicView",
    "WeekView",
    "choose_language",
    "newest_archive",
    "permanent",
]
