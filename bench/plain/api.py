"""The API."""

from rest_framework import pagination, serializers, viewsets

from bench.plain.filters import ArticleFilter
from bench.plain.models import (
    Article,
    ArticleChange,
    Attribution,
    Event,
    Organisation,
    Participation,
    Person,
    Place,
    Statement,
    Topic,
)


class Pages(pagination.PageNumberPagination):
    """Numbered pages."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["uid", "name", "slug"]


class PersonSerializer(serializers.ModelSerializer):
    organisation = serializers.CharField(source="organisation.name")

    class Meta:
        model = Person
        fields = ["uid", "name", "slug", "title", "organisation"]


class ParticipationSerializer(serializers.ModelSerializer):
    person = PersonSerializer()

    class Meta:
        model = Participation
        fields = ["person", "role", "relation"]


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["uid", "name", "slug"]


class PlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Place
        fields = ["uid", "name", "slug"]


class EventSerializer(serializers.ModelSerializer):
    class Meta:
        model = Event
        fields = ["uid", "name", "slug", "kind", "starts"]


class AttributionSerializer(serializers.ModelSerializer):
    source = serializers.CharField(source="source.name")

    class Meta:
        model = Attribution
        fields = ["source", "role", "verb"]


class StatementSerializer(serializers.ModelSerializer):
    speaker = PersonSerializer()

    class Meta:
        model = Statement
        fields = ["uid", "speaker", "verb", "form", "words"]


class ChangeSerializer(serializers.ModelSerializer):
    class Meta:
        model = ArticleChange
        fields = ["at", "kind", "note"]


class ShortSerializer(serializers.ModelSerializer):
    """An article in a list."""

    url = serializers.CharField(source="get_absolute_url")
    people = ParticipationSerializer(source="participations", many=True)
    organisations = OrganisationSerializer(many=True)
    topics = TopicSerializer(many=True)
    places = PlaceSerializer(many=True)
    events = EventSerializer(many=True)
    attribution = AttributionSerializer(source="attributions", many=True)

    class Meta:
        model = Article
        fields = [
            "uid", "reference", "work", "url", "kind", "language", "version", "headline", "summary", "dateline",
            "notice", "published_at", "updated_at", "people", "organisations", "topics", "places", "events",
            "attribution",
        ]  # fmt: skip


class ArticleSerializer(ShortSerializer):
    """An article by itself."""

    statements = StatementSerializer(many=True)
    changes = ChangeSerializer(many=True)

    class Meta(ShortSerializer.Meta):
        fields = [*ShortSerializer.Meta.fields, "body", "text", "statements", "changes"]


class ArticleViewSet(viewsets.ReadOnlyModelViewSet):
    """Articles."""

    filterset_class = ArticleFilter
    pagination_class = Pages
    lookup_field = "uid"

    def get_queryset(self):
        articles = Article.objects.published()
        return articles.with_relations() if self.action == "list" else articles.with_everything()

    def get_serializer_class(self):
        return ShortSerializer if self.action == "list" else ArticleSerializer
