"""Addresses."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from bench.plain.api import ArticleViewSet
from bench.plain.views import ArticleFeed, ArticleListView, ArticleView

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="api-article")

urlpatterns = [
    path("news/", ArticleListView.as_view(), name="news"),
    path("news/feed.atom", ArticleFeed(), name="feed"),
    path("news/<str:language>/<slug:slug>/", ArticleView.as_view(), name="article"),
    path("api/", include(router.urls)),
]
