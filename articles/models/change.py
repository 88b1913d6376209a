"""The public log: one line for everything that became public, numbered without gaps, chained by hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeCounter(models.Model):
    """The single row that hands out numbers, inside ``settle()``'s transaction: a number taken is a line written."""

    number = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self):
        return f"{self.number}"


class Change(models.Model):
    """One public change. ``key`` makes it unique: ``edition:<id>``, ``position:<id>:<n>`` (its n-th), ``merge:<id>``"""

    class Type(models.TextChoices):
        ARTICLE_PUBLISHED = "article.published", _("published")
        ARTICLE_UPDATED = "article.updated", _("updated")
        ARTICLE_CORRECTED = "article.corrected", _("corrected")
        ARTICLE_WITHDRAWN = "article.withdrawn", _("withdrawn")
        ARTICLE_RETRACTED = "article.retracted", _("retracted")
        OFFICIAL_CHANGED = "official.changed", _("official changed")
        OFFICIAL_MERGED = "official.merged", _("official merged")
        OFFICIAL_UNMERGED = "official.unmerged", _("merge of officials undone")
        ORGANISATION_CHANGED = "organisation.changed", _("organisation changed")
        ORGANISATION_MERGED = "organisation.merged", _("organisation merged")
        ORGANISATION_UNMERGED = "organisation.unmerged", _("merge of organisations undone")
        POSITION_PUBLISHED = "position.published", _("position published")
        POSITION_CHANGED = "position.changed", _("position changed")
        POSITION_REMOVED = "position.removed", _("position removed")
        EVENT_PUBLISHED = "event.published", _("event published")
        EVENT_CHANGED = "event.changed", _("event changed")
        EVENT_CANCELLED = "event.cancelled", _("event cancelled")
        EVENT_REMOVED = "event.removed", _("event removed")
        EVENT_MERGED = "event.merged", _("event merged")
        EVENT_UNMERGED = "event.unmerged", _("merge of events undone")
        SOURCE_CHANGED = "source.changed", _("source changed")
        SOURCE_MERGED = "source.merged", _("source merged")
        SOURCE_UNMERGED = "source.unmerged", _("merge of sources undone")
        TOPIC_CHANGED = "topic.changed", _("topic changed")
        TOPIC_MERGED = "topic.merged", _("topic merged")
        TOPIC_UNMERGED = "topic.unmerged", _("merge of topics undone")
        PLACE_CHANGED = "place.changed", _("place changed")
        PLACE_MERGED = "place.merged", _("place merged")
        PLACE_UNMERGED = "place.unmerged", _("merge of places undone")
        URGENT_NOTICE_PUBLISHED = "urgent_notice.published", _("urgent notice published")
        URGENT_NOTICE_REMOVED = "urgent_notice.removed", _("urgent notice removed")
        LEAD_PUBLISHED = "lead.published", _("text put on top of the front page")
        LEAD_REMOVED = "lead.removed", _("text no longer on top of the front page")
        CONTACT_PUBLISHED = "contact.published", _("contact published")
        CONTACT_CHANGED = "contact.changed", _("contact changed")
        CONTACT_REMOVED = "contact.removed", _("contact removed")

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=80, unique=True)
    type = models.CharField(max_length=30, choices=Type)
    subject_uid = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.type}"


class Trouble(models.Model):
    """A due row that could not be settled: how often it was tried, why it failed, when it is tried again."""

    key = models.CharField(_("row"), max_length=80, unique=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    error = models.TextField(_("error"), blank=True)
    retry_at = models.DateTimeField(_("tried again at"))

    class Meta:
        verbose_name = _("row that could not be settled")
        verbose_name_plural = _("rows that could not be settled")
        ordering = ["retry_at"]

    def __str__(self):
        return self.key
