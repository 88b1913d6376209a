"""What can be subscribed to, in words for everybody: every feed and calendar with its address."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.addresses import absolute, feed_url, with_forms
from articles.models.vocabulary import KIND_SLUGS
from articles.templatetags.wording import KIND_PLURALS
from articles.views.lists import MOST_OPTIONS, options
from articles.views.pages import PublicPage


class FeedsView(PublicPage):
    """Feeds of every list, of each kind, of the first topics and officials; calendars; and how to make any other."""

    template_name = "public/feeds.html"

    def get_context_data(self, **kwargs):
        found = options(self.request.now, ["topic", "official"])
        kinds = [(KIND_PLURALS[kind], feed_url(kind=kind.value)) for kind in KIND_SLUGS]
        return super().get_context_data(
            whole=self.offers(
                [
                    (_("Every text"), reverse("feed")),
                    (_("Statements: who said what"), reverse("statements-feed")),
                    (_("Corrections"), reverse("corrections-feed")),
                    (_("Events, when they are announced and when they change"), reverse("events-feed")),
                ]
            ),
            calendar=absolute(reverse("calendar")),
            kinds=self.offers(kinds),
            topics=self.offers([(label, feed_url(topic=slug)) for slug, label in found["topic"][:MOST_OPTIONS]]),
            officials=self.offers(
                [(label, feed_url(official=slug)) for slug, label in found["official"][:MOST_OPTIONS]]
            ),
            more_topics=len(found["topic"]) > MOST_OPTIONS,
            more_officials=len(found["official"]) > MOST_OPTIONS,
            example=absolute(feed_url(kind="press_release", language="en")),
            **kwargs,
        )

    def offers(self, feeds):
        """What the page shows of each feed: ``{label, url, forms}``."""
        return [{"label": label, "url": absolute(path), "forms": with_forms(path)[1:]} for label, path in feeds]
