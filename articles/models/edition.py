"""What the public reads: immutable editions, and the rows that filters look them up by."""

import uuid

from django.db import models
from django.db.models import Case, F, Min, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from articles.models.vocabulary import CorrectionClass, EditionClass, Kind
from pressoffice.ground.intervals import Interval, IntervalQuerySet, public_q

TAKEDOWNS = (EditionClass.WITHDRAWAL, EditionClass.RETRACTION)


def text_q(now, prefix=""):
    """The words have not been taken back: every reader of an edition, present or past, asks this too."""
    return Q(**{f"{prefix}text_until": None}) | Q(**{f"{prefix}text_until__gt": now})


def listed_q(now, prefix=""):
    """Public and not a tombstone: what lists, feeds, search and the ledger of statements show."""
    return public_q(now, prefix) & text_q(now, prefix) & ~Q(**{f"{prefix}edition_class": EditionClass.RETRACTION})


def listed_link_q(now, prefix=""):
    """``listed_q`` for link rows, which carry the clock themselves; a tombstone owns none."""
    return public_q(now, prefix) & text_q(now, prefix)


def listed_link_at_q(at, now):
    """``listed_link_q`` at an earlier instant, of what may still be read now."""
    return public_q(at) & text_q(now)


class EditionQuerySet(IntervalQuerySet):
    """Questions about editions. Every public answer starts here."""

    def listed(self, now):
        """Public and not a tombstone."""
        return self.filter(listed_q(now))

    def public_at(self, at, now):
        """What readers saw at ``at``, of what may still be read ``now``. ``at`` must not lie after ``now``."""
        if at > now:
            raise ValueError("The future is not public.")
        return self.filter(public_q(at) & text_q(now))

    def were_public(self, now):
        """Every edition that is or was public (tombstones included): the history of a text."""
        return self.filter(public_from__lte=now)

    def with_first_hour(self, now):
        """Each with ``first_public``: when its text was public for the first time."""
        first = Edition.objects.were_public(now).order_by().filter(article_uid=OuterRef("article_uid"))
        hour = first.values("article_uid").annotate(hour=Min("public_from")).values("hour")
        return self.annotate(first_public=Case(When(number=1, then=F("public_from")), default=Subquery(hour)))

    def coming_or_held(self):
        """Not public and never settled: an approved edition that waits for its hour or its button."""
        return self.filter(settled_at=None)


class Edition(Interval):
    """An immutable, numbered snapshot of an article, frozen from the approved revision.

    ``public_from`` null means held. The clock columns and ``number`` are written by ``desk.chain.retime`` alone;
    everything else never changes (database triggers refuse it), but for the legal erasure of ``document``.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="editions")
    article_uid = models.UUIDField(db_index=True)
    article_reference = models.CharField(max_length=6, db_index=True)
    work = models.UUIDField(db_index=True)
    revision = models.ForeignKey("articles.Revision", models.PROTECT, related_name="editions")
    approval = models.ForeignKey("articles.Approval", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(null=True)
    edition_class = models.CharField(max_length=20, choices=EditionClass)
    correction_class = models.CharField(max_length=20, blank=True, choices=CorrectionClass)
    note = models.TextField(blank=True)
    replacement_uid = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, choices=Kind)
    language = models.CharField(max_length=12)
    slug = models.SlugField(max_length=90)
    title = models.CharField(max_length=300)
    document = models.TextField(null=True)
    document_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    redacted_at = models.DateTimeField(null=True)
    text_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-published_at", "-uid"]
        indexes = [
            models.Index(F("published_at").desc(), F("uid").desc(), name="edition_by_date"),
            models.Index(F("public_from").desc(), F("uid").desc(), name="edition_by_update"),
            models.Index("title", "uid", name="edition_by_title"),
            models.Index("kind", F("published_at").desc(), F("uid").desc(), name="edition_by_kind"),
            models.Index(  # all that counting asks for, so that no count reads the documents
                *("kind", "language", "published_at", "public_from", "public_until", "text_until", "edition_class"),
                "redacted_at",
                name="edition_narrow",
            ),
            models.Index("language", F("published_at").desc(), F("uid").desc(), name="edition_by_language"),
            models.Index("language", "slug", name="edition_by_address"),
            models.Index("edition_class", F("public_from").desc(), name="edition_by_class"),
            models.Index("public_from", name="edition_due", condition=Q(settled_at=None)),
        ]
        constraints = [
            models.UniqueConstraint("article", "number", name="edition_number_is_unique_in_an_article"),
            models.UniqueConstraint(
                "article",
                name="article_has_one_coming_edition",
                condition=Q(settled_at=None) & ~Q(edition_class__in=TAKEDOWNS),
            ),
            models.UniqueConstraint(
                "article",
                name="article_has_one_coming_withdrawal",
                condition=Q(settled_at=None) & Q(edition_class__in=TAKEDOWNS),
            ),
            models.CheckConstraint(
                name="edition_interval_is_not_empty",
                condition=Q(public_until=None) | Q(public_until__gt=F("public_from")),
            ),
            models.CheckConstraint(
                name="settled_edition_has_an_hour", condition=Q(settled_at=None) | Q(public_from__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def get_absolute_url(self):
        """The address of the text itself, under its own language."""
        from articles.addresses import article_url

        return article_url(self)

    @property
    def is_tombstone(self):
        return self.edition_class == EditionClass.RETRACTION

    @property
    def is_withdrawn(self):
        return self.edition_class == EditionClass.WITHDRAWAL

    @property
    def is_correction(self):
        return self.edition_class == EditionClass.CORRECTION


class EditionLink(models.Model):
    """One row per (edition, thing): filters and pages of things look editions up here, in their date order.

    ``published_at`` and the interval are copies, written by ``desk.chain.retime``. A tombstone owns no rows.
    """

    public_from = models.DateTimeField(null=True)
    public_until = models.DateTimeField(null=True)
    text_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class EditionPerson(EditionLink):
    """A person named in an edition; ``speaks`` if a statement is theirs."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="person_links")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="edition_links")
    speaks = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("edition", "person", name="edition_names_a_person_once")]
        indexes = [models.Index("person", F("published_at").desc(), name="edition_by_person")]


class EditionOrganisation(EditionLink):
    """An organisation named in an edition, or at which somebody named there holds a position."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="organisation_links")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint("edition", "organisation", name="edition_names_an_organisation_once")]
        indexes = [models.Index("organisation", F("published_at").desc(), name="edition_by_organisation")]


class EditionEvent(EditionLink):
    """An event an edition is about or refers to."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="event_index")
    event = models.ForeignKey("articles.Event", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint("edition", "event", name="edition_has_an_event_once")]
        indexes = [models.Index("event", F("published_at").desc(), name="edition_by_event")]


class EditionTopic(EditionLink):
    """A topic of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey("articles.Topic", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint("edition", "topic", name="edition_has_a_topic_once")]
        indexes = [models.Index("topic", F("published_at").desc(), name="edition_by_topic")]


class EditionPlace(EditionLink):
    """A place an edition names, or is datelined."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="place_links")
    place = models.ForeignKey("articles.Place", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint("edition", "place", name="edition_names_a_place_once")]
        indexes = [models.Index("place", F("published_at").desc(), name="edition_by_place")]


class EditionSource(EditionLink):
    """A source an edition rests on."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="source_links")
    source = models.ForeignKey("articles.Source", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint("edition", "source", name="edition_has_a_source_once")]
        indexes = [models.Index("source", F("published_at").desc(), name="edition_by_source")]


LINKS = (EditionPerson, EditionOrganisation, EditionEvent, EditionTopic, EditionPlace, EditionSource)
