"""Press contacts for readers."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from articles import register
from articles.views.pages import PublicPage
from people.models.register import filed
from pressoffice.ground.opening_hours import state_of


class ContactListView(PublicPage):
    """Whom the press calls, and whether somebody is there now."""

    template_name = "public/contacts.html"

    @cached_property
    def contacts(self):
        """The public contacts, each with its ``state`` at the instant of the request. One statement."""
        now = self.request.now
        rows = (
            filed(register.contacts(now))
            .select_related("organisation")
            .annotate(organisation_visible=Exists(register.organisations(now).filter(pk=OuterRef("organisation"))))
            .order_by("filed", "uid")
        )
        for row in rows:
            row.state = state_of(row.hours, row.zone, now)
        return list(rows)

    def state(self):
        """Who is there and until when, and the day by their clocks: what the words are made of."""
        now = self.request.now
        return repr([
            (row.pk, row.state, now.astimezone(ZoneInfo(row.zone)).date()) for row in self.contacts if row.state
        ])  # fmt: skip

    def get_context_data(self, **kwargs):
        return super().get_context_data(contacts=self.contacts, **kwargs)
