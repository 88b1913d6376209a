"""Places for readers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import register
from articles.addresses import calendar_url
from articles.filters import PlaceFilter
from articles.models.edition import EditionPlace
from articles.views.registers import FEW
from articles.views.trees import TreeListView, TreePage


class PlaceListView(TreeListView):
    """Places that published texts name or are datelined, as a tree: countries, then what lies in them."""

    template_name = "public/places.html"
    filterset_class = PlaceFilter
    form_fields = ("name", "kind")

    def visible(self):
        return register.places(self.request.now)

    def subject(self):
        return _("Places")


class PlaceView(TreePage):
    """A place, and the events that take place there."""

    template_name = "public/place.html"
    name, link, column = "place", EditionPlace, "place"

    def get_queryset(self):
        return register.places(self.request.now)

    def more(self, row):
        there = register.events(self.request.now).filter(place__in=self.branch(row)).select_related("root", "place")
        events = list(there[: FEW + 1])
        return {
            "events": events[:FEW],
            "all_events": f"{reverse('events')}?place={row.slug}" if len(events) > FEW else None,
            "calendar": calendar_url(place=row.slug) if events else None,
        }
