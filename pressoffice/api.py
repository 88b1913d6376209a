"""The addresses of the API, version 1. Each is public: it shows what the pages show, for machines."""

from django.urls import path, re_path

from articles.viewsets.articles import ArticleViewSet
from articles.viewsets.changes import ChangeViewSet
from articles.viewsets.diffs import DiffViewSet
from articles.viewsets.events import EventViewSet
from articles.viewsets.front_page import FrontPageViewSet
from articles.viewsets.people import OfficialViewSet, OrganisationViewSet, PositionViewSet
from articles.viewsets.reference import DocsView, IndexViewSet, NothingHereViewSet, OpenAPIViewSet
from articles.viewsets.registers import (
    KindViewSet,
    SourceViewSet,
)
from articles.viewsets.search import SearchViewSet, SuggestViewSet
from articles.viewsets.statements import StatementViewSet
from articles.viewsets.taxonomy import ContactViewSet, PlaceViewSet, TopicViewSet

LIST, ONE = {"get": "list"}, {"get": "retrieve"}

urlpatterns = [
    path("", IndexViewSet.as_view(LIST), name="api-index"),
    path("articles/", ArticleViewSet.as_view(LIST), name="api-articles"),
    path("articles/<str:reference>/", ArticleViewSet.as_view(ONE), name="api-article"),
    path("articles/<str:reference>/editions/", ArticleViewSet.as_view({"get": "editions"}), name="api-editions"),
    path(
        "articles/<str:reference>/editions/<str:number>/",
        ArticleViewSet.as_view({"get": "edition"}),
        name="api-edition",
    ),
    path("articles/<str:reference>/diff/", DiffViewSet.as_view(LIST), name="api-diff"),
    path("officials/", OfficialViewSet.as_view(LIST), name="api-officials"),
    path("officials/<str:name>/", OfficialViewSet.as_view(ONE), name="api-official"),
    path("positions/", PositionViewSet.as_view(LIST), name="api-positions"),
    path("positions/<str:uid>/", PositionViewSet.as_view(ONE), name="api-position"),
    path("organisations/", OrganisationViewSet.as_view(LIST), name="api-organisations"),
    path("organisations/<str:name>/", OrganisationViewSet.as_view(ONE), name="api-organisation"),
    path("events/", EventViewSet.as_view(LIST), name="api-events"),
    path("events/<str:name>/", EventViewSet.as_view(ONE), name="api-event"),
    path("sources/", SourceViewSet.as_view(LIST), name="api-sources"),
    path("sources/<str:name>/", SourceViewSet.as_view(ONE), name="api-source"),
    path("topics/", TopicViewSet.as_view(LIST), name="api-topics"),
    path("topics/<str:name>/", TopicViewSet.as_view(ONE), name="api-topic"),
    path("places/", PlaceViewSet.as_view(LIST), name="api-places"),
    path("places/<str:name>/", PlaceViewSet.as_view(ONE), name="api-place"),
    path("contacts/", ContactViewSet.as_view(LIST), name="api-contacts"),
    path("contacts/<str:name>/", ContactViewSet.as_view(ONE), name="api-contact"),
    path("statements/", StatementViewSet.as_view(LIST), name="api-statements"),
    path("statements/<str:uid>/", StatementViewSet.as_view(ONE), name="api-statement"),
    path("kinds/", KindViewSet.as_view(LIST), name="api-kinds"),
    path("search/", SearchViewSet.as_view(LIST), name="api-search"),
    path("search/suggest/", SuggestViewSet.as_view(LIST), name="api-suggest"),
    path("front-page/", FrontPageViewSet.as_view(LIST), name="api-front-page"),
    path("changes/", ChangeViewSet.as_view(LIST), name="api-changes"),
    path("openapi.json", OpenAPIViewSet.as_view(LIST), name="api-openapi"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    re_path(r"^(?P<rest>.*)$", NothingHereViewSet.as_view(LIST), name="api-nothing"),
]
