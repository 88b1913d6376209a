"""Where texts come from: sources, the raw texts imports read, and what rules proposed from them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Registered


class Source(Registered):
    """An outlet or press service. ``reuse`` says what this office may do with its texts."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", _("News outlet")
        PRESS_SERVICE = "press_service", _("Press service")
        PERSON = "person", _("Person")
        OTHER = "other", _("Other")

    class Reuse(models.TextChoices):
        OWN = "own", _("Our own")
        LICENSED = "licensed", _("Licensed")
        PERMITTED = "permitted", _("Permitted")
        INTERNAL = "internal", _("Internal use only")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.OUTLET)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("organisation"), related_name="+"
    )
    website = models.URLField(_("website"), blank=True)
    reuse = models.CharField(_("right of reuse"), max_length=10, choices=Reuse, default=Reuse.INTERNAL)
    reuse_note = models.CharField(_("note on the right"), max_length=300, blank=True)

    class Meta(Registered.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def get_absolute_url(self):
        return reverse("source", args=[self.slug])


class SourceText(models.Model):
    """The raw bytes an import came from, kept as they were. The same bytes stand here once."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=255)
    raw = models.BinaryField()
    text = models.TextField()
    parsed = models.JSONField(default=dict)
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("source text")
        verbose_name_plural = _("source texts")
        ordering = ["-imported_at", "-pk"]

    def __str__(self):
        return self.name


class Proposal(models.Model):
    """What a rule proposes from a raw text, with the characters it stands on. A person decides."""

    class Kind(models.TextChoices):
        DATELINE = "dateline", _("Dateline")
        SOURCE = "source", _("Source")
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        PLACE = "place", _("Place")
        EVENT = "event", _("Event")
        STATEMENT = "statement", _("Statement")
        QUESTION = "question", _("Question")
        TEXT = "text", _("New text")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="proposals")
    source_text = models.ForeignKey(SourceText, models.PROTECT, null=True, related_name="proposals")  # null: typed here
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    key = models.CharField(max_length=64, help_text="What is proposed, as a hash: proposed once, rejected for good.")
    label = models.CharField(_("proposal"), max_length=300)
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    words = models.TextField(_("words in the text"), blank=True)
    rule = models.CharField(_("rule"), max_length=60)
    confidence = models.FloatField(_("confidence"))
    payload = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["article", "pk"]
        constraints = [models.UniqueConstraint("article", "key", name="thing_is_proposed_once_to_an_article")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"
