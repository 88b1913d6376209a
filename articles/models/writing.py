"""What helps writing: typing not saved yet, who is at a text, templates, and blocks of words kept ready."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.blocks import BODY_EXTENSIONS
from articles.models.vocabulary import Kind


class Buffer(models.Model):
    """What somebody typed and has not saved: one a person and text. ``token`` names a text that has no row yet.

    ``values`` are the fields of the form as sent; ``version`` is the state of the text they were typed over.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="buffers")
    token = models.CharField(max_length=32, blank=True)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("typing not saved yet")
        verbose_name_plural = _("typing not saved yet")
        constraints = [
            models.UniqueConstraint(
                "user", "article", name="person_has_one_buffer_a_text", condition=Q(article__isnull=False)
            ),
            models.UniqueConstraint(
                "user", "token", name="person_has_one_buffer_a_new_text", condition=Q(article=None)
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.at}"


class Presence(models.Model):
    """Somebody has the form of a text open: ``seen_at`` is the last sign of it, ``typed_at`` of typing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person at a text")
        verbose_name_plural = _("people at texts")
        constraints = [models.UniqueConstraint("user", "article", name="person_is_once_at_a_text")]

    def __str__(self):
        return str(self.user)


class TextTemplate(models.Model):
    """A form of text the office writes often: what a new text of it begins with."""

    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = ProseEditorField(_("text"), extensions=BODY_EXTENSIONS, sanitize=True, blank=True)
    dateline_place = models.CharField(_("dateline: place"), max_length=120, blank=True)
    topics = models.ManyToManyField("articles.Topic", blank=True, verbose_name=_("topics"), related_name="+")
    contacts = models.ManyToManyField(
        "articles.Contact", blank=True, verbose_name=_("press contacts"), related_name="+"
    )
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name", "language", "pk"]
        constraints = [models.UniqueConstraint("name", "language", name="template_has_one_row_per_language")]

    def __str__(self):
        return self.name


class Boilerplate(models.Model):
    """Words kept ready: about the office, notes to editors. They go into a text as they stand, and are approved there.

    ``earlier`` are the wordings it had before, newest last, at most 20.
    """

    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    body = ProseEditorField(_("text"), extensions=BODY_EXTENSIONS, sanitize=True)
    in_use = models.BooleanField(_("in use"), default=True)
    earlier = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplates")
        ordering = ["name", "language", "pk"]
        constraints = [models.UniqueConstraint("name", "language", name="boilerplate_has_one_row_per_language")]

    def __str__(self):
        return self.name
