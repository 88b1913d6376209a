"""What happens to register rows: an edit that waits for a second person, a merge that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RegisterEdit(models.Model):
    """An edit of a register row that waits for a second person's yes: nothing of it is written until then.

    ``row`` names what is edited (``people.position``, its uid; the uid is null for a new row). ``values`` holds the new
    values of the changed fields, ``children`` the rows that hang on it, ``before`` what they replace. ``hour`` is when
    the public is to see it (null: at once).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    model = models.CharField(_("register"), max_length=60)
    row_uid = models.UUIDField(null=True, db_index=True)
    title = models.CharField(_("row"), max_length=300)
    values = models.JSONField(default=dict)
    children = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    hour = models.DateTimeField(_("public from"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    at = models.DateTimeField(_("proposed"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("register change that waits")
        verbose_name_plural = _("register changes that wait")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="register_edit_is_decided_by_a_second_person",
                condition=~Q(state="approved") | ~Q(decided_by=models.F("by")),
            )
        ]
        permissions = [("approve_registeredit", _("Can approve changes of registers"))]

    def __str__(self):
        return self.title


class Merge(models.Model):
    """Two register rows that were one: what was moved, row by row, so that undoing restores it exactly."""

    model = models.CharField(_("register"), max_length=60)
    source_uid = models.UUIDField(db_index=True)
    target_uid = models.UUIDField(db_index=True)
    title = models.CharField(_("what"), max_length=450)
    moved = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("merged"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.title
