"""The one grammar of filters: pages, API, feeds and search ask the same FilterSets by the same public names."""

from articles.filters.events import EventFilter
from articles.filters.links import EveryFilter, InCountryFilter, LinkFilter, MissingFilter, TreeFilter
from articles.filters.people import CountryFilter, HeldOnFilter, OrganisationFilter, PersonFilter, PositionFilter
from articles.filters.statements import StatementFilter, StatementWordsFilter
from articles.filters.taxonomy import ContactFilter, PlaceFilter, SourceFilter, TopicFilter
from articles.filters.texts import EditionFilter, HeldFilter, PeriodFilter, ReferenceFilter, WordsFilter
from articles.filters.things import (
    BranchFilter,
    DayFilter,
    FlagFilter,
    NameFilter,
    PublicFilterSet,
    RowFilter,
    ThingFilter,
    UidsFilter,
)

__all__ = [
    "BranchFilter",
    "ContactFilter",
    "CountryFilter",
    "DayFilter",
    "EditionFilter",
    "EventFilter",
    "EveryFilter",
    "FlagFilter",
    "HeldFilter",
    "HeldOnFilter",
    "InCountryFilter",
    "LinkFilter",
    "MissingFilter",
    "NameFilter",
    "OrganisationFilter",
    "PeriodFilter",
    "PersonFilter",
    "PlaceFilter",
    "PositionFilter",
    "PublicFilterSet",
    "ReferenceFilter",
    "RowFilter",
    "SourceFilter",
    "StatementFilter",
    "StatementWordsFilter",
    "ThingFilter",
    "TopicFilter",
    "TreeFilter",
    "UidsFilter",
    "WordsFilter",
]
