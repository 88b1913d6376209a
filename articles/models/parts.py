"""The parts of a text: statements, mentions, citations and links to events.

Each is owned by exactly one of working copy or edition. Freezing copies the rows with the same ``uid``; an edition's
rows are an index over its document, which is the evidence. Spans count characters in the text of the block ``block``.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.edition import listed_q
from articles.models.vocabulary import Form, Voice


class PartQuerySet(models.QuerySet):
    """Questions about parts."""

    def listed(self, now):
        """Parts of editions that lists show."""
        return self.filter(listed_q(now, "edition__"))


class Part(models.Model):
    """A place in a text: ``words`` as printed at ``[start, end)`` of block ``block`` (empty where it has no place)."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="%(class)ss", editable=False
    )
    edition = models.ForeignKey(
        "articles.Edition", models.CASCADE, null=True, blank=True, related_name="%(class)ss", editable=False
    )
    block = models.CharField(_("paragraph"), max_length=12, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    words = models.TextField(_("words"), blank=True)
    order = models.PositiveIntegerField(default=0, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_exactly_one_owner",
                condition=Q(article__isnull=False, edition=None) | Q(article=None, edition__isnull=False),
            ),
            models.UniqueConstraint("edition", "uid", name="%(class)s_stands_once_in_an_edition"),
            models.UniqueConstraint("article", "uid", name="%(class)s_stands_once_in_an_article"),
        ]

    def __str__(self):
        return self.words[:80] or str(self.uid)


class Statement(Part):
    """Words a text attributes. Speakers and addressees are mentions that carry this statement's uid."""

    verb = models.CharField(_("verb"), max_length=60, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.REPORTED)
    voice = models.CharField(_("voice"), max_length=12, choices=Voice, default=Voice.SINGLE)
    speaker_words = models.CharField(_("speaker as printed"), max_length=200, blank=True)
    folded = models.TextField(editable=False, default="")
    published_at = models.DateTimeField(null=True, editable=False)  # copy of the edition's, by ``retime``

    class Meta(Part.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [models.Index(F("published_at").desc(), F("uid").desc(), name="statement_by_date")]

    def get_absolute_url(self):
        return reverse("statement", args=[self.uid])


class Mention(Part):
    """A person, organisation, place or event named at a place, in the words and the role of that text."""

    class Relation(models.TextChoices):
        MENTIONED = "mentioned", _("Mentioned")
        PARTICIPANT = "participant", _("Participant")
        SPEAKER = "speaker", _("Speaker")
        ADDRESSEE = "addressee", _("Addressee")

    relation = models.CharField(_("relation"), max_length=12, choices=Relation, default=Relation.MENTIONED)
    statement_uid = models.UUIDField(null=True, blank=True, db_index=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentions",
        verbose_name=_("organisation"),
    )
    place = models.ForeignKey(
        "articles.Place", models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("place")
    )
    role = models.CharField(_("role as styled"), max_length=200, blank=True)
    position = models.ForeignKey(
        "people.Position", models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("position")
    )
    looked_up = models.BooleanField(default=False, editable=False)  # the position was found by the day, not chosen

    class Meta(Part.Meta):
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")


class Citation(Part):
    """How a text rests on a source."""

    class Role(models.TextChoices):
        PUBLISHER = "publisher", _("Publisher")
        ATTRIBUTED = "attributed", _("Attributed")

    source = models.ForeignKey("articles.Source", models.PROTECT, related_name="citations", verbose_name=_("source"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PUBLISHER)
    verb = models.CharField(_("verb"), max_length=60, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")


class EventLink(Part):
    """An event a text is about, refers to, or takes place within."""

    class Relation(models.TextChoices):
        MAIN = "main", _("Main event")
        REFERRED = "referred", _("Referred to")
        WITHIN = "within", _("Takes place within")

    event = models.ForeignKey("articles.Event", models.PROTECT, related_name="links", verbose_name=_("event"))
    relation = models.CharField(_("relation"), max_length=12, choices=Relation, default=Relation.MAIN)

    class Meta(Part.Meta):
        verbose_name = _("link to an event")
        verbose_name_plural = _("links to events")


PARTS = (Statement, Mention, Citation, EventLink)
