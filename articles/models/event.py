"""When and where: meetings, visits, signings, briefings."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.contact import office_zone
from articles.models.event_times import faults, readable
from articles.models.vocabulary import EventType
from people.models import Registered
from pressoffice.ground.chains import Chained, ChainQuerySet
from pressoffice.ground.partial_dates import PartialDate, PartialDateField


class EventSeries(models.Model):
    """A recurring event, the weekly briefing for instance. Each occurrence is an ``Event`` of its own."""

    name = models.CharField(_("name"), max_length=200)
    rule = models.CharField(
        _("rule"), max_length=200, help_text=_("RFC 5545: FREQ=WEEKLY;BYDAY=TH for every Thursday.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    made_until = models.DateField(null=True, editable=False)  # the last day whose dates were made or left out

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="series_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A series cannot end before it starts."),
            )
        ]

    def __str__(self):
        return self.name


class Event(Registered, Chained):
    """Something that takes place. Public while its own interval holds, or through a public text about it.

    ``starts`` and ``ends`` are partial dates in the event's own ``zone``. With a time of day, ``starts_at`` and
    ``ends_at`` are the instants; without one the event is all-day and has days only, which no zone can shift.
    """

    DERIVED = (*Registered.DERIVED, "starts_at", "ends_at")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    type = models.CharField(_("type"), max_length=12, choices=EventType, default=EventType.MEETING)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    status_reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("For readers: why it is postponed or cancelled.")
    )
    starts = PartialDateField(_("from"), bounds=("starts_earliest", "starts_latest"))
    starts_earliest = models.DateField(null=True, editable=False)
    starts_latest = models.DateField(null=True, editable=False)
    starts_time = models.TimeField(_("at"), null=True, blank=True, help_text=_("Empty: all day."))
    ends = PartialDateField(_("until"), bounds=("ends_earliest", "ends_latest"))
    ends_earliest = models.DateField(null=True, editable=False)
    ends_latest = models.DateField(null=True, editable=False)
    ends_time = models.TimeField(_("until (time)"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=50, default=office_zone, help_text=_("As Asia/Baku."))
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False)
    date_words = models.CharField(
        _("date in words"), max_length=120, blank=True, help_text=_("Where a text says only “Friday”, for instance.")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("In words: building, room, address."))
    place = models.ForeignKey(
        "articles.Place", models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("place")
    )
    organiser = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organiser")
    )
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("takes place within")
    )
    description = models.TextField(_("description"), blank=True)
    participants_complete = models.BooleanField(_("list of participants is complete"), default=True)
    accreditation = models.TextField(
        _("accreditation"), blank=True, help_text=_("For journalists: how to register, pool, what to bring.")
    )
    accreditation_until = models.DateTimeField(_("accreditation closes"), null=True, blank=True)
    contact = models.ForeignKey(
        "articles.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("press contact"),
    )
    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="events", editable=False,
        verbose_name=_("series"),
    )  # fmt: skip
    series_day = models.DateField(null=True, editable=False)
    series_apart = models.BooleanField(default=False, editable=False)  # this date was changed on its own
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = ChainQuerySet.as_manager()

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
                name="event_instants_are_in_order",
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("An event cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="event_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
            models.UniqueConstraint("series", "series_day", name="series_has_one_event_a_day", condition=Q(root=None)),
        ]

    @property
    def all_day(self):
        """Whether it has a day and no time of day."""
        return bool(self.starts_earliest) and self.starts_earliest == self.starts_latest and self.starts_time is None

    def derive(self):
        """Fill sort keys, and the instants where day and time are known."""
        super().derive()
        self.set_instants()

    def set_instants(self):
        """Fill the instants where day and time are known."""
        self.starts_at = instant(self.starts, self.starts_time, self.zone)
        self.ends_at = instant(self.ends or self.starts, self.ends_time, self.zone)

    def clean(self):
        """Refuse times that cannot be, a status without its reason, and an event within itself."""
        super().clean()
        found = faults(self)
        if self.status != self.Status.SCHEDULED and not self.status_reason.strip():
            found["status_reason"] = _("Tell readers why it is postponed or cancelled.")
        if self.status == self.Status.SCHEDULED and self.status_reason:
            found["status_reason"] = _("Only a postponed or cancelled event has a reason: empty it.")
        above, seen = self.within, set()
        while above is not None and above.pk not in seen:
            if above.pk is not None and above.pk in (self.pk, self.root_id):
                found["within"] = _("“%(name)s” cannot take place within itself.") % {"name": self}
            seen.add(above.pk)
            above = above.within
        if found:
            raise ValidationError(found)
        if readable(self):  # the constraints are asked next, and read what these derive
            for name in ("starts", "ends"):
                self._meta.get_field(name).pre_save(self, add=False)
            self.set_instants()

    def get_absolute_url(self):
        return reverse("event", args=[self.entity.slug])


def instant(day, time, zone):
    """The instant of a wall-clock time, in UTC; None where day or time is not known."""
    date = PartialDate(day) if day else None
    if time is None or date is None or date.earliest is None or date.earliest != date.latest:
        return None
    return dt.datetime.combine(date.earliest, time, ZoneInfo(zone)).astimezone(dt.UTC)


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


class Coverage(models.Model):
    """What the office owes an event: who writes what by when. Never public."""

    class Product(models.TextChoices):
        ADVISORY = "advisory", _("Media advisory")
        READOUT = "readout", _("Readout")
        RELEASE = "release", _("Press release")
        TRANSCRIPT = "transcript", _("Transcript")
        PHOTO = "photo", _("Photo")
        OTHER = "other", _("Other")

    event = models.ForeignKey(Event, models.CASCADE, related_name="coverage")
    product = models.CharField(_("what"), max_length=12, choices=Product, default=Product.READOUT)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done = models.BooleanField(
        _("done"), default=False, help_text=_("For what has no text here, a photo for instance.")
    )
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="coverage", verbose_name=_("text")
    )

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        ordering = ["due_at", "pk"]

    def __str__(self):
        return self.get_product_display()
