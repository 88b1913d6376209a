"""One filter set for the list and the API."""

import django_filters
from django.conf import settings
from django.db.models import Q

from bench.plain.models import Article, Event, Organisation, Person, Place, Source, Topic

ON_POSTGRESQL = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


class ByName(django_filters.ModelMultipleChoiceFilter):
    """Rows by slug, from a query string."""

    def __init__(self, model, **options):
        super().__init__(queryset=model.objects.all(), to_field_name="slug", **options)


class ArticleFilter(django_filters.FilterSet):
    """What articles are looked for by."""

    q = django_filters.CharFilter(method="search")
    kind = django_filters.CharFilter()
    language = django_filters.CharFilter()
    topic = ByName(Topic, field_name="topics__slug")
    official = ByName(Person, field_name="people__slug")
    organisation = ByName(Organisation, field_name="organisations__slug")
    place = ByName(Place, field_name="places__slug")
    event = ByName(Event, field_name="events__slug")
    source = ByName(Source, field_name="sources__slug")
    published_after = django_filters.DateTimeFilter(field_name="published_at", lookup_expr="gte")
    published_before = django_filters.DateTimeFilter(field_name="published_at", lookup_expr="lt")

    class Meta:
        model = Article
        fields = []

    def search(self, queryset, name, value):
        """By PostgreSQL's full-text search, best first; on SQLite by LIKE, newest first."""
        if not ON_POSTGRESQL:
            return queryset.filter(Q(headline__icontains=value) | Q(text__icontains=value))
        from django.contrib.postgres.search import SearchQuery, SearchRank

        query = SearchQuery(value, config="english")
        ranked = queryset.filter(search=query).annotate(rank=SearchRank("search", query))
        return ranked.order_by("-rank", "-published_at")
