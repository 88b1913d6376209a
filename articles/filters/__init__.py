"""The one grammar of filters: pages, API, feeds and search ask the same FilterSets by the same public names."""

from articles.filters.events import EventFilter
from articles.filters.people import CountryFilter, HeldOnFilter, OrganisationFilter, PersonFilter, PositionFilter
from articles.filters.taxonomy import ContactFilter, PlaceFilter, SourceFilter, TopicFilter, TreeFilter
from articles.filters.texts import EditionFilter, PeriodFilter, StatementFilter, StatementWordsFilter, WordsFilter
from articles.filters.things import (
    BranchFilter,
    DayFilter,
    FlagFilter,
    NameFilter,
    PublicFilterSet,
    RowFilter,
    ThingFilter,
)

__all__ = [
    "BranchFilter",
    "ContactFilter",
    "CountryFilter",
    "DayFilter",
    "EditionFilter",
    "EventFilter",
    "FlagFilter",
    "HeldOnFilter",
    "NameFilter",
    "OrganisationFilter",
    "PeriodFilter",
    "PersonFilter",
    "PlaceFilter",
    "PositionFilter",
    "PublicFilterSet",
    "RowFilter",
    "SourceFilter",
    "StatementFilter",
    "StatementWordsFilter",
    "ThingFilter",
    "TopicFilter",
    "TreeFilter",
    "WordsFilter",
]
