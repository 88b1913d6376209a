"""The staff's door: Django's own admin, one module a subject. It holds no rule; every step goes through the desk."""

from articles.admin import (
    article,
    contacts,
    events,
    merging,
    people,
    positions,
    proposals,
    records,
    register_edits,
    site,
    sources,
    staff,
    taxonomy,
    workflow,
)

__all__ = [
    "article",
    "contacts",
    "events",
    "merging",
    "people",
    "positions",
    "proposals",
    "records",
    "register_edits",
    "site",
    "sources",
    "staff",
    "taxonomy",
    "workflow",
]
