"""Pages."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.views.generic import DetailView
from django_filters.views import FilterView

from bench.plain.filters import ArticleFilter
from bench.plain.models import Article, Topic


class ArticleListView(FilterView):
    """Articles, newest first, twenty a page."""

    filterset_class = ArticleFilter
    template_name = "plain/list.html"
    context_object_name = "articles"
    paginate_by = 20

    def get_queryset(self):
        return Article.objects.published().with_relations()

    def get_context_data(self, **kwargs):
        return super().get_context_data(topics=Topic.objects.all()[:40], **kwargs)


class ArticleView(DetailView):
    """One article."""

    template_name = "plain/article.html"
    context_object_name = "article"

    def get_queryset(self):
        return Article.objects.published().filter(language=self.kwargs["language"]).with_everything()

    def get_context_data(self, **kwargs):
        others = Article.objects.published().filter(work=self.object.work).exclude(pk=self.object.pk)
        return super().get_context_data(translations=others, **kwargs)


class ArticleFeed(Feed):
    """The newest fifty, in full."""

    feed_type = Atom1Feed
    title = "Press office"
    link = "/news/"

    def items(self):
        return Article.objects.published().with_relations()[:50]

    def item_title(self, item):
        return item.headline

    def item_description(self, item):
        return item.body

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [topic.name for topic in item.topics.all()]
