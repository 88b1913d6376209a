"""Forms of an edition made ready when it is frozen: what never changes is rendered once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition


class StoredEdition(models.Model):
    """What lists, feeds and pages send of an edition, made from its document; ``reindex`` makes it anew.

    ``short``: JSON of the document's members in a list of the API. ``card``: JSON of what a list of the site shows.
    ``content``: the words as a feed has them, HTML. ``page`` and ``head``: HTML with gaps
    (``pressoffice.ground.gaps``), made with the templates of ``made_with``. ``significant``: the newest edition up to
    this one of which readers are told: its hour is when the text last changed for them. A tombstone owns no row.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="stored")
    significant = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    short = models.TextField()
    card = models.TextField()
    content = models.TextField()
    page = models.TextField(blank=True)
    head = models.TextField(blank=True)
    made_with = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = _("stored forms of an edition")
        verbose_name_plural = _("stored forms of editions")

    def __str__(self):
        return str(self.edition_id)
