"""Press contacts for readers."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from articles import register
from articles.views.pages import PublicPage
from people.models.register import filed
from pressoffice.ground.kept import Kept
from pressoffice.ground.opening_hours import state_of

_kept = Kept(1)  # the hours of every public contact
_said = Kept(4)  # who is there, within a minute


def with_state(contacts, now):
    """``contacts``, each with its ``state`` at ``now``."""
    for contact in contacts:
        contact.state = state_of(contact.hours, contact.zone, now)
    return contacts


def said_of(hours, now):
    """What can be said of ``(key, hours, zone)`` at ``now``, in short: it changes when the words do."""
    states = ((key, state_of(words, zone, now), zone) for key, words, zone in hours)
    return repr([(key, state, now.astimezone(ZoneInfo(zone)).date()) for key, state, zone in states if state])


def presence(request):
    """Who of all public contacts is there at the request's instant, in short. One statement a visible set."""

    def ask():
        return tuple(register.contacts(request.now).order_by("pk").values_list("pk", "hours", "zone"))

    hours = _kept.get(request.visible.version, "hours", ask)
    minute = request.now.replace(second=0, microsecond=0)  # opening hours know no seconds
    return _said.get(minute, request.visible.version, lambda: said_of(hours, request.now))


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
        return with_state(list(rows), now)

    def state(self):
        """Who is there and until when, and the day by their clocks: what the words are made of."""
        return said_of([(row.pk, row.hours, row.zone) for row in self.contacts], self.request.now)

    def get_context_data(self, **kwargs):
        return super().get_context_data(contacts=self.contacts, **kwargs)
