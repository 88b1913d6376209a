"""Articles and what they name, in the shape most Django sites would give them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VECTOR, VECTOR_INDEXES = {}, []
else:
    from django.contrib.postgres.indexes import GinIndex
    from django.contrib.postgres.search import SearchVectorField

    VECTOR = {"search": SearchVectorField(null=True, editable=False)}
    VECTOR_INDEXES = [GinIndex(fields=["search"], name="plain_search")]


class Named(models.Model):
    """A row with a name and an address."""

    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=90, unique=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name


class Organisation(Named):
    """Where positions are held."""


class Person(Named):
    """An official, with the position held."""

    title = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="people")


class Topic(Named):
    """A subject, in a tree of two levels."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")


class Place(Named):
    """A country or a city in one."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")


class Event(Named):
    """Something that takes place."""

    kind = models.CharField(max_length=20)
    starts = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, null=True)


class Source(Named):
    """An outlet or a press service."""


class ArticleQuerySet(models.QuerySet):
    """Questions about articles."""

    def published(self):
        """What readers may see."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def with_relations(self):
        """With what lists show of each."""
        return self.prefetch_related(
            models.Prefetch("participations", Participation.objects.select_related("person__organisation")),
            models.Prefetch("attributions", Attribution.objects.select_related("source")),
            "organisations",
            "topics",
            "places",
            "events",
        )

    def with_everything(self):
        """With what its own page shows."""
        statements = Statement.objects.select_related("speaker__organisation")
        return self.with_relations().prefetch_related(models.Prefetch("statements", statements), "changes")


class Article(models.Model):
    """A text."""

    uid = models.UUIDField(unique=True)
    work = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=6, unique=True)
    status = models.CharField(max_length=20, default="draft")
    kind = models.CharField(max_length=20, db_index=True)
    language = models.CharField(max_length=12, db_index=True)
    slug = models.SlugField(max_length=90)
    headline = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    text = models.TextField()
    notice = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    people = models.ManyToManyField(Person, through="Participation", related_name="articles")
    organisations = models.ManyToManyField(Organisation, related_name="articles")
    topics = models.ManyToManyField(Topic, related_name="articles")
    places = models.ManyToManyField(Place, related_name="articles")
    events = models.ManyToManyField(Event, related_name="articles")
    sources = models.ManyToManyField(Source, through="Attribution", related_name="articles")
    locals().update(VECTOR)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="plain_by_date"),
            models.Index(fields=["status", "-published_at"], name="plain_by_status"),
            *VECTOR_INDEXES,
        ]
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="plain_address")]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("article", args=[self.language, self.slug])

    def get_lead(self):
        """The summary, or the beginning of the text."""
        return self.summary or self.text[:220]


class Participation(models.Model):
    """Somebody named in an article, and how."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=12)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.person}: {self.relation}"


class Attribution(models.Model):
    """How an article rests on a source."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attributions")
    source = models.ForeignKey(Source, models.PROTECT, related_name="attributions")
    role = models.CharField(max_length=12)
    verb = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.source}: {self.role}"


class Statement(models.Model):
    """Words of somebody."""

    uid = models.UUIDField(unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="statements")
    speaker = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    verb = models.CharField(max_length=60)
    form = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.words[:80]


class ArticleChange(models.Model):
    """What became of an article: corrections and withdrawals."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.kind} {self.at}"
