"""The working copy of a text, and the evidence of who changed and approved it. No public door may import this."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.blocks import BODY_EXTENSIONS, first_sentence
from articles.models.vocabulary import Capacity, CorrectionClass, EditionClass, Kind, Priority, Status
from people.names import slugify
from pressoffice.ground.identity import Identified, reference_from
from pressoffice.ground.partial_dates import PartialDateField


class Article(Identified):
    """What staff edit: one row per language. ``work`` joins the language versions of one text."""

    work = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    slug = models.SlugField(
        _("slug"), max_length=90, blank=True, help_text=_("The end of the address; made from the headline if empty.")
    )
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = ProseEditorField(_("text"), extensions=BODY_EXTENSIONS, sanitize=True, blank=True)
    dateline_place = models.CharField(_("dateline: place"), max_length=120, blank=True)
    dateline_country = models.CharField(_("dateline: country"), max_length=120, blank=True)
    dateline_date = PartialDateField(_("dateline: date"))
    topics = models.ManyToManyField("articles.Topic", blank=True, verbose_name=_("topics"), related_name="+")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    next_class = models.CharField(
        _("next edition is"),
        max_length=20,
        blank=True,
        choices=[(c.value, c.label) for c in (EditionClass.UPDATE, EditionClass.CORRECTION)],
        help_text=_("Only once the text is public: what the change means for readers."),
    )
    correction_class = models.CharField(_("kind of correction"), max_length=20, blank=True, choices=CorrectionClass)
    public_note = models.TextField(
        _("public note"), blank=True, help_text=_("For a correction: what was wrong and what is right, for readers.")
    )
    released_at = models.DateTimeField(
        _("released before this system"),
        null=True,
        blank=True,
        help_text=_("For archive texts: the day that orders and dates them. It never makes a text public."),
    )
    meant_for = models.DateTimeField(
        _("meant for"),
        null=True,
        blank=True,
        help_text=_("The hour it is written for, where one is planned: people have the positions of that hour."),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assignee")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, help_text=_("When it must be ready."))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    limited = models.BooleanField(
        _("limited access"),
        default=False,
        help_text=_("Only its authors and the people and groups named below know that it exists."),
    )
    translated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="translations"
    )
    translated_revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    source_text = models.ForeignKey(
        "articles.SourceText", models.PROTECT, null=True, blank=True, related_name="articles", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint("work", "language", name="work_has_one_article_per_language"),
            models.UniqueConstraint("language", "slug", name="slug_is_taken_once_per_language"),
            models.CheckConstraint(name="status_is_one_of_the_workflow", condition=Q(status__in=Status.values)),
        ]
        permissions = [
            ("submit_article", _("Can submit an article for review")),
            ("review_article", _("Can review an article and request changes")),
            ("approve_article", _("Can approve an article")),
            ("take_down_article", _("Can withdraw and retract as duty publisher")),
            ("release_article", _("Can release a held article")),
            ("relink_article", _("Can change links and topics of a public text")),
            ("backdate_article", _("Can date an article before this system")),
            ("sign_off_article", _("Can sign off an article when asked")),
            ("break_glass_article", _("Can publish alone for a grave reason")),
            ("limit_article", _("Can limit who sees an article")),
            ("read_all_article", _("Can read every article, limited ones too")),
            ("request_records", _("Can export the records of texts")),
        ]

    def __str__(self):
        return self.headline or self.first_words() or f"PR-{self.reference}"

    def first_words(self):
        """The title of a text without a headline, empty where it has no text either."""
        return first_sentence(self.body, dateline_place=self.dateline_place)

    def save(self, *args, **kwargs):
        """Fill the slug; one that is taken gets this article's own reference, never a counter."""
        if not self.slug:
            self.slug = slugify(self.headline or self.first_words()) or "text"
        self.slug = self.slug.lower()
        taken = Article.objects.filter(language=self.language, slug=self.slug).exclude(pk=self.pk)
        if taken.exists():
            self.slug = f"{self.slug[:80]}-{reference_from(self.uid).lower()}"
        super().save(*args, **kwargs)


class Revision(models.Model):
    """The document after a save: never changed. ``by`` is its author; null only for an import without a person."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.TextField(null=True)
    document_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint("article", "number", name="revision_number_is_unique_in_an_article")]

    def __str__(self):
        return _("revision %(number)s") % {"number": self.number}


class Approval(models.Model):
    """One person's yes to (revision, class, note, not before). It holds for exactly that and nothing else."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="approvals")
    edition_class = models.CharField(max_length=20, choices=EditionClass)
    correction_class = models.CharField(max_length=20, blank=True, choices=CorrectionClass)
    note = models.TextField(blank=True)
    not_before = models.DateTimeField(null=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_capacity_display()}: {self.by}"
