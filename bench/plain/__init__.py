"""The baseline: the same office as plain, idiomatic Django, DRF and django-filter, with relations fetched ahead.

What is usual there is done here: numbered pages with a count, model serializers, a filter set over foreign keys,
``SearchVector`` with a GIN index on PostgreSQL, ``icontains`` on SQLite, Django's own syndication. Nothing is cached.
Do not make it faster or slower: figures are ratios to it.
"""
