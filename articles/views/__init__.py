"""The pages of the public site. Each names the visibility of what it shows and holds no rule of its own."""

from articles.views.editions import EditionListView, HomeView, SearchView, choose_language
from articles.views.events import EventListView, EventView
from articles.views.registers import (
    OrganisationListView,
    OrganisationView,
    PersonListView,
    PersonView,
    SourceListView,
    SourceView,
    TopicView,
)
from articles.views.statements import StatementListView, StatementView
from articles.views.texts import EditionView, HistoryView, permanent

__all__ = [
    "EditionListView",
    "EditionView",
    "EventListView",
    "EventView",
    "HistoryView",
    "HomeView",
    "OrganisationListView",
    "OrganisationView",
    "PersonListView",
    "PersonView",
    "SearchView",
    "SourceListView",
    "SourceView",
    "StatementListView",
    "StatementView",
    "TopicView",
    "choose_language",
    "permanent",
]
