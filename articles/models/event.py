"""When and where: meetings, visits, signings, briefings."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.vocabulary import EventType
from people.models import Registered
from pressoffice.ground.intervals import Interval, IntervalQuerySet
from pressoffice.ground.partial_dates import PartialDateField


class Event(Registered, Interval):
    """Something that takes place. Public while its own interval holds, or through a public text about it."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    type = models.CharField(_("type"), max_length=12, choices=EventType, default=EventType.MEETING)
    starts = PartialDateField(_("from"), bounds=("starts_earliest", "starts_latest"))
    starts_earliest = models.DateField(null=True, editable=False)
    starts_latest = models.DateField(null=True, editable=False)
    ends = PartialDateField(_("until"), bounds=("ends_earliest", "ends_latest"))
    ends_earliest = models.DateField(null=True, editable=False)
    ends_latest = models.DateField(null=True, editable=False)
    date_words = models.CharField(
        _("date in words"), max_length=120, blank=True, help_text=_("Where a text says only “Friday”, for instance.")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    organiser = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organiser")
    )
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("takes place within")
    )
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    participants_complete = models.BooleanField(_("list of participants is complete"), default=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    public_changes = models.PositiveIntegerField(default=0, editable=False)

    objects = IntervalQuerySet.as_manager()

    class Meta(Registered.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("starts_earliest").desc(nulls_last=True), "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(ends_latest=None) | Q(starts_earliest=None) | Q(ends_latest__gte=F("starts_earliest")),
                violation_error_message=_("An event cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="event_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
        ]

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])


class Participant(models.Model):
    """Somebody who takes part in an event, in the role of that day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="participations", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("event", "person", name="person_takes_part_once")]

    def __str__(self):
        return str(self.person)
