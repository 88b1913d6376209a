"""Topics for readers."""

from django.utils.translation import gettext as _

from articles import register
from articles.filters import TopicFilter
from articles.models.edition import EditionTopic
from articles.views.trees import TreeListView, TreePage

MEDIA_TOPIC = "medtop:"


class TopicListView(TreeListView):
    """Topics of published texts, as a tree."""

    template_name = "public/topics.html"
    filterset_class = TopicFilter

    def visible(self):
        return register.topics(self.request.now)

    def subject(self):
        return _("Topics")


class TopicView(TreePage):
    """A topic."""

    template_name = "public/topic.html"
    name, link, column = "topic", EditionTopic, "topic"

    def get_queryset(self):
        return register.topics(self.request.now)

    def more(self, row):
        return {"media_topic": iptc_address(row.code)}


def iptc_address(code):
    """The page of a Media Topic at the IPTC; None for any other code."""
    kind, _colon, number = code.partition(":")
    return f"https://cv.iptc.org/newscodes/mediatopic/{number}" if f"{kind}:" == MEDIA_TOPIC and number else None
